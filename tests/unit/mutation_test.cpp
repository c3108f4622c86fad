// What is shown of a mutant: a text that can be read, and that is the program that was tried.
#include "compiler/decision/lower.h"
#include "compiler/mutation/bed.h"
#include "compiler/mutation/mutant.h"
#include "compiler/syntax/parse.h"
#include "compiler/workspace/workspace.h"
#include "tests/support/golden.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <memory>

namespace phep::tests {
namespace {

using mutation::Mutant;

// The mutants of one file, and the law that they were made of.
class Mutated {
 public:
  explicit Mutated(const std::string& path)
      : folder_(path.substr(0, path.rfind('/') + 1)),
        workspace_(
            [this](const std::string& name) -> std::optional<std::string> {
              const bool there = !name.contains('/') && std::filesystem::exists(folder_ + name);
              return there ? std::optional(read_file(folder_ + name)) : std::nullopt;
            },
            workspace::embedded_library()),
        file_(workspace_.open(path.substr(folder_.size())).value()) {
    REQUIRE_FALSE(workspace_.diagnostics(file_).has_errors());
    checked_ = workspace_.checked(file_);
    hir::TypeStore types = workspace_.types();
    for (const auto& [file, module] : workspace_.modules(file_)) {
      hir::Module draft = *module;
      draft.tests.clear();
      drafts_.emplace(file, std::move(draft));
    }
    text_ = workspace_.sources().file(file_).text;
    mutation::Law law{drafts_, workspace_.types(), workspace_.names(), workspace_.sources(),
                      types.get(hir::Sort::Bool)};
    for (std::uint32_t i = 0; i < checked_->module.defs.size(); ++i) {
      for (Mutant& one : mutants_of(law, {file_, i})) mutants_.push_back(std::move(one));
      for (Mutant& one : mutants_of_force(law, {file_, i})) mutants_.push_back(std::move(one));
    }
  }

  [[nodiscard]] const std::vector<Mutant>& mutants() const { return mutants_; }

  // The declaration as it would read, and as it reads.
  [[nodiscard]] std::string shown(const Mutant& one) const {
    const Span whole = declaration(one);
    return text_.substr(whole.begin, one.at.begin - whole.begin) + one.instead +
           text_.substr(one.at.end, whole.end - one.at.end);
  }
  [[nodiscard]] std::string written(const Mutant& one) const {
    const Span whole = declaration(one);
    return text_.substr(whole.begin, whole.end - whole.begin);
  }

  // The release of what the tests ask, with the mistake; empty if it is no program.
  std::string tried(const Mutant& one) {
    mutation::Bed bed(drafts_);
    const mutation::Edited<Mutant> made(bed, one);
    return release(bed.modules());
  }
  // … and of the file with what is shown of it.
  std::string said(const Mutant& one) {
    workspace_.set_text(file_,
                        text_.substr(0, one.at.begin) + one.instead + text_.substr(one.at.end));
    const bool wrong = workspace_.diagnostics(file_).has_errors();
    std::string out = wrong ? "" : release(workspace_.modules(file_));
    workspace_.set_text(file_, text_);
    return out;
  }

 private:
  // With what follows on its last line.
  [[nodiscard]] Span declaration(const Mutant& one) const {
    Span out = drafts_.at(file_).defs[one.of.index].span;
    out.end = static_cast<std::uint32_t>(
        std::min(text_.find('\n', std::max(out.end, one.at.end)), text_.size()));
    return out;
  }
  std::string release(const decision::Modules& modules) {
    std::vector<decision::Entry> entries;
    const hir::Module& own = *modules.at(file_);
    for (std::uint32_t i = 0; i < own.defs.size(); ++i) {
      const hir::Def& def = own.defs[i];
      const auto* rule = std::get_if<hir::Rule>(&def.node);
      const bool asked =
          rule != nullptr ? !rule->by_judgment : std::holds_alternative<hir::Norm>(def.node);
      const bool hidden = workspace_.names().text(def.name).contains('.');
      if (asked && !hidden) entries.push_back({{file_, i}, file_});
    }
    const auto lowered = decision::lower(modules, workspace_.types(), workspace_.names(), entries,
                                         {}, workspace_.outside_specials(file_));
    if (lowered.diagnostics.has_errors()) return {};
    return {lowered.program.release.begin(), lowered.program.release.end()};
  }

  std::string folder_;
  workspace::Workspace workspace_;
  FileId file_;
  std::shared_ptr<const check::Checked> checked_;
  mutation::Drafts drafts_;
  std::string text_;
  std::vector<Mutant> mutants_;
};

std::string without_comments(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    const std::string said = line.substr(0, line.find("//"));
    out += said.substr(0, said.find_last_not_of(' ') + 1) + "\n";
    at = end + 1;
  }
  return out;
}

}  // namespace

TEST_CASE("mutation: what is shown of a mutant can be read, and is not what is written") {
  std::size_t count = 0;
  for (const std::string& path : data_files("run", ".phep")) {
    const Mutated file(path);
    for (const Mutant& one : file.mutants()) {
      ++count;
      const std::string text = file.shown(one);
      INFO(path, " ", mutation::word(one.fault), " ", one.instead, "\n", file.written(one), "\n→\n",
           text);
      Interner names;
      const syntax::Parsed parsed = syntax::parse({}, text, names);
      CHECK_FALSE(parsed.diagnostics.has_errors());
      CHECK(text != file.written(one));
    }
  }
  CHECK(count > 1000);
}

TEST_CASE("mutation: what is shown of a mutant is the program that is tried") {
  std::vector<std::string> paths;
  for (const char* name :
       {"breach_chain", "collisions", "determinations", "ends_of_time", "many_cases", "plain_words",
        "powers", "products", "readme", "recurring", "roles", "sandbox_clocks", "tour"})
    paths.push_back(source_dir() + "/tests/data/run/" + name + ".phep");
  for (const char* name : {"rules", "norms"})
    paths.push_back(source_dir() + "/tests/reports/mutants/" + name + ".phep");
  std::size_t equal = 0;
  for (const std::string& path : paths) {
    Mutated file(path);
    for (const Mutant& one : file.mutants()) {
      const std::string text = file.shown(one);
      INFO(path, " ", mutation::word(one.fault), " ", one.instead, "\n", file.written(one), "\n→\n",
           text);
      // What no words of the language say is told beside it.
      if (without_comments(text) == without_comments(file.written(one))) continue;
      // A deferral until the first of all days is none, though its program is another.
      if (one.instead == "0001-01-01") continue;
      const std::string said = file.said(one);
      if (said.empty()) continue;  // the checker refuses it
      ++equal;
      CHECK((said == file.tried(one)));
    }
  }
  CHECK(equal > 600);
}

}  // namespace phep::tests
