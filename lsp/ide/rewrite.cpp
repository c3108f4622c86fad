// Steps at a place that no diagnostic asks for: units of days, the order of points, a rule put in
// where it is called, letters put together.
#include "compiler/base/text.h"
#include "compiler/syntax/tokens.h"
#include "lsp/ide/action.h"
#include "lsp/ide/symbols.h"

#include <algorithm>
#include <string>

namespace phep::ide {
namespace {

using syntax::Token;
using syntax::TokenKind;

using Tokens = std::vector<Token>;

std::string_view spelled(std::string_view text, const Token& token) {
  return text.substr(token.begin, token.end - token.begin);
}

std::size_t token_at(const Tokens& words, std::uint32_t offset) {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i].begin <= offset && offset <= words[i].end && words[i].kind != TokenKind::End)
      return i;
  return words.size();
}

// `5 days` ↔ `5 working days`.
std::optional<Action> other_days(std::string_view text, const Tokens& words, Span at) {
  const std::size_t i = token_at(words, at.begin);
  for (const std::size_t k : {i, i + 1}) {
    if (k == 0 || k >= words.size() || words[k - 1].kind != TokenKind::INT) continue;
    const bool working = words[k].kind == TokenKind::KW_WORKING_DAYS;
    if (!working && words[k].kind != TokenKind::KW_DAYS) continue;
    const std::string_view written = spelled(text, words[k]);
    const bool vietnamese = written.starts_with("ngày");
    const bool one = spelled(text, words[k - 1]) == "1";
    const std::string days = vietnamese ? "ngày" : one ? "day" : "days";
    const std::string other = working ? days : vietnamese ? "ngày làm việc" : "working " + days;
    return Action{ActionKind::Rewrite,
                  {working ? "đếm mọi ngày" : "chỉ đếm ngày làm việc",
                   working ? "count all days" : "count working days only"},
                  {},
                  false,
                  {{{at.file, words[k].begin, words[k].end}, other}}};
  }
  return std::nullopt;
}

// Parts of a provision in the order in which statutes count: 2, 2a, 10; a b c d đ e.
bool before(std::string_view a, std::string_view b) {
  constexpr std::string_view kLetters[] = {"a", "b", "c", "d", "đ", "e", "g", "h",
                                           "i", "k", "l", "m", "n", "o", "p", "q",
                                           "r", "s", "t", "u", "v", "x", "y"};
  const auto part = [&](std::string_view& rest) {
    std::size_t digits = rest.find_first_not_of("0123456789");
    if (digits == std::string_view::npos) digits = rest.size();
    std::size_t value = 0;
    if (digits > 0) {
      for (const char c : rest.substr(0, std::min<std::size_t>(digits, 9)))
        value = value * 10 + static_cast<std::size_t>(c - '0');
      rest.remove_prefix(digits);
      return value;
    }
    for (std::size_t i = 0; i < std::size(kLetters); ++i)
      if (rest.starts_with(kLetters[i])) {
        rest.remove_prefix(kLetters[i].size());
        return i;
      }
    value = static_cast<unsigned char>(rest[0]);
    rest.remove_prefix(1);
    return value;
  };
  while (!a.empty() && !b.empty()) {
    const std::size_t one = part(a);
    const std::size_t two = part(b);
    if (one != two) return one < two;
  }
  return a.size() < b.size();
}

// The list of citations around a place, in the order of the statute; instruments stay in the order
// in which they are first named.
std::optional<Action> sorted_points(std::string_view text, const Tokens& words, Span at) {
  std::size_t i = token_at(words, at.begin);
  if (i < words.size() && words[i].kind != TokenKind::CITATION) ++i;
  if (i >= words.size() || words[i].kind != TokenKind::CITATION) return std::nullopt;
  const auto joined = [&](std::size_t comma, std::size_t next) {
    return comma < words.size() && words[comma].kind == TokenKind::COMMA && next < words.size() &&
           words[next].kind == TokenKind::CITATION;
  };
  while (i >= 2 && joined(i - 1, i - 2)) i -= 2;
  std::vector<std::string> list;
  std::vector<std::string> instruments;
  const std::uint32_t begin = words[i].begin;
  std::uint32_t end = words[i].end;
  for (;; i += 2) {
    std::string one(spelled(text, words[i]));
    // `@23.2` goes on with the instrument before it.
    if (one.starts_with("@") && !instruments.empty())
      one.insert(0, list.back().substr(0, list.back().find('@')));
    const std::string name = one.substr(0, one.find('@'));
    if (std::ranges::find(instruments, name) == instruments.end()) instruments.push_back(name);
    list.push_back(std::move(one));
    end = words[i].end;
    if (!joined(i + 1, i + 2)) break;
  }
  std::vector<std::string> sorted = list;
  std::ranges::stable_sort(sorted, [&](const std::string& a, const std::string& b) {
    const auto place = [&](const std::string& one) {
      return std::ranges::find(instruments, one.substr(0, one.find('@')));
    };
    if (place(a) != place(b)) return place(a) < place(b);
    return before(std::string_view(a).substr(a.find('@') + 1),
                  std::string_view(b).substr(b.find('@') + 1));
  });
  if (sorted == list) return std::nullopt;
  std::string out;
  for (const std::string& one : sorted) out += (out.empty() ? "" : ", ") + one;
  return Action{ActionKind::Rewrite,
                {"xếp các điều khoản theo thứ tự của văn bản",
                 "put the provisions in the order of the statute"},
                {},
                false,
                {{{at.file, begin, end}, std::move(out)}}};
}

