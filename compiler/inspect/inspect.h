// What an artefact of `phep build` holds, and whether a WebAssembly module keeps its promises. Code
// apart from what made it: it reads the bytes alone, and shares with code generation only the
// meaning of the decision table and the number that a meter is set to.
#pragma once

#include "compiler/diagnostics/diagnostic.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace phep::inspect {

struct Part {
  std::string name;
  std::uint64_t bytes;
};

struct Fact {
  std::string path;  // JSON pointer, elements of lists as "/list/*/field"
  std::string kind;
  bool optional;
};

struct DecisionContents {
  std::string name;  // qualified
  std::uint64_t bound;
  std::vector<Fact> facts;
  std::vector<std::string> outputs, norms, readings;
};

struct Contents {
  std::string form;  // "wasm", "elf", "archive", "unknown"
  std::uint64_t bytes = 0;
  std::string digest;                // SHA-256 of the file
  std::vector<Part> parts;           // of a wasm module: its sections; of all: the decision table
  std::vector<std::string> exports;  // of a wasm module
  std::optional<std::uint64_t> least_memory, most_memory;  // bytes
  std::optional<std::uint64_t> meter;                      // what entries set it to
  // Of the decision table, if there is one.
  std::string image_digest, release;
  std::optional<std::int32_t> known_through;  // days since 1970: the law is known so far
  std::vector<DecisionContents> decisions;
};

// Never fails: what is not there is left out.
Contents describe(std::span<const std::uint8_t> artefact);

// Everything that a WebAssembly module promises and does not keep; empty if all is proved. A span's
// `begin` is the byte in the file.
//   Each cycle of each function, and each cycle of calls, passes a meter: with the meters taken
//   out, both are without cycles. A meter that reaches zero leaves with PHEP_LIMIT from any depth.
//   Nothing but an exported function sets the meter, and to what the step bound allows, which is
//   recomputed from the decision table inside. There are no imports, no indirect calls, no floating
//   point, no growth of memory from within, and a fixed maximum of memory.
DiagnosticList verify(std::span<const std::uint8_t> artefact);

}  // namespace phep::inspect
