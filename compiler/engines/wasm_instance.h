// One WebAssembly module running in wabt's interpreter. Speaks C++17, the language of wabt's
// headers. Private to this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace phep::engines {

class WasmInstance {
 public:
  // Reads, validates and instantiates a module without imports. Null, with *error set, on failure.
  static std::unique_ptr<WasmInstance> load(const std::uint8_t* bytes, std::size_t size,
                                            std::string* error);
  virtual ~WasmInstance() = default;

  // The index of an exported function, or -1.
  virtual int function(const std::string& name) = 0;
  // Calls a function of 32-bit parameters and one 32-bit result. False, with *error set, on a trap.
  virtual bool call(int function, const std::vector<std::uint32_t>& arguments,
                    std::uint32_t* result, std::string* error) = 0;
  // An exported global's value, or 0.
  virtual std::uint32_t global(const std::string& name) = 0;

  // The memory, valid until the next call or growth.
  virtual std::uint8_t* memory() = 0;
  virtual std::uint64_t memory_size() = 0;
  // Makes the memory at least this large. False if it cannot.
  virtual bool reserve(std::uint64_t bytes) = 0;
};

}  // namespace phep::engines
