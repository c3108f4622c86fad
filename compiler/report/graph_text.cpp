// A decision graph for Graphviz, and as data.
#include "compiler/report/graph.h"

#include <fmt/format.h>

namespace phep::report {
namespace {

// A quoted ID of the DOT language.
std::string dot_id(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) out += c;
  }
  return out + "\"";
}

std::string_view shape(GraphNode::Sort sort) {
  switch (sort) {
    case GraphNode::Sort::Fact:
    case GraphNode::Sort::Judgment: return "box";
    case GraphNode::Sort::Reading: return "note";
    case GraphNode::Sort::Rule: return "ellipse";
    case GraphNode::Sort::Norm:
    case GraphNode::Sort::Output: return "component";
  }
  return "box";
}

}  // namespace

std::string graph_dot(const Graph& graph) {
  std::string out = "digraph " + dot_id(graph.decision) +
                    " {\n  rankdir=LR;\n  label=" + dot_id(graph.label) + ";\n";
  for (const GraphNode& node : graph.nodes) {
    std::string label = node.label;
    if (!node.value.empty()) label += ": " + node.value;
    out += fmt::format("  {} [shape={}, label={}{}{}];\n", dot_id(node.id), shape(node.sort),
                       dot_id(label), node.taken ? ", penwidth=2.4" : "",
                       node.unknown ? ", style=dashed" : "");
  }
  for (const GraphEdge& edge : graph.edges)
    out += fmt::format("  {} -> {}{};\n", dot_id(graph.nodes[edge.from].id),
                       dot_id(graph.nodes[edge.to].id), edge.taken ? " [penwidth=2.4]" : "");
  return out + "}\n";
}

nlohmann::json graph_json(const Graph& graph) {
  nlohmann::json nodes = nlohmann::json::array();
  for (const GraphNode& node : graph.nodes) {
    nlohmann::json one = {{"id", node.id},
                          {"sort", sort_name(node.sort)},
                          {"label", node.label},
                          {"taken", node.taken}};
    if (!node.basis.empty()) one["basis"] = node.basis;
    if (!node.value.empty()) one["value"] = node.value;
    if (node.unknown) one["unknown"] = true;
    nodes.push_back(std::move(one));
  }
  nlohmann::json edges = nlohmann::json::array();
  for (const GraphEdge& edge : graph.edges)
    edges.push_back({{"from", graph.nodes[edge.from].id},
                     {"to", graph.nodes[edge.to].id},
                     {"taken", edge.taken}});
  return {{"graph", 1},
          {"lang", graph.language == Language::Vietnamese ? "vi" : "en"},
          {"decision", graph.decision},
          {"label", graph.label},
          {"nodes", std::move(nodes)},
          {"edges", std::move(edges)}};
}

}  // namespace phep::report
