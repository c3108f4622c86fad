#include "compiler/codegen/parts.h"

#include "compiler/runtime/sections.h"

#include <algorithm>

namespace phep::codegen {

using runtime::Op;

namespace {

template <class T>
std::span<const T> all(const runtime::Header* image, const runtime::Section& section) {
  return {runtime::items<T>(image, section), section.count};
}

bool has_op(const runtime::Header* image, std::initializer_list<Op> ops) {
  return std::ranges::any_of(all<runtime::Inst>(image, image->insts), [&](const auto& inst) {
    return std::ranges::find(ops, inst.op) != ops.end();
  });
}

bool has_norms(const runtime::Header* image) {
  return image->norm_specs.count != 0 || image->norm_outputs.count != 0 ||
         std::ranges::any_of(
             all<runtime::Decision>(image, image->decisions),
             [](const auto& decision) { return decision.exposure != runtime::kNone; });
}

// An unknown sum of money is answered with its ends, which are computed.
bool has_sums(const runtime::Header* image) {
  return std::ranges::any_of(all<runtime::Output>(image, image->outputs), [](const auto& output) {
    return output.kind == runtime::Kind::Money;
  });
}

bool has_judgments(const runtime::Header* image) {
  return std::ranges::any_of(all<runtime::Slot>(image, image->slots), [](const auto& slot) {
    return (slot.flags & runtime::kJudgment) != 0;
  });
}

}  // namespace

std::vector<LinkInput> stand_ins(const EmbeddedRuntime& runtime, const runtime::Header* image) {
  std::vector<LinkInput> made;
  const auto without = [&](std::string_view name, std::string_view object) {
    made.push_back({name, {object.data(), object.size()}});
  };
  const bool norms = has_norms(image);
  if (!norms) without("without-norms.o", runtime.without_norms);
  if (!has_op(image, {Op::Quantify})) without("without-lists.o", runtime.without_lists);
  if (!norms && !has_sums(image) && !has_op(image, {Op::Arith, Op::Neg, Op::Round}))
    without("without-numbers.o", runtime.without_numbers);
  if (!has_op(image, {Op::ShiftDate, Op::Occurrences, Op::Deadline}))
    without("without-times.o", runtime.without_times);
  if (!has_judgments(image)) without("without-judgments.o", runtime.without_judgments);
  return made;
}

}  // namespace phep::codegen
