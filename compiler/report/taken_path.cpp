#include "compiler/report/taken_path.h"

#include "compiler/explain/document.h"
#include "compiler/explain/fact_label.h"
#include "compiler/explain/status_words.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <map>
#include <numeric>
#include <optional>

namespace phep::report {

using explain::NormNote;
using explain::Reason;
using Sort = GraphNode::Sort;

namespace {

constexpr std::size_t kNowhere = std::numeric_limits<std::size_t>::max();

// "/attacks/0/found_at" → "/attacks/*/found_at".
std::string pattern(const std::string& pointer) {
  std::string out;
  for (const std::string& step : explain::steps_of(pointer)) {
    const bool index =
        !step.empty() && std::ranges::all_of(step, [](char c) { return c >= '0' && c <= '9'; });
    out += "/" + (index ? "*" : step);
  }
  return out;
}

// What a sentence says of a fact: “name”: value → value.
std::string value_in(const std::string& text) {
  constexpr std::string_view kEnd = "”: ";
  const std::size_t end = text.find(kEnd);
  return end == std::string::npos ? text : text.substr(end + kEnd.size());
}

class Path {
 public:
  explicit Path(Graph& graph) : graph_(graph), uses_(graph.nodes.size()) {
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) by_id_.emplace(graph.nodes[i].id, i);
    for (std::size_t i = 0; i < graph.edges.size(); ++i) uses_[graph.edges[i].from].push_back(i);
  }

  void norm(const NormNote& note);
  void output(const explain::OutputNote& note);

 private:
  [[nodiscard]] std::size_t find(const std::string& id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? kNowhere : found->second;
  }
  [[nodiscard]] std::size_t of(const Reason& reason) const;
  void reasons(const std::vector<Reason>& all, std::size_t owner);
  void connect(std::size_t from, std::size_t to);

  Graph& graph_;
  std::map<std::string, std::size_t> by_id_;
  std::vector<std::vector<std::size_t>> uses_;  // edges that go out of a node
};

std::size_t Path::of(const Reason& reason) const {
  if (!reason.fact.empty()) {
    const std::string name = pattern(reason.fact);
    const std::size_t fact = find("fact " + name);
    return fact == kNowhere ? find("judgment " + name) : fact;
  }
  if (reason.symbol.empty()) return kNowhere;
  const std::size_t rule = find("rule " + reason.symbol);
  return rule == kNowhere ? find("norm " + reason.symbol) : rule;
}

// The shortest way on which one node leads to another: reasons see through rules without a label.
void Path::connect(std::size_t from, std::size_t to) {
  std::vector<std::size_t> by(graph_.nodes.size(), kNowhere);
  std::deque<std::size_t> open = {from};
  while (!open.empty() && by[to] == kNowhere) {
    const std::size_t at = open.front();
    open.pop_front();
    for (const std::size_t edge : uses_[at]) {
      const std::size_t next = graph_.edges[edge].to;
      if (next == from || by[next] != kNowhere) continue;
      by[next] = edge;
      open.push_back(next);
    }
  }
  for (std::size_t at = to; at != from && by[at] != kNowhere; at = graph_.edges[by[at]].from) {
    graph_.edges[by[at]].taken = true;
    graph_.nodes[graph_.edges[by[at]].from].taken = true;
  }
}

void Path::reasons(const std::vector<Reason>& all, std::size_t owner) {
  for (const Reason& reason : all) {
    const std::size_t at = of(reason);
    if (at != kNowhere && at != owner) {
      GraphNode& node = graph_.nodes[at];
      node.taken = true;
      node.unknown = node.unknown || reason.truth == explain::Truth::Unknown;
      // The shortest text is the bare value, longer ones compare it.
      const std::string value = value_in(reason.text);
      if (node.sort != Sort::Norm && (node.value.empty() || value.size() < node.value.size()))
        node.value = value;
      connect(at, owner);
    }
    reasons(reason.because, at == kNowhere ? owner : at);
  }
}

void Path::norm(const NormNote& note) {
  const std::size_t at = find("norm " + note.symbol);
  if (at == kNowhere) return;
  GraphNode& node = graph_.nodes[at];
  // Of a norm that is asked of several elements what is pressing is shown.
  if (node.value.empty()) {
    node.value = note.status_words;
    node.tone = explain::tone_of(note.status);
  } else if (!node.value.contains(note.status_words)) {
    node.value += ", " + note.status_words;
  }
  if (note.binds_nobody) return;
  node.taken = true;
  reasons(note.steps, at);
  for (const explain::DayCount& count : note.deadlines)
    for (const explain::CountStep& step : count.steps) reasons(step.because, at);
  for (const explain::Missing& fact : note.missing)
    reasons({{.kind = "fact", .truth = explain::Truth::Unknown, .text = {}, .fact = fact.fact}},
            at);
}

void Path::output(const explain::OutputNote& note) {
  const std::size_t at = find("output " + note.key);
  if (at == kNowhere) return;
  graph_.nodes[at].taken = true;
  graph_.nodes[at].value = note.text;
  reasons(note.because, at);
  // What gave the output without words of its own: the rule that it repeats.
  for (const GraphEdge& edge : graph_.edges)
    if (edge.to == at && graph_.nodes[edge.from].sort == Sort::Rule) connect(edge.from, at);
}

}  // namespace

void take_path(Graph& graph, const explain::Explanation& taken) {
  graph.moment = taken.as_of_text;
  Path path(graph);
  for (const NormNote& note : taken.norms) path.norm(note);
  for (const explain::OutputNote& note : taken.outputs) path.output(note);
  // Norms stand in the explanation's order, outputs behind them.
  std::map<std::string, std::size_t> order;
  for (const NormNote& note : taken.norms) order.emplace("norm " + note.symbol, order.size());
  std::vector<std::size_t> places(graph.nodes.size());
  std::iota(places.begin(), places.end(), 0);
  std::ranges::stable_sort(places, {}, [&](std::size_t i) {
    const auto found = order.find(graph.nodes[i].id);
    return found == order.end() ? order.size() : found->second;
  });
  std::vector<GraphNode> nodes;
  std::vector<std::size_t> now(places.size());
  for (const std::size_t i : places) {
    now[i] = nodes.size();
    nodes.push_back(std::move(graph.nodes[i]));
  }
  graph.nodes = std::move(nodes);
  for (GraphEdge& edge : graph.edges) {
    edge.from = now[edge.from];
    edge.to = now[edge.to];
  }
}

}  // namespace phep::report
