// The order of names for people, and for tables that people read.
#pragma once

#include <string_view>

namespace phep {

// Numbers stand by their size: "k9" before "k10". Total: names that differ only in leading zeros
// are in the order of their bytes.
bool comes_before(std::string_view a, std::string_view b);

}  // namespace phep
