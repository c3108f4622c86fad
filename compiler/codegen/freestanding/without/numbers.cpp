// Of a policy that computes no number and answers no sum of money.
#include "compiler/runtime/interpret.h"
#include "compiler/runtime/question.h"

namespace phep::runtime {

Value arithmetic(Evaluation&, const Frame&, const Inst&) {
  return error(PHEP_E_GAP, 0);
}
Value negate(Evaluation&, const Frame&, const Inst&) {
  return error(PHEP_E_GAP, 0);
}
Value round_value(Evaluation&, const Frame&, const Inst&) {
  return error(PHEP_E_GAP, 0);
}
Ends ends_of(Evaluation&, const Question&) {
  return {};
}

}  // namespace phep::runtime
