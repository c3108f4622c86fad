// Indexes of the norms: by the provision that each rests on, by whom it binds, by its deadline.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/law/pages.h"
#include "compiler/law/register.h"

#include <cstdint>
#include <string>
#include <vector>

namespace phep::law {

enum class IndexBy : std::uint8_t { Article, Bearer, Deadline };

// Of the norms that cite one of the instruments; of all if none is given. Described in
// grammar/REFERENCE.md §16.17; keys are only ever added.
Json index_page(const Register& law, IndexBy by, const std::vector<hir::DefId>& instruments);

// The index as Markdown.
std::string index_text(const Json& page, Language language);

}  // namespace phep::law
