// Cases around a case: each fact at every value that the program tells apart, moments around those
// that it counts to, days around those on which law begins and ends.
#pragma once

#include "compiler/testing/suite.h"

#include <cstdint>
#include <functional>
#include <set>
#include <string>

namespace phep::testing {

// True: enough.
using VisitCase = std::function<bool(const Case& one)>;

// One change at a time, in an order of their own; whether the visitor had enough. The case's answer
// is read for what it counts to.
bool each_near(const decision::Program& program, const Case& one,
               const std::set<std::int32_t>& days, const VisitCase& visit);

// The days at which law begins or ends in a program, and the days before them.
std::set<std::int32_t> days_of_force(const decision::Program& program);

// Facts of a program's decision in which everything is known: nothing happened, all is least, on
// that day. Judgments are left open.
std::string base_facts(const decision::Program& program, std::int32_t day);

}  // namespace phep::testing
