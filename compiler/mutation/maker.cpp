#include "compiler/mutation/maker.h"

#include "compiler/hir/authority.h"
#include "compiler/hir/children.h"

#include <algorithm>
#include <array>
#include <ranges>
#include <utility>

namespace phep::mutation {
namespace {

constexpr std::array<std::string_view, kFaults> kWords = {
    "threshold", "figure",      "term",       "day_kind",  "boundary",   "roll",      "guard",
    "condition", "member",      "conclusion", "exemption", "exception",  "case",      "priority",
    "grace",     "performance", "sanction",   "force",     "arithmetic", "quantifier"};

std::vector<std::string> written(const hir::Authority& authority, const Interner& names) {
  std::vector<std::string> out;
  for (const hir::Cite& cite : authority.cites) out.push_back(to_source(cite.written, names));
  return out;
}

// A hidden rule stands at the name of what it was made for.
hir::DefId home_of(const Law& law, hir::DefId id) {
  const std::vector<hir::Def>& defs = law.drafts.at(id.file).defs;
  const Span own = defs[id.index].span;
  for (std::uint32_t i = 0; i < defs.size(); ++i)
    if (i != id.index && defs[i].span != own && within(own, defs[i].span)) return {id.file, i};
  return id;
}

std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text;
}

}  // namespace

bool within(Span inner, Span outer) {
  return inner.file == outer.file && inner.begin >= outer.begin && inner.end <= outer.end;
}

std::string_view word(Fault fault) {
  return kWords.at(static_cast<std::size_t>(fault));
}

std::vector<Mutant> mutants_of(Law& law, hir::DefId id) {
  return Maker(law, id).run();
}

Maker::Maker(Law& law, hir::DefId id) : law_(law), id_(id), home_(home_of(law, id)) {
  const auto* norm = std::get_if<hir::Norm>(&home().node);
  if (norm == nullptr || !norm->occurrence.exists()) return;
  occurrences_ = norm->occurrences;
  for (const hir::ExprId clause : {norm->due, norm->outcome_value})
    if (clause.exists()) expanded_.push_back(expr(clause).span);
}

std::vector<Mutant> Maker::run() && {
  // How often a duty has recurred is said by the duty: a mistake in it is one in both.
  if (id_ == occurrences_) return {};
  const hir::DefNode node = def().node;  // a copy: expressions are added while it is read
  if (const auto* one = std::get_if<hir::Norm>(&node)) norm(*one);
  if (const auto* one = std::get_if<hir::Rule>(&node)) rule(*one);
  if (const auto* one = std::get_if<hir::Special>(&node)) special(*one);
  std::ranges::stable_sort(out_, {}, [](const Mutant& one) { return one.at.begin; });
  return std::move(out_);
}

bool Maker::own(hir::ExprId id) const {
  return inside(id) && std::ranges::find(expanded_, expr(id).span) == expanded_.end();
}

bool Maker::inside(hir::ExprId id) const {
  const Span at = expr(id).span;
  // What the checker made of a whole declaration stands at its name.
  return within(at, home().span) && at.begin < at.end && at != home().name_span;
}

std::string Maker::text(hir::ExprId id) const {
  return inside(id) ? std::string(law_.sources.text(expr(id).span)) : std::string();
}

Span Maker::place(hir::ExprId id) const {
  return id.exists() && inside(id) ? expr(id).span : def().name_span;
}

Span Maker::label_place(Name label) const {
  const Span whole = home().span;
  if (!label.exists()) return def().name_span;
  const std::string_view written = law_.sources.text(whole);
  const std::string wanted = std::string(law_.names.text(label)) + ":";
  for (auto at = written.find(wanted); at != std::string_view::npos;
       at = written.find(wanted, at + 1)) {
    const char before = at == 0 ? '\n' : written[at - 1];
    if (before != ' ' && before != '\n') continue;
    auto begin = written.rfind('\n', at);
    begin = written.find_first_not_of(" \t", begin == std::string_view::npos ? 0 : begin + 1);
    const auto end = std::min(written.find('\n', at), written.size());
    return {whole.file, whole.begin + static_cast<std::uint32_t>(begin),
            whole.begin + static_cast<std::uint32_t>(end)};
  }
  return def().name_span;
}

hir::ExprId Maker::truth(bool value) {
  return module().exprs.add({hir::BoolConst{value}, law_.boolean, def().name_span});
}

hir::ExprId Maker::copy(hir::ExprId id) {
  hir::Expr same = expr(id);
  return module().exprs.add(std::move(same));
}

