#include "lsp/ide/indent.h"

#include "compiler/syntax/tokens.h"
#include "lsp/ide/brackets.h"

#include <algorithm>
#include <vector>

namespace phep::ide {
namespace {

constexpr std::uint32_t kStep = 2;

using syntax::TokenKind;

std::uint32_t line_begin(std::string_view text, std::uint32_t at) {
  while (at > 0 && text[at - 1] != '\n') --at;
  return at;
}

std::uint32_t blanks_from(std::string_view text, std::uint32_t at) {
  std::uint32_t end = at;
  while (end < text.size() && (text[end] == ' ' || text[end] == '\t')) ++end;
  return end;
}

// A closing bracket stands where the line of its opening one begins; what is inside stands one step
// further. Behind a bracket with words after it, lines begin under the first of them.
std::uint32_t wanted(std::string_view text, const std::vector<syntax::Token>& open, bool closing,
                     const std::vector<syntax::Token>& words) {
  if (open.empty()) return 0;
  const syntax::Token& bracket = open.back();
  const std::uint32_t line = line_begin(text, bracket.begin);
  const std::uint32_t before = blanks_from(text, line) - line;
  if (closing) return before;
  if (bracket.kind != TokenKind::LBRACE)
    for (const syntax::Token& word : words)
      if (word.begin >= bracket.end) {
        if (line_begin(text, word.begin) == line && word.kind != TokenKind::COMMENT)
          return word.begin - line;
        break;
      }
  return before + kStep;
}

}  // namespace

std::optional<Indent> indent_at(std::string_view text, std::uint32_t offset,
                                syntax::SourceForm form) {
  const std::uint32_t begin = line_begin(text, offset);
  const std::uint32_t end = blanks_from(text, begin);
  const auto words = syntax::words_of(text, form);
  std::vector<syntax::Token> open;
  bool block = form == syntax::SourceForm::Plain;
  bool closing = false;
  for (const syntax::Token& word : words) {
    if (word.begin < begin && word.end > begin) return std::nullopt;  // inside of a text
    if (word.begin >= begin) {
      closing = closes(word.kind) && word.begin == end;
      break;
    }
    block = true;
    if (opens(word.kind)) open.push_back(word);
    if (closes(word.kind) && !open.empty()) open.pop_back();
  }
  // Of a literate file only what stands in open brackets is surely in a block.
  if (!block || (form == syntax::SourceForm::Literate && open.empty())) return std::nullopt;
  const std::uint32_t blanks = wanted(text, open, closing, words);
  if (end - begin == blanks && !text.substr(begin, blanks).contains('\t')) return std::nullopt;
  return Indent{begin, end, blanks};
}

}  // namespace phep::ide
