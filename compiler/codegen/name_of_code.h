// By what kept code is found. Private to this room.
#pragma once

#include "compiler/codegen/codegen.h"

#include <string>
#include <string_view>

namespace phep::codegen {

// SHA-256, in hexadecimal digits, of everything that code of this kind is made of.
std::string name_of_code(std::string_view kind, const decision::Program& program,
                         std::span<const std::uint8_t> image, const EmitOptions& options);

// Whether code made so may be kept: lines of sources are not among what names it.
bool may_be_kept(const EmitOptions& options);

}  // namespace phep::codegen
