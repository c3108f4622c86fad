// Under which keys a norm's results stand in an answer. Private to this room.
#pragma once

#include "compiler/decision/decision.h"

#include <string>

namespace phep::exports {

// `notify`; of a list `answer[/requests/3]`, or `answer[/requests]` where the list is unknown; of a
// recurring norm `update[#3]`.
struct NormKeys {
  bool repeated = false;
  std::string pattern;   // a regular expression of all of them
  std::string whole;     // the key where the list itself is unknown; empty for recurring norms
  std::string numbered;  // as a template of TypeScript: answer[/requests/${number}]
};
NormKeys norm_keys(const decision::Program& program, const decision::NormOutput& output);

}  // namespace phep::exports
