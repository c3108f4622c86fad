// The pages of `phep law` for people: Vietnamese or English text.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/law/pages.h"

#include <string>

namespace phep::law {

std::string show_text(const Json& page, Language language);
std::string history_text(const Json& page, Language language);
std::string cited_by_text(const Json& page, Language language);
std::string search_text(const Json& page, Language language);

}  // namespace phep::law
