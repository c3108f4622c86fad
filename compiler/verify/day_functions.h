// Ends of terms: functions from a day to a day that only a calendar knows.
//
// Each use is an unknown between proved bounds, and later days have later ends. Where a model says
// otherwise than the calendar, the stretch of days around that point on which the end keeps its
// distance is added for every use of the function, so that a few rounds make it exact where it
// matters. Where they do not, the whole table is added as a balanced tree of such stretches.
#pragma once

#include "compiler/decision/decision.h"
#include "compiler/runtime/deadline.h"
#include "compiler/verify/logic.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace phep::verify {

// A term without its anchor: a counted deadline, or a shift by the calendar.
struct DayFunction {
  bool deadline;  // else a shift
  std::uint32_t calendar = 0, flags = 0;
  runtime::Term term{};
  bool extended = false;
  runtime::Term extension{};
  std::vector<runtime::Term> more{};
  bool first_of_march = false;

  [[nodiscard]] std::string key() const;
};

// The end of a term from one day: the day at whose 24:00 it ends, or (of a shift) the day itself.
struct DayEnd {
  expr day;
  expr fails;    // outside the years
  expr bounded;  // past the calendar: the end is that day or later (backward: or earlier)
};

class DayFunctions {
 public:
  DayFunctions(const Logic& logic, const runtime::Header* image, const decision::Program& program);

  // The end of the term from `day`, a formula. Adds what is known of it to `axioms`.
  const DayEnd& end(const DayFunction& function, const expr& day, std::vector<expr>& axioms);

  // Makes the uses whose ends are among the names exact on the days from `first` to `last`.
  void tabulate(std::int64_t first, std::int64_t last, const std::set<std::string>& names,
                std::vector<expr>& axioms);

  // Later days have later ends also where one day is of `other`, which counts by the same program.
  void keep_order_with(const DayFunctions& other, std::vector<expr>& axioms) const;

  // The alternative of each pending group, by index in the image.
  [[nodiscard]] const std::vector<expr>& worlds() const { return worlds_; }

  // Compares every use with the calendar under a model; where they differ, adds the stretch of days
  // to `axioms`. How many uses differed.
  std::size_t refine(const z3::model& model, std::vector<expr>& axioms,
                     const std::set<std::string>* names);

 private:
  struct Use {
    expr day;
    DayEnd end;
    bool exact = false;  // by the table
  };
  // Days up to `last`, from those of the leaf before, on which the end keeps its distance.
  struct Leaf {
    std::int64_t last;
    expr offset, fails, bounded;
  };
  struct Stretch {
    std::int64_t first, last;
    std::int64_t offset;
    bool fails, bounded;
    expr world;  // the alternatives under which it holds
  };
  struct Known {
    DayFunction function;
    std::vector<Use> uses;
    std::vector<Stretch> stretches;
  };
  struct Exact {
    std::int64_t offset = 0;
    bool fails = false, bounded = false;
    std::uint64_t met = 0;
    friend bool operator==(const Exact&, const Exact&) = default;
  };

  [[nodiscard]] Leaf leaf_of(const DayFunction& function, std::int64_t day,
                             std::vector<std::uint8_t> world, std::uint64_t settled) const;
  [[nodiscard]] std::vector<Leaf> leaves_of(const DayFunction& function, std::int64_t first,
                                            std::int64_t last) const;
  [[nodiscard]] Leaf tree_of(const std::vector<Leaf>& leaves, std::size_t first, std::size_t last,
                             const expr& day) const;
  void keep_order(const Use& a, const Use& b, std::vector<expr>& axioms) const;
  [[nodiscard]] Exact exact(const DayFunction& function, std::int64_t day,
                            const std::vector<std::uint8_t>& world) const;
  [[nodiscard]] Stretch stretch_around(const DayFunction& function, std::int64_t day,
                                       const std::vector<std::uint8_t>& world) const;
  [[nodiscard]] expr instance(const Stretch& stretch, const Use& use) const;
  void bounds_of(const DayFunction& function, std::int64_t& least, std::int64_t& most) const;
  [[nodiscard]] std::int64_t reach(const runtime::Term& term, bool least,
                                   std::uint32_t calendar) const;

  const Logic& logic_;
  const runtime::Header* image_;
  const decision::Program& program_;
  std::vector<std::string> digests_;  // of the calendars, by index
  std::vector<expr> worlds_;
  std::vector<std::int64_t> rest_days_;  // by calendar of the image: rest days that are not weekly
  std::map<std::string, Known> known_;
};

}  // namespace phep::verify
