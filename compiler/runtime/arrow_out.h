// Arrow columns being made: memory of the caller's allocator, row after row, and at the end arrays
// whose release gives all of it back, each column by itself, so that any of them may be moved away.
#pragma once

#include "compiler/runtime/phep_abi.h"
#include "compiler/runtime/sections.h"

#include <stdint.h>

namespace phep::runtime {

// Memory that grows; `failed` stays set once there was none.
struct Growing {
  char* bytes;
  size_t size, capacity;
};

enum class Shape : uint8_t { Bits, Fixed, Text, List, Words };

// One column. Words are texts of a dictionary, told by a function.
using WordOf = String (*)(const void* of, uint32_t index);
struct Column {
  Shape shape;
  uint8_t width;       // bytes, of Fixed; of Words 4
  const char* format;  // of Arrow; of Words that of the index
  String name;
  const char* suffix;  // "_absent", …; appended to the name
  Growing valid, data, text;
  int64_t length, nulls;
  Column* items;  // of List
  WordOf word;    // of Words
  const void* words_of;
  uint32_t word_count;
};

struct Columnar {
  const phep_allocator* allocator;
  bool failed;
};

void append_null(Columnar& out, Column& column);
void append_bit(Columnar& out, Column& column, bool value);
void append_fixed(Columnar& out, Column& column, const void* value);
void append_text(Columnar& out, Column& column, String value);
char* append_room(Columnar& out, Column& column, uint32_t length);  // of a text; or null
// Many rows at once. Of words of bits, a bit a row, those from `first` on; `present` (or null: all)
// says which of them have a value.
void append_nulls(Columnar& out, Column& column, uint32_t count);
void append_empty_lists(Columnar& out, Column& column, uint32_t count);
void append_bits(Columnar& out, Column& column, const uint64_t* bits, const uint64_t* present,
                 uint32_t first, uint32_t count);
void append_bits_not(Columnar& out, Column& column, const uint64_t* bits, uint32_t first,
                     uint32_t count);
// Rows of a Fixed or Words column that stand behind its end already.
void append_written(Columnar& out, Column& column, const uint64_t* present, uint32_t first,
                    uint32_t count);

// Room for so many rows in all, and for whole groups of 64 behind them.
void reserve(Columnar& out, Column& column, int64_t rows);

// Ends a row of a List whose elements were appended to `items`.
void append_list(Columnar& out, Column& column);

// Gives the memory of columns back that were never finished.
void abandon(const Columnar& out, Column* columns, uint32_t count);

// Makes a struct array of `length` rows and its schema. False, everything given back, if there is
// no memory; the columns are used up either way.
bool finish(Columnar& out, Column* columns, uint32_t count, int64_t length, ArrowSchema* schema,
            ArrowArray* array);

}  // namespace phep::runtime
