// A program without errors is lowered to Decision IR in which nothing is wrong, its image is sound,
// and it decides random facts the same way twice.
#include "compiler/decision/image.h"
#include "compiler/decision/verify.h"
#include "compiler/runtime/runtime.h"
#include "compiler/testing/random_facts.h"
#include "tests/fuzz/shared/decide.h"
#include "tests/fuzz/shared/programs.h"
#include "tests/fuzz/shared/target.h"

#include <nlohmann/json.hpp>

#include <cstring>

namespace {

using namespace phep;
using fuzz::holds;

void decide_some(const decision::Program& program, const runtime::Header* image,
                 std::uint64_t seed) {
  testing::Random random(seed);
  for (std::uint32_t d = 0; d < program.decisions.size() && d < 4; ++d) {
    const auto& decision = program.decisions[d];
    const auto index = runtime::find_decision(image, decision.name.data(), decision.name.size());
    holds(index != runtime::kNone, "a decision is found by its name");
    const std::string facts = testing::random_facts(program, decision, 70, random).dump();
    const fuzz::Answer first = fuzz::decide(image, index, facts);
    const fuzz::Answer second = fuzz::decide(image, index, facts);
    holds(first.status == second.status && first.text == second.text,
          "the same facts are decided the same way");
    if (first.status != PHEP_OK) continue;
    const auto json = nlohmann::json::parse(first.text, nullptr, false);
    holds(json.is_object(), "an answer is a JSON object");
    fuzz::plant(3, first.text.contains("\"$error\""));
  }
}

}  // namespace

PHEP_FUZZ_TARGET {
  fuzz::Program text(fuzz::text_of(data, size));
  const auto lowered = text.lower();
  if (!lowered) return 0;
  const decision::Program& program = *lowered;
  if (const auto found = decision::verify(program); !found.empty()) {
    std::fprintf(stderr, "%s: %s\n", std::string(decision::name(found[0].invariant)).c_str(),
                 found[0].detail.c_str());
    fuzz::broken("what is lowered keeps every invariant");
  }
  const auto bytes = decision::encode(program);
  std::vector<std::uint64_t> image((bytes.size() + 7) / 8);
  std::memcpy(image.data(), bytes.data(), bytes.size());
  holds(runtime::verify_image(image.data(), bytes.size()), "an image that is written is sound");
  decide_some(program, reinterpret_cast<const runtime::Header*>(image.data()), size);
  fuzz::plant(1, program.decisions.size() >= 2);
  fuzz::plant(2, program.functions.size() >= 6 && size < 900);
  return 0;
}