bool Maker::holds_exists(hir::ExprId id) const {
  if (std::holds_alternative<hir::Exists>(expr(id).node)) return true;
  bool found = false;
  hir::each_child(expr(id).node, [&](hir::ExprId child) { found = found || holds_exists(child); });
  return found;
}

bool Maker::holds_unwrap(hir::ExprId id) const {
  if (std::holds_alternative<hir::Unwrap>(expr(id).node)) return true;
  bool found = false;
  hir::each_child(expr(id).node, [&](hir::ExprId child) { found = found || holds_unwrap(child); });
  return found;
}

void Maker::add(Mutant mutant, const hir::Authority* by) {
  if (by == nullptr) by = by_;
  if (by == nullptr || by->cites.empty()) by = authority_of(home());
  if (by == nullptr || by->cites.empty()) by = authority_of(def());
  if (by != nullptr) mutant.cites = written(*by, law_.names);
  const auto* special = std::get_if<hir::Special>(&def().node);
  mutant.read_in = {special != nullptr ? special->of : id_};
  if (occurrences_.exists()) mutant.read_in.push_back(occurrences_);
  constexpr std::array kOfOneToken = {Fault::Threshold, Fault::Figure, Fault::Term, Fault::Force};
  const bool sure = std::ranges::find(kOfOneToken, mutant.fault) != kOfOneToken.end();
  if (const Span at = mutant.at; !sure && !readable({at, mutant.instead})) {
    const bool left_out = mutant.instead.find_first_not_of(" \n") == std::string::npos;
    const Shown said = beside(
        at, left_out ? std::string(word(mutant.fault)) + " left out" : one_line(mutant.instead));
    mutant.at = said.at;
    mutant.instead = said.instead;
  }
  if (!made_.emplace(mutant.at, mutant.instead, mutant.fault).second) return;
  out_.push_back(std::move(mutant));
}

// What the checker made of something written reads as that would with the part changed.
void Maker::edit(Fault fault, hir::ExprId id, hir::ExprNode node, std::string instead) {
  const Span written = place(id);
  hir::ExprId whole = id;
  for (const hir::ExprId around : std::views::reverse(around_)) {
    if (around == id || is_converted(expr(around).node)) continue;
    if (expr(around).span != written) break;
    whole = around;
  }
  Shown shown{written, std::move(instead)};
  if (!inside(id))
    shown = beside(written, word(fault));
  else if (whole != id && in_cell(whole)) {
    bool alone = true;  // a value stands in its cell by itself
    hir::each_child(node, [&](hir::ExprId) { alone = false; });
    if (!alone) shown = beside(written, shown.instead);
  } else if (whole != id) {
    const auto text = spelled(whole, written, id, shown.instead);
    shown = text ? Shown{written, *text} : beside(written, shown.instead);
  }
  edit(fault, id, std::move(node), std::move(shown));
}

void Maker::edit(Fault fault, hir::ExprId id, hir::ExprNode node, Shown shown) {
  Mutant made{.of = home_, .fault = fault, .at = shown.at, .instead = std::move(shown.instead)};
  for (const hir::ExprId twin : twins(id, node)) made.exprs.push_back({id_.file, twin, node});
  made.exprs.push_back({id_.file, id, std::move(node)});
  add(std::move(made), nullptr);
}

// The same constant of the text once more, where one clause of a recurring duty is read for the
// duty and for how often it recurs.
std::vector<hir::ExprId> Maker::twins(hir::ExprId id, const hir::ExprNode& instead) const {
  std::vector<hir::ExprId> out;
  const hir::Expr& own = expr(id);
  if (!occurrences_.exists() || own.node.index() != instead.index()) return out;
  bool constant = !std::holds_alternative<hir::LocalRef>(instead);
  hir::each_child(instead, [&](hir::ExprId) { constant = false; });
  if (!constant) return out;
  const auto& all = std::as_const(module()).exprs;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    const hir::ExprId other{i};
    if (other != id && all[other].span == own.span && all[other].node.index() == own.node.index())
      out.push_back(other);
  }
  return out;
}

void Maker::replace(Fault fault, Shown shown, hir::DefNode node, const hir::Authority* by) {
  Mutant made{.of = home_, .fault = fault, .at = shown.at, .instead = std::move(shown.instead)};
  made.defs.push_back({id_, std::move(node)});
  add(std::move(made), by);
}

}  // namespace phep::mutation
