// A kernel that is made here: what it is given, which rows are asked of it, and what becomes of its
// answers. A row that is decided by itself answers -1 everywhere (of truths false, of enums 0).
#pragma once

#include "compiler/runtime/columns.h"
#include "tests/arrow/batch_run.h"
#include "tests/unit/runtime_facts_image.h"

#include <doctest/doctest.h>

#include <functional>

namespace phep::runtime {

using phep::tests::Counted;
using phep::tests::fixed;
using phep::tests::Json;
using phep::tests::Made;
using phep::tests::MadeList;
using phep::tests::Outcome;
using phep::tests::structure;

using Bools = std::vector<bool>;
using Longs = std::vector<std::int64_t>;

// What a kernel reads, of each input by its number.
struct Inputs {
  const void* const* inputs;
  const std::uint32_t* plan;
  std::int64_t operator()(std::uint32_t input, std::uint64_t row) const {
    const auto at = [&](auto value) {
      std::memcpy(&value, static_cast<const char*>(inputs[input]) + row * sizeof value,
                  sizeof value);
      return static_cast<std::int64_t>(value);
    };
    switch (static_cast<Lane>(plan[2 * input + 1])) {
      case Lane::Byte: return at(std::uint8_t{});
      case Lane::Word: return at(std::int32_t{});
      case Lane::Double: return at(std::int64_t{});
      default: return static_cast<const unsigned char*>(inputs[input])[row / 8] >> (row % 8) & 1;
    }
  }
};

// What it says of a row: a result for each output, behind one that may be absent whether it is
// there. Nothing: the row is not for it.
using Said = std::vector<std::int64_t>;
using Row = std::function<Said(const Inputs& in, std::uint64_t row)>;

class Kerneled : public FactsImage {
 public:
  // Of the kernel: {slot, Lane}; {output, whether a Present}.
  struct Input {
    std::uint32_t slot;
    Lane lane;
  };
  std::uint32_t root;
  std::vector<Input> inputs;
  std::vector<std::vector<std::uint32_t>> hangs;  // of each output: the inputs
  Row row;
  Counted counted;
  // What was asked of the kernel.
  std::uint32_t level = 0;
  std::vector<std::uint64_t> groups;
  std::vector<Said> lanes;  // of its last call, all inputs of each row that is not slow

  Kerneled() {
    root = begin_struct(true, 3);
    Decision decided{};
    decided.structure = root;
    decided.result_size = sizeof(phep_result_head);
    builder.decisions.push_back(decided);
  }
  std::uint32_t fact(std::string_view name, Kind kind, Lane lane, std::uint32_t type = kNone,
                     std::uint8_t flags = 0, std::int64_t lo = 0, std::int64_t hi = 0) {
    const std::string path = "/" + std::string(name);
    const std::uint32_t made = slot(root, {"", kind, flags, type, false, lo, hi}, path);
    inputs.push_back({made, lane});
    return made;
  }
  // All values that matter of a fact.
  void represent(std::uint32_t slot, const Longs& values) {
    Slot& of = builder.slots[slot];
    of.flags |= kFinite;
    of.representatives = {ImageBuilder::count(builder.constants), ImageBuilder::count(values)};
    for (const std::int64_t value : values)
      builder.constants.push_back({static_cast<std::uint64_t>(value), 0});
  }
  void output(std::string_view name, Kind kind, const std::vector<std::uint32_t>& on,
              bool optional = false, std::uint32_t type = kNone) {
    Decision& decided = builder.decisions[0];
    Output added{};
    added.name = builder.string(name);
    added.kind = kind;
    added.type = type;
    added.present = optional ? 0 : kNone;
    added.offset = decided.result_size;
    decided.result_size += sizeof(phep_value);
    builder.outputs.push_back(added);
    ++decided.outputs.count;
    hangs.push_back(on);
  }

