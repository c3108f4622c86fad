// What is kept of a check while one declaration is written: the cases that once went wrong.
#include "compiler/hir/places.h"
#include "compiler/workspace/workspace.h"

#include <doctest/doctest.h>

#include <algorithm>
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

}  // namespace phep
