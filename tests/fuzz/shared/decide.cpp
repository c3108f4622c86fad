#include "tests/fuzz/shared/decide.h"

#include "tests/fuzz/shared/target.h"

#include <algorithm>
#include <memory>
#include <vector>

namespace phep::fuzz {

Answer decide(const runtime::Header* image, std::uint32_t decision, std::string_view facts,
              std::size_t memory) {
  // Of exactly their sizes, so that a byte beyond is noticed.
  std::vector<char> text(facts.begin(), facts.end());
  if (text.empty()) text.reserve(1);  // a text of no bytes is somewhere, too
  const auto arena_memory = std::make_unique_for_overwrite<char[]>(memory);
  std::vector<char> out(std::size_t{1} << 16U);
  phep_options options{};
  options.size = sizeof options;
  options.flags = PHEP_WITH_CERTIFICATE;
  options.as_of = 1'772'000'000'000;  // 2026-02-25
  options.law_date = PHEP_NO_DATE;
  Answer answer;
  for (;;) {
    runtime::Arena arena{arena_memory.get(), arena_memory.get() + memory, false};
    std::size_t written = 0;
    answer.problem = {};
    answer.status =
        runtime::decide_json(image, decision, nullptr, text.data(), text.size(), &options,
                             out.data(), out.size(), &written, arena, &answer.problem);
    if (answer.status == PHEP_SMALL_ARENA && written > out.size()) {
      holds(written < std::size_t{1} << 28U, "an answer has a size that can be");
      out.resize(written);
      continue;
    }
    const bool told = answer.status == PHEP_OK || answer.status == PHEP_BAD_FACTS;
    if (told) {
      holds(written <= out.size(), "what is written has room");
      answer.text.assign(out.data(), written);
    }
    return answer;
  }
}

}  // namespace phep::fuzz
