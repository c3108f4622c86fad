#include "compiler/export/c_scheme.h"

#include <algorithm>

namespace phep::exports {

CScheme::CScheme(const decision::Program& program, const decision::Decision& decision)
    : structs_(facts_structs(program, decision)) {
  name_enums(program, decision);
  name_structs(program);
  name_parts(program, decision);
}

const CEnum& CScheme::enumeration(decision::EnumId id) const {
  const auto found = std::ranges::find(enums_, id, &CEnum::id);
  PHEP_CHECK(found != enums_.end(), "an enum of the decision has a name");
  return *found;
}

void CScheme::name_enums(const decision::Program& program, const decision::Decision& decision) {
  std::vector<decision::EnumId> used;
  const auto use = [&](decision::EnumId id) {
    if (id.exists() && std::ranges::find(used, id) == used.end()) used.push_back(id);
  };
  for (const decision::StructId id : structs_) {
    for (const decision::SlotId slot : program.structs[id].slots)
      use(program.slots[slot].enumeration);
  }
  for (const decision::Output& output : decision.outputs) use(output.enumeration);
  std::ranges::sort(used);
  CScope scope;
  for (const decision::EnumId id : used) {
    const decision::EnumTable& table = program.enums[id];
    CEnum named{id, scope.add(table.name.substr(table.name.rfind('.') + 1)), {}};
    CScope members;
    for (const std::string& member : table.members) named.members.push_back(members.add(member));
    enums_.push_back(std::move(named));
  }
}

void CScheme::name_structs(const decision::Program& program) {
  CScope scope;
  struct_names_[structs_[0]] = scope.add("facts");
  for (std::size_t i = structs_.size(); i-- > 0;) {
    const decision::Struct& structure = program.structs[structs_[i]];
    if (!struct_names_.contains(structs_[i]))
      struct_names_[structs_[i]] = scope.add(program.slots[structure.list_slot].path + "_item");
    CScope fields;
    for (const decision::Slot* slot : by_offset(program, structure))
      field_names_[slot] = fields.add(slot->path.empty() ? "value" : slot->path);
  }
}

void CScheme::name_parts(const decision::Program& program, const decision::Decision& decision) {
  const ResultPlaces places = result_places(program, decision);
  for (const OutputPlace& place : places.outputs)
    parts_.push_back({place.offset, place.output, nullptr, {}, {}});
  for (const NormPlace& place : places.norms)
    parts_.push_back({place.offset, nullptr, place.norm, {}, {}});
  std::ranges::sort(parts_, {}, &CPart::offset);
  CScope scope;
  for (CPart& part : parts_) {
    if (part.output != nullptr) {
      part.name = scope.add(part.output->name);
      continue;
    }
    part.name = scope.add(part.norm->key);
    const bool repeated = part.norm->list.exists() || part.norm->most != 0;
    if (!repeated && !program.norms[part.norm->norm].sanctions.empty())
      part.sanctions = scope.add(part.name + "_sanctions");
  }
}

}  // namespace phep::exports
