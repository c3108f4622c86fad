// The syntax room: lexer against its specification, ambiguities, positions, hostile text, the
// formatter.
#include "compiler/base/text.h"
#include "compiler/diagnostics/render.h"
#include "compiler/syntax/cst.h"
#include "compiler/syntax/format.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/print.h"
#include "compiler/syntax/tokens.h"
#include "tests/support/golden.h"

#include <doctest/doctest.h>

#include "PhepLexer.h"
#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

// The lexer grammar's only dependence on us.
bool PhepLexer::isNamePart(char32_t point) {
  return phep::syntax::continues_name(point);
}

namespace phep::syntax {
namespace {

constexpr FileId kFile{0};

std::vector<std::string> our_programs() {
  std::vector<std::string> out = tests::files_below("stdlib", {".phep"});
  for (const std::string& path : tests::files_below("tests/data", {".phep"}))
    if (!path.contains("malformed/")) out.push_back(path);
  return out;
}

std::string source(const std::string& path) {
  return tests::read_file(tests::source_dir() + "/" + path);
}

// Number of each kind of token in the lexer grammar, which lists them in another order than we do.
std::size_t specified_type(TokenKind kind) {
  switch (kind) {
    case TokenKind::BAD_CITATION: return PhepLexer::BAD_CITATION;
    case TokenKind::BAD_STRING: return PhepLexer::BAD_STRING;
    case TokenKind::BAD_QUOTE: return PhepLexer::BAD_QUOTE;
    case TokenKind::BAD_DATE: return PhepLexer::BAD_DATE;
    case TokenKind::BAD_INSTANT: return PhepLexer::BAD_INSTANT;
    case TokenKind::BAD_NUMBER: return PhepLexer::BAD_NUMBER;
    case TokenKind::BAD_WORD: return PhepLexer::BAD_WORD;
    case TokenKind::BAD_COMMENT: return PhepLexer::BAD_COMMENT;
    case TokenKind::BAD_CHARACTER: return PhepLexer::BAD_CHARACTER;
    case TokenKind::DOC: return PhepLexer::DOC;
    case TokenKind::COMMENT: return PhepLexer::COMMENT;
    default: return antlr_type(kind);
  }
}

struct Lexed {
  std::size_t type;
  std::string text;
  friend bool operator==(const Lexed&, const Lexed&) = default;
};

std::vector<Lexed> by_grammar(const std::string& text) {
  antlr4::ANTLRInputStream input(text);
  PhepLexer lexer(&input);
  lexer.removeErrorListeners();
  std::vector<Lexed> out;
  for (const auto& token : lexer.getAllTokens())
    out.push_back({token->getType(), token->getText()});
  return out;
}

std::vector<Lexed> by_hand(const std::string& text) {
  std::vector<Lexed> out;
  for (const Token& token : scan(text))
    if (token.kind != TokenKind::End)
      out.push_back(
          {specified_type(token.kind), text.substr(token.begin, token.end - token.begin)});
  return out;
}

void check_lexers_agree(const std::string& text, const std::string& name) {
  const auto grammar = by_grammar(text);
  const auto hand = by_hand(text);
  const auto [a, b] = std::ranges::mismatch(grammar, hand);
  INFO(name);
  INFO("grammar: ", a == grammar.end() ? "<end>" : a->text);
  INFO("by hand: ", b == hand.end() ? "<end>" : b->text);
  CHECK((a == grammar.end() && b == hand.end()));
}

Parsed parsed(std::string_view text, Interner& names) {
  return parse(kFile, text, names);
}

std::string codes(const DiagnosticList& list) {
  std::string out;
  for (const Diagnostic& one : list.items())
    out += (out.empty() ? "" : " ") + code_text(one.row->code);
  return out;
}

// Compares long texts without a failure printing both.
bool same(const std::string& a, const std::string& b) {
  if (a == b) return true;
  const auto at = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  MESSAGE("differs at: ", a.substr(at > 60 ? at - 60 : 0, 120), " ## ",
          b.substr(at > 60 ? at - 60 : 0, 120));
  return false;
}

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("syntax: the lexer does what its grammar says, on every source") {
  for (const std::string& path : our_programs()) check_lexers_agree(source(path), path);
  for (const std::string& path : tests::files_below("tests/data/malformed", {".phep"})) {
    const std::string text = source(path);
    if (first_invalid_utf8(text) == kValidUtf8 && is_normalised(text))
      check_lexers_agree(text, path);
  }
}

TEST_CASE("syntax: the lexer does what its grammar says, on random words") {
  static constexpr std::array kWords = {"is",
                                        "not",
                                        "is not",
                                        "is notified",
                                        "được phép",
                                        "ngày làm việc",
                                        "ngày",
                                        "làm",
                                        " ",
                                        "\n",
                                        "\u00A0",
                                        "at least",
                                        "at",
                                        "working days",
                                        "working",
                                        "a_b",
                                        "đ",
                                        "_",
                                        "12",
                                        "1_000",
                                        "1_",
                                        "3.5",
                                        "3.000.000",
                                        "2026-03-01",
                                        "2026-3-1",
                                        "01/03/2026",
                                        "2026-03-01T08:00+07:00",
                                        "2026-03-01T08:00",
                                        "T",
                                        "Z",
                                        "5%",
                                        "VND",
                                        "\"x\"",
                                        "\"",
                                        "\\",
                                        "“",
                                        "”",
                                        "@",
                                        "PDPL@7.1.đ",
                                        "@8.5..@8.7",
                                        "#2",
                                        "#s2",
                                        "..",
                                        ".",
                                        "/",
                                        "//",
                                        "///",
                                        "/*",
                                        "*/",
                                        "|",
                                        "||",
                                        "<=",
                                        "=",
                                        "!",
                                        "&",
                                        "{",
                                        "}",
                                        "(",
                                        ")",
                                        ",",
                                        ":",
                                        "?",
                                        "-",
                                        "+",
                                        "37a",
                                        "60days",
                                        "khác",
                                        "chưa có",
                                        "chưa"};
  std::mt19937 random(20261121);
  for (int round = 0; round < 400; ++round) {
    std::string text;
    for (int i = 0; i < 30; ++i) text += kWords[random() % kWords.size()];
    check_lexers_agree(text, text);
  }
}

TEST_CASE("syntax: no source is ambiguous under exact detection") {
  for (const std::string& path : our_programs()) {
    Reports reports;
    const std::string text = source(path);
    const Prepared prepared = prepare(kFile, text, SourceForm::Plain, reports);
    std::vector<Token> docs;
    const auto words = sift(prepared.text, scan(prepared.text), prepared.positions, reports, docs);
    const Cst cst(prepared.text, words, prepared.positions, reports, Prediction::Exact);
    INFO(path);
    CHECK(cst.ambiguities() == 0);
  }
}

TEST_CASE("syntax: a keyword of several words ends where its last word ends") {
  const auto kinds = [](std::string_view text) {
    std::vector<TokenKind> out;
    for (const Token& token : scan(text)) out.push_back(token.kind);
    return out;
  };
  using K = TokenKind;
  CHECK(kinds("a is not b") == std::vector{K::IDENT, K::KW_IS_NOT, K::IDENT, K::End});
  CHECK(kinds("a is notified") == std::vector{K::IDENT, K::KW_IS, K::IDENT, K::End});
  CHECK(kinds("is\u00A0\n not") == std::vector{K::KW_IS_NOT, K::End});
  CHECK(kinds("ngày làm việc") == std::vector{K::KW_WORKING_DAYS, K::End});
  CHECK(kinds("ngày làm") == std::vector{K::KW_DAYS, K::IDENT, K::End});
}

TEST_CASE("syntax: every keyword stands in the reference, in both languages") {
  const std::string reference = source("grammar/REFERENCE.md");
  for (const Keyword& row : keywords())
    for (std::string_view spellings : {row.en, row.vi})
      for (std::size_t at = 0; at <= spellings.size();) {
        const auto bar = std::min(spellings.find('|', at), spellings.size());
        const std::string quoted = "`" + std::string(spellings.substr(at, bar - at)) + "`";
        INFO(quoted);
        CHECK(reference.contains(quoted));
        at = bar + 1;
      }
}

TEST_CASE("text: marks of any number are put in their order") {
  std::string text = "a", wanted = "\u1EA1";
  constexpr int kMany = 100'000;  // exchanged one by one, it would take minutes
  for (int i = 0; i < kMany; ++i) text += "\u0301\u0323";
  for (int i = 1; i < kMany; ++i) wanted += "\u0323";
  for (int i = 0; i < kMany; ++i) wanted += "\u0301";
  CHECK(normalise(text) == wanted);
  CHECK(normalise("e\u0302\u0323") == "\u1EC7");  // ệ, whichever mark was typed first
  CHECK(normalise("e\u0323\u0302") == "\u1EC7");
  CHECK(normalise("\u1100\u1161\u11A8") == "\uAC01");
  CHECK(fold("Nghĩa vụ Đ") == "nghia vu d");
}

TEST_CASE("syntax: decomposed text is the same program, with spans into its own bytes") {
  const std::string composed = "bên đơn_vị vi \"bên kiểm soát\"\nquy tắc độ() : int = đơn_vị_lạ(\n";
  std::string decomposed;
  // "ị", "ơ", "ê" and the like written as a letter and its marks.
  const std::vector<std::pair<std::string, std::string>> parts = {
      {"ê", "e\u0302"},       {"ơ", "o\u031B"}, {"ị", "i\u0323"},       {"ạ", "a\u0323"},
      {"ể", "e\u0302\u0309"}, {"á", "a\u0301"}, {"ắ", "a\u0306\u0301"}, {"ộ", "o\u0323\u0302"}};
  decomposed = composed;
  for (const auto& [from, to] : parts)
    for (auto at = decomposed.find(from); at != std::string::npos; at = decomposed.find(from))
      decomposed.replace(at, from.size(), to);
  REQUIRE(decomposed != composed);
  REQUIRE(normalise(decomposed) == composed);
  Interner names;
  const Parsed a = parsed(composed, names);
  const Parsed b = parsed(decomposed, names);
  CHECK(print(a.module, names) == print(b.module, names));
  CHECK(codes(a.diagnostics) == codes(b.diagnostics));
  const Span name = b.module.decls[b.module.order[0]].name.span;
  CHECK(normalise(decomposed.substr(name.begin, name.end - name.begin)) == "đơn_vị");
}

TEST_CASE("syntax: literate files keep the positions of the Markdown") {
  const std::string text =
      "# Luật\n\n```phep\nparty a\n```\nwords\n````json\n```phep\nparty no\n```\n````\n  "
      "```phep\nparty "
      "b\nparty 5\n  ```\n";
  Interner names;
  const Parsed out = parse(kFile, text, names, form_of("x.phep.md"));
  REQUIRE(out.module.order.size() >= 2);
  const Span second = out.module.decls[out.module.order[1]].name.span;
  CHECK(text.substr(second.begin, second.end - second.begin) == "b");
  REQUIRE(codes(out.diagnostics) == "P1020");
  CHECK(out.diagnostics.items()[0].span.begin == text.find('5'));
}

TEST_CASE("syntax: hostile text ends in a diagnostic, never in a crash") {
  const auto check = [](const std::string& text, std::string_view first) {
    Interner names;
    const Parsed out = parsed(text, names);
    REQUIRE_FALSE(out.diagnostics.empty());
    CHECK(code_text(out.diagnostics.items()[0].row->code) == first);
    CHECK(out.diagnostics.items().size() <= kMaxDiagnostics);
  };
  check("rule f() : int = " + std::string(1'000'000, '('), "P1006");
  check("rule f() : int = " + std::string(1'000'000, '-') + "1", "P1006");
  check("rule f() : int = " + repeated("1 + ", 100'000) + "1", "P1006");
  check("rule f() : bool = " + repeated("not ", 200'000) + "true", "P1006");
  check("rule f() : int = " + repeated("if true then 1 else ", 20'000) + "1", "P1006");
  check("rule f() : " + repeated("list<", 100'000), "P1006");
  check(std::string(1'000'000, '}'), "P1020");
  check(std::string(1'000'000, '"'), "P1020");
  check(repeated("; ", 10'000), "P1017");
  check(repeated("party 5\n", 5'000), "P1020");
  check(std::string("party a\0b", 9), "P1004");
  check("\xff\xfe", "P1001");
}

TEST_CASE("syntax: every prefix of a program ends in a tree and at most one hundred diagnostics") {
  const std::string tour = source("tests/data/run/tour.phep");
  for (std::size_t i = 1; i <= 40; ++i) {
    Interner names;
    const Parsed out = parsed(tour.substr(0, tour.size() * i / 41), names);
    CHECK(out.diagnostics.items().size() <= kMaxDiagnostics);
    // Whatever stood whole before the cut is still there, unless the cut went through a letter.
    if (codes(out.diagnostics) != "P1001") CHECK(out.module.order.size() + 1 >= i / 3);
  }
}

TEST_CASE("syntax: mutated programs end in a tree whose spans lie in the text") {
  std::vector<std::string> seeds = {source("tests/data/run/tour.phep")};
  for (const std::string& path : tests::files_below("tests/data/syntax", {".phep"}))
    seeds.push_back(source(path));
  std::mt19937 random(142);
  for (int round = 0; round < 300; ++round) {
    std::string text = seeds[random() % seeds.size()];
    for (int i = 0; i < 3; ++i) {
      const std::string& other = seeds[random() % seeds.size()];
      const auto here = scan(text);
      const auto there = scan(other);
      const Token at = here[random() % here.size()];
      const Token from = there[random() % there.size()];
      const std::string word = other.substr(from.begin, from.end - from.begin);
      // Delete a word, replace it by another, or put one before it.
      const auto kind = random() % 3;
      text.replace(at.begin, kind == 2 ? 0 : at.end - at.begin, kind == 0 ? "" : word + " ");
    }
    Interner names;
    const Parsed out = parsed(text, names);
    const auto inside = [&text](Span span) {
      return span.begin <= span.end && span.end <= text.size();
    };
    INFO(text);
    for (const Diagnostic& one : out.diagnostics.items()) CHECK(inside(one.span));
    CHECK(std::ranges::all_of(out.module.exprs,
                              [&](const ast::Expr& expr) { return inside(expr.span); }));
    if (out.diagnostics.has_errors()) continue;
    const std::string once = format(kFile, text).text;
    CHECK(same(format(kFile, once).text, once));
  }
}

TEST_CASE("syntax: what no small file can show") {
  const auto record = [](const DiagnosticList& list, SourceMap& sources, const std::string& stem) {
    const std::string path = tests::source_dir() + "/tests/data/malformed/" + stem;
    tests::check_recorded(path + ".en.txt", render(list, sources, {Language::English, false}));
    tests::check_recorded(path + ".vi.txt", render(list, sources, {Language::Vietnamese, false}));
  };
  Interner names;
  SourceMap sources;
  const std::string large = repeated("// a line of sixteen\n", 1 + (16 << 20) / 21);
  const FileId first = sources.add("too_large.phep", large);
  record(parse(first, large, names).diagnostics, sources, "too_large");
  const std::string open = "Words.\n\n```phep\nparty a\n";
  const FileId second = sources.add("unclosed_fence.phep.md", open);
  record(parse(second, open, names, SourceForm::Literate).diagnostics, sources, "unclosed_fence");
  const std::string wrong = "party 5\n";
  const FileId third = sources.add("not_formatted.phep", wrong);
  const Formatted refused = format(third, wrong);
  CHECK(refused.text == wrong);
  record(refused.diagnostics, sources, "not_formatted");
}

TEST_CASE("format: recorded layouts, and they lay out to themselves") {
  for (const std::string& path : tests::data_files("format", ".phep")) {
    const std::string text = tests::read_file(path);
    const std::string stem = path.substr(0, path.size() - 5);
    for (const auto& [language, ending] : {std::pair{KeywordLanguage::Keep, ".out"},
                                           {KeywordLanguage::Vietnamese, ".vi.out"},
                                           {KeywordLanguage::English, ".en.out"}}) {
      const Formatted once = format(kFile, text, {language, SourceForm::Plain});
      INFO(path);
      CHECK_FALSE(once.diagnostics.has_errors());
      tests::check_recorded(stem + ending, once.text);
      CHECK(format(kFile, once.text, {language, SourceForm::Plain}).text == once.text);
    }
  }
}

TEST_CASE("format: every source lays out to itself and survives both languages") {
  for (const std::string& path : our_programs()) {
    const std::string text = source(path);
    Interner names;
    if (parsed(text, names).diagnostics.has_errors()) continue;
    const auto as = [](const std::string& from, KeywordLanguage language) {
      return format(kFile, from, {language, SourceForm::Plain}).text;
    };
    const std::string once = as(text, KeywordLanguage::Keep);
    const std::string vi = as(text, KeywordLanguage::Vietnamese);
    const std::string en = as(vi, KeywordLanguage::English);
    INFO(path);
    CHECK(same(as(once, KeywordLanguage::Keep), once));
    CHECK(same(as(en, KeywordLanguage::Vietnamese), vi));
    CHECK(print(parsed(text, names).module, names) == print(parsed(en, names).module, names));
  }
}

TEST_CASE("format: of a literate file only the blocks change") {
  const std::string text =
      "# Luật   mẫu\n\n```phep\nparty   a    vi \"x\"\n\n\n\nparty b\n```\n  tail  \n";
  const Formatted out = format(kFile, text, {KeywordLanguage::Vietnamese, SourceForm::Literate});
  const std::string laid_out = "# Luật   mẫu\n\n```phep\nbên a  vi \"x\"\n\nbên b\n```\n  tail  \n";
  CHECK(out.text == laid_out);
  std::string decomposed = text;  // the heading's letters and marks apart
  decomposed.replace(decomposed.find("ậ"), std::string("ậ").size(), "a\u0323\u0302");
  decomposed.replace(decomposed.find("ẫ"), std::string("ẫ").size(), "a\u0302\u0303");
  CHECK(format(kFile, decomposed, {KeywordLanguage::Vietnamese, SourceForm::Literate}).text ==
        laid_out);
}

TEST_CASE("format: comments stay, in their places") {
  const std::string text =
      "// head\nparty a // behind\n\n\n/// doc\nparty b\nrule f() : int { // open\n// "
      "inside\ndefault 1\n   "
      "// end\n}\n// tail";
  CHECK(format(kFile, text).text ==
        "// head\nparty a  // behind\n\n/// doc\nparty b\nrule f() : int {  // open\n  // inside\n "
        " default "
        "1\n  // end\n}\n// tail\n");
}

}  // namespace phep::syntax
