#include "lsp/server/warm_up.h"

#include "lsp/server/platform.h"

#include <algorithm>

namespace phep::server {
namespace {

// Longer than the pauses between the questions of one gesture, shorter than a look at the text.
constexpr std::chrono::milliseconds kRest{200};

}  // namespace

void WarmUp::advance(workspace::Workspace& workspace, Moment now, const std::atomic<bool>& stop) {
  if (now < since_ + kRest || (begun_ && left_.empty())) return;
  if (!begun_) left_ = workspace.open_whole_library(syntax::Extent::WithoutTests);
  if (!begun_) std::ranges::reverse(left_);  // the last comes first
  begun_ = true;
  while (!left_.empty() && !stop) {
    const FileId file = left_.back();
    left_.pop_back();  // one that we fail at is not tried again
    if (!workspace.settle(file, stop)) left_.push_back(file);
  }
  if (!left_.empty()) return;
  workspace.forget_trees();
  give_back_memory();
}

std::optional<WarmUp::Moment> WarmUp::wakes_at() const {
  if (begun_ && left_.empty()) return std::nullopt;
  return since_ + kRest;
}

}  // namespace phep::server
