// Running a decision's kernel over the columns of a batch.
#include "compiler/runtime/columns.h"

#include "compiler/runtime/clean.h"
#include "compiler/runtime/date.h"

namespace phep::runtime {

namespace {

#ifdef __x86_64__
struct Registers {
  uint32_t a, b, c, d;
};
Registers cpuid(uint32_t leaf, uint32_t sub) {
  Registers r{};
  __asm__ volatile("cpuid" : "=a"(r.a), "=b"(r.b), "=c"(r.c), "=d"(r.d) : "a"(leaf), "c"(sub));
  return r;
}
uint32_t kept_registers() {
  uint32_t low = 0;
  uint32_t high = 0;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}
#endif

// Asking the processor takes some microseconds in a virtual machine: fewer rows do not pay for it.
constexpr int64_t kLeastRowsToAsk = 4096;

// Which level of x86-64 the processor and the system have: asked each time, as nothing may be
// remembered. lzcnt, which v3 has too, is not asked for: kernels do without.
uint32_t level_of_processor(int64_t rows) {
#ifdef __x86_64__
  if (rows < kLeastRowsToAsk) return 2;
  constexpr uint32_t kThree = 1U << 12 | 1U << 22 | 1U << 27 | 1U << 28 | 1U << 29;
  if ((cpuid(1, 0).c & kThree) != kThree) return 2;  // fma movbe osxsave avx f16c
  const uint32_t kept = kept_registers();
  constexpr uint32_t kVectors = 1U << 1 | 1U << 2;
  if ((kept & kVectors) != kVectors) return 2;
  const uint32_t more = cpuid(7, 0).b;
  constexpr uint32_t kThreeMore = 1U << 3 | 1U << 5 | 1U << 8;  // bmi1 avx2 bmi2
  if ((more & kThreeMore) != kThreeMore) return 2;
  constexpr uint32_t kFour = 1U << 16 | 1U << 17 | 1U << 28 | 1U << 30 | 1U << 31;
  constexpr uint32_t kWide = 7U << 5;
  return (more & kFour) == kFour && (kept & kWide) == kWide ? 4 : 3;
#else
  (void)rows;
  return 2;
#endif
}

bool options_suit(const phep_options& options) {
  return options.size == sizeof(phep_options) &&
         (options.flags & ~uint32_t{PHEP_WITH_CERTIFICATE}) == 0 && is_instant(options.as_of) &&
         (options.law_date == PHEP_NO_DATE || is_date(options.law_date));
}

template <class T>
T* make(Arena& arena, size_t count) {
  return static_cast<T*>(allocate(arena, (count + 1) * sizeof(T)));
}

// The columns of the answers that results go to, and room for what is bits.
bool place_results(const Header* image, const Decision& decided, AnswerColumns& answers,
                   Arena& arena, KernelRun& run) {
  const auto* const outputs = items<Output>(image, image->outputs) + decided.outputs.first;
  const uint32_t* const lanes = run.plan->words + size_t{run.plan->inputs} * 2;
  Column* column = answers.columns;
  uint32_t output = 0;
  for (uint32_t i = 0; i < run.plan->results; ++i) {
    const auto lane = static_cast<Lane>(lanes[i]);
    if (lane == Lane::Bits || lane == Lane::Present) {
      run.bits[i] = make<uint64_t>(arena, kBlockGroups);
      if (run.bits[i] == nullptr) return false;
      run.results[i] = run.bits[i];
    } else {
      run.written[i] = column;
    }
    if (lane == Lane::Present) continue;
    column += outputs[output++].present == kNone ? 2 : 3;
  }
  return true;
}

// Whether a column has a value, for each row of a block.
void find_given(const Source& source, int64_t row, uint32_t count, uint64_t* given) {
  const uint32_t groups = (count + kGroupRows - 1) / kGroupRows;
  if (source.valid != nullptr) {
    copy_bits(source.valid, source.first + row, count, given);
  } else {
    for (uint32_t i = 0; i < groups; ++i) given[i] = ~uint64_t{0};
  }
  if (source.around == nullptr) return;
  uint64_t around[kBlockGroups];
  find_given(*source.around, row, count, around);
  for (uint32_t i = 0; i < groups; ++i) given[i] &= around[i];
}

}  // namespace

bool begin_kernel(const Header* image, const Decision& decided, const Columns& columns,
                  const phep_options* options, Kernel kernel, int64_t rows, AnswerColumns& answers,
                  Arena& arena, KernelRun* run) {
  *run = {};
  if (kernel == nullptr || !options_suit(*options)) return false;
  run->kernel = kernel;
  run->plan = kernel(0, nullptr, nullptr, nullptr, nullptr, 0);
  auto* const readings = make<int32_t>(arena, image->readings.count);
  if (readings == nullptr || phep_clean_readings(image, options, readings) != 0) return false;
  run->options = {options->as_of, options->law_date, readings};
  run->columns = make<KernelColumn>(arena, columns.count);
  run->column_of = make<uint32_t>(arena, run->plan->inputs);
  run->inputs = make<const void*>(arena, run->plan->inputs);
  run->results = make<void*>(arena, run->plan->results);
  run->bits = make<uint64_t*>(arena, run->plan->results);
  run->written = make<Column*>(arena, run->plan->results);
  if (run->columns == nullptr || run->column_of == nullptr || run->inputs == nullptr ||
      run->results == nullptr || run->bits == nullptr || run->written == nullptr)
    return false;
  run->count = columns.count;
  const Slot* const slots = items<Slot>(image, image->slots);
  for (uint32_t i = 0; i < columns.count; ++i) run->columns[i].source = columns.sources[i];
  for (uint32_t i = 0; i < run->plan->inputs; ++i) {
    const Slot* const slot = slots + run->plan->words[size_t{i} * 2];
    uint32_t at = 0;
    while (at < columns.count && columns.sources[at]->slot != slot) ++at;
    if (at == columns.count) return false;  // not known in any row
    const auto lane = static_cast<Lane>(run->plan->words[size_t{i} * 2 + 1]);
    run->column_of[i] = at;
    run->columns[at].used = true;
    if (lane != Lane::Present) run->columns[at].lane = lane;
  }
  for (uint32_t i = 0; i < columns.count; ++i)
    if (!begin_column(image, run->columns[i], arena)) return false;
  if (!place_results(image, decided, answers, arena, *run)) return false;
  bool may_lack = false;
  for (uint32_t i = 0; i < run->count; ++i)
    may_lack |= run->columns[i].used && run->columns[i].source->valid != nullptr;
  if (may_lack && !begin_lacking(decided, arena, *run)) return false;
  run->level = level_of_processor(rows);
  return true;
}

void run_kernel(const Header* image, KernelRun& run, int64_t row, uint32_t count, Arena& arena) {
  const uint32_t groups = (count + kGroupRows - 1) / kGroupRows;
  uint64_t lacks_one[kBlockGroups] = {};  // at least
  uint64_t lacks_more[kBlockGroups] = {};
  uint64_t left[kBlockGroups] = {};  // for the row path
  const auto lack = [&](uint32_t i, uint64_t rows) {
    lacks_more[i] |= lacks_one[i] & rows;
    lacks_one[i] |= rows;
  };
  // Bits and bytes that no column gives.
  static constexpr uint64_t kNothing[kBlockRows] = {};
  for (uint32_t c = 0; c < run.count; ++c) {
    KernelColumn& column = run.columns[c];
    const Source& source = *column.source;
    const bool alone = source.absent == &source;
    const bool plain = source.valid == nullptr && source.around == nullptr && !alone;
    find_given(source, row, count, column.given);
    if (source.absent != nullptr) {
      uint64_t told[kBlockGroups];
      uint64_t absent[kBlockGroups];
      find_given(*source.absent, row, count, told);
      copy_bits(source.absent->data, source.absent->first + row, count, absent);
      for (uint32_t i = 0; i < groups; ++i) {
        absent[i] &= told[i];
        if (alone) column.given[i] = 0;
        left[i] |= absent[i] & column.given[i];  // absent, with a value
        if (column.used) left[i] |= ~(absent[i] | column.given[i]);
      }
    } else if (column.used && !plain) {
      // Whether an optional fact is there is one more thing that is not known.
      const bool optional = (source.slot->flags & kOptional) != 0;
      for (uint32_t i = 0; i < groups; ++i) {
        if (optional)
          left[i] |= ~column.given[i];
        else
          lack(i, ~column.given[i]);
      }
    }
    column.data = kNothing;
    if (alone) continue;
    if (source.slot->kind == Kind::Bool) {
      const int64_t first = source.first + row;
      if (!column.used) continue;
      if (first % 8 == 0 && count % kGroupRows == 0) {
        column.data = static_cast<const uint8_t*>(source.data) + first / 8;
      } else {
        copy_bits(source.data, first, count, column.bits);
        column.data = column.bits;
      }
      continue;
    }
    uint64_t bad[kBlockGroups] = {};
    column.data = stage_column(image, column, row, count, arena, bad);
    for (uint32_t i = 0; i < groups; ++i) left[i] |= bad[i] & column.given[i];
  }
  for (uint32_t i = 0; i < groups; ++i) {
    run.special[i] = left[i] | lacks_one[i];
    run.lacks_one[i] = lacks_one[i] & ~lacks_more[i] & ~left[i];
  }
  for (uint32_t i = 0; i < run.plan->inputs; ++i) {
    const KernelColumn& column = run.columns[run.column_of[i]];
    const bool present = static_cast<Lane>(run.plan->words[size_t{i} * 2 + 1]) == Lane::Present;
    run.inputs[i] = present ? static_cast<const void*>(column.given) : column.data;
  }
  for (uint32_t i = 0; i < run.plan->results; ++i) {
    Column* const column = run.written[i];
    run.results[i] = column == nullptr ? static_cast<void*>(run.bits[i])
                                       : column->data.bytes + row * column->width;
  }
  run.kernel(run.level, run.inputs, run.results, &run.options, run.special, groups);
}

void append_block(const Header* image, const Decision& decided, const KernelRun& run,
                  AnswerColumns& answers, uint32_t first, uint32_t count) {
  const auto* const outputs = items<Output>(image, image->outputs) + decided.outputs.first;
  Column* at = answers.columns;
  uint32_t result = 0;
  for (uint32_t i = 0; i < decided.outputs.count; ++i) {
    const uint64_t* const bits = run.bits[result];
    ++result;
    const bool may_lack = outputs[i].present != kNone;
    const uint64_t* const present = may_lack ? run.bits[result++] : nullptr;
    if (bits != nullptr)
      append_bits(answers.out, at[0], bits, present, first, count);
    else
      append_written(answers.out, at[0], present, first, count);
    if (may_lack) append_bits_not(answers.out, at[1], present, first, count);
    at += may_lack ? 2 : 1;
    append_nulls(answers.out, *at++, count);  // no error
  }
  append_empty_lists(answers.out, at[0], count);
  append_nulls(answers.out, at[1], count);
  append_nulls(answers.out, at[2], count);
}

}  // namespace phep::runtime
