#include "compiler/check/law.h"

#include "compiler/check/body.h"
#include "compiler/check/literals.h"
#include "compiler/check/names.h"
#include "compiler/check/words.h"
#include "compiler/check/writing_order.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/names.h"

#include <algorithm>
#include <span>

namespace phep::check {
namespace {

using Intervals = std::vector<hir::ForceInterval>;

bool no_such_point(const std::string& part) {
  return part.size() == 1 && part[0] >= 'a' && part[0] <= 'z' && !point_position(part);
}

bool begins_with(const std::vector<std::string>& path, const std::vector<std::string>& prefix) {
  return prefix.size() <= path.size() && std::equal(prefix.begin(), prefix.end(), path.begin());
}

// Article 37a counts as 37.
int article_number(const std::string& part) {
  int number = 0;
  for (const char c : part) {
    if (c < '0' || c > '9') break;
    if (number < 1'000'000) number = number * 10 + (c - '0');
  }
  return number;
}

// `@39..@71` holds what lies in one of its parts, `@39` what lies in it.
bool holds(const Citation& outer, const std::vector<std::string>& path) {
  if (outer.last.empty()) return begins_with(path, outer.path);
  const std::size_t depth = outer.path.size();
  if (depth == 0 || outer.last.size() != depth || path.size() < depth) return false;
  if (!std::equal(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(depth) - 1,
                  outer.path.begin()))
    return false;
  const int at = article_number(path[depth - 1]);
  return at != 0 && article_number(outer.path.back()) <= at &&
         at <= article_number(outer.last.back());
}

// A bound of another module's instrument rests on a hidden rule there; here it is called anew.
hir::ForceBound carried(Context& ctx, const hir::ForceBound& bound, FileId home, Span span) {
  if (!bound.expr.exists() || home == ctx.tree.file) return bound;
  const auto& node = ctx.module(home).exprs[bound.expr].node;
  const auto* call = std::get_if<hir::CallRule>(&node);
  if (call == nullptr) return bound;
  return {0, make(ctx, hir::CallRule{call->rule, {}}, ctx.types.get(Sort::Date), span)};
}

// The force of one cited provision: that of the narrowest provision with its own, else the
// instrument's.
Intervals force_of(Context& ctx, const hir::Cite& cite) {
  const auto* instrument = ctx.as<hir::Instrument>(cite.instrument);
  Intervals out;
  std::size_t longest = 0;
  for (const auto& [of, interval] : instrument->own_force)
    if (begins_with(cite.written.path, of.path)) longest = std::max(longest, of.path.size());
  if (longest == 0) {
    out = instrument->force;
  } else {
    for (const auto& [of, interval] : instrument->own_force)
      if (of.path.size() == longest && begins_with(cite.written.path, of.path))
        out.push_back(interval);
  }
  for (hir::ForceInterval& interval : out) {
    interval.from = carried(ctx, interval.from, cite.instrument.file, cite.written.span);
    interval.until = carried(ctx, interval.until, cite.instrument.file, cite.written.span);
  }
  return out;
}

bool is_constant(const Intervals& intervals) {
  return std::ranges::none_of(intervals, [](const hir::ForceInterval& interval) {
    return interval.from.expr.exists() || interval.until.expr.exists();
  });
}

Intervals common(const Intervals& a, const Intervals& b) {
  Intervals out;
  for (const auto& x : a)
    for (const auto& y : b) {
      const std::int32_t from = std::max(x.from.days, y.from.days);
      const std::int32_t until = std::min(x.until.days, y.until.days);
      if (from < until) out.push_back({{from, {}}, {until, {}}});
    }
  return out;
}

bool inside(const Intervals& inner, const Intervals& outer) {
  return std::ranges::all_of(inner, [&](const hir::ForceInterval& one) {
    return std::ranges::any_of(outer, [&](const hir::ForceInterval& other) {
      return other.from.days <= one.from.days && one.until.days <= other.until.days;
    });
  });
}

// Reports what can never be in force, and an own interval that its citations do not carry.
void check_force(Context& ctx, const hir::Authority& authority, const Intervals& own, Span own_span,
                 std::string_view what) {
  Intervals all{{{hir::kAlways, {}}, {hir::kForever, {}}}};
  Span span = own_span;
  for (std::size_t i = 0; i < authority.force.clauses.size(); ++i) {
    if (!is_constant(authority.force.clauses[i])) return;
    all = common(all, authority.force.clauses[i]);
  }
  if (!authority.cites.empty() && own.empty()) span = authority.cites.back().written.span;
  if (all.empty()) {
    ctx.report(diag::NeverInForce, span, what);
    return;
  }
  if (own.empty() || authority.cites.empty()) return;
  Intervals cited{{{hir::kAlways, {}}, {hir::kForever, {}}}};
  for (std::size_t i = 0; i + 1 < authority.force.clauses.size(); ++i)
    cited = common(cited, authority.force.clauses[i]);
  if (!inside(own, cited))
    ctx.report(diag::WiderThanCited, own_span,
               to_source(authority.cites.front().written, ctx.names));
}

hir::ForceBound bound_of(Context& ctx, ast::ExprId id, std::string_view what, bool day_after) {
  const Span span = ctx.expr(id).span;
  if (const auto days = written_date(ctx, id)) return {*days + (day_after ? 1 : 0), {}, span};
  Body body = body_of(ctx, {});
  hir::ExprId value = check_as(body, id, ctx.types.get(Sort::Date));
  if (is_error(ctx, value)) return {hir::kAlways, {}};
  const auto& node = ctx.out.exprs[value].node;
  if (std::holds_alternative<hir::LawDate>(node)) {
    ctx.report(diag::BoundOnFacts, span);
    return {hir::kAlways, {}};
  }
  if (day_after) {
    const hir::ExprId day =
        make(ctx, hir::DurationConst{1, hir::Unit::Days}, ctx.types.get(Sort::Duration), span);
    value = make(ctx, hir::ShiftDate{value, day, false}, ctx.types.get(Sort::Date), span);
  }
  hir::Rule rule;
  rule.result = ctx.types.get(Sort::Date);
  rule.body = value;
  rule.calendar = ctx.calendar;
  const std::string name = std::string(what) + (day_after ? ".through" : ".bound");
  const DefId hidden = add_hidden_rule(ctx, name, std::move(rule), span);
  return {0, make(ctx, hir::CallRule{hidden, {}}, ctx.types.get(Sort::Date), span), span};
}

}  // namespace

std::optional<bool> written_for_individuals(const Context& ctx, const hir::Cite& cite) {
  const auto* instrument = ctx.as<hir::Instrument>(cite.instrument);
  if (instrument == nullptr) return std::nullopt;
  for (const auto& [of, individuals] : instrument->figures)
    if (holds(of, cite.written.path)) return individuals;
  return std::nullopt;
}

DefId add_hidden_rule(Context& ctx, std::string_view name, hir::Rule rule, Span span) {
  Part& part = *ctx.now;
  const std::string prefix = ctx.out.name.empty() ? std::string() : ctx.out.name + ".";
  // Two bounds of one thing, say: numbered by their place in it, never by their place in the file.
  std::string own(name);
  for (int n = 2;
       std::ranges::find(ctx.out.defs, prefix + own, &hir::Def::qualified) != ctx.out.defs.end();
       ++n)
    own = std::string(name) + "_" + std::to_string(n);
  hir::Def def{ctx.names.intern(own), prefix + own, {}, {}, std::move(rule), span, span};
  if (ctx.again && part.hidden_again < part.hidden.size() &&
      part.hidden[part.hidden_again].qualified == def.qualified) {
    const std::uint32_t place = part.hidden[part.hidden_again++].index;
    ctx.out.defs[place] = std::move(def);
    return ctx.own_id(place);
  }
  const auto index = static_cast<std::uint32_t>(ctx.out.defs.size());
  part.hidden.push_back({index, def.qualified});
  ctx.out.defs.push_back(std::move(def));
  ctx.calls.emplace_back();
  return ctx.own_id(index);
}

const hir::OutlineEntry* find_entry(const hir::Instrument& instrument,
                                    std::span<const std::string> path) {
  // Entries are sorted by path when the instrument is filled.
  const auto at = std::ranges::lower_bound(
      instrument.outline, path,
      [](const auto& a, const auto& b) { return std::ranges::lexicographical_compare(a, b); },
      [](const hir::OutlineEntry& entry) { return std::span<const std::string>(entry.path); });
  if (at == instrument.outline.end() || !std::ranges::equal(at->path, path)) return nullptr;
  return &*at;
}

std::string joined(std::span<const std::string> path) {
  std::string out;
  for (const std::string& part : path) out += (out.empty() ? "" : ".") + part;
  return out;
}

bool check_outline(Context& ctx, DefId instrument, const Citation& cite,
                   std::span<const std::string> path) {
  for (const std::string& part : path)
    if (no_such_point(part)) {
      ctx.report(diag::NoSuchPoint, cite.span, part);
      return false;
    }
  const auto* found = ctx.as<hir::Instrument>(instrument);
  if (found->outline.empty()) return true;
  for (std::size_t n = 1; n <= path.size(); ++n) {
    const hir::OutlineEntry* entry = find_entry(*found, path.first(n));
    if (entry == nullptr) {
      auto& diagnostic = ctx.report(diag::OutsideOutline, cite.span,
                                    ctx.text(ctx.def(instrument).name), joined(path.first(n)));
      note_declared(ctx, diagnostic, instrument);
      return false;
    }
    if (!entry->closed) return true;  // its parts are not listed: any is accepted
  }
  return true;
}

std::vector<hir::Cite> cites_of(Context& ctx, const std::vector<Citation>& written, bool see) {
  std::vector<hir::Cite> out;
  for (const Citation& cite : written) {
    if (!cite.instrument.exists()) continue;
    std::vector<ast::Ident> parts;
    const std::string_view text = ctx.text(cite.instrument);
    for (std::size_t at = 0; at <= text.size();) {
      const auto dot = std::min(text.find('.', at), text.size());
      const auto begin = cite.span.begin + static_cast<std::uint32_t>(at);
      const Span part{cite.span.file, begin, begin + static_cast<std::uint32_t>(dot - at)};
      parts.push_back({ctx.names.intern(std::string(text.substr(at, dot - at))), part});
      at = dot + 1;
    }
    const PathMeaning meaning = look_up(ctx, parts);
    if (meaning.told) continue;
    if (!meaning.def.exists() || ctx.as<hir::Instrument>(meaning.def) == nullptr) {
      if (ctx.holes && !meaning.def.exists()) continue;
      const std::string name(ctx.text(cite.instrument));
      auto& diagnostic = ctx.report(diag::UnknownInstrument, cite.span, name);
      const auto candidates = visible_names(ctx, [](const hir::Def& def) {
        return std::holds_alternative<hir::Instrument>(def.node);
      });
      const Span head{cite.span.file, cite.span.begin,
                      cite.span.begin + static_cast<std::uint32_t>(name.size())};
      suggest(ctx, diagnostic, head, name, candidates);
      continue;
    }
    check_outline(ctx, meaning.def, cite, cite.path);
    if (!cite.last.empty()) check_outline(ctx, meaning.def, cite, cite.last);
    out.push_back({meaning.def, cite});
    ctx.out.mentions.push_back({out.back(), see});
  }
  return out;
}

hir::Provenance provenance_of(Context& ctx, const ast::Provenance& written) {
  hir::Provenance out;
  for (const ast::Path& source : written.sources)
    if (const DefId def = resolve<hir::Source>(ctx, source, {"một nguồn", "a source"});
        def.exists())
      out.sources.push_back(def);
  for (const ast::Text& row : written.rows) out.rows.push_back(row.value);
  if (!written.confidence.exists()) return out;
  const std::string_view letter = ctx.text(written.confidence.name);
  if (letter == "A" || letter == "B" || letter == "C") {
    out.confidence = letter[0];
    out.stated = true;
  } else {
    ctx.report(diag::UnknownWord, written.confidence.span, letter, "A, B, C");
  }
  return out;
}

std::vector<hir::ForceInterval> intervals_of(Context& ctx, const ast::Interval& written,
                                             std::string_view what) {
  hir::ForceInterval out{{hir::kAlways, {}}, {hir::kForever, {}}};
  if (written.from.exists()) out.from = bound_of(ctx, written.from, what, false);
  if (written.until.exists()) out.until = bound_of(ctx, written.until, what, false);
  if (written.through.exists()) out.until = bound_of(ctx, written.through, what, true);
  if (!out.from.expr.exists() && !out.until.expr.exists() && out.from.days >= out.until.days) {
    ctx.report(diag::IntervalEmpty, written.span);
    return {};
  }
  return {out};
}

hir::Authority authority_of(Context& ctx, const ast::Authority& written, std::string_view what,
                            const hir::Authority* outer) {
  hir::Authority out;
  out.cites = cites_of(ctx, written.cites);
  out.see = cites_of(ctx, written.see, true);
  out.provenance = provenance_of(ctx, written.provenance);
  for (const hir::Cite& cite : out.cites)
    if (Intervals intervals = force_of(ctx, cite); !intervals.empty())
      out.force.clauses.push_back(std::move(intervals));
  Intervals own;
  Span own_span{};
  for (const ast::Interval* interval : in_order(ctx, written.in_force)) {
    own_span = interval->span;
    const auto one = intervals_of(ctx, *interval, what);
    own.insert(own.end(), one.begin(), one.end());
  }
  if (!own.empty()) out.force.clauses.push_back(own);
  check_force(ctx, out, own, own_span, what);

  hir::Provenance& provenance = out.provenance;
  if (!provenance.stated && outer != nullptr && outer->provenance.stated) {
    provenance.confidence = outer->provenance.confidence;
    provenance.stated = true;
  }
  const bool inherits = !provenance.stated;
  for (const hir::Cite& cite : out.cites) {
    const hir::Provenance& from = ctx.as<hir::Instrument>(cite.instrument)->provenance;
    if (inherits && from.stated) {  // the least sure of what it rests on
      provenance.confidence = std::max(provenance.confidence, from.confidence);
      provenance.stated = true;
    }
    if (written.provenance.sources.empty() && &cite == &out.cites.front())
      provenance.sources = from.sources;
  }
  if (!provenance.stated && !written.provenance.rows.empty())
    ctx.report(diag::RowWithoutConfidence, written.provenance.rows.front().span,
               written.provenance.rows.front().value);
  return out;
}

}  // namespace phep::check
