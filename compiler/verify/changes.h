// Two sides of one decision (two laws, two days, two texts of a policy): the cases whose outcome
// changes, told by what changes into what, and nothing outside them.
#pragma once

#include "compiler/verify/verify.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace phep::verify {

// How one side is looked at.
struct View {
  std::optional<std::int64_t> as_of;     // else any moment, the same on both sides
  std::optional<std::int32_t> law_date;  // the law of this day, whatever the case says
  std::optional<std::int32_t> today;     // the law of this day where no trigger asks for another
};

// All cases that change in one way.
struct Region {
  std::string key;            // of a norm or an output
  std::string aspect;         // status, due, sanction, value, presence
  std::string before, after;  // words of the answer
  std::string facts;          // the smallest case
  std::int64_t as_of = 0;     // … and its moment on the first side
  // … and the readings that are not chosen unless somebody does: name, option.
  std::vector<std::pair<std::string, std::string>> readings;
  bool confirmed = false;  // the interpreter says so on both sides
  std::vector<std::string> cites_before, cites_after;
};

struct Changes {
  std::vector<Region> regions;
  std::vector<std::string> unchanged;  // keys that are proved to be the same in every case
  // Keys that are not decided, with why.
  std::vector<std::pair<std::string, std::string>> undecided;
  Price price;
};

// Of one decision of each program; the facts of both are one document.
Changes changes_between(const testing::Program& before, decision::Entry of_before,
                        const View& first, const testing::Program& after, decision::Entry of_after,
                        const View& second, const Options& options);

}  // namespace phep::verify
