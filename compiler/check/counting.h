// The laws by which periods are counted, what each leaves open, and the readings that settle it.
//
// A law is named by its module line or by a deadline; a reading is given beside it
// (`counting vn.civil_code reading leap_day`). Which point a reading settles shows in its options.
#pragma once

#include "compiler/base/span.h"
#include "compiler/hir/hir.h"
#include "compiler/syntax/ast.h"

#include <array>
#include <cstdint>
#include <vector>

namespace phep::check {

struct Context;

// What the text of a counting law does not say.
enum class OpenPoint : std::uint8_t { LeapDay, BackwardEnd, HoursStart, HoursLength };
inline constexpr std::size_t kOpenPoints = 4;

enum class CountingLaw : std::uint8_t {
  None,
  Unknown,         // told already: what counts by it stays silent
  CivilCode,       // vn.civil_code
  Regulation1182,  // eu.reg_1182_71
};

// How periods are counted in a body.
struct Counting {
  CountingLaw law = CountingLaw::None;
  std::array<hir::CountedReading, kOpenPoints> readings = {};  // by point; without a reading: none
};

// The law of a path, counted under readings. What is not written stays as in `outer`.
Counting counting_of(Context& ctx, const ast::Path& law, const std::vector<ast::Path>& readings,
                     const Counting& outer);

// The ways in which a law counts whatever is read.
std::uint32_t ways_of(CountingLaw law);

// A term as far as the text shows it.
struct TermText {
  bool hours = false, years = false;  // it may be in these units
  bool two_days = false;              // hours may be 48 or more
  bool written = true;                // its units are written where it stands
  bool from_leap_day = true;  // its years may begin on 29 February and end in a year without
  bool backward = false;
};

// The readings that a term is counted under. Reports each point that the law leaves open for it and
// that no reading settles.
std::vector<hir::CountedReading> readings_for(Context& ctx, const Counting& counting,
                                              const TermText& term, Span span);

}  // namespace phep::check