  // The answers as rows; empty where the batch is not decided.
  Json decide(MadeList columns, std::int64_t rows, std::int64_t skipped = 0) {
    header_ = builder.build();
    plan_.assign({ImageBuilder::count(inputs), 0});
    for (const Input& input : inputs) {
      plan_.push_back(input.slot);
      plan_.push_back(static_cast<std::uint32_t>(input.lane));
    }
    for (const Output& output : builder.outputs) {
      const bool bits = output.kind == Kind::Bool;
      const bool word = output.kind == Kind::Enum || output.kind == Kind::Date;
      plan_.push_back(static_cast<std::uint32_t>(bits   ? Lane::Bits
                                                 : word ? Lane::Word
                                                        : Lane::Double));
      if (output.present != kNone) plan_.push_back(static_cast<std::uint32_t>(Lane::Present));
    }
    plan_[1] = ImageBuilder::count(plan_) - 2 - 2 * plan_[0];
    for (const auto& on : hangs) {
      std::vector<std::uint32_t> words((inputs.size() + 31) / 32);
      for (const std::uint32_t input : on) words[input / 32] |= 1U << (input % 32);
      plan_.insert(plan_.end(), words.begin(), words.end());
    }
    groups.clear();
    const auto batch = structure("", rows, std::move(columns), {}, skipped);
    batch->close();
    phep_options options{};
    options.size = sizeof options;
    options.as_of = 1'773'108'000'000;
    options.law_date = PHEP_NO_DATE;
    const phep_allocator allocator = counted.allocator();
    running = this;
    Outcome out;
    out.status = phep_entry_batch(header_, 0, &by_itself, &kernel, &batch->schema, &batch->array,
                                  &options, &allocator, &out.schema, &out.array, &out.problem,
                                  memory_.data(), memory_.size());
    CHECK(out.status == PHEP_OK);
    if (out.status != PHEP_OK) return {};
    Json answers = phep::tests::table(out);
    phep::tests::release(out);
    CHECK(counted.live.empty());
    return answers;
  }

 private:
  static inline Kerneled* running = nullptr;
  static int by_itself(const void*, const phep_options*, void* result, Arena*) {
    auto* const head = static_cast<phep_result_head*>(result);
    head->missing_count = 0;
    for (const Output& output : running->builder.outputs) {
      const bool small = output.kind == Kind::Bool || output.kind == Kind::Enum;
      const phep_value value{PHEP_KNOWN, 0, small ? 0 : ~std::uint64_t{0}, 0};
      std::memcpy(static_cast<char*>(result) + output.offset, &value, sizeof value);
    }
    return 0;
  }
  static const KernelPlan* kernel(std::uint32_t level, const void* const* inputs,
                                  void* const* results, const KernelOptions*, std::uint64_t* slow,
                                  std::uint64_t groups) {
    if (groups != 0) running->call(level, inputs, results, slow, groups);
    return reinterpret_cast<const KernelPlan*>(running->plan_.data());
  }
  void call(std::uint32_t at, const void* const* from, void* const* results, std::uint64_t* slow,
            std::uint64_t count) {
    level = at;
    groups.push_back(count);
    lanes.clear();
    const Inputs in{from, plan_.data() + 2};
    const std::uint32_t* const result_lanes = plan_.data() + 2 + 2 * inputs.size();
    for (std::uint64_t i = 0; i < count * kGroupRows; ++i) {
      if ((slow[i / 64] >> (i % 64) & 1) != 0) continue;
      Said all;
      for (std::uint32_t input = 0; input < inputs.size(); ++input) all.push_back(in(input, i));
      lanes.push_back(all);
      const Said said = row(in, i);
      if (said.empty()) slow[i / 64] |= std::uint64_t{1} << (i % 64);
      for (std::size_t r = 0; r < said.size(); ++r) {
        auto* const to = static_cast<char*>(results[r]);
        switch (static_cast<Lane>(result_lanes[r])) {
          case Lane::Word: std::memcpy(to + i * 4, &said[r], 4); break;
          case Lane::Double: std::memcpy(to + i * 8, &said[r], 8); break;
          default: {
            const auto bit = static_cast<char>(1U << (i % 8));
            to[i / 8] = static_cast<char>(said[r] != 0 ? to[i / 8] | bit : to[i / 8] & ~bit);
          }
        }
      }
    }
  }

  const Header* header_ = nullptr;
  std::vector<std::uint32_t> plan_;
  std::vector<char> memory_ = std::vector<char>(1 << 22);
};

template <class... More>
MadeList list_of(std::unique_ptr<Made> first, More... more) {
  MadeList out;
  out.push_back(std::move(first));
  (out.push_back(std::move(more)), ...);
  return out;
}

// `n` times, with a value only where `valid` says so.
template <class T>
std::unique_ptr<Made> same(const char* name, const char* format, std::size_t n, T value,
                           const Bools& valid = {}) {
  return fixed<T>(name, format, std::vector<T>(n, value), valid);
}

}  // namespace phep::runtime
