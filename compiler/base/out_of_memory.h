// What becomes of a part that has no way back when memory runs out.
#pragma once

namespace phep {

// While one lives, memory that runs out ends the process with a sentence on standard error and exit
// code 4. For what leaves locks behind when it throws (ANTLR), or cannot throw (LLVM). Nothing of
// an artefact has been written then. Other threads are ended with it, and may have one of their
// own.
class EndsWithoutMemory {
 public:
  EndsWithoutMemory();
  ~EndsWithoutMemory();
  EndsWithoutMemory(const EndsWithoutMemory&) = delete;
  EndsWithoutMemory& operator=(const EndsWithoutMemory&) = delete;
};

// At once: nothing here allocates, and no destructor runs, as it would find something half done.
[[noreturn]] void end_without_memory();

}  // namespace phep
