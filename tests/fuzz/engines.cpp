// A program without errors is compiled, and a hundred cases of it are decided by the interpreter
// and by machine code, some by WebAssembly: to the byte, facts that are wrong too. So many, as
// making the code takes longer than all of them.
#include "compiler/engines/engines.h"

#include "compiler/decision/image.h"
#include "compiler/testing/random_facts.h"
#include "tests/fuzz/shared/programs.h"
#include "tests/fuzz/shared/target.h"

#include <string>
#include <vector>

namespace {

using namespace phep;
using fuzz::holds;

constexpr int kCases = 100;
// WebAssembly takes most of the time: a module is linked and metered, and then interpreted. So one
// program in so many is asked, and two of so many cases.
constexpr std::uint64_t kWebAssembly = 8;
constexpr int kCasesOfWebAssembly = 10;
constexpr std::size_t kMostDecisions = 8;  // of one program

// FNV-1a: another text has other cases.
std::uint64_t seed_of(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
}

engines::RunResult decided(engines::Engine& engine, std::uint32_t decision,
                           const std::string& facts, const engines::CaseOptions& options) {
  auto out = engine.run(decision, facts, options);
  if (out) return std::move(*out);
  std::fprintf(stderr, "%s\n", out.error().message.c_str());
  fuzz::broken("an engine decides");
}

void agree(const engines::RunResult& one, const engines::RunResult& other,
           const std::string& facts) {
  if (one.status == other.status && one.output == other.output) return;
  std::fprintf(stderr, "%s\n%d %s\n%d %s\n", facts.c_str(), one.status, one.output.c_str(),
               other.status, other.output.c_str());
  fuzz::broken("engines agree");
}

}  // namespace

PHEP_FUZZ_TARGET {
  fuzz::Program text(fuzz::text_of(data, size));
  const auto lowered = text.lower();
  if (!lowered) return 0;
  const decision::Program& program = *lowered;
  if (program.decisions.empty() || program.decisions.size() > kMostDecisions) return 0;
  const auto image = decision::encode(program);
  const std::uint64_t seed = seed_of(text.text);
  std::vector<const char*> names{"interp", "jit"};
  if (seed % kWebAssembly == 0) names.push_back("wasm");
  std::vector<std::unique_ptr<engines::Engine>> engines;
  for (const char* name : names) {
    auto made = engines::make_engine(name, program, image, {});
    if (!made) {
      std::fprintf(stderr, "%s: %s\n", name, made.error().message.c_str());
      fuzz::broken("what is lowered is compiled");
    }
    engines.push_back(std::move(*made));
  }

  testing::Random random(seed);
  bool exempt = false, late = false, by_code = false;
  for (int n = 0; n < kCases; ++n) {
    const auto index =
        static_cast<std::uint32_t>(static_cast<std::size_t>(n) % program.decisions.size());
    auto document = testing::random_facts(program, program.decisions[index], 70 + n % 31, random);
    const std::string facts =
        n % 10 == 9 ? testing::spoiled(std::move(document), random) : document.dump();
    engines::CaseOptions options;
    options.as_of = 1'772'000'000'000 + n * std::int64_t{5 * 86'400'000};  // from 2026-02-25 on
    const auto said = decided(*engines[0], index, facts, options);
    const auto code = decided(*engines[1], index, facts, options);
    agree(said, code, facts);
    if (engines.size() == 3 && n % kCasesOfWebAssembly < 2)
      agree(said, decided(*engines[2], index, facts, options), facts);
    exempt = exempt || said.output.contains("\"exempt\"");
    late = late || said.output.contains("\"late\"");
    by_code = by_code || code.path == engines::Path::Generated;
  }
  fuzz::plant(1, by_code && program.decisions.size() >= 2);
  fuzz::plant(2, exempt);
  fuzz::plant(
      3, late && program.norms.size() == 1 && program.norms[decision::NormId{0}].exempts.empty());
  return 0;
}
