// The house rules (compiler/ARCHITECTURE.md), enforced. Each failure says what to do.
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/diagnostics/explanation.h"
#include "tests/support/golden.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace phep::tests {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string read(const std::string& relative) {
  return read_file(source_dir() + "/" + relative);
}

std::vector<std::string> our_sources() {
  auto files = files_below("compiler", {".h", ".cpp"});
  for (const char* folder : {"lsp", "tests"})
    for (const std::string& file : files_below(folder, {".h", ".cpp"})) files.push_back(file);
  return files;
}

struct Room {
  std::set<std::string> may_include, third_party;
};

std::set<std::string> words_of(const std::string& cell) {
  std::set<std::string> out;
  static const std::regex word("`([^`]+)`");
  for (auto it = std::sregex_iterator(cell.begin(), cell.end(), word); it != std::sregex_iterator();
       ++it)
    out.insert((*it)[1]);
  return out;
}

// The table under "## Rooms": | `room` | `a` `b` | `antlr4` |
std::map<std::string, Room> rooms() {
  std::map<std::string, Room> out;
  bool inside = false;
  for (const std::string& line : lines_of(read("compiler/ARCHITECTURE.md"))) {
    if (line.starts_with("## ")) inside = line == "## Rooms";
    if (!inside || !line.starts_with("| `")) continue;
    std::vector<std::string> cells;
    std::istringstream in(line.substr(1));
    for (std::string cell; std::getline(in, cell, '|');) cells.push_back(cell);
    REQUIRE(cells.size() >= 4);
    const auto name = words_of(cells[0]);
    REQUIRE(name.size() == 1);
    out[*name.begin()] = {words_of(cells[2]), words_of(cells[3])};
  }
  return out;
}

std::string room_of(const std::string& path) {
  const auto parts = path.find('/');
  const std::string top = path.substr(0, parts);
  if (top != "compiler" && top != "lsp") return top;
  const auto end = path.find('/', parts + 1);
  return path.substr(parts + 1, end - parts - 1);
}

// Third-party headers and the word that stands for them in the table.
std::string party_of(const std::string& header) {
  static const std::map<std::string, std::string> kPrefixes = {
      {"antlr4", "antlr4"},           {"llvm/", "llvm"},        {"lld/", "lld"},
      {"nlohmann/", "nlohmann_json"}, {"CLI/", "CLI11"},        {"fmt/", "fmt"},
      {"doctest/", "doctest"},        {"utf8proc", "utf8proc"}, {"z3", "z3"},
      {"sodium", "sodium"},           {"wabt/", "wabt"},        {"dlfcn.h", "dlopen"},
      {"src/interp", "wabt"},         {"src/", "wabt"}};
  for (const auto& [prefix, party] : kPrefixes)
    if (header.starts_with(prefix)) return party;
  return {};
}

}  // namespace

