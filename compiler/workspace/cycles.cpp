// Modules that import each other in a circle: one line of each circle is cut, and said to be.
#include "compiler/diagnostics/kinds/project.h"
#include "compiler/workspace/workspace.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace phep::workspace {

void Workspace::cut_cycles(FileId file) {
  while (files_[file.index].cut != graph_) {
    const std::uint64_t before = graph_;
    while (cut_one_cycle(file)) {
    }
    // Reading what was met for the first time may have changed the graph.
    if (graph_ == before) files_[file.index].cut = before;
  }
}

// Of a cycle, the line that leads back to its first module by path is cut, whoever was asked about
// first: so that a cycle is always told of in the same place.
bool Workspace::cut_one_cycle(FileId file) {
  enum class Mark : std::uint8_t { Fresh, Open, Done };
  std::vector<Mark> marks;
  std::vector<std::pair<FileId, std::size_t>> path{{file, 0}};  // and the next use to follow
  const auto mark = [&marks, this](FileId of) -> Mark& {
    if (marks.size() < files_.size()) marks.resize(files_.size(), Mark::Fresh);
    return marks[of.index];
  };
  tree(file);
  mark(file) = Mark::Open;
  while (!path.empty()) {
    auto& [here, use] = path.back();
    if (use == files_[here.index].uses.size()) {
      mark(here) = Mark::Done;
      path.pop_back();
      if (!path.empty()) ++path.back().second;
      continue;
    }
    const FileId next = files_[here.index].uses[use].file;
    if (next.exists() && mark(next) == Mark::Open) {
      const auto start = std::ranges::find(path, next, [](const auto& one) { return one.first; });
      const auto first = std::ranges::min_element(
          start, path.end(), {}, [this](const auto& one) { return sources_.file(one.first).path; });
      const auto before = first == start ? std::prev(path.end()) : std::prev(first);
      report_cycle(before->first, before->second);
      return true;
    }
    if (!next.exists() || mark(next) == Mark::Done) {
      ++use;
      continue;
    }
    tree(next);
    mark(next) = Mark::Open;
    path.emplace_back(next, 0);
  }
  return false;
}

void Workspace::report_cycle(FileId file, std::size_t use) {
  FileState& state = files_[file.index];
  Use& line = state.uses[use];
  const bool told = std::ranges::any_of(state.resolution.items(), [&](const Diagnostic& d) {
    return d.row == &diag::ImportCycle.row && d.span == line.span;
  });
  if (!told)
    state.resolution.report(diag::ImportCycle, line.span, line.module,
                            sources_.file(line.file).path);
  line.file = {};
  ++state.made;
}

}  // namespace phep::workspace
