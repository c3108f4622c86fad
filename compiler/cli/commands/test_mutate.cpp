// `phep test PATH… --mutate`: mistakes made in the law on purpose, and which of them the tests
// notice.
#include "compiler/base/text.h"
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/engine_set.h"
#include "compiler/cli/json_text.h"
#include "compiler/cli/session.h"
#include "compiler/cli/test_ground.h"
#include "compiler/cli/test_progress.h"
#include "compiler/mutation/score.h"
#include "compiler/verify/changes.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>

namespace phep::cli {
namespace {

using Json = nlohmann::ordered_json;
using mutation::Mutant;
using mutation::Outcome;
using mutation::Verdict;

// What mutants are made of and tried in.
struct Ground {
  TestGround tests;
  mutation::Drafts drafts;
  hir::TypeId boolean;
};

// Every store has it from the beginning, so that a copy gives the same.
hir::TypeId boolean_of(hir::TypeStore types) {
  return types.get(hir::Sort::Bool);
}

Ground ground_of(Session& session, const std::vector<FileId>& files, DiagnosticList& diagnostics) {
  Ground out{test_ground(session, files, diagnostics), {}, {}};
  for (const auto& [file, module] : out.tests.modules) {
    hir::Module draft = *module;
    draft.tests.clear();
    draft.case_files.clear();
    draft.mentions.clear();
    draft.occurrences.clear();
    out.drafts.emplace(file, std::move(draft));
  }
  out.boolean = boolean_of(session.workspace().types());
  return out;
}

std::set<FileId> chosen_files(Session& session, const TestOptions& options,
                              const std::vector<FileId>& files) {
  if (options.mutation.files.empty()) return {files.begin(), files.end()};
  std::set<FileId> out;
  for (const FileId file : files) {
    const std::string& path = session.workspace().sources().file(file).path;
    for (const std::string& wanted : options.mutation.files)
      if (std::filesystem::path(path).lexically_normal() ==
          std::filesystem::path(wanted).lexically_normal())
        out.insert(file);
  }
  return out;
}

std::vector<Mutant> make_mutants(Session& session, const TestOptions& options, Ground& ground,
                                 const std::set<FileId>& files) {
  const workspace::Workspace& workspace = session.workspace();
  mutation::Law law{ground.drafts, workspace.types(), workspace.names(), workspace.sources(),
                    ground.boolean};
  std::vector<Mutant> out;
  for (const FileId file : files) {
    const auto count = static_cast<std::uint32_t>(ground.drafts.at(file).defs.size());
    for (std::uint32_t i = 0; i < count; ++i) {
      for (Mutant& one : mutants_of(law, {file, i})) out.push_back(std::move(one));
      for (Mutant& one : mutants_of_force(law, {file, i})) out.push_back(std::move(one));
    }
  }
  if (options.mutation.sample == 0) return out;
  return sample(std::move(out), options.mutation.sample, options.mutation.seed);
}

struct Report {
  Session& session;
  const Ground& ground;
  const std::vector<Mutant>& mutants;
  const std::vector<Outcome>& outcomes;
  mutation::Score score;
  std::size_t cases = 0, left_out = 0;

