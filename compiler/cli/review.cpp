#include "compiler/cli/review.h"

#include "compiler/base/text.h"
#include "compiler/cli/case_files.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/testing/bench.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace phep::cli {
namespace {

using Json = nlohmann::ordered_json;

// New lines for old ones, by where these begin and end.
using Edits = std::map<std::pair<std::uint32_t, std::uint32_t>, std::string>;

Result<void> write_edits(const SourceFile& file, const Edits& edits) {
  std::string text = file.text;
  for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit)
    text.replace(edit->first.first, edit->first.second - edit->first.first, edit->second);
  return write_file(file.path, text);
}

struct Recorder {
  Session& session;
  const testing::MakeEngines& make_engines;
  std::size_t count = 0;

  // kOk, or why it could not be done.
  int file(FileId file) {
    workspace::Workspace& workspace = session.workspace();
    DiagnosticList problems;
    const auto cases = case_texts(workspace, file, problems);
    if (!problems.has_errors() && cases.empty()) return kOk;
    const auto modules = workspace.modules(file);
    const testing::Program program{modules, workspace.types(), workspace.names(),
                                   workspace.outside_specials(file)};
    std::vector<decision::Entry> entries;
    for (const testing::CaseText& one : cases) entries.push_back({one.decision, file});
    const auto bench = testing::prepare(program, entries, make_engines, problems);
    for (const testing::CaseText& one : cases)
      if (bench)
        if (const int code = record(*bench, one, problems); code != kOk) return code;
    if (problems.has_errors()) session.print(problems);
    return problems.has_errors() ? kInvalid : kOk;
  }

  int record(const testing::Bench& bench, const testing::CaseText& source,
             DiagnosticList& problems) {
    if (!source.path.ends_with(".jsonl")) return kOk;
    const std::uint32_t index = bench.decisions.at(source.decision);
    std::vector<testing::RecordedCase> cases;
    if (!testing::read_case_file(source, bench.lowered, bench.lowered.decisions[index], bench.image,
                                 problems, cases))
      return kOk;  // the problems say why
    Edits edits;
    for (const testing::RecordedCase& one : cases) {
      if (!one.unreviewed) continue;
      const auto outcome = bench.engines.front().run(index, one.facts, one.options);
      if (outcome.status != PHEP_OK) {
        session.fail(one.title + ": vượt giới hạn khi đánh giá",
                     one.title + ": a limit was hit while deciding");
        return kLimit;
      }
      Json line = Json::parse(session.sources().text(one.span), nullptr, false);
      line["expect"] = recorded_expectations(outcome.output);
      edits[{one.span.begin, one.span.end}] = line.dump();
    }
    if (edits.empty()) return kOk;
    const SourceFile& file = session.sources().file(source.file);
    if (const auto done = write_edits(file, edits); !done) {
      session.fail("không ghi được " + file.path, done.error().message);
      return kIo;
    }
    count += edits.size();
    return kOk;
  }
};

// A line of a case file that nobody has accepted yet.
struct Candidate {
  FileId file;
  std::uint32_t begin, end;
  Json json;
};

void candidates_in(const SourceFile& source, FileId file, const std::string& name,
                   std::vector<Candidate>& out) {
  const std::string& text = source.text;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(text.find('\n', at), text.size());
    const std::size_t next = end + 1;
    if (end > at && text[end - 1] == '\r') --end;
    Json json = Json::parse(text.substr(at, end - at), nullptr, false);
    if (json.is_object() && json.value("unreviewed", Json()) == true &&
        json.value("name", Json()) == name)
      out.push_back(
          {file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end), std::move(json)});
    at = next;
  }
}

}  // namespace

nlohmann::ordered_json recorded_expectations(const std::string& answer) {
  const Json all = Json::parse(answer, nullptr, false);
  Json out = Json::object();
  const Json norms = all.value("norms", Json::object());
  for (const auto& [key, norm] : norms.items()) {
    out[key] = norm.value("status", Json());
    for (const char* part : {"bearer", "due", "until", "through"})
      if (norm.contains(part)) out[key + "." + part] = norm[part];
  }
  const Json outputs = all.value("outputs", Json::object());
  for (const auto& [key, value] : outputs.items()) out[key] = value;
  if (!all.value("missing", Json::array()).empty()) out["missing"] = all["missing"];
  return out;
}

int record_cases(Session& session, const std::vector<FileId>& files,
                 const testing::MakeEngines& make_engines) {
  Recorder recorder{session, make_engines};
  for (const FileId file : files)
    if (const int code = recorder.file(file); code != kOk) return code;
  write_out(
      fmt::format("{} {}\n", recorder.count,
                  session.say("trường hợp đã ghi, chờ duyệt", "cases recorded, to be reviewed")));
  return kOk;
}

int accept_case(Session& session, const TestOptions& options, const std::vector<FileId>& files) {
  if (options.by.find_first_not_of(" \t") == std::string::npos) {
    session.fail("--accept cần --by: ai đã duyệt", "--accept needs --by: who has reviewed it");
    return kUsage;
  }
  std::vector<Candidate> found;
  std::set<FileId> seen;
  for (const FileId file : files) {
    DiagnosticList problems;
    for (const testing::CaseText& one : case_texts(session.workspace(), file, problems))
      if (one.path.ends_with(".jsonl") && seen.insert(one.file).second)
        candidates_in(session.sources().file(one.file), one.file, options.accept, found);
  }
  if (found.size() != 1) {
    const std::string count = std::to_string(found.size());
    session.fail(count + " trường hợp chưa duyệt có tên `" + visible(options.accept) +
                     "`: duyệt từng cái một",
                 count + " unreviewed cases are called `" + visible(options.accept) +
                     "`: they are accepted one by one");
    return kFindings;
  }
  Candidate& one = found.front();
  if (one.json.value("expect", Json::object()).empty()) {
    session.fail("trường hợp này chưa ghi mong đợi gì: chạy --update trước",
                 "this case expects nothing yet: run --update first");
    return kFindings;
  }
  one.json.erase("unreviewed");
  one.json["accepted_by"] = options.by;
  const SourceFile& file = session.sources().file(one.file);
  if (const auto done = write_edits(file, {{{one.begin, one.end}, one.json.dump()}}); !done) {
    session.fail("không ghi được " + file.path, done.error().message);
    return kIo;
  }
  write_out(fmt::format("{}: {}\n", visible(options.accept), session.say("đã duyệt", "accepted")));
  return kOk;
}

}  // namespace phep::cli
