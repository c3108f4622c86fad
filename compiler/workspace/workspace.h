// The one class that the command line and the language server share: texts in, checked modules out.
//
// It has inputs (texts) and questions (parsed, checked, closure) and nothing else. Questions are
// remembered and asked again only when what they were made from has changed. It reads files through
// the function it is given, once each.
#pragma once

#include "compiler/base/interner.h"
#include "compiler/base/result.h"
#include "compiler/check/check.h"
#include "compiler/check/live_check.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/hir/hir.h"
#include "compiler/source/source_map.h"
#include "compiler/syntax/live_text.h"
#include "compiler/syntax/parse.h"
#include "compiler/workspace/allow.h"
#include "compiler/workspace/library.h"
#include "compiler/workspace/manifest.h"
#include "compiler/workspace/read_ahead.h"
#include "compiler/workspace/standpoint.h"

#include <atomic>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace phep::workspace {

class Workspace {
 public:
  // The text of a file, or nothing if there is none. Paths are as the caller spells them, with `/`.
  using ReadFile = std::function<std::optional<std::string>(const std::string& path)>;

  Workspace(ReadFile read, Library library);

  // Where paths without a leading `/` begin; before any file is opened.
  void stand(Standpoint standpoint) { standpoint_ = std::move(standpoint); }

  // Whether a file lies in a folder ("" is the one that the caller stands in) also when links are
  // followed; without it all do. What is outside its project is not read.
  using LiesIn = std::function<bool(const std::string& path, const std::string& folder)>;
  void keep_inside(LiesIn lies_in) { lies_in_ = std::move(lies_in); }

  // A path that a person named: read wherever it leads.
  void trust(const std::string& path) { trusted_.insert(standpoint_.tidy(path)); }

  // A file of the project, read now if it is new. Fails when it cannot be read.
  Result<FileId> open(const std::string& path);

  // A module of the library by its name, with its tests; none if it has no such module. Modules of
  // it that are only imported are read without them.
  FileId open_library(const std::string& module);

  // A file of data that a module names by a path from its own folder. Fails when the path leaves
  // the project or nothing can be read there; `outside` tells the two apart.
  struct NoData {
    bool outside;
  };
  std::expected<FileId, NoData> open_data(const std::string& path, FileId from);

  // All modules of the library, in the order of their paths. Those that were read with their tests
  // keep them.
  std::vector<FileId> open_whole_library(syntax::Extent extent = syntax::Extent::Whole);

  // The only way a text changes after it was read. A file that was removed is there again.
  void set_text(FileId file, std::string text);

  // The file at this path if it was opened or met, removed ones included; else none.
  [[nodiscard]] FileId find(const std::string& path) const;

  // The file is not there any more: whoever imports it is told so. Its id comes back with its path.
  void remove(FileId file);
  [[nodiscard]] bool present(FileId file) const { return files_[file.index].present; }

  // A file appeared where none was, so that names may lead to it now.
  void look_again();

  // Manifests changed on disk: roots and names are found anew.
  void forget_manifests();

  // Checks the file and all it imports, looking at `stop` between files. False: it was set, and the
  // next call goes on from there.
  bool settle(FileId file, const std::atomic<bool>& stop);

  // Grows with every new text of the file.
  [[nodiscard]] std::uint64_t revision(FileId file) const { return files_[file.index].revision; }

  // Grows whenever something about the file was made anew: what was derived from equal numbers is
  // equal.
  [[nodiscard]] std::uint64_t made(FileId file) const { return files_[file.index].made; }

  // The day by which allowances end (see allow.h); without one none does.
  void set_today(std::int32_t day) { today_ = day; }

  // How often something was made, not remembered.
  struct Work {
    std::uint64_t parsed = 0, checked = 0;
    std::uint64_t in_part = 0;          // of those parsed
    std::uint64_t checked_in_part = 0;  // of those checked
  };
  [[nodiscard]] const Work& work() const { return work_; }

  // For tests alone: the next text of a file that was edited is read as if a word less stood there.
  void skip_one_word(FileId file);
  // … and the next check of it in part as if a declaration had noted nothing.
  void skip_one_declaration(FileId file);

  std::shared_ptr<const syntax::Parsed> parsed(FileId file);
  std::shared_ptr<const check::Checked> checked(FileId file);

  // Lets go of the trees of checked files that nobody edits: most of what a workspace holds, and
  // read again when somebody asks for one.
  void forget_trees();

  // Checks the file and all it imports and gives nothing out: for who wants what is said of it, and
  // not its trees, whose places need not be moved then.
  void refresh(FileId file) { meaning(file); }

  // The modules that the file's `use` lines lead to.
  std::vector<FileId> imports(FileId file) { return meaning(file)->module.imports; }

  // Everything that is to be said about one file: its own diagnostics and those of its imports'
  // resolution.
  DiagnosticList diagnostics(FileId file);
  // The same, with what its comments allow.
  Judged judged(FileId file);
  // What its comments allow of findings that others made of it.
  [[nodiscard]] Judged judge(DiagnosticList all, FileId file, Finder finder) const;

  // The file and all it imports, each after what it imports. Modules in a cycle are left out.
  std::vector<FileId> closure(FileId file);

