// `phep bench FILE --decision D [--facts F] --as-of T`: what a decision costs on each engine.
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/engine_set.h"
#include "compiler/cli/facts.h"
#include "compiler/cli/json_text.h"
#include "compiler/cli/machine.h"
#include "compiler/cli/session.h"
#include "compiler/cli/target.h"
#include "compiler/decision/image.h"
#include "compiler/engines/engines.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/testing/random_facts.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <expected>

namespace phep::cli {
namespace {

using BenchJson = nlohmann::ordered_json;
using BenchClock = std::chrono::steady_clock;

constexpr int kRandomCases = 256;
constexpr std::size_t kMostTimes = 4'000'000;  // of one engine: 32 MB

double nanoseconds(BenchClock::duration time) {
  return std::chrono::duration<double, std::nano>(time).count();
}

// One engine with what was seen of it.
struct Contestant {
  std::string name;
  std::unique_ptr<engines::Engine> engine;
  double ready_ms = 0;        // to make it from the image
  std::size_t generated = 0;  // cases that generated code decided
  bool tells = false;         // … if it tells
  std::vector<double> times;  // of one decision each, in nanoseconds
  double spent = 0;           // their sum
};

// One case as text: facts of a file, or each line of an NDJSON file; else random complete ones.
std::expected<std::vector<std::string>, int> bench_cases(Session& session,
                                                         const BenchOptions& options,
                                                         const decision::Program& program) {
  std::vector<std::string> cases;
  if (options.facts.empty()) {
    testing::Random random(options.seed);
    for (int i = 0; i < kRandomCases; ++i)
      cases.push_back(testing::random_facts(program, program.decisions[0], 100, random).dump());
    return cases;
  }
  auto text = read_input(options.facts);
  if (!text) {
    session.fail("không đọc được " + options.facts, text.error().message);
    return std::unexpected(kIo);
  }
  const bool lines = options.facts.ends_with(".ndjson") || options.facts.ends_with(".jsonl");
  if (!lines) return std::vector{std::move(*text)};
  for (std::size_t at = 0; at < text->size();) {
    const std::size_t end = std::min(text->find('\n', at), text->size());
    if (end > at) cases.push_back(text->substr(at, end - at));
    at = end + 1;
  }
  if (!cases.empty()) return cases;
  session.fail("không có trường hợp nào trong " + options.facts, "no case in " + options.facts);
  return std::unexpected(kInvalid);
}

std::vector<std::string> words_of_list(const std::string& list) {
  if (list == "all") return {"interp", "jit", "native", "wasm"};
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= list.size();) {
    const std::size_t comma = std::min(list.find(',', at), list.size());
    out.push_back(list.substr(at, comma - at));
    at = comma + 1;
  }
  return out;
}

std::expected<std::vector<Contestant>, int> contestants(Session& session,
                                                        const BenchOptions& options,
                                                        const decision::Program& program,
                                                        std::span<const std::uint8_t> image) {
  std::vector<Contestant> out;
  for (const std::string& name : words_of_list(options.engine)) {
    const auto start = BenchClock::now();
    auto made = engines::make_engine(name, program, image, {.shipped = true});
    if (!made) {
      if (!engine_set(name, 0))
        session.fail("không có bộ máy `" + name + "`", "no such engine: " + name);
      else
        session.fail("không khởi động được bộ máy " + name + ": " + made.error().message,
                     name + ": " + made.error().message);
      return std::unexpected(kUsage);
    }
    Contestant one;
    one.name = name;
    one.engine = std::move(*made);
    one.ready_ms = nanoseconds(BenchClock::now() - start) / 1e6;
    out.push_back(std::move(one));
  }
  return out;
}

// Every case once on every engine: the answers must be equal before anything is timed. The exit
// code if they are not, or if facts are refused; all of it has been printed.
int compare_answers(Session& session, const BenchOptions& options, const decision::Program& program,
                    const std::vector<std::string>& cases, const engines::CaseOptions& chosen,
                    std::vector<Contestant>& all) {
  for (const std::string& facts : cases) {
    std::string first;
    for (Contestant& one : all) {
      const auto result = one.engine->run(0, facts, chosen);
      if (!result) {
        session.fail("bộ máy " + one.name + " không quyết định được: " + result.error().message,
                     result.error().message);
        return kInternal;
      }
      if (result->status == PHEP_BAD_FACTS) {
        print_facts_problem(session, options.facts, facts, result->output, program,
                            program.decisions[0]);
        return kInvalid;
      }
      if (result->status != PHEP_OK) {
        session.fail("vượt giới hạn khi đánh giá", "a limit was hit while deciding");
        return kLimit;
      }
      one.tells = one.tells || result->path != engines::Path::Unreported;
      if (result->path == engines::Path::Generated) ++one.generated;
      if (&one == &all.front()) {
        first = result->output;
      } else if (result->output != first) {
        session.fail("các bộ máy cho kết quả khác nhau", "the engines differ");
        return kInternal;
      }
    }
  }
  return kOk;
}

// The engines take turns, a round of all cases each, until each has had its time.
void measure(const std::vector<std::string>& cases, const engines::CaseOptions& chosen,
             double budget_ms, std::vector<Contestant>& all) {
  std::string answer;
  bool open = true;
  while (open) {
    open = false;
    for (Contestant& one : all) {
      if (one.spent >= budget_ms * 1e6 || one.times.size() + cases.size() > kMostTimes) continue;
      open = true;
      for (const std::string& facts : cases) {
        answer.clear();
        const auto start = BenchClock::now();
        (void)one.engine->answer(0, facts, chosen, answer);
        one.times.push_back(nanoseconds(BenchClock::now() - start));
        one.spent += one.times.back();
      }
    }
  }
}

// The value below which this share of the sorted times lies.
double share(const std::vector<double>& sorted, double part) {
  const auto at = static_cast<std::size_t>(part * static_cast<double>(sorted.size()));
  return sorted[std::min(at, sorted.size() - 1)];
}

BenchJson figures(const std::vector<std::string>& cases, Contestant& one) {
  std::ranges::sort(one.times);
  const double mean = one.spent / static_cast<double>(one.times.size());
  BenchJson out = {{"engine", one.name},
                   {"ready_ms", one.ready_ms},
                   {"decisions", one.times.size()},
                   {"ns",
                    {{"median", share(one.times, 0.5)},
                     {"p95", share(one.times, 0.95)},
                     {"p99", share(one.times, 0.99)},
                     {"least", one.times.front()},
                     {"mean", mean}}},
                   {"decisions_per_second", 1e9 / mean}};
  if (one.tells)
    out["clean_path"] = static_cast<double>(one.generated) / static_cast<double>(cases.size());
  return out;
}

std::string time_text_of(double ns) {
  if (ns < 1e3) return fmt::format("{:.0f} ns", ns);
  return ns < 1e6 ? fmt::format("{:.2f} µs", ns / 1e3) : fmt::format("{:.2f} ms", ns / 1e6);
}

std::string bench_text(const Session& session, const BenchJson& page) {
  const BenchJson& workload = page["workload"];
  const BenchJson& machine = page["machine"];
  std::string out =
      fmt::format(fmt::runtime(session.say(
                      "{}: {} trường hợp ({}), {} dữ kiện, {} quy phạm; văn bản JSON vào, "
                      "văn bản JSON ra\n{}, {} nhân, {}; phep {}\n\n",
                      "{}: {} cases ({}), {} facts, {} norms; JSON text in, JSON text out\n"
                      "{}, {} cores, {}; phep {}\n\n")),
                  workload["decision"].get<std::string>(), workload["cases"].get<std::size_t>(),
                  workload["facts"].get<std::string>(), workload["leaves"].get<std::size_t>(),
                  workload["norms"].get<std::size_t>(), machine["processor"].get<std::string>(),
                  machine["cores"].get<unsigned>(), machine["system"].get<std::string>(),
                  page["versions"]["phep"].get<std::string>());
  out += fmt::format("{:<8} {:>11} {:>11} {:>11} {:>14} {:>8} {:>11}\n",
                     session.say("bộ máy", "engine"), session.say("trung vị", "median"), "p95",
                     "p99", session.say("mỗi giây", "per second"), session.say("sạch", "clean"),
                     session.say("chuẩn bị", "ready in"));
  for (const BenchJson& row : page["engines"]) {
    const std::string clean = row.contains("clean_path")
                                  ? fmt::format("{:.0f} %", row["clean_path"].get<double>() * 100)
                                  : "-";
    out += fmt::format(
        "{:<8} {:>11} {:>11} {:>11} {:>14.0f} {:>8} {:>11}\n", row["engine"].get<std::string>(),
        time_text_of(row["ns"]["median"].get<double>()),
        time_text_of(row["ns"]["p95"].get<double>()), time_text_of(row["ns"]["p99"].get<double>()),
        row["decisions_per_second"].get<double>(), clean,
        time_text_of(row["ready_ms"].get<double>() * 1e6));
    if (row.contains("against_baseline"))
      out += fmt::format("{:<8} × {:.2f}\n", "", row["against_baseline"].get<double>());
  }
  return out;
}

// Adds to each engine its median against that of an earlier run; the exit code, once printed.
int against(Session& session, const BenchOptions& options, BenchJson& page) {
  const auto text = read_input(options.baseline);
  if (!text) {
    session.fail("không đọc được " + options.baseline, text.error().message);
    return kIo;
  }
  const auto before = BenchJson::parse(*text, nullptr, false);
  const bool readable =
      before.is_object() && before.contains("engines") && before["engines"].is_array() &&
      before.value("/workload/decision"_json_pointer, BenchJson()) == page["workload"]["decision"];
  if (!readable) {
    session.fail(options.baseline + " không phải kết quả json của quyết định này",
                 options.baseline + " is no json result of this decision");
    return kInvalid;
  }
  int exit = kOk;
  for (BenchJson& row : page["engines"])
    for (const BenchJson& old : before["engines"]) {
      if (!old.is_object() || old.value("engine", BenchJson()) != row["engine"]) continue;
      const double was = old.value("/ns/median"_json_pointer, 0.0);
      if (was <= 0) continue;
      row["against_baseline"] = row["ns"]["median"].get<double>() / was;
      if (options.threshold && row["against_baseline"].get<double>() > 1 + *options.threshold / 100)
        exit = kFindings;
    }
  return exit;
}

}  // namespace

