// The terms by which a norm's deadline may be counted, as far as the text alone tells.
#pragma once

#include "compiler/law/register.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace phep::law {

// `N unit after x`. What facts decide is left open.
struct DeadlineTerm {
  std::optional<std::int64_t> count;
  std::optional<hir::Unit> unit;
  bool backward = false;
  bool rolls = true;      // an end on a rest day moves, under some reading at least
  bool extended = false;  // further terms may follow
  hir::DefId calendar;
  bool from_trigger = false;
  bool recurs = false;  // the end of a period: a whole number of them after the day they start from
  std::optional<std::int32_t> from_day;    // it always runs from this day
  std::optional<std::int32_t> not_before;  // else, from no day before this one
};

struct DeadlineTerms {
  std::vector<DeadlineTerm> counted;
  bool written = false;  // an end that is not counted: a date, or a fact
};

// Of the deadline of a norm that stands in the module of `file`; both empty: it has none, or a
// person sets it.
DeadlineTerms deadline_terms(const Register& law, FileId file, const hir::Norm& norm);

}  // namespace phep::law
