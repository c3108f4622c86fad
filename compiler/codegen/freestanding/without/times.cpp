// Of a policy that counts no days.
#include "compiler/runtime/interpret.h"

namespace phep::runtime {

Value shift(Evaluation&, const Frame&, const Inst&) {
  return error(PHEP_E_GAP, 0);
}
Value occurrences(Evaluation&, const Frame&, const Inst&) {
  return error(PHEP_E_GAP, 0);
}
Value deadline(Evaluation&, const Frame&, const Inst&) {
  return error(PHEP_E_GAP, 0);
}

}  // namespace phep::runtime
