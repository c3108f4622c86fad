// What mends a diagnostic and needs more than its place: the declaration around it, the text as it
// is written there, what other files declare.
#include "compiler/base/text.h"
#include "compiler/diagnostics/kinds/coverage.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/lowering.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/diagnostics/kinds/syntax.h"
#include "compiler/syntax/tokens.h"
#include "lsp/ide/action.h"
#include "lsp/ide/case_text.h"
#include "lsp/ide/symbols.h"

#include <algorithm>
#include <map>
#include <string>

namespace phep::ide {
namespace {

using syntax::Token;
using syntax::TokenKind;

// One file as a mender sees it.
struct Page {
  workspace::Workspace& workspace;
  FileId file;
  std::string_view text;
  std::vector<Token> words;

  Page(workspace::Workspace& of, FileId which)
      : workspace(of), file(which), text(of.sources().file(which).text) {
    words = syntax::words_of(text, syntax::form_of(of.sources().file(which).path));
  }
  [[nodiscard]] std::string_view word(const Token& token) const {
    return text.substr(token.begin, token.end - token.begin);
  }
  // The first word that does not begin before the place.
  [[nodiscard]] std::size_t first_from(std::uint32_t offset) const {
    return static_cast<std::size_t>(std::ranges::lower_bound(words, offset, {}, &Token::begin) -
                                    words.begin());
  }
  [[nodiscard]] std::uint32_t line_of(std::uint32_t offset) const {
    const auto before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
    return before == std::string_view::npos ? 0 : static_cast<std::uint32_t>(before + 1);
  }
  [[nodiscard]] std::uint32_t next_line(std::uint32_t offset) const {
    const auto end = text.find('\n', offset);
    return static_cast<std::uint32_t>(end == std::string_view::npos ? text.size() : end + 1);
  }
};

// A keyword in the language in which another keyword of the text is written.
std::string alike(std::string_view written, TokenKind wanted) {
  const auto first = [](std::string_view spellings) {
    return std::string(spellings.substr(0, spellings.find('|')));
  };
  const bool vietnamese =
      std::ranges::any_of(written, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return first(vietnamese ? syntax::keyword(wanted).vi : syntax::keyword(wanted).en);
}

// `case b: …` contradicts `case a: …`: the later one becomes an exception to the earlier.
std::optional<Action> as_exception(const Page& page, const Diagnostic& item) {
  const std::size_t label = page.first_from(item.span.begin);
  if (label == 0 || label >= page.words.size()) return std::nullopt;
  const Token& head = page.words[label - 1];
  if (head.kind != TokenKind::KW_CASE) return std::nullopt;
  const std::string_view written = page.word(head);
  const std::string& other = item.arguments.at(0).en;
  const std::string& own = item.arguments.at(1).en;
  return Action{ActionKind::QuickFix,
                {"viết `" + own + "` thành ngoại lệ của `" + other + "`",
                 "make `" + own + "` an exception to `" + other + "`"},
                {},
                false,
                {{{page.file, head.begin, page.words[label].end},
                  alike(written, TokenKind::KW_EXCEPT) + " " + other + " " +
                      alike(written, TokenKind::KW_AS) + " " + own}}};
}

std::optional<Action> without_case(const Page& page, const Diagnostic& item,
                                   const std::string& label) {
  const auto span = case_at(page.text, page.words, {page.file, item.span.begin, item.span.begin});
  if (!span) return std::nullopt;
  return Action{ActionKind::QuickFix,
                {"xóa `" + label + "`", "remove `" + label + "`"},
                {},
                false,
                {{*span, ""}}};
}

// The declaration with its documentation.
std::optional<Action> without_definition(const Page& page, const Diagnostic& item) {
  const auto checked = page.workspace.checked(page.file);
  const hir::Def* def = definition_around(checked->module, item.span.begin);
  if (def == nullptr) return std::nullopt;
  std::size_t first = page.first_from(def->span.begin);
  while (first > 0 && page.words[first - 1].kind == TokenKind::DOC) --first;
  const std::uint32_t begin = page.line_of(page.words[first].begin);
  std::uint32_t end = page.next_line(def->span.end);
  const std::string_view below = page.text.substr(end);
  // One blank line is enough.
  if (below.starts_with('\n') || below.starts_with("\r\n")) end = page.next_line(end);
  return Action{ActionKind::QuickFix,
                {"xóa khai báo `" + item.arguments.at(0).vi + "`",
                 "remove the declaration of `" + item.arguments.at(0).en + "`"},
                {},
                false,
                {{{page.file, begin, end}, ""}}};
}

// The instrument that the file cites most, as it writes it; of those that it declares the first.
std::string instrument_at_hand(const Page& page) {
  std::map<std::string_view, int> counts;
  std::string_view best;
  for (const Token& token : page.words) {
    if (token.kind != TokenKind::CITATION) continue;
    const std::string_view name = page.word(token).substr(0, page.word(token).find('@'));
    if (!name.empty() && ++counts[name] > counts[best]) best = name;
  }
  if (!best.empty()) return std::string(best);
  const auto checked = page.workspace.checked(page.file);
  for (const hir::Def& def : checked->module.defs)
    if (std::holds_alternative<hir::Instrument>(def.node))
      return std::string(page.workspace.names().text(def.name));
  return {};
}

// A norm rests on something: the citation is begun, and the author says which provision.
std::optional<Action> cite_basis(const Page& page, const Diagnostic& item) {
  const std::string instrument = instrument_at_hand(page);
  std::size_t brace = page.first_from(item.span.begin);
  while (brace < page.words.size() && page.words[brace].kind != TokenKind::LBRACE) ++brace;
  if (instrument.empty() || brace >= page.words.size()) return std::nullopt;
  const std::uint32_t at = page.words[brace].end;
  const bool vietnamese = page.text.contains("theo ") && !page.text.contains("cites ");
  const std::string words = std::string(vietnamese ? "theo " : "cites ") + instrument + "@";
  const bool lines = page.text.substr(at, page.words[brace + 1].begin - at).contains('\n');
  return Action{ActionKind::QuickFix,
                {"nêu căn cứ: điền điều khoản sau `" + instrument + "@`",
                 "cite the basis: complete the provision after `" + instrument + "@`"},
                {},
                false,
                {{{page.file, at, at}, lines ? "\n  " + words : " " + words + " "}}};
}

// The record that lacks a field gets it.
std::optional<Action> declare_fact(const Page& page, const Diagnostic& item) {
  const std::string& record = item.arguments.at(0).en;
  const std::string& field = item.arguments.at(1).en;
  for (const Note& note : item.notes) {
    if (!note.span.file.exists() || page.workspace.in_library(note.span.file)) continue;
    const Page home(page.workspace, note.span.file);
    const auto checked = page.workspace.checked(note.span.file);
    const hir::Def* def = definition_around(checked->module, note.span.begin);
    if (def == nullptr || !std::holds_alternative<hir::Record>(def->node) || def->span.end == 0)
      continue;
    const std::uint32_t brace = def->span.end - 1;
    if (home.text[brace] != '}') continue;
    const std::uint32_t line = home.line_of(brace);
    const bool own_line =
        home.text.substr(line, brace - line).find_first_not_of(" \t") == std::string_view::npos;
    const std::string words = field + " : bool";
    return Action{ActionKind::QuickFix,
                  {"khai báo dữ kiện `" + field + "` trong `" + record + "`",
                   "declare the fact `" + field + "` in `" + record + "`"},
                  {},
                  false,
                  {own_line ? Edit{{home.file, line, line}, "  " + words + "\n"}
                            : Edit{{home.file, brace, brace}, " " + words + " "}}};
  }
  return std::nullopt;
}

// `line`, and `before` it what it needs, below the `module` and `use` lines, or where the law
// begins: the text of a literate file is not it.
std::optional<Action> head_line(const Page& page, const std::string& line,
                                const std::string& before = "") {
  std::uint32_t at = page.words.empty() ? 0 : page.line_of(page.words.front().begin);
  for (const Token& token : page.words)
    if (token.kind == TokenKind::KW_MODULE || token.kind == TokenKind::KW_USE)
      at = page.next_line(token.begin);
    else if (token.kind == TokenKind::LBRACE)
      break;
  const bool open = at > 0 && page.text[at - 1] != '\n';
  return Action{ActionKind::QuickFix,
                {"thêm dòng `" + line + "`", "add the line `" + line + "`"},
                {},
                false,
                {{{page.file, at, at}, (open ? "\n" : "") + before + line + "\n"}}};
}

// A deadline is counted by a law and a calendar; the library has one of each.
std::optional<Action> counting_line(const Page& page, const std::string& line) {
  return head_line(page, line, page.text.contains("vn.calendar") ? "" : "use vn.calendar\n");
}

// Special law that a decision misses: its module, imported in the language of the file.
std::optional<Action> import_special(const Page& page, const Diagnostic& item) {
  for (const Token& token : page.words)
    if (token.kind == TokenKind::KW_USE || token.kind == TokenKind::KW_DECISION)
      return head_line(page,
                       alike(page.word(token), TokenKind::KW_USE) + " " + item.arguments.at(2).en);
  return std::nullopt;
}

// Members that no case speaks of: a case for each, and the author says what holds.
std::optional<Action> missing_cases(const Page& page, const Diagnostic& item) {
  const auto checked = page.workspace.checked(page.file);
  const hir::Def* def = definition_around(checked->module, item.span.begin);
  if (def == nullptr) return std::nullopt;
  // How the others ask: `when x.harm is grave`.
  std::string_view asked;
  std::string_view first_case = "case";
  for (std::size_t i = page.first_from(def->span.begin);
       i < page.words.size() && page.words[i].end <= def->span.end; ++i) {
    if (page.words[i].kind == TokenKind::KW_CASE) first_case = page.word(page.words[i]);
    if (page.words[i].kind != TokenKind::KW_WHEN) continue;
    for (std::size_t j = i + 1; j < page.words.size() && page.words[j].end <= def->span.end; ++j)
      if (page.words[j].kind == TokenKind::KW_IS) {
        asked = page.text.substr(page.words[i].begin, page.words[j].end - page.words[i].begin);
        break;
      } else if (page.words[j].kind == TokenKind::KW_CASE) {
        break;
      }
  }
  const std::uint32_t brace = def->span.end - 1;
  if (asked.empty() || asked.contains('\n') || page.text[brace] != '}') return std::nullopt;
  std::string lines;
  const std::string& members = item.arguments.at(1).en;  // "`a`, `b`"
  for (std::size_t at = members.find('`'); at != std::string::npos;) {
    const std::size_t end = members.find('`', at + 1);
    if (end == std::string::npos) break;
    const std::string member = members.substr(at + 1, end - at - 1);
    lines += "  " + std::string(first_case) + " " + member + ": ? " + std::string(asked) + " " +
             member + "\n";
    at = members.find('`', end + 1);
  }
  const std::uint32_t line = page.line_of(brace);
  return Action{
      ActionKind::QuickFix,
      {"thêm các trường hợp còn thiếu, để điền", "add the missing cases, to be filled in"},
      {},
      false,
      {{{page.file, line, line}, lines}}};
}

// `01/3/2026`, as people write days: day, month, year.
std::optional<Action> date_in_order(const Page& page, const Diagnostic& item) {
  std::vector<std::string> parts(1);
  for (const char c : page.text.substr(item.span.begin, item.span.end - item.span.begin)) {
    if (c >= '0' && c <= '9') {
      parts.back() += c;
    } else if (c == '/' || c == '-' || c == '.') {
      parts.emplace_back();
    } else {
      return std::nullopt;
    }
  }
  if (parts.size() != 3 || parts[2].size() != 4) return std::nullopt;
  for (std::string* part : {&parts[0], &parts[1]}) {
    if (part->empty() || part->size() > 2) return std::nullopt;
    part->insert(0, 2 - part->size(), '0');
  }
  const std::string date = parts[2] + "-" + parts[1] + "-" + parts[0];
  return Action{ActionKind::QuickFix,
                {"viết `" + date + "`", "write `" + date + "`"},
                {},
                false,
                {{item.span, date}}};
}

}  // namespace

std::optional<Action> mend(workspace::Workspace& workspace, FileId file, const Diagnostic& item) {
  const auto is = [&](const auto& kind) { return item.row == &kind.row; };
  if (item.span.file != file) return std::nullopt;
  const Page page(workspace, file);
  if (is(diag::MalformedDate)) return date_in_order(page, item);
  if (is(diag::CasesConflict)) return as_exception(page, item);
  if (is(diag::CasesRepeat)) return without_case(page, item, item.arguments.at(1).en);
  if (is(diag::NeverApplies)) return without_case(page, item, item.arguments.at(0).en);
  if (is(diag::UncoveredMembers)) return missing_cases(page, item);
  if (is(diag::UnusedDefinition)) return without_definition(page, item);
  if (is(diag::UnknownField)) return declare_fact(page, item);
  if (is(diag::NormWithoutCitation)) return cite_basis(page, item);
  if (is(diag::NoCountingLaw)) return counting_line(page, "counting vn.civil_code");
  if (is(diag::NoCalendar)) return counting_line(page, "calendar vn.state");
  if (is(diag::SpecialNotImported)) return import_special(page, item);
  return std::nullopt;
}

}  // namespace phep::ide
