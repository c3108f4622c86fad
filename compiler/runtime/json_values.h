// Facts of one value: bool, number, money, date, text, enum, set, as JSON writes them and structs
// hold them.
#pragma once

#include "compiler/runtime/json_scan.h"

namespace phep::runtime {

// Reads the scalar or set at hand into `field`, which has the slot's layout (see Slot in image.h).
// Null is the caller's business. False once something failed.
bool read_value(Reader& in, const Slot& slot, const Subject& subject, char* field);

// The member of an enum with this name; false if it has none.
bool find_member(const Header* image, uint32_t type, String name, uint32_t* out);

// Whether a value lies in the range that its slot declares.
bool in_range(const Slot& slot, int64_t value);

// The JSON names of duration units, by Unit.
inline constexpr uint32_t kUnitCount = 7;
String unit_name(uint32_t unit);

}  // namespace phep::runtime
