#include "compiler/report/layout.h"

#include "compiler/base/check.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace phep::report {
namespace {

constexpr double kColumnGap = 84, kRowGap = 14, kLaneHeight = 4;
constexpr int kSweeps = 16, kSettlings = 24;

// A box, or the place where a long edge passes a column.
struct Cell {
  std::size_t layer = 0;
  double height = kLaneHeight;
  double middle = 0;
  std::vector<std::size_t> left, right{};  // neighbours
};

class Layers {
 public:
  Layers(const std::vector<Box>& boxes,
         const std::vector<std::pair<std::size_t, std::size_t>>& edges)
      : boxes_(boxes), edges_(edges), cells_(boxes.size()) {}

  Layout lay() {
    find_layers();
    add_lanes();
    order();
    settle();
    return result();
  }

 private:
  void find_layers();
  void add_lanes();
  void order();
  void sort_layer(std::size_t layer, bool by_right);
  [[nodiscard]] std::size_t crossings() const;
  void number();
  void settle();
  void place(const std::vector<std::size_t>& layer, const std::vector<double>& wanted);
  [[nodiscard]] Layout result() const;

  const std::vector<Box>& boxes_;
  const std::vector<std::pair<std::size_t, std::size_t>>& edges_;
  std::vector<Cell> cells_;                       // the boxes first
  std::vector<std::vector<std::size_t>> lanes_;   // of each edge, from left to right
  std::vector<std::vector<std::size_t>> layers_;  // layer 0 is the rightmost
  std::vector<std::size_t> rank_;                 // of each cell in its layer
};

// As far to the right as what rests on it allows.
void Layers::find_layers() {
  std::vector<std::vector<std::size_t>> users(boxes_.size());
  std::vector<std::size_t> open(boxes_.size());
  for (const auto& [from, to] : edges_) {
    users[to].push_back(from);
    ++open[from];
  }
  std::vector<std::size_t> ready;
  for (std::size_t i = 0; i < boxes_.size(); ++i)
    if (open[i] == 0) ready.push_back(i);
  std::size_t done = 0;
  while (!ready.empty()) {
    const std::size_t at = ready.back();
    ready.pop_back();
    ++done;
    for (const std::size_t from : users[at]) {
      cells_[from].layer = std::max(cells_[from].layer, cells_[at].layer + 1);
      if (--open[from] == 0) ready.push_back(from);
    }
  }
  PHEP_CHECK(done == boxes_.size(), "a graph to be laid out in layers has a cycle");
  for (std::size_t i = 0; i < boxes_.size(); ++i) cells_[i].height = boxes_[i].height;
}

void Layers::add_lanes() {
  const auto join = [&](std::size_t left, std::size_t right) {
    cells_[left].right.push_back(right);
    cells_[right].left.push_back(left);
  };
  for (const auto& [from, to] : edges_) {
    std::vector<std::size_t> lane;
    std::size_t at = from;
    for (std::size_t layer = cells_[from].layer - 1; layer > cells_[to].layer; --layer) {
      cells_.push_back({.layer = layer, .left = {}});
      lane.push_back(cells_.size() - 1);
      join(at, lane.back());
      at = lane.back();
    }
    join(at, to);
    lanes_.push_back(std::move(lane));
  }
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    if (layers_.size() <= cells_[i].layer) layers_.resize(cells_[i].layer + 1);
    layers_[cells_[i].layer].push_back(i);
  }
}

void Layers::number() {
  rank_.resize(cells_.size());
  for (const auto& layer : layers_)
    for (std::size_t i = 0; i < layer.size(); ++i) rank_[layer[i]] = i;
}

// By the mean rank of the neighbours on one side; who has none there stays where they are.
void Layers::sort_layer(std::size_t layer, bool by_right) {
  std::vector<double> wanted(cells_.size());
  for (const std::size_t i : layers_[layer]) {
    const auto& beside = by_right ? cells_[i].right : cells_[i].left;
    double sum = 0;
    for (const std::size_t other : beside) sum += static_cast<double>(rank_[other]);
    wanted[i] =
        beside.empty() ? static_cast<double>(rank_[i]) : sum / static_cast<double>(beside.size());
  }
  std::ranges::stable_sort(layers_[layer], {}, [&](std::size_t i) { return wanted[i]; });
  for (std::size_t i = 0; i < layers_[layer].size(); ++i) rank_[layers_[layer][i]] = i;
}

// Pairs of edges between neighbouring layers that cross: inversions, counted in a Fenwick tree.
std::size_t Layers::crossings() const {
  std::size_t out = 0;
  for (std::size_t layer = 1; layer < layers_.size(); ++layer) {
    std::vector<std::size_t> tree(layers_[layer - 1].size() + 1);
    std::size_t before = 0;
    for (const std::size_t left : layers_[layer]) {
      std::vector<std::size_t> ends;
      for (const std::size_t right : cells_[left].right) ends.push_back(rank_[right]);
      for (const std::size_t end : ends) {
        std::size_t not_above = 0;
        for (std::size_t i = end + 1; i > 0; i -= i & (~i + 1)) not_above += tree[i];
        out += before - not_above;
      }
      for (const std::size_t end : ends)
        for (std::size_t i = end + 1; i < tree.size(); i += i & (~i + 1)) ++tree[i];
      before += ends.size();
    }
  }
  return out;
}

