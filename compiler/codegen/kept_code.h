// Code that was made before: whoever asks for the same again need not wait for LLVM.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace phep::codegen {

// Where it is kept is for whoever gives it to say. Several threads may ask at once.
class KeptCode {
 public:
  virtual ~KeptCode() = default;
  // `name` says all that the code is made of, but for the Phép that makes it.
  virtual std::optional<std::vector<std::uint8_t>> find(const std::string& name) = 0;
  virtual void keep(const std::string& name, std::span<const std::uint8_t> bytes) = 0;
};

}  // namespace phep::codegen
