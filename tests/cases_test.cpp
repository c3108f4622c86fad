// Case files: what is wrong with them, drawn at its place; and good ones run.
#include "compiler/diagnostics/kinds/cases.h"

#include "compiler/base/read_json.h"
#include "compiler/diagnostics/render.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/runtime/runtime.h"
#include "compiler/testing/case_file.h"
#include "compiler/testing/csv.h"
#include "compiler/workspace/workspace.h"
#include "tests/support/annotations.h"
#include "tests/support/golden.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace phep::tests {
namespace {

workspace::Workspace open_folder() {
  return {[](const std::string& path) -> std::optional<std::string> {
            const std::string whole = source_dir() + "/tests/data/cases/" + path;
            std::error_code error;
            if (!std::filesystem::is_regular_file(whole, error)) return std::nullopt;
            std::ifstream in(whole, std::ios::binary);
            return std::string(std::istreambuf_iterator<char>(in), {});
          },
          workspace::embedded_library()};
}

// As the command line reads them.
std::vector<testing::CaseText> texts_of(workspace::Workspace& workspace, FileId file,
                                        DiagnosticList& list) {
  std::vector<testing::CaseText> out;
  const auto checked = workspace.checked(file);
  for (const hir::CaseFile& named : checked->module.case_files) {
    const auto data = workspace.open_data(named.path, file);
    if (data) {
      out.push_back(
          {named.decision, *data, named.path, workspace.sources().file(*data).text, named.span});
    } else if (data.error().outside) {
      list.report(diag::CaseFileOutside, named.span, named.path);
    } else {
      list.report(diag::CaseFileUnreadable, named.span, named.path);
    }
  }
  return out;
}

testing::CaseOutcome decide(const std::vector<std::uint8_t>& image, const std::string& name,
                            std::string_view facts, const testing::CaseOptions& options) {
  const auto* header = reinterpret_cast<const runtime::Header*>(image.data());
  std::vector<std::uint64_t> memory(1U << 18U);
  std::vector<char> out(1U << 18U);
  auto* begin = reinterpret_cast<char*>(memory.data());
  runtime::Arena arena{begin, begin + memory.size() * sizeof(std::uint64_t), false};
  phep_options chosen{};
  chosen.size = sizeof chosen;
  chosen.as_of = options.as_of;
  chosen.law_date = options.law_date.value_or(PHEP_NO_DATE);
  chosen.reading_count = static_cast<std::uint32_t>(options.readings.size());
  chosen.readings.ptr = options.readings.data();
  runtime::FactsProblem problem{};
  std::size_t written = 0;
  const int status = runtime::decide_json(
      header, runtime::find_decision(header, name.data(), name.size()), nullptr, facts.data(),
      facts.size(), &chosen, out.data(), out.size(), &written, arena, &problem);
  return {status, std::string(out.data(), written), 0, false};
}

Result<std::vector<testing::Engine>> interpreter(const decision::Program& program,
                                                 std::span<const std::uint8_t> image) {
  std::vector<std::string> names;
  for (const decision::Decision& one : program.decisions) names.push_back(one.name);
  std::vector<testing::Engine> out;
  out.push_back({"interp", [names, kept = std::vector(image.begin(), image.end())](
                               std::uint32_t decision, std::string_view facts,
                               const testing::CaseOptions& options) {
                   return decide(kept, names.at(decision), facts, options);
                 }});
  return out;
}

}  // namespace

TEST_CASE("case files: what is wrong with them, in both languages") {
  const auto files = data_files("cases", ".phep");
  REQUIRE(files.size() >= 12);
  for (const std::string& path : files) {
    workspace::Workspace workspace = open_folder();
    const auto file = workspace.open(path.substr(path.rfind('/') + 1));
    REQUIRE(file.has_value());
    DiagnosticList list = workspace.diagnostics(*file);
    const bool sound = !list.has_errors();
    const auto texts = texts_of(workspace, *file, list);
    if (sound) {
      const auto modules = workspace.modules(*file);
      list.append(
          testing::check_case_files({modules, workspace.types(), workspace.names()}, texts));
    }
    list.sort();
    INFO(path);
    for (const std::string& difference : unmet(*file, workspace.sources(), list))
      FAIL_CHECK(difference);
    const std::string stem = path.substr(0, path.size() - std::string(".phep").size());
    check_recorded(stem + ".en.txt", render(list, workspace.sources(), {Language::English, false}));
    check_recorded(stem + ".vi.txt",
                   render(list, workspace.sources(), {Language::Vietnamese, false}));
  }
}

TEST_CASE("case files: every line and row is a test") {
  workspace::Workspace workspace = open_folder();
  const auto file = workspace.open("good.phep");
  REQUIRE(file.has_value());
  DiagnosticList list;
  const auto texts = texts_of(workspace, *file, list);
  REQUIRE(texts.size() == 3);
  const auto modules = workspace.modules(*file);
  const testing::Program program{modules, workspace.types(), workspace.names()};
  const auto& module = workspace.checked(*file)->module;
  const auto results = testing::run_module(program, module, {}, interpreter, list, texts);
  REQUIRE(results.has_value());
  CHECK(results->tests.size() == 5);
  for (const testing::TestResult& test : results->tests) {
    INFO(test.title, test.passed() ? "" : ": " + test.failures[0].found);
    CHECK(test.passed());
  }
  const auto some =
      testing::run_module(program, module, {.filter = "by hand"}, interpreter, list, texts);
  REQUIRE(some.has_value());
  CHECK(some->tests.size() == 1);
}

