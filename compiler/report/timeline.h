// The due dates of one case as a picture. Private to this room.
#pragma once

#include "compiler/report/report.h"

#include <string>
#include <vector>

namespace phep::report {

// A `<figure>` with an inline SVG, or nothing where no norm has a due date. `id` is unique on its
// page. What it shows stands in the table beside it, too.
std::string timeline_html(const Case& of, std::int64_t as_of, std::string_view id,
                          Language language);

}  // namespace phep::report
