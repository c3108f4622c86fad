// What is kept of a check while one declaration is written: the cases that once went wrong.
#include "compiler/diagnostics/render.h"
#include "compiler/hir/places.h"
#include "compiler/workspace/workspace.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

namespace phep {
namespace {

workspace::Workspace fresh(const std::string& text) {
  return workspace::Workspace([text](const std::string&) { return std::optional(text); },
                              workspace::embedded_library());
}

std::vector<Span> places(workspace::Workspace& workspace) {
  const FileId file = *workspace.open("a.phep");
  hir::Module module = workspace.checked(file)->module;
  std::vector<Span> out;
  hir::visit_places(module, [&](Span& span) {
    if (span.file == file) out.push_back(span);
  });
  return out;
}

bool covers(const std::vector<Span>& places, const Span& wanted) {
  return std::ranges::find(places, wanted) != places.end();
}

// All places that a check keeps while `after` is written for `before` are those of a fresh check.
void check_places(const std::string& before, const std::string& after) {
  workspace::Workspace edited = fresh(before);
  const FileId file = *edited.open("a.phep");
  REQUIRE_FALSE(edited.diagnostics(file).has_errors());
  edited.set_text(file, before + "\n");  // the first edit reads the whole
  (void)edited.diagnostics(file);
  edited.set_text(file, after + "\n");
  (void)edited.diagnostics(file);
  workspace::Workspace again = fresh(after + "\n");

  const std::vector<Span> kept = places(edited);
  const std::vector<Span> wanted = places(again);
  CHECK(kept.size() == wanted.size());
  for (const Span& span : wanted) CHECK(covers(kept, span));
  for (const Span& span : kept) CHECK(covers(wanted, span));
}

// All that has a place in a module, in the order of the lists that keep it, as a fresh check and
// one that was kept must say it alike.
std::vector<std::string> said_of_places(workspace::Workspace& workspace, FileId file) {
  const DiagnosticList diagnostics = workspace.diagnostics(file);
  const auto checked = workspace.checked(file);
  const hir::Module& module = checked->module;
  std::vector<std::string> out;
  const auto add = [&](std::string what, Span span) {
    out.push_back(std::move(what) + " " + std::to_string(span.begin) + " " +
                  std::to_string(span.end));
  };
  for (const hir::Occurrence& one : module.occurrences) {
    const hir::Symbol symbol = one.symbol;
    std::string what = one.declares ? "declares " : "names ";
    if (symbol.part == hir::SymbolPart::Local)
      what += workspace.names().text(module.locals[hir::LocalId{symbol.index}].name);
    else
      what += workspace.modules(file).at(symbol.def.file)->defs[symbol.def.index].qualified + " " +
              std::to_string(symbol.index);
    add(what, one.span);
  }
  for (const hir::Mention& one : module.mentions) add("mention", one.cite.written.span);
  for (const hir::Test& one : module.tests) {
    add("test " + one.title, one.span);
    for (const hir::Expectation& expectation : one.expectations)
      add("expectation", expectation.span);
  }
  for (const hir::CaseFile& one : module.case_files) add("cases " + one.path, one.span);
  for (const hir::Property& one : module.properties) add("property", one.span);
  for (const hir::Def& one : module.defs)
    if (one.name.exists()) add(one.qualified, one.name_span);
  out.push_back(render(diagnostics, workspace.sources(), {Language::English, false}));
  return out;
}

// What may be wrong of a kept check is wrong of these: each kind of declaration that is checked
// alone, between others that stay, with places of all sorts and something said of most.
const std::vector<std::string> kDeclarations = {
    "enum E { un vi \"một\" en \"one\" deux }",
    "record A { x : bool  y : bool  n : int 0..9  on : date  done_on : date? }",
    "instrument S { number \"1/2026\" rank decree title vi \"Văn bản\" en \"Text\" "
    "in_force from 2026-01-01 outline 1..9 }",
    "party firm vi \"hãng\" en \"firm\" held by (a: A) when a.x cites S@3",
    "action act vi \"làm\"",
    "rule f(a: A) : bool {\n  cites S@4\n  let unread = a.x\n  let read = a.y\n"
    "  default false\n  case c: true when read\n  case d: true when read\n}",
    "rule g(a: A, e: E) : int = if e is un and f(a) then a.n else 1",
    "duty d(a: A) {\n  vi \"Làm\" en \"Do\"\n  cites S@1, @2\n  bearer firm\n  action act\n"
    "  applies when a.n > 9\n  met when a.x\n}",
    "decision report(a: A) {\n  vi \"Báo cáo\"\n  held = f(a)\n  norms d(a)\n}",
    "test \"one\" {\n  as_of 2026-03-01T08:00+07:00\n  let a = A { x: true, y: true, n: 1 }\n"
    "  let b = 3\n  expect f(a)\n  expect d(a) is not_applicable\n}",
    "test table \"two\" {\n  as_of 2026-03-01T08:00+07:00\n  let a = A { x: x, y: true, n: 1 }\n"
    "  | x    || f(a) |\n  | true || true |\n  | _    || true |\n}",
    "property \"more\" {\n  for all a: A\n  expect g(a, un) never falls with a.n\n}",
    "cases \"a.cases.jsonl\" of report",
    "rule last(a: A) : date? = a.done_on",
};

std::string joined(const std::vector<std::string>& declarations) {
  std::string out = "module a\n";
  for (const std::string& one : declarations) out += one + "\n";
  return out;
}

}  // namespace

// A norm copies the citations by which its bearer holds the role.
TEST_CASE("live check: a norm's copies of a party's citations move with the party") {
  const std::string before =
      "module a\n"
      "instrument S { number \"1/2026\" rank decree title vi \"Văn bản\" en \"Text\" "
      "in_force from 2026-01-01 outline 1..9 }\n"
      "record A { x : bool }\n"
      "party seller vi \"bên bán\" en \"seller\" held by (a: A) when a.x cites S@3\n"
      "party firm vi \"hãng\" en \"firm\" held by seller cites S@4\n"
      "record Between { y : bool }\n"
      "duty d(a: A) { vi \"Làm\" en \"Do\" cites S@1 bearer firm applies when a.x met when a.x }\n";
  std::string after = before;
  after.insert(after.find("cites S@4"), "  ");
  check_places(before, after);
}

TEST_CASE(
    "live check: days that are not decreed yet, and who is bound instead, move with the text") {
  const std::string before =
      "module a\n"
      "instrument S { number \"1/2026\" rank decree title vi \"Văn bản\" en \"Text\" "
      "in_force from 2026-01-01 outline 1..9 }\n"
      "record A { x : bool }\n"
      "calendar a.days {\n  zone \"+07:00\"\n  weekly rest sunday\n"
      "  covers from 2026-01-01 through 2026-12-31\n"
      "  pending feast awaiting \"the decision\" {\n"
      "    early { rest 2026-09-01 cites S@2 }\n"
      "    proposed late { rest 2026-09-03 worked 2026-09-05 cites S@3 }\n  }\n}\n"
      "party firm vi \"hãng\" en \"firm\"\n"
      "party deputy vi \"bên thay\" en \"deputy\" held by (a: A) when a.x cites S@6\n"
      "duty d(a: A) { vi \"Làm\" en \"Do\" cites S@1 bearer firm "
      "fallback bearer deputy when a.x cites S@4 met when a.x }\n";
  for (const char* moved : {"early {", "worked", "fallback", "cites S@4", "cites S@6"}) {
    CAPTURE(moved);
    std::string after = before;
    after.insert(after.find(moved), "  ");
    check_places(before, after);
  }
}

// Where a member is broken, a line break alone makes a word a label or a name.
TEST_CASE(
    "live check: the same words on other lines are looked at again where recovery goes by lines") {
  const std::string before =
      "module a\nenum E {\n  first   vi \"một\" en \"one\"\n  second:é vi \"hai\" en \"two\"\n"
      "  third   vi \"ba\" en \"three\"\n}\n";
  std::string after = before;
  after.insert(after.find(" vi \"ba\""), " /// doc\n");

  workspace::Workspace edited = fresh(before);
  const FileId file = *edited.open("a.phep");
  (void)edited.checked(file);
  for (const std::string& text : {before + "\n", after + "\n"}) {
    edited.set_text(file, text);
    workspace::Workspace again = fresh(text);
    const auto wanted = again.checked(*again.open("a.phep"));
    const auto kept = edited.checked(file);
    CHECK(kept->members.size() == wanted->members.size());
    for (const auto& [name, at] : wanted->members)
      CHECK(kept->members.contains(edited.names().intern(again.names().text(name))));
  }
}

TEST_CASE("live check: whatever is written anew, all else stands where a fresh check finds it") {
  const std::string before = joined(kDeclarations);
  const auto check = [&](const std::vector<std::size_t>& anew, std::size_t longer) {
    workspace::Workspace edited = fresh(before);
    const FileId file = *edited.open("a.phep");
    REQUIRE_FALSE(edited.diagnostics(file).has_errors());
    edited.set_text(file, before + "\n");  // the first edit reads the whole
    (void)edited.diagnostics(file);
    std::vector<std::string> declarations = kDeclarations;
    for (const bool back : {false, true}) {
      for (const std::size_t one : anew) {  // one edit after the other, and then one check
        declarations[one] = kDeclarations[one];
        if (!back) declarations[one].insert(declarations[one].find(" {") + 2, longer, ' ');
        edited.set_text(file, joined(declarations) + "\n");
        (void)edited.parsed(file);
      }
      workspace::Workspace again = fresh(joined(declarations) + "\n");
      const std::vector<std::string> kept = said_of_places(edited, file);
      const std::vector<std::string> wanted = said_of_places(again, *again.open("a.phep"));
      CAPTURE(anew.front());
      CAPTURE(anew.back());
      CAPTURE(longer);
      REQUIRE(kept.size() == wanted.size());
      for (std::size_t i = 0; i < kept.size(); ++i) CHECK(kept[i] == wanted[i]);
      std::vector<Span> kept_places = places(edited);
      std::vector<Span> wanted_places = places(again);
      std::ranges::sort(kept_places);
      std::ranges::sort(wanted_places);
      CHECK(kept_places == wanted_places);
    }
    // Of a record and an instrument others see more than their names.
    const bool alone =
        std::ranges::none_of(anew, [](std::size_t one) { return one == 1 || one == 2; });
    CHECK(edited.work().checked_in_part == (alone ? 2 : 0));
  };
  const std::array<std::size_t, 9> with_braces = {0, 1, 2, 5, 7, 8, 9, 10, 11};
  for (const std::size_t one : with_braces)
    for (const std::size_t longer : {1, 2, 30}) check({one}, longer);
  for (const std::size_t one : with_braces)
    for (const std::size_t other : with_braces)
      if (one != other) check({one, other}, 1);
  check({11, 0, 7, 5}, 3);
}

namespace {

// Texts written one after another: each is told of as a fresh check tells of it. How many of them
// were checked in part.
std::size_t check_told(const std::vector<std::string>& texts) {
  workspace::Workspace edited = fresh(texts[0]);
  const FileId file = *edited.open("a.phep");
  (void)edited.diagnostics(file);
  edited.set_text(file, texts[0] + "\n");  // the first edit reads the whole
  (void)edited.diagnostics(file);
  for (const std::string& text : texts) {
    edited.set_text(file, text + "\n");
    workspace::Workspace again = fresh(text + "\n");
    const FileId other = *again.open("a.phep");
    CHECK(said_of_places(edited, file) == said_of_places(again, other));
    std::vector<Span> kept = places(edited);
    std::vector<Span> wanted = places(again);
    std::ranges::sort(kept);
    std::ranges::sort(wanted);
    CHECK(kept == wanted);
  }
  return edited.work().checked_in_part;
}

std::string with(std::string text, const std::string& before, const std::string& after) {
  const auto at = text.find(before);
  REQUIRE(at != std::string::npos);
  return text.replace(at, before.size(), after);
}

}  // namespace

TEST_CASE("live check: files of cases stay one each where their declaration is written anew") {
  const std::string text =
      "module a\nrecord A { x : bool }\nrule f(a: A) : bool = a.x\n"
      "decision report(a: A) {\n  vi \"Báo cáo\" en \"Report\"\n  held = f(a)\n}\n"
      "cases \"one.jsonl\" of report\ncases \"two.jsonl\" of report\n"
      "rule g(a: A) : bool = not a.x\n";
  const std::string other = with(text, "\"one.jsonl\"", "\"three.jsonl\"");
  const std::string moved = with(text, "cases \"one.jsonl\"", "cases   \"one.jsonl\"");
  const std::string both = with(moved, "cases \"two.jsonl\"", "cases  \"two.jsonl\"");
  CHECK(check_told({text, moved, both, text, other, text}) >= 2);
}

TEST_CASE("live check: what nothing reads any more is told of as soon as that is so") {
  const std::string text =
      "record A { x : bool }\nrule f(a: A) : bool = a.x\nrule g(a: A) : bool = f(a)\n"
      "test \"t\" {\n  as_of 2026-03-01T08:00+07:00\n  expect g(A { x: true })\n}\n";
  const std::string unread = with(text, "= f(a)", "= a.x");
  CHECK(check_told({text, unread, text, unread}) >= 2);
}

TEST_CASE("live check: with very many problems names are proposed as a fresh check proposes them") {
  const auto text = [](int wrong, const std::string& last) {
    std::string out = "module a\nrecord A { name : bool }\n";
    for (int i = 0; i < 60; ++i)
      out += "rule r" + std::to_string(i) + "(a: A) : bool = a." + (i < wrong ? "nome" : "name") +
             "\n";
    return out + "rule last(a: A) : bool = a." + last + "\n";
  };
  // Beyond fifty nothing is proposed: what is written last must not be the exception.
  for (const int wrong : {48, 49, 50, 51, 55})
    (void)check_told({text(wrong, "name"), text(wrong, "nome"), text(wrong, "name"),
                      text(wrong, "nam"), text(wrong, "nome")});
}

TEST_CASE("live check: what is behind a hole in the text moves with it") {
  const std::string text =
      "module a\nrecord A { x : bool }\nenum E { one two }\nrule f(a: A) : bool = a.x\n"
      "rule between(a: A) : bool = a.x\nrule hole(a: A) : bool = a.x and\n"
      "rule g(a: A) : bool =\nrule h(a: A) : bool = a.x\n"
      "enum F { un deux }\nrule last(a: A) : bool = not\n";
  CHECK(check_told({text, with(text, "= a.x", "=   a.x"), with(text, "= a.x", "= not a.x"), text,
                    with(text, "un deux", "un   deux"), text}) == 6);
}

TEST_CASE("live check: what was written over and over does not pile up") {
  const auto text = [](int n) {
    std::string sum = "a.n";
    for (int i = 0; i < 40; ++i) sum += " + " + std::to_string(n + i);
    return "module a\nrecord A { n : int }\nrule f(a: A) : int = " + sum +
           "\nrule g(a: A) : int = a.n\n";
  };
  workspace::Workspace edited = fresh(text(0));
  const FileId file = *edited.open("a.phep");
  const std::uint32_t once = edited.checked(file)->module.exprs.size();
  constexpr int kTimes = 60;
  for (int n = 1; n <= kTimes; ++n) {
    edited.set_text(file, text(n));
    CHECK(edited.checked(file)->module.exprs.size() < 4000);
  }
  CHECK(once * kTimes > 4000);
  CHECK(edited.work().checked_in_part > kTimes / 2);
}

}  // namespace phep
