// vn.pdpl.breach.breach_report as a C++ programmer would write it: the yardstick for generated
// code.
#include "tests/bench/hand_calendar.h"

#include "breach_report.h"

namespace phep::tests::hand {
namespace {

constexpr std::uint64_t kAllFacts = (1U << 13) - 1;
constexpr std::int32_t kLaw91 = day(2026, 1, 1);  // and Decree 356
constexpr std::int32_t kDecree330 = day(2026, 8, 19);

bool in_range(const breach_report_facts& f) {
  const bool bools = (f.may_harm | f.notice_falsified | f.judgments_record_not_overdue |
                      f.judgments_repair_under_way | f.judgments_report_not_overdue |
                      f.judgments_told_promptly) <= 1;
  const bool enums =
      static_cast<std::uint32_t>(f.role) < 4 && static_cast<std::uint32_t>(f.offender) < 3;
  const bool sets = f.notice >> 4 == 0 && f.repair >> 3 == 0;
  const bool notified = !has(f.present, breach_report_facts_BIT_acts_authority_notified_at) ||
                        is_instant(f.acts_authority_notified_at);
  const bool recorded = !has(f.present, breach_report_facts_BIT_acts_record_drawn_at) ||
                        is_instant(f.acts_record_drawn_at);
  return bools && enums && sets && notified && recorded && is_instant(f.detected_at);
}

// Individuals and households pay half.
struct Price {
  std::int32_t offender;
  std::int64_t as_of;
  bool counted = true;  // every limitation that was asked for
  [[nodiscard]] bool half(std::int32_t on) const {
    return (offender == breach_report_Offender_individual && on >= kLaw91) ||
           (offender == breach_report_Offender_household && on >= kDecree330);
  }
  // It can be imposed for a year from a moment.
  void row(phep_sanction& out, bool applies, std::int32_t on, std::int64_t from, std::int64_t to,
           std::int64_t runs_from) {
    const int share = half(on) ? 1 : 0;
    out.applies = applies && on >= kDecree330 ? 1 : 0;
    out.flags = 0;
    out.limit = 0;
    if (out.applies != 0) {
      const End end = year_after(runs_from);
      counted = counted && end.ok;
      out.limit = end.at;
      out.flags = PHEP_S_LIMITED | (as_of > end.at ? PHEP_S_BARRED : 0U);
    }
    out.from = amount(from >> share);
    out.to = amount(to >> share);
  }
};

}  // namespace

extern "C" int hand_breach(const breach_report_facts* facts, const phep_options* options,
                           breach_report_result* result) {
  const breach_report_facts& f = *facts;
  if (f.size != sizeof f || f.layout != breach_report_facts_LAYOUT ||
      options->size != sizeof *options || result->head.size != sizeof *result)
    return PHEP_BAD_ARGUMENT;
  if ((f.known[0] & kAllFacts) != kAllFacts) return kNotMine;
  if (!in_range(f)) return PHEP_BAD_FACTS;

  const Moment now{options->as_of, options->law_date};
  const std::int32_t today = now.law_day(now.as_of);
  const std::int32_t law = now.law_day(f.detected_at);
  const int k_29 =
      options->reading_count > 0 && options->readings.ptr[0] >= 0 ? options->readings.ptr[0] : 0;
  const bool processor = f.role == breach_report_DataRole_processes;
  const bool controller =
      f.role == breach_report_DataRole_controls || f.role == breach_report_DataRole_both;
  const bool clause_1 = f.may_harm && !processor;
  const bool notified = has(f.present, breach_report_facts_BIT_acts_authority_notified_at);
  const bool recorded = has(f.present, breach_report_facts_BIT_acts_record_drawn_at);
  Price price{f.offender, now.as_of};
  result->clause_1 = amount(clause_1);

  const auto gate = [&](bool applies) {
    return Gate{.trigger = f.detected_at, .in_force = law >= kLaw91, .applies = applies};
  };

  phep_norm& notify = result->notify_authority;
  const std::int64_t due = f.detected_at + 72 * kHour;
  event_duty(
      notify, gate(clause_1),
      {.runs = true, .due = due, .done_given = notified, .done = f.acts_authority_notified_at},
      now.as_of);
  const std::int32_t breach_day = now.law_day(due);
  const bool late = notify.status == PHEP_LATE;
  const bool violated = notify.status == PHEP_VIOLATED;
  phep_sanction* rows = result->notify_authority_sanctions;  // cap, late, never, silent
  rows[0] = {(late || violated) && breach_day >= kLaw91, 0, kNoAmount,
             amount(3'000'000'000 >> (price.half(breach_day) ? 1 : 0))};
  price.row(rows[1], late, breach_day, 40'000'000, 60'000'000, due);
  price.row(rows[2], violated && k_29 == 0, breach_day, 40'000'000, 60'000'000, due);
  price.row(rows[3], violated && k_29 == 1, breach_day, 20'000'000, 40'000'000, due);

  state_duty(result->processor_tells_controller, gate(processor), f.judgments_told_promptly,
             now.as_of);
  price.row(result->processor_tells_controller_sanctions[0],
            broken(result->processor_tells_controller), today, 10'000'000, 20'000'000, now.as_of);

  state_duty(result->draw_up_record, gate(controller), recorded || f.judgments_record_not_overdue,
             now.as_of);
  price.row(result->draw_up_record_sanctions[0], broken(result->draw_up_record), today, 10'000'000,
            20'000'000, now.as_of);

  state_duty(result->notify_other_cases, gate(!clause_1),
             notified || f.judgments_report_not_overdue, now.as_of);
  price.row(result->notify_other_cases_sanctions[0], broken(result->notify_other_cases), today,
            20'000'000, 40'000'000, now.as_of);

  state_duty(result->stop_and_repair, gate(!processor),
             f.repair == 7 || f.judgments_repair_under_way, now.as_of);
  price.row(result->stop_and_repair_sanctions[0], broken(result->stop_and_repair), today,
            60'000'000, 80'000'000, now.as_of);

  phep_norm& full = result->give_full_notice;
  state_duty(
      full,
      {.triggered = notified,
       .trigger = f.acts_authority_notified_at,
       .in_force = now.law_day(notified ? f.acts_authority_notified_at : now.as_of) >= kLaw91},
      f.notice == 15 && !f.notice_falsified, now.as_of);
  price.row(result->give_full_notice_sanctions[0], broken(full) && f.notice_falsified, today,
            10'000'000, 20'000'000, f.acts_authority_notified_at);
  result->give_full_notice_sanctions[1] = {broken(full) && !f.notice_falsified, 0, kNoAmount,
                                           kNoAmount, 0};

  notify.bearers = all_of(3);  // controller, controller_processor, third_party
  result->processor_tells_controller.bearers = all_of(1);
  result->draw_up_record.bearers = all_of(2);      // controller, controller_processor
  result->notify_other_cases.bearers = all_of(1);  // anyone
  result->stop_and_repair.bearers = all_of(3);
  full.bearers = all_of(3);
  return price.counted ? PHEP_OK : kNotMine;
}

}  // namespace phep::tests::hand
