#include "compiler/law/matrix.h"

#include "compiler/explain/norm_note.h"
#include "compiler/law/boundaries.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>

namespace phep::law {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kMinuteMs = 60'000;

std::int64_t local_day(std::int64_t ms, std::int32_t zone) {
  const std::int64_t local = ms + zone * kMinuteMs;
  return local / kDayMs - (local % kDayMs < 0 ? 1 : 0);
}
std::int64_t day_start(std::int64_t day, std::int32_t zone) {
  return day * kDayMs - zone * kMinuteMs;
}

// A moment of an answer from its first to its last millisecond; a day is all of it.
struct Act {
  std::int64_t begin, end;
};

using Calendars = std::map<std::string, CalendarDaysOf>;  // by qualified name

// What one sight shows, read out of the answer once.
class Glance {
 public:
  Glance(const Register& law, const Calendars& calendars, const Boundaries& boundaries,
         const Sight& sight)
      : law_(law),
        boundaries_(boundaries),
        sight_(sight),
        moments_(sight.moments),
        zone_(sight.moments.zone_minutes),
        status_(sight.result.value("status", std::string())) {
    if (moments_.counted)
      if (const auto found = calendars.find(moments_.counted->calendar); found != calendars.end())
        calendar_ = &found->second;
    const char* const key = moments_.kept ? "ended" : "done";
    if (sight.result.contains(key)) act_ = act(sight.result[key]);
    due_ = moments_.due;
  }

  [[nodiscard]] bool shows(Boundary one) const;

 private:
  [[nodiscard]] bool is(std::initializer_list<std::string_view> words) const {
    return std::ranges::find(words, status_) != words.end();
  }
  [[nodiscard]] std::optional<Act> act(const nlohmann::json& value) const;
  [[nodiscard]] bool asks() const { return sight_.status || sight_.time; }
  // The norm has come to its deadline in this case.
  [[nodiscard]] bool runs() const {
    if (!due_) return false;
    // Whether it binds may be unknown where the moment itself is asked for.
    return is({"fulfilled", "late", "pending", "violated", "met", "possibly_violated", "deferred",
               "available", "granted", "not_granted"}) ||
           (sight_.time && is({"undetermined", "open"}));
  }
  [[nodiscard]] bool last_instant() const;
  [[nodiscard]] bool just_late() const;
  [[nodiscard]] bool decided_by_end() const;
  [[nodiscard]] bool ends_on(std::set<std::int32_t> CalendarDaysOf::* days) const;
  [[nodiscard]] bool month_end() const;
  [[nodiscard]] bool breach(bool after) const;

