// Rules of many cases that each conclude a member of their own, decided all at once: a case is a
// lane of a word. Private to this room.
//
// What a fact says about the cases is a word that only its value chooses: one table a fact, one
// look-up and one `and`, whatever the number of cases. So a rule costs by the facts that it reads,
// and no branch depends on them.
#pragma once

#include "compiler/decision/decision.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace phep::codegen {

// The lanes of a word that stay where a fact has a value: bit by bit *and*ed with what other facts
// say.
struct LaneTable {
  // By value of a truth or an enum member; or by how many of `thresholds` the value reaches.
  std::vector<std::uint64_t> stay;
  std::vector<std::int64_t> thresholds;  // ascending; of numbers alone
};

// A condition that is no comparison of one fact with a constant, computed by itself.
struct Condition {
  decision::Reg holds;
  std::uint64_t lanes = 0;  // which need it
};

// One conjunction a lane.
struct Conjunctions {
  std::uint64_t lanes = 0;
  std::map<decision::SlotId, LaneTable> tables;
  std::vector<Condition> conditions;
};

// The rule: a lane is the member that its case concludes, unless the exception of that case holds,
// which stands in the same lane.
struct LanePlan {
  Conjunctions cases, exceptions;
  std::array<std::uint32_t, 64> case_bits{}, exception_bits{};  // of the certificate, by lane
};

// None where the rule is of another shape.
std::optional<LanePlan> lanes_of(const decision::Program& program,
                                 const decision::Function& function,
                                 const decision::ChooseInst& rule);

}  // namespace phep::codegen
