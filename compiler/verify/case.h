// One case: facts, moment and readings, taken from a model, and decided by the interpreter.
#pragma once

#include "compiler/decision/decision.h"
#include "compiler/runtime/runtime.h"
#include "compiler/verify/encoder.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace phep::verify {

struct Case {
  nlohmann::ordered_json facts;
  std::int64_t as_of = 0;
  std::optional<std::int32_t> law_date;
  std::vector<std::int32_t> readings;  // by Program.readings
};

// The facts of a decision of the first encoder under a model: all of them; what is not among the
// names that the question hangs on at its simplest.
Case case_of(const std::vector<const Encoder*>& encoders, const decision::Decision& decision,
             const z3::model& model, const std::set<std::string>& names);

// The interpreter over one program.
class Interpreter {
 public:
  explicit Interpreter(const decision::Program& program);

  [[nodiscard]] const runtime::Header* image() const;

  // The answer's canonical JSON, or what is wrong with the facts.
  nlohmann::json decide(const decision::Decision& decision, const Case& one);
  std::string decide(const decision::Decision& decision, const std::string& facts, const Case& one);

 private:
  std::vector<std::uint64_t> image_;
  std::vector<char> out_, arena_;
};

}  // namespace phep::verify
