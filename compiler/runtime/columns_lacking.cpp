// Rows that lack one fact. What an output is then is asked of all values that may stand for the
// fact, each a row of the kernel: where they agree that is the answer, else the fact is missing.
// Where no few values stand for all, two that differ tell that it is missing, and an output that
// does not hang on the fact is what it is with any.
#include "compiler/runtime/columns.h"
#include "compiler/runtime/json_values.h"

namespace phep::runtime {

namespace {

constexpr uint32_t kSamples = 6;

uint32_t bytes_of(Lane lane) {
  return lane == Lane::Byte ? 1 : lane == Lane::Word ? 4 : 8;
}

bool is_bits(Lane lane) {
  return lane == Lane::Bits || lane == Lane::Present;
}

Lane lane_of_result(const KernelRun& run, uint32_t result) {
  return static_cast<Lane>(run.plan->words[size_t{run.plan->inputs} * 2 + result]);
}

bool bit_of(const void* bits, uint32_t at) {
  return (static_cast<const uint8_t*>(bits)[at >> 3] >> (at & 7) & 1) != 0;
}

// The values that stand for a fact. Returns how many, or 0 if they are more than a block has rows;
// `all`: whether they stand for all of them.
uint32_t stand_ins(const Header* image, const Slot& slot, int64_t* values, bool* all) {
  *all = true;
  if ((slot.flags & kFinite) != 0 && slot.representatives.count > 0) {
    const auto* const given = items<Const>(image, image->constants) + slot.representatives.first;
    if (slot.representatives.count > kMostStandIns) return 0;
    for (uint32_t i = 0; i < slot.representatives.count; ++i)
      values[i] = static_cast<int64_t>(given[i].lo);
    return slot.representatives.count;
  }
  uint32_t count = slot.kind == Kind::Bool ? 2 : 0;
  if (slot.kind == Kind::Enum)
    count = items<EnumTable>(image, image->enums)[slot.type].members.count;
  if (count > kMostStandIns) return 0;
  for (uint32_t i = 0; i < count; ++i) values[i] = i;
  if (count != 0) return count;
  *all = false;
  if (slot.kind == Kind::Set) {
    values[0] = 0;
    values[1] = 1;
    return 2;
  }
  const Limits limits = limits_of(slot);
  constexpr int64_t kLikely[kSamples] = {0, 1, 10'000, 40'000, 40'001, 1'000'000'007};
  for (const int64_t likely : kLikely) {
    int64_t value = likely;
    if (slot.kind == Kind::Instant) value *= 100'000'000;
    if (value < limits.lo) value = limits.lo;
    if (value > limits.hi) value = limits.hi;
    values[count++] = value;
  }
  return count;
}

// Whether this is the column for which a row stands among those that lack one fact. An optional
// fact that has no value is known not to be there, or the row is not among them.
bool lacks(const KernelColumn& column, uint32_t row) {
  return column.used && (column.source->slot->flags & kOptional) == 0 && !bit_of(column.given, row);
}

// Sets bits [first, first + count), which are clear, to one of others.
void repeat_bit(const void* bits, uint32_t row, char* lanes, uint32_t first, uint32_t count) {
  if (!bit_of(bits, row)) return;
  for (uint32_t i = first; i < first + count; ++i)
    lanes[i >> 3] = static_cast<char>(lanes[i >> 3] | 1 << (i & 7));
}

// Copies one row of a column to rows [first, first + count) of the lanes.
void repeat(const KernelColumn& column, uint32_t row, char* lanes, uint32_t first, uint32_t count) {
  if (is_bits(column.lane)) return repeat_bit(column.data, row, lanes, first, count);
  const uint32_t bytes = bytes_of(column.lane);
  const char* const from = static_cast<const char*>(column.data) + size_t{row} * bytes;
  for (uint32_t i = first; i < first + count; ++i)
    __builtin_memcpy(lanes + size_t{i} * bytes, from, bytes);
}

void fill(const KernelColumn& column, const int64_t* values, char* lanes, uint32_t first,
          uint32_t count) {
  const uint32_t bytes = bytes_of(column.lane);
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t at = first + i;
    if (is_bits(column.lane))
      lanes[at >> 3] = static_cast<char>(lanes[at >> 3] | (values[i] != 0 ? 1 : 0) << (at & 7));
    else
      __builtin_memcpy(lanes + size_t{at} * bytes, values + i, bytes);
  }
}

bool is_one(const KernelRun& run, uint32_t result, uint32_t first, uint32_t count) {
  const Lacking& lacking = *run.lacking;
  const char* const lanes = lacking.results[result];
  const Lane lane = lane_of_result(run, result);
  for (uint32_t i = 1; i < count; ++i) {
    if (is_bits(lane)) {
      if (bit_of(lanes, first) != bit_of(lanes, first + i)) return false;
    } else {
      const uint32_t bytes = bytes_of(lane);
      if (__builtin_memcmp(lanes + size_t{first} * bytes, lanes + (size_t{first} + i) * bytes,
                           bytes) != 0)
        return false;
    }
  }
  return true;
}

// Whether an output asks, in some way, for a column.
bool hangs_on(const KernelRun& run, uint32_t output, uint32_t column) {
  const uint32_t* const hangs = run.plan->words + size_t{run.plan->inputs} * 2 + run.plan->results;
  const uint32_t words = (run.plan->inputs + 31) / 32;
  for (uint32_t i = 0; i < run.plan->inputs; ++i)
    if (run.column_of[i] == column && (hangs[output * words + i / 32] >> (i % 32) & 1) != 0)
      return true;
  return false;
}

// What the lanes of a row say of each output: a bit for those that are missing. False: nothing
// certain.
bool weigh(const KernelRun& run, const Decision& decided, const Output* outputs, LackingRow& row) {
  for (uint32_t i = row.first; i < row.first + row.count; ++i)
    if (bit_of(run.lacking->slow, i)) return false;
  uint32_t result = 0;
  row.missing = 0;
  for (uint32_t i = 0; i < decided.outputs.count; ++i) {
    bool one = is_one(run, result++, row.first, row.count);
    if (outputs[i].present != kNone) one = is_one(run, result++, row.first, row.count) && one;
    const bool hangs = hangs_on(run, i, row.column);
    if (one ? !row.all && hangs : !hangs) return false;
    if (!one) row.missing |= uint64_t{1} << i;
  }
  return true;
}

void run_lanes(const Header* image, const Decision& decided, KernelRun& run, uint32_t lanes) {
  Lacking& lacking = *run.lacking;
  if (lanes == 0) return;
  const uint32_t groups = (lanes + kGroupRows - 1) / kGroupRows;
  for (uint32_t i = 0; i < groups; ++i) lacking.slow[i] = 0;
  for (uint32_t i = 0; i < run.plan->inputs; ++i) {
    const bool present = static_cast<Lane>(run.plan->words[size_t{i} * 2 + 1]) == Lane::Present;
    run.inputs[i] = (present ? lacking.present : lacking.columns)[run.column_of[i]];
  }
  for (uint32_t i = 0; i < run.plan->results; ++i) run.results[i] = lacking.results[i];
  run.kernel(run.level, run.inputs, run.results, &run.options, lacking.slow, groups);
  const auto* const outputs = items<Output>(image, image->outputs) + decided.outputs.first;
  for (uint32_t i = 0; i < lacking.count; ++i)
    lacking.rows[i].settled = weigh(run, decided, outputs, lacking.rows[i]);
}

}  // namespace

