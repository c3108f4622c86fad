// What becomes of generating code when memory runs out. Private to this room.
#pragma once

namespace phep::codegen {

// While one lives, memory that runs out ends the process with a sentence on standard error and exit
// code 4: LLVM is compiled without exceptions and has no way back. Nothing of an artefact has been
// written then. Other threads are ended with it, and may generate code at the same time.
class EndsWithoutMemory {
 public:
  EndsWithoutMemory();
  ~EndsWithoutMemory();
  EndsWithoutMemory(const EndsWithoutMemory&) = delete;
  EndsWithoutMemory& operator=(const EndsWithoutMemory&) = delete;
};

}  // namespace phep::codegen
