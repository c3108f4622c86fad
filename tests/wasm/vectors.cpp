// Holds a module of an npm package against vectors, to the byte, in wabt's interpreter or as what
// wasm2c made of it:
//   phep_wasm_vectors MODULE NAME FILE.jsonl      MODULE: a .wasm, or a library as guest.h has it
// Closes with "N passed, N failed".
#include "compiler/engines/wasm_instance.h"
#include "compiler/runtime/phep_abi.h"
#include "tests/wasm/guest.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <string>

namespace phep::tests {
namespace {

using Json = nlohmann::json;
using Arguments = std::array<std::uint32_t, 8>;

struct Guest {
  std::uint8_t* memory = nullptr;
  std::size_t size = 0;
  std::uint32_t heap_base = 0;
  // The status; nothing if it trapped.
  std::function<std::optional<std::uint32_t>(const Arguments&)> decide_json;
};

std::optional<Guest> interpreted(const std::string& path, const std::string& name) {
  std::ifstream file(path, std::ios::binary);
  const std::vector<std::uint8_t> bytes(std::istreambuf_iterator<char>(file), {});
  std::string error;
  std::shared_ptr<engines::WasmInstance> instance =
      engines::WasmInstance::load(bytes.data(), bytes.size(), &error);
  if (instance == nullptr) {
    std::printf("%s\n", error.c_str());
    return std::nullopt;
  }
  const int function = instance->function(name + "_decide_json");
  if (function < 0) return std::nullopt;
  return Guest{instance->memory(), instance->memory_size(), instance->global("__heap_base"),
               [instance, function](const Arguments& arguments) -> std::optional<std::uint32_t> {
                 std::uint32_t status = 0;
                 std::string trap;
                 if (instance->call(function, {arguments.begin(), arguments.end()}, &status, &trap))
                   return status;
                 std::printf("%s\n", trap.c_str());
                 return std::nullopt;
               }};
}

template <class F>
F* symbol(void* library, const char* name) {
  return reinterpret_cast<F*>(dlsym(library, name));
}

std::optional<Guest> translated(const std::string& path) {
  void* const library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    std::printf("%s\n", dlerror());
    return std::nullopt;
  }
  symbol<decltype(guest_open)>(library, "guest_open")();
  auto* const decide = symbol<decltype(guest_decide_json)>(library, "guest_decide_json");
  return Guest{symbol<decltype(guest_memory)>(library, "guest_memory")(),
               symbol<decltype(guest_memory_size)>(library, "guest_memory_size")(),
               symbol<decltype(guest_heap_base)>(library, "guest_heap_base")(),
               [decide](const Arguments& arguments) -> std::optional<std::uint32_t> {
                 return decide(arguments.data());
               }};
}

std::uint32_t aligned(std::size_t address) {
  return static_cast<std::uint32_t>((address + 15) & ~std::size_t{15});
}

std::string facts_of(const Json& vector) {
  if (vector.contains("facts")) return vector["facts"];
  const std::string hex = vector["facts_hex"];
  std::string out;
  for (std::size_t at = 0; at + 1 < hex.size(); at += 2)
    out += static_cast<char>(std::stoi(hex.substr(at, 2), nullptr, 16));
  return out;
}

struct Answer {
  std::uint32_t status;
  std::string text;
};

// Memory behind the module's own data: options, readings, the answer's length, facts, answer,
// arena. The module's phep_options is as this machine's, and so is the byte order.
std::optional<Answer> decide(const Guest& guest, const Json& vector) {
  const std::vector<std::int32_t> choices = vector["choices"];
  const std::string facts = facts_of(vector);
  const std::uint32_t at = aligned(guest.heap_base);
  const std::uint32_t readings = at + sizeof(phep_options);
  const std::uint32_t written = aligned(readings + 4 * choices.size());
  const std::uint32_t text = written + 16;
  const std::uint32_t out = aligned(text + facts.size());
  const auto room = static_cast<std::uint32_t>(guest.size - out);
  phep_options options{};
  options.size = sizeof options;
  options.flags = vector.contains("certificate") ? std::uint32_t{PHEP_WITH_CERTIFICATE} : 0U;
  options.as_of = vector["as_of_ms"];
  options.law_date = vector.value("law_day", PHEP_NO_DATE);
  options.reading_count = static_cast<std::uint32_t>(choices.size());
  std::memcpy(guest.memory + at, &options, sizeof options);
  const std::uint64_t pointer = readings;
  std::memcpy(guest.memory + at + offsetof(phep_options, readings), &pointer, sizeof pointer);
  std::memcpy(guest.memory + readings, choices.data(), 4 * choices.size());
  std::memcpy(guest.memory + text, facts.data(), facts.size());
  // What is left is shared by the answer and the arena; an answer that needs more says how much.
  for (std::uint32_t capacity = (room >> 3U) & ~15U;;) {
    const auto status = guest.decide_json({text, static_cast<std::uint32_t>(facts.size()), at, out,
                                           capacity, written, out + capacity, room - capacity});
    if (!status) return std::nullopt;
    std::uint32_t size = 0;
    std::memcpy(&size, guest.memory + written, sizeof size);
    if (*status == PHEP_SMALL_ARENA && size > capacity && aligned(size) < room) {
      capacity = aligned(size);
      continue;
    }
    Answer answer{*status, {}};
    if (*status == PHEP_OK || *status == PHEP_BAD_FACTS)
      answer.text.assign(reinterpret_cast<const char*>(guest.memory) + out, size);
    return answer;
  }
}

int run(const std::string& module, const std::string& name, const std::string& path) {
  const auto guest = module.ends_with(".wasm") ? interpreted(module, name) : translated(module);
  if (!guest) return 2;
  int passed = 0;
  int failed = 0;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const Json vector = Json::parse(line);
    const auto got = decide(*guest, vector);
    if (got && Json(got->status) == vector["status"] && Json(got->text) == vector["answer"]) {
      ++passed;
    } else if (++failed <= 3) {
      std::printf("line %d: expected %s\n  got %s\n", passed + failed,
                  vector["answer"].get<std::string>().c_str(), got ? got->text.c_str() : "a trap");
    }
  }
  std::printf("%d passed, %d failed\n", passed, failed);
  return failed == 0 && passed > 0 ? 0 : 1;
}

}  // namespace
}  // namespace phep::tests

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  return phep::tests::run(argv[1], argv[2], argv[3]);
}
