#include "compiler/engines/in_process.h"

#include <cstring>

namespace phep::engines {

Image::Image(std::span<const std::uint8_t> bytes) : block_(bytes.size()) {
  std::memcpy(block_.data(), bytes.data(), bytes.size());
}

phep_options options_of(const CaseOptions& options) {
  phep_options made{};
  made.size = sizeof(phep_options);
  if (options.certificate) made.flags = PHEP_WITH_CERTIFICATE;
  made.as_of = options.as_of;
  made.law_date = options.law_date.value_or(PHEP_NO_DATE);
  made.reading_count = static_cast<std::uint32_t>(options.readings.size());
  made.readings.ptr = options.readings.empty() ? nullptr : options.readings.data();
  return made;
}

std::vector<std::uint32_t> image_indices(const decision::Program& program,
                                         const runtime::Header* image) {
  std::vector<std::uint32_t> indices;
  for (const decision::Decision& decision : program.decisions) {
    indices.push_back(runtime::find_decision(image, decision.name.data(), decision.name.size()));
  }
  return indices;
}

}  // namespace phep::engines
