// A case as a test of the language, ready to be pasted.
#pragma once

#include "compiler/hir/hir.h"
#include "compiler/testing/facts_json.h"
#include "compiler/verify/case.h"

#include <string>
#include <vector>

namespace phep::verify {

// What a test expects of one rule or norm.
struct Expected {
  hir::DefId target;
  std::string pattern;  // what stands after `is`
};

// The targets take the same facts. Readings that are not at their default are chosen.
std::string test_text(const testing::Program& program, const std::string& title, const Case& one,
                      const decision::Program& lowered, const std::vector<Expected>& expected);

}  // namespace phep::verify
