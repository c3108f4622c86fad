// Gives one parsed module its meaning: names become definitions, expressions get types, law gets
// its force.
//
// Never fails: what cannot be understood becomes the Error type, and each hole has exactly one
// diagnostic.
#pragma once

#include "compiler/base/interner.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/hir/hir.h"
#include "compiler/hir/types.h"
#include "compiler/syntax/ast.h"

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace phep::check {

struct Checked;

// One `use` line that was resolved: the module's name as the line writes it, and what was found
// there. Without a name: a module further off, which stands in place of an older self that an
// import still remembers.
struct Import {
  std::string module;
  std::shared_ptr<const Checked> checked;
  bool others = false;  // written by others: the library, read from outside of it
};
using Imports = std::vector<Import>;

// An enum member by its bare name: the enum's definition and the member's position.
struct MemberPlace {
  hir::DefId enumeration;
  std::uint32_t member;
};

// A checked module, with the tables through which importers look names up.
struct Checked {
  hir::Module module;
  DiagnosticList diagnostics;                     // sorted by place
  std::unordered_map<Name, std::uint32_t> names;  // public names → index in module.defs
  std::unordered_map<Name, std::vector<MemberPlace>> members;
  std::vector<std::shared_ptr<const Checked>>
      imports;  // kept alive: their definitions are referred to
};

// The modules that a parsed module imports, as its `use` lines write them, in order.
std::vector<std::string> imported_modules(const ast::Module& module, const Interner& names);

// What importers see of a module, beside its own words and its imports' faces: while it and those
// are equal, checking an importer again would find nothing new.
std::uint64_t face_of(const Checked& checked);

// Resolves the names and types of one module. Modules are checked in dependency order, so imports
// are already checked; a `use` without an import has been reported by whoever looked for it.
Checked check(const ast::Module& module, const Imports& imports, Interner& names,
              hir::TypeStore& types);

}  // namespace phep::check
