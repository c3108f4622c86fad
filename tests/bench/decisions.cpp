#include "tests/bench/decisions.h"

#include "compiler/decision/image.h"
#include "compiler/decision/lower.h"
#include "compiler/runtime/runtime.h"
#include "compiler/workspace/workspace.h"
#include "tests/bench/cases.h"

#include <fmt/format.h>

#include "breach_report.h"
#include "incident_report.h"
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <dlfcn.h>
#include <filesystem>
#include <functional>

namespace phep::tests {
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kCases = 256;
constexpr int kRounds = 101;
constexpr double kPassNanoseconds = 400'000;  // one timed pass takes about this long

template <class Facts, class Result>
struct Subject {
  using Decide = int (*)(const Facts*, const phep_options*, Result*, void*, std::size_t);
  using Hand = int (*)(const Facts*, const phep_options*, Result*);
  using DecideJson = int (*)(const char*, std::size_t, const phep_options*, char*, std::size_t,
                             std::size_t*, void*, std::size_t);
  std::string module, name, hand_name;
  std::uint32_t layout;  // of the result
  Decide decide = nullptr;
  DecideJson decide_json = nullptr;
  Hand hand = nullptr;
};

std::string built(const std::string& file) {
  return std::string(PHEP_BENCH_DIR) + "/" + file;
}

template <class Function>
Function symbol(const std::string& file, const std::string& name) {
  void* library = dlopen(built(file).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return nullptr;
  return reinterpret_cast<Function>(dlsym(library, name.c_str()));
}

decision::Program program_of(const std::string& module, const std::string& name) {
  workspace::Workspace workspace([](const std::string&) { return std::nullopt; },
                                 workspace::embedded_library());
  const FileId file = workspace.open_library(module);
  const auto checked = workspace.checked(file);
  std::vector<decision::Entry> entries;
  for (std::uint32_t i = 0; i < checked->module.defs.size(); ++i)
    if (checked->module.defs[i].qualified == module + "." + name) entries.push_back({{file, i}});
  return decision::lower(workspace.modules(file), workspace.types(), workspace.names(), entries, {})
      .program;
}

struct Memory {
  alignas(16) char bytes[std::size_t{512} << 10];
};

template <class Facts>
struct Ready {
  BenchCase text;
  Facts facts;
  phep_options options;
};

phep_options options_at(std::int64_t as_of) {
  phep_options options{};
  options.size = sizeof options;
  options.as_of = as_of;
  options.law_date = PHEP_NO_DATE;
  return options;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values.at(values.size() / 2);
}

// The arms take turns within each round, so that whatever disturbs the machine disturbs all.
std::vector<double> interleaved(const std::vector<std::function<void()>>& arms) {
  std::vector<int> repeats;
  const auto timed = [](const std::function<void()>& arm, int times) {
    const auto start = Clock::now();
    for (int i = 0; i < times; ++i) arm();
    return std::chrono::duration<double, std::nano>(Clock::now() - start).count();
  };
  for (const auto& arm : arms) {
    const double once = std::min(timed(arm, 1), timed(arm, 1));
    repeats.push_back(std::max(1, static_cast<int>(kPassNanoseconds / once)));
  }
  std::vector<std::vector<double>> samples(arms.size());
  for (int round = 0; round < kRounds; ++round)
    for (std::size_t k = 0; k < arms.size(); ++k) {
      const std::size_t at = (k + static_cast<std::size_t>(round)) % arms.size();
      samples[at].push_back(timed(arms[at], repeats[at]) / repeats[at] / kCases);
    }
  std::vector<double> medians;
  for (auto& values : samples) medians.push_back(median(std::move(values)));
  return medians;
}

template <class Facts, class Result>
Json measure(Subject<Facts, Result> subject) {
  subject.decide =
      symbol<decltype(subject.decide)>("lib" + subject.name + ".so", subject.name + "_decide");
  subject.decide_json = symbol<decltype(subject.decide_json)>("lib" + subject.name + ".so",
                                                              subject.name + "_decide_json");
  subject.hand = symbol<decltype(subject.hand)>("libhand.so", subject.hand_name);
  if (subject.decide == nullptr || subject.decide_json == nullptr || subject.hand == nullptr)
    return "cannot load " + subject.name + " from " PHEP_BENCH_DIR;

  const decision::Program program = program_of(subject.module, subject.name);
  const auto image = decision::encode(program);
  auto memory = std::make_unique<Memory>();
  std::memcpy(memory->bytes, image.data(), image.size());
  const auto* header = reinterpret_cast<const runtime::Header*>(memory->bytes);
  auto arena = std::make_unique<Memory>();

  Result ours{};
  Result theirs{};
  ours.head.size = theirs.head.size = sizeof(Result);
  ours.head.layout = theirs.head.layout = subject.layout;
  std::vector<Ready<Facts>> cases;
  std::mt19937_64 seed(20260301);
  std::size_t asked = 0;
  while (cases.size() < kCases) {
    if (++asked > 20 * kCases) return subject.name + ": too few cases take the generated path";
    Ready<Facts> ready{random_case(program, 0, seed), {}, {}};
    ready.options = options_at(ready.text.as_of);
    runtime::Arena space{arena->bytes, arena->bytes + sizeof arena->bytes, false};
    void* facts = nullptr;
    runtime::FactsProblem problem{};
    if (runtime::read_facts(header, 0, ready.text.facts.data(), ready.text.facts.size(), space,
                            &facts, &problem) != PHEP_OK)
      return subject.name + ": a random case has bad facts: " + ready.text.facts;
    std::memcpy(&ready.facts, facts, sizeof(Facts));
    const int status =
        subject.decide(&ready.facts, &ready.options, &ours, arena->bytes, sizeof arena->bytes);
    if (status != PHEP_OK) return fmt::format("{}: status {}", subject.name, status);
    if (ours.head.path != 1) continue;  // a pending holiday: nothing that a hand could count either
    const int hand = subject.hand(&ready.facts, &ready.options, &theirs);
    constexpr std::size_t kFrom = sizeof(phep_result_head);
    constexpr std::size_t kBytes = offsetof(Result, certificate) - kFrom;
    const auto* a = reinterpret_cast<const char*>(&ours) + kFrom;
    const auto* b = reinterpret_cast<const char*>(&theirs) + kFrom;
    if (hand != PHEP_OK || std::memcmp(a, b, kBytes) != 0) {
      const auto at = static_cast<std::size_t>(std::mismatch(a, a + kBytes, b).first - a) + kFrom;
      return fmt::format(
          "{}: hand-written ({}) and compiled differ at byte {} of the result, {}, {}",
          subject.name, hand, at, ready.text.as_of, ready.text.facts);
    }
    cases.push_back(std::move(ready));
  }

  volatile int sink = 0;
  auto out = std::make_unique<Memory>();
  const auto medians = interleaved({
      [&] {
        for (const auto& c : cases)
          sink =
              sink + subject.decide(&c.facts, &c.options, &ours, arena->bytes, sizeof arena->bytes);
      },
      [&] {
        for (const auto& c : cases) sink = sink + subject.hand(&c.facts, &c.options, &theirs);
      },
      [&] {
        std::size_t written = 0;
        for (const auto& c : cases)
          sink = sink + subject.decide_json(c.text.facts.data(), c.text.facts.size(), &c.options,
                                            out->bytes, sizeof out->bytes, &written, arena->bytes,
                                            sizeof arena->bytes);
      },
  });
  if (sink != 0) return subject.name + ": a timed call failed";
  std::size_t json_bytes = 0;
  for (const auto& c : cases) json_bytes += c.text.facts.size();
  return {{"decision", subject.module + "." + subject.name},
          {"facts", program.structs[program.decisions[0].facts].slots.size()},
          {"norms", program.decisions[0].norms.size()},
          {"cases", cases.size()},
          {"left_to_the_interpreter", asked - cases.size()},
          {"facts_bytes", json_bytes / cases.size()},
          {"so_bytes", std::filesystem::file_size(built("lib" + subject.name + ".so"))},
          {"wasm_bytes", std::filesystem::file_size(built(subject.name + ".wasm"))},
          {"typed_ns", medians[0]},
          {"hand_ns", medians[1]},
          {"ratio", medians[0] / medians[1]},
          {"json_ns", medians[2]}};
}

}  // namespace

Json measure_decisions() {
  const Json breach = measure(Subject<breach_report_facts, breach_report_result>{
      "vn.pdpl.breach", "breach_report", "hand_breach", breach_report_result_LAYOUT});
  if (breach.is_string()) return breach;
  const Json incident = measure(Subject<incident_report_facts, incident_report_result>{
      "vn.ai.incidents", "incident_report", "hand_incident", incident_report_result_LAYOUT});
  if (incident.is_string()) return incident;
  return Json::array({breach, incident});
}

}  // namespace phep::tests
