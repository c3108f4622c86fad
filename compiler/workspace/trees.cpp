// Trees: read for the first time, let go, and read again when somebody asks.
#include "compiler/workspace/workspace.h"

namespace phep::workspace {

void Workspace::forget_trees() {
  for (FileState& state : files_) {
    const bool settled = state.parsed_revision == state.revision && state.parsed != nullptr &&
                         state.checked_revision == state.revision && state.checked != nullptr;
    if (!settled || state.forgotten || state.live != nullptr) continue;
    syntax::Parsed head{.module = {},
                        .diagnostics = state.parsed->diagnostics,
                        .surface = state.parsed->surface,
                        .interface = state.parsed->interface};
    head.module.file = state.parsed->module.file;
    head.module.name = state.parsed->module.name;
    head.module.uses = state.parsed->module.uses;
    state.parsed = std::make_shared<const syntax::Parsed>(std::move(head));
    state.forgotten = true;
  }
}

// The same text gives the same tree: nothing is made anew for anybody.
void Workspace::remember_tree(FileId file) {
  FileState& state = files_[file.index];
  if (!state.forgotten) return;
  state.parsed = read_first(file);
  state.forgotten = false;
}

std::shared_ptr<const syntax::Parsed> Workspace::read_first(FileId file) {
  if (auto draft = ahead_->take(file))
    return std::make_shared<const syntax::Parsed>(std::move(*draft).finish(names_));
  const SourceFile& source = sources_.file(file);
  return std::make_shared<const syntax::Parsed>(syntax::parse(
      file, source.text, names_, syntax::form_of(source.path), files_[file.index].extent));
}

FileId Workspace::open_library(const std::string& module) {
  const FileId file = find_in_library(module);
  if (file.exists()) want_tests(file);
  return file;
}

// Definitions are the same with and without.
void Workspace::want_tests(FileId file) {
  FileState& state = files_[file.index];
  if (state.extent == syntax::Extent::Whole) return;
  state.extent = syntax::Extent::Whole;
  ahead_->drop(file);
  if (state.parsed_revision == 0) {
    const SourceFile& source = sources_.file(file);
    return ahead_->want(file, source.text, syntax::form_of(source.path), state.extent);
  }
  state.parsed_revision = state.checked_revision = 0;
  ++clock_;
}

}  // namespace phep::workspace
