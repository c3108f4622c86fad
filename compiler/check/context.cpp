#include "compiler/check/context.h"

#include "compiler/base/check.h"
#include "compiler/diagnostics/kinds/notes.h"

namespace phep::check {

const hir::Module& Context::module(FileId file) const {
  if (file == tree.file) return out;
  const auto found = closure.find(file);
  PHEP_CHECK(found != closure.end(), "a definition of a module that is not imported");
  return found->second->module;
}

const hir::Def& Context::def(DefId id) const {
  const hir::Module& home = module(id.file);
  PHEP_CHECK(id.index < home.defs.size(), "no such definition");
  return home.defs[id.index];
}

void note_declared(const Context& ctx, Diagnostic& diagnostic, DefId id) {
  const hir::Def& def = ctx.def(id);
  if (def.name.exists()) diagnostic.note(diag::DeclaredHere, def.name_span, ctx.text(def.name));
}

namespace {

template <class T>
const std::unordered_map<Name, std::uint32_t>& positions(Context& ctx, DefId id,
                                                         const std::vector<T>& parts) {
  const std::uint64_t key = std::uint64_t{id.file.index} << 32U | id.index;
  const auto [entry, fresh] = ctx.positions.try_emplace(key);
  if (fresh)
    for (std::uint32_t i = 0; i < parts.size(); ++i) entry->second.emplace(parts[i].name, i);
  return entry->second;
}

}  // namespace

const std::unordered_map<Name, std::uint32_t>& member_positions(Context& ctx, DefId enumeration) {
  if (const auto* reading = ctx.as<hir::Reading>(enumeration))
    return positions(ctx, enumeration, reading->options);
  return positions(ctx, enumeration, ctx.as<hir::Enum>(enumeration)->members);
}

const std::unordered_map<Name, std::uint32_t>& field_positions(Context& ctx, DefId record) {
  return positions(ctx, record, ctx.as<hir::Record>(record)->fields);
}

std::string dotted(const Context& ctx, const ast::Path& path) {
  std::string out;
  for (const ast::Ident& part : path.parts) {
    if (!out.empty()) out += '.';
    out += ctx.text(part.name);
  }
  return out;
}

hir::Label label_of(const ast::Labels& labels) {
  return {labels.vi ? labels.vi->value : std::string(),
          labels.en ? labels.en->value : std::string()};
}

std::string type_text(const Context& ctx, TypeId id) {
  return hir::type_text(ctx.types, ctx.names, id,
                        [&](DefId def) { return ctx.text(ctx.def(def).name); });
}

}  // namespace phep::check
