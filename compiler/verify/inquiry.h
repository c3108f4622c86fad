// What the proofs of this room share: one program, one solver context, and a verdict from an
// answer. Private to this room.
#pragma once

#include "compiler/verify/case.h"
#include "compiler/verify/prove.h"
#include "compiler/verify/test_text.h"
#include "compiler/verify/verify.h"

#include <functional>
#include <memory>
#include <span>

namespace phep::verify {

// A program with what proofs about it need.
struct Subject {
  explicit Subject(decision::Program lowered) : program(std::move(lowered)), interpreter(program) {}
  decision::Program program;
  Interpreter interpreter;
  z3::context context;
};

// Lowers entries; null where they cannot be.
std::unique_ptr<Subject> subject_of(const testing::Program& program,
                                    std::span<const decision::Entry> entries);

// The decision of this name.
const decision::Decision& decision_of(const decision::Program& program, const std::string& name);

// A claim that no case meets `wanted`. `confirmed` asks the interpreter's answer whether the case
// is what the model says.
struct Claim {
  std::vector<expr> wanted;
  std::function<bool(const Case&)> confirmed;
};

// The constructs without an exact counterpart that the formulas hang on, joined by commas;
// `otherwise` where there are none.
std::string blame(std::span<const Encoder* const> encoders, const std::vector<expr>& wanted,
                  const std::string& otherwise);

class Inquiry {
 public:
  Inquiry(Encoder& encoder, const Options& options)
      : encoder_(encoder), prover_({&encoder}, Budget{.steps = options.steps}) {}

  // Fills the verdict of a claim that nothing fulfils `wanted`. The case, if it is refuted.
  std::optional<Case> refute(const Claim& claim, const decision::Decision& decision,
                             Result& result);

  // Fills the verdict of a claim that something fulfils `wanted`: proved by a case, refuted if
  // there is none.
  void witness(const std::vector<expr>& wanted, Result& result);

  // Whether there is anything to prove.
  Answer possible(const std::vector<expr>& premise) { return prover_.find(premise).answer; }

 private:
  void price(Result& result);
  // Asks again under each way to understand each reading that the formulas hang on.
  void by_reading(const std::vector<expr>& wanted,
                  const std::function<Verdict(const std::vector<expr>&)>& ask, Result& result);
  [[nodiscard]] std::string blamed(const std::vector<expr>& wanted,
                                   const std::string& otherwise) const {
    const Encoder* const own = &encoder_;
    return blame(std::span(&own, 1), wanted, otherwise);
  }

  Encoder& encoder_;
  Prover prover_;
  Cost before_{};
};

// Adds how the instructions of an encoder came out.
void count_constructs(const Encoder& encoder, Report& report);

// Whether an answer holds an error of this kind anywhere.
bool has_error(const nlohmann::json& answer, const std::string& kind, const std::string& at);

}  // namespace phep::verify
