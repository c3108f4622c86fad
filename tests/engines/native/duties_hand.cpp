// P2n as a C++ programmer would write it: it checks what the compiled policy checks and fills the
// same result struct.
#include "tests/bench/hand.h"

#include "p2n.h"

namespace phep::tests::hand {
namespace {

using Facts = p2n_facts;

constexpr std::uint64_t kAllFacts = (1U << (p2n_facts_BIT_fulfilled + 1)) - 1;
constexpr std::int32_t kFirstDay = day(1, 1, 1);
constexpr std::int32_t kLastDay = day(9999, 12, 31);

constexpr bool fits(std::int64_t number) {
  return number >= INT32_MIN && number <= INT32_MAX;
}

bool sound(const Facts& f) {
  const unsigned flags = f.biometric | f.realtime_public | f.minors | f.vulnerable |
                         f.personal_data | f.sensitive_data | f.cross_border | f.generates_content |
                         f.deepfake | f.human_oversight | f.interacts_public | f.open_source |
                         f.research_only | f.state_use | f.critical_infra | f.affects_rights |
                         f.sme | f.incident_before;
  return flags <= 1 && std::uint32_t(f.sector) < 8 && std::uint32_t(f.role) < 3 &&
         std::uint32_t(f.purpose) < 10 && std::uint32_t(f.autonomy) < 3 && fits(f.user_scale) &&
         fits(f.error_bp) && f.deployed_on >= kFirstDay && f.deployed_on <= kLastDay &&
         f.fulfilled < 1U << 12;
}

enum Level { kMinimal, kLimited, kHigh, kProhibited };

Level level_of(const Facts& f) {
  const bool prohibited =
      ((f.purpose == p2n_Purpose_social_scoring) & f.state_use) |
      (f.realtime_public & f.biometric & !((f.sector == p2n_Sector_justice) & f.human_oversight)) |
      (f.deepfake & f.minors & !f.research_only);
  const bool dangerous =
      (!f.research_only) &
      (((f.sector <= p2n_Sector_justice) & f.affects_rights & (f.autonomy != p2n_Autonomy_assist)) |
       f.critical_infra | ((f.purpose <= p2n_Purpose_biometric_id) & (f.user_scale >= 1000)) |
       (f.vulnerable & (f.autonomy == p2n_Autonomy_full)));
  const bool visible =
      f.interacts_public | f.generates_content | f.deepfake | (f.user_scale >= 100'000);
  return prohibited ? kProhibited : dangerous ? kHigh : visible ? kLimited : kMinimal;
}

// `exempt` has bit i for the i-th exemption, by label.
void duty(phep_norm& out, bool in_force, bool applies, unsigned exempt, bool met) {
  out = {};
  const bool binds = in_force & applies & (exempt == 0);
  out.status = !in_force     ? PHEP_NOT_IN_FORCE
               : !applies    ? PHEP_NOT_APPLICABLE
               : exempt != 0 ? PHEP_EXEMPT
               : met         ? PHEP_MET
                             : PHEP_VIOLATED;
  out.flags = binds ? PHEP_N_BINDS : 0;
  out.why = in_force && applies ? exempt : 0;
  out.bearers = all_of(1);
}

}  // namespace
}  // namespace phep::tests::hand

extern "C" int hand_duties(const p2n_facts* facts, const phep_options* options, p2n_result* out) {
  using namespace phep::tests::hand;  // NOLINT: the whole of this file
  const Facts& f = *facts;
  if (f.size != sizeof f || f.layout != p2n_facts_LAYOUT || out->head.size != sizeof *out ||
      out->head.layout != p2n_result_LAYOUT)
    return PHEP_BAD_ARGUMENT;
  if ((f.known[0] & f.present[0] & kAllFacts) != kAllFacts) return kNotMine;
  if (!sound(f)) return PHEP_BAD_FACTS;
  const Moment now{options->as_of, options->law_date};
  const bool law = now.law_day(now.as_of) >= day(2024, 1, 1);
  const Level level = level_of(f);
  const bool banned = level == kProhibited;
  const bool high = level == kHigh;
  const bool limited = level == kLimited;
  const auto met = [&](int number) { return (f.fulfilled >> (number - 1) & 1) != 0; };
  out->level = {PHEP_KNOWN, 0, level, 0};
  duty(out->o01, law, high, f.open_source & f.sme, met(1));
  duty(out->o02, law, high & (f.role == p2n_Role_provider),
       (f.user_scale < 500) & !f.critical_infra, met(2));
  duty(out->o03, law, high | (limited & f.critical_infra), 0, met(3));
  duty(out->o04, law, high & (f.autonomy != p2n_Autonomy_assist), f.human_oversight, met(4));
  duty(out->o05, law, f.personal_data & (f.sensitive_data | f.minors | (f.user_scale >= 10'000)),
       f.sme & !f.sensitive_data & (f.user_scale < 50'000), met(5));
  duty(out->o06, law, f.personal_data & f.cross_border,
       (f.role == p2n_Role_importer) & !f.sensitive_data, met(6));
  duty(out->o07, law, f.generates_content & !banned,
       unsigned(f.purpose == p2n_Purpose_analytics) |
           unsigned(f.research_only & !f.interacts_public) << 1,
       met(7));
  duty(out->o08, law, f.deepfake & !banned, 0, met(8));
  duty(out->o09, law, f.interacts_public & !banned,
       (f.purpose == p2n_Purpose_monitoring) & f.state_use, met(9));
  duty(out->o10, law,
       !banned & ((high & (f.error_bp >= 500)) |
                  ((f.purpose == p2n_Purpose_diagnosis) & (f.error_bp >= 200))),
       0, met(10));
  duty(out->o11, law,
       high | (limited & (f.user_scale >= 500'000)) | (f.incident_before & !f.research_only), 0,
       met(11));
  duty(out->o12, law, banned, f.research_only & !f.interacts_public, met(12));
  return PHEP_OK;
}
