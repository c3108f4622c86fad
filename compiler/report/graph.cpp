// The graph of a program: what each function loads, asks and calls, by the declaration that it was
// made from. A function that was made for a place of its own is the same rule.
#include "compiler/report/graph.h"

#include "compiler/base/capital.h"
#include "compiler/decision/operands.h"
#include "compiler/explain/fact_label.h"
#include "compiler/explain/labels.h"
#include "compiler/report/taken_path.h"

#include <algorithm>
#include <map>
#include <set>

namespace phep::report {

using decision::FunctionId;
using decision::Program;
using explain::Labels;
using explain::Speech;
using Sort = GraphNode::Sort;

namespace {

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : "; ") + text;
  return out;
}

class Builder {
 public:
  Builder(const Labels& labels, const Program& program, const decision::Decision& decision)
      : labels_(labels), program_(program), decision_(decision) {}

  Graph build();

 private:
  std::size_t node(Sort sort, const std::string& name);
  void edge(std::size_t from, std::size_t to);
  void visit(FunctionId function, std::size_t owner);
  void inst(const decision::Inst& inst, std::size_t owner);
  void output(const decision::Output& output);
  [[nodiscard]] std::string pointer(decision::SlotId slot) const;
  [[nodiscard]] std::size_t fact(decision::SlotId slot);
  std::size_t called(FunctionId function, std::size_t owner);
  void describe(GraphNode& node, const std::string& name) const;

  const Labels& labels_;
  const Program& program_;
  const decision::Decision& decision_;
  Graph out_;
  std::map<std::string, std::size_t> by_id_;
  std::set<std::pair<std::size_t, std::size_t>> edges_;
  std::set<std::pair<std::uint32_t, std::size_t>> visited_;
};

std::string Builder::pointer(decision::SlotId id) const {
  const decision::Slot& slot = program_.slots[id];
  const decision::Struct& home = program_.structs[slot.structure];
  return home.root ? slot.path : pointer(home.list_slot) + "/*" + slot.path;
}

void Builder::describe(GraphNode& node, const std::string& name) const {
  if (node.sort == Sort::Fact || node.sort == Sort::Judgment) {
    std::string some = name;  // a label is found by any element's pointer
    std::ranges::replace(some, '*', '0');
    node.label = explain::field_label(labels_.lexicon(), labels_.target(), some,
                                      labels_.speech().language());
    if (node.label.empty()) node.label = name;
  } else if (node.sort == Sort::Output) {
    node.label = labels_.output(name);
  } else if (const hir::Def* const def = labels_.find(name)) {
    node.label = labels_.label(*def);
    if (const auto* norm = std::get_if<hir::Norm>(&def->node))
      node.basis = joined(labels_.cites(norm->authority.cites));
    if (const auto* rule = std::get_if<hir::Rule>(&def->node))
      node.basis = joined(labels_.cites(rule->authority.cites));
  } else {
    node.label = name;
  }
  // A name stays as it is written.
  const bool named = node.label == name || name.ends_with("." + node.label);
  if (!named) node.label = capitalised(node.label);
}

std::size_t Builder::node(Sort sort, const std::string& name) {
  const std::string id = std::string(sort_name(sort)) + " " + name;
  const auto [found, fresh] = by_id_.emplace(id, out_.nodes.size());
  if (fresh) {
    GraphNode made{.sort = sort, .id = id, .label = {}};
    describe(made, name);
    out_.nodes.push_back(std::move(made));
  }
  return found->second;
}

void Builder::edge(std::size_t from, std::size_t to) {
  if (from != to && edges_.emplace(from, to).second) out_.edges.push_back({from, to});
}

std::size_t Builder::fact(decision::SlotId slot) {
  return node(program_.slots[slot].judgment ? Sort::Judgment : Sort::Fact, pointer(slot));
}

// The node of what a function was made from: its caller's own where it only helps that.
std::size_t Builder::called(FunctionId function, std::size_t owner) {
  const std::string& symbol = program_.functions[function].symbol;
  if (const hir::Def* const def = labels_.find(symbol)) {
    if (std::holds_alternative<hir::Norm>(def->node)) return node(Sort::Norm, symbol);
    if (std::holds_alternative<hir::Rule>(def->node)) return node(Sort::Rule, symbol);
  }
  return owner;
}

