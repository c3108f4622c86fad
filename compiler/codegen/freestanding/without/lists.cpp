// Of a policy that asks nothing of lists.
#include "compiler/runtime/interpret.h"

namespace phep::runtime {

Value quantify(Evaluation&, const Frame&, const Inst&) {
  return error(PHEP_E_GAP, 0);
}

}  // namespace phep::runtime
