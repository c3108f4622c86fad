// A cited provision that another came in place of.
#include "compiler/syntax/tokens.h"
#include "lsp/ide/action.h"
#include "lsp/ide/case_text.h"
#include "lsp/ide/days.h"

#include <algorithm>
#include <string>

namespace phep::ide {
namespace {

using syntax::Token;
using syntax::TokenKind;

struct Replacement {
  std::string with;  // as a source writes it
  std::optional<std::int32_t> from;
};

// Nothing where it hangs on a reading, or was always so.
std::optional<std::int32_t> first_day(const hir::Force& force) {
  std::int32_t day = hir::kAlways;
  for (const auto& intervals : force.clauses) {
    if (intervals.empty() || intervals[0].from.expr.exists()) return std::nullopt;
    day = std::max(day, intervals[0].from.days);
  }
  return day == hir::kAlways ? std::nullopt : std::optional(day);
}

std::optional<Replacement> replacement_of(workspace::Workspace& workspace, std::string_view cited,
                                          Span at) {
  for (const FileId file : workspace.closure(at.file)) {
    const auto checked = workspace.checked(file);
    for (const hir::Def& def : checked->module.defs) {
      const auto* instrument = std::get_if<hir::Instrument>(&def.node);
      if (instrument == nullptr) continue;
      // Where the change itself is declared, both are to be named.
      if (file == at.file && at.begin >= def.span.begin && at.end <= def.span.end) continue;
      for (const hir::Change& change : instrument->changes) {
        if (change.kind != hir::ChangeKind::Replaces || !change.with ||
            to_source(change.target.written, workspace.names()) != cited)
          continue;
        return Replacement{to_source(change.with->written, workspace.names()),
                           first_day(change.force)};
      }
    }
  }
  return std::nullopt;
}

// The case once more, after itself: under another label, with what it concludes left open, and the
// new provision cited in place of the old.
std::optional<Action> split_case(std::string_view text, const std::vector<Token>& words,
                                 const Token& citation, const Replacement& found, FileId file) {
  const auto whole = case_at(text, words, {file, citation.begin, citation.end});
  if (!whole) return std::nullopt;
  const auto inside = [&](const Token& token) {
    return token.begin >= whole->begin && token.end <= whole->end;
  };
  const auto colon = std::ranges::find_if(
      words, [&](const Token& token) { return inside(token) && token.kind == TokenKind::COLON; });
  if (colon == words.begin() || colon == words.end() || !inside(*(colon - 1)) ||
      (colon - 1)->kind != TokenKind::IDENT)
    return std::nullopt;
  const auto when = std::ranges::find_if(words, [&](const Token& token) {
    return inside(token) && token.begin > colon->begin &&
           (token.kind == TokenKind::KW_WHEN || token.kind == TokenKind::KW_CITES);
  });
  if (when == words.end() || when->begin > citation.begin) return std::nullopt;
  const auto part = [&](std::uint32_t from, std::uint32_t to) {
    return std::string(text.substr(from, to - from));
  };
  std::string copy = part(whole->begin, (colon - 1)->end) + "_2: ? " +
                     part(when->begin, citation.begin) + found.with +
                     part(citation.end, whole->end);
  const std::string day = found.from ? date_text(*found.from) : "";
  return Action{ActionKind::QuickFix,
                {"giữ cho văn bản cũ, thêm trường hợp theo `" + found.with + "`" +
                     (day.empty() ? "" : " từ " + day),
                 "keep it for the old text, and add a case under `" + found.with + "`" +
                     (day.empty() ? "" : " from " + day)},
                {},
                false,
                {{{file, whole->end, whole->end}, std::move(copy)}}};
}

}  // namespace

std::vector<Action> after_replacement(workspace::Workspace& workspace, Span at) {
  const SourceFile& source = workspace.sources().file(at.file);
  const std::string_view text = source.text;
  const std::vector<Token> words = syntax::words_of(text, syntax::form_of(source.path));
  const auto citation = std::ranges::find_if(words, [&](const Token& token) {
    return token.kind == TokenKind::CITATION && token.begin <= at.begin && at.begin <= token.end;
  });
  if (citation == words.end()) return {};
  const auto found =
      replacement_of(workspace, text.substr(citation->begin, citation->end - citation->begin), at);
  if (!found) return {};
  std::vector<Action> out;
  out.push_back({ActionKind::QuickFix,
                 {"viện dẫn điều khoản thay thế, `" + found->with + "`",
                  "cite what replaces it, `" + found->with + "`"},
                 {},
                 false,
                 {{{at.file, citation->begin, citation->end}, found->with}}});
  if (auto split = split_case(text, words, *citation, *found, at.file))
    out.push_back(std::move(*split));
  return out;
}

}  // namespace phep::ide
