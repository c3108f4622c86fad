// One case of a report. Private to this room.
#pragma once

#include "compiler/explain/speech.h"
#include "compiler/report/report.h"
#include "compiler/report/rows.h"

#include <array>
#include <cstdint>
#include <string>

namespace phep::report {

// `<section class="case">` under a heading of level 2; `number` makes its anchors: from 1, or 0 of
// the only case.
std::string case_html(const Case& of, std::size_t number, const explain::Speech& speech);

// How many norms stand how, by Standing.
using Tally = std::array<std::size_t, kStandings.size()>;
Tally tally_of(const explain::Explanation& explanation);
std::string standing_words(Standing standing, const explain::Speech& speech);

// What the breaches may cost, in words; "" where the decision does not add it up.
std::string exposure_words(const explain::Explanation& explanation);

// The moment of assessment.
std::int64_t as_of(const Case& of);

}  // namespace phep::report
