// A missing fact as a question that a person can answer: what it is called, what it may be, and
// what waits for it.
#pragma once

#include "compiler/decision/decision.h"
#include "compiler/explain/labels.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace phep::explain {

// One of the values that may be chosen: a member of an enum.
struct InquiryChoice {
  std::string name;   // as facts have it
  std::string label;  // what people call it; else empty
};

struct Inquiry {
  std::string fact;  // JSON pointer
  std::string label;
  std::string basis;  // of a judgment: what it must rest on
  bool judgment = false;
  std::vector<std::string> awaiting;  // norms and outputs that are unknown without it, in words
  const decision::Slot* slot = nullptr;
  const decision::Slot* element = nullptr;  // of a list of plain values: what each of them is
  bool closed_elements = false;             // of a list of closed records
  std::vector<InquiryChoice> choices;       // of an enum or a set
  std::int32_t zone_minutes = 420;          // in which moments without an offset are meant
};

// Choices beyond so many are not listed: a word of theirs finds them.
inline constexpr std::size_t kChoicesShown = 30;

// The question about a fact that `answer` misses; its slot is null where the pointer leads to no
// fact of the decision.
Inquiry inquiry(const Labels& labels, const decision::Program& program,
                const decision::Decision& decision, const nlohmann::json& answer,
                const std::string& fact);

// The question in words, one line each: what waits for it, the choices, how to answer.
std::vector<std::string> inquiry_text(const Inquiry& asked, const Speech& speech);

// Where a fact stands: the slot that a pointer leads to, and the objects on the way to it. A key
// that is not there is made, an object of a closed record as one of which only a part is known.
void put_fact(const decision::Program& program, const decision::Decision& decision,
              const std::string& fact, nlohmann::json value, nlohmann::json& facts);

// Facts of which nothing is known yet: of a closed record only a part.
nlohmann::json no_facts(const decision::Program& program, const decision::Decision& decision);

}  // namespace phep::explain
