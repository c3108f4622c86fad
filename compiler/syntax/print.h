// The syntax tree as text: what golden files hold and what the formatter compares.
#pragma once

#include "compiler/base/interner.h"
#include "compiler/syntax/ast.h"

#include <string>

namespace phep::syntax {

// Everything the tree says but its spans, in order of writing; the same tree gives the same bytes.
std::string print(const ast::Module& module, const Interner& names);

// One expression on one line: "(and (is b.harm serious) (>= b.affected 10000))".
std::string print(const ast::Module& module, const Interner& names, ast::ExprId expr);

// One row of a declaration: what two of them are told apart by.
std::string print(const ast::Module& module, const Interner& names, const ast::Interval& row);
std::string print(const ast::Module& module, const Interner& names, const ast::Relation& row);
std::string print(const ast::Module& module, const Interner& names, const ast::Scope& row);
std::string print(const ast::Module& module, const Interner& names, const ast::HeldRow& row);
std::string print(const ast::Module& module, const Interner& names, const ast::Exemption& row);
std::string print(const ast::Module& module, const Interner& names, const ast::Deferral& row);
std::string print(const ast::Module& module, const Interner& names, const ast::DueRow& row);
std::string print(const ast::Module& module, const Interner& names, const ast::Extension& row);
std::string print(const ast::Module& module, const Interner& names, const ast::Evidence& row);
std::string print(const ast::Module& module, const Interner& names, const ast::Sanction& row);

}  // namespace phep::syntax
