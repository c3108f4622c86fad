// Replay: one decision taken once more by the interpreter, so that what it went by can be looked
// at.
//
// Nothing is traced while deciding. The registers of a function are worked out again when somebody
// asks for them: a Scope is one call, opened with the very values that its caller holds, run by the
// interpreter itself. Production pays nothing, and the reasons cannot differ from the decision.
#pragma once

#include "compiler/decision/decision.h"
#include "compiler/runtime/interpret.h"
#include "compiler/runtime/runtime.h"

#include <nlohmann/json.hpp>

#include <deque>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace phep::explain {

// What is decided. `program` and the image outlive every replay of it.
struct Question {
  const decision::Program* program;
  std::span<const std::uint8_t> image;  // of the program; 8-aligned
  std::uint32_t decision = 0;           // index into program->decisions
  std::string facts;                    // JSON
  std::int64_t as_of = 0;               // UTC milliseconds
  std::optional<std::int32_t> law_date{};
  std::vector<std::int32_t> readings{};  // by Program.readings; -1: the default
};

// Why a question cannot be answered: a phep_status, and for bad facts the {"error":…} of the
// reader; or what a certificate says otherwise.
struct Refusal {
  int status;
  std::string output;
  std::vector<std::string> differs{};
};

// One call of a function: values of its registers, and where its parameters come from.
struct Scope {
  decision::FunctionId function;
  const runtime::Value* registers;
  const Scope* caller;               // null: of an entry, or of an element of a list
  std::vector<decision::Reg> given;  // registers of the caller, by parameter; may not exist
};

class Replay {
 public:
  static std::expected<std::unique_ptr<Replay>, Refusal> start(const Question& question);

  [[nodiscard]] const Question& question() const { return question_; }
  [[nodiscard]] const decision::Program& program() const { return *question_.program; }
  [[nodiscard]] const decision::Decision& decision() const {
    return program().decisions[question_.decision];
  }
  [[nodiscard]] const runtime::Header* image() const;

  // The canonical answer with its certificate, as the interpreter gives it.
  [[nodiscard]] const nlohmann::json& answer() const { return answer_; }

  // Whether the draft of this name is treated as law.
  [[nodiscard]] bool supposes(std::string_view draft) const;

  // Scopes live until the next forget().
  const Scope& entry();
  const Scope& element(decision::FunctionId function, std::uint64_t index);
  const Scope& call(const Scope& from, decision::Reg call);
  const Scope& body(const Scope& from, const decision::QuantifyInst& node,
                    decision::FunctionId function, std::uint64_t index);
  void forget();

  [[nodiscard]] static const runtime::Value& value(const Scope& scope, decision::Reg reg) {
    return scope.registers[reg.index];
  }
  // The instruction that gives a register; null for a parameter.
  [[nodiscard]] const decision::Inst* inst(const Scope& scope, decision::Reg reg) const;

  // Scopes opened from now on are of this world: the alternative of each pending group.
  void enter_world(const std::vector<std::uint8_t>& alternatives);
  [[nodiscard]] const std::uint8_t* world() const { return ctx_.world; }

  // The indices of a list's elements, in the list or in the element at `owner`.
  std::vector<std::uint64_t> elements(decision::SlotId list, std::uint64_t owner);
  // Whether it is known how many they are.
  bool knows(decision::SlotId list, std::uint64_t owner);
  // A fact as the interpreter loads it, and whether an optional one is there.
  runtime::Value load(decision::SlotId slot, std::uint64_t index);
  runtime::Value present(decision::SlotId slot, std::uint64_t index);
  // The JSON pointer of a fact.
  [[nodiscard]] std::string pointer(decision::SlotId slot, std::uint64_t index) const;
  // Memory ran out: what was looked at since then means nothing.
  [[nodiscard]] bool failed() const { return ctx_.failure != PHEP_OK; }

 private:
  explicit Replay(Question question) : question_(std::move(question)) {}
  std::optional<Refusal> decide();
  std::optional<Refusal> prepare();
  const Scope& open(decision::FunctionId function, const runtime::Value* given, std::size_t count,
                    const Scope* caller, std::vector<decision::Reg> registers);

  Question question_;
  nlohmann::json answer_;
  phep_options options_{};
  std::unique_ptr<std::byte[]> memory_;
  runtime::Arena arena_{};
  runtime::Evaluation ctx_{};
  char* kept_ = nullptr;  // the arena's front after the facts
  std::deque<Scope> scopes_;
  std::deque<std::vector<runtime::Value>> blank_;  // of scopes opened after a failure
};

// Options as the interpreter takes them; they point into the question.
phep_options options_of(const Question& question, bool certificate);

}  // namespace phep::explain
