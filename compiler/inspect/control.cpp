#include "compiler/inspect/control.h"

#include <algorithm>

namespace phep::inspect {

namespace {

// Where the blocks of a function end, and where their other halves begin.
struct Blocks {
  std::vector<std::uint32_t> end, other;  // by the instruction that opens
};

Blocks matched(const WasmFunction& function) {
  const std::size_t count = function.body.size();
  Blocks blocks{std::vector<std::uint32_t>(count, 0), std::vector<std::uint32_t>(count, 0)};
  std::vector<std::uint32_t> open;
  for (std::uint32_t i = 0; i < count; ++i) {
    const What what = function.body[i].what;
    if (what == What::Block || what == What::Loop || what == What::If) open.push_back(i);
    if (what == What::Else && !open.empty()) blocks.other[open.back()] = i;
    if (what != What::End || open.empty()) continue;
    blocks.end[open.back()] = i;
    if (const std::uint32_t other = blocks.other[open.back()]; other != 0) blocks.end[other] = i;
    open.pop_back();
  }
  return blocks;
}

}  // namespace

std::vector<std::vector<std::uint32_t>> control_flow(const WasmFunction& function) {
  const Blocks blocks = matched(function);
  const auto count = static_cast<std::uint32_t>(function.body.size());
  std::vector<std::vector<std::uint32_t>> next(count);
  std::vector<std::uint32_t> open;
  for (std::uint32_t i = 0; i < count; ++i) {
    const WasmInstruction& inst = function.body[i];
    const auto go = [&](std::uint32_t to) {
      if (to < count) next[i].push_back(to);
    };
    const auto branch = [&](std::uint64_t depth) {
      if (depth >= open.size()) return;  // leaves the function
      const std::uint32_t of = open[open.size() - 1 - depth];
      go(function.body[of].what == What::Loop ? of + 1 : blocks.end[of]);
    };
    switch (inst.what) {
      case What::Return:
      case What::Unreachable: break;
      case What::Br: branch(inst.value); break;
      case What::BrIf:
        branch(inst.value);
        go(i + 1);
        break;
      case What::BrTable:
        for (const std::uint32_t depth : inst.depths) branch(depth);
        break;
      case What::If:
        go(i + 1);
        go(blocks.other[i] != 0 ? blocks.other[i] + 1 : blocks.end[i]);
        open.push_back(i);
        break;
      case What::Else: go(blocks.end[i]); break;
      case What::Block:
      case What::Loop:
        go(i + 1);
        open.push_back(i);
        break;
      case What::End:
        go(i + 1);
        if (!open.empty()) open.pop_back();
        break;
      default: go(i + 1); break;
    }
  }
  return next;
}

std::vector<std::uint32_t> cycles(const std::vector<std::vector<std::uint32_t>>& next,
                                  const std::vector<bool>& removed) {
  enum class Mark : std::uint8_t { New, Open, Done };
  std::vector<Mark> marks(next.size(), Mark::New);
  std::vector<std::uint32_t> found;
  struct Step {
    std::uint32_t node;
    std::size_t edge;
  };
  std::vector<Step> path;
  for (std::uint32_t from = 0; from < next.size(); ++from) {
    if (removed[from] || marks[from] != Mark::New) continue;
    path.push_back({from, 0});
    marks[from] = Mark::Open;
    while (!path.empty()) {
      Step& step = path.back();
      if (step.edge == next[step.node].size()) {
        marks[step.node] = Mark::Done;
        path.pop_back();
        continue;
      }
      const std::uint32_t to = next[step.node][step.edge++];
      if (removed[to]) continue;
      if (marks[to] == Mark::Open) found.push_back(to);
      if (marks[to] != Mark::New) continue;
      marks[to] = Mark::Open;
      path.push_back({to, 0});
    }
  }
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace phep::inspect
