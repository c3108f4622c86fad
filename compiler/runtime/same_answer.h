// Whether two answers are the same, without their texts.
#pragma once

#include "compiler/runtime/image.h"

#include <stdint.h>

namespace phep::runtime {

enum class Likeness : uint8_t { Same, Other, Unsure };

// Of results of one decision on the same facts, those parts that may hang on some of these
// readings: values, norms and the leaves they miss, wherever they lie in memory. Other: the texts
// differ for sure; Unsure: the texts tell. Certificates are not compared.
Likeness likeness(const Header* image, const Decision& decision, const void* a, const void* b,
                  uint64_t readings);
bool same_certificate(const Decision& decision, const void* a, const void* b);

}  // namespace phep::runtime