int run_bench(const CommonOptions& common, const BenchOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  if (!options.when.as_of) {
    session->fail("thiếu --as-of: mọi quyết định cần một thời điểm",
                  "--as-of is missing: a decision needs its moment");
    return kUsage;
  }
  auto target = open_target(*session, options.file, options.decision);
  if (!target) return target.error();
  auto lowered = lower_targets(*session, target->file, {target->def});
  if (!lowered) return lowered.error();
  const auto case_options = case_options_of(*session, options.when, *lowered);
  if (!case_options) return kUsage;
  const engines::CaseOptions chosen{case_options->as_of, case_options->law_date,
                                    case_options->readings, options.certificate};
  const auto cases = bench_cases(*session, options, *lowered);
  if (!cases) return cases.error();
  const auto image = decision::encode(*lowered);
  auto all = contestants(*session, options, *lowered, image);
  if (!all) return all.error();
  if (const int exit = compare_answers(*session, options, *lowered, *cases, chosen, *all);
      exit != kOk)
    return exit;
  measure(*cases, chosen, options.budget_ms, *all);

  const decision::Decision& decision = lowered->decisions[0];
  BenchJson page = {
      {"machine", machine_json()},
      {"versions",
       {{"phep", PHEP_VERSION},
        {"abi", PHEP_ABI_VERSION},
        {"library", workspace::library_hash(session->library())}}},
      {"workload",
       {{"decision", decision.name},
        {"cases", cases->size()},
        {"facts", options.facts.empty() ? fmt::format("random, complete, seed {}", options.seed)
                                        : options.facts},
        {"as_of_ms", chosen.as_of},
        {"leaves", lowered->structs[decision.facts].slots.size()},
        {"norms", decision.norms.size()},
        {"certificate", chosen.certificate},
        {"measured", "JSON text in, canonical JSON text out; one thread; engines take turns"}}},
      {"engines", BenchJson::array()}};
  for (Contestant& one : *all) page["engines"].push_back(figures(*cases, one));
  int exit = kOk;
  if (!options.baseline.empty()) exit = against(*session, options, page);
  if (exit != kOk && exit != kFindings) return exit;
  write_out(session->json() ? json_text(page) : bench_text(*session, page));
  return exit;
}

}  // namespace phep::cli
