// Where a case of a rule stands in the text.
#pragma once

#include "compiler/base/span.h"
#include "compiler/syntax/tokens.h"

#include <optional>
#include <string_view>
#include <vector>

namespace phep::ide {

// The case whose label, or whose later word, stands at this place: from the word that begins it to
// before the next case of its rule, whole lines where it has them to itself. Nothing elsewhere.
std::optional<Span> case_at(std::string_view text, const std::vector<syntax::Token>& words,
                            Span at);

}  // namespace phep::ide
