// Does an answer meet an expectation? Works on the canonical JSON that every engine returned.
#pragma once

#include "compiler/hir/hir.h"
#include "compiler/testing/facts_json.h"

#include <nlohmann/json.hpp>

#include <compare>
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

// How two values of one ordered type stand to each other, as answers write them; unordered where
// one of them is none: not there, not known, an error.
std::partial_ordering order_of(const Program& program, hir::TypeId type, const nlohmann::json& a,
                               const nlohmann::json& b);

// The English word of a phep_norm_status, as `is` spells it.
std::string_view status_word(std::uint32_t status);
std::uint32_t status_count();

}  // namespace phep::testing
