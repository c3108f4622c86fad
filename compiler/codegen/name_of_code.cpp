#include "compiler/codegen/name_of_code.h"

#include "compiler/base/hex.h"
#include "compiler/runtime/sha256.h"

#include <cstddef>

namespace phep::codegen {

std::string name_of_code(std::string_view kind, const decision::Program& program,
                         std::span<const std::uint8_t> image, const EmitOptions& options) {
  std::string all;
  const auto add = [&](std::string_view text) {
    all += std::to_string(text.size()) + ":";
    all += text;
  };
  add(kind);
  for (const int number : {options.optimise, options.sabotage, static_cast<int>(options.runtime),
                           static_cast<int>(options.sanitizer)})
    add(std::to_string(number));
  add(std::to_string(options.wasm_memory));
  add(options.soname);
  add({reinterpret_cast<const char*>(program.release.data()), program.release.size()});
  add({reinterpret_cast<const char*>(image.data()), image.size()});
  std::uint8_t digest[32];
  runtime::sha256(all.data(), all.size(), digest);
  return hex(digest);
}

bool may_be_kept(const EmitOptions& options) {
  return options.kept != nullptr && options.lines == nullptr;
}

}  // namespace phep::codegen
