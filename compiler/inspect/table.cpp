#include "compiler/inspect/table.h"

#include "compiler/runtime/runtime.h"
#include "compiler/runtime/sections.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>

namespace phep::inspect {

namespace {

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

std::uint64_t plus(std::uint64_t a, std::uint64_t b) {
  return a > kMost - b ? kMost : a + b;
}
std::uint64_t times(std::uint64_t a, std::uint64_t b) {
  return a != 0 && b > kMost / a ? kMost : a * b;
}

}  // namespace

std::vector<std::uint64_t> find_table(std::span<const std::uint8_t> bytes) {
  const auto* const magic = reinterpret_cast<const std::uint8_t*>(runtime::kImageMagic);
  auto at = bytes.begin();
  for (;; ++at) {
    at = std::search(at, bytes.end(), magic, magic + sizeof runtime::kImageMagic);
    const auto left = static_cast<std::size_t>(bytes.end() - at);
    if (left < sizeof(runtime::Header)) return {};
    runtime::Header head;
    std::memcpy(&head, &*at, sizeof head);
    if (head.size < sizeof head || head.size > left) continue;
    std::vector<std::uint64_t> table((head.size + 7) / 8, 0);
    std::memcpy(table.data(), &*at, head.size);
    if (runtime::verify_image(table.data(), head.size)) return table;
  }
}

std::vector<std::uint64_t> recomputed_bounds(const runtime::Header* image) {
  const auto* const functions = runtime::items<runtime::Function>(image, image->functions);
  const auto* const insts = runtime::items<runtime::Inst>(image, image->insts);
  const auto* const slots = runtime::items<runtime::Slot>(image, image->slots);
  // A callee's stated bound is smaller, as verify_image found: in that order callees come first.
  std::vector<std::uint32_t> order(image->functions.count);
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, {}, [&](std::uint32_t i) { return functions[i].bound; });
  std::vector<std::uint64_t> done(order.size(), 0);
  const auto of = [&](std::uint32_t function) {
    return function == runtime::kNone ? 0 : done.at(function);
  };
  for (const std::uint32_t i : order) {
    std::uint64_t total = functions[i].insts.count;
    for (std::uint32_t j = 0; j < functions[i].insts.count; ++j) {
      const runtime::Inst& inst = insts[functions[i].insts.first + j];
      if (inst.op == runtime::Op::Call) total = plus(total, of(inst.a));
      if (inst.op != runtime::Op::Quantify) continue;
      const std::uint32_t* const operands = runtime::operands_at(image, inst.a);
      const auto most = static_cast<std::uint64_t>(slots[operands[0]].hi);
      total = plus(total, times(most, plus(of(operands[2]), of(operands[3]))));
    }
    done[i] = total;
  }
  const auto* const norms = runtime::items<runtime::NormOutput>(image, image->norm_outputs);
  std::vector<std::uint64_t> bounds;
  for (std::uint32_t i = 0; i < image->decisions.count; ++i) {
    const auto& decision = runtime::items<runtime::Decision>(image, image->decisions)[i];
    std::uint64_t total = done.at(decision.entry);
    for (std::uint32_t j = 0; j < decision.norms.count; ++j) {
      const runtime::NormOutput& norm = norms[decision.norms.first + j];
      if (norm.function == runtime::kNone) continue;
      const std::uint64_t most =
          norm.most != 0 ? norm.most : static_cast<std::uint64_t>(slots[norm.list].hi);
      total = plus(total, times(most, done.at(norm.function)));
    }
    bounds.push_back(total);
  }
  return bounds;
}

std::string text_at(const runtime::Header* image, std::uint32_t string) {
  const runtime::String found = runtime::string_at(image, string);
  return {found.data, found.length};
}

}  // namespace phep::inspect
