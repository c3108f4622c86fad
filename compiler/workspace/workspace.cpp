#include "compiler/workspace/workspace.h"

#include "compiler/base/check.h"
#include "compiler/base/text.h"
#include "compiler/diagnostics/kinds/project.h"
#include "compiler/workspace/allow.h"
#include "compiler/workspace/manifest.h"

#include <algorithm>
#include <utility>

namespace phep::workspace {
namespace {

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

// The folder above, with its '/'; "" has none.
std::optional<std::string> parent_of(const std::string& folder) {
  if (folder.empty() || folder == "/") return std::nullopt;
  return folder_of(folder.substr(0, folder.size() - 1));
}

// `a.b` → `a/b`. Module names are identifiers and dots, so no path can leave the root.
std::string path_of_module(const std::string& name) {
  std::string path = name;
  std::ranges::replace(path, '.', '/');
  return path;
}

std::string dotted(const ast::Path& path, const Interner& names) {
  std::string out;
  for (const ast::Ident& part : path.parts) {
    if (!out.empty()) out += '.';
    out += names.text(part.name);
  }
  return out;
}

}  // namespace

Workspace::Workspace(ReadFile read, Library library)
    : read_(std::move(read)), library_(std::move(library)) {}

Result<FileId> Workspace::open(const std::string& given) {
  const std::string path = standpoint_.tidy(given);
  if (const FileId known = find(path); known.exists() && present(known)) return known;
  const std::string root = root_of(path);
  auto text = read_inside(path, root);
  if (!text) return std::unexpected(Failure{"cannot read " + path});
  return add(path, std::move(*text), root, project(root).library);
}

std::optional<std::string> Workspace::read_inside(const std::string& path,
                                                  const std::string& folder) {
  if (lies_in_ && !trusted_.contains(path) && !lies_in_(path, folder)) return std::nullopt;
  return read_(path);
}

FileId Workspace::find(const std::string& path) const {
  const auto known = by_path_.find(path);
  return known == by_path_.end() ? FileId{} : known->second;
}

FileId Workspace::add(const std::string& path, std::string text, std::string root, bool in_library,
                      syntax::Extent extent) {
  if (const FileId known = find(path); known.exists()) {
    set_text(known, std::move(text));
    return known;
  }
  const FileId file = sources_.add(path, std::move(text));
  by_path_[path] = file;
  if (path.ends_with(".phep") || path.ends_with(".phep.md"))
    ahead_->want(file, sources_.file(file).text, syntax::form_of(path), extent);
  FileState state;
  state.root = std::move(root);
  state.in_library = in_library;
  state.extent = extent;
  state.revision = 1;
  files_.push_back(std::move(state));
  PHEP_CHECK(files_.size() == file.index + 1, "files and sources are numbered alike");
  return file;
}

void Workspace::set_text(FileId file, std::string text) {
  FileState& state = files_[file.index];
  ahead_->drop(file);
  sources_.set_text(file, std::move(text));
  ++state.revision;
  ++clock_;
  if (!state.present) ++layout_;
  state.present = true;
}

void Workspace::skip_one_word(FileId file) {
  if (files_[file.index].live != nullptr) files_[file.index].live->skip_one_word();
}

void Workspace::skip_one_declaration(FileId file) {
  if (files_[file.index].live_check != nullptr)
    files_[file.index].live_check->skip_one_declaration();
}

void Workspace::remove(FileId file) {
  set_text(file, {});
  files_[file.index].live.reset();
  files_[file.index].live_check.reset();
  files_[file.index].present = false;
  ++layout_;
}

void Workspace::look_again() {
  ++layout_;
  ++clock_;
}

void Workspace::forget_manifests() {
  projects_.clear();
  manifest_problems_ = {};
  for (std::uint32_t i = 0; i < files_.size(); ++i) {
    if (files_[i].root == library_.root) continue;
    const std::string root = root_of(sources_.file(FileId{i}).path);
    files_[i].in_library = project(root).library;
    files_[i].root = root;
  }
  look_again();
}

std::string Workspace::root_of(const std::string& path) {
  const std::string own = folder_of(path);
  for (std::optional<std::string> folder = own; folder; folder = standpoint_.above(*folder)) {
    if (projects_.contains(*folder)) return *folder;
    if (const auto text = read_inside(*folder + "phep.json", *folder)) {
      const ReadManifest read = read_manifest(*text);
      projects_[*folder] = Project{read.manifest.library, true};
      if (read.problem) report_manifest(*folder + "phep.json", *text, *read.problem);
      return *folder;
    }
  }
  projects_[own];
  return own;
}

// The manifest becomes a source like any other, so that what is wrong can be drawn under.
void Workspace::report_manifest(const std::string& path, std::string text,
                                const ManifestProblem& problem) {
  const FileId file = add(path, std::move(text), folder_of(path), false);
  const Span span{file, problem.begin, problem.end};
  auto& diagnostic = manifest_problems_.report(diag::ManifestWrong, span, problem.what);
  if (!problem.suggestion.empty())
    diagnostic.fix(FixGrade::Guess,
                   {"dùng `" + problem.suggestion + "`", "use `" + problem.suggestion + "`"},
                   {{span, "\"" + problem.suggestion + "\""}});
}

const Workspace::Project& Workspace::project(const std::string& root) {
  return projects_[root];
}

FileId Workspace::find_in_project(const std::string& name, const std::string& root) {
  for (const std::string_view ending : {".phep", ".phep.md"}) {
    const std::string path = standpoint_.tidy(root + path_of_module(name) + std::string(ending));
    if (const FileId known = find(path); known.exists() && present(known)) return known;
    if (auto text = read_inside(path, root))
      return add(path, std::move(*text), root, project(root).library);
  }
  return {};
}

FileId Workspace::find_in_library(const std::string& name) {
  for (const LibraryFile& file : library_.files) {
    if (module_of_path(file.path) != name) continue;
    const std::string path = library_.root + file.path;
    if (const auto known = by_path_.find(path); known != by_path_.end()) return known->second;
    return add(path, file.text, library_.root, true, syntax::Extent::WithoutTests);
  }
  return {};
}

std::expected<FileId, Workspace::NoData> Workspace::open_data(const std::string& path,
                                                              FileId from) {
  const FileState& state = files_[from.index];
  // Steps below the project's root; what climbs above it is refused.
  std::string folder = folder_of(standpoint_.below(state.root, sources_.file(from).path));
  std::string rest = path;
  while (!rest.empty()) {
    const auto slash = rest.find('/');
    const std::string step = rest.substr(0, slash);
    rest = slash == std::string::npos ? std::string() : rest.substr(slash + 1);
    // To Windows these lead elsewhere; to it and others a NUL ends the path.
    if (step.find_first_of(std::string_view("\\:\0", 3)) != std::string::npos)
      return std::unexpected(NoData{true});
    if (step == "..") {
      const auto above = parent_of(folder);
      if (!above) return std::unexpected(NoData{true});
      folder = *above;
    } else if (!step.empty() && step != ".") {
      folder += step + (rest.empty() && slash == std::string::npos ? "" : "/");
    }
  }
  const std::string whole = standpoint_.tidy(state.root + folder);
  if (const auto known = by_path_.find(whole); known != by_path_.end()) return known->second;
  const std::string root = state.root;
  const bool in_library = state.in_library;
  if (lies_in_ && !lies_in_(whole, root)) return std::unexpected(NoData{true});
  auto text = read_(whole);
  if (!text) return std::unexpected(NoData{false});
  return add(whole, std::move(*text), root, in_library);
}

std::vector<FileId> Workspace::open_whole_library(syntax::Extent extent) {
  std::vector<FileId> out;
  for (const LibraryFile& file : library_.files) {
    out.push_back(find_in_library(module_of_path(file.path)));
    if (extent == syntax::Extent::Whole) want_tests(out.back());
  }
  return out;
}

FileId Workspace::find_module(const std::string& name, FileId from) {
  const FileState state = files_[from.index];
  const bool embedded = state.root == library_.root;
  if (!embedded)
    if (const FileId found = find_in_project(name, state.root); found.exists()) return found;
  // A project that is itself a library of law stands in place of the embedded one.
  return state.in_library && !embedded ? FileId{} : find_in_library(name);
}

std::string Workspace::suggestion(const std::string& name) {
  std::vector<std::string> modules;
  for (const LibraryFile& file : library_.files) modules.push_back(module_of_path(file.path));
  const std::vector<std::string_view> candidates(modules.begin(), modules.end());
  return std::string(nearest(name, candidates));
}

std::shared_ptr<const syntax::Parsed> Workspace::parsed(FileId file) {
  tree(file);
  remember_tree(file);
  place();
  return files_[file.index].parsed;
}

std::shared_ptr<const check::Checked> Workspace::checked(FileId file) {
  meaning(file);
  place();
  return files_[file.index].checked;
}

void Workspace::place() {
  for (const FileId file : behind_) {
    const FileState& state = files_[file.index];
    if (state.live != nullptr) state.live->place();
    if (state.live_check != nullptr) state.live_check->place();
  }
  behind_.clear();
}

std::shared_ptr<const syntax::Parsed> Workspace::tree(FileId file) {
  PHEP_CHECK(file.index < files_.size(), "a file of this workspace");
  FileState& state = files_[file.index];
  if (state.parsed_revision != state.revision) {
    const SourceFile& source = sources_.file(file);
    const syntax::SourceForm form = syntax::form_of(source.path);
    // A text that was given anew is one that somebody writes.
    if (state.parsed_revision == 0 && state.revision == 1) {
      state.parsed = read_first(file);
    } else {
      if (state.live == nullptr) state.live = std::make_shared<syntax::LiveText>(file, form);
      state.parsed.reset();  // so that it may be changed in place
      state.parsed = state.live->read(source.text, names_);
      if (state.live->in_part()) {
        ++work_.in_part;
        behind_.push_back(file);
        state.reread.push_back(state.live->reread());
      } else {
        state.read_whole = true;
      }
    }
    state.forgotten = false;
    state.parsed_revision = state.revision;
    ++work_.parsed;
    resolve(file);
  } else if (state.resolved != layout_) {
    resolve(file);
  }
  return files_[file.index].parsed;
}

void Workspace::resolve(FileId file) {
  const auto module = files_[file.index].parsed;  // kept: adding files moves states
  std::vector<Use> uses;
  DiagnosticList resolution;
  for (const ast::Use& use : module->module.uses) {
    if (!use.module.exists()) continue;
    const std::string name = dotted(use.module, names_);
    const FileId found = find_module(name, file);
    const FileState& state = files_[file.index];
    if (!found.exists()) {
      const std::string near = suggestion(name);
      auto& diagnostic = resolution.report(diag::UnknownModule, use.module.span, name);
      if (!near.empty())
        diagnostic.fix(FixGrade::Guess, {"dùng `" + near + "`", "use `" + near + "`"},
                       {{use.module.span, near}});
    } else if (!state.in_library && files_[found.index].root == state.root &&
               find_in_library(name).exists()) {
      resolution.report(diag::ModuleInBoth, use.module.span, name);
    }
    if (found.exists()) ahead_->hurry(found);
    uses.push_back({name, use.module.span, found});
  }
  const std::string& path = sources_.file(file).path;
  const std::string& root = files_[file.index].root;
  const std::string placed = module_of_path(normalise(standpoint_.below(root, path)));
  const std::string named = dotted(module->module.name, names_);
  if (!named.empty() && named != placed && project(root).manifest)
    resolution.report(diag::ModuleElsewhere, module->module.name.span, named,
                      path_of_module(named) + ".phep");
  const auto same = [](const Use& a, const Use& b) { return a.file == b.file; };
  if (!std::ranges::equal(files_[file.index].uses, uses, same)) ++graph_;
  files_[file.index].uses = std::move(uses);
  files_[file.index].resolution = std::move(resolution);
  files_[file.index].resolved = layout_;
  ++files_[file.index].made;
}

bool Workspace::settle(FileId file, const std::atomic<bool>& stop) {
  if (stop.load(std::memory_order_relaxed)) return false;
  if (files_[file.index].settled == clock_) return true;
  // Depth first by hand: what a file imports is settled before it, one file at a time.
  std::vector<std::pair<FileId, bool>> open{{file, false}};
  std::vector<bool> seen(files_.size());
  while (!open.empty()) {
    if (stop.load(std::memory_order_relaxed)) return false;
    const auto [next, imports_done] = open.back();
    open.pop_back();
    if (imports_done) {
      meaning(next);
      continue;
    }
    if (seen.size() < files_.size()) seen.resize(files_.size());
    if (seen[next.index] || files_[next.index].settled == clock_) continue;
    seen[next.index] = true;
    tree(next);
    open.emplace_back(next, true);
    for (const Use& use : files_[next.index].uses)
      if (use.file.exists()) open.emplace_back(use.file, false);
  }
  return true;
}

std::shared_ptr<const check::Checked> Workspace::meaning(FileId file) {
  PHEP_CHECK(file.index < files_.size(), "a file of this workspace");
  const auto is_settled = [this](FileId of) {
    return files_[of.index].checked && files_[of.index].settled == clock_;
  };
  if (is_settled(file)) return files_[file.index].checked;
  // Depth first by hand: modules may import each other in a row of any length.
  std::vector<std::pair<FileId, bool>> open{{file, false}};
  std::vector<bool> begun;
  while (!open.empty()) {
    const auto [next, imports_done] = open.back();
    open.pop_back();
    if (is_settled(next)) continue;
    if (imports_done) {
      settle_on_imports(next);
      continue;
    }
    tree(next);
    cut_cycles(next);
    if (begun.size() < files_.size()) begun.resize(files_.size());
    PHEP_CHECK(!begun[next.index], "cycles were cut before");
    begun[next.index] = true;
    open.emplace_back(next, true);
    const std::vector<Use>& uses = files_[next.index].uses;
    for (std::size_t i = uses.size(); i-- > 0;)
      if (uses[i].file.exists()) open.emplace_back(uses[i].file, false);
  }
  return files_[file.index].checked;
}

// Checks a file whose imports are settled.
void Workspace::settle_on_imports(FileId file) {
  std::vector<std::pair<FileId, std::uint64_t>> made_from;
  check::Imports imports;
  const std::vector<Use> uses = files_[file.index].uses;
  for (std::size_t i = 0; i < uses.size(); ++i) {
    if (!uses[i].file.exists()) continue;
    const bool others = !files_[file.index].in_library && files_[uses[i].file.index].in_library;
    imports.push_back({uses[i].module, files_[uses[i].file.index].checked, others});
    made_from.emplace_back(uses[i].file, files_[uses[i].file.index].face);
  }
  FileState& state = files_[file.index];
  // The places that a note points to move with the text around them, whatever importers see.
  const bool moved = std::ranges::any_of(state.points_into, [this](const auto& into) {
    return files_[into.first.index].revision != into.second;
  });
  const bool same_imports = state.checked && state.made_from == made_from && !moved;
  if (state.checked_revision != state.revision || !same_imports) {
    state.made_from = std::move(made_from);
    check_anew(file, std::move(imports), same_imports);
  }
  files_[file.index].settled = clock_;
}

// Whether somebody beside us and the modules that import it holds what was checked last.
bool Workspace::held_elsewhere(FileId file) const {
  const FileState& state = files_[file.index];
  std::ptrdiff_t known = 2;  // its state, and what checks it again
  for (const FileState& other : files_)
    if (other.checked != nullptr)
      known += std::ranges::count(other.checked->imports, state.checked);
  return state.checked.use_count() > known;
}

std::shared_ptr<const check::Checked> Workspace::check_again(FileId file,
                                                             const check::Imports& imports,
                                                             bool same_imports) {
  FileState& state = files_[file.index];
  const check::Source source{*state.parsed, imports, names_, types_};
  const std::vector<syntax::Reread> reread = std::exchange(state.reread, {});
  const bool read_whole = std::exchange(state.read_whole, false);
  if (state.live_check == nullptr) {
    state.live_check = std::make_shared<check::LiveCheck>();
  } else if (same_imports && !read_whole) {
    for (const syntax::Reread& one : reread) state.live->place(one.first, one.added);
    const auto last = held_elsewhere(file) ? check::Last::Copied : check::Last::InPlace;
    if (auto checked = state.live_check->in_part(source, reread, last)) {
      ++work_.checked_in_part;
      behind_.push_back(file);
      return checked;
    }
  }
  state.live->place();
  auto checked = state.live_check->whole(source);
  state.own_face = check::face_of(*checked);
  return checked;
}

void Workspace::check_anew(FileId file, check::Imports imports, bool same_imports) {
  FileState& state = files_[file.index];
  // What lies further off, each as it is now: an import that was not checked again remembers what
  // it was made from, whose places are of older texts.
  std::vector<FileId> open;
  std::vector<bool> seen(files_.size());
  for (const auto& [direct, face] : state.made_from) open.push_back(direct);
  while (!open.empty()) {
    const FileId next = open.back();
    open.pop_back();
    if (seen[next.index]) continue;
    seen[next.index] = true;
    imports.push_back({"", files_[next.index].checked, false});
    for (const Use& use : files_[next.index].uses)
      if (use.file.exists()) open.push_back(use.file);
  }
  remember_tree(file);
  if (state.live == nullptr) {
    state.checked = std::make_shared<const check::Checked>(
        check::check(state.parsed->module, imports, names_, types_));
    state.own_face = check::face_of(*state.checked);
  } else {
    state.checked = check_again(file, imports, same_imports);
  }
  state.checked_revision = state.revision;
  ++work_.checked;
  ++state.made;
  state.points_into.clear();
  for (const Diagnostic& diagnostic : state.checked->diagnostics.items())
    for (const Note& note : diagnostic.notes)
      if (note.span.file.exists() && note.span.file != file)
        state.points_into.emplace_back(note.span.file, files_[note.span.file.index].revision);
  std::uint64_t face = state.parsed->surface;
  const auto mix = [&face](std::uint64_t value) {
    face = (face ^ value) * 1099511628211ULL;
    face ^= face >> 29U;
  };
  mix(state.own_face);
  for (const auto& [direct, of] : state.made_from) {
    mix(direct.index);
    mix(of);
  }
  state.face = face;
}

DiagnosticList Workspace::diagnostics(FileId file) {
  return judged(file).told;
}

Judged Workspace::judged(FileId file) {
  meaning(file);
  DiagnosticList all;
  all.append(files_[file.index].parsed->diagnostics);
  all.append(files_[file.index].resolution);
  all.append(files_[file.index].checked->diagnostics);
  all.sort();
  Judged out = judge(std::move(all), file, Finder::Check);
  // What seems unused may be used by the tests that were left out.
  if (files_[file.index].extent == syntax::Extent::WithoutTests)
    std::erase_if(out.told.items(),
                  [](const Diagnostic& one) { return one.row->severity == Severity::Lint; });
  return out;
}

Judged Workspace::judge(DiagnosticList all, FileId file, Finder finder) const {
  return workspace::judge(std::move(all), file, sources_.file(file), today_, finder);
}

std::vector<FileId> Workspace::closure(FileId file) {
  meaning(file);
  std::vector<FileId> order;
  std::vector<bool> seen(files_.size());
  std::vector<std::pair<FileId, bool>> open{{file, false}};
  while (!open.empty()) {
    const auto [next, imports_done] = open.back();
    open.pop_back();
    if (imports_done) {
      order.push_back(next);
      continue;
    }
    if (seen[next.index]) continue;
    seen[next.index] = true;
    open.emplace_back(next, true);
    const std::vector<Use>& uses = files_[next.index].uses;
    for (std::size_t i = uses.size(); i-- > 0;)
      if (uses[i].file.exists()) open.emplace_back(uses[i].file, false);
  }
  place();
  return order;
}

std::map<FileId, const hir::Module*> Workspace::modules(FileId file) {
  std::map<FileId, const hir::Module*> out;
  for (const FileId member : closure(file)) out[member] = &files_[member.index].checked->module;
  return out;
}

}  // namespace phep::workspace