void Layers::order() {
  number();
  for (std::size_t layer = 1; layer < layers_.size(); ++layer) sort_layer(layer, true);
  auto best = layers_;
  std::size_t fewest = crossings();
  for (int sweep = 0; sweep < kSweeps && fewest > 0; ++sweep) {
    for (std::size_t layer = layers_.size() - 1; layer-- > 0;) sort_layer(layer, false);
    for (std::size_t layer = 1; layer < layers_.size(); ++layer) sort_layer(layer, true);
    if (const std::size_t now = crossings(); now < fewest) {
      fewest = now;
      best = layers_;
    }
  }
  layers_ = std::move(best);
  number();
}

// Cells of a layer as near to where they want to be as their order and the gaps allow: least
// squares, by pooling those that push each other.
void Layers::place(const std::vector<std::size_t>& layer, const std::vector<double>& wanted) {
  struct Pool {
    double sum, weight;
    std::size_t first;
    [[nodiscard]] double at() const { return sum / weight; }
  };
  std::vector<double> offset(layer.size());
  for (std::size_t i = 1; i < layer.size(); ++i)
    offset[i] =
        offset[i - 1] + (cells_[layer[i - 1]].height + cells_[layer[i]].height) / 2 + kRowGap;
  std::vector<Pool> pools;
  for (std::size_t i = 0; i < layer.size(); ++i) {
    // Long edges should be straight before boxes stand in the middle.
    const double weight = layer[i] < boxes_.size() ? 1 : 4;
    pools.push_back({(wanted[i] - offset[i]) * weight, weight, i});
    while (pools.size() > 1 && pools[pools.size() - 2].at() > pools.back().at()) {
      pools[pools.size() - 2].sum += pools.back().sum;
      pools[pools.size() - 2].weight += pools.back().weight;
      pools.pop_back();
    }
  }
  for (std::size_t p = 0; p < pools.size(); ++p) {
    const std::size_t end = p + 1 < pools.size() ? pools[p + 1].first : layer.size();
    for (std::size_t i = pools[p].first; i < end; ++i)
      cells_[layer[i]].middle = pools[p].at() + offset[i];
  }
}

void Layers::settle() {
  for (const auto& layer : layers_) {
    double down = 0;
    for (const std::size_t i : layer) {
      cells_[i].middle = down + cells_[i].height / 2;
      down += cells_[i].height + kRowGap;
    }
  }
  for (int round = 0; round < kSettlings; ++round) {
    const bool rightwards = round % 2 == 0;
    for (std::size_t n = 0; n < layers_.size(); ++n) {
      const auto& layer = layers_[rightwards ? layers_.size() - 1 - n : n];
      std::vector<double> wanted;
      for (const std::size_t i : layer) {
        double sum = 0, count = 0;
        for (const auto* side : {&cells_[i].left, &cells_[i].right})
          for (const std::size_t other : *side) {
            sum += cells_[other].middle;
            ++count;
          }
        wanted.push_back(count == 0 ? cells_[i].middle : sum / count);
      }
      place(layer, wanted);
    }
  }
}

Layout Layers::result() const {
  Layout out;
  std::vector<double> left(layers_.size()), width(layers_.size());
  for (std::size_t i = 0; i < boxes_.size(); ++i)
    width[cells_[i].layer] = std::max(width[cells_[i].layer], boxes_[i].width);
  for (std::size_t layer = layers_.size(); layer-- > 0;) {
    left[layer] = out.width;
    out.width += width[layer] + (layer == 0 ? 0 : kColumnGap);
  }
  double top = 0;
  bool first = true;
  for (const Cell& cell : cells_) {
    top = first ? cell.middle - cell.height / 2 : std::min(top, cell.middle - cell.height / 2);
    first = false;
  }
  for (const Cell& cell : cells_)
    out.height = std::max(out.height, cell.middle + cell.height / 2 - top);
  for (std::size_t i = 0; i < boxes_.size(); ++i)
    out.at.push_back({left[cells_[i].layer], cells_[i].middle - cells_[i].height / 2 - top});
  for (std::size_t e = 0; e < edges_.size(); ++e) {
    const auto [from, to] = edges_[e];
    std::vector<Point> route = {
        {left[cells_[from].layer] + boxes_[from].width, cells_[from].middle - top}};
    for (const std::size_t lane : lanes_[e]) {
      const std::size_t layer = cells_[lane].layer;
      route.push_back({left[layer], cells_[lane].middle - top});
      route.push_back({left[layer] + width[layer], cells_[lane].middle - top});
    }
    route.push_back({left[cells_[to].layer], cells_[to].middle - top});
    out.routes.push_back(std::move(route));
  }
  return out;
}

}  // namespace

Layout layered(const std::vector<Box>& boxes,
               const std::vector<std::pair<std::size_t, std::size_t>>& edges) {
  return Layers(boxes, edges).lay();
}

}  // namespace phep::report
