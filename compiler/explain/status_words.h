// The statuses of a norm in words.
#pragma once

#include "compiler/diagnostics/diagnostic.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace phep::explain {

// "TRỄ HẠN", "LATE"; a status without words as it is.
std::string status_words(std::string_view status, Language language);

// phep_norm_status → "late".
std::string_view status_name(std::uint64_t status);
// And back; nothing if no status is called so.
std::optional<std::uint32_t> status_code(std::string_view name);

// Breaches: what a sanction may stand on.
bool is_breach(std::string_view status);
// The norm binds nobody in this case.
bool binds_nobody(std::string_view status);
// The more a status matters now, the smaller: errors and breaches first.
int status_order(std::string_view status);

}  // namespace phep::explain
