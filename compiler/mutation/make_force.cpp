// Mistakes in the dates of force: a definition's own, and an instrument's for all who cite it.
#include "compiler/mutation/maker.h"
#include "compiler/runtime/date.h"

#include <algorithm>

namespace phep::mutation {
namespace {

bool dated(const hir::ForceBound& bound) {
  return !bound.expr.exists() && bound.days != hir::kAlways && bound.days != hir::kForever;
}

// Every authority of a definition's node.
template <class Node, class Visit>
void each_authority(Node& node, const Visit& visit) {
  if (auto* norm = std::get_if<hir::Norm>(&node)) {
    visit(norm->authority);
    for (auto& row : norm->exemptions) visit(row.authority);
    for (auto& row : norm->deferrals) visit(row.authority);
    for (auto& row : norm->evidence) visit(row.authority);
    for (auto& row : norm->sanctions) visit(row.authority);
    for (auto& row : norm->fallback_bearers) visit(row.authority);
    visit(norm->excuse_authority);
    visit(norm->silence_authority);
  } else if (auto* rule = std::get_if<hir::Rule>(&node)) {
    visit(rule->authority);
    for (auto& row : rule->nodes) visit(row.authority);
  } else if (auto* special = std::get_if<hir::Special>(&node)) {
    visit(special->authority);
    for (auto& row : special->nodes) visit(row.authority);
    for (auto& row : special->exemptions) visit(row.authority);
    for (auto& row : special->deferrals) visit(row.authority);
  }
}

bool same(const hir::ForceInterval& a, const hir::ForceInterval& b) {
  return !a.from.expr.exists() && !b.from.expr.exists() && !a.until.expr.exists() &&
         !b.until.expr.exists() && a.from.days == b.from.days && a.until.days == b.until.days;
}

// Moves a bound of each interval that equals `was`; whether there was one.
bool move_bound(hir::DefNode& node, hir::DefId instrument, const hir::ForceInterval& was,
                bool until, int step) {
  bool moved = false;
  each_authority(node, [&](hir::Authority& authority) {
    const bool cites = std::ranges::any_of(
        authority.cites, [&](const hir::Cite& cite) { return cite.instrument == instrument; });
    if (!cites) return;
    for (auto& clause : authority.force.clauses)
      for (hir::ForceInterval& interval : clause)
        if (same(interval, was)) {
          (until ? interval.until : interval.from).days += step;
          moved = true;
        }
  });
  return moved;
}

// A bound's date as it is written.
struct WrittenDay {
  Span at;
  std::int32_t day;
};

// None where the bound is written elsewhere: what comes with a citation is its instrument's.
std::optional<WrittenDay> written_in(const SourceMap& sources, Span definition,
                                     const hir::ForceBound& bound) {
  const Span at = bound.span;
  if (!within(at, definition)) return std::nullopt;
  // `through D` ends with the day before the bound.
  for (const std::int32_t day : {bound.days, bound.days - 1})
    if (sources.text(at) == day_text(day)) return WrittenDay{at, day};
  return std::nullopt;
}

}  // namespace

void Maker::own_force(const hir::Authority& authority,
                      const std::function<hir::DefNode(hir::Force)>& with) {
  for (std::size_t i = 0; i < authority.force.clauses.size(); ++i) {
    for (std::size_t j = 0; j < authority.force.clauses[i].size(); ++j) {
      for (const bool until : {false, true}) {
        const hir::ForceInterval& interval = authority.force.clauses[i][j];
        const hir::ForceBound& bound = until ? interval.until : interval.from;
        if (!dated(bound)) continue;
        const auto written = written_in(law_.sources, home().span, bound);
        if (!written) continue;
        for (const int step : {1, -1}) {
          if (!runtime::is_date(written->day + step)) continue;
          hir::Force force = authority.force;
          (until ? force.clauses[i][j].until : force.clauses[i][j].from).days += step;
          replace(Fault::Force, Shown{written->at, day_text(written->day + step)},
                  with(std::move(force)), &authority);
        }
      }
    }
  }
}

std::vector<Mutant> mutants_of_force(Law& law, hir::DefId id) {
  std::vector<Mutant> out;
  const hir::Def& declared = law.def(id);
  const auto* instrument = std::get_if<hir::Instrument>(&declared.node);
  if (instrument == nullptr) return out;
  for (const hir::ForceInterval& interval : instrument->force) {
    for (const bool until : {false, true}) {
      const hir::ForceBound& bound = until ? interval.until : interval.from;
      if (!dated(bound)) continue;
      const auto written = written_in(law.sources, declared.span, bound);
      if (!written) continue;
      for (const int step : {1, -1}) {
        if (!runtime::is_date(written->day + step)) continue;
        Mutant made{.of = id,
                    .fault = Fault::Force,
                    .at = written->at,
                    .instead = day_text(written->day + step)};
        made.cites = {std::string(law.names.text(declared.name))};
        for (const auto& [file, module] : law.drafts) {
          for (std::uint32_t i = 0; i < module.defs.size(); ++i) {
            hir::DefNode node = module.defs[i].node;
            if (!move_bound(node, id, interval, until, step)) continue;
            const auto* special = std::get_if<hir::Special>(&node);
            made.read_in.push_back(special != nullptr ? special->of : hir::DefId{file, i});
            made.defs.push_back({{file, i}, std::move(node)});
          }
        }
        if (!made.defs.empty()) out.push_back(std::move(made));
      }
    }
  }
  return out;
}

}  // namespace phep::mutation
