// The C++ names and types of one decision, for its wrapper and its examples. Private to this room.
#pragma once

#include "compiler/export/package_model.h"

namespace phep::exports {

// Adds to the model of a decision what c/decision.hpp and the examples of C and C++ need.
void add_cpp_types(const decision::Program& program, const decision::Decision& decision,
                   const DecisionWords& words, nlohmann::json& model);

}  // namespace phep::exports
