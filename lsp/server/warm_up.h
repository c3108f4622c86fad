// Law of the library may change whatever is cited, so the first question about law checks all of
// it. That is done ahead, while nobody asks: the parsing or the checking of one module at a time.
// At the end the trees of all that nobody edits are let go.
#pragma once

#include "compiler/workspace/workspace.h"

#include <atomic>
#include <chrono>
#include <optional>
#include <vector>

namespace phep::server {

class WarmUp {
 public:
  using Moment = std::chrono::steady_clock::time_point;

  // Somebody asked or typed: more may come at once, so it rests for a while.
  void rest(Moment now) { since_ = now; }
  // Goes on unless it rests, until it is done or `stop` is set.
  void advance(workspace::Workspace& workspace, Moment now, const std::atomic<bool>& stop);
  // When it is to go on; nothing: it is done.
  [[nodiscard]] std::optional<Moment> wakes_at() const;

 private:
  Moment since_ = std::chrono::steady_clock::now();
  bool begun_ = false;
  std::vector<FileId> left_;
};

}  // namespace phep::server
