// Instruments: number, rank, outline, intervals of force, scopes.
#include "compiler/check/decls.h"
#include "compiler/check/law.h"
#include "compiler/check/literals.h"
#include "compiler/check/names.h"
#include "compiler/check/words.h"
#include "compiler/check/writing_order.h"
#include "compiler/diagnostics/kinds/law.h"
#include "compiler/diagnostics/kinds/names.h"
#include "compiler/hir/print.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

namespace phep::check {
namespace {

constexpr int kMostParts = 5000;  // of one range: no statute has more articles

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

constexpr std::array<std::string_view, 20> kRoman = {
    "I",  "II",  "III",  "IV",  "V",  "VI",  "VII",  "VIII",  "IX",  "X",
    "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX"};

std::optional<int> roman(std::string_view text) {
  const auto found = std::ranges::find(kRoman, text);
  return found == kRoman.end() ? std::nullopt
                               : std::optional(static_cast<int>(found - kRoman.begin()));
}

// The labels from first to last, counted as numbers, points or Roman numerals; empty if one cannot.
std::vector<std::string> labels_between(const std::string& first, const std::string& last) {
  std::vector<std::string> out;
  const auto count = [&](std::optional<int> a, std::optional<int> b, auto text) {
    if (!a || !b || *a > *b || *b - *a >= kMostParts) return;
    for (int i = *a; i <= *b; ++i) out.emplace_back(text(i));
  };
  if (number(first)) {
    count(number(first), number(last), [](int i) { return std::to_string(i); });
  } else if (roman(first)) {
    count(roman(first), roman(last),
          [](int i) { return std::string(kRoman.at(static_cast<std::size_t>(i))); });
  } else {
    count(point_position(first), point_position(last),
          [](int i) { return std::string(point_at(i)); });
  }
  return out;
}

using Entries = std::map<std::vector<std::string>, hir::OutlineEntry>;

std::optional<Span> place_of_text(const ast::Labels& text) {
  if (text.vi) return text.vi->span;
  return text.en ? std::optional(text.en->span) : std::nullopt;
}

// A text in one language only.
void check_half(Context& ctx, std::string_view provision, const ast::Labels& text) {
  if (text.vi.has_value() == text.en.has_value()) return;
  ctx.report(diag::MissingTranslation, (text.vi ? text.vi : text.en)->span, provision,
             text.vi ? "`en`" : "`vi`");
}

// Gives an entry what a row says of it; nothing is said twice.
void describe(Context& ctx, hir::OutlineEntry& entry, const ast::Labels& heading,
              const ast::Labels& digest) {
  const std::string provision = joined(entry.path);
  const auto take = [&](hir::Label& into, const ast::Labels& text) {
    const auto at = place_of_text(text);
    if (!at) return;
    check_half(ctx, provision, text);
    if (into.vi.empty() && into.en.empty())
      into = label_of(text);
    else
      ctx.report(diag::DescribedTwice, *at, provision);
  };
  take(entry.heading, heading);
  take(entry.digest, digest);
}

// Article 37a, added later, lies where 37 does.
bool lies_among(const std::vector<std::string>& labels, const std::string& label) {
  if (std::ranges::find(labels, label) != labels.end()) return true;
  const std::string digits = label.substr(0, label.find_first_not_of("0123456789"));
  return !digits.empty() && std::ranges::find(labels, digits) != labels.end();
}

// outlineRow : outlineLabel (DOTDOT outlineLabel)? … (LBRACE outlineRow* RBRACE)?
// After a range the braces refine its members.
void add_rows(Context& ctx, const std::vector<ast::OutlineItem>& rows,
              const std::vector<std::string>& prefix, Entries& out,
              const ast::OutlineItem* refined = nullptr) {
  const auto members = refined == nullptr
                           ? std::vector<std::string>()
                           : labels_between(refined->first.value, refined->last->value);
  for (const ast::OutlineItem& row : rows) {
    std::vector<std::string> labels{row.first.value};
    if (row.last) labels = labels_between(row.first.value, row.last->value);
    if (labels.empty()) {
      ctx.report(diag::BadOutlineRange, row.span, row.first.value, row.last->value);
      continue;
    }
    if (refined != nullptr && !lies_among(members, labels.back())) {
      ctx.report(diag::OutsideRange, row.last ? row.last->span : row.first.span, labels.back(),
                 refined->first.value + ".." + refined->last->value);
      continue;
    }
    const auto text = place_of_text(row.heading);
    if (const auto at = text ? text : place_of_text(row.digest); row.last && at)
      ctx.report(diag::HeadingOfRange, *at);
    for (const std::string& label : labels) {
      std::vector<std::string> path = prefix;
      path.push_back(label);
      hir::OutlineEntry& entry = out[path];
      entry.path = path;
      if (!row.last) describe(ctx, entry, row.heading, row.digest);
    }
    if (row.inner.empty()) continue;
    if (row.last) {
      add_rows(ctx, row.inner, prefix, out, &row);
    } else {
      std::vector<std::string> path = prefix;
      path.push_back(row.first.value);
      out[path].closed = true;
      add_rows(ctx, row.inner, path, out);
    }
  }
}

// provisionRow : CITATION (headingText+ digest* | digest+). The outline says what there is; these
// say what it holds, and list nothing.
void add_descriptions(Context& ctx, const ast::Decl& decl, std::uint32_t index, Entries entries) {
  const auto& written = std::get<ast::Instrument>(decl.node);
  for (const ast::Described& row : written.described) {
    if (row.of.instrument != decl.name.name) {
      ctx.report(diag::HeadingOfAnother, row.of.span, ctx.text(row.of.instrument));
    } else if (!row.of.last.empty() || !row.of.fragment.empty()) {
      ctx.report(diag::HeadingOfRange, row.of.span);
    } else if (check_outline(ctx, ctx.own_id(index), row.of, row.of.path)) {
      hir::OutlineEntry& entry = entries[row.of.path];
      entry.path = row.of.path;
      describe(ctx, entry, row.heading, row.digest);
    }
  }
  auto& outline = std::get<hir::Instrument>(ctx.out.defs[index].node).outline;
  outline.clear();
  for (auto& [path, entry] : entries) outline.push_back(std::move(entry));
}

// `figures for individuals`: true; `organisations`: false.
std::optional<bool> figure_base(Context& ctx, const ast::FigureBase& base) {
  if (!base.whom.exists()) return std::nullopt;
  const std::string_view word = ctx.text(base.whom.name);
  if (word == "individuals" || word == "cá_nhân") return true;
  if (word == "organisations" || word == "tổ_chức") return false;
  suggest(ctx, ctx.report(diag::UnknownWord, base.whom.span, word, "individuals, organisations"),
          base.whom.span, word,
          std::vector<std::string_view>{"individuals", "organisations", "cá_nhân", "tổ_chức"});
  return std::nullopt;
}

}  // namespace

void fill_instrument(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Instrument>(decl.node);
  const std::string name(ctx.text(decl.name.name));
  hir::Instrument out;
  if (written.number) out.number = written.number->value;
  if (written.rank.exists()) {
    out.rank = rank_word(ctx.text(written.rank.name));
    if (out.rank.empty())
      suggest(ctx,
              ctx.report(diag::UnknownWord, written.rank.span, ctx.text(written.rank.name),
                         "constitution, law, ordinance, resolution, decree, circular, "
                         "agency_decision, treaty, regulation"),
              written.rank.span, ctx.text(written.rank.name), rank_words());
  }
  out.title = label_of(written.title);
  if (written.issuer) out.issuer = written.issuer->value;
  out.adopted = need_date(ctx, written.adopted);
  Entries entries;
  add_rows(ctx, written.outline, {}, entries);
  for (const auto& [path, entry] : entries) out.outline.push_back(entry);
  out.outline_closed = written.outline_closed;
  for (const ast::Interval* interval : in_order(ctx, written.in_force)) {
    const auto one = intervals_of(ctx, *interval, name);
    if (interval->of.empty()) out.force.insert(out.force.end(), one.begin(), one.end());
    for (const Citation& of : interval->of)
      for (const hir::ForceInterval& held : one) out.own_force.emplace_back(of, held);
  }
  for (const ast::FigureBase& base : written.figures)
    if (const auto individuals = figure_base(ctx, base))
      for (const Citation& of : base.of) out.figures.emplace_back(of, *individuals);
  out.provenance = provenance_of(ctx, written.provenance);
  if (written.in_force.empty())
    ctx.report(written.draft ? diag::DraftWithoutDay : diag::InstrumentWithoutForce, decl.name.span,
               name);
  if (written.draft) suspend_draft(ctx, decl, index, out);
  ctx.out.defs[index].node = std::move(out);
  if (!written.described.empty()) add_descriptions(ctx, decl, index, std::move(entries));
  for (const ast::Interval& interval : written.in_force) cites_of(ctx, interval.cites);
  for (const ast::FigureBase& base : written.figures) cites_of(ctx, base.of);
}

// scopeItem : KW_SCOPE params? LBRACE scopeRow* RBRACE. A scope is a rule that what cites the
// instrument asks first.
void fill_scopes(Context& ctx, const ast::Decl& decl, std::uint32_t index) {
  const auto& written = std::get<ast::Instrument>(decl.node);
  int number_of_scope = 0;
  for (const ast::Scope* one : in_order(ctx, written.scopes)) {
    const ast::Scope& scope = *one;
    const std::string name = std::string(ctx.text(decl.name.name)) + ".scope" +
                             (number_of_scope++ == 0 ? "" : "_" + std::to_string(number_of_scope));
    hir::Rule rule;
    rule.result = ctx.types.get(Sort::Bool);
    rule.calendar = ctx.calendar;
    const DefId id = add_hidden_rule(ctx, name, rule, scope.span);
    Body body = body_of(ctx, id);
    declare_parameters(body, scope.params, rule.params);
    std::vector<hir::ExprId> tests;
    for (const ast::ScopeRow& row : scope.rows) {
      hir::ExprId test = condition(body, row.when);
      authority_of(ctx, row.authority, name);
      if (row.excluded && !is_error(ctx, test))
        test = make(ctx, hir::Not{test}, rule.result, row.span);
      tests.push_back(test);
    }
    // The order of writing must not show.
    std::ranges::sort(tests, {}, [&](hir::ExprId test) {
      return hir::print(
          ctx.out, ctx.types, ctx.names, [&](DefId def) { return ctx.def(def).qualified; }, test);
    });
    rule.body = tests.size() == 1 ? tests[0] : make(ctx, hir::And{tests}, rule.result, scope.span);
    if (tests.empty()) rule.body = make(ctx, hir::BoolConst{true}, rule.result, scope.span);
    ctx.out.defs[id.index].node = std::move(rule);
    std::get<hir::Instrument>(ctx.out.defs[index].node).scopes.push_back(id);
  }
}

}  // namespace phep::check
