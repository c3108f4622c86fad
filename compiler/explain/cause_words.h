// Words for what an answer says only to machines: why something cannot be computed, what gave a
// status.
#pragma once

#include "compiler/diagnostics/diagnostic.h"

#include <string>
#include <string_view>

namespace phep::explain {

// "division_by_zero": "chia cho 0", "a division by zero"; a kind without words as it is.
std::string error_words(std::string_view kind, Language language);

// "silence": "không trả lời trong thời hạn", "no answer in time"; what is a name as it is.
std::string cause_words(std::string_view why, Language language);

}  // namespace phep::explain
