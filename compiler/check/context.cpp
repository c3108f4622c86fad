#include "compiler/check/context.h"

#include "compiler/base/check.h"
#include "compiler/diagnostics/kinds/notes.h"

#include <utility>

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

namespace {

bool holds(Span outer, Span inner) {
  return inner.file == outer.file && outer.begin <= inner.begin && inner.end <= outer.end;
}

void add_range(std::vector<IdRange>& ranges, std::uint32_t begin, std::uint32_t end) {
  if (begin == end) return;
  if (!ranges.empty() && ranges.back().end == begin)
    ranges.back().end = end;
  else
    ranges.push_back({begin, end});
}

// So that adding one range, or two of turns within each other, takes no memory.
void make_room(std::vector<IdRange>& ranges) {
  if (ranges.capacity() - ranges.size() < 2) ranges.reserve(2 * ranges.size() + 2);
}

void add_once(std::vector<std::uint32_t>& to, std::uint32_t value) {
  if (to.empty() || to.back() != value) to.push_back(value);
}

}  // namespace

Turn::Turn(Context& ctx, Part& part)
    : ctx_(ctx),
      before_(std::exchange(ctx.now, &part)),
      exprs_(ctx.out.exprs.size()),
      locals_(ctx.out.locals.size()),
      occurrences_(ctx.out.occurrences.size()),
      mentions_(ctx.out.mentions.size()) {
  make_room(part.exprs);
  make_room(part.locals);
}

// Takes no memory: where it runs out there may be none.
Turn::~Turn() {
  Part& part = *std::exchange(ctx_.now, before_);
  add_range(part.exprs, exprs_, ctx_.out.exprs.size());
  add_range(part.locals, locals_, ctx_.out.locals.size());
  for (std::size_t i = occurrences_; i < ctx_.out.occurrences.size(); ++i)
    part.inside = part.inside && holds(part.span, ctx_.out.occurrences[i].span);
  for (std::size_t i = mentions_; i < ctx_.out.mentions.size(); ++i)
    part.inside = part.inside && holds(part.span, ctx_.out.mentions[i].cite.written.span);
}

void mark_used(Context& ctx, std::uint32_t own) {
  add_once(ctx.now->used, own);
}

void mark_used(Context& ctx, const ImportLine& line) {
  add_once(ctx.now->lines, static_cast<std::uint32_t>(&line - ctx.imports.data()));
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
