// Facts as JSON values: how a representative is written, which sets lie next to a set, which moment
// a text is.
#pragma once

#include "compiler/decision/decision.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace phep::explain {

// A value of a slot in the form that facts have. `value` is as in Slot::representatives: a member,
// days, milliseconds, minor units, units of 10^-9.
nlohmann::json fact_json(const decision::Program& program, const decision::Slot& slot,
                         std::int64_t value);

// Every set that has one member more or less than `now`; of an unknown one the empty and the full
// set.
std::vector<nlohmann::json> toggled_sets(const std::vector<std::string>& members,
                                         const nlohmann::json& now);

// Days or milliseconds of a date or instant; none if it is neither.
std::optional<std::int64_t> time_of(decision::Kind kind, const nlohmann::json& value);

}  // namespace phep::explain
