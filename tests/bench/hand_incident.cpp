// vn.ai.incidents.incident_report as a C++ programmer would write it: the yardstick for generated
// code.
#include "tests/bench/hand_calendar.h"

#include "incident_report.h"
#include <array>

namespace phep::tests::hand {
namespace {

using Facts = incident_report_facts;

constexpr std::uint64_t kSecondWord =
    (1U << (incident_report_facts_BIT_i_acts_remedy_report_at - 63)) - 1;
constexpr std::int32_t kLaw134 = day(2026, 3, 1);
constexpr std::int32_t kDecree142 = day(2026, 5, 1);
constexpr std::int32_t kDecision33 = day(2026, 8, 15);
constexpr std::int64_t kTwelveMonths =
    day(2027, 3, 2) * kDay - kZone;  // 2027-03-01T24:00, a Monday
// Before these days, so as they begin.
constexpr std::int64_t kListOther = day(2027, 3, 1) * kDay - kZone;
constexpr std::int64_t kListShielded = day(2027, 9, 1) * kDay - kZone;

// ---- facts ----

bool given(const Facts& f, unsigned bit) {
  return has(f.present, bit);
}

bool in_range(const Facts& f) {
  const unsigned bools =
      f.a_in_vietnam | f.a_builds | f.a_controls_method | f.a_places_on_market | f.a_puts_into_use |
      f.a_own_name | f.a_runs_it | f.a_interacts | f.a_uses_output | f.a_foreign | f.a_state_user |
      f.s_exclusive_defence | f.s_standalone_model | f.s_certification_printed |
      f.s_nature_considerable_damage | f.s_nature_misleads_users | f.s_nature_nature_unrecognised |
      f.s_nature_only_form_editing | f.s_nature_adds_no_content | f.s_nature_identity_unchanged |
      f.s_nature_office_support | f.s_nature_ai_obvious | f.s_nature_no_confusing_simulation |
      f.s_nature_no_public_reach | f.s_nature_creative_use | f.s_nature_fiction_clear |
      f.s_nature_only_optimisation | f.s_nature_no_user_interaction | f.s_nature_no_public_content |
      f.s_nature_not_physical_control | f.s_interacts_with_humans | f.s_level_undetermined |
      f.s_personal_data | f.s_standard_exists | f.s_contact_point | f.s_raised_by_function |
      f.i_considerable_damage | f.i_risk_of_damage | f.i_disrupts_critical | f.i_uncontrollable |
      f.i_provider_unreachable | f.i_reported_elsewhere | f.i_cooperating | f.i_logs_kept |
      f.i_through_portal | f.i_portal_running;
  if (bools > 1 || static_cast<std::uint32_t>(f.a_context) > 3 ||
      static_cast<std::uint32_t>(f.s_sector) > 6 || f.a_practices >> 26 != 0 ||
      f.i_consequences >> 4 != 0 || !is_instant(f.i_happened_at))
    return false;
  if (given(f, incident_report_facts_BIT_s_list_row) &&
      static_cast<std::uint32_t>(f.s_list_row) > 12)
    return false;
  if (given(f, incident_report_facts_BIT_s_first_operated_on) &&
      (f.s_first_operated_on < day(1, 1, 1) || f.s_first_operated_on > day(9999, 12, 31)))
    return false;
  const auto fine = [&](unsigned bit, std::int64_t at) { return !given(f, bit) || is_instant(at); };
  return fine(incident_report_facts_BIT_s_first_use_at, f.s_first_use_at) &&
         fine(incident_report_facts_BIT_s_stop_ordered_at, f.s_stop_ordered_at) &&
         fine(incident_report_facts_BIT_s_stop_before, f.s_stop_before) &&
         fine(incident_report_facts_BIT_s_supplied_at, f.s_supplied_at) &&
         fine(incident_report_facts_BIT_s_list_amended_at, f.s_list_amended_at) &&
         fine(incident_report_facts_BIT_s_acts_classified_at, f.s_acts_classified_at) &&
         fine(incident_report_facts_BIT_s_acts_dossier_at, f.s_acts_dossier_at) &&
         fine(incident_report_facts_BIT_s_acts_notified_at, f.s_acts_notified_at) &&
         fine(incident_report_facts_BIT_s_acts_compliant_at, f.s_acts_compliant_at) &&
         fine(incident_report_facts_BIT_s_acts_conformity_at, f.s_acts_conformity_at) &&
         fine(incident_report_facts_BIT_s_acts_body_result_at, f.s_acts_body_result_at) &&
         fine(incident_report_facts_BIT_s_acts_published_at, f.s_acts_published_at) &&
         fine(incident_report_facts_BIT_s_acts_representative_at, f.s_acts_representative_at) &&
         fine(incident_report_facts_BIT_s_acts_impact_report_at, f.s_acts_impact_report_at) &&
         fine(incident_report_facts_BIT_s_acts_impact_public_at, f.s_acts_impact_public_at) &&
         fine(incident_report_facts_BIT_s_acts_supplied_info_at, f.s_acts_supplied_info_at) &&
         fine(incident_report_facts_BIT_s_acts_standards_at, f.s_acts_standards_at) &&
         fine(incident_report_facts_BIT_s_acts_stopped_at, f.s_acts_stopped_at) &&
         fine(incident_report_facts_BIT_i_confirmed_at, f.i_confirmed_at) &&
         fine(incident_report_facts_BIT_i_prompt_before, f.i_prompt_before) &&
         fine(incident_report_facts_BIT_i_acts_fixed_at, f.i_acts_fixed_at) &&
         fine(incident_report_facts_BIT_i_acts_notified_at, f.i_acts_notified_at) &&
         fine(incident_report_facts_BIT_i_acts_recorded_at, f.i_acts_recorded_at) &&
         fine(incident_report_facts_BIT_i_acts_provider_told_at, f.i_acts_provider_told_at) &&
         fine(incident_report_facts_BIT_i_acts_reported_at, f.i_acts_reported_at) &&
         fine(incident_report_facts_BIT_i_acts_remedy_report_at, f.i_acts_remedy_report_at);
}

// ---- rules ----

constexpr std::uint64_t kHealth = 1, kRights = 4, kDisruption = 8;

bool serious(const Facts& f, std::int32_t law) {
  return law >= kLaw134 && (f.i_considerable_damage || f.i_risk_of_damage || f.i_disrupts_critical);
}
bool reportable(const Facts& f, std::int32_t law, bool near_miss) {
  return law >= kDecree142 && (f.i_consequences != 0 || (near_miss && f.i_risk_of_damage));
}
bool urgent(const Facts& f, std::int32_t law) {
  return law >= kDecree142 && ((f.i_consequences & (kHealth | kDisruption)) != 0 ||
                               ((f.i_consequences & kRights) != 0 && f.i_uncontrollable));
}

int reading(const phep_options& options, std::uint32_t index) {
  return index < options.reading_count && options.readings.ptr[index] >= 0
             ? options.readings.ptr[index]
             : 0;
}

// Who of the parties that a norm names is bound by its conduct, a bit each, in the order of their
// names; nobody before the Law.
std::uint64_t bound(std::int32_t law, bool first, bool second = false, bool third = false,
                    bool fourth = false) {
  const unsigned bits =
      (first ? 1U : 0U) | (second ? 2U : 0U) | (third ? 4U : 0U) | (fourth ? 8U : 0U);
  return law >= kLaw134 ? bits : 0;
}

// No figure has been set: a row without amounts.
void unpriced(phep_sanction& out, const phep_norm& norm, std::int32_t on) {
  out = {broken(norm) && on >= kLaw134, 0, kNoAmount, kNoAmount, 0};
}

}  // namespace

extern "C" int hand_incident(const Facts* facts, const phep_options* options,
                             incident_report_result* result) {
  const Facts& f = *facts;
  if (f.size != sizeof f || f.layout != incident_report_facts_LAYOUT ||
      options->size != sizeof *options || result->head.size != sizeof *result)
    return PHEP_BAD_ARGUMENT;
  if (f.known[0] != UINT64_MAX || (f.known[1] & kSecondWord) != kSecondWord) return kNotMine;
  if (!in_range(f)) return PHEP_BAD_FACTS;

  const Moment now{options->as_of, options->law_date};
  const std::int64_t as_of = now.as_of;
  const std::int32_t today = now.law_day(as_of);
  if (reading(*options, 0) == 1) return kNotMine;  // swapped days of private parties
  const bool later_grace = reading(*options, 1) == 1;
  if (reading(*options, 2) == 1) return kNotMine;  // incidents inside the period of article 35
  const bool near_miss = reading(*options, 3) == 1;

  // Roles by conduct; they are asked only where the Law is in force.
  const bool develops = f.a_builds && f.a_controls_method;
  const bool provides = (f.a_places_on_market || f.a_puts_into_use) && f.a_own_name;
  const bool deploys = f.a_runs_it && f.a_context != incident_report_UseContext_personal;
  const bool is_user = f.a_interacts || f.a_uses_output;
  const bool in_scope = f.a_in_vietnam && !f.s_exclusive_defence;
  const bool deployer = deploys && in_scope;
  const bool makes = (develops || provides) && in_scope;
  const bool uses = (is_user || deploys) && in_scope;
  const bool supplies = (provides || deploys) && in_scope;

  result->serious = amount(serious(f, today));
  result->reportable = amount(reportable(f, today, near_miss));
  result->urgent = amount(urgent(f, today));

  // Article 12 clause 1, with the grace of article 35 for who only provides or deploys.
  const bool old =
      given(f, incident_report_facts_BIT_s_first_operated_on) && f.s_first_operated_on < kLaw134;
  const bool listed = given(f, incident_report_facts_BIT_s_list_row) && today >= kDecision33;
  const bool grace = supplies && !develops && !is_user && old && today >= kLaw134;
  const bool shielded = f.s_sector <= incident_report_Sector_finance;
  const bool with_the_list = listed && !later_grace;  // a day before the Law's own end
  if (grace && shielded && !with_the_list)
    return kNotMine;  // eighteen months end on a National Day not decreed yet
  const std::int64_t list_end = shielded ? kListShielded : kListOther;
  const std::int64_t grace_end = with_the_list ? list_end : kTwelveMonths;
  phep_norm& reliable = result->keep_system_reliable;
  state_duty(reliable, {.in_force = today >= kLaw134, .applies = makes || uses},
             f.a_practices >> incident_report_Practice_incident_readiness & 1, as_of);
  if (reliable.status == PHEP_VIOLATED && grace && as_of < grace_end) {
    reliable.status = PHEP_DEFERRED;
    reliable.flags |= PHEP_N_UNTIL;
    reliable.until = grace_end;
  }
  reliable.bearers = bound(today, deploys, develops, provides, is_user);
  unpriced(result->keep_system_reliable_sanctions[0], reliable, today);

  // Duties from the moment it happened, by a moment somebody fixes.
  const std::int32_t law = now.law_day(f.i_happened_at);
  const bool fixed = given(f, incident_report_facts_BIT_i_prompt_before);
  const std::int32_t prompt_day = fixed ? now.law_day(f.i_prompt_before) : today;
  const auto promptly = [&](phep_norm& out, phep_sanction* row, bool in_force, bool applies,
                            std::uint64_t bearers, unsigned bit, std::int64_t done) {
    event_duty(out, {.trigger = f.i_happened_at, .in_force = in_force, .applies = applies},
               {.runs = fixed,
                .due = f.i_prompt_before,
                .before = true,
                .done_given = given(f, bit),
                .done = done},
               as_of);
    out.bearers = bearers;
    unpriced(*row, out, prompt_day);
  };
  const bool is_serious = serious(f, law);
  const bool is_reportable = reportable(f, law, near_miss);
  const std::uint64_t makers = bound(law, develops, provides);
  const std::uint64_t users = bound(law, deploys, is_user);
  const std::uint64_t suppliers = bound(law, deploys, provides);
  promptly(result->repair_incident, result->repair_incident_sanctions, law >= kLaw134,
           makes && is_serious, makers, incident_report_facts_BIT_i_acts_fixed_at,
           f.i_acts_fixed_at);
  promptly(result->notify_authority, result->notify_authority_sanctions, law >= kLaw134,
           makes && is_serious, makers, incident_report_facts_BIT_i_acts_notified_at,
           f.i_acts_notified_at);
  promptly(result->record_serious_incident, result->record_serious_incident_sanctions,
           law >= kLaw134, uses && is_serious, users, incident_report_facts_BIT_i_acts_recorded_at,
           f.i_acts_recorded_at);
  promptly(result->tell_provider, result->tell_provider_sanctions, law >= kDecree142,
           uses && is_reportable, users, incident_report_facts_BIT_i_acts_provider_told_at,
           f.i_acts_provider_told_at);

  const Gate handled{.trigger = f.i_happened_at,
                     .in_force = law >= kDecree142,
                     .applies = supplies && is_reportable};
  state_duty(result->cooperate_on_incident, handled, f.i_cooperating, as_of);
  result->cooperate_on_incident.bearers = suppliers;
  unpriced(result->cooperate_on_incident_sanctions[0], result->cooperate_on_incident, today);
  state_duty(result->keep_incident_logs, handled, f.i_logs_kept, as_of);
  result->keep_incident_logs.bearers = suppliers;
  unpriced(result->keep_incident_logs_sanctions[0], result->keep_incident_logs, today);

  // The clocks of the preliminary report run from confirmation.
  const bool confirmed = given(f, incident_report_facts_BIT_i_confirmed_at);
  const bool reported = given(f, incident_report_facts_BIT_i_acts_reported_at);
  const std::int32_t confirmed_law = now.law_day(confirmed ? f.i_confirmed_at : as_of);
  const bool fast = urgent(f, confirmed_law);
  const bool to_report = reportable(f, confirmed_law, near_miss);
  const std::int64_t in_72_hours = f.i_confirmed_at + 72 * kHour;
  const End in_5_days = confirmed ? working_days_after(f.i_confirmed_at, 5) : End{};
  if (!in_5_days.ok) return kNotMine;
  const std::uint64_t reporters = bound(confirmed_law, deploys, provides);
  const auto report = [&](phep_norm& out, phep_sanction* row, bool applies, std::uint64_t bearers,
                          std::int64_t due) {
    event_duty(
        out,
        {.triggered = confirmed,
         .trigger = f.i_confirmed_at,
         .in_force = confirmed_law >= kDecree142,
         .applies = applies,
         .exempt = f.i_reported_elsewhere != 0},
        {.runs = confirmed, .due = due, .done_given = reported, .done = f.i_acts_reported_at},
        as_of);
    out.bearers = bearers;
    unpriced(*row, out, confirmed ? now.law_day(due) : today);
  };
  report(result->report_in_72_hours, result->report_in_72_hours_sanctions, supplies && fast,
         reporters, in_72_hours);
  report(result->report_in_5_working_days, result->report_in_5_working_days_sanctions,
         supplies && to_report && !fast, reporters, in_5_days.at);
  report(result->deployer_reports_instead, result->deployer_reports_instead_sanctions,
         deployer && to_report && f.i_provider_unreachable, bound(confirmed_law, deploys),
         fast ? in_72_hours : in_5_days.at);

  // What follows the preliminary report.
  const std::int32_t reported_law = now.law_day(reported ? f.i_acts_reported_at : as_of);
  const End in_15_days = reported ? days_after(f.i_acts_reported_at, 15) : End{};
  if (!in_15_days.ok) return kNotMine;
  event_duty(result->report_remedy_in_15_days,
             {.triggered = reported,
              .trigger = f.i_acts_reported_at,
              .in_force = reported_law >= kDecree142,
              .applies = supplies && reportable(f, reported_law, near_miss)},
             {.runs = reported,
              .due = in_15_days.at,
              .done_given = given(f, incident_report_facts_BIT_i_acts_remedy_report_at),
              .done = f.i_acts_remedy_report_at},
             as_of);
  result->report_remedy_in_15_days.bearers = bound(reported_law, deploys, provides);
  unpriced(result->report_remedy_in_15_days_sanctions[0], result->report_remedy_in_15_days,
           reported ? now.law_day(in_15_days.at) : today);
  state_duty(result->report_through_portal,
             {.triggered = reported,
              .trigger = f.i_acts_reported_at,
              .in_force = reported_law >= kLaw134,
              .applies = makes || uses,
              .exempt = !f.i_portal_running && reported_law >= kDecree142},
             f.i_through_portal, as_of);
  result->report_through_portal.bearers = all_of(1);  // anyone
  unpriced(result->report_through_portal_sanctions[0], result->report_through_portal, today);
  return PHEP_OK;
}

}  // namespace phep::tests::hand
