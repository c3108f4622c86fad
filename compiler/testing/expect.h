// Does an answer meet an expectation? Works on the canonical JSON that every engine returned.
#pragma once

#include "compiler/hir/hir.h"
#include "compiler/testing/facts_json.h"

#include <nlohmann/json.hpp>

#include <string>

namespace phep::testing {

struct Verdict {
  bool met = false;
  std::string expected, found;  // canonical JSON, or words of the language
};

// `answer` is a decision's canonical JSON. A target that the answer does not hold is not met, and
// says so.
Verdict judge(const Program& program, const hir::Expectation& expectation,
              const nlohmann::json& answer);

// The English word of a phep_norm_status, as `is` spells it.
std::string_view status_word(std::uint32_t status);
std::uint32_t status_count();

}  // namespace phep::testing
