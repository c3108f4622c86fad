/* Decides one case of P2 of which everything is known, for a debugger to stop in. */
#include "p2.h"

#include <string.h>

static uint64_t arena[1 << 15];
static char out[1 << 14];

int main(void) {
  static const char facts[] =
      "{\"sector\":\"transport\",\"role\":\"importer\",\"purpose\":\"content_gen\",\"autonomy\":\"semi\",\"user_scale\":3,"
      "\"error_bp\":38,\"deployed_on\":\"2026-05-16\",\"biometric\":false,\"realtime_public\":false,\"minors\":false,"
      "\"vulnerable\":false,\"personal_data\":true,\"sensitive_data\":true,\"cross_border\":true,\"generates_content\":true,"
      "\"deepfake\":true,\"human_oversight\":true,\"interacts_public\":false,\"open_source\":true,\"research_only\":false,"
      "\"state_use\":true,\"critical_infra\":true,\"affects_rights\":false,\"sme\":false,\"incident_before\":false}";
  phep_options options;
  size_t written = 0;
  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.as_of = 1773108000000;
  options.law_date = PHEP_NO_DATE;
  return p2_decide_json(facts, sizeof facts - 1, &options, out, sizeof out, &written, arena, sizeof arena);
}
