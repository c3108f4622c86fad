// Why a register holds what it holds: Decision IR and its values read back into reasons.
//
// Reasons are read off the IR, not off the source: every construct that lowers to it is explained,
// sugar included. Names and citations come from the declarations, which functions, nodes and
// certificate bits carry by their qualified names. A reason says what is the case, so a negation
// needs no words; only what decides is said: of a false `and` the false operands, of a true `or`
// the true ones.
#pragma once

#include "compiler/explain/labels.h"
#include "compiler/explain/replay.h"
#include "compiler/explain/status_words.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phep::explain {

enum class Truth : std::uint8_t { Holds, Fails, Unknown, Error };

struct Reason {
  std::string kind;  // fact, rule, case, exception, default, reading, force, norm, element, date
  Truth truth = Truth::Holds;
  std::string text;                  // what is the case, without a full stop
  std::string fact{};                // JSON pointer, if it is one fact
  std::vector<std::string> cites{};  // in full
  std::vector<Reason> because{};
  std::string symbol{};  // qualified name, if it is one rule or norm
};

// A value with its name: “ngày nộp hồ sơ”: 02/3/2026.
struct Term {
  std::string name{};  // empty: the value speaks for itself
  std::string value{};
  std::string fact{};
  Truth truth = Truth::Holds;  // Unknown and Error only tell that there is no value
  bool absent = false;
  std::vector<Reason> because{};
  std::string symbol{};  // of the rule that gave it
};

// Of what a register holds a number or a member.
struct Meaning {
  std::string enumeration{}, reading{}, currency{};
  [[nodiscard]] bool empty() const {
    return enumeration.empty() && reading.empty() && currency.empty();
  }
};

class Reasons {
 public:
  Reasons(Replay& replay, const Labels& labels) : replay_(replay), labels_(labels) {}

  Meaning meaning(const Scope& scope, decision::Reg reg);

  // The facts and rules on which a condition's outcome stands.
  std::vector<Reason> grounds(const Scope& scope, decision::Reg reg);
  // `like` says of what it is where it does not say so itself: of a constant nothing else does.
  Term term(const Scope& scope, decision::Reg reg, const Meaning& like = {});
  // “name”: value.
  [[nodiscard]] std::string said(const Term& term) const;
  [[nodiscard]] Reason as_reason(Term term) const;

  // The nodes of a rule's function that decide its value.
  std::vector<Reason> rule(const Scope& callee);

  [[nodiscard]] std::string value_text(decision::Kind kind, const runtime::Value& value,
                                       const Scope& scope, decision::Reg reg,
                                       const Meaning& like = {});
  static Truth truth_of(const runtime::Value& value);

  [[nodiscard]] Replay& replay() { return replay_; }
  [[nodiscard]] const Labels& labels() const { return labels_; }
  [[nodiscard]] const Speech& speech() const { return labels_.speech(); }
  [[nodiscard]] std::string say(std::string_view vi, std::string_view en) const {
    return speech().say(vi, en);
  }
  [[nodiscard]] std::int64_t now() const { return replay_.question().as_of; }
  [[nodiscard]] std::int32_t zone() const { return replay_.decision().zone_minutes; }

 private:
  // conditions.cpp
  std::vector<Reason> joined(const Scope& scope, decision::Reg reg, bool conjunction);
  [[nodiscard]] bool only_counts(const Scope& scope, decision::Reg reg) const;
  Reason compared(const Scope& scope, const decision::CompareInst& node,
                  const runtime::Value& value);
  Reason has(const Scope& scope, const decision::SetHasInst& node, const runtime::Value& value);
  std::optional<decision::InForceInst> change_of(const Scope& scope, decision::Reg reg);
  std::vector<Reason> denied(const Scope& scope, decision::Reg reg);
  std::string intervals_text(const Scope& scope, const decision::InForceInst& node, bool holding);
  Reason in_force(const Scope& scope, const decision::InForceInst& node,
                  const runtime::Value& value);
  Reason quantified(const Scope& scope, const decision::QuantifyInst& node,
                    const runtime::Value& value);
  Reason norm_is(const Scope& scope, decision::Reg norm, const runtime::Value& value);
  std::vector<Reason> called(const Scope& scope, decision::Reg reg);
  [[nodiscard]] std::string members_text(std::string_view enumeration, std::uint64_t bits) const;

  // terms.cpp
  Term loaded(const Scope& scope, decision::SlotId slot, decision::Reg index);
  Term computed(const Scope& scope, decision::Reg reg, const Meaning& like);
  Term called_term(const Scope& scope, decision::Reg reg, const Meaning& like);
  Term counted_list(const Scope& scope, decision::Reg reg, const decision::QuantifyInst& node);

  // rules.cpp
  struct NodeOutcome {
    enum class Is : std::uint8_t { Nothing, Lifted, Value, Unknown } is = Is::Nothing;
  };
  std::vector<NodeOutcome> outcomes(const Scope& scope, const decision::ChooseInst& choose) const;
  std::vector<Reason> chosen(const Scope& scope, const decision::ChooseInst& choose);
  Reason node_reason(const Scope& scope, const decision::ChooseNode& node, std::string_view kind);

  Replay& replay_;
  const Labels& labels_;
};

}  // namespace phep::explain
