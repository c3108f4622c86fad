#include "tests/fuzz/shared/compiled.h"

#include "tests/fuzz/shared/target.h"

#include <map>

namespace phep::fuzz {

const Compiled& compiled(const std::string& path) {
  static std::map<std::string, Compiled> all;
  const auto known = all.find(path);
  if (known != all.end()) return known->second;
  const Executable& made = executable(path);
  auto code = codegen::Jit::create(
      made.program, {reinterpret_cast<const std::uint8_t*>(made.image.data()), made.size}, {});
  holds(code.has_value(), "a program is compiled");
  return all.emplace(path, Compiled{made, std::move(*code)}).first->second;
}

}  // namespace phep::fuzz
