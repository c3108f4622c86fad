// facts.schema.json: the documents that the facts reader takes, as JSON Schema 2020-12.
#pragma once

#include "compiler/decision/decision.h"
#include "compiler/explain/wording.h"

#include <string>
#include <string_view>

namespace phep::exports {

// A validator's verdict is the reader's, but for what reader_alone() lists.
std::string facts_schema(const decision::Program& program, const decision::Decision& decision,
                         const explain::Wording& wording);

// What no schema over parsed JSON can say, as a Markdown list in English.
std::string_view reader_alone();

}  // namespace phep::exports