void Builder::inst(const decision::Inst& inst, std::size_t owner) {
  const auto call = [&](FunctionId function) {
    if (!function.exists()) return;
    const std::size_t callee = called(function, owner);
    edge(callee, owner);
    visit(function, callee);
  };
  if (const auto* load = std::get_if<decision::LoadInst>(&inst.node)) edge(fact(load->slot), owner);
  if (const auto* there = std::get_if<decision::PresentInst>(&inst.node))
    edge(fact(there->slot), owner);
  if (const auto* reading = std::get_if<decision::ReadingInst>(&inst.node))
    edge(node(Sort::Reading, program_.readings[reading->reading].name), owner);
  if (const auto* is = std::get_if<decision::CallInst>(&inst.node)) call(is->function);
  if (const auto* is = std::get_if<decision::QuantifyInst>(&inst.node)) {
    call(is->predicate);
    call(is->value);
  }
}

void Builder::visit(FunctionId function, std::size_t owner) {
  if (!visited_.emplace(function.index, owner).second) return;
  for (const decision::Inst& one : program_.functions[function].insts) inst(one, owner);
}

// All outputs are worked out in the entry: only what leads to this one's registers is its own.
void Builder::output(const decision::Output& output) {
  const std::size_t owner = node(Sort::Output, output.name);
  const decision::Function& entry = program_.functions[decision_.entry];
  std::set<std::uint32_t> seen;
  std::vector<decision::Reg> open = {output.value, output.present};
  while (!open.empty()) {
    const decision::Reg reg = open.back();
    open.pop_back();
    const std::size_t first = entry.parameters.size();
    if (!reg.exists() || reg.index < first || !seen.insert(reg.index).second) continue;
    const decision::Inst& made = entry.insts[reg.index - first];
    inst(made, owner);
    decision::each_operand(made, [&](const decision::Reg& operand) { open.push_back(operand); });
  }
}

Graph Builder::build() {
  out_.language = labels_.speech().language();
  out_.decision = decision_.name;
  const hir::Def& target = labels_.def(labels_.target());
  out_.label = labels_.has_label(target) ? capitalised(labels_.label(target)) : decision_.name;
  // What is concluded stands first, then what it rests on.
  for (const decision::NormOutput& norm : decision_.norms)
    node(Sort::Norm, program_.norms[norm.norm].symbol);
  for (const decision::Output& one : decision_.outputs) node(Sort::Output, one.name);
  for (const decision::NormOutput& norm : decision_.norms) {
    const decision::NormSpec& spec = program_.norms[norm.norm];
    const std::size_t owner = node(Sort::Norm, spec.symbol);
    visit(spec.function, owner);
    if (norm.function.exists()) visit(norm.function, owner);
  }
  for (const decision::Output& one : decision_.outputs) output(one);
  return std::move(out_);
}

// The nodes that `keep` marks, and the edges between them.
template <class Edges>
Graph part_of(const Graph& graph, const std::vector<bool>& keep, Edges wanted) {
  Graph out = graph;
  out.nodes.clear();
  out.edges.clear();
  std::vector<std::size_t> place(graph.nodes.size());
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    place[i] = out.nodes.size();
    if (keep[i]) out.nodes.push_back(graph.nodes[i]);
  }
  for (const GraphEdge& edge : graph.edges)
    if (keep[edge.from] && keep[edge.to] && wanted(edge))
      out.edges.push_back({place[edge.from], place[edge.to], edge.taken});
  return out;
}

}  // namespace

std::string_view sort_name(Sort sort) {
  switch (sort) {
    case Sort::Fact: return "fact";
    case Sort::Judgment: return "judgment";
    case Sort::Reading: return "reading";
    case Sort::Rule: return "rule";
    case Sort::Norm: return "norm";
    case Sort::Output: return "output";
  }
  return {};
}

Graph graph_of(const explain::Lexicon& lexicon, hir::DefId target, const Program& program,
               const decision::Decision& decision, Language language,
               const explain::Explanation* taken) {
  const Speech speech(language);
  const Labels labels(lexicon, target, speech);
  Graph out = Builder(labels, program, decision).build();
  if (taken != nullptr) take_path(out, *taken);
  return out;
}

Graph focused(const Graph& graph, std::string_view name) {
  std::vector<bool> keep(graph.nodes.size());
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const GraphNode& node = graph.nodes[i];
    const std::string_view full = std::string_view(node.id).substr(node.id.find(' ') + 1);
    const bool ends = node.sort == Sort::Norm || node.sort == Sort::Output;
    keep[i] = ends && (full == name || full.substr(full.rfind('.') + 1) == name);
  }
  for (bool grown = true; grown;) {
    grown = false;
    for (const GraphEdge& edge : graph.edges)
      if (keep[edge.to] && !keep[edge.from]) keep[edge.from] = grown = true;
  }
  return part_of(graph, keep, [](const GraphEdge&) { return true; });
}

Graph taken_only(const Graph& graph) {
  std::vector<bool> keep;
  for (const GraphNode& node : graph.nodes) keep.push_back(node.taken);
  return part_of(graph, keep, [](const GraphEdge& edge) { return edge.taken; });
}

}  // namespace phep::report