TEST_CASE("case files: a case that fails shows what was expected and what was found") {
  workspace::Workspace workspace = open_folder();
  const auto file = workspace.open("facts.phep");
  const auto data = workspace.open("good.phep");  // any file: its text is not read
  REQUIRE((file.has_value() && data.has_value()));
  const auto modules = workspace.modules(*file);
  hir::DefId report;
  const hir::Module& module = *modules.at(*file);
  for (std::uint32_t i = 0; i < module.defs.size(); ++i)
    if (std::holds_alternative<hir::Decision>(module.defs[i].node)) report = {*file, i};
  const std::string text =
      R"({"name":"wrong","as_of":"2026-03-10","facts":{"people":5},"expect":{"grave":"serious"}})";
  const testing::CaseText source{report, *data, "x.cases.jsonl", text, {*data, 0, 1}};
  DiagnosticList list;
  const auto results = testing::run_module({modules, workspace.types(), workspace.names()}, module,
                                           {}, interpreter, list, std::span(&source, 1));
  REQUIRE(results.has_value());
  REQUIRE(results->tests.size() == 1);
  REQUIRE(results->tests[0].failures.size() == 1);
  CHECK(results->tests[0].failures[0].expected == "grave: \"serious\"");
  CHECK(results->tests[0].failures[0].found == "\"none\"");
}

TEST_CASE("case files: JSON keeps its places, CSV its cells") {
  CHECK_FALSE(json_error(R"({"a":[1,{"b":"}"}]})"));
  CHECK(json_error(R"({"a":})")->at == 5);
  CHECK(json_error(std::string(65, '[') + std::string(65, ']'))->too_deep);
  CHECK_FALSE(json_error(std::string(64, '[') + std::string(64, ']')));
  CHECK(json_error("").has_value());
  const std::string text = R"( {"a" : [1, "]"], "b\"c":{"x":2} , "d":-1.5e3})";
  const auto members = json_members(text, 0);
  REQUIRE(members.size() == 3);
  CHECK(text.substr(members[0].begin, members[0].end - members[0].begin) == R"([1, "]"])");
  CHECK(members[1].key == "b\"c");
  CHECK(text.substr(members[1].begin, members[1].end - members[1].begin) == R"({"x":2})");
  CHECK(text.substr(members[2].begin, members[2].end - members[2].begin) == "-1.5e3");

  const auto table = testing::read_csv("a;b\n\"x;\n\"\"y\"\"\";2\r\n;\n");
  REQUIRE(table.rows.size() == 3);
  CHECK(table.rows[1].cells[0].text == "x;\n\"y\"");
  CHECK(table.rows[1].cells[1].text == "2");
  CHECK(table.rows[2].cells.size() == 2);
  CHECK(testing::read_csv("a,b\n\"x").problem == testing::CsvProblem::OpenQuote);
  CHECK(testing::read_csv("a,b\nx\"y,2").problem == testing::CsvProblem::StrayQuote);
  CHECK(testing::read_csv("a,b\n\"x\"y,2").problem == testing::CsvProblem::StrayQuote);
  CHECK(testing::read_csv("").rows.empty());
}

TEST_CASE("case files: any bytes are read or refused") {
  workspace::Workspace workspace = open_folder();
  const auto file = workspace.open("facts.phep");
  REQUIRE(file.has_value());
  const auto modules = workspace.modules(*file);
  const hir::Module& module = *modules.at(*file);
  hir::DefId report;
  for (std::uint32_t i = 0; i < module.defs.size(); ++i)
    if (std::holds_alternative<hir::Decision>(module.defs[i].node)) report = {*file, i};
  const std::string_view pieces[] = {
      "{",    "}",  "\"",           "name", ":", ",",      "as_of", "facts",
      "\n",   "\r", "\xFF",         "[",    "]", "people", "5",     "2026-03-10",
      "null", ";",  "expect grave", "none", "\\"};
  std::uint32_t seed = 7;
  for (int round = 0; round < 400; ++round) {
    std::string text = round % 2 == 0 ? "" : "name,as_of,people,expect grave\n";
    for (int i = 0; i < 30; ++i) {
      seed = seed * 1'664'525 + 1'013'904'223;
      text += pieces[(seed >> 16U) % std::size(pieces)];
    }
    const testing::CaseText source{
        report, *file, round % 2 == 0 ? "x.jsonl" : "x.csv", text, {*file, 0, 1}};
    const DiagnosticList list = testing::check_case_files(
        {modules, workspace.types(), workspace.names()}, std::span(&source, 1));
    for (const Diagnostic& item : list.items()) CHECK(item.span.begin <= text.size());
  }
}

}  // namespace phep::tests
