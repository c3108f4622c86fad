// What the breaches of an answer may cost, added up:
// {"total":{"amounts":{"VND":{"from":…,"to":…}},"not_set":["answer.main"],…}}.
//
// For each currency a lower and an upper bound that hold in every completion of the facts. A norm's
// figures are added, and none goes beyond the caps (`up to` alone) that certainly apply to it;
// where no figure certainly applies, the caps are the figure. What may or may not apply counts
// upwards only. An upper end that is not known leaves the sum open, unless a cap closes it: then
// there is no "to". What is time-barred, has no figure or is no money adds nothing and is listed.
#include "compiler/runtime/answer.h"
#include "compiler/runtime/wide.h"

namespace phep::runtime {

namespace {

struct Interval {
  Wide least = kWideZero;
  Wide most = kWideZero;
  bool open = false;  // upwards
};

// A row of a norm in the answer.
struct Row {
  const NormView& view;
  const phep_sanction& sanction;
  String label;
  String kind;

  bool may_apply() const { return sanction.applies != 0; }
  bool is_barred() const { return (sanction.flags & PHEP_S_BARRED) != 0; }
  bool is_certain() const {
    return sanction.applies == 1 && (sanction.flags & (PHEP_S_BARRED | PHEP_S_BARRED_UNKNOWN)) == 0;
  }
  bool is_cap() const { return sanction.from.tag == PHEP_ABSENT && sanction.to.tag != PHEP_ABSENT; }
};

bool is(String text, String other) {
  return compare(text, other) == 0;
}

template <class Visit>
void for_each_row(const Answer& answer, const NormView& view, Visit visit) {
  if (view.norm == nullptr) return;
  const uint32_t* const words = operands_at(answer.image, view.text->sanctions.first);
  const auto* const sanctions = reinterpret_cast<const phep_sanction*>(view.norm + 1);
  for (uint32_t i = 0; i < view.text->sanctions.count / kSanctionTexts; ++i) {
    const uint32_t* const own = words + size_t{i} * kSanctionTexts;
    visit(
        Row{view, sanctions[i], string_at(answer.image, own[0]), string_at(answer.image, own[1])});
  }
}

Wide least_of(const phep_value& value) {
  if (value.tag == PHEP_KNOWN) return wide(static_cast<int64_t>(value.a));
  if (value.tag != PHEP_BETWEEN) return kWideZero;
  const auto* const bounds = reinterpret_cast<const phep_bounds*>(static_cast<uintptr_t>(value.a));
  const bool known = (bounds->flags & PHEP_B_LEAST) != 0 && bounds->least > 0;
  return known ? wide(bounds->least) : kWideZero;
}

// False when no upper end is known.
bool most_of(const phep_value& value, Wide* out) {
  if (value.tag == PHEP_KNOWN) {
    *out = wide(static_cast<int64_t>(value.a));
    return true;
  }
  if (value.tag != PHEP_BETWEEN) return false;
  const auto* const bounds = reinterpret_cast<const phep_bounds*>(static_cast<uintptr_t>(value.a));
  *out = wide(bounds->most);
  return (bounds->flags & PHEP_B_MOST) != 0;
}

void add_to(Interval& sum, const Interval& one) {
  sum.open = sum.open || one.open || !add(sum.most, one.most, &sum.most);
  Wide least = sum.least;
  if (add(sum.least, one.least, &least)) sum.least = least;  // else what it was is still a bound
}

// What one norm may cost.
Interval cost_of(const Answer& answer, const NormView& view) {
  Interval figures;
  bool certain_figure = false;
  bool capped = false;  // by a cap that certainly applies and is known
  Wide cap = kWideZero;
  Interval doubtful_caps;
  if (view.norm == nullptr || view.norm->status == PHEP_NORM_ERROR) figures.open = true;
  for_each_row(answer, view, [&](const Row& row) {
    if (!is(row.kind, literal("fine")) || !row.may_apply() || row.is_barred()) return;
    Interval one;
    one.open = !most_of(row.sanction.to, &one.most);
    if (!row.is_cap()) {
      if (row.is_certain()) one.least = least_of(row.sanction.from);
      certain_figure = certain_figure || row.is_certain();
      return add_to(figures, one);
    }
    if (row.is_certain() && !one.open) {
      if (!capped || compare(one.most, cap) < 0) cap = one.most;
      capped = true;
      return;
    }
    doubtful_caps.open = doubtful_caps.open || one.open;
    if (compare(one.most, doubtful_caps.most) > 0) doubtful_caps.most = one.most;
  });
  if (capped && (!certain_figure || figures.open || compare(figures.most, cap) > 0)) {
    figures.most = cap;
    figures.open = false;
  }
  if (capped && compare(figures.least, cap) > 0) figures.least = cap;
  if (!capped && !certain_figure) {
    figures.open = figures.open || doubtful_caps.open;
    if (compare(doubtful_caps.most, figures.most) > 0) figures.most = doubtful_caps.most;
  }
  return figures;
}

bool has_fines(const Answer& answer, const NormText& text) {
  return text.currencies != kNone && string_at(answer.image, text.currencies).length != 0;
}

// The least currency above `after`, in byte order; empty when there is none. At first `after` is
// empty.
String next_currency(const Answer& answer, String after) {
  String found{"", 0};
  for_each_norm(answer, [&](const NormView& view) {
    if (!has_fines(answer, *view.text)) return;
    const String own = string_at(answer.image, view.text->currencies);
    if (compare(own, after) > 0 && (found.length == 0 || compare(own, found) < 0)) found = own;
  });
  return found;
}

void put_money(Writer& writer, Wide amount, String currency) {
  int64_t minor = INT64_MAX;  // a lower bound beyond it is this one at least
  to_int64(amount, &minor);
  put(writer, "{\"amount\":\"");
  put_integer(writer, minor);
  put(writer, "\",\"currency\":");
  put_string(writer, currency);
  put(writer, '}');
}

void put_amounts(Writer& writer, const Answer& answer) {
  put(writer, "\"amounts\":{");
  String currency = next_currency(answer, {"", 0});
  for (bool first = true; currency.length != 0; currency = next_currency(answer, currency)) {
    Interval sum;
    for_each_norm(answer, [&](const NormView& view) {
      const bool own = has_fines(answer, *view.text) &&
                       is(string_at(answer.image, view.text->currencies), currency);
      if (own) add_to(sum, cost_of(answer, view));
    });
    if (!first) put(writer, ',');
    first = false;
    put_string(writer, currency);
    put(writer, ":{\"from\":");
    put_money(writer, sum.least, currency);
    int64_t most = 0;
    if (!sum.open && to_int64(sum.most, &most)) {
      put(writer, ",\"to\":");
      put_money(writer, sum.most, currency);
    }
    put(writer, '}');
  }
  put(writer, '}');
}

// ,"key":["norm.label",…] of the rows that are wanted; nothing where there are none.
template <size_t N, class Wanted>
void put_rows(Writer& writer, const Answer& answer, const char (&key)[N], Wanted wanted) {
  bool first = true;
  for_each_norm(answer, [&](const NormView& view) {
    for_each_row(answer, view, [&](const Row& row) {
      if (!wanted(row)) return;
      if (first) put(writer, key);
      put(writer, first ? '[' : ',');
      first = false;
      put(writer, '"');
      put_norm_name(writer, answer, view);
      put(writer, '.');
      put_escaped(writer, row.label);
      put(writer, '"');
    });
  });
  if (!first) put(writer, ']');
}

}  // namespace

[[gnu::weak]] void put_exposure(Writer& writer, const Answer& answer) {
  const auto stands = [](const Row& row) { return row.may_apply() && !row.is_barred(); };
  const auto is_money = [](const Row& row) { return is(row.kind, literal("fine")); };
  const auto no_figure = [](const Row& row) { return is(row.kind, literal("not_set")); };
  put(writer, '{');
  put_string(writer, string_at(answer.image, answer.decision->exposure));
  put(writer, ":{");
  put_amounts(writer, answer);
  put_rows(writer, answer,
           ",\"not_set\":", [&](const Row& row) { return stands(row) && no_figure(row); });
  put_rows(writer, answer, ",\"other\":", [&](const Row& row) {
    return stands(row) && !is_money(row) && !no_figure(row);
  });
  put_rows(writer, answer,
           ",\"time_barred\":", [](const Row& row) { return row.may_apply() && row.is_barred(); });
  put_rows(writer, answer,
           ",\"uncertain\":", [&](const Row& row) { return stands(row) && !row.is_certain(); });
  put(writer, "}}");
}

}  // namespace phep::runtime
