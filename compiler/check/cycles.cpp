// Rules and norms that ask each other in a circle: nothing would ever end.
#include "compiler/check/decls.h"
#include "compiler/diagnostics/kinds/coverage.h"

#include <algorithm>

namespace phep::check {
namespace {

enum class Mark : std::uint8_t { New, Open, Closed };

struct Step {
  std::uint32_t def;
  std::size_t call = 0;
};

void report_cycle(Context& ctx, const std::vector<Step>& path, std::uint32_t start) {
  const hir::Def& def = ctx.out.defs[start];
  auto& diagnostic = ctx.report(diag::Cycle, def.name_span, ctx.text(def.name));
  const auto from = std::ranges::find(path, start, &Step::def);
  for (auto step = from; step != path.end(); ++step)
    if (step != from) note_declared(ctx, diagnostic, ctx.own_id(step->def));
}

}  // namespace

void check_cycles(Context& ctx) {
  std::vector<Mark> marks(ctx.out.defs.size(), Mark::New);
  std::vector<Step> path;
  for (std::uint32_t start = 0; start < ctx.out.defs.size(); ++start) {
    if (marks[start] != Mark::New || ctx.calls[start].empty()) continue;
    marks[start] = Mark::Open;
    path.push_back({start});
    while (!path.empty()) {
      Step& step = path.back();
      const auto& calls = ctx.calls[step.def];
      if (step.call == calls.size()) {
        marks[step.def] = Mark::Closed;
        path.pop_back();
        continue;
      }
      const std::uint32_t next = calls[step.call++].index;
      if (marks[next] == Mark::Open) {
        report_cycle(ctx, path, next);
      } else if (marks[next] == Mark::New) {
        marks[next] = Mark::Open;
        path.push_back({next});
      }
    }
  }
}

}  // namespace phep::check