  // Checked modules of a closure, as lowering takes them.
  std::map<FileId, const hir::Module*> modules(FileId file);

  // Special law of the library about what the closure of a file holds, outside that closure.
  std::vector<hir::OutsideSpecial> outside_specials(FileId file);

  // The file of a module of the library or of the project of `from`; none if there is none.
  FileId find_module(const std::string& name, FileId from);

  // What is wrong with the manifests of the projects that were met.
  [[nodiscard]] const DiagnosticList& manifest_problems() const { return manifest_problems_; }

  [[nodiscard]] const SourceMap& sources() const { return sources_; }
  [[nodiscard]] const Interner& names() const { return names_; }
  [[nodiscard]] Interner& names() { return names_; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(files_.size()); }
  [[nodiscard]] bool in_library(FileId file) const {
    return files_[file.index].root == library_.root;
  }
  [[nodiscard]] const hir::TypeStore& types() const { return types_; }
  [[nodiscard]] const Library& library() const { return library_; }

 private:
  struct Use {
    std::string module;
    Span span;
    FileId file;  // none if unresolved or part of a cycle
  };
  struct FileState {
    std::string root;  // folder of the project, "" for the current one
    bool in_library = false;
    syntax::Extent extent = syntax::Extent::Whole;
    std::uint64_t revision = 0;
    std::uint64_t parsed_revision = 0, checked_revision = 0;
    std::shared_ptr<syntax::LiveText> live;  // once it was edited
    std::shared_ptr<check::LiveCheck> live_check;
    bool read_whole = true;              // … since it was checked
    std::vector<syntax::Reread> reread;  // if not: what was read anew since
    std::shared_ptr<const syntax::Parsed> parsed;
    bool forgotten = false;  // of `parsed` the head is left, without declarations
    std::shared_ptr<const check::Checked> checked;
    // Of the imports that `checked` was made from: by file, the face.
    std::vector<std::pair<FileId, std::uint64_t>> made_from;
    std::uint64_t face = 0;      // what importers see, imports included
    std::uint64_t own_face = 0;  // … of its definitions alone
    // Files that the diagnostics of `checked` point into, with their texts' revisions.
    std::vector<std::pair<FileId, std::uint64_t>> points_into;
    std::vector<Use> uses;
    DiagnosticList resolution;
    bool present = true;
    std::uint64_t settled = 0;  // the clock when `checked` was last known to be right
    std::uint64_t made = 0;
    std::uint64_t cut = 0;       // the graph below which no cycle is left
    std::uint64_t resolved = 0;  // the layout that `uses` was made from
    bool specials = false;       // its text speaks of special law
    std::uint64_t specials_revision = 0;
  };
  struct Project {
    bool library = false;
    bool manifest = false;  // has a phep.json
  };

  std::optional<std::string> read_inside(const std::string& path, const std::string& folder);

  // Tree and meaning whose places may not be where they stand (see live_text.h, live_check.h).
  std::shared_ptr<const syntax::Parsed> tree(FileId file);
  void remember_tree(FileId file);
  std::shared_ptr<const check::Checked> meaning(FileId file);
  void settle_on_imports(FileId file);
  void place();

  FileId add(const std::string& path, std::string text, std::string root, bool in_library,
             syntax::Extent extent = syntax::Extent::Whole);
  std::shared_ptr<const syntax::Parsed> read_first(FileId file);
  std::string root_of(const std::string& path);
  void report_manifest(const std::string& path, std::string text, const ManifestProblem& problem);
  const Project& project(const std::string& root);
  void resolve(FileId file);
  FileId find_in_library(const std::string& name);
  void want_tests(FileId file);
  bool speaks_of_specials(FileId file);
  std::vector<FileId> library_with_specials(FileId file);
  FileId find_in_project(const std::string& name, const std::string& root);
  std::string suggestion(const std::string& name);
  void cut_cycles(FileId file);
  bool cut_one_cycle(FileId file);
  void report_cycle(FileId file, std::size_t use);
  void check_anew(FileId file, check::Imports imports, bool same_imports);
  std::shared_ptr<const check::Checked> check_again(FileId file, const check::Imports& imports,
                                                    bool same_imports);
  [[nodiscard]] bool held_elsewhere(FileId file) const;

  ReadFile read_;
  LiesIn lies_in_;
  std::set<std::string> trusted_;
  Standpoint standpoint_;
  Library library_;
  std::optional<std::vector<std::string>> library_specials_;  // its modules that speak of them
  SourceMap sources_;
  Interner names_;
  hir::TypeStore types_;
  std::map<std::string, FileId> by_path_;
  std::map<std::string, Project> projects_;
  DiagnosticList manifest_problems_;
  std::vector<FileState> files_;
  std::vector<FileId> behind_;  // files with places that may not be where they stand
  std::uint64_t clock_ = 1;     // ticks whenever an input changes
  std::uint64_t layout_ = 1;    // … whenever it may change which files names lead to
  std::uint64_t graph_ = 1;     // … whenever it changes who imports whom
  std::optional<std::int32_t> today_;
  Work work_;
  std::unique_ptr<ReadAhead> ahead_ = std::make_unique<ReadAhead>();
};

}  // namespace phep::workspace
