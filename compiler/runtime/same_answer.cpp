#include "compiler/runtime/same_answer.h"

#include "compiler/runtime/phep_abi.h"
#include "compiler/runtime/runtime.h"
#include "compiler/runtime/sections.h"

#include <stddef.h>

namespace phep::runtime {

namespace {

bool same_bytes(const void* a, const void* b, size_t count) {
  return count == 0 || __builtin_memcmp(a, b, count) == 0;
}

template <class T>
T taken(const void* from) {
  T out;
  __builtin_memcpy(&out, from, sizeof out);
  return out;
}

constexpr Likeness same_or_unsure(bool same) {
  return same ? Likeness::Same : Likeness::Unsure;
}

// Two results, part by part.
struct Pair {
  const char* a;
  const char* b;

  // Stretches of missing[], which may lie elsewhere in the other.
  bool same_missing(uint64_t first_a, uint64_t first_b, uint64_t count) const {
    const auto* const leaves_a = reinterpret_cast<const phep_result_head*>(a)->missing.ptr;
    const auto* const leaves_b = reinterpret_cast<const phep_result_head*>(b)->missing.ptr;
    return same_bytes(leaves_a + first_a, leaves_b + first_b,
                      static_cast<size_t>(count) * sizeof *leaves_a);
  }
};

template <class T>
const T* pointed(uint64_t address) {
  return reinterpret_cast<const T*>(static_cast<uintptr_t>(address));
}

bool same_bounds(const Pair& pair, phep_bounds x, phep_bounds y) {
  const bool same = x.missing_count == y.missing_count &&
                    pair.same_missing(x.missing_first, y.missing_first, x.missing_count);
  x.missing_first = y.missing_first;
  return same && same_bytes(&x, &y, sizeof x);
}

// Where both values say the same; what they point to is looked at, texts are not.
bool same_value(const Pair& pair, const phep_value& x, const phep_value& y) {
  if (x.tag != y.tag || x.aux != y.aux || x.b != y.b) return false;
  if (x.tag == PHEP_UNKNOWN) return pair.same_missing(x.a, y.a, x.b);
  if (x.a == y.a) return true;
  if (x.tag == PHEP_BETWEEN)
    return same_bounds(pair, *pointed<phep_bounds>(x.a), *pointed<phep_bounds>(y.a));
  // Alternatives are known values, and absent ones.
  return x.tag == PHEP_ONE_OF && same_bytes(pointed<phep_value>(x.a), pointed<phep_value>(y.a),
                                            static_cast<size_t>(x.b) * sizeof x);
}

// Of what every text shows, whether a value is known or absent and a norm's status, a difference is
// one for sure.
Likeness likeness_of(const Pair& pair, const phep_value& x, const phep_value& y) {
  const bool shown = x.tag <= PHEP_ABSENT || y.tag <= PHEP_ABSENT;
  if (x.tag != y.tag && shown) return Likeness::Other;
  return same_or_unsure(same_value(pair, x, y));
}

bool same_record(const Pair& pair, phep_norm x, phep_norm y) {
  const auto* const due_x = x.alternatives.ptr;
  const auto* const due_y = y.alternatives.ptr;
  const bool same = x.missing_count == y.missing_count &&
                    pair.same_missing(x.missing_first, y.missing_first, x.missing_count) &&
                    x.alternative_count == y.alternative_count &&
                    same_bytes(due_x, due_y, size_t{x.alternative_count} * sizeof *due_x);
  x.missing_first = y.missing_first;
  x.alternatives.slot = y.alternatives.slot;
  return same && same_bytes(&x, &y, sizeof x);
}

bool same_sanction(const Pair& pair, const phep_sanction& x, const phep_sanction& y) {
  return x.applies == y.applies && x.flags == y.flags && x.limit == y.limit &&
         same_value(pair, x.from, y.from) && same_value(pair, x.to, y.to);
}

// A record with its sanctions.
Likeness likeness_of(const Pair& pair, const char* x, const char* y, uint32_t sanctions) {
  constexpr uint32_t kShown = PHEP_N_BINDS | PHEP_N_BINDS_UNKNOWN | PHEP_N_DUE;
  const auto one = taken<phep_norm>(x);
  const auto other = taken<phep_norm>(y);
  const bool shown = (one.flags & kShown) != (other.flags & kShown) ||
                     ((one.flags & PHEP_N_DUE) != 0 && one.due_min != other.due_min);
  if (one.status != other.status || shown) return Likeness::Other;
  bool same = same_record(pair, one, other);
  for (uint32_t i = 0; i < sanctions && same; ++i) {
    const size_t at = sizeof one + i * sizeof(phep_sanction);
    same = same_sanction(pair, taken<phep_sanction>(x + at), taken<phep_sanction>(y + at));
  }
  return same_or_unsure(same);
}

Likeness likeness_of_several(const Pair& pair, const char* x, const char* y, uint32_t sanctions) {
  const auto one = taken<phep_norm_array>(x);
  const auto other = taken<phep_norm_array>(y);
  if (one.length != other.length) return Likeness::Other;
  if (one.length == PHEP_UNKNOWN_LIST)
    return same_or_unsure(pair.same_missing(one.stride, other.stride, 1));
  Likeness all = Likeness::Same;
  for (uint32_t i = 0; i < one.length && all != Likeness::Other; ++i) {
    const size_t at = size_t{i} * one.stride;
    const Likeness like = likeness_of(pair, static_cast<const char*>(one.items.ptr) + at,
                                      static_cast<const char*>(other.items.ptr) + at, sanctions);
    if (like != Likeness::Same) all = like;
  }
  return all;
}

}  // namespace

Likeness likeness(const Header* image, const Decision& decision, const void* a, const void* b,
                  uint64_t readings) {
  const Pair pair{static_cast<const char*>(a), static_cast<const char*>(b)};
  const auto is_asked = [&](const auto& output) {
    return readings == kWholeAnswer || (output.readings & readings) != 0;
  };
  Likeness all = Likeness::Same;
  const auto* const outputs = items<Output>(image, image->outputs) + decision.outputs.first;
  for (uint32_t i = 0; i < decision.outputs.count && all != Likeness::Other; ++i) {
    if (!is_asked(outputs[i])) continue;
    const uint32_t at = outputs[i].offset;
    const Likeness like =
        likeness_of(pair, taken<phep_value>(pair.a + at), taken<phep_value>(pair.b + at));
    if (like != Likeness::Same) all = like;
  }
  const auto* const norms = items<NormOutput>(image, image->norm_outputs) + decision.norms.first;
  const auto* const specs = items<NormSpec>(image, image->norm_specs);
  for (uint32_t i = 0; i < decision.norms.count && all != Likeness::Other; ++i) {
    if (!is_asked(norms[i])) continue;
    const uint32_t sanctions = specs[norms[i].spec].sanctions.count / kSanctionRegisters;
    const bool several = norms[i].list != kNone || norms[i].most != 0;
    const char* const x = pair.a + norms[i].offset;
    const char* const y = pair.b + norms[i].offset;
    const Likeness like =
        several ? likeness_of_several(pair, x, y, sanctions) : likeness_of(pair, x, y, sanctions);
    if (like != Likeness::Same) all = like;
  }
  return all;
}

bool same_certificate(const Decision& decision, const void* a, const void* b) {
  const size_t at = decision.certificate_offset;
  return same_bytes(static_cast<const char*>(a) + at, static_cast<const char*>(b) + at,
                    size_t{decision.certificate_words} * 8);
}

}  // namespace phep::runtime
