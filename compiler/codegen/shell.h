// Finding a decision's places in its image. Private to this room.
#pragma once

#include "compiler/codegen/emission.h"

namespace phep::codegen {

const runtime::Decision& image_decision(const Emission& emission,
                                        const decision::Decision& decision);
std::uint32_t output_offset(const Emission& emission, const runtime::Decision& where,
                            const decision::Output& output);
std::uint32_t norm_offset(const Emission& emission, const runtime::Decision& where,
                          const decision::NormOutput& output);

}  // namespace phep::codegen
