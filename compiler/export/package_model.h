// A policy as the templates of packages see it: what all of them say. Private to this room.
#pragma once

#include "compiler/export/package.h"

#include <nlohmann/json.hpp>

namespace phep::exports {

// name, version, the program's readings, and for each decision its names, facts, outputs, norms and
// readings as a README tells them.
nlohmann::json package_model(const decision::Program& program, const PackageIdentity& identity);

// "VND money or absent", "one of a, b, c": what a fact may be.
std::string fact_text(const decision::Program& program, const decision::Slot& slot);

// The JSON pointer of a fact from the root, elements of lists as "*".
std::string whole_pointer(const decision::Program& program, const decision::Slot& slot);

// The words under a key; none where there are none.
const Words& words_of(const std::map<std::string, Words>& all, const std::string& key);

// A text as a literal of C, C++, JSON and Python, with its quotes.
std::string literal(std::string_view text);

}  // namespace phep::exports
