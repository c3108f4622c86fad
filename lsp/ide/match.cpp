#include "lsp/ide/match.h"

#include "compiler/base/text.h"

#include <algorithm>

namespace phep::ide {
namespace {

bool is_gap(char c) {
  return c == ' ' || c == '_' || c == '.';
}

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool fits_initials(std::string_view wanted, std::string_view folded) {
  std::string initials;
  for (std::size_t at = 0; at < folded.size(); ++at)
    if (!is_gap(folded[at]) && (at == 0 || is_gap(folded[at - 1]))) initials += folded[at];
  return wanted.size() > 1 && initials.starts_with(wanted);
}

bool begins_later_word(std::string_view wanted, std::string_view text) {
  for (std::size_t at = 1; at < text.size(); ++at)
    if (is_gap(text[at - 1]) && text.substr(at).starts_with(wanted)) return true;
  return false;
}

}  // namespace

Typed typed(std::string_view text) {
  Typed out{lowered(normalise(text)), fold(text), false};
  out.marked = out.exact != out.folded;
  return out;
}

std::optional<Fit> fit(const Typed& typed, std::string_view candidate) {
  if (typed.exact.empty()) return Fit::Exact;
  const std::string exact = lowered(candidate);
  if (exact.starts_with(typed.exact)) return Fit::Exact;
  if (typed.marked) {
    if (begins_later_word(typed.exact, exact)) return Fit::Inside;
    return std::nullopt;
  }
  const std::string folded = fold(candidate);
  if (folded.starts_with(typed.folded)) return Fit::Toneless;
  if (fits_initials(typed.folded, folded)) return Fit::Initials;
  if (begins_later_word(typed.folded, folded)) return Fit::Inside;
  return std::nullopt;
}

}  // namespace phep::ide
