#include "lsp/ide/cases.h"

#include "compiler/decision/lower.h"
#include "compiler/diagnostics/kinds/cases.h"
#include "compiler/runtime/phep_abi.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <set>

namespace phep::ide {
namespace {

// Two tests of one name are told apart by their turn.
std::string unique_id(std::string wanted, std::set<std::string>& taken) {
  std::string id = wanted;
  for (int turn = 2; !taken.insert(id).second; ++turn)
    id = wanted + " (" + std::to_string(turn) + ")";
  return id;
}

std::string row_id(const Case& test, std::size_t number) {
  return test.id + "#" + std::to_string(number);
}

bool holds(Span span, std::uint32_t offset) {
  return span.begin <= offset && offset <= span.end;
}

// What the row's cells say, blanks made one: `200 | false || large`.
std::string row_label(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (blank && (out.empty() || out.back() == ' ')) continue;
    out += blank ? ' ' : c;
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == '|')) out.pop_back();
  const std::size_t begin = out.find_first_not_of("| ");
  return begin == std::string::npos ? std::string() : out.substr(begin);
}

// What was expected, as people say it: `slight` for `== "slight"`.
std::string wanted_words(const std::string& expected) {
  const std::string_view text =
      std::string_view(expected).substr(expected.starts_with("== ") ? 3 : 0);
  const auto value = nlohmann::json::parse(text, nullptr, false);
  return value.is_string() ? value.get<std::string>() : std::string(text);
}

// What was found, in the measure of what was expected: of a norm its status, where no more was
// asked.
std::string found_words(const testing::TestFailure& failure) {
  const auto value = nlohmann::json::parse(failure.found, nullptr, false);
  if (value.is_string()) return value.get<std::string>();
  const bool one_word = failure.expected.find_first_of(" [{\"") == std::string::npos;
  return value.is_object() && one_word ? value.value("status", failure.found) : failure.found;
}

}  // namespace

std::vector<CaseGroup> written_cases(workspace::Workspace& workspace, FileId file) {
  const auto parsed = workspace.parsed(file);
  std::set<std::string> taken;
  std::vector<CaseGroup> out;
  for (const ast::DeclId id : parsed->module.order) {
    const ast::Decl& decl = parsed->module.decls[id];
    // What has no title yet is no test yet.
    const auto group = [&](CaseSort sort, const ast::Text& title) {
      const bool there = title.span.file.exists() && !title.value.empty();
      if (there)
        out.push_back(
            {sort, {unique_id(title.value, taken), title.value, title.span, decl.span}, {}});
      return there;
    };
    if (const auto* test = std::get_if<ast::Test>(&decl.node)) {
      group(CaseSort::Test, test->title);
    } else if (const auto* table = std::get_if<ast::TestTable>(&decl.node)) {
      if (!group(CaseSort::Table, table->title)) continue;
      auto& [sort, own, rows] = out.back();
      for (const ast::TableRow& row : table->rows)
        if (row.span.file.exists())
          rows.push_back({row_id(own, rows.size() + 1),
                          row_label(workspace.sources().text(row.span)), row.span, row.span});
    } else if (const auto* cases = std::get_if<ast::Cases>(&decl.node)) {
      group(CaseSort::Recorded, cases->path);
    }
  }
  return out;
}

CaseBench::CaseBench(workspace::Workspace& workspace, FileId file, Language language)
    : file_(file),
      language_(language),
      types_(workspace.types()),
      names_(workspace.names()),
      sources_(workspace.sources()),
      program_{modules_, types_, names_} {}

std::shared_ptr<CaseBench> CaseBench::make(workspace::Workspace& workspace, FileId file,
                                           Language language, std::optional<hir::DefId> also) {
  std::shared_ptr<CaseBench> out(new CaseBench(workspace, file, language));
  out->groups_ = written_cases(workspace, file);
  out->texts_[file] = workspace.sources().file(file).text;
  for (const FileId member : workspace.closure(file)) {
    out->members_.push_back(
        {member, workspace.revision(member), workspace.parsed(member), workspace.checked(member)});
    out->modules_[member] = &out->members_.back().checked->module;
  }
  out->prepare(workspace, also);
  return out;
}

