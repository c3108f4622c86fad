// What the program for another machine does; each mode is a file.
#pragma once

#include <cstdint>
#include <cstdio>

namespace phep::portability {

// Decides every case of a recording (record.cpp) whose number modulo `of` is `share`; prints a line
// of JSON. 0: all answers are those recorded; 1: some are not; 2: it is no recording.
int replay(std::FILE* recording, std::uint64_t share, std::uint64_t of);

// The same by so many threads at once, which share a table; none: two threads that race on purpose.
int crowd(std::FILE* recording, unsigned threads, std::uint64_t share, std::uint64_t of);

// A digest of the results of `count` rounds of all 128-bit operations on random numbers.
int arithmetic(std::uint64_t seed, std::uint64_t count);

}  // namespace phep::portability
