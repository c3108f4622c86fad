#include "compiler/check/names.h"

#include "compiler/base/text.h"
#include "compiler/check/words.h"
#include "compiler/diagnostics/kinds/names.h"

#include <algorithm>
#include <optional>

namespace phep::check {
namespace {

// What a special rule or norm adds to; nothing for any other declaration.
ast::Path special_of(const ast::DeclNode& node) {
  if (const auto* rule = std::get_if<ast::Rule>(&node)) return rule->special_of;
  if (const auto* norm = std::get_if<ast::Norm>(&node)) return norm->special_of;
  return {};
}

// The node a declaration will fill, still empty, so that its sort is known before its contents.
hir::DefNode empty_node(const ast::DeclNode& node) {
  if (std::holds_alternative<ast::Instrument>(node)) return hir::Instrument{};
  if (std::holds_alternative<ast::Source>(node)) return hir::Source{};
  if (std::holds_alternative<ast::Unencoded>(node)) return hir::Unencoded{};
  if (std::holds_alternative<ast::Party>(node)) return hir::Party{};
  if (std::holds_alternative<ast::Action>(node)) return hir::Action{};
  if (std::holds_alternative<ast::Enum>(node)) return hir::Enum{};
  if (std::holds_alternative<ast::ClosedList>(node)) return hir::Enum{};
  if (std::holds_alternative<ast::Elect>(node)) return hir::Rule{};
  if (std::holds_alternative<ast::Collision>(node)) return hir::Collision{};
  if (std::holds_alternative<ast::Record>(node)) return hir::Record{};
  if (std::holds_alternative<ast::Calendar>(node)) return hir::Calendar{};
  if (special_of(node).exists()) return hir::Special{};
  if (std::holds_alternative<ast::Rule>(node)) return hir::Rule{};
  if (std::holds_alternative<ast::Norm>(node)) return hir::Norm{};
  if (std::holds_alternative<ast::Decision>(node)) return hir::Decision{};
  if (std::holds_alternative<ast::Reading>(node)) return hir::Reading{};
  return std::monostate{};
}

bool starts_with(const std::vector<ast::Ident>& parts, const std::vector<Name>& prefix) {
  if (parts.size() <= prefix.size()) return false;
  for (std::size_t i = 0; i < prefix.size(); ++i)
    if (parts[i].name != prefix[i]) return false;
  return true;
}

void gather_closure(Context& ctx, const Checked& checked) {
  if (!ctx.closure.emplace(checked.module.file, &checked).second) return;
  for (const auto& import : checked.imports) gather_closure(ctx, *import);
}

DefId in_module(const Checked& checked, Name name) {
  const auto found = checked.names.find(name);
  return found == checked.names.end() ? DefId{} : DefId{checked.module.file, found->second};
}

// What the imports call so; they must not disagree on what fits.
PathMeaning look_up_imported(Context& ctx, const ast::Ident& ident,
                             const std::function<bool(const hir::Def&)>& fits) {
  PathMeaning meaning{{}, 1, false};
  for (ImportLine& line : ctx.imports) {
    if (line.checked == nullptr) continue;
    const DefId id = in_module(*line.checked, ident.name);
    if (!id.exists() || id == meaning.def || !fits(ctx.def(id))) continue;
    mark_used(ctx, line);
    if (meaning.def.exists()) {
      auto& diagnostic = ctx.report(diag::AmbiguousName, ident.span, ctx.text(ident.name),
                                    ctx.def(meaning.def).qualified, ctx.def(id).qualified);
      note_declared(ctx, diagnostic, meaning.def);
      note_declared(ctx, diagnostic, id);
      return {{}, 1, true};
    }
    meaning.def = id;
  }
  return meaning;
}

// A bare name: this module first, then the imports.
PathMeaning look_up_bare(Context& ctx, const ast::Ident& ident) {
  if (const auto found = ctx.own.find(ident.name); found != ctx.own.end()) {
    mark_used(ctx, found->second);
    return {ctx.own_id(found->second), 1, false};
  }
  return look_up_imported(ctx, ident, [](const hir::Def&) { return true; });
}

}  // namespace

namespace {

std::optional<hir::Def> def_of(const Context& ctx, const ast::Decl& decl) {
  hir::DefNode node = empty_node(decl.node);
  if (std::holds_alternative<std::monostate>(node) && !decl.name.exists()) return std::nullopt;
  const std::string prefix = ctx.out.name.empty() ? std::string() : ctx.out.name + ".";
  hir::Def def{decl.name.name,        prefix + std::string(ctx.text(decl.name.name)),
               label_of(decl.labels), decl.doc,
               std::move(node),       decl.span,
               decl.name.span};
  // A calendar may be named by a path of its own (`calendar vn.state`).
  if (std::holds_alternative<hir::Calendar>(def.node) && ctx.text(decl.name.name).contains('.'))
    def.qualified = ctx.text(decl.name.name);
  if (std::holds_alternative<hir::Special>(def.node))
    def.qualified = prefix + dotted(ctx, special_of(decl.node)) + ".special";
  return def;
}

// A special part adds to another definition and has no name of its own.
bool has_own_name(const hir::Def& def) {
  return def.name.exists() && !std::holds_alternative<hir::Special>(def.node);
}

void add_name(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  if (!has_own_name(ctx.out.defs[index])) return;
  ctx.own.emplace(decl.name.name, index);
  if (const auto* members = std::get_if<ast::Enum>(&decl.node))
    for (std::uint32_t i = 0; i < members->members.size(); ++i)
      ctx.members[members->members[i].name.name].push_back({ctx.own_id(index), i});
  if (const auto* list = std::get_if<ast::ClosedList>(&decl.node))
    for (std::uint32_t i = 0; i < list->items.size(); ++i)
      ctx.members[list->items[i].label.name].push_back({ctx.own_id(index), i});
}

void check_name(Context& ctx, const ast::Ident& name, std::uint32_t index) {
  if (name.exists() && builtin_type(ctx.text(name.name)))
    ctx.report(diag::NameIsPredeclared, name.span, ctx.text(name.name));
  if (!has_own_name(ctx.out.defs[index])) return;
  if (const std::uint32_t first = ctx.own.at(name.name); first != index)
    note_declared(ctx, ctx.report(diag::DuplicateName, name.span, ctx.text(name.name)),
                  ctx.own_id(first));
}

}  // namespace

void declare(Context& ctx) {
  ctx.def_of.assign(ctx.tree.decls.size(), Id<FileTag>::kNone);
  ctx.parts.reserve(ctx.tree.order.size());
  for (const ast::DeclId decl_id : ctx.tree.order) {
    const ast::Decl& decl = ctx.tree.decls[decl_id];
    Part& part = ctx.parts.emplace_back();
    part.decl = decl_id;
    part.name = decl.name.name;
    part.sort = decl.node.index();
    part.span = decl.span;
    auto def = def_of(ctx, decl);
    if (!def) continue;
    const auto index = static_cast<std::uint32_t>(ctx.out.defs.size());
    part.def = ctx.def_of[decl_id.index] = index;
    ctx.out.defs.push_back(std::move(*def));
    add_name(ctx, decl, index);
    const Turn turn(ctx, part);
    check_name(ctx, decl.name, index);
  }
  ctx.calls.resize(ctx.out.defs.size());
}

void declare_again(Context& ctx, Part& part) {
  if (part.def == Id<FileTag>::kNone) return;
  const Turn turn(ctx, part);
  const ast::Decl& decl = decl_of(ctx, part);
  ctx.out.defs[part.def] = *def_of(ctx, decl);
  check_name(ctx, decl.name, part.def);
}

void open_imports(Context& ctx, const Imports& imports) {
  ctx.out.imports.clear();
  for (const Import& import : imports)
    if (import.module.empty())
      ctx.closure.emplace(import.checked->module.file, import.checked.get());
  for (const ast::Use& use : ctx.tree.uses) {
    if (!use.module.exists()) {
      ctx.holes = true;
      continue;
    }
    const std::string name = dotted(ctx, use.module);
    ImportLine line{{}, use.alias.name, use.module.span, nullptr};
    for (const ast::Ident& part : use.module.parts) line.path.push_back(part.name);
    for (const Import& import : imports)
      if (import.module == name && import.checked != nullptr) {
        line.checked = import.checked.get();
        if (import.others) ctx.others.insert(line.checked->module.file);
      }
    if (line.checked == nullptr) {
      ctx.holes = true;
    } else {
      gather_closure(ctx, *line.checked);
      ctx.out.imports.push_back(line.checked->module.file);
    }
    ctx.imports.push_back(std::move(line));
  }
}

namespace {

PathMeaning meaning_of(Context& ctx, const std::vector<ast::Ident>& parts) {
  if (parts.empty() || !parts[0].exists()) return {{}, 0, true};
  // Qualified by a module or its alias; the longest module name wins.
  PathMeaning best;
  for (ImportLine& line : ctx.imports) {
    const bool aliased = line.alias.exists() && parts.size() > 1 && parts[0].name == line.alias;
    const bool named = starts_with(parts, line.path);
    if (!aliased && !named) continue;
    const std::size_t at = named ? line.path.size() : 1;
    if (line.checked == nullptr) return {{}, 0, true};
    const DefId id = in_module(*line.checked, parts[at].name);
    if (!id.exists() || (best.def.exists() && at + 1 <= best.rest)) continue;
    mark_used(ctx, line);
    best = {id, at + 1, false};
  }
  if (best.def.exists()) return best;
  PathMeaning meaning = look_up_bare(ctx, parts[0]);
  if (meaning.def.exists() || meaning.told) return meaning;
  if (!ctx.out.name.empty()) {  // qualified by this module's own name
    std::size_t at = 0;
    for (std::string so_far; at + 1 < parts.size(); ++at) {
      so_far += (at == 0 ? "" : ".") + std::string(ctx.text(parts[at].name));
      if (so_far != ctx.out.name) continue;
      const auto found = ctx.own.find(parts[at + 1].name);
      if (found == ctx.own.end()) break;
      mark_used(ctx, found->second);
      return {ctx.own_id(found->second), at + 2, false};
    }
  }
  return meaning;
}

}  // namespace

PathMeaning look_up(Context& ctx, const std::vector<ast::Ident>& parts) {
  const PathMeaning meaning = meaning_of(ctx, parts);
  if (meaning.def.exists()) note_name(ctx, parts[meaning.rest - 1].span, {meaning.def});
  return meaning;
}

Argument kind_of(const hir::Def& def) {
  if (std::holds_alternative<hir::Instrument>(def.node)) return {"văn bản", "an instrument"};
  if (std::holds_alternative<hir::Source>(def.node)) return {"nguồn", "a source"};
  if (std::holds_alternative<hir::Party>(def.node)) return {"một bên", "a party"};
  if (std::holds_alternative<hir::Action>(def.node)) return {"hành vi", "an action"};
  if (std::holds_alternative<hir::Enum>(def.node)) return {"liệt kê", "an enum"};
  if (std::holds_alternative<hir::Record>(def.node)) return {"dữ kiện", "a record"};
  if (std::holds_alternative<hir::Calendar>(def.node)) return {"lịch", "a calendar"};
  if (std::holds_alternative<hir::Rule>(def.node)) return {"quy tắc", "a rule"};
  if (std::holds_alternative<hir::Norm>(def.node)) return {"quy phạm", "a norm"};
  if (std::holds_alternative<hir::Decision>(def.node)) return {"quyết định", "a decision"};
  if (std::holds_alternative<hir::Reading>(def.node)) return {"cách hiểu", "a reading"};
  if (std::holds_alternative<hir::Collision>(def.node))
    return {"quy tắc xung đột", "a collision rule"};
  if (std::holds_alternative<hir::Special>(def.node)) return {"quy định riêng", "a special part"};
  return {"khai báo khác", "something else"};
}

DefId resolve(Context& ctx, const ast::Path& path, const Argument& wanted,
              const std::function<bool(const hir::Def&)>& fits) {
  if (!path.exists() || !path.parts[0].exists()) return {};
  const PathMeaning meaning = look_up(ctx, path.parts);
  if (meaning.told) return {};
  // A name may stand for different sorts of things in different modules: an action there, a duty
  // here. The place says which is meant.
  if (meaning.def.exists() && path.parts.size() == 1 && !fits(ctx.def(meaning.def))) {
    const PathMeaning other = look_up_imported(ctx, path.parts[0], fits);
    if (other.told) return {};
    if (other.def.exists()) {
      note_name(ctx, path.parts[0].span, {other.def});
      return other.def;
    }
  }
  if (!meaning.def.exists() || meaning.rest < path.parts.size()) {
    if (ctx.holes) return {};
    std::vector<std::string_view> candidates = visible_names(ctx, fits);
    ast::Ident whole{path.parts[0].name, path.span};
    if (path.parts.size() > 1) whole.name = ctx.names.intern(dotted(ctx, path));
    report_unknown(ctx, whole, std::move(candidates));
    return {};
  }
  const hir::Def& def = ctx.def(meaning.def);
  if (!fits(def)) {
    if (std::holds_alternative<std::monostate>(def.node)) return {};  // could not be read
    note_declared(
        ctx, ctx.report(diag::WrongKindOfName, path.span, dotted(ctx, path), kind_of(def), wanted),
        meaning.def);
    return {};
  }
  return meaning.def;
}

std::vector<MemberPlace> enums_with(Context& ctx, Name member) {
  if (const auto found = ctx.members.find(member); found != ctx.members.end()) {
    for (const MemberPlace& place : found->second)
      if (place.enumeration.file == ctx.tree.file) mark_used(ctx, place.enumeration.index);
    return found->second;
  }
  std::vector<MemberPlace> out;
  for (ImportLine& line : ctx.imports) {
    if (line.checked == nullptr) continue;
    const auto found = line.checked->members.find(member);
    if (found == line.checked->members.end()) continue;
    mark_used(ctx, line);
    for (const MemberPlace& place : found->second)
      if (std::ranges::none_of(out, [&](const MemberPlace& known) {
            return known.enumeration == place.enumeration;
          }))
        out.push_back(place);
  }
  return out;
}

void suggest(Context& ctx, Diagnostic& diagnostic, Span span, std::string_view wanted,
             const std::vector<std::string_view>& candidates) {
  if (ctx.said_so_far > kMostSuggestions) return;
  const std::string near(nearest(wanted, candidates));
  if (near.empty() || near == wanted) return;
  diagnostic.fix(FixGrade::Guess, {"dùng `" + near + "`", "use `" + near + "`"}, {{span, near}});
}

void report_unknown(Context& ctx, const ast::Ident& name,
                    std::vector<std::string_view> candidates) {
  auto& diagnostic = ctx.report(diag::UnknownName, name.span, ctx.text(name.name));
  suggest(ctx, diagnostic, name.span, ctx.text(name.name), candidates);
}

std::vector<std::string_view> visible_names(const Context& ctx,
                                            const std::function<bool(const hir::Def&)>& fits) {
  std::vector<std::string_view> out;
  const auto gather = [&](const std::unordered_map<Name, std::uint32_t>& table,
                          const hir::Module& home) {
    for (const auto& [name, index] : table)
      if (fits(home.defs[index])) out.push_back(ctx.text(name));
  };
  gather(ctx.own, ctx.out);
  for (const ImportLine& line : ctx.imports)
    if (line.checked != nullptr) gather(line.checked->names, line.checked->module);
  // The tables have no order of their own; what is suggested must not depend on it.
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

}  // namespace phep::check