void CaseBench::prepare(workspace::Workspace& workspace, std::optional<hir::DefId> also) {
  for (const Member& member : members_)
    if (workspace.diagnostics(member.file).has_errors()) {
      const std::string& path = sources_.file(member.file).path;
      problem_ = (vi() ? "có lỗi trong " : "there are errors in ") +
                 path.substr(path.find_last_of("/:") + 1);
      return;
    }
  sound_ = true;
  program_.outside = workspace.outside_specials(file_);
  std::vector<testing::CaseText> texts;
  for (const hir::CaseFile& named : modules_.at(file_)->case_files) {
    const auto data = workspace.open_data(named.path, file_);
    if (!data && data.error().outside)
      case_problems_.report(diag::CaseFileOutside, named.span, named.path);
    else if (!data)
      case_problems_.report(diag::CaseFileUnreadable, named.span, named.path);
    if (!data) continue;  // its group says so when it is run
    data_.emplace_back(*data, workspace.revision(*data));
    texts_[*data] = sources_.file(*data).text;
    texts.push_back({named.decision, *data, named.path, sources_.file(*data).text, named.span});
  }
  auto targets = testing::targets_of(*modules_.at(file_), {}, texts);
  const auto is_also = [&](const decision::Entry& one) { return one.target == *also; };
  if (also && std::ranges::none_of(targets, is_also)) targets.push_back({*also, file_});
  DiagnosticList list;
  auto bench = testing::prepare(program_, targets, interpreter(log_), list);
  if (!bench) {
    problem_ = bench.error().message;
    for (const Diagnostic& item : list.items())
      if (item.row->severity == Severity::Error) {
        problem_ = message(*item.row, item.arguments, language_);
        break;
      }
    return;
  }
  bench_.emplace(std::move(*bench));
  read_recorded(texts);
}

void CaseBench::read_recorded(const std::vector<testing::CaseText>& texts) {
  for (const testing::CaseText& source : texts) {
    const auto group = std::ranges::find_if(groups_, [&](const CaseGroup& one) {
      return one.sort == CaseSort::Recorded && holds(one.own.whole, source.named_at.begin);
    });
    if (group == groups_.end()) continue;
    const std::uint32_t index = bench_->decisions.at(source.decision);
    DiagnosticList list;
    std::vector<testing::RecordedCase> cases;
    testing::read_case_file(source, bench_->lowered, bench_->lowered.decisions[index],
                            bench_->image, list, cases);
    case_problems_.append(list);
    for (testing::RecordedCase& one : cases) {
      Case row{row_id(group->own, group->rows.size() + 1), one.title, group->own.at, one.span};
      recorded_.emplace(row.id, Recorded{source.decision, std::move(one)});
      group->rows.push_back(std::move(row));
    }
  }
}

DiagnosticList CaseBench::decision_problems() const {
  if (!sound_) return {};
  return decision::check_decisions(modules_, types_, names_, file_, program_.outside);
}

bool CaseBench::is_current(workspace::Workspace& workspace) const {
  const std::vector<FileId> now = workspace.closure(file_);
  if (now.size() != members_.size()) return false;
  for (std::size_t i = 0; i < now.size(); ++i)
    if (now[i] != members_[i].file || workspace.revision(now[i]) != members_[i].revision ||
        workspace.checked(now[i]) != members_[i].checked)
      return false;
  return std::ranges::all_of(data_, [&](const auto& one) {
    return workspace.present(one.first) && workspace.revision(one.first) == one.second;
  });
}

std::vector<const Case*> CaseBench::leaves(std::string_view id) const {
  std::vector<const Case*> out;
  for (const CaseGroup& group : groups_) {
    const bool all = id.empty() || group.own.id == id;
    if (all && group.sort == CaseSort::Test) out.push_back(&group.own);
    for (const Case& row : group.rows)
      if (all || row.id == id) out.push_back(&row);
  }
  return out;
}

const Case* CaseBench::at(std::uint32_t offset) const {
  for (const CaseGroup& group : groups_) {
    if (group.sort == CaseSort::Recorded || !holds(group.own.whole, offset)) continue;
    for (const Case& row : group.rows)
      if (holds(row.whole, offset)) return &row;
    if (group.sort == CaseSort::Test) return &group.own;
    return group.rows.empty() ? nullptr : &group.rows.front();
  }
  return nullptr;
}

