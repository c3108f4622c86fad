// A decision as a graph: which facts, readings and rules each norm and output rests on, and, of a
// decided case, the path that its reasons took.
#pragma once

#include "compiler/decision/decision.h"
#include "compiler/explain/explanation.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace phep::report {

struct GraphNode {
  enum class Sort : std::uint8_t { Fact, Judgment, Reading, Rule, Norm, Output } sort = Sort::Fact;
  std::string id;        // unique: "fact /leak/found_at", "norm vn.pdpl.breach.notify_authority"
  std::string label;     // what people call it
  std::string basis{};   // of a norm or rule: its provisions
  std::string value{};   // in the case: of a norm its status in words
  std::string tone{};    // of a norm in the case, as explain::tone_of says
  bool taken = false;    // the case's outcome rests on it
  bool unknown = false;  // a fact that is missing in the case
};

struct GraphEdge {
  std::size_t from, to;  // nodes: `to` rests on `from`
  bool taken = false;
};

struct Graph {
  Language language = Language::Vietnamese;
  std::string decision, label;
  std::string moment{};          // in words; "": no case is given
  std::vector<GraphNode> nodes;  // norms and outputs first, what is pressing before
  std::vector<GraphEdge> edges;
};

// Of the program's decision whose definition is `target`. `taken` may be null; else it explains a
// case of this decision in the same language.
Graph graph_of(const explain::Lexicon& lexicon, hir::DefId target, const decision::Program& program,
               const decision::Decision& decision, Language language,
               const explain::Explanation* taken);

// The part of a graph that the named norm or output rests on (a key, or a simple name); empty where
// there is none so called. And the taken path alone.
Graph focused(const Graph& graph, std::string_view name);
Graph taken_only(const Graph& graph);

// One SVG file that needs nothing else, in layers from the facts to the norms; the taken path is
// bold. Well-formed XML with title and description, in light and dark.
std::string graph_svg(const Graph& graph);
// The same for Graphviz, and as data: {"graph":1,"nodes":[…],"edges":[…]}.
std::string graph_dot(const Graph& graph);
nlohmann::json graph_json(const Graph& graph);

std::string_view sort_name(GraphNode::Sort sort);

}  // namespace phep::report