TEST_CASE("house: every include is allowed by the room table") {
  const auto table = rooms();
  REQUIRE(table.size() >= 12);
  static const std::regex include(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
  for (const std::string& file : our_sources()) {
    const std::string room = room_of(file);
    if (room == "tests") continue;  // tests may include anything
    INFO(file, ": add the room to the table in compiler/ARCHITECTURE.md");
    REQUIRE(table.contains(room));
    for (const std::string& line : lines_of(read(file))) {
      std::smatch match;
      if (!std::regex_search(line, match, include)) continue;
      const std::string header = match[2];
      if (match[1] == "\"" && (header.starts_with("compiler/") || header.starts_with("lsp/"))) {
        const std::string other = room_of(header);
        INFO(file, " includes ", header, ": `", room, "` may not know `", other,
             "`. Move the code, or change the table");
        CHECK((other == room || table.at(room).may_include.contains(other)));
      } else if (const std::string party = party_of(header); !party.empty()) {
        INFO(file, " includes <", header, ">: `", party, "` belongs to another room");
        CHECK(table.at(room).third_party.contains(party));
      }
    }
  }
}

TEST_CASE("house: no file is longer than 600 lines") {
  for (const std::string& file : our_sources()) {
    const auto lines = lines_of(read(file)).size();
    INFO(file, " has ", lines, " lines: split it by idea");
    CHECK(lines <= 600);
  }
}

TEST_CASE(
    "house: diagnostics have one code each, an explanation in both languages, and a golden file") {
  std::set<std::uint16_t> codes;
  std::string golden;
  for (const char* folder :
       {"tests/data/check", "tests/data/malformed", "tests/data/facts", "tests/data/cases",
        "tests/data/batch", "tests/data/project", "tests/data/inspect", "tests/data/verify",
        "tests/data/lint", "tests/data/bundle"})
    for (const std::string& file : files_below(folder, {".en.txt"})) golden += read(file);
  std::string units;
  for (const std::string& file : files_below("tests/unit", {"_test.cpp"})) units += read(file);
  // Notes never stand alone; these appear inside other pictures.
  for (const CatalogRow& row : catalog()) {
    INFO(code_text(row.code), " ", row.name);
    CHECK(codes.insert(row.code).second);
    if (row.severity == Severity::Note) continue;
    for (const Language language : {Language::Vietnamese, Language::English}) {
      const auto text = explanation(row.code, language);
      REQUIRE(text.has_value());
      INFO("write `## ", code_text(row.code),
           "` in compiler/diagnostics/explain.vi.md and explain.en.md");
      CHECK(std::ranges::count(*text, '\n') >= 3);
    }
    // Limits of lowering need programs too large to read: a unit test that names the row will do.
    const bool unit =
        row.code >= 5000 && row.code < 6000 && units.contains("diag::" + std::string(row.name));
    INFO("no golden file under tests/data shows it");
    CHECK((unit || golden.contains("[" + code_text(row.code) + "]")));
  }
}

TEST_CASE("house: every grammar rule is in the table of grammar/README.md") {
  const std::string table = read("grammar/README.md");
  static const std::regex rule(R"(^([a-z][A-Za-z_]*)\s*(:|$))");
  std::size_t rules = 0;
  bool header = true;
  for (const std::string& line : lines_of(read("grammar/PhepParser.g4"))) {
    std::smatch match;
    if (header && !line.contains("parser grammar")) continue;
    header = false;
    if (line.starts_with("options") || line.starts_with("parser grammar") ||
        !std::regex_search(line, match, rule))
      continue;
    ++rules;
    INFO("grammar rule `", match[1].str(), "` has no row in grammar/README.md");
    CHECK(table.contains("`" + match[1].str() + "`"));
  }
  CHECK(rules >= 40);
}

TEST_CASE("house: nothing stands where it may not") {
  struct Ban {
    std::regex pattern;
    std::string why;
    std::set<std::string> except;
  };
  const std::vector<Ban> bans = {
      {std::regex(R"(\bthrow\b(?! InternalBug))"),
       "only PHEP_CHECK throws (CLI11 and ANTLR take refusals as exceptions)",
       {"compiler/base/check.h", "compiler/cli/parse_args.cpp", "compiler/cli/shell.h",
        "compiler/syntax/cst.cpp", "compiler/syntax/recovery.cpp",
        "compiler/diagnostics/diagnostic.h"}},
      {std::regex(R"(\bcatch\s*\()"),
       "exceptions stop at the walls only",
       {"compiler/base/out_of_memory.cpp", "compiler/cli/main.cpp", "compiler/cli/parse_args.cpp",
        "compiler/syntax/parse.cpp", "compiler/workspace/read_ahead.cpp", "lsp/server/server.cpp"}},
      {std::regex(R"(std::cout|std::cerr)"), "write through the command line's session", {}},
      {std::regex(R"(using namespace std)"), "spell std", {}},
      {std::regex(R"(for \(.* : .*\.value\(.*\)\.items\(\)\))"),
       "name the value first: it dies before the walk",
       {}},
      {std::regex(R"(TODO(?!\(#))"), "a TODO names its issue", {"tests/house_test.cpp"}},
  };
  for (const std::string& file : our_sources()) {
    if (room_of(file) == "tests") continue;
    std::size_t number = 0;
    for (const std::string& line : lines_of(read(file))) {
      ++number;
      static const std::regex literal(R"("([^"\\]|\\.)*")");
      const std::string code = std::regex_replace(line.substr(0, line.find("//")), literal, "\"\"");
      for (const Ban& ban : bans) {
        if (ban.except.contains(file)) continue;
        INFO(file, ":", number, ": ", ban.why);
        CHECK_FALSE(std::regex_search(code, ban.pattern));
      }
    }
  }
}

TEST_CASE("house: the top level holds what was agreed") {
  const std::set<std::string> agreed = {"CMakeLists.txt",   "CMakePresets.json",
                                        "CHANGELOG.md",     "LICENSE",
                                        "README.md",        "SECURITY.md",
                                        "compiler",         "dev",
                                        "grammar",          "lsp",
                                        "stdlib",           "tests",
                                        "vscode-extension", "build"};
  for (const auto& entry : std::filesystem::directory_iterator(source_dir())) {
    const std::string top = entry.path().filename().string();
    if (top.starts_with('.')) continue;
    INFO(top, " is not part of the agreed top level");
    CHECK(agreed.contains(top));
  }
}

TEST_CASE("house: the extension says everything in both languages") {
  const auto keys_of = [](const std::string& text, const std::regex& key) {
    std::set<std::string> keys;
    for (auto it = std::sregex_iterator(text.begin(), text.end(), key);
         it != std::sregex_iterator(); ++it)
      keys.insert((*it)[1]);
    return keys;
  };
  static const std::regex entry(R"re(\n  "([\w.]+)": ")re");
  static const std::regex use(R"re("%([\w.]+)%")re");
  const auto english = keys_of(read("vscode-extension/package.nls.json"), entry);
  const auto vietnamese = keys_of(read("vscode-extension/package.nls.vi.json"), entry);
  const auto used = keys_of(read("vscode-extension/package.json"), use);
  INFO("package.nls.json, package.nls.vi.json and package.json must name the same texts");
  CHECK(english.size() > 40);
  CHECK(english == vietnamese);
  CHECK(english == used);
}

}  // namespace phep::tests
