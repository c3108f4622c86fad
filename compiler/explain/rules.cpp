// Rules: which case, exception or default gave the value.
#include "compiler/explain/reason.h"

#include <algorithm>

namespace phep::explain {
namespace {

using Parents = decision::ChooseNode::Parents;

constexpr std::size_t kDefaultGrounds = 6;  // cases of a default that are gone through

}  // namespace

std::vector<Reason> Reasons::rule(const Scope& callee) {
  const decision::Function& function = replay_.program().functions[callee.function];
  const decision::Inst* const result = replay_.inst(callee, function.result);
  if (result != nullptr)
    if (const auto* choose = std::get_if<decision::ChooseInst>(&result->node))
      return chosen(callee, *choose);
  if (result != nullptr && result->kind == decision::Kind::Bool)
    return grounds(callee, function.result);
  if (result == nullptr && !function.parameters.empty()) return grounds(callee, function.result);
  Term value = term(callee, function.result);
  if (value.name.empty()) return std::move(value.because);
  return {as_reason(std::move(value))};
}

// A node concludes nothing where its guard is false; else what those of its exceptions conclude
// that conclude; else its own.
std::vector<Reasons::NodeOutcome> Reasons::outcomes(const Scope& scope,
                                                    const decision::ChooseInst& choose) const {
  using Is = NodeOutcome::Is;
  std::vector<NodeOutcome> out(choose.nodes.size());
  for (std::size_t i = choose.nodes.size(); i-- > 0;) {  // exceptions stand after what they except
    const decision::ChooseNode& node = choose.nodes[i];
    const runtime::Value& guard = Replay::value(scope, node.guard);
    if (guard.state != runtime::State::Known) {
      out[i].is = Is::Unknown;
      continue;
    }
    if (guard.lo == 0) continue;
    out[i].is = node.conclusion.exists() ? Is::Value : Is::Lifted;
    for (std::size_t e = i + 1; e < choose.nodes.size(); ++e) {
      const auto& targets = choose.nodes[e].targets;
      if (choose.nodes[e].parents != Parents::Nodes ||
          std::ranges::find(targets, i) == targets.end())
        continue;
      if (out[e].is != Is::Nothing) out[i].is = out[e].is;
    }
  }
  return out;
}

Reason Reasons::node_reason(const Scope& scope, const decision::ChooseNode& node,
                            std::string_view kind) {
  Reason out{
      .kind = std::string(kind), .truth = truth_of(Replay::value(scope, node.guard)), .text = {}};
  out.because = grounds(scope, node.guard);
  // That a case which applies is in force goes with its citation.
  std::erase_if(out.because, [&](const Reason& reason) {
    return reason.kind == "force" && reason.truth == Truth::Holds && out.truth == Truth::Holds;
  });
  // A rule in one expression: the node is the rule itself.
  const hir::Def* def = labels_.find(node.name);
  if (const NamedPart* const part = labels_.part(node.name)) {
    out.cites = labels_.cites(part->authority->cites);
    out.text = labels_.spoken(*part->words);
    def = labels_.find(node.name.substr(0, node.name.rfind('.')));
  }
  if (out.cites.empty() && def != nullptr)
    if (const auto* rule = std::get_if<hir::Rule>(&def->node))
      out.cites = labels_.cites(rule->authority.cites);
  // One ground says it all: then it carries the citation itself.
  if (out.text.empty() && out.because.size() == 1) {
    Reason only = std::move(out.because.front());
    for (std::string& cite : out.cites)
      if (std::ranges::find(only.cites, cite) == only.cites.end()) only.cites.push_back(cite);
    return only;
  }
  if (out.text.empty())
    out.text = out.because.empty()         ? say("luôn áp dụng", "always applies")
               : out.truth == Truth::Holds ? say("đủ các điều kiện", "all conditions are met")
               : out.truth == Truth::Fails ? say("không đủ điều kiện", "the conditions are not met")
                                           : say("chưa rõ có đủ điều kiện hay không",
                                                 "whether the conditions are met is not known");
  return out;
}

std::vector<Reason> Reasons::chosen(const Scope& scope, const decision::ChooseInst& choose) {
  using Is = NodeOutcome::Is;
  const std::vector<NodeOutcome> all = outcomes(scope, choose);
  std::vector<Reason> out;
  const auto say_node = [&](std::size_t i, std::string_view kind) {
    Reason reason = node_reason(scope, choose.nodes[i], kind);
    for (std::size_t e = i + 1; e < choose.nodes.size(); ++e) {
      const auto& targets = choose.nodes[e].targets;
      const bool excepts = choose.nodes[e].parents == Parents::Nodes &&
                           std::ranges::find(targets, i) != targets.end();
      if (!excepts || all[e].is == Is::Nothing) continue;
      Reason exception = node_reason(scope, choose.nodes[e], "exception");
      exception.text = say("ngoại lệ: ", "exception: ") + exception.text;
      reason.because.push_back(std::move(exception));
    }
    out.push_back(std::move(reason));
  };
  // An exception to the whole rule decides alone.
  for (std::size_t i = 0; i < all.size(); ++i)
    if (choose.nodes[i].parents == Parents::Whole && all[i].is != Is::Nothing)
      say_node(i, "exception");
  if (!out.empty()) return out;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (choose.nodes[i].parents == Parents::Case &&
        (all[i].is == Is::Value || all[i].is == Is::Unknown))
      say_node(i, "case");
  if (!out.empty()) return out;
  // By default: no case concluded. What kept each from it.
  for (std::size_t i = 0; i < all.size() && out.size() < kDefaultGrounds; ++i)
    if (choose.nodes[i].parents == Parents::Case) say_node(i, "default");
  return out;
}

}  // namespace phep::explain
