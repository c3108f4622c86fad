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
  std::string says;  // what stands behind the call: "is late", "== 5"
};

// Who holds the locals that a test names.
struct Named {
  const hir::Module& module;
  const std::vector<hir::LocalId>& params;
};

// The targets take the same facts. Readings that are not at their default are chosen.
std::string test_text(const testing::Program& program, const std::string& title, const Case& one,
                      const decision::Program& lowered, const std::vector<Expected>& expected);

std::string test_text(const testing::Program& program, const std::string& title, const Case& one,
                      const decision::Program& lowered, const Named& named,
                      const std::vector<Expected>& expected);

// A value of an answer as an expectation says it: "== 5", "is null", "is error(overflow)"; empty
// where a test cannot say it.
std::string says(const testing::Program& program, hir::TypeId type, const nlohmann::json& value);

}  // namespace phep::verify
