// Headings and digests: they change no decision, and who is asked to write them.
#include "compiler/decision/image.h"
#include "compiler/decision/lower.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/workspace/workspace.h"
#include "tests/support/golden.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

namespace phep::tests {
namespace {

using Files = std::map<std::string, std::string>;

workspace::Workspace desk(const Files& files) {
  return workspace::Workspace(
      [&files](const std::string& path) -> std::optional<std::string> {
        const auto found = files.find(path);
        return found == files.end() ? std::nullopt : std::optional(found->second);
      },
      workspace::embedded_library());
}

std::string law(std::string_view outline) {
  return "module law\ninstrument L { number \"1\" rank law in_force from 2026-01-01 outline " +
         std::string(outline) + " }\n";
}

// A policy of one file over an outline, as its image.
std::vector<std::uint8_t> image_of(std::string_view outline) {
  const Files files = {{"law.phep", law(outline) + R"(
record Case { opened_on : date  told_on : date? }
duty report(c: Case) { cites L@7.1 trigger c.opened_on done c.told_on }
decision all_of(c: Case) { norms report(c) }
)"}};
  auto work = desk(files);
  const FileId file = *work.open("law.phep");
  REQUIRE_FALSE(work.diagnostics(file).has_errors());
  const auto checked = work.checked(file);
  hir::DefId target;
  for (std::uint32_t i = 0; i < checked->module.defs.size(); ++i)
    if (std::holds_alternative<hir::Decision>(checked->module.defs[i].node)) target = {file, i};
  const decision::Entry entry{target};
  const auto lowered =
      decision::lower(work.modules(file), work.types(), work.names(), {&entry, 1}, {});
  REQUIRE_FALSE(lowered.diagnostics.has_errors());
  return decision::encode(lowered.program);
}

std::size_t lints(workspace::Workspace& work, FileId file) {
  const DiagnosticList list = work.diagnostics(file);
  return static_cast<std::size_t>(std::ranges::count_if(list.items(), [](const Diagnostic& one) {
    return one.row->code == diag::CitedWithoutDigest.row.code;
  }));
}

}  // namespace

TEST_CASE("headings: they are not part of a decision") {
  const auto bare = image_of("1..9");
  CHECK(image_of("1..9 { 7 vi \"Điều cấm\" en \"Prohibited acts\" }") == bare);
  CHECK(image_of("1..9  @7 digest \"Acts\"  @7.1 vi \"Bán\" en \"Sale\"") == bare);
}

TEST_CASE("headings: the lint comes and goes with the text that it is about") {
  const Files files = {{"law.phep", law("1..9  @1 vi \"Phạm vi\" en \"Scope\"")},
                       {"user.phep", "module user\nuse law\nrule two() : bool = true cites L@2\n"}};
  auto work = desk(files);
  const FileId user = *work.open("user.phep");
  CHECK(lints(work, user) == 1);
  const FileId home = work.find("law.phep");
  REQUIRE(home.exists());
  work.set_text(home, law("1..9  @1 vi \"Phạm vi\" en \"Scope\"  @2 digest \"Terms\""));
  CHECK(lints(work, user) == 0);
  work.set_text(home, law("1..9"));
  CHECK(lints(work, user) == 0);
}

TEST_CASE("headings: nobody is asked to complete the library from outside") {
  const Files files = {{"user.phep",
                        "module user\nuse vn.instruments.pdpl\n"
                        "rule eighteen() : bool = true cites PDPL@18\n"}};
  auto work = desk(files);
  const FileId user = *work.open("user.phep");
  CHECK(lints(work, user) == 0);
}

}  // namespace phep::tests