  const Register& law_;
  const Boundaries& boundaries_;
  const Sight& sight_;
  const explain::Moments& moments_;
  std::int32_t zone_;
  std::string status_;
  std::optional<Act> act_;
  std::optional<std::int64_t> due_;
  const CalendarDaysOf* calendar_ = nullptr;
};

std::optional<Act> Glance::act(const nlohmann::json& value) const {
  const auto at = explain::instant_of(value);
  if (at) return Act{*at, *at};
  if (!value.is_string()) return std::nullopt;
  const auto day = explain::instant_of(value.get<std::string>() + "T00:00:00Z");
  if (!day) return std::nullopt;
  const std::int64_t begin = day_start(*day / kDayMs - (*day % kDayMs < 0 ? 1 : 0), zone_);
  return Act{begin, begin + kDayMs};
}

bool Glance::shows(Boundary one) const {
  using Days = CalendarDaysOf;
  switch (one) {
    case Boundary::LastInstant: return asks() && runs() && last_instant();
    case Boundary::JustLate: return asks() && runs() && just_late();
    case Boundary::RestDay:
      return asks() && runs() && decided_by_end() && moments_.counted && calendar_ != nullptr &&
             calendar_->weekly_rest(moments_.counted->end) &&
             moments_.counted->due != moments_.counted->end;
    case Boundary::Tet: return asks() && runs() && decided_by_end() && ends_on(&Days::holidays);
    case Boundary::Swap: return asks() && runs() && decided_by_end() && ends_on(&Days::worked);
    case Boundary::Pending:
      return asks() && runs() && moments_.counted && moments_.counted->pending;
    case Boundary::MonthEnd: return asks() && runs() && decided_by_end() && month_end();
    case Boundary::DayBeforeForce:
      return sight_.status && status_ == "not_in_force" &&
             boundaries_.first_days.contains(static_cast<std::int32_t>(moments_.law_day + 1));
    case Boundary::DayOfForce:
      return (asks() || sight_.in_force) && !is({"not_in_force", "upcoming", "error"}) &&
             (moments_.trigger || !boundaries_.triggered || status_ != "not_applicable") &&
             boundaries_.first_days.contains(static_cast<std::int32_t>(moments_.law_day));
    case Boundary::BreachBefore: return breach(false);
    case Boundary::BreachAfter: return breach(true);
  }
  return false;
}

// What is kept is given up in time as soon as the end has come; what is done, until then.
bool Glance::last_instant() const {
  if (act_ && moments_.kept) return act_->begin == *due_;
  if (!sight_.status) return false;
  if (act_) return act_->end == *due_ && is({"fulfilled", "met"});
  return !boundaries_.excluded_end && sight_.as_of == *due_ && !is({"violated", "late"});
}

bool Glance::just_late() const {
  const bool hours =
      moments_.counted && moments_.counted->unit == decision::Unit::Hours && !moments_.kept;
  if (act_ && moments_.kept) return act_->begin < *due_ && act_->begin >= *due_ - kDayMs;
  const std::int64_t at = act_ ? act_->end : sight_.as_of;
  const std::int64_t past = at - *due_;
  if (is({"undetermined", "open"})) return false;
  return past >= (boundaries_.excluded_end ? 0 : 1) && past <= (hours ? 1 : kDayMs);
}

// Whether the expectation would fail if the end were another day: it names the moment, or what was
// done, or when it was asked, lies between the last day and the day after the end.
bool Glance::decided_by_end() const {
  if (!moments_.counted) return false;
  if (sight_.time) return true;
  const std::int64_t from =
      day_start(std::min(moments_.counted->end, moments_.counted->due) + 1, zone_);
  const std::int64_t at = act_ ? act_->end : sight_.as_of;
  return at >= std::min(from, *due_) && at <= *due_ + kDayMs;
}

// A term in working days passes such a day, any other ends on it.
bool Glance::ends_on(std::set<std::int32_t> CalendarDaysOf::* days) const {
  if (!moments_.counted || calendar_ == nullptr || moments_.counted->exhausted) return false;
  const std::set<std::int32_t>& wanted = calendar_->*days;
  const explain::CountedTerm& term = *moments_.counted;
  const auto between = [&](std::int64_t first, std::int64_t last) {
    const auto found = wanted.lower_bound(static_cast<std::int32_t>(first));
    return found != wanted.end() && *found <= last;
  };
  if (term.unit == decision::Unit::Hours) return false;
  if (term.unit == decision::Unit::WorkingDays)
    return term.backward ? between(term.due + 1, term.from - 1) : between(term.from + 1, term.due);
  const auto last = [&](std::int64_t day) { return between(day, day); };
  return last(term.end) || (days == &CalendarDaysOf::worked && last(term.due));
}

bool Glance::month_end() const {
  const explain::CountedTerm& term = *moments_.counted;
  if (term.unit != decision::Unit::Months && term.unit != decision::Unit::Quarters &&
      term.unit != decision::Unit::Years)
    return false;
  const std::chrono::year_month_day from{std::chrono::sys_days{std::chrono::days{term.from}}};
  const std::chrono::year_month_day to{std::chrono::sys_days{std::chrono::days{term.end}}};
  return from.day() != to.day();
}

// The day of the breach: of a duty its deadline or else as_of's, of a prohibition the conduct.
bool Glance::breach(bool after) const {
  if (sight_.sanction.empty() || !is({"late", "violated"})) return false;
  const std::int64_t at = due_                                         ? *due_
                          : boundaries_.of_conduct && moments_.trigger ? *moments_.trigger
                                                                       : sight_.as_of;
  const std::int64_t day = local_day(at, zone_);
  const auto sanctions = sight_.result.find("sanctions");
  if (sanctions == sight_.result.end() || !sanctions->contains(sight_.sanction)) return false;
  const bool applies = (*sanctions)[sight_.sanction].value("applies", nlohmann::json()) == true;
  for (const auto& [label, first_days] : boundaries_.younger) {
    if (law_.names.text(label) != sight_.sanction) continue;
    const bool old = std::ranges::all_of(first_days, [&](auto first) { return day < first; });
    const bool young = std::ranges::any_of(first_days, [&](auto first) { return day >= first; });
    if (after ? young && applies : old && !applies) return true;
  }
  return false;
}

// ---- the page -----------------------------------------------------------------------------------

bool cites_one_of(const hir::Norm& norm, const std::vector<hir::DefId>& instruments) {
  return instruments.empty() ||
         std::ranges::any_of(norm.authority.cites, [&](const hir::Cite& cite) {
           return std::ranges::find(instruments, cite.instrument) != instruments.end();
         });
}

Json test_json(const Register& law, const Sight& sight) {
  Json out = {{"title", sight.title}};
  const Json place = place_json(law, sight.span);
  for (const auto& [key, value] : place.items()) out[key] = value;
  return out;
}

struct Totals {
  std::array<std::array<std::size_t, 3>, kBoundaries> counts{};
  std::array<std::map<std::string, std::size_t>, kBoundaries> reasons;
};
constexpr std::array<std::string_view, 3> kStates = {"covered", "n/a", "missing"};

Json cells_json(const Register& law, const Calendars& calendars, const Boundaries& boundaries,
                const std::vector<const Sight*>& sights, Totals& totals) {
  std::vector<Glance> readers;
  readers.reserve(sights.size());
  for (const Sight* sight : sights) readers.emplace_back(law, calendars, boundaries, *sight);
  Json out = Json::array();
  for (std::size_t i = 0; i < kBoundaries; ++i) {
    const auto boundary = static_cast<Boundary>(i);
    Json cell = {{"cell", words_of(boundary).key}};
    const auto met =
        std::ranges::find_if(readers, [&](const Glance& reader) { return reader.shows(boundary); });
    std::size_t state = met == readers.end() ? 2 : 0;
    if (const auto& why = boundaries.absent.at(i)) {
      state = 1;
      cell["reason"] = {{"key", why->key}, {"vi", why->vi}, {"en", why->en}};
      ++totals.reasons.at(i)[why->key];
    }
    cell["state"] = kStates.at(state);
    // What cannot be met is met by a test that only supposes the law of another day.
    if (met != readers.end())
      cell["test"] = test_json(law, *sights[static_cast<std::size_t>(met - readers.begin())]);
    ++totals.counts.at(i).at(state);
    out.push_back(std::move(cell));
  }
  return out;
}

Json totals_json(const Totals& totals) {
  Json out = Json::array();
  for (std::size_t i = 0; i < kBoundaries; ++i) {
    const BoundaryWords& words = words_of(static_cast<Boundary>(i));
    Json one = {{"cell", words.key}, {"label", {{"vi", words.vi}, {"en", words.en}}}};
    for (std::size_t state = 0; state < kStates.size(); ++state)
      one[std::string(kStates.at(state))] = totals.counts.at(i).at(state);
    one["reasons"] = totals.reasons.at(i);
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace

Json matrix_page(const Register& law, std::span<const Sight> sights,
                 const std::vector<hir::DefId>& instruments) {
  std::map<hir::DefId, std::vector<const Sight*>> by_norm;
  for (const Sight& sight : sights)
    if (sight.met) by_norm[sight.of].push_back(&sight);
  Calendars calendars;
  for (const auto& [file, module] : law.modules)
    for (const hir::Def& def : module->defs)
      if (const auto* calendar = std::get_if<hir::Calendar>(&def.node))
        calendars.emplace(def.qualified, days_of(*calendar));
  // By name, so that the order of opening shows nowhere.
  std::vector<hir::DefId> norms;
  for (const auto& [file, module] : law.modules)
    for (std::uint32_t i = 0; i < module->defs.size(); ++i)
      if (const auto* norm = std::get_if<hir::Norm>(&module->defs[i].node);
          norm != nullptr && cites_one_of(*norm, instruments))
        norms.push_back({file, i});
  std::ranges::sort(norms, {}, [&](hir::DefId id) { return law.def(id).qualified; });
  Json list = Json::array();
  Totals totals;
  for (const hir::DefId id : norms) {
    const hir::Def& def = law.def(id);
    const auto& norm = std::get<hir::Norm>(def.node);
    const Boundaries boundaries = boundaries_of(law, id.file, norm);
    list.push_back({{"name", def.qualified},
                    {"kind", kind_of(def).key},
                    {"label", label_json(def.label)},
                    {"at", place_json(law, def)},
                    {"expectations", by_norm[id].size()},
                    {"cells", cells_json(law, calendars, boundaries, by_norm[id], totals)}});
  }
  return {{"format", "phep-law-matrix/1"}, {"totals", totals_json(totals)}, {"norms", list}};
}

}  // namespace phep::law
