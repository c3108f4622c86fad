#include "tests/oracles/order.h"

#include "compiler/cli/engine_set.h"
#include "compiler/decision/image.h"
#include "compiler/decision/lower.h"
#include "compiler/diagnostics/render.h"
#include "compiler/runtime/sha256.h"
#include "compiler/testing/run.h"
#include "compiler/workspace/workspace.h"
#include "tests/oracles/shuffle.h"
#include "tests/oracles/sources.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <variant>

namespace phep::tests {
namespace {

// Question → answer; whatever was asked of one file.
using Answers = std::map<std::string, std::string>;

constexpr std::int64_t kSomeMoment = 1'780'000'000'000;  // 2026-05-28

struct Texts {
  std::map<std::string, std::string> library;   // by path below stdlib
  std::map<std::string, std::string> programs;  // by path
};

Texts texts() {
  Texts out;
  constexpr std::string_view kRoot = "stdlib/";
  for (const std::string& path : sources_below("stdlib", ".phep"))
    out.library[path.substr(kRoot.size())] = source_text(path);
  for (const char* ending : {".phep", "phep.json"})
    for (const std::string& path : sources_below("tests/data/run", ending))
      out.programs[path] = source_text(path);
  return out;
}

std::string question(const decision::Program& program, std::uint32_t decision,
                     std::string_view facts, const testing::CaseOptions& options) {
  std::string out =
      fmt::format("{} {} at {}", program.decisions[decision].name, facts, options.as_of);
  if (options.law_date) out += fmt::format(" law date {}", *options.law_date);
  std::set<std::string> readings;
  for (std::size_t i = 0; i < options.readings.size(); ++i)
    if (options.readings[i] >= 0)
      readings.insert(fmt::format(" {}={}", program.readings[{static_cast<std::uint32_t>(i)}].name,
                                  options.readings[i]));
  for (const std::string& reading : readings) out += reading;
  return out;
}

// Interpreters that write down what they were asked and what they answered.
testing::MakeEngines listening(const testing::MakeEngines& make, Answers& answers) {
  return [&make, &answers](
             const decision::Program& program,
             std::span<const std::uint8_t> image) -> Result<std::vector<testing::Engine>> {
    auto engines = make(program, image);
    if (!engines) return engines;
    for (testing::Engine& engine : *engines)
      engine.run = [run = engine.run, &answers, program](std::uint32_t decision,
                                                         std::string_view facts,
                                                         const testing::CaseOptions& options) {
        const testing::CaseOutcome outcome = run(decision, facts, options);
        answers[question(program, decision, facts, options)] = outcome.output;
        return outcome;
      };
    return engines;
  };
}

std::string digest(std::span<const std::uint8_t> bytes) {
  std::array<std::uint8_t, runtime::kDigestBytes> out{};
  const std::string text(bytes.begin(), bytes.end());
  runtime::sha256(text.data(), text.size(), out.data());
  return fmt::format("{:02x}", fmt::join(out, ""));
}

// The answers to a file's tests, and of its decisions when nothing is known. What is wrong with the
// file, too, is an answer, and so is the image of its decisions.
Answers answers_of(workspace::Workspace& workspace, FileId file, const testing::MakeEngines& make) {
  Answers answers;
  const DiagnosticList list = workspace.diagnostics(file);
  if (list.has_errors()) {
    answers["errors"] = render(list, workspace.sources(), {Language::English, false});
    return answers;
  }
  const auto modules = workspace.modules(file);
  const auto checked = workspace.checked(file);
  const testing::Program program{modules, workspace.types(), workspace.names()};
  const auto listen = listening(make, answers);
  DiagnosticList lowering;
  const auto results = testing::run_module(program, checked->module, {}, listen, lowering);
  if (!results) {
    answers["errors"] = results.error().message;
    return answers;
  }
  for (const testing::TestResult& test : results->tests)
    if (!test.passed()) answers["failed: " + test.title] = test.failures[0].found;
  const std::vector<decision::Entry> entries = decision::declared_decisions(checked->module);
  if (entries.empty()) return answers;
  const auto lowered = decision::lower(modules, workspace.types(), workspace.names(), entries, {});
  const std::vector<std::uint8_t> image = decision::encode(lowered.program);
  answers["image"] = digest(image);
  const auto engines = listen(lowered.program, image);
  testing::CaseOptions options;
  options.as_of = kSomeMoment;
  options.readings.assign(lowered.program.readings.size(), -1);
  for (std::uint32_t i = 0; i < lowered.program.decisions.size(); ++i)
    (*engines)[0].run(i, "{}", options);
  return answers;
}

// Path → answers, of every file.
std::map<std::string, Answers> all_answers(const Texts& texts, const testing::MakeEngines& make) {
  workspace::Library library{{}, "stdlib/"};
  for (const auto& [path, text] : texts.library) library.files.push_back({path, text});
  workspace::Workspace workspace(
      [&](const std::string& path) -> std::optional<std::string> {
        const auto found = texts.programs.find(path);
        return found == texts.programs.end() ? std::nullopt : std::optional(found->second);
      },
      std::move(library));
  std::map<std::string, Answers> out;
  for (const auto& [path, text] : texts.library) {
    std::string module = path.substr(0, path.size() - std::string_view(".phep").size());
    std::ranges::replace(module, '/', '.');
    out[path] = answers_of(workspace, workspace.open_library(module), make);
  }
  for (const auto& [path, text] : texts.programs)
    if (path.ends_with(".phep")) out[path] = answers_of(workspace, *workspace.open(path), make);
  return out;
}

// The first answer that is not as it was.
std::string difference(const Answers& before, const Answers& after) {
  for (const auto& [asked, answer] : before) {
    const auto found = after.find(asked);
    if (found == after.end()) return "not asked any more: " + asked;
    if (found->second != answer)
      return fmt::format("{}\n  was {}\n  is  {}", asked, answer, found->second);
  }
  for (const auto& [asked, answer] : after)
    if (!before.contains(asked)) return "new: " + asked + " " + answer;
  return {};
}

}  // namespace

Tally check_order(std::uint64_t times, std::uint64_t seed) {
  Tally tally;
  const auto make = cli::engine_set("interp", 0);
  const Texts written = texts();
  const auto before = all_answers(written, *make);
  std::size_t asked = 0;
  for (const auto& [path, answers] : before) {
    asked += answers.size();
    tally.check(!answers.contains("errors"),
                path + ": " + (answers.contains("errors") ? answers.at("errors") : ""));
  }
  for (std::uint64_t i = 0; i < times; ++i) {
    Random random(seed + i);
    Texts turned = written;
    for (auto* group : {&turned.library, &turned.programs})
      for (auto& [path, text] : *group)
        if (path.ends_with(".phep")) text = shuffled(text, random);
    const auto after = all_answers(turned, *make);
    for (const auto& [path, answers] : before)
      tally.check(after.at(path) == answers, fmt::format("{}, order {}: {}", path, seed + i,
                                                         difference(answers, after.at(path))));
  }
  fmt::print("{} files, {} answers each time\n", before.size(), asked);
  return tally;
}

}  // namespace phep::tests
