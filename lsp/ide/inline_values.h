// What names and conditions of a file stand for in a decided case.
#pragma once

#include "lsp/ide/views.h"

#include <string>
#include <vector>

namespace phep::ide {

struct InlineValue {
  Span span;
  std::string text;  // `harm = grave`
};
// Within [begin, end) of the file, in its order; one a name and line.
std::vector<InlineValue> inline_values(const CaseBench& bench, FileId file,
                                       const std::vector<Answered>& answered, std::uint32_t begin,
                                       std::uint32_t end, Language language);

}  // namespace phep::ide
