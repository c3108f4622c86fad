// Of a policy without norms.
#include "compiler/runtime/answer.h"
#include "compiler/runtime/interpret.h"
#include "compiler/runtime/norm_answer.h"

namespace phep::runtime {

Value norm(Evaluation&, const Frame&, const Inst&) {
  return error(PHEP_E_GAP, 0);
}
Value aspect_of(Evaluation&, const NormValue&, Aspect, uint32_t) {
  return error(PHEP_E_GAP, 0);
}
void answer_norm(Answering&, Question, const NormValue&, char*) {}
void put_norms(Writer& writer, const Answer&) {
  put(writer, "{}");
}
void put_exposure(Writer&, const Answer&) {}

}  // namespace phep::runtime
