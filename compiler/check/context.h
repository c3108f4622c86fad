// What the passes of one check() share. Dies with it.
#pragma once

#include "compiler/base/interner.h"
#include "compiler/check/check.h"
#include "compiler/check/counting.h"
#include "compiler/check/part.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/hir/hir.h"
#include "compiler/hir/types.h"
#include "compiler/syntax/ast.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace phep::check {

using hir::DefId;
using hir::Sort;
using hir::TypeId;

// A `use` line with what it gives.
struct ImportLine {
  std::vector<Name> path;  // of the module
  Name alias;
  Span span;
  const Checked* checked;  // null: not found, reported elsewhere
};

struct Context {
  const ast::Module& tree;
  Interner& names;
  hir::TypeStore& types;
  hir::Module out{};

  // Who says what.
  std::vector<Part> parts{};  // by the order of declarations
  Part header{};              // of what stands before them
  Part whole{};               // of the module as a whole: cycles, lints
  Part* now = &header;        // whose turn it is
  std::size_t said_so_far = 0;
  bool again = false;  // some parts alone are checked, after the whole once was

  // Names (names.cpp).
  std::unordered_map<Name, std::uint32_t> own{};                 // → index in out.defs
  std::unordered_map<Name, std::vector<MemberPlace>> members{};  // of own enums
  std::vector<ImportLine> imports{};
  std::unordered_map<FileId, const Checked*> closure{};  // every module that can be referred to
  std::vector<std::uint32_t> def_of{};                   // ast declaration → index in out.defs
  std::unordered_map<std::uint64_t, std::unordered_map<Name, std::uint32_t>>
      positions{};                      // members, fields
  std::unordered_set<FileId> others{};  // imported modules that this one's author cannot change
  bool holes = false;                   // some import is missing: unknown names stay silent

  // Law.
  DefId calendar{};
  Counting counting{};
  DiagnosticList unsaid{};

  // Expressions.
  std::vector<std::vector<DefId>> calls{};  // by own definition: the rules and norms its body asks
  std::vector<std::uint32_t> numbers{};     // value number by expression, 0: not yet
  std::unordered_map<std::string, std::uint32_t> number_of{};
  std::vector<bool> local_used{};  // by LocalId

  [[nodiscard]] std::string_view text(Name name) const { return names.text(name); }
  [[nodiscard]] const ast::Expr& expr(ast::ExprId id) const { return tree.exprs[id]; }

  // Any definition of this module or of what it can refer to. The reference dies with the next new
  // definition.
  [[nodiscard]] const hir::Def& def(DefId id) const;
  [[nodiscard]] const hir::Module& module(FileId file) const;
  [[nodiscard]] DefId own_id(std::uint32_t index) const { return {tree.file, index}; }

  // The node of a definition if it is of sort T, else null.
  template <class T>
  [[nodiscard]] const T* as(DefId id) const {
    return id.exists() ? std::get_if<T>(&def(id).node) : nullptr;
  }

  // What has no place is of a declaration without a name: the parser has said so, and nothing more
  // is said of it.
  template <int N, class... Args>
  Diagnostic& report(const diag::Kind<N>& kind, Span at, Args&&... args) {
    ++said_so_far;
    DiagnosticList& list = at.file.exists() ? now->said : unsaid;
    return list.report(kind, at, std::forward<Args>(args)...);
  }
};

// While it lives, it is the part's turn; what the stores and lists of the module gain meanwhile is
// noted as the part's.
class Turn {
 public:
  Turn(Context& ctx, Part& part);
  ~Turn();
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  Context& ctx_;
  Part* before_;
  std::uint32_t exprs_, locals_;
  std::size_t occurrences_, mentions_;
};

// The declaration of a part.
inline const ast::Decl& decl_of(const Context& ctx, const Part& part) {
  return ctx.tree.decls[part.decl];
}

// Notes that something refers to an own definition, or is given by a `use` line.
void mark_used(Context& ctx, std::uint32_t own);
void mark_used(Context& ctx, const ImportLine& line);

// Notes that the name at `span` means `symbol`; said twice of one place, the last counts.
void note_name(Context& ctx, Span span, hir::Symbol symbol);
// The places where a declaration, its members and fields get their names.
void note_declaration(Context& ctx, const ast::Decl& decl, std::uint32_t index);
// Occurrences as a module keeps them: by place, one a place.
void settle_occurrences(std::vector<hir::Occurrence>& occurrences);

// Adds "`name` is declared here" when the definition has a place.
void note_declared(const Context& ctx, Diagnostic& diagnostic, DefId id);

// The position of an enum's member or a record's field, in constant time after the first question.
const std::unordered_map<Name, std::uint32_t>& member_positions(Context& ctx, DefId enumeration);
const std::unordered_map<Name, std::uint32_t>& field_positions(Context& ctx, DefId record);

// `a.b.c` as text.
std::string dotted(const Context& ctx, const ast::Path& path);

// A label from `vi "…" en "…"`.
hir::Label label_of(const ast::Labels& labels);

// A type as the author would write it; same in both languages.
std::string type_text(const Context& ctx, TypeId type);

}  // namespace phep::check
