#include "compiler/runtime/answer_words.h"

namespace phep::runtime {

String status_name(int32_t status) {
  switch (static_cast<phep_norm_status>(status)) {
    case PHEP_NOT_APPLICABLE: return literal("not_applicable");
    case PHEP_UPCOMING: return literal("upcoming");
    case PHEP_NOT_IN_FORCE: return literal("not_in_force");
    case PHEP_EXEMPT: return literal("exempt");
    case PHEP_FULFILLED: return literal("fulfilled");
    case PHEP_LATE: return literal("late");
    case PHEP_DEFERRED: return literal("deferred");
    case PHEP_PENDING: return literal("pending");
    case PHEP_VIOLATED: return literal("violated");
    case PHEP_MET: return literal("met");
    case PHEP_GRANTED: return literal("granted");
    case PHEP_NOT_GRANTED: return literal("not_granted");
    case PHEP_AVAILABLE: return literal("available");
    case PHEP_NOT_AVAILABLE: return literal("not_available");
    case PHEP_POSSIBLY_VIOLATED: return literal("possibly_violated");
    case PHEP_UNDETERMINED: return literal("undetermined");
    case PHEP_OPEN: return literal("open");
    case PHEP_NORM_ERROR: break;
  }
  return literal("error");
}

String error_name(uint64_t kind) {
  switch (static_cast<phep_error_kind>(kind)) {
    case PHEP_E_CALENDAR_EXHAUSTED: return literal("calendar_exhausted");
    case PHEP_E_CONFLICT: return literal("conflict");
    case PHEP_E_DATE_OUT_OF_RANGE: return literal("date_out_of_range");
    case PHEP_E_DIVISION_BY_ZERO: return literal("division_by_zero");
    case PHEP_E_GAP: return literal("gap");
    case PHEP_E_NEEDS_ROUNDING: return literal("needs_rounding");
    case PHEP_E_OVERFLOW: break;
  }
  return literal("overflow");
}

}  // namespace phep::runtime
