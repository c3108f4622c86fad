// Arrow columns as facts: which column is which fact, and a row of them as a facts struct.
//
// What the columns hold is borrowed: read, never written or released. Sizes of buffers cannot be
// checked, as the interface does not tell them; everything else is.
#pragma once

#include "compiler/runtime/json_scan.h"
#include "compiler/runtime/runtime.h"

#include <stdint.h>

namespace phep::runtime {

// How a column spells its values.
enum class Spelling : uint8_t {
  Bits,        // b
  Signed,      // c s i l
  Unsigned,    // C S I L
  Float,       // f g: whole numbers, as data frames make of integers with gaps; NaN is unknown
  Decimal128,  // d:p,s
  Days,        // tdD
  DayMs,       // tdm
  Moment,      // tss: tsm: tsu: tsn:, with a time zone
  Text32,      // u
  Text64,      // U
  List32,      // +l
  List64,      // +L
  Struct,      // +s
};

struct Columns;

// One column, bound to the fact that it tells.
struct Source {
  const Slot* slot;
  Spelling spelling;
  uint8_t width;      // bytes of a number or a dictionary's index
  bool index_signed;  // of a dictionary's index
  uint8_t scale;      // decimal places
  int64_t per_ms;     // moments: units in a millisecond; negative: milliseconds in a unit
  const ArrowArray* array;
  int64_t first;         // where row 0 of the batch stands in the buffers
  const uint8_t* valid;  // null: all are
  const void* data;      // of a dictionary: the indices
  const char* bytes;     // of texts
  const Source* absent;  // the companion, or null; itself, where there is nothing but a companion
  const Source*
      around;  // the struct column that holds this one, or null if all of its rows are there
  const Source* words;    // of a dictionary: its values
  const int32_t* member;  // of a dictionary of an enum or a set: the member of each word; -1: none
  int64_t word_count;
  const Source* element;   // of a list of values, or of a set
  const Columns* columns;  // of a list of records
};

// The columns of one struct of facts.
struct Columns {
  const Struct* structure;
  const Source* const* sources;
  uint32_t count;
  bool has_lists;
};

// What is wrong: with a column, or with a row.
struct ColumnProblem {
  FactsError error;
  const Slot* slot;  // or null
  String pointer;    // JSON pointer, in the arena
};

// Binds the columns of a struct array to the facts of a decision. Returns a phep_status.
int bind_columns(const Header* image, uint32_t decision, const ArrowSchema* schema,
                 const ArrowArray* rows, Arena& arena, const Columns** out, ColumnProblem* problem);

// Writes a row into a struct whose bits are clear. Lists lead into the arena.
int read_columns(const Header* image, const Columns& columns, int64_t row, char* base, Arena& arena,
                 ColumnProblem* problem);

// Reads a cell that has a value into its field, of 16 bytes; `unknown` for one that says so itself
// (NaN, NaT). No lists.
FactsError read_scalar(const Header* image, const Source& source, int64_t row, Arena& arena,
                       char* field, bool* unknown);

// Whether a column has a value in a row, also by the struct around it.
bool has_value(const Source& source, int64_t row);

// The text of a column of texts; false if its offsets lead nowhere.
bool text_at(const Source& source, int64_t row, String* out);

// The elements of a column of lists; false if its offsets lead nowhere.
bool list_at(const Source& source, int64_t row, int64_t* first, int64_t* count);

}  // namespace phep::runtime
