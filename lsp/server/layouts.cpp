#include "lsp/server/layouts.h"

#include <algorithm>

namespace phep::server {

syntax::Formatted Layouts::lay_out(const Document& document) {
  const auto known = std::ranges::find(latest_, document.path, &One::path);
  if (known != latest_.end()) {
    latest_.splice(latest_.begin(), latest_, known);
  } else {
    if (latest_.size() == kMost) latest_.pop_back();
    latest_.push_front({document.path, syntax::LiveFormat(syntax::form_of(document.path))});
  }
  return latest_.front().live.format(document.text);
}

}  // namespace phep::server
