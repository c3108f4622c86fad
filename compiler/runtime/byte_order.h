// The byte order of a policy image. As a file, a network or an artefact carries it, every number in
// it is little-endian, on every machine; what walks it reads numbers in the machine's order. The
// two are the same on all targets that policies are compiled for. On others a table is turned once,
// when it is loaded.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace phep::runtime {

inline constexpr bool kLittleEndian = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;

// Of eight bytes in memory the number whose lowest byte stands first, and back.
inline uint64_t little_endian(uint64_t word) {
  return kLittleEndian ? word : __builtin_bswap64(word);
}

// The order that the numbers of a table stand in: this machine's or the other one.
enum class ByteOrder : uint8_t { Machine, Other };

// Reverses the bytes of every number in a table, which stands in the order `now`; texts and digests
// stay. False, and nothing is changed, if a section does not fit `size` bytes. Sections that
// overlap give a table that verify_image refuses or that says something else; the compiler writes
// none.
bool reverse_numbers(void* table, size_t size, ByteOrder now);

// Brings a table as it was written into this machine's order, in place: once, and before
// verify_image looks at it. `table` is 8-aligned. False: it is no table.
inline bool to_machine_order(void* table, size_t size) {
  return kLittleEndian || reverse_numbers(table, size, ByteOrder::Other);
}

}  // namespace phep::runtime
