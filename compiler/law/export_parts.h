// How the export writes one module: what its parts share. Private to this room.
#pragma once

#include "compiler/law/pages.h"
#include "compiler/syntax/ast.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace phep::law {

// One module on its way out.
struct Exported {
  const Register& law;
  const hir::Module& module;
  const ast::Module& tree;

  [[nodiscard]] std::string_view text(Name name) const { return law.names.text(name); }
};

// Source text on one line, without its comments; null for what is not written.
std::string written(const Exported& at, Span span);
Json written(const Exported& at, ast::ExprId id);

Json named_json(const Register& law, hir::DefId id);
Json cites_json(const Register& law, const std::vector<hir::Cite>& cites);
// The citations that stand in a part of the text.
Json cites_in(const Exported& at, Span span);

// Rows, citations, confidence and sources; and, of an authority, when it holds: every list of
// intervals in `force` must hold the day, and what other texts change in it stands in `changes`.
void add_provenance(Json& out, const Register& law, const hir::Provenance& provenance);
void add_authority(Json& out, const Register& law, const hir::Authority& authority);

Json head_json(const Exported& at, const hir::Def& def, std::string_view kind);

Json instrument_out(const Exported& at, hir::DefId id);
Json unencoded_json(const Exported& at, const hir::Def& def, const hir::Unencoded& left);
Json reading_json(const Exported& at, const hir::Def& def, const hir::Reading& reading);
Json party_json(const Exported& at, const hir::Def& def, const hir::Party& party,
                const ast::Party& tree);
Json list_json(const Exported& at, const hir::Def& def, const hir::Enum& list,
               const ast::ClosedList& tree);
Json calendar_json(const Exported& at, const hir::Def& def, const hir::Calendar& calendar);
Json election_json(const Exported& at, const hir::Def& def, const hir::Rule& rule,
                   const ast::Elect& tree);

// The declarations of a module as its tree holds them, by where they stand; null for what was
// written by no one.
template <class Node>
const Node* tree_of(const Exported& at, const hir::Def& def) {
  for (const ast::Decl& decl : at.tree.decls)
    if (decl.span == def.span)
      if (const auto* node = std::get_if<Node>(&decl.node)) return node;
  return nullptr;
}

}  // namespace phep::law
