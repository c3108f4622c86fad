#include "compiler/check/writing_order.h"

namespace phep::check {

std::pair<std::vector<std::string>, std::string> said(std::string text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" ,\n", at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  std::ranges::sort(words);
  return {std::move(words), std::move(text)};
}

}  // namespace phep::check
