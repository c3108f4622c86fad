#include "compiler/export/symbol_names.h"

#include "compiler/decision/image.h"

namespace phep::exports {

std::vector<std::string> symbol_names(const decision::Program& program) {
  const std::vector<std::uint8_t> image = decision::encode(program);
  const auto* header = reinterpret_cast<const runtime::Header*>(image.data());
  const auto at = [&]<class T>(runtime::Section where, const T*) {
    return reinterpret_cast<const T*>(image.data() + where.offset);
  };
  const auto* symbols = at(header->symbols, static_cast<const std::uint32_t*>(nullptr));
  const auto* strings = at(header->strings, static_cast<const runtime::Range*>(nullptr));
  const auto* bytes = at(header->bytes, static_cast<const char*>(nullptr));
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < header->symbols.count; ++i) {
    const runtime::Range range = strings[symbols[i]];
    names.emplace_back(bytes + range.first, range.count);
  }
  return names;
}

std::vector<std::string> group_names(const decision::Program& program) {
  std::vector<std::string> names;
  for (const decision::Calendar& calendar : program.calendars)
    for (const decision::CalendarGroup& group : calendar.groups) names.push_back(group.name);
  return names;
}

}  // namespace phep::exports
