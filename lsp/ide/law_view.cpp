#include "lsp/ide/law_view.h"

#include <algorithm>
#include <ranges>

namespace phep::ide {
namespace {

bool covers_place(Span span, std::uint32_t offset) {
  return span.begin <= offset && offset <= span.end;
}

// Whether a row of an outline is, or is a range that holds, the label.
bool lists(const ast::OutlineItem& row, const std::string& label) {
  if (row.first.value == label) return true;
  if (!row.last) return false;
  return !law::label_less(label, row.first.value) && !law::label_less(row.last->value, label);
}

// By whole intervals; an open bound makes the answer open.
Standing standing_in(const std::vector<hir::ForceInterval>& intervals, std::int32_t day) {
  if (intervals.empty()) return Standing::InForce;
  bool later = false;
  bool open = false;
  for (const hir::ForceInterval& one : intervals) {
    if (one.from.expr.exists() || one.until.expr.exists()) {
      open = true;
    } else if (day < one.from.days) {
      later = true;
    } else if (day < one.until.days) {
      return Standing::InForce;
    }
  }
  return open ? Standing::Open : later ? Standing::NotYet : Standing::Repealed;
}

const ast::Instrument* tree_of(const syntax::Parsed& parsed, Span name) {
  for (const ast::Decl& decl : parsed.module.decls)
    if (decl.name.span == name) return std::get_if<ast::Instrument>(&decl.node);
  return nullptr;
}

std::optional<law::Path> path_at(const std::vector<ast::OutlineItem>& rows, std::uint32_t offset) {
  for (const ast::OutlineItem& row : rows) {
    if (!covers_place(row.span, offset)) continue;
    if (auto inner = path_at(row.inner, offset)) {
      // `1..39 { 8 { … } }`: a range names no level of its own.
      if (!row.last) inner->insert(inner->begin(), row.first.value);
      return inner;
    }
    if (row.last && covers_place(row.last->span, offset)) return law::Path{row.last->value};
    return law::Path{row.first.value};
  }
  return std::nullopt;
}

}  // namespace

std::optional<LawView> LawView::make(workspace::Workspace& workspace, std::span<const FileId> files,
                                     Reach reach, const std::atomic<bool>& stop) {
  LawView out(workspace);
  const auto take = [&](FileId file) {
    if (out.modules_.contains(file)) return true;
    if (!workspace.settle(file, stop)) return false;
    const auto checked = workspace.checked(file);
    out.modules_[file] = &checked->module;
    out.kept_.push_back(checked);
    return true;
  };
  // What a file imports is there once the file is. Those that come later tend to import those that
  // come before.
  for (const FileId file : std::views::reverse(files)) {
    if (out.modules_.contains(file)) continue;
    if (!workspace.settle(file, stop)) return std::nullopt;
    for (const FileId one : workspace.closure(file))
      if (!take(one)) return std::nullopt;
    if (!take(file)) return std::nullopt;
  }
  if (reach == Reach::Library)
    for (const FileId file : workspace.open_whole_library(syntax::Extent::WithoutTests))
      if (!take(file)) return std::nullopt;
  return out;
}

const hir::Instrument* LawView::instrument(hir::DefId id) const {
  const auto found = modules_.find(id.file);
  if (found == modules_.end() || id.index >= found->second->defs.size()) return nullptr;
  return std::get_if<hir::Instrument>(&found->second->defs[id.index].node);
}

Standing standing(const law::Register& law, hir::DefId id, const law::Path& provision,
                  std::int32_t day) {
  const Standing own = standing_in(law::force_of(law, id, provision).intervals, day);
  if (own != Standing::InForce) return own;
  // Repealed by another, from a day that is past, or suspended by one.
  Standing out = own;
  for (const hir::DefId by : law::instruments(law))
    for (const hir::Change& change : law.instrument(by).changes) {
      const bool repeals = change.kind == hir::ChangeKind::Repeals;
      if (!repeals && change.kind != hir::ChangeKind::Suspends) continue;
      if (change.target.instrument != id) continue;
      const law::Overlap how = law::overlap(change.target.written, provision);
      if (how != law::Overlap::Same && how != law::Overlap::Whole) continue;
      if (standing(change.force, day) != Standing::InForce) continue;
      if (repeals) return Standing::Repealed;
      out = Standing::Suspended;
    }
  return out;
}

Standing standing(const hir::Force& force, std::int32_t day) {
  Standing worst = Standing::InForce;
  for (const auto& clause : force.clauses) {
    const Standing one = standing_in(clause, day);
    if (one == Standing::Repealed) return one;
    if (one == Standing::NotYet || (one == Standing::Open && worst == Standing::InForce))
      worst = one;
  }
  return worst;
}

std::string law_address(const law::Register& law, hir::DefId instrument,
                        const law::Path& provision) {
  std::string out = "law:/" + law.def(instrument).qualified;
  if (!provision.empty()) out += "/" + law::dotted(provision);
  return out;
}

std::optional<Provision> provision_at(const law::Register& law, std::string_view address) {
  if (!address.starts_with("law:")) return std::nullopt;
  address.remove_prefix(4);
  while (address.starts_with('/')) address.remove_prefix(1);
  address = address.substr(0, address.find_first_of("?#"));
  const auto slash = std::min(address.find('/'), address.size());
  const std::string_view name = address.substr(0, slash);
  std::string_view labels = address.substr(std::min(slash + 1, address.size()));
  Provision out;
  for (const hir::DefId id : law::instruments(law)) {
    const hir::Def& def = law.def(id);
    if (def.qualified == name || (!out.instrument.exists() && law.names.text(def.name) == name))
      out.instrument = id;
  }
  if (!out.instrument.exists()) return std::nullopt;
  while (!labels.empty()) {
    const auto dot = std::min(labels.find_first_of("./"), labels.size());
    if (dot > 0) out.path.emplace_back(labels.substr(0, dot));
    labels.remove_prefix(std::min(dot + 1, labels.size()));
  }
  return out;
}

Span outline_place(workspace::Workspace& workspace, hir::DefId id, const law::Path& provision) {
  const auto checked = workspace.checked(id.file);
  const Span name = checked->module.defs.at(id.index).name_span;
  const auto parsed = workspace.parsed(id.file);
  const ast::Instrument* tree = tree_of(*parsed, name);
  Span best = name;
  if (tree == nullptr) return best;
  for (const ast::Described& row : tree->described)
    if (row.of.instrument == checked->module.defs.at(id.index).name && row.of.path == provision)
      return row.of.span;
  const std::vector<ast::OutlineItem>* rows = &tree->outline;
  for (const std::string& label : provision) {
    const ast::OutlineItem* found = nullptr;
    const ast::OutlineItem* wider = nullptr;
    for (const ast::OutlineItem& row : *rows) {
      if (row.first.value == label && !row.last) found = &row;
      // After a range its braces refine members of it.
      if (row.last && lists(row, label)) {
        wider = &row;
        for (const ast::OutlineItem& inner : row.inner)
          if (inner.first.value == label) found = &inner;
      }
    }
    if (found == nullptr) found = wider;
    if (found == nullptr) break;
    best = {id.file, found->first.span.begin,
            found->last ? found->last->span.end : found->first.span.end};
    if (found == wider) break;
    rows = &found->inner;
  }
  return best;
}

std::optional<Provision> outline_row_at(workspace::Workspace& workspace, FileId file,
                                        std::uint32_t offset) {
  const auto checked = workspace.checked(file);
  const auto parsed = workspace.parsed(file);
  for (std::uint32_t i = 0; i < checked->module.defs.size(); ++i) {
    const hir::Def& def = checked->module.defs[i];
    if (!std::holds_alternative<hir::Instrument>(def.node) || !covers_place(def.span, offset))
      continue;
    const ast::Instrument* tree = tree_of(*parsed, def.name_span);
    if (tree == nullptr) continue;
    auto path = path_at(tree->outline, offset);
    for (const ast::Described& row : tree->described)
      if (row.of.instrument == def.name && covers_place(row.span, offset)) path = row.of.path;
    if (!path) continue;
    return Provision{{file, i}, std::move(*path)};
  }
  return std::nullopt;
}

}  // namespace phep::ide
