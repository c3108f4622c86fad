// Generated programs on every engine: they must agree to the byte, and with brute force over
// completions.
//   phep_generated --programs 100 --cases 20 [--seed 1] [--closely N] [--engine all] [--v8]
//                  [--sabotage N] [--report FILE]
// The wasm engine is an interpreter and takes nine tenths of the time: a long run asks V8 to run
// most modules (--engine interp,jit,native --v8).
#include "compiler/cli/engine_set.h"
#include "compiler/cli/options.h"
#include "compiler/decision/image.h"
#include "compiler/decision/verify.h"
#include "compiler/diagnostics/render.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/testing/expect.h"
#include "compiler/workspace/workspace.h"
#include "tests/generated/completions.h"
#include "tests/generated/facts_writer.h"
#include "tests/generated/program_writer.h"
#include "tests/v8/v8_engine.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>

namespace phep::tests {
namespace {

using Json = nlohmann::json;

struct Report {
  std::uint64_t programs = 0, cases = 0, disagreements = 0, refusals = 0, invalid = 0, refuted = 0,
                claims = 0;
  std::uint64_t unknowns = 0, errors = 0, nulls = 0, boundary = 0, pending_days = 0, clean = 0,
                slow = 0;
  std::map<std::string, std::uint64_t> statuses;
};

struct Settings {
  std::uint64_t programs = 100, cases = 20, seed = 1;
  std::uint64_t closely = 1;  // one case in so many is looked at closely
  int sabotage = 0;
  std::string engine = "all", report;
  bool quiet = false, v8 = false, partial = false;
};

void complain(Report&, const std::string& text) {
  static int told = 0;
  if (++told <= 20) std::fprintf(stderr, "%s\n", text.c_str());
}

void count_answer(const Json& answer, Report& report) {
  const std::string text = answer.dump();
  if (text.contains("\"$unknown\"") || text.contains("\"undetermined\"")) ++report.unknowns;
  if (text.contains("\"$error\"")) ++report.errors;
  if (text.contains("\"$awaiting\"")) ++report.pending_days;
  const Json norms = answer.value("norms", Json::object());
  for (const auto& [name, norm] : norms.items()) ++report.statuses[norm.value("status", "?")];
}

// Milliseconds of a canonical instant: "2026-05-04T17:00:00Z".
std::optional<std::int64_t> milliseconds_of(const Json& text) {
  if (!text.is_string()) return std::nullopt;
  return cli::parse_moment(text.get<std::string>());
}

// A case, and the first engine's answer.
struct Decided {
  GeneratedCase made;
  testing::CaseOptions options;
  std::string answer;
};

// A case that was decided, at the very end of one of its deadlines, a millisecond or a day beside
// it; sometimes the act happens there. False where it has no deadline.
bool move_to_boundary(Decided& decided, Random& random) {
  const Json answer = Json::parse(decided.answer, nullptr, false);
  std::vector<std::int64_t> dues;
  const Json norms = answer.is_object() ? answer.value("norms", Json::object()) : Json::object();
  for (const auto& [name, norm] : norms.items()) {
    const Json due = norm.value("due", Json());
    if (const auto moment = milliseconds_of(due)) dues.push_back(*moment);
    if (!due.is_object()) continue;
    for (const Json& alternative : due.value("$one_of", Json::array()))
      if (const auto moment = milliseconds_of(alternative)) dues.push_back(*moment);
  }
  if (dues.empty()) return false;
  const std::int64_t due = random.pick(dues);
  const std::vector<std::int64_t> steps = {0, 1, -1, 1000, -1000, 86'400'000, -86'400'000};
  decided.options.as_of = due + random.pick(steps);
  decided.made.at_boundary = true;
  if (random.chance(40))
    decided.made.facts["ended"] = instant_json(due + random.pick(steps) / 1000 * 1000);
  return true;
}

// The engine that is asked where any will do: machine code, if it is among them.
const testing::Engine& quick(const std::vector<testing::Engine>& engines) {
  const auto found = std::ranges::find(engines, "jit", &testing::Engine::name);
  return found == engines.end() ? engines.front() : *found;
}

// One time in three the case before this one, at the end of a deadline; else one of its own facts.
Decided next_case(const GeneratedProgram& program, std::size_t readings, bool closely,
                  std::optional<Decided> before, Random& random) {
  const bool moved = before && !before->made.at_boundary && random.chance(65);
  if (moved && move_to_boundary(*before, random)) return std::move(*before);
  Decided out{write_case(program, closely ? 40 : 10, random), {}, {}};
  out.options.as_of = out.made.as_of;
  out.options.readings.assign(readings, random.chance(30) ? 1 : -1);
  return out;
}

// `closely`: what the answer says is counted, and its claims meet completions of the facts.
void run_case(const GeneratedProgram& program, const std::vector<testing::Engine>& engines,
              bool closely, Decided& decided, Random& random, Report& report) {
  const GeneratedCase& made = decided.made;
  const testing::CaseOptions& options = decided.options;
  const std::string facts = made.facts.dump();
  ++report.cases;
  report.nulls += made.has_null ? 1 : 0;
  report.boundary += made.at_boundary ? 1 : 0;
  std::optional<testing::CaseOutcome> first;
  bool clean = false;
  for (const testing::Engine& engine : engines) {
    auto outcome = engine.run(0, facts, options);
    clean = clean || outcome.clean;
    if (!first) {
      first = std::move(outcome);
    } else if (outcome.status != first->status || outcome.output != first->output) {
      ++report.disagreements;
      complain(report,
               fmt::format("{} and {} differ\n  as_of {}\n  facts {}\n  {}\n  {}", engines[0].name,
                           engine.name, made.as_of, facts, first->output, outcome.output));
    }
  }
  ++(clean ? report.clean : report.slow);
  decided.answer = first->output;
  if (first->status == PHEP_OK && !closely) return;
  const Json answer = Json::parse(first->output, nullptr, false);
  if (first->status != PHEP_OK || answer.is_discarded()) {
    ++report.refusals;
    complain(report, "refused: " + facts + " " + first->output);
    return;
  }
  count_answer(answer, report);
  if (answer.value("missing", Json::array()).empty()) return;
  const auto decide = [&](const Json& whole) {
    return Json::parse(quick(engines).run(0, whole.dump(), options).output, nullptr, false);
  };
  for (const std::string& claim :
       refuted(program, made.facts, answer, decide, random, report.claims)) {
    ++report.refuted;
    complain(report, claim + "\n  facts " + facts);
  }
}

void run_program(const Settings& settings, std::uint64_t seed,
                 const testing::MakeEngines& make_engines, Report& report) {
  const GeneratedProgram program = write_program(seed, Asked::Some);
  ++report.programs;
  workspace::Workspace workspace(
      [&](const std::string& path) -> std::optional<std::string> {
        return path == "generated.phep" ? std::optional(program.source) : std::nullopt;
      },
      workspace::embedded_library());
  const FileId file = *workspace.open("generated.phep");
  DiagnosticList list = workspace.diagnostics(file);
  std::optional<decision::Lowered> lowered;
  if (!list.has_errors()) {
    const auto checked = workspace.checked(file);
    const std::vector<decision::Entry> entries = decision::declared_decisions(checked->module);
    lowered =
        decision::lower(workspace.modules(file), workspace.types(), workspace.names(), entries, {});
    list.append(lowered->diagnostics);
  }
  if (list.has_errors()) {
    ++report.invalid;
    DiagnosticList errors;
    complain(
        report,
        fmt::format("seed {}: the program is not valid\n{}", seed,
                    render(list, workspace.sources(), {Language::English, false}).substr(0, 3000)));
    return;
  }
  const auto image = decision::encode(lowered->program);
  const auto engines = make_engines(lowered->program, image);
  if (!engines) {
    ++report.invalid;
    complain(report, fmt::format("seed {}: {}", seed, engines.error().message));
    return;
  }
  Random random(seed ^ 0xC0FFEE);
  std::optional<Decided> decided;
  for (std::uint64_t i = 0; i < settings.cases; ++i) {
    const bool closely = i % settings.closely == 0;
    decided =
        next_case(program, lowered->program.readings.size(), closely, std::move(decided), random);
    run_case(program, *engines, closely, *decided, random, report);
  }
}

Json to_json(const Report& report) {
  const auto share = [&](std::uint64_t n) {
    return Json(fmt::format("{:.1f}%", report.cases == 0 ? 0.0
                                                         : 100.0 * static_cast<double>(n) /
                                                               static_cast<double>(report.cases)));
  };
  return {{"programs", report.programs},
          {"cases", report.cases},
          {"disagreements", report.disagreements},
          {"refused_facts", report.refusals},
          {"invalid_programs", report.invalid},
          {"claims_checked", report.claims},
          {"claims_refuted", report.refuted},
          {"shares",
           {{"unknowns", share(report.unknowns)},
            {"errors", share(report.errors)},
            {"null", share(report.nulls)},
            {"boundary_days", share(report.boundary)},
            {"pending_days", share(report.pending_days)},
            {"clean_path", share(report.clean)},
            {"slow_path", share(report.slow)}}},
          {"counts",
           {{"unknowns", report.unknowns},
            {"errors", report.errors},
            {"null", report.nulls},
            {"boundary_days", report.boundary},
            {"pending_days", report.pending_days},
            {"clean_path", report.clean},
            {"slow_path", report.slow}}},
          {"statuses", report.statuses}};
}

// A report in which something never happened proves nothing about it.
std::vector<std::string> never_happened(const Report& report) {
  std::vector<std::string> out;
  const std::map<std::string, std::uint64_t> shares = {{"unknowns", report.unknowns},
                                                       {"errors", report.errors},
                                                       {"null", report.nulls},
                                                       {"boundary days", report.boundary},
                                                       {"pending days", report.pending_days},
                                                       {"clean path", report.clean},
                                                       {"slow path", report.slow}};
  for (const auto& [name, n] : shares)
    if (n == 0) out.push_back(name);
  for (const char* status : {"not_applicable", "upcoming", "not_in_force", "exempt", "fulfilled",
                             "late", "deferred", "pending", "violated", "met", "granted",
                             "not_granted", "possibly_violated", "undetermined", "open"})
    if (!report.statuses.contains(status)) out.push_back(std::string("status ") + status);
  return out;
}

// The same engines and V8. Node keeps every module it has met, so a new one starts now and then.
testing::MakeEngines with_v8(testing::MakeEngines others) {
  constexpr int kModulesOfOneNode = 50;
  struct Running {
    std::shared_ptr<Node> node;
    int modules = 0;
  };
  const auto running = std::make_shared<Running>();
  return [others = std::move(others), running](
             const decision::Program& program,
             std::span<const std::uint8_t> image) -> Result<std::vector<testing::Engine>> {
    auto engines = others(program, image);
    if (!engines) return engines;
    if (running->node == nullptr || ++running->modules > kModulesOfOneNode) {
      auto node = Node::start();
      if (!node) return std::unexpected(node.error());
      *running = {std::move(*node), 1};
    }
    auto v8 = v8_engine(running->node, program, image);
    if (!v8) return std::unexpected(v8.error());
    engines->push_back(std::move(*v8));
    return engines;
  };
}

int run(const Settings& settings) {
  auto make_engines = cli::engine_set(settings.engine, settings.sabotage);
  if (!make_engines) return cli::kUsage;
  if (settings.v8) make_engines = with_v8(std::move(*make_engines));
  Report report;
  for (std::uint64_t i = 0; i < settings.programs; ++i) {
    run_program(settings, settings.seed + i, *make_engines, report);
    if (!settings.quiet && (i + 1) % 50 == 0)
      std::fprintf(stderr, "%llu programs\n", static_cast<unsigned long long>(i + 1));
  }
  const Json json = to_json(report);
  std::puts(json.dump(2).c_str());
  if (!settings.report.empty()) std::ofstream(settings.report) << json.dump(2) << "\n";
  std::uint64_t failed = report.disagreements + report.refusals + report.invalid + report.refuted;
  for (const std::string& name : never_happened(report)) {
    if (settings.partial) break;
    std::printf("never happened: %s\n", name.c_str());
    ++failed;
  }
  const std::uint64_t passed = report.cases - std::min(report.cases, failed);
  std::printf("%llu passed, %llu failed\n", static_cast<unsigned long long>(passed),
              static_cast<unsigned long long>(failed));
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace phep::tests

int main(int argc, char** argv) {
  phep::tests::Settings settings;
  CLI::App app("generated programs on every engine");
  app.add_option("--programs", settings.programs);
  app.add_option("--cases", settings.cases);
  app.add_option("--seed", settings.seed);
  app.add_option("--closely", settings.closely, "one case in N is counted and meets completions")
      ->check(CLI::PositiveNumber);
  app.add_option("--engine", settings.engine);
  app.add_option("--sabotage", settings.sabotage);
  app.add_option("--report", settings.report);
  app.add_flag("--quiet", settings.quiet);
  app.add_flag("--partial", settings.partial, "a run too small to meet every status");
  app.add_flag("--v8", settings.v8, "run the wasm modules in V8, too (needs node)");
  std::string show;
  app.add_option("--show", show, "print the program of a seed and stop");
  CLI11_PARSE(app, argc, argv);
  if (!show.empty()) {
    std::fputs(
        phep::tests::write_program(std::stoull(show), phep::tests::Asked::Some).source.c_str(),
        stdout);
    return 0;
  }
  return phep::tests::run(settings);
}
