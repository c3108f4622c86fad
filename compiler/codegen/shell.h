// What stands around the functions of a program, and where the image has a decision's places.
// Private to this room.
#pragma once

#include "compiler/codegen/emission.h"

#include <span>
#include <string>

namespace phep::codegen {

const runtime::Decision& image_decision(const Emission& emission,
                                        const decision::Decision& decision);
std::uint32_t output_offset(const Emission& emission, const runtime::Decision& where,
                            const decision::Output& output);
std::uint32_t norm_offset(const Emission& emission, const runtime::Decision& where,
                          const decision::NormOutput& output);

// A function of the module that others call by its name: it returns a status.
llvm::Function* shell(Emission& emission, const std::string& name,
                      std::span<llvm::Type* const> types);

void lower_clean_path(Emission& emission, const decision::Decision& decision);

}  // namespace phep::codegen
