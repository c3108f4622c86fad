// How a process ends that cannot go on: with a sentence on standard error and a code.
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
[[noreturn]] void end_without_thread();

// For the whole process: so does what is thrown where nobody catches, as in another thread or by a
// destructor that needs memory itself, or what a library of ours or the system aborts. Code 4 where
// memory or a thread is refused, 70 for a defect.
void end_where_nobody_catches();

}  // namespace phep
