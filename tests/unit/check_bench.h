// Texts checked as modules, and what was said of them.
#pragma once

#include "compiler/check/check.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/hir/print.h"
#include "compiler/syntax/parse.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace phep::tests {

// Texts checked one after another with shared names and types; each may use those before it.
class Bench {
 public:
  std::shared_ptr<const check::Checked> check(const std::string& text) {
    const FileId file{static_cast<std::uint32_t>(imports_.size())};
    const auto parsed = syntax::parse(file, text, names_);
    REQUIRE(parsed.diagnostics.empty());
    check::Imports imports;
    for (const std::string& name : check::imported_modules(parsed.module, names_))
      for (const check::Import& known : imports_)
        if (known.module == name) imports.push_back(known);
    auto checked = std::make_shared<const check::Checked>(
        check::check(parsed.module, imports, names_, types_));
    imports_.push_back({checked->module.name, checked});
    return checked;
  }

  std::string print(const check::Checked& checked) {
    return hir::print(checked.module, types_, names_, [this](hir::DefId id) {
      return imports_[id.file.index].checked->module.defs[id.index].qualified;
    });
  }

  std::string text(Name name) const { return std::string(names_.text(name)); }

  // Codes of what was said, in order of place.
  static std::vector<std::string> codes(const check::Checked& checked) {
    std::vector<std::string> out;
    for (const Diagnostic& diagnostic : checked.diagnostics.items())
      out.push_back(code_text(diagnostic.row->code));
    return out;
  }

 private:
  Interner names_;
  hir::TypeStore types_;
  check::Imports imports_;
};

using Codes = std::vector<std::string>;

// The declaration of this qualified name.
template <class Node>
const Node& node_of(const check::Checked& checked, std::string_view qualified) {
  const auto& defs = checked.module.defs;
  const auto found = std::ranges::find(defs, qualified, &hir::Def::qualified);
  REQUIRE_MESSAGE(found != defs.end(), qualified);
  return std::get<Node>(found->node);
}

inline constexpr const char* kLaw =
    "instrument L { number \"1\" rank law in_force from 2026-01-01 "
    "in_force @2 from 2027-01-01 outline 1..9 { 5 { 1..3 } } }\n";

}  // namespace phep::tests
