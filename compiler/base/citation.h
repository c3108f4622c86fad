// One provision of one instrument: PDPL@23.1.a, ND17@37a, QD33@PL.VI.6, AIL@11.4#2, PDPL@8.5..@8.7.
#pragma once

#include "compiler/base/interner.h"
#include "compiler/base/span.h"

#include <string>
#include <vector>

namespace phep {

// A citation as it is written. `path` holds the parts between the dots, in order: article (or "PL"
// for an annex, then its numerals), clause, point. Points are lower-case letters a b c d đ e g h i
// k ….
struct Citation {
  Name instrument;                // as written before '@'
  std::vector<std::string> path;  // {"23", "1", "a"}
  std::string fragment;           // "2" or "s2" after '#', else empty
  std::vector<std::string> last;  // end of a range `@8.5..@8.7`, else empty
  Span span;
};

// The citation as source text writes it: "PDPL@23.1.a", "AIL@11.4#2", "PDPL@8.5..@8.7".
std::string to_source(const Citation& citation, const Interner& names);

}  // namespace phep
