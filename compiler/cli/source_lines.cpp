#include "compiler/cli/source_lines.h"

#include "compiler/coverage/points.h"

namespace phep::cli {

codegen::SourceLines source_lines(Session& session, FileId file) {
  workspace::Workspace& workspace = session.workspace();
  const auto modules = workspace.modules(file);
  codegen::SourceLines out;
  std::map<FileId, std::uint32_t> numbers;
  std::vector<FileId> files;
  const auto place = [&](Span at) {
    const auto [found, added] =
        numbers.emplace(at.file, static_cast<std::uint32_t>(out.files.size()));
    if (added) out.files.push_back(workspace.sources().file(at.file).path);
    return codegen::SourcePlace{found->second, workspace.sources().place(at.file, at.begin).line};
  };
  place(Span{file, 0, 0});  // the first of the files is the one that is built
  for (const auto& [id, module] : modules) {
    files.push_back(id);
    for (const hir::Def& def : module->defs)
      if (def.name_span.begin < def.name_span.end)
        out.declarations.emplace(def.qualified, place(def.name_span));
  }
  // Tests count clauses by the same bits of certificates.
  constexpr std::string_view kHolds = "=true";
  for (const coverage::Point& point :
       coverage::plan_of(modules, workspace.types(), workspace.names(), files).points)
    if (point.measure == coverage::Measure::Cases && point.key.ends_with(kHolds))
      out.clauses.emplace(point.key.substr(0, point.key.size() - kHolds.size()), place(point.at));
  return out;
}

}  // namespace phep::cli
