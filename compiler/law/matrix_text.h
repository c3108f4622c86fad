// The boundary matrix for people, and as a table.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/law/pages.h"

#include <string>

namespace phep::law {

// Counts per kind of boundary; `missing` lists those that no test meets, norm by norm.
std::string matrix_text(const Json& page, bool missing, Language language);

// A line a norm and boundary: norm, cell, state, and the reason or the test with its place.
std::string matrix_csv(const Json& page);

}  // namespace phep::law
