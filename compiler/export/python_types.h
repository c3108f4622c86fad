// The Python names and types of one decision, and what its package knows of it at run time. Private
// to this room.
#pragma once

#include "compiler/export/package_model.h"

namespace phep::exports {

// Adds to the model of a decision what the templates of python/ need.
void add_python_types(const decision::Program& program, const decision::Decision& decision,
                      const DecisionWords& words, nlohmann::json& model);

// The decision's entry of _spec.json: shapes and kinds of facts, outputs and norms, labels.
nlohmann::json python_spec(const decision::Program& program, const decision::Decision& decision,
                           const DecisionWords& words);

}  // namespace phep::exports
