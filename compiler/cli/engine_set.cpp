#include "compiler/cli/engine_set.h"

#include "compiler/engines/engines.h"
#include "compiler/runtime/phep_abi.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace phep::cli {
namespace {

constexpr std::array<std::string_view, 4> kEngines = {"interp", "jit", "native", "wasm"};

// "interp,jit" → its words; nothing if one of them is no engine.
std::optional<std::vector<std::string>> engine_names(const std::string& which) {
  if (which == "all") return std::vector<std::string>(kEngines.begin(), kEngines.end());
  std::vector<std::string> names;
  for (std::size_t at = 0; at <= which.size();) {
    const std::size_t comma = std::min(which.find(',', at), which.size());
    names.push_back(which.substr(at, comma - at));
    at = comma + 1;
  }
  for (const std::string& name : names)
    if (std::ranges::find(kEngines, name) == kEngines.end()) return std::nullopt;
  return names;
}

testing::CaseOutcome run(engines::Engine& engine, std::uint32_t decision, std::string_view facts,
                         const testing::CaseOptions& options) {
  const auto result = engine.run(
      decision, facts, {options.as_of, options.law_date, options.readings, options.certificate});
  // An engine that fails is told apart from every answer, so that no comparison can pass over it.
  if (!result)
    return {-1, std::string(engine.name()) + " failed: " + result.error().message, 0, false};
  return {result->status, result->output, result->steps, result->path == engines::Path::Generated};
}

}  // namespace

std::optional<testing::MakeEngines> engine_set(const std::string& which, int sabotage,
                                               std::shared_ptr<codegen::KeptCode> kept) {
  const auto names = engine_names(which);
  if (!names) return std::nullopt;
  return [names = *names, sabotage, kept](
             const decision::Program& program,
             std::span<const std::uint8_t> image) -> Result<std::vector<testing::Engine>> {
    std::vector<testing::Engine> engines;
    for (const std::string& name : names) {
      auto made =
          engines::make_engine(name, program, image, {.sabotage = sabotage, .kept = kept.get()});
      if (!made) return std::unexpected(Failure{name + ": " + made.error().message});
      std::shared_ptr<engines::Engine> engine = std::move(*made);
      engines.push_back({name, [engine](std::uint32_t decision, std::string_view facts,
                                        const testing::CaseOptions& options) {
                           return run(*engine, decision, facts, options);
                         }});
    }
    return engines;
  };
}

testing::MakeEngines quick_interpreter() {
  return [](const decision::Program& program,
            std::span<const std::uint8_t> image) -> Result<std::vector<testing::Engine>> {
    auto made = engines::make_interpreter(program, image);
    if (!made) return std::unexpected(made.error());
    const std::shared_ptr<engines::Engine> engine = std::move(*made);
    const auto answer = [engine](std::uint32_t decision, std::string_view facts,
                                 const testing::CaseOptions& options) {
      testing::CaseOutcome out;
      const auto status = engine->answer(
          decision, facts, {options.as_of, options.law_date, options.readings, options.certificate},
          out.output);
      out.status = status ? *status : -1;
      if (!status) out.output = "interp failed: " + status.error().message;
      return out;
    };
    return std::vector<testing::Engine>{{"interp", answer}};
  };
}

Result<std::vector<batch::Decide>> batch_deciders(const std::string& which,
                                                  const decision::Program& program,
                                                  std::span<const std::uint8_t> image,
                                                  unsigned threads,
                                                  const testing::CaseOptions& options) {
  using Engines = std::vector<std::shared_ptr<engines::Engine>>;
  const auto names = engine_names(which);
  if (!names) return std::unexpected(Failure{"no such engine: " + which});
  std::vector<Engines> by_thread(threads);
  for (const std::string& name : *names) {
    auto first = engines::make_engine(name, program, image, {.shipped = true});
    if (!first) return std::unexpected(Failure{name + ": " + first.error().message});
    for (unsigned i = 1; i < threads; ++i) {
      auto twin = (*first)->twin();
      if (!twin) return std::unexpected(Failure{name + ": " + twin.error().message});
      by_thread[i].push_back(std::move(*twin));
    }
    by_thread[0].push_back(std::move(*first));
  }
  const engines::CaseOptions chosen{options.as_of, options.law_date, options.readings,
                                    options.certificate};
  std::vector<batch::Decide> deciders;
  for (Engines& set : by_thread) {
    deciders.emplace_back([set, chosen](std::string_view facts, std::string& out) -> Result<int> {
      const std::size_t before = out.size();
      auto status = set[0]->answer(0, facts, chosen, out);
      for (std::size_t i = 1; i < set.size() && status; ++i) {
        std::string other;
        const auto again = set[i]->answer(0, facts, chosen, other);
        if (!again) return again;
        if (*again != *status || out.compare(before, std::string::npos, other) != 0)
          return std::unexpected(Failure{"the engines differ: " + std::string(set[0]->name()) +
                                         " " + out.substr(before) + ", " +
                                         std::string(set[i]->name()) + " " + other});
      }
      return status;
    });
  }
  return deciders;
}

}  // namespace phep::cli
