#include "compiler/export/places.h"

#include "compiler/decision/image.h"
#include "compiler/decision/print.h"

#include <algorithm>

namespace phep::exports {

namespace {

template <class T>
const T* section(const std::vector<std::uint8_t>& image, runtime::Section where) {
  return reinterpret_cast<const T*>(image.data() + where.offset);
}

}  // namespace

ResultPlaces result_places(const decision::Program& program, const decision::Decision& decision) {
  const std::vector<std::uint8_t> image = decision::encode(program);
  const auto* header = reinterpret_cast<const runtime::Header*>(image.data());
  const auto text = [&](std::uint32_t index) {
    const runtime::Range range = section<runtime::Range>(image, header->strings)[index];
    return std::string_view(section<char>(image, header->bytes) + range.first, range.count);
  };
  const auto* decisions = section<runtime::Decision>(image, header->decisions);
  const auto* found =
      std::find_if(decisions, decisions + header->decisions.count,
                   [&](const auto& candidate) { return text(candidate.name) == decision.name; });
  PHEP_CHECK(found != decisions + header->decisions.count,
             "a decision of the program is in its image");
  ResultPlaces places{found->result_size,
                      found->layout,
                      found->certificate_offset,
                      found->certificate_words,
                      {},
                      {}};
  const auto* outputs = section<runtime::Output>(image, header->outputs) + found->outputs.first;
  for (std::uint32_t i = 0; i < found->outputs.count; ++i) {
    for (const decision::Output& output : decision.outputs) {
      if (text(outputs[i].name) == output.name)
        places.outputs.push_back({&output, outputs[i].offset});
    }
  }
  const auto* norms =
      section<runtime::NormOutput>(image, header->norm_outputs) + found->norms.first;
  for (std::uint32_t i = 0; i < found->norms.count; ++i) {
    for (const decision::NormOutput& norm : decision.norms) {
      const bool same_list = norms[i].list == norm.list.index;
      if (same_list && text(norms[i].key) == norm.key)
        places.norms.push_back({&norm, norms[i].offset});
    }
  }
  std::ranges::sort(places.outputs, {}, &OutputPlace::offset);
  std::ranges::sort(places.norms, {}, &NormPlace::offset);
  return places;
}

std::vector<decision::StructId> facts_structs(const decision::Program& program,
                                              const decision::Decision& decision) {
  std::vector<decision::StructId> structs = {decision.facts};
  for (std::size_t i = 0; i < structs.size(); ++i) {
    for (const decision::SlotId id : program.structs[structs[i]].slots) {
      if (program.slots[id].is_list) structs.push_back(program.slots[id].element);
    }
  }
  return structs;
}

std::string_view kind_word(const decision::Slot& slot) {
  return slot.is_list ? "list" : decision::kind_word(slot.kind);
}

std::vector<const decision::Slot*> by_offset(const decision::Program& program,
                                             const decision::Struct& structure) {
  std::vector<const decision::Slot*> slots;
  for (const decision::SlotId id : structure.slots) slots.push_back(&program.slots[id]);
  std::ranges::sort(slots, {}, &decision::Slot::offset);
  return slots;
}

}  // namespace phep::exports
