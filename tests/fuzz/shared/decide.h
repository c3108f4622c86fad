// JSON in, JSON out by the interpreter, in memory of this call alone.
#pragma once

#include "compiler/runtime/phep_abi.h"
#include "compiler/runtime/runtime.h"

#include <string>
#include <string_view>

namespace phep::fuzz {

struct Answer {
  int status = 0;
  std::string text;
  runtime::FactsProblem problem{};
};
Answer decide(const runtime::Header* image, std::uint32_t decision, std::string_view facts,
              std::size_t memory = std::size_t{1} << 20U);

}  // namespace phep::fuzz
