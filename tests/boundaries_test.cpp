// Which boundaries a norm's deadline can meet: each reason on both its sides, over invented norms
// (data/law/ends.phep).
#include "compiler/law/boundaries.h"

#include "compiler/workspace/workspace.h"
#include "tests/support/golden.h"

#include <doctest/doctest.h>

namespace phep::tests {
namespace {

using law::Boundary;

// What one norm says of one boundary: the key of the reason, "" where it is possible.
class Norms {
 public:
  Norms()
      : workspace_(
            [](const std::string& path) -> std::optional<std::string> {
              if (path != "ends.phep") return std::nullopt;
              return read_file(source_dir() + "/tests/data/law/ends.phep");
            },
            workspace::embedded_library()),
        file_(workspace_.open("ends.phep").value()),
        modules_(workspace_.modules(file_)) {}

  [[nodiscard]] std::string why(std::string_view name, Boundary boundary) {
    const law::Register all{modules_, workspace_.types(), workspace_.names(), workspace_.sources()};
    for (const hir::Def& def : modules_.at(file_)->defs)
      if (const auto* norm = std::get_if<hir::Norm>(&def.node);
          norm != nullptr && all.names.text(def.name) == name) {
        const auto found = law::boundaries_of(all, file_, *norm);
        const auto& absent = found.absent.at(static_cast<std::size_t>(boundary));
        return absent ? absent->key : "";
      }
    FAIL("no norm ", std::string(name));
    return {};
  }

 private:
  workspace::Workspace workspace_;
  FileId file_;
  std::map<FileId, const hir::Module*> modules_;
};

}  // namespace

TEST_CASE(
    "boundaries: an excluded end has no last instant, but for an act that is dated by a day") {
  Norms norms;
  CHECK(norms.why("before_it", Boundary::LastInstant) == "excluded_end");
  CHECK(norms.why("before_it", Boundary::JustLate).empty());
  CHECK(norms.why("day_before_it", Boundary::LastInstant).empty());
  CHECK(norms.why("at_its_time", Boundary::LastInstant).empty());
}

TEST_CASE("boundaries: an end past the calendar's data is never held against an act") {
  Norms norms;
  CHECK(norms.why("in_five_years", Boundary::LastInstant) == "beyond_calendar");
  CHECK(norms.why("in_five_years", Boundary::JustLate) == "beyond_calendar");
  CHECK(norms.why("in_five_years", Boundary::MonthEnd) == "beyond_calendar");
  CHECK(norms.why("in_a_year", Boundary::LastInstant).empty());
  CHECK(norms.why("in_a_year", Boundary::JustLate).empty());
}

TEST_CASE("boundaries: a period ends one period after the day whose law it is under") {
  Norms norms;
  CHECK(norms.why("every_half_year", Boundary::Tet) == "never_tet");
  CHECK(norms.why("every_half_year", Boundary::Swap).empty());
  CHECK(norms.why("every_half_year", Boundary::RestDay).empty());
  CHECK(norms.why("every_year", Boundary::Swap) == "never_swap");
  CHECK(norms.why("in_ten_days", Boundary::Tet).empty());
}

TEST_CASE("boundaries: a month lacks the day that periods are counted from") {
  Norms norms;
  CHECK(norms.why("every_half_year", Boundary::MonthEnd).empty());
  CHECK(norms.why("from_the_tenth", Boundary::MonthEnd) == "fixed_day");
  CHECK(norms.why("from_the_last", Boundary::MonthEnd).empty());
  // From 29 February 2024 the third year ends on 28 February 2027.
  CHECK(norms.why("every_year", Boundary::MonthEnd).empty());
  // The next one is in 2032, past the calendar; and every fourth year has the day.
  CHECK(norms.why("every_year_later", Boundary::MonthEnd) == "no_leap_day");
  CHECK(norms.why("every_four_years", Boundary::MonthEnd) == "no_leap_day");
  CHECK(norms.why("in_a_year", Boundary::MonthEnd).empty());
  CHECK(norms.why("in_ten_days", Boundary::MonthEnd) == "not_in_months");
}

TEST_CASE("boundaries: what is kept runs from its trigger like any other term") {
  Norms norms;
  CHECK(norms.why("keep_half_a_year", Boundary::Tet) == "never_tet");
  CHECK(norms.why("keep_ten_days", Boundary::Tet).empty());
}

TEST_CASE("boundaries: a term from a day of the text ends on one day") {
  Norms norms;
  CHECK(norms.why("from_a_monday", Boundary::RestDay) == "fixed_day");  // Thu 2 April
  CHECK(norms.why("from_a_monday", Boundary::MonthEnd) == "fixed_day");
  CHECK(norms.why("from_the_end_of_january", Boundary::RestDay).empty());  // Sat 28 February
  CHECK(norms.why("from_the_end_of_january", Boundary::MonthEnd).empty());
}

TEST_CASE("boundaries: an extension moves no end forward") {
  Norms norms;
  CHECK(norms.why("half_a_year_and_more", Boundary::Tet) == "never_tet");
  CHECK(norms.why("half_a_year_and_more", Boundary::Swap).empty());
  CHECK(norms.why("ten_days_and_more", Boundary::Tet).empty());
}

TEST_CASE("boundaries: terms in rows run from the trigger as a single one does") {
  Norms norms;
  CHECK(norms.why("months_in_rows", Boundary::Tet) == "never_tet");
  CHECK(norms.why("months_in_rows", Boundary::Swap).empty());
  CHECK(norms.why("days_in_rows", Boundary::Tet).empty());
  CHECK(norms.why("a_monday_in_rows", Boundary::RestDay) ==
        "fixed_day");  // Thu 2 April, Tue 2 June
}

TEST_CASE("boundaries: no end lies before the norm is law, whatever it runs from") {
  Norms norms;
  CHECK(norms.why("after_a_fact", Boundary::Tet).empty());
  CHECK(norms.why("after_a_fact_later", Boundary::Tet) == "never_tet");
  CHECK(norms.why("after_a_fact_later", Boundary::Swap).empty());
}

TEST_CASE("boundaries: a term of a repealed text ends soon after the repeal") {
  Norms norms;
  CHECK(norms.why("under_the_old", Boundary::Tet).empty());
  CHECK(norms.why("under_the_old", Boundary::Swap) == "never_swap");
  CHECK(norms.why("in_ten_days", Boundary::Swap).empty());
}

TEST_CASE("boundaries: no breach before the penalty where the first deadline comes after it") {
  Norms norms;
  CHECK(norms.why("every_year", Boundary::BreachBefore) == "never_before");
  CHECK(norms.why("in_a_year", Boundary::BreachBefore) == "never_before");
  CHECK(norms.why("in_ten_days", Boundary::BreachBefore).empty());
  CHECK(norms.why("every_year", Boundary::BreachAfter).empty());
  CHECK(norms.why("before_it", Boundary::BreachBefore) == "no_sanction");
}

}  // namespace phep::tests
