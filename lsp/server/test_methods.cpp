// What tests need to be sure of an order: a lane that is busy, a handler that fails.
#include "compiler/base/check.h"
#include "lsp/server/handlers.h"

#include <chrono>
#include <thread>

namespace phep::server {
namespace {

Reply wait_for_stop(const Ask& ask) {
  while (!ask.stop) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return Json();
}

}  // namespace

Reply hold_analysis(Analysis& /*analysis*/, const NoParams& /*params*/, const Ask& ask) {
  return wait_for_stop(ask);
}

Reply hold_formatting(Layouts& /*layouts*/, const NoParams& /*params*/, const Ask& ask) {
  return wait_for_stop(ask);
}

Reply stall_runs(Analysis& analysis, const NoParams& /*params*/, const Ask& /*ask*/) {
  analysis.runs().stall();
  return Json();
}

Reply fail(Analysis& /*analysis*/, const NoParams& /*params*/, const Ask& /*ask*/) {
  PHEP_CHECK(false, "a test asked for it");
  return Json();
}

}  // namespace phep::server
