// The workspace remembers what it can and forgets what it must: evaluations are counted.
#include "compiler/workspace/workspace.h"

#include <doctest/doctest.h>

#include <atomic>
#include <map>
#include <string>

namespace phep::tests {
namespace {

// Files in memory.
struct World {
  std::map<std::string, std::string> disk;
  workspace::Workspace workspace{[this](const std::string& path) -> std::optional<std::string> {
                                   const auto found = disk.find(path);
                                   if (found == disk.end()) return std::nullopt;
                                   return found->second;
                                 },
                                 workspace::Library{{}, "lib:"}};

  FileId open(const std::string& path) { return *workspace.open(path); }

  // How many modules are checked anew after this edit, to know everything about `last` again.
  std::uint64_t checks_after(FileId file, const std::string& text, FileId last) {
    const std::uint64_t before = workspace.work().checked;
    workspace.set_text(file, text);
    workspace.diagnostics(last);
    return workspace.work().checked - before;
  }
  std::string codes(FileId file) {
    std::string out;
    const DiagnosticList list = workspace.diagnostics(file);
    for (const Diagnostic& one : list.items())
      out += (out.empty() ? "" : " ") + code_text(one.row->code);
    return out;
  }
};

const std::string kBase =
    "module base\n"
    "enum Harm { none vi \"không\" en \"none\"  grave vi \"nặng\" en \"grave\" }\n"
    "record Leak { harm : Harm vi \"h\" en \"h\"  count : int 0..9 vi \"c\" en \"c\" }\n"
    "rule bad(x: Leak) : bool = x.harm is grave\n"
    "test \"t\" { as_of 2026-01-01 let x = Leak { harm: none, count: 1 } expect bad(x) == false "
    "}\n";
const std::string kMiddle = "module middle\nuse base\nrule worse(x: Leak) : bool = bad(x)\n";
const std::string kTop =
    "module top\nuse middle\nuse base\nrule worst(x: Leak) : bool = worse(x)\n";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("workspace: an edit inside a body checks no other module") {
  World world;
  world.disk = {{"/p/base.phep", kBase}, {"/p/middle.phep", kMiddle}, {"/p/top.phep", kTop}};
  const FileId base = world.open("/p/base.phep");
  const FileId top = world.open("/p/top.phep");
  world.workspace.diagnostics(top);
  CHECK(world.workspace.work().checked == 3);

  const auto edit = [&](const std::string& from, const std::string& to) {
    return world.checks_after(base, replaced(kBase, from, to), top);
  };
  CHECK(edit("= x.harm is grave", "= x.harm is none") == 1);
  CHECK(edit("= x.harm is grave", "=\n\n  x.count > 3") == 1);
  CHECK(edit("module base", "// a comment\nmodule base") == 1);
  CHECK(edit("expect bad(x) == false", "expect bad(x) == true") == 1);
  CHECK(edit("count: 1 }", "count: 2 }") == 1);

  // What others see is another matter.
  CHECK(edit("grave vi", "serious vi") == 3);
  CHECK(edit("count: 1", "count: 3") == 3);  // back to what it was
  CHECK(edit("rule bad(x: Leak)", "rule bad(y: Leak)") == 3);
  CHECK(edit("int 0..9", "int 0..8") == 3);
  CHECK(edit("rule bad(", "rule better(") == 3);
}

TEST_CASE("workspace: what stands in an importer's messages moves with the text it points to") {
  World world;
  world.disk = {
      {"/p/base.phep", kBase},
      {"/p/user.phep", "module user\nuse base\nrule f(x: Leak) : bool = x.harm is gone\n"}};
  const FileId base = world.open("/p/base.phep");
  const FileId user = world.open("/p/user.phep");
  const auto place = [&] {
    const DiagnosticList list = world.workspace.diagnostics(user);
    for (const Diagnostic& one : list.items())
      for (const Note& note : one.notes)
        if (note.span.file == base) return note.span.begin;
    return std::uint32_t{0};
  };
  const std::uint32_t before = place();
  REQUIRE(before > 0);
  world.workspace.set_text(base, "// moved\n" + kBase);
  CHECK(place() == before + 9);
}

TEST_CASE("workspace: files come and go") {
  World world;
  world.disk = {{"/p/top.phep", "module top\nuse base\nrule f(x: Leak) : bool = bad(x)\n"}};
  const FileId top = world.open("/p/top.phep");
  CHECK(world.codes(top).contains("P6001"));

  world.disk["/p/base.phep"] = kBase;
  world.workspace.look_again();
  CHECK_FALSE(world.codes(top).contains("P6001"));

  const FileId base = world.workspace.find("/p/base.phep");
  REQUIRE(base.exists());
  world.disk.erase("/p/base.phep");
  world.workspace.remove(base);
  CHECK(world.codes(top).contains("P6001"));
  CHECK_FALSE(world.workspace.present(base));

  world.disk["/p/base.phep"] = kBase;
  CHECK(world.open("/p/base.phep") == base);
  CHECK_FALSE(world.codes(top).contains("P6001"));
}

TEST_CASE("workspace: a cycle is told of in one place, whoever is asked first") {
  for (const bool other : {false, true}) {
    World world;
    world.disk = {{"/p/a.phep", "module a\nuse b\n"},
                  {"/p/b.phep", "module b\nuse c\n"},
                  {"/p/c.phep", "module c\nuse a\nuse b\n"}};
    const FileId a = world.open("/p/a.phep");
    const FileId c = world.open("/p/c.phep");
    world.workspace.diagnostics(other ? c : a);
    CHECK_FALSE(world.codes(a).contains("P6003"));
    CHECK(world.codes(c).contains("P6003"));
    // Mended, and broken again.
    world.workspace.set_text(c, "module c\n");
    CHECK_FALSE(world.codes(c).contains("P6003"));
    world.workspace.set_text(c, "module c\nuse a\n");
    CHECK(world.codes(c).contains("P6003"));
  }
}

TEST_CASE("workspace: settling stops between files, and goes on") {
  World world;
  world.disk = {{"/p/base.phep", kBase}, {"/p/middle.phep", kMiddle}, {"/p/top.phep", kTop}};
  const FileId top = world.open("/p/top.phep");
  std::atomic<bool> stop = true;
  CHECK_FALSE(world.workspace.settle(top, stop));
  CHECK(world.workspace.work().checked == 0);
  stop = false;
  CHECK(world.workspace.settle(top, stop));
  CHECK(world.workspace.work().checked == 3);
  CHECK(world.workspace.settle(top, stop));
  CHECK(world.workspace.work().checked == 3);
}

}  // namespace phep::tests
