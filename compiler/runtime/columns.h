// Columns of a batch through the kernel of its decision, a block at a time: what the kernel reads
// is copied where it does not stand as the kernel reads it, and its results are appended to the
// answers.
#pragma once

#include "compiler/runtime/arrow_in.h"
#include "compiler/runtime/batch_answer.h"
#include "compiler/runtime/kernel.h"

namespace phep::runtime {

inline constexpr uint32_t kBlockRows = 1024;
inline constexpr uint32_t kBlockGroups = kBlockRows / kGroupRows;

// A column of the batch as the kernel reads it, a block at a time.
struct KernelColumn {
  const Source* source;
  Lane lane;
  bool used;         // by the kernel; the others are read because a wrong value refuses its row
  bool in_order;     // word i of the dictionary is member i
  uint8_t words;     // of the dictionary: their last index
  uint8_t* member;   // of each byte that an index may be: the member, kNoMember: none
  char* staged;      // a block of lanes
  const void* data;  // the block's lanes or bits, staged or in place
  uint64_t given[kBlockGroups];  // rows that have a value
  uint64_t bits[kBlockGroups];
};
inline constexpr uint8_t kNoMember = 255;

// Rows that lack one fact, and what the kernel says with each value that may stand for it: some
// rows of lanes for each.
inline constexpr uint32_t kMostStandIns = 64;
inline constexpr uint32_t kMostLacking = 512;
struct LackingRow {
  uint32_t row, column;
  uint32_t first, count;  // lanes
  bool all;               // they stand for all values
  bool settled;           // `missing` is certain
  uint64_t missing;       // a bit an output
};
struct Lacking {
  char** columns;  // lanes of each column that the kernel uses
  char** present;  // bits of each optional one of them
  char** results;
  uint64_t slow[kBlockGroups];
  LackingRow rows[kMostLacking];
  uint32_t count, next;
};

struct KernelRun {
  Kernel kernel;
  uint32_t level;
  KernelOptions options;
  KernelColumn* columns;
  uint32_t count;
  const uint64_t* nothing;  // a block of zeros, for what no column gives
  const KernelPlan* plan;
  uint32_t* column_of;  // of each input
  const void** inputs;
  void** results;
  uint64_t** bits;   // of each result of Bits or Present: a block of it; else null
  Column** written;  // of each other result: the column of the answers that it fills
  uint64_t special[kBlockGroups];
  uint64_t lacks_one[kBlockGroups];  // those special only because one fact is not known
  Lacking* lacking;                  // or null
};

// False where these columns or options are not for the kernel, or the arena has no room.
bool begin_kernel(const Header* image, const Decision& decided, const Columns& columns,
                  const phep_options* options, Kernel kernel, int64_t rows, AnswerColumns& answers,
                  Arena& arena, KernelRun* run);

// Decides rows [row, row + count), a block at most; `special` has a bit for each that it leaves.
// Numbers go where the columns of the answers, so many rows long, will have them.
void run_kernel(const Header* image, KernelRun& run, int64_t row, uint32_t count, Arena& arena);

// Appends rows [first, first + count) of the block, none of them special.
void append_block(const Header* image, const Decision& decided, const KernelRun& run,
                  AnswerColumns& answers, uint32_t first, uint32_t count);

// Room for rows that lack one fact; false if there is none.
bool begin_lacking(const Decision& decided, Arena& arena, KernelRun& run);

// Decides rows of the block that lack one fact, from row `from` on, as many as there is room for.
// Returns the row up to which it did.
uint32_t decide_lacking(const Header* image, const Decision& decided, KernelRun& run, uint32_t from,
                        uint32_t count);

// What is known so of a row, or null; rows are asked for in order.
const LackingRow* settled_row(KernelRun& run, uint32_t row);
void append_lacking(const Header* image, const Decision& decided, const KernelRun& run,
                    AnswerColumns& answers, const LackingRow& row);

// What a number or a time may be.
struct Limits {
  int64_t lo, hi;
};
Limits limits_of(const Slot& slot);

// Words of bits: `count` of them from bit `first` on, as words; no byte is read behind the last.
void copy_bits(const void* bits, int64_t first, uint32_t count, uint64_t* words);

// The facts of a block: where its lanes are, and which of its rows have a wrong value or one that
// says itself that it is unknown, in `bad`. Lanes behind `count` may be anything.
const void* stage_column(const Header* image, const KernelColumn& column, int64_t row,
                         uint32_t count, Arena& arena, uint64_t* bad);

// Prepares staging; false for a column that no kernel takes.
bool begin_column(const Header* image, KernelColumn& column, Arena& arena);

}  // namespace phep::runtime
