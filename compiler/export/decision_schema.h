// decision.schema.json: canonical answers, as JSON Schema 2020-12.
#pragma once

#include "compiler/decision/decision.h"
#include "compiler/explain/wording.h"

#include <string>

namespace phep::exports {

std::string decision_schema(const decision::Program& program, const decision::Decision& decision,
                            const explain::Wording& wording);

}  // namespace phep::exports
