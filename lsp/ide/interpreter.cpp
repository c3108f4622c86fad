#include "lsp/ide/interpreter.h"

#include "compiler/runtime/phep_abi.h"
#include "compiler/runtime/runtime.h"

#include <cstring>
#include <utility>

namespace phep::ide {
namespace {

struct alignas(16) Word {
  char bytes[16];
};
using Block = std::vector<Word>;

constexpr std::size_t kMostBytes = std::size_t{1} << 28U;  // an editor's server stays small

char* bytes(Block& block) {
  return reinterpret_cast<char*>(block.data());
}
std::size_t size(const Block& block) {
  return block.size() * sizeof(Word);
}

// One program in memory that its readers can use as it is.
class Machine {
 public:
  Machine(const decision::Program& program, std::span<const std::uint8_t> image)
      : image_((image.size() + sizeof(Word) - 1) / sizeof(Word)) {
    std::memcpy(image_.data(), image.data(), image.size());
    for (const decision::Decision& decision : program.decisions)
      indices_.push_back(
          runtime::find_decision(header(), decision.name.data(), decision.name.size()));
  }

  testing::CaseOutcome run(std::uint32_t decision, std::string_view facts,
                           const testing::CaseOptions& chosen) {
    phep_options options{};
    options.size = sizeof options;
    options.flags = PHEP_WITH_CERTIFICATE;
    options.as_of = chosen.as_of;
    options.law_date = chosen.law_date.value_or(PHEP_NO_DATE);
    options.reading_count = static_cast<std::uint32_t>(chosen.readings.size());
    options.readings.ptr = chosen.readings.empty() ? nullptr : chosen.readings.data();
    for (;;) {
      runtime::Arena arena{bytes(memory_), bytes(memory_) + size(memory_), false};
      runtime::FactsProblem problem{};
      std::size_t written = 0;
      const int status =
          runtime::decide_json(header(), indices_.at(decision), nullptr, facts.data(), facts.size(),
                               &options, bytes(out_), size(out_), &written, arena, &problem);
      const bool fits = written <= size(out_);
      Block& small = fits ? memory_ : out_;
      if (status != PHEP_SMALL_ARENA || size(small) >= kMostBytes)
        return {status, fits ? std::string(bytes(out_), written) : std::string(), 0, false};
      small = Block(small.size() * 2);
    }
  }

 private:
  const runtime::Header* header() {
    return reinterpret_cast<const runtime::Header*>(image_.data());
  }

  Block image_;
  std::vector<std::uint32_t> indices_;
  Block out_{std::size_t{4} << 10U};
  Block memory_{std::size_t{64} << 10U};
};

}  // namespace

testing::MakeEngines interpreter(DecidedLog log) {
  return [log](const decision::Program& program,
               std::span<const std::uint8_t> image) -> Result<std::vector<testing::Engine>> {
    const auto machine = std::make_shared<Machine>(program, image);
    return std::vector<testing::Engine>{
        {"interp", [machine, log](std::uint32_t decision, std::string_view facts,
                                  const testing::CaseOptions& options) {
           testing::CaseOutcome outcome = machine->run(decision, facts, options);
           log->push_back({decision, outcome.status, outcome.output});
           return outcome;
         }}};
  };
}

}  // namespace phep::ide
