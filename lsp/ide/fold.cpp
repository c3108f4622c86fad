#include "lsp/ide/fold.h"

#include "compiler/syntax/tokens.h"

#include <algorithm>

namespace phep::ide {
namespace {

using syntax::Token;
using syntax::TokenKind;

bool has_break(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  return text.substr(begin, end - begin).contains('\n');
}

// Neighbouring lines that all begin with words of one sort.
class Run {
 public:
  Run(std::string_view text, FoldKind kind, std::vector<Fold>& out)
      : text_(text), kind_(kind), out_(out) {}

  void take(const Token& word) {
    if (open_ && std::ranges::count(text_.substr(end_, word.begin - end_), '\n') > 1) close();
    if (!open_) begin_ = word.end;
    open_ = true;
    end_ = word.end;
  }
  void grow(const Token& word) {
    if (open_) end_ = word.end;
  }
  void close() {
    if (open_ && has_break(text_, begin_, end_)) out_.push_back({begin_, end_, kind_});
    open_ = false;
  }

 private:
  std::string_view text_;
  FoldKind kind_;
  std::vector<Fold>& out_;
  std::uint32_t begin_ = 0, end_ = 0;
  bool open_ = false;
};

bool is_comment(TokenKind kind) {
  return kind == TokenKind::COMMENT || kind == TokenKind::DOC;
}

// Comments of their own line, and `use` lines.
void runs(std::string_view text, const std::vector<Token>& words, std::vector<Fold>& out) {
  Run comments(text, FoldKind::Comment, out);
  Run imports(text, FoldKind::Imports, out);
  bool in_use = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Token& word = words[i];
    const bool first = i == 0 || has_break(text, words[i - 1].end, word.begin);
    if (is_comment(word.kind)) {
      if (first) comments.take(word);
      continue;
    }
    if (first) {
      comments.close();
      in_use = word.kind == TokenKind::KW_USE;
      if (in_use) {
        imports.take(word);
      } else {
        imports.close();
      }
    } else if (in_use) {
      imports.grow(word);
    }
  }
  comments.close();
  imports.close();
}

void bodies(std::string_view text, const std::vector<Token>& words, std::vector<Fold>& out) {
  std::vector<std::uint32_t> open;
  for (const Token& word : words) {
    if (word.kind == TokenKind::LBRACE) open.push_back(word.end);
    if (word.kind != TokenKind::RBRACE || open.empty()) continue;
    const std::uint32_t begin = open.back();
    open.pop_back();
    const auto line = text.rfind('\n', word.begin == 0 ? 0 : word.begin - 1);
    if (line == std::string_view::npos || line <= begin) continue;
    // The brace's own line stays in sight; a body of one line has nothing to hide.
    if (has_break(text, begin, static_cast<std::uint32_t>(line)))
      out.push_back({begin, static_cast<std::uint32_t>(line), FoldKind::Body});
  }
}

}  // namespace

std::vector<Fold> folds(std::string_view text, syntax::SourceForm form) {
  const std::vector<Token> words = syntax::words_of(text, form);
  std::vector<Fold> out;
  bodies(text, words, out);
  runs(text, words, out);
  std::ranges::stable_sort(out, {}, [](const Fold& fold) { return fold.begin; });
  return out;
}

}  // namespace phep::ide
