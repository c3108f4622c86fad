// The obligations of decided cases as rows of a register. Private to this room.
#pragma once

#include "compiler/report/report.h"

#include <array>
#include <string>
#include <vector>

namespace phep::report {

struct Row {
  const Case* of;
  const explain::NormNote* norm;
  std::string obligation, provision, bearer, addressee, form, due, due_digits, status, fine,
      confidence;
};

// Duties and prohibitions that bind somebody or may do so: what is pressing first, case by case.
std::vector<Row> rows_of(std::span<const Case> cases, Language language);

// Who is bound, and under which provisions, in words; "" where the law names nobody.
std::string bearer_words(const explain::NormNote& note, const explain::Speech& speech);
std::string provision_words(const explain::NormNote& note);

// What kind of norm it is: "nghĩa vụ", "duty".
std::string kind_words(std::string_view kind, const explain::Speech& speech);

// What a status means for whoever is bound.
enum class Standing : std::uint8_t { Breached, Ahead, Undecided, Done, Absent };
inline constexpr std::array kStandings = {Standing::Breached, Standing::Ahead, Standing::Undecided,
                                          Standing::Done, Standing::Absent};
Standing standing_of(std::string_view status);

}  // namespace phep::report
