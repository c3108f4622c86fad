// `phep graph FILE DECISION [CASE]`: a decision drawn, with the path that a case took.
#include "compiler/report/graph.h"

#include "compiler/base/text.h"
#include "compiler/cli/given_cases.h"
#include "compiler/cli/json_text.h"
#include "compiler/cli/report_options.h"

namespace phep::cli {
namespace {

std::string written(const report::Graph& graph, const std::string& format) {
  if (format == "dot") return report::graph_dot(graph);
  if (format == "json") return json_text(report::graph_json(graph));
  return report::graph_svg(graph);
}

int unknown_end(Session& session, const std::string& name, const decision::Decision& decision) {
  std::vector<std::string_view> keys;
  for (const decision::NormOutput& output : decision.norms) keys.push_back(output.key);
  for (const decision::Output& output : decision.outputs) keys.push_back(output.name);
  const std::string near(nearest(name, keys));
  session.fail("quyết định không có quy phạm hay kết luận `" + name + "`" +
                   (near.empty() ? "" : "; có phải `" + near + "`?"),
               "the decision has no norm or output `" + name + "`" +
                   (near.empty() ? "" : "; did you mean `" + near + "`?"));
  return kUsage;
}

// The one case that is to be drawn, if any; several are refused.
std::expected<std::optional<explain::Explanation>, int> the_case(Session& session,
                                                                 const GraphOptions& options,
                                                                 const Target& target) {
  if (options.facts.empty()) return std::optional<explain::Explanation>();
  const std::vector<std::string> paths = {options.facts};
  const auto given = given_cases(
      session, {.paths = paths, .of = target, .when = options.when, .only = options.only});
  if (!given) return std::unexpected(given.error());
  if (given->size() > 1) {
    std::string names;
    for (const GivenCase& one : *given) names += (names.empty() ? "" : "; ") + one.name;
    session.fail("có nhiều hồ sơ, chọn một bằng --only: " + names,
                 "there are several cases, choose one by --only: " + names);
    return std::unexpected(kUsage);
  }
  auto out = explain_given(session, given->front());
  if (!out) return std::unexpected(out.error());
  return std::optional(std::move(*out));
}

}  // namespace

int run_graph(const CommonOptions& common, const GraphOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  if (options.taken && options.facts.empty()) {
    session->fail("--taken cần một hồ sơ", "--taken needs a case");
    return kUsage;
  }
  const auto target = open_target(*session, options.file, options.decision);
  if (!target) return target.error();
  const auto lowered = lower_one(*session, *target);
  if (!lowered) return lowered.error();
  const auto taken = the_case(*session, options, *target);
  if (!taken) return taken.error();
  const auto modules = session->workspace().modules(target->file);
  const explain::Lexicon lexicon{modules, session->workspace().types(),
                                 session->workspace().names()};
  report::Graph graph =
      report::graph_of(lexicon, target->def, (*lowered)->program, (*lowered)->decision(),
                       common.language, *taken ? &**taken : nullptr);
  if (!options.norm.empty()) graph = report::focused(graph, options.norm);
  if (graph.nodes.empty()) return unknown_end(*session, options.norm, (*lowered)->decision());
  if (options.taken) graph = report::taken_only(graph);
  return deliver(*session, options.out, written(graph, options.format));
}

}  // namespace phep::cli
