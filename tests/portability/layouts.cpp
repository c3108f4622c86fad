// The places of fields are the same on every machine: callers and tables made elsewhere rely on
// them. What is not here is made of words of four bytes alone.
#include "compiler/runtime/image.h"
#include "compiler/runtime/phep_abi.h"

namespace phep::runtime {

static_assert(sizeof(phep_options) == 32 && offsetof(phep_options, readings) == 24);
static_assert(sizeof(phep_problem) == 24 && offsetof(phep_problem, at_length) == 16);
static_assert(sizeof(phep_text) == 16 && sizeof(phep_list) == 16 && sizeof(phep_norm_array) == 16);
static_assert(sizeof(phep_value) == 24 && offsetof(phep_value, a) == 8);
static_assert(sizeof(phep_bounds) == 32 && offsetof(phep_bounds, missing_first) == 16);
static_assert(sizeof(phep_norm) == 96 && offsetof(phep_norm, alternatives) == 64 &&
              offsetof(phep_norm, bearers) == 80);
static_assert(sizeof(phep_sanction) == 64 && offsetof(phep_sanction, limit) == 56);
static_assert(sizeof(phep_result_head) == 32 && offsetof(phep_result_head, missing) == 24);

static_assert(sizeof(Header) == 248 && offsetof(Header, strings) == 56);
static_assert(sizeof(Slot) == 48 && offsetof(Slot, lo) == 24);
static_assert(sizeof(Decision) == 80 && offsetof(Decision, bound) == 64);
static_assert(sizeof(Inst) == 16 && sizeof(Output) == 32 && sizeof(Const) == 16);
static_assert(sizeof(NormOutput) == 40 && offsetof(NormOutput, readings) == 32);

}  // namespace phep::runtime