bool begin_lacking(const Decision& decided, Arena& arena, KernelRun& run) {
  if (decided.outputs.count > 64) return true;  // without it
  auto* const made = static_cast<Lacking*>(allocate(arena, sizeof(Lacking)));
  if (made == nullptr) return false;
  const auto list = [&](uint32_t count) {
    return static_cast<char**>(allocate(arena, (size_t{count} + 1) * sizeof(char*)));
  };
  made->columns = list(run.count);
  made->present = list(run.count);
  made->results = list(run.plan->results);
  if (made->columns == nullptr || made->present == nullptr || made->results == nullptr)
    return false;
  const auto lanes = [&](Lane lane) {
    return static_cast<char*>(
        allocate(arena, is_bits(lane) ? kBlockRows / 8 : size_t{kBlockRows} * bytes_of(lane)));
  };
  for (uint32_t i = 0; i < run.count; ++i) {
    if (!run.columns[i].used) continue;
    made->columns[i] = lanes(run.columns[i].lane);
    if (made->columns[i] == nullptr) return false;
    if ((run.columns[i].source->slot->flags & kOptional) == 0) continue;
    made->present[i] = lanes(Lane::Present);
    if (made->present[i] == nullptr) return false;
  }
  for (uint32_t i = 0; i < run.plan->results; ++i) {
    made->results[i] = lanes(lane_of_result(run, i));
    if (made->results[i] == nullptr) return false;
  }
  run.lacking = made;
  return true;
}

