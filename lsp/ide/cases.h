// The tests of a file, and the file made executable: run by the interpreter, one case at a time.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/explain/answer_text.h"
#include "compiler/testing/bench.h"
#include "compiler/workspace/workspace.h"
#include "lsp/ide/interpreter.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace phep::ide {

struct Case {
  std::string id;  // unique in the file, while the test keeps its name
  std::string label;
  Span at;     // in the file: what a gutter marks
  Span whole;  // the declaration, the row, or the line of a case file
};
enum class CaseSort : std::uint8_t { Test, Table, Recorded };
struct CaseGroup {
  CaseSort sort = CaseSort::Test;
  Case own;
  std::vector<Case> rows;
};

// From the text alone: it is there while the text is broken. Cases of other files are not listed.
std::vector<CaseGroup> written_cases(workspace::Workspace& workspace, FileId file);

struct CaseResult {
  enum class Is : std::uint8_t { Passed, Failed, Errored } is = Is::Passed;
  double milliseconds = 0;
  std::string message, expected, actual;
  std::optional<Span> at;  // the expectation
};

// One decision that a case takes.
struct CaseQuestion {
  hir::DefId target;
  std::uint32_t decision = 0;
  std::string facts;
  testing::CaseOptions options;
};

// A file as it was when this was made: texts may change meanwhile, what is kept here does not.
class CaseBench {
 public:
  // Never null; `problem` tells why nothing can be run. `also` is decided besides what tests ask.
  static std::shared_ptr<CaseBench> make(workspace::Workspace& workspace, FileId file,
                                         Language language, std::optional<hir::DefId> also = {});
  CaseBench(const CaseBench&) = delete;
  CaseBench& operator=(const CaseBench&) = delete;

  [[nodiscard]] const std::string& problem() const { return problem_; }
  // What is wrong with the case files that it names, as `phep check` says it.
  [[nodiscard]] const DiagnosticList& case_problems() const { return case_problems_; }
  // What is wrong with its decisions and shows only when they are lowered.
  [[nodiscard]] DiagnosticList decision_problems() const;
  [[nodiscard]] const std::vector<CaseGroup>& groups() const { return groups_; }
  [[nodiscard]] FileId file() const { return file_; }
  // The text of the file, or of one of its case files.
  [[nodiscard]] const std::string& text(FileId file) const { return texts_.at(file); }
  // Whether the workspace still says what this was made from.
  [[nodiscard]] bool is_current(workspace::Workspace& workspace) const;

  // The cases of a test, or the one with this id, in order; of all tests with "".
  [[nodiscard]] std::vector<const Case*> leaves(std::string_view id) const;
  // The case whose test or row holds the place; none.
  [[nodiscard]] const Case* at(std::uint32_t offset) const;

  CaseResult run(const Case& one);
  [[nodiscard]] std::vector<CaseQuestion> questions(const Case& one) const;
  // Decides; the answer's JSON, or what is wrong with the facts.
  Decided decide(const CaseQuestion& question);

  // What was decided since the last call.
  std::vector<Decided> take_decided() { return std::exchange(*log_, {}); }

  [[nodiscard]] const decision::Program& program() const { return bench_->lowered; }
  [[nodiscard]] std::span<const std::uint8_t> image() const { return bench_->image; }
  [[nodiscard]] std::optional<std::uint32_t> decision_of(hir::DefId target) const;
  [[nodiscard]] explain::Lexicon lexicon() const { return {modules_, types_, names_}; }
  [[nodiscard]] const hir::Def& def(hir::DefId id) const { return program_.def(id); }
  struct Member {
    FileId file;
    std::uint64_t revision;
    std::shared_ptr<const syntax::Parsed> parsed;
    std::shared_ptr<const check::Checked> checked;
  };
  // The file and all it imports.
  [[nodiscard]] const std::vector<Member>& members() const { return members_; }

 private:
  CaseBench(workspace::Workspace& workspace, FileId file, Language language);
  void prepare(workspace::Workspace& workspace, std::optional<hir::DefId> also);
  void read_recorded(const std::vector<testing::CaseText>& texts);
  [[nodiscard]] const hir::Test* test_of(const Case& one) const;
  [[nodiscard]] CaseResult result_of(const testing::TestResult& result) const;
  [[nodiscard]] bool vi() const { return language_ == Language::Vietnamese; }
  [[nodiscard]] std::string text(Span span) const;

  struct Recorded {
    hir::DefId decision;
    testing::RecordedCase recorded;
  };

  DiagnosticList case_problems_;
  bool sound_ = false;  // no errors in the file and in what it imports
  FileId file_;
  Language language_;
  std::string problem_;
  std::vector<CaseGroup> groups_;
  std::vector<Member> members_;
  std::map<FileId, std::string> texts_;                 // of the file and its case files
  std::vector<std::pair<FileId, std::uint64_t>> data_;  // case files, with their revisions
  std::map<FileId, const hir::Module*> modules_;
  const hir::TypeStore& types_;
  const Interner& names_;
  const SourceMap& sources_;
  testing::Program program_;
  DecidedLog log_ = std::make_shared<std::vector<Decided>>();
  std::optional<testing::Bench> bench_;
  std::map<std::string, Recorded> recorded_;  // by the case's id
};

}  // namespace phep::ide
