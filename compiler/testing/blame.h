// What a failed expectation points at: the rule or norm, its provision, what held in it, and the
// facts that it was decided by.
#pragma once

#include "compiler/base/span.h"

#include <string>
#include <utility>
#include <vector>

namespace phep::testing {

struct Blame {
  std::string definition;          // qualified name; empty: nothing is to blame
  Span at;                         // its name
  std::vector<std::string> cites;  // "PDPL@23.1"
  std::vector<std::string> held;   // its clauses that held, by name
  std::vector<std::pair<std::string, std::string>> facts;  // path and JSON, "?" for what is unknown
};

}  // namespace phep::testing