uint32_t decide_lacking(const Header* image, const Decision& decided, KernelRun& run, uint32_t from,
                        uint32_t count) {
  Lacking& lacking = *run.lacking;
  lacking.count = lacking.next = 0;
  uint32_t lane = 0;
  for (uint32_t group = from / kGroupRows; group * kGroupRows < count; ++group) {
    uint64_t bits = run.lacks_one[group];
    if (group == from / kGroupRows) bits &= ~uint64_t{0} << (from % kGroupRows);
    for (; bits != 0; bits &= bits - 1) {
      const uint32_t row = group * kGroupRows + static_cast<uint32_t>(__builtin_ctzll(bits));
      if (row >= count) break;
      uint32_t column = 0;
      while (!lacks(run.columns[column], row)) ++column;
      int64_t values[kMostStandIns];
      bool all = false;
      const uint32_t standing = stand_ins(image, *run.columns[column].source->slot, values, &all);
      if (standing == 0) continue;
      if (lane + standing > kBlockRows || lacking.count == kMostLacking) {
        run_lanes(image, decided, run, lane);
        return row;
      }
      if (lane == 0) {
        for (uint32_t i = 0; i < run.count; ++i) {
          if (run.columns[i].used && is_bits(run.columns[i].lane))
            __builtin_memset(lacking.columns[i], 0, kBlockRows / 8);
          if (lacking.present[i] != nullptr)
            __builtin_memset(lacking.present[i], 0, kBlockRows / 8);
        }
      }
      for (uint32_t i = 0; i < run.count; ++i) {
        if (!run.columns[i].used) continue;
        if (i == column)
          fill(run.columns[i], values, lacking.columns[i], lane, standing);
        else
          repeat(run.columns[i], row, lacking.columns[i], lane, standing);
        if (lacking.present[i] != nullptr)
          repeat_bit(run.columns[i].given, row, lacking.present[i], lane, standing);
      }
      LackingRow& made = lacking.rows[lacking.count];
      made.row = row;
      made.column = column;
      made.first = lane;
      made.count = standing;
      made.all = all;
      ++lacking.count;
      lane += standing;
    }
  }
  run_lanes(image, decided, run, lane);
  return count;
}

const LackingRow* settled_row(KernelRun& run, uint32_t row) {
  if (run.lacking == nullptr) return nullptr;
  Lacking& lacking = *run.lacking;
  while (lacking.next < lacking.count && lacking.rows[lacking.next].row < row) ++lacking.next;
  if (lacking.next == lacking.count) return nullptr;
  const LackingRow& found = lacking.rows[lacking.next];
  return found.row == row && found.settled ? &found : nullptr;
}

void append_lacking(const Header* image, const Decision& decided, const KernelRun& run,
                    AnswerColumns& answers, const LackingRow& row) {
  const auto* const outputs = items<Output>(image, image->outputs) + decided.outputs.first;
  Column* at = answers.columns;
  uint32_t result = 0;
  for (uint32_t i = 0; i < decided.outputs.count; ++i) {
    const bool missing = (row.missing >> i & 1) != 0;
    const Lane lane = lane_of_result(run, result);
    const char* const lanes = run.lacking->results[result++];
    const bool may_lack = outputs[i].present != kNone;
    const bool present = !may_lack || bit_of(run.lacking->results[result++], row.first);
    if (missing || !present)
      append_null(answers.out, *at);
    else if (is_bits(lane))
      append_bit(answers.out, *at, bit_of(lanes, row.first));
    else
      append_fixed(answers.out, *at, lanes + size_t{row.first} * bytes_of(lane));
    ++at;
    if (may_lack) {
      if (missing)
        append_null(answers.out, *at);
      else
        append_bit(answers.out, *at, !present);
      ++at;
    }
    append_null(answers.out, *at++);  // no error
  }
  if (row.missing != 0)
    append_text(answers.out, *at->items,
                string_at(image, run.columns[row.column].source->slot->path));
  append_list(answers.out, at[0]);
  append_null(answers.out, at[1]);
  append_null(answers.out, at[2]);
}

}  // namespace phep::runtime