  [[nodiscard]] const SourceMap& sources() const { return session.workspace().sources(); }
  [[nodiscard]] const hir::Def& def(hir::DefId id) const {
    return ground.tests.modules.at(id.file)->defs[id.index];
  }
  [[nodiscard]] static bool left(const Outcome& outcome) {
    return outcome.verdict == Verdict::Survived || outcome.verdict == Verdict::Untested;
  }
  [[nodiscard]] std::string place(const Mutant& mutant) const {
    const LineColumn at = sources().place(mutant.at.file, mutant.at.begin);
    return fmt::format("{}:{}:{}", sources().file(mutant.at.file).path, at.line, at.column);
  }
};

Json tally_json(const mutation::Tally& tally) {
  return {{"score", tally.score()},       {"killed", tally.killed},
          {"survived", tally.survived},   {"untested", tally.untested},
          {"same_program", tally.same},   {"equal", tally.equal},
          {"no_program", tally.stillborn}};
}

Json witness_json(const mutation::Witness& witness) {
  return {{"decision", witness.decision},
          {"near", witness.near},
          {"posed", witness.posed},
          {"key", witness.key},
          {"lawful", Json::parse(witness.lawful, nullptr, false)},
          {"wrong", Json::parse(witness.wrong, nullptr, false)},
          {"case", case_line(witness, witness.near)}};
}

Json survivor_json(const Report& report, std::size_t i) {
  const Mutant& mutant = report.mutants[i];
  const Outcome& outcome = report.outcomes[i];
  const mutation::LineDiff diff = diff_of(report.sources(), mutant);
  const LineColumn at = report.sources().place(mutant.at.file, mutant.at.begin);
  return {{"definition", report.def(mutant.of).qualified},
          {"fault", word(mutant.fault)},
          {"verdict", outcome.verdict == Verdict::Untested ? "untested" : "survived"},
          {"path", report.sources().file(mutant.at.file).path},
          {"line", at.line},
          {"column", at.column},
          {"cites", mutant.cites},
          {"removed", diff.removed},
          {"added", diff.added},
          {"cases", outcome.cases},
          {"undecided", outcome.undecided},
          {"witness", outcome.witness ? witness_json(*outcome.witness) : Json()}};
}

void print_json(const Report& report, const TestOptions& options, double milliseconds) {
  Json faults = Json::object();
  for (std::size_t i = 0; i < mutation::kFaults; ++i)
    if (report.score.by_fault.at(i).counted() != 0)
      faults[std::string(word(static_cast<mutation::Fault>(i)))] =
          tally_json(report.score.by_fault.at(i));
  Json definitions = Json::array();
  for (const auto& [id, tally] : report.score.by_definition) {
    Json one = {{"name", report.def(id).qualified},
                {"norm", std::holds_alternative<hir::Norm>(report.def(id).node)},
                {"path", report.sources().file(id.file).path}};
    one.update(tally_json(tally));
    definitions.push_back(std::move(one));
  }
  Json provisions = Json::object();
  for (const auto& [cite, tally] : report.score.by_provision) provisions[cite] = tally_json(tally);
  Json survivors = Json::array();
  for (std::size_t i = 0; i < report.mutants.size(); ++i)
    if (Report::left(report.outcomes[i])) survivors.push_back(survivor_json(report, i));
  Json all = tally_json(report.score.all);
  all["mutants"] = report.mutants.size();
  all["cases"] = report.cases;
  all["cases_left_out"] = report.left_out;
  all["ms"] = milliseconds;
  if (options.mutation.sample != 0) all["seed"] = options.mutation.seed;
  all["by_fault"] = faults;
  all["by_definition"] = definitions;
  all["by_provision"] = provisions;
  all["survivors"] = survivors;
  write_out(json_text(Json{{"mutation", all}}));
}

void print_survivor(const Report& report, std::size_t i) {
  const Session& session = report.session;
  const Mutant& mutant = report.mutants[i];
  const Outcome& outcome = report.outcomes[i];
  const bool color = session.color(1);
  const std::string_view red = color ? "\x1b[31m" : "";
  const std::string_view green = color ? "\x1b[32m" : "";
  const std::string_view off = color ? "\x1b[0m" : "";
  std::string out = fmt::format("{} {} ({})\n", report.place(mutant),
                                report.def(mutant.of).qualified, word(mutant.fault));
  const mutation::LineDiff diff = diff_of(report.sources(), mutant);
  for (const std::string& line : diff.removed)
    out += fmt::format("  {}- {}{}\n", red, visible(line), off);
  for (const std::string& line : diff.added)
    out += fmt::format("  {}+ {}{}\n", green, visible(line), off);
  if (outcome.verdict == Verdict::Untested) {
    out +=
        fmt::format("    {}\n", session.say("không kiểm thử nào hỏi tới", "no test asks for it"));
  } else if (!outcome.witness) {
    out += fmt::format("    {}{}\n",
                       session.say("không tìm thấy trường hợp nào phân biệt",
                                   "no case was found that tells them apart"),
                       outcome.undecided.empty() ? "" : ": " + visible(outcome.undecided));
  } else {
    const mutation::Witness& witness = *outcome.witness;
    out += fmt::format(
        "    {} \"{}\": {} {} → {}\n",
        witness.posed ? session.say("không ai mong đợi điều này ở", "nobody expects this of")
                      : session.say("phân biệt được gần", "told apart near"),
        visible(witness.near), witness.key, visible(witness.lawful), visible(witness.wrong));
    if (!witness.posed) out += "    " + case_line(witness, witness.near) + "\n";
  }
  write_out(out);
}

void print_human(const Report& report, double milliseconds) {
  const Session& session = report.session;
  for (std::size_t i = 0; i < report.mutants.size(); ++i)
    if (Report::left(report.outcomes[i])) print_survivor(report, i);
  for (std::size_t i = 0; i < mutation::kFaults; ++i) {
    const mutation::Tally& tally = report.score.by_fault.at(i);
    if (tally.counted() == 0) continue;
    write_out(fmt::format("{:<12} {:>6.1f} %  {:>6} / {}\n", word(static_cast<mutation::Fault>(i)),
                          100 * tally.score(), tally.killed, tally.counted()));
  }
  if (report.left_out != 0)
    write_out(
        fmt::format("{} {}\n", report.left_out,
                    session.say("trường hợp của chương trình lớn, còn thiếu dữ kiện, không chạy",
                                "cases of large programs with facts unknown were not run")));
  const mutation::Tally& all = report.score.all;
  write_out(fmt::format(
      "{}: {:.1f} % ({} / {}); {} {}, {} {}, {:.1f} s\n",
      session.say("tỉ lệ phát hiện", "mutation score"), 100 * all.score(), all.killed,
      all.counted(), all.untested, session.say("không ai hỏi tới", "untested"), all.same,
      session.say("không đổi chương trình", "change no program"), milliseconds / 1000));
  if (all.equal != 0)
    write_out(
        fmt::format("{} {}\n", all.equal,
                    session.say("được chứng minh là không trường hợp nào phân biệt được",
                                "are proved: no case that knows all facts tells them apart")));
}

constexpr unsigned kSteps = 2'000'000;  // of the solver, for one question

// Compares one decision of the law with that of a mistake.
mutation::Proof compare(const testing::Program& lawful, const testing::Program& wrong,
                        const decision::Entry& asked) {
  const verify::Changes found = verify::changes_between(
      lawful, asked, {}, wrong, asked, {}, {.steps = kSteps, .elements = 3, .filter = ""});
  mutation::Proof out;
  for (const verify::Region& region : found.regions) {
    if (!region.confirmed) continue;
    out.witness =
        mutation::Witness{.near = std::string(lawful.names.text(lawful.def(asked.target).name)),
                          .decision = lawful.def(asked.target).qualified,
                          .facts = region.facts,
                          .as_of = region.as_of,
                          .law_date = {},
                          .readings = {},
                          .key = region.key,
                          .lawful = Json(region.before).dump(),
                          .wrong = Json(region.after).dump()};
    return out;
  }
  if (!found.undecided.empty())
    out.undecided = found.undecided.front().first + ": " + found.undecided.front().second;
  else if (!found.regions.empty())
    out.undecided = found.regions.front().key + ": a case that the interpreter does not confirm";
  else
    out.equal = true;
  return out;
}

mutation::Prove prover_of(const TestOptions& options) {
  return options.mutation.prove ? mutation::Prove(compare) : mutation::Prove();
}

// Cases that fail before anything is changed prove nothing.
int tests_fail(Session& session, const std::vector<std::string>& failing) {
  std::string names;
  for (const std::string& one : failing) names += "\n  " + visible(one);
  session.fail("kiểm thử phải đạt trước đã; còn hỏng:" + names,
               "the tests must pass first; these fail:" + names);
  return kFindings;
}

}  // namespace

int run_mutation(Session& session, const TestOptions& options, const std::vector<FileId>& files) {
  const auto start = std::chrono::steady_clock::now();
  const std::set<FileId> chosen = chosen_files(session, options, files);
  if (chosen.empty()) {
    session.fail("không tệp nào trong --mutate-file thuộc các đường dẫn đã nêu",
                 "no file of --mutate-file is among the paths");
    return kUsage;
  }
  DiagnosticList diagnostics;
  Ground ground = ground_of(session, files, diagnostics);
  const workspace::Workspace& workspace = session.workspace();
  const auto make_engines = quick_interpreter();
  const testing::Ground law{ground.tests.modules, workspace.types(), workspace.names(),
                            make_engines, threads_of(options)};
  const auto suite = testing::make_suite(law, ground.tests.tests, diagnostics);
  if (!suite) {
    if (diagnostics.has_errors()) session.print(diagnostics);
    fail_suite(session, suite.error());
    return kInvalid;
  }
  if (!suite->failing.empty()) return tests_fail(session, suite->failing);
  const std::vector<Mutant> mutants = make_mutants(session, options, ground, chosen);
  TestProgress progress(session, options.progress, mutants.size());
  const auto tried = run_mutants(law, *suite, ground.drafts, mutants,
                                 {options.mutation.search, prover_of(options)},
                                 [&](std::size_t done) { progress.show(done); });
  progress.clear();
  const double milliseconds =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  const Report report{
      session,      ground,        mutants, tried.outcomes, score_of(mutants, tried.outcomes),
      suite->cases, tried.left_out};
  session.json() ? print_json(report, options, milliseconds) : print_human(report, milliseconds);
  const bool low =
      options.mutation.minimum && 100 * report.score.all.score() < *options.mutation.minimum;
  return low ? kFindings : kOk;
}

}  // namespace phep::cli