// Whether words stand for themselves wherever they are put: a name, a field, a number.
bool is_simple(std::string_view words) {
  return std::ranges::all_of(syntax::words_of(words, syntax::SourceForm::Plain),
                             [](const Token& one) {
                               return one.kind == TokenKind::End || one.kind == TokenKind::IDENT ||
                                      one.kind == TokenKind::DOT || one.kind == TokenKind::INT;
                             });
}

// `(a, b.c)` from its first bracket on: the stretches between its commas.
std::optional<std::vector<Span>> arguments_at(const Tokens& words, std::size_t bracket, FileId file,
                                              std::uint32_t& end) {
  if (bracket >= words.size() || words[bracket].kind != TokenKind::LPAREN) return std::nullopt;
  std::vector<Span> out;
  int depth = 0;
  std::size_t from = bracket + 1;
  for (std::size_t i = bracket; i < words.size(); ++i) {
    const TokenKind kind = words[i].kind;
    if (kind == TokenKind::End) return std::nullopt;
    if (kind == TokenKind::LPAREN || kind == TokenKind::LBRACE || kind == TokenKind::LBRACKET)
      ++depth;
    const bool closes =
        kind == TokenKind::RPAREN || kind == TokenKind::RBRACE || kind == TokenKind::RBRACKET;
    const bool last = closes && --depth == 0;
    if ((depth == 1 && kind == TokenKind::COMMA) || last) {
      if (i > from) out.push_back({file, words[from].begin, words[i - 1].end});
      from = i + 1;
    }
    if (last) {
      end = words[i].end;
      return out;
    }
  }
  return std::nullopt;
}

// What stands behind the `=` of `rule f(x: T) : bool = …`; nothing if the rule has a body.
std::optional<Span> formula_of(const Tokens& words, const hir::Def& def) {
  for (const Token& token : words) {
    if (token.begin < def.span.begin) continue;
    if (token.end > def.span.end || token.kind == TokenKind::LBRACE) return std::nullopt;
    if (token.kind != TokenKind::ASSIGN) continue;
    const std::size_t next = static_cast<std::size_t>(&token - words.data()) + 1;
    return Span{def.span.file, words[next].begin, def.span.end};
  }
  return std::nullopt;
}

// The rule's formula with what is passed in place of its parameters.
std::optional<Action> inlined(workspace::Workspace& workspace, std::string_view text,
                              const Tokens& words, Span at) {
  const auto named = name_at(workspace, at.file, at.begin);
  const hir::Def* def = named ? definition_of(workspace, named->symbol) : nullptr;
  if (def == nullptr || def->span.file != at.file || named->span == def->name_span)
    return std::nullopt;
  const auto* rule = std::get_if<hir::Rule>(&def->node);
  const auto formula = rule == nullptr ? std::nullopt : formula_of(words, *def);
  if (!formula) return std::nullopt;
  std::uint32_t end = 0;
  const auto passed = arguments_at(words, token_at(words, named->span.begin) + 1, at.file, end);
  if (!passed || passed->size() != rule->params.size()) return std::nullopt;
  const hir::Module& module = workspace.checked(at.file)->module;
  std::vector<std::pair<Span, std::string>> puts;
  for (const hir::Occurrence& one : module.occurrences) {
    if (one.symbol.part != hir::SymbolPart::Local || one.span.begin < formula->begin ||
        one.span.end > formula->end)
      continue;
    const auto which = std::ranges::find(rule->params, hir::LocalId{one.symbol.index});
    if (which == rule->params.end()) continue;
    const Span span = passed->at(static_cast<std::size_t>(which - rule->params.begin()));
    const std::string_view argument = text.substr(span.begin, span.end - span.begin);
    puts.emplace_back(
        one.span, is_simple(argument) ? std::string(argument) : "(" + std::string(argument) + ")");
  }
  std::ranges::sort(puts, {}, [](const auto& put) { return put.first.begin; });
  std::string out;
  std::uint32_t done = formula->begin;
  for (const auto& [span, argument] : puts) {
    out += text.substr(done, span.begin - done);
    out += argument;
    done = span.end;
  }
  out += text.substr(done, formula->end - done);
  if (!is_simple(out)) out = "(" + out + ")";
  const std::string name(workspace.names().text(def->name));
  return Action{
      ActionKind::Inline,
      {"thay `" + name + "` bằng công thức của nó", "put the formula of `" + name + "` here"},
      {},
      false,
      {{{at.file, named->span.begin, end}, std::move(out)}}};
}

// Letters and their marks put together, the whole file.
std::optional<Action> composed(std::string_view text, Span at) {
  std::string whole = normalise(text);
  if (whole == text) return std::nullopt;
  return Action{ActionKind::Normalise,
                {"ghép chữ và dấu (NFC) trong cả tệp",
                 "put letters and marks together (NFC) in the whole file"},
                {},
                false,
                {{{at.file, 0, static_cast<std::uint32_t>(text.size())}, std::move(whole)}}};
}

}  // namespace

std::vector<Action> rewrites(workspace::Workspace& workspace, Span at) {
  const SourceFile& source = workspace.sources().file(at.file);
  const std::string_view text = source.text;
  const Tokens words = syntax::words_of(text, syntax::form_of(source.path));
  std::vector<Action> out;
  const auto take = [&](std::optional<Action> one) {
    if (one) out.push_back(std::move(*one));
  };
  for (Action& one : after_replacement(workspace, at)) out.push_back(std::move(one));
  take(other_days(text, words, at));
  take(sorted_points(text, words, at));
  take(inlined(workspace, text, words, at));
  take(composed(text, at));
  return out;
}

}  // namespace phep::ide
