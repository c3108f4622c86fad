// The facts and constants of a test as canonical JSON, so that every engine reads the same bytes.
#pragma once

#include "compiler/base/interner.h"
#include "compiler/hir/hir.h"

#include <nlohmann/json.hpp>

#include <map>
#include <span>
#include <string>
#include <vector>

namespace phep::testing {

// Everything a test needs to look up: checked modules by file, types and names.
struct Program {
  const std::map<FileId, const hir::Module*>& modules;
  const hir::TypeStore& types;
  const Interner& names;
  std::vector<hir::OutsideSpecial> outside{};  // special law that the modules miss

  [[nodiscard]] const hir::Def& def(hir::DefId id) const;
};

// The facts object of a target called with these arguments: the record itself when the one
// parameter is a record, else an object by parameter name. Unknown fields are left out.
std::string facts_json(const Program& program, hir::DefId target,
                       std::span<const hir::FactValue> args);

// A constant in the canonical form of an answer: instants in UTC, money in minor units, sets
// sorted.
nlohmann::json constant_json(const Program& program, const hir::Expr& constant);

}  // namespace phep::testing
