// Where a decision's answer stands in its result struct, as the image says. Private to this room.
#pragma once

#include "compiler/decision/decision.h"

#include <cstdint>
#include <string>
#include <vector>

namespace phep::exports {

struct OutputPlace {
  const decision::Output* output;
  std::uint32_t offset;
};
struct NormPlace {
  const decision::NormOutput* norm;
  std::uint32_t offset;
};

struct ResultPlaces {
  std::uint32_t size, layout, certificate_offset, certificate_words;
  std::vector<OutputPlace> outputs;  // by offset
  std::vector<NormPlace> norms;      // by offset
};

ResultPlaces result_places(const decision::Program& program, const decision::Decision& decision);

// The structs of the decision's facts: the root, then elements of its lists, each after its owner.
std::vector<decision::StructId> facts_structs(const decision::Program& program,
                                              const decision::Decision& decision);

// "bool", "int", … as the ABI's documents spell kinds.
std::string_view kind_word(const decision::Slot& slot);

// Slots of a struct in the order of their offsets.
std::vector<const decision::Slot*> by_offset(const decision::Program& program,
                                             const decision::Struct& structure);

}  // namespace phep::exports