const hir::Test* CaseBench::test_of(const Case& one) const {
  for (const hir::Test& test : modules_.at(file_)->tests)
    if (test.span.begin == one.whole.begin && test.span.end == one.whole.end) return &test;
  return nullptr;
}

CaseResult CaseBench::run(const Case& one) {
  if (!problem_.empty()) return {CaseResult::Is::Errored, 0, problem_, {}, {}, std::nullopt};
  log_->clear();
  const auto start = std::chrono::steady_clock::now();
  testing::TestResult result;
  if (const auto recorded = recorded_.find(one.id); recorded != recorded_.end()) {
    testing::CaseCounts counts;
    result = testing::run_recorded(*bench_, bench_->decisions.at(recorded->second.decision),
                                   recorded->second.recorded, counts);
  } else if (const hir::Test* test = test_of(one)) {
    testing::ModuleResults totals;
    std::set<std::string> violated;
    result = testing::run_test(*bench_, *test, totals, violated);
  } else {
    return {CaseResult::Is::Errored,
            0,
            vi() ? "kiểm thử này không mong đợi điều gì" : "this test expects nothing",
            {},
            {},
            one.at};
  }
  const auto end = std::chrono::steady_clock::now();
  CaseResult out = result_of(result);
  out.milliseconds = std::chrono::duration<double, std::milli>(end - start).count();
  return out;
}

// Every expectation that is not met, with its text above if there are several: two whole texts to
// be compared.
CaseResult CaseBench::result_of(const testing::TestResult& result) const {
  CaseResult out;
  if (result.passed()) return out;
  out.at = result.failures.front().span;
  const auto refused =
      std::ranges::find_if(*log_, [](const Decided& one) { return one.status != PHEP_OK; });
  if (refused != log_->end()) {
    out.is = CaseResult::Is::Errored;
    out.message = (vi() ? "không ra được quyết định: " : "no decision: ") + refused->output;
    return out;
  }
  out.is = CaseResult::Is::Failed;
  for (const testing::TestFailure& failure : result.failures) {
    const std::string head =
        result.failures.size() > 1 ? text(failure.span) + "\n  " : std::string();
    out.expected += head + wanted_words(failure.expected) + "\n";
    out.actual += head + found_words(failure) + "\n";
  }
  const testing::TestFailure& first = result.failures.front();
  const std::string wanted = wanted_words(first.expected);
  const std::string found = found_words(first);
  out.message =
      vi() ? "cần " + wanted + ", nhưng gặp " + found : "expected " + wanted + ", found " + found;
  return out;
}

std::string CaseBench::text(Span span) const {
  const auto found = texts_.find(span.file);
  return found == texts_.end() ? std::string()
                               : found->second.substr(span.begin, span.end - span.begin);
}

std::vector<CaseQuestion> CaseBench::questions(const Case& one) const {
  std::vector<CaseQuestion> out;
  if (!problem_.empty()) return out;
  if (const auto found = recorded_.find(one.id); found != recorded_.end()) {
    const Recorded& recorded = found->second;
    return {{recorded.decision, bench_->decisions.at(recorded.decision), recorded.recorded.facts,
             recorded.recorded.options}};
  }
  const hir::Test* test = test_of(one);
  if (test == nullptr) return out;
  for (const hir::Expectation& expectation : test->expectations) {
    CaseQuestion question{expectation.target, bench_->decisions.at(expectation.target),
                          testing::facts_json(program_, expectation.target, expectation.args),
                          testing::options_of(*bench_, *test)};
    const bool known = std::ranges::any_of(out, [&](const CaseQuestion& other) {
      return other.decision == question.decision && other.facts == question.facts;
    });
    if (!known) out.push_back(std::move(question));
  }
  return out;
}

Decided CaseBench::decide(const CaseQuestion& question) {
  bench_->engines.front().run(question.decision, question.facts, question.options);
  Decided out = std::move(log_->back());
  log_->pop_back();
  return out;
}

std::optional<std::uint32_t> CaseBench::decision_of(hir::DefId target) const {
  if (!bench_) return std::nullopt;
  const auto found = bench_->decisions.find(target);
  return found == bench_->decisions.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace phep::ide
