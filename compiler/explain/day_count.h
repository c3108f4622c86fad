// A deadline worked out step by step, as a lawyer checks it on a calendar: from what it runs, which
// day is not counted, where it provisionally ends, which days are rest days and by what, where it
// ends at last.
//
// Every day and every end shown is asked of the runtime's own counting (rest_day, count_deadline);
// this file only says them.
#pragma once

#include "compiler/explain/reason.h"

#include <string>
#include <vector>

namespace phep::explain {

struct CountStep {
  std::string what;  // start, term, first_day, working_days, end, rest, extension, due, choice, …
  std::string text;
  std::vector<std::string> cites{};
  std::vector<Reason> because{};
};

// The deadline under some of the alternatives that a calendar leaves open.
struct DayCount {
  std::vector<std::string> under{};  // alternatives, in words; empty where nothing is open
  std::vector<std::string> awaiting{};
  std::vector<CountStep> steps{};
  std::string due{};  // in words; empty where it is not known
};

// The steps to the instant in `due` of a scope.
class DayCounter {
 public:
  explicit DayCounter(Reasons& reasons) : r_(reasons) {}
  std::vector<CountStep> steps(const Scope& scope, decision::Reg due);

 private:
  void follow(const Scope& scope, decision::Reg reg, std::vector<CountStep>& out);
  void count(const Scope& scope, const decision::DeadlineInst& node, std::vector<CountStep>& out);
  void follow_choice(const Scope& scope, const decision::ChooseInst& node,
                     std::vector<CountStep>& out);
  CountStep rest_days(const hir::Calendar* calendar, const runtime::Calendar& days,
                      std::int32_t from, std::int32_t through);
  CountStep working_days(const runtime::Calendar& days, std::int32_t from, std::int32_t through,
                         int step);
  [[nodiscard]] std::string why_rest(const hir::Calendar* calendar, std::int32_t day,
                                     CountStep& step) const;
  [[nodiscard]] std::string say(std::string_view vi, std::string_view en) const {
    return r_.say(vi, en);
  }

  Reasons& r_;
};

// The pending groups of a program, in the order of their bits: what each awaits, and its
// alternatives in words.
struct PendingGroup {
  std::string awaiting;
  std::vector<std::string> alternatives;
};
std::vector<PendingGroup> pending_groups(const decision::Program& program, const Labels& labels);

}  // namespace phep::explain
