// Modules that are none, that want something, that trap: what the WebAssembly engine says of them.
#include "compiler/engines/wasm_instance.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace phep::tests {
namespace {

using engines::WasmInstance;
using Bytes = std::vector<std::uint8_t>;

// A section: its number, and its length before what it holds.
Bytes section(std::uint8_t number, const Bytes& held) {
  Bytes out(2 + held.size());
  out[0] = number;
  out[1] = static_cast<std::uint8_t>(held.size());
  std::ranges::copy(held, out.begin() + 2);
  return out;
}

Bytes module(const std::vector<Bytes>& sections) {
  Bytes out = {0, 'a', 's', 'm', 1, 0, 0, 0};
  for (const Bytes& one : sections) out.insert(out.end(), one.begin(), one.end());
  return out;
}

std::string said_of(const Bytes& bytes) {
  std::string error;
  const auto loaded = WasmInstance::load(bytes.data(), bytes.size(), &error);
  CHECK((loaded == nullptr) == !error.empty());
  return error;
}

// `double_of` gives twice its argument, `trap` ends at once; a memory of one page, at most two.
Bytes sound_module() {
  const Bytes types = section(1, {1, 0x60, 1, 0x7F, 1, 0x7F});
  const Bytes functions = section(3, {2, 0, 0});
  const Bytes memory = section(5, {1, 1, 1, 2});
  Bytes exported = {3, 6};
  for (const char c : std::string("memory")) exported.push_back(static_cast<std::uint8_t>(c));
  exported.insert(exported.end(), {2, 0, 9});
  for (const char c : std::string("double_of")) exported.push_back(static_cast<std::uint8_t>(c));
  exported.insert(exported.end(), {0, 0, 4});
  for (const char c : std::string("trap")) exported.push_back(static_cast<std::uint8_t>(c));
  exported.insert(exported.end(), {0, 1});
  const Bytes code = section(10, {2, 7, 0, 0x20, 0, 0x20, 0, 0x6A, 0x0B, 3, 0, 0x00, 0x0B});
  return module({types, functions, memory, section(7, exported), code});
}

}  // namespace

TEST_CASE("WebAssembly modules that are not taken, and why") {
  CHECK(said_of({'n', 'o', 'n', 'e'}).starts_with("the module is invalid: "));
  CHECK(said_of(module({})) == "the module exports no memory");
  // It asks for a function that nobody gives.
  const Bytes asks = module({section(1, {1, 0x60, 0, 0}), section(2, {1, 1, 'm', 1, 'f', 0, 0})});
  CHECK(said_of(asks).starts_with("the module does not start: "));
}

TEST_CASE("a WebAssembly module's functions, traps and memory") {
  const Bytes bytes = sound_module();
  std::string error;
  const auto loaded = WasmInstance::load(bytes.data(), bytes.size(), &error);
  REQUIRE_MESSAGE(loaded != nullptr, error);
  std::uint32_t result = 0;
  REQUIRE(loaded->function("double_of") == 0);
  CHECK(loaded->call(0, {21}, &result, &error));
  CHECK(result == 42);
  REQUIRE(loaded->function("trap") == 1);
  CHECK_FALSE(loaded->call(1, {0}, &result, &error));
  CHECK(error.starts_with("the module trapped: "));
  // A trap leaves the module as it was.
  CHECK(loaded->call(0, {4}, &result, &error));
  CHECK(result == 8);

  CHECK(loaded->function("nothing") == -1);
  CHECK(loaded->function("memory") == -1);
  CHECK(loaded->global("nothing") == 0);
  CHECK(loaded->memory_size() == 65'536);
  CHECK(loaded->reserve(65'537));
  CHECK(loaded->memory_size() == 131'072);
  CHECK_FALSE(loaded->reserve(131'073));
}

}  // namespace phep::tests
