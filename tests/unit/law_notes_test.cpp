// What one law did to another is said in the answer: as JSON, and in words of both languages.
#include "compiler/decision/image.h"
#include "compiler/decision/lower.h"
#include "compiler/explain/answer_text.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/runtime/runtime.h"
#include "compiler/workspace/workspace.h"
#include "tests/support/golden.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <filesystem>

namespace phep::tests {
namespace {

// One decision of a program under tests/data/run, asked by the interpreter.
class Asked {
 public:
  Asked(const std::string& path, const std::string& name)
      : workspace_(
            [&](const std::string& asked) -> std::optional<std::string> {
              const std::string whole = source_dir() + "/tests/data/run/" + asked;
              if (!std::filesystem::is_regular_file(whole)) return std::nullopt;
              return read_file(whole);
            },
            workspace::embedded_library()) {
    file_ = *workspace_.open(path);
    REQUIRE_FALSE(workspace_.diagnostics(file_).has_errors());
    const auto checked = workspace_.checked(file_);
    for (std::uint32_t i = 0; i < checked->module.defs.size(); ++i)
      if (workspace_.names().text(checked->module.defs[i].name) == name &&
          std::holds_alternative<hir::Decision>(checked->module.defs[i].node))
        decision_ = {file_, i};
    const std::vector<decision::Entry> entries{{decision_}};
    auto lowered = decision::lower(workspace_.modules(file_), workspace_.types(),
                                   workspace_.names(), entries, {});
    REQUIRE_FALSE(lowered.diagnostics.has_errors());
    program_ = std::move(lowered.program);
    image_ = decision::encode(program_);
    REQUIRE(runtime::verify_image(image_.data(), image_.size()));
  }

  nlohmann::json answer(const std::string& facts, std::int64_t as_of,
                        const std::string& supposed = "") {
    std::vector<std::int32_t> readings;
    for (const decision::Reading& reading : program_.readings)
      readings.push_back(
          reading.draft && reading.name.ends_with(supposed) && !supposed.empty() ? 1 : -1);
    phep_options options{};
    options.size = sizeof options;
    options.as_of = as_of;
    options.law_date = PHEP_NO_DATE;
    options.reading_count = static_cast<std::uint32_t>(readings.size());
    options.readings.ptr = readings.data();
    std::vector<std::max_align_t> memory(1U << 18U);
    auto* const begin = reinterpret_cast<char*>(memory.data());
    runtime::Arena arena{begin, begin + memory.size() * sizeof(std::max_align_t), false};
    std::string out(1U << 16U, '\0');
    std::size_t written = 0;
    const auto* header = reinterpret_cast<const runtime::Header*>(image_.data());
    const int status =
        runtime::decide_json(header, 0, nullptr, facts.data(), facts.size(), &options, out.data(),
                             out.size(), &written, arena, nullptr);
    INFO(out.substr(0, written));
    REQUIRE(status == PHEP_OK);
    return nlohmann::json::parse(out.substr(0, written));
  }

  std::string text(const nlohmann::json& answer, Language language) {
    const auto modules = workspace_.modules(file_);
    const explain::Lexicon lexicon{modules, workspace_.types(), workspace_.names()};
    return explain::answer_text(lexicon, decision_, answer, language, false);
  }

 private:
  workspace::Workspace workspace_;
  FileId file_;
  hir::DefId decision_;
  decision::Program program_;
  std::vector<std::uint8_t> image_;
};

constexpr std::int64_t kDay = 86'400'000;
constexpr std::int64_t k2026 = 20'454 * kDay;  // 2026-01-01T00:00Z

bool has(const nlohmann::json& answer, const std::string& does, const std::string& by,
         const std::string& of, const std::string& on) {
  for (const auto& note : answer.value("law", nlohmann::json::array()))
    if (note["does"] == does && note["by"] == by && note["of"] == of && note["on"] == on)
      return true;
  return false;
}

}  // namespace

TEST_CASE("law notes: overlays, repeals and what survives decide, and are named") {
  Asked asked("overlays.phep", "report");
  // 2026-07-10: the law is repealed, the decree kept alive, both suspensions but one hold.
  const auto answer = asked.answer(R"({"on":"2026-07-10","kept":false})", k2026 + 200 * kDay);
  CHECK(has(answer, "repeals", "NEW", "LAW", "by_law"));
  CHECK(has(answer, "survives", "NEW@57.2", "LAW", "by_decree"));
  CHECK(has(answer, "lapses_with", "NEW", "LAPSING", "lapsing"));
  CHECK(has(answer, "suspends", "CUTS@1", "OTHER@19.4", "file"));
  CHECK_FALSE(has(answer, "suspends", "CUTS", "OTHER@19.5", "rate"));
  CHECK(has(answer, "special", "CUTS", "channel", "channel"));
  CHECK_FALSE(answer.contains("supposed"));
  CHECK(answer["norms"]["by_law"]["status"] == "not_in_force");
  CHECK(answer["norms"]["by_decree"]["status"] == "violated");
  const std::string vi = asked.text(answer, Language::Vietnamese);
  INFO(vi);
  CHECK(vi.contains("tạm ngưng"));
  CHECK(vi.contains("giữ hiệu lực sau khi hết hiệu lực của"));
  CHECK(asked.text(answer, Language::English).contains("suspends"));
}

TEST_CASE("law notes: before the changes nothing is said") {
  Asked asked("overlays.phep", "report");
  const auto answer = asked.answer(R"({"on":"2025-03-10","kept":false})", k2026 - 200 * kDay);
  CHECK_FALSE(answer.contains("law"));
}

TEST_CASE("law notes: a missing day leaves them possible") {
  Asked asked("overlays.phep", "report");
  const auto answer = asked.answer(R"({"kept":false})", k2026 + 200 * kDay);
  bool possible = false;
  for (const auto& note : answer["law"])
    possible |= note["does"] == "repeals" && note.value("possible", false);
  CHECK(possible);
  for (const auto& note : answer["law"]) CHECK(note["by"] != "DRAFT");
}

TEST_CASE("law notes: a draft that is supposed is named") {
  Asked asked("overlays.phep", "report");
  const std::string facts = R"({"on":"2027-02-10","kept":false})";
  const auto without = asked.answer(facts, k2026 + 500 * kDay);
  CHECK_FALSE(without.contains("supposed"));
  CHECK(without["norms"]["planned"]["status"] == "not_in_force");
  const auto with = asked.answer(facts, k2026 + 500 * kDay, "DRAFT");
  CHECK(with["supposed"] == nlohmann::json::array({"DRAFT"}));
  CHECK(with["norms"]["planned"]["status"] == "violated");
  CHECK(has(with, "suspends", "DRAFT", "OTHER@19.6", "complete"));
  CHECK(asked.text(with, Language::English).contains("supposing"));
  CHECK(asked.text(with, Language::Vietnamese).contains("giả định"));
}

TEST_CASE("law notes: every use of a collision rule, and every listed row, is named") {
  Asked sizes("collisions.phep", "sizes");
  const auto both = sizes.answer(R"({"a":true,"b":true,"c":true,"x":false})", k2026 + 200 * kDay);
  CHECK(both["outputs"]["size"] == "large");
  CHECK(has(both, "prevails", "LAW@3", "DECREE@3", "size"));
  CHECK(has(both, "prevails", "LAW@3", "LATER@3", "size"));
  CHECK(has(both, "prevails", "LATER@3", "DECREE@3", "size"));
  const auto lifted = sizes.answer(R"({"a":true,"b":true,"c":false,"x":true})", k2026 + 200 * kDay);
  CHECK(lifted["outputs"]["size"] == "middle");
  CHECK_FALSE(has(lifted, "prevails", "LAW@3", "DECREE@3", "size"));

  Asked list("lists.phep", "list_report");
  const auto rows = list.answer(
      R"({"ranks":true,"official":true,"monitors":false,"surgical":false,"people":0,"listed_at":null})",
      k2026 + 200 * kDay);
  CHECK(has(rows, "lists", "ANNEX@PL.I.1", "ranking", "HighRisk"));
  CHECK_FALSE(has(rows, "lists", "ANNEX@PL.I.2", "watching", "HighRisk"));
}

}  // namespace phep::tests
