// `phep verify PATH…`: what holds in every case, or the case in which it does not.
#include "compiler/verify/verify.h"

#include "compiler/base/check.h"
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/json_text.h"
#include "compiler/cli/proof_memory.h"
#include "compiler/cli/sarif.h"
#include "compiler/cli/session.h"
#include "compiler/cli/user_cache.h"
#include "compiler/diagnostics/kinds/proofs.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>

namespace phep::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string question_words(const Session& session, verify::Question question) {
  switch (question) {
    case verify::Question::Gap: return std::string(session.say("khoảng trống", "gap"));
    case verify::Question::Overlap:
      return std::string(session.say("kết luận trái nhau", "overlap"));
    case verify::Question::DeadCase:
      return std::string(session.say("trường hợp chết", "dead case"));
    case verify::Question::DeadNorm: return std::string(session.say("quy phạm chết", "dead norm"));
    case verify::Question::DoubleBind:
      return std::string(session.say("buộc làm điều bị cấm", "double bind"));
    case verify::Question::Transition: return std::string(session.say("chuyển tiếp", "transition"));
    case verify::Question::Property: return std::string(session.say("tính chất", "property"));
  }
  PHEP_UNREACHABLE();
}

std::string_view verdict_words(const Session& session, verify::Verdict verdict) {
  switch (verdict) {
    case verify::Verdict::Proved: return session.say("đã chứng minh", "proved");
    case verify::Verdict::Vacuous: return session.say("không có gì để chứng minh", "vacuous");
    case verify::Verdict::Refuted: return session.say("bị bác bỏ", "refuted");
    case verify::Verdict::NotDecided: return session.say("chưa xác định", "not decided");
  }
  PHEP_UNREACHABLE();
}

std::string reason(const verify::Result& result) {
  return result.why.empty() ? "" : ": " + result.why;
}

Json to_json(const SourceMap& sources, const verify::Result& result) {
  Json out = {{"question", verify::word(result.question)},
              {"verdict", verify::word(result.verdict)},
              {"subject", result.subject}};
  if (!result.part.empty()) out["part"] = result.part;
  if (!result.about.empty()) out["about"] = result.about;
  if (result.candidate) out["candidate"] = true;
  const LineColumn place = sources.place(result.span.file, result.span.begin);
  out["path"] = sources.file(result.span.file).path;
  out["line"] = place.line;
  out["column"] = place.column;
  if (!result.why.empty()) out["why"] = result.why;
  if (result.up_to) out["up_to_elements"] = true;
  if (result.by_form) out["by_form"] = true;
  for (const verify::UnderReading& one : result.readings)
    out["readings"].push_back(
        {{"reading", one.reading}, {"option", one.option}, {"verdict", verify::word(one.verdict)}});
  if (!result.facts.empty()) out["facts"] = Json::parse(result.facts);
  if (!result.test.empty()) out["test"] = result.test;
  out["cost"] = {{"questions", result.price.questions},
                 {"rounds", result.price.rounds},
                 {"steps", result.price.steps},
                 {"ms", result.price.milliseconds}};
  return out;
}

Json summary(const verify::Report& report) {
  std::map<std::string, std::map<std::string, std::uint64_t>> by_question;
  std::map<std::string, std::uint64_t> by_verdict;
  for (const verify::Verdict verdict : {verify::Verdict::Proved, verify::Verdict::Vacuous,
                                        verify::Verdict::Refuted, verify::Verdict::NotDecided})
    by_verdict[std::string(verify::word(verdict))] = 0;
  std::map<std::string, std::uint64_t> pairs = {{"proved", 0}, {"refuted", 0}, {"not_decided", 0}};
  for (const verify::Result& result : report.results) {
    if (result.candidate) {
      ++pairs[std::string(verify::word(result.verdict))];
      continue;
    }
    ++by_verdict[std::string(verify::word(result.verdict))];
    ++by_question[std::string(verify::word(result.question))]
                 [std::string(verify::word(result.verdict))];
  }
  Json constructs = Json::object();
  for (const auto& [name, count] : report.constructs)
    constructs[name] = {
        {"exact", count.exact}, {"over_approximated", count.weakened}, {"not_encoded", count.none}};
  return {{"verdicts", by_verdict},
          {"questions", by_question},
          {"pairs_of_other_facts", report.of_other_facts},
          {"joined_pairs", pairs},
          {"recalled", report.recalled},
          {"instructions", report.instructions},
          {"constructs", constructs}};
}

// The rule under which a question's answers stand.
const CatalogRow& rule_of(verify::Question question) {
  switch (question) {
    case verify::Question::Gap: return diag::RuleGap.row;
    case verify::Question::Overlap: return diag::RuleOverlap.row;
    case verify::Question::DeadCase: return diag::CaseNeverDecides.row;
    case verify::Question::DeadNorm: return diag::NormNeverBinds.row;
    case verify::Question::DoubleBind: return diag::DoubleBind.row;
    case verify::Question::Transition: return diag::TransitionGap.row;
    case verify::Question::Property: return diag::PropertyFails.row;
  }
  PHEP_UNREACHABLE();
}

// A verdict as a result: a finding, an open question, or (where all are asked for) a proof.
std::optional<SarifResult> to_sarif(const testing::Program& program, const verify::Result& result) {
  SarifResult out{.item = {&rule_of(result.question), result.span, {}, {}, {}}};
  const std::string what = result.subject + (result.part.empty() ? "" : " · " + result.part);
  if (result.verdict == verify::Verdict::NotDecided) {
    out.kind = SarifKind::Open;
    out.message = Argument("chưa xác định: `" + what + "`" + reason(result),
                           "not decided: `" + what + "`" + reason(result));
  } else if (result.verdict == verify::Verdict::Proved) {
    out.kind = SarifKind::Pass;
    out.message = Argument("đã chứng minh: `" + what + "`" +
                               (result.up_to ? " (danh sách đến số phần tử đã định)" : ""),
                           "proved: `" + what + "`" +
                               (result.up_to ? " (lists up to the elements that were asked)" : ""));
  } else {
    verify::Report one;
    one.results = {result};
    const DiagnosticList said = verify::findings(program, one);
    if (said.empty()) return std::nullopt;
    out.item = said.items().front();
  }
  const bool pair = result.question == verify::Question::DoubleBind ||
                    result.question == verify::Question::Transition;
  if (pair && result.verdict == verify::Verdict::Refuted) {
    const hir::Def& other = program.def(result.other);
    out.related.emplace_back(other.name_span, Argument(other.qualified));
  }
  out.properties["question"] = verify::word(result.question);
  out.properties["verdict"] = verify::word(result.verdict);
  if (!result.about.empty()) out.properties["about"] = result.about;
  if (!result.facts.empty()) out.properties["facts"] = Json::parse(result.facts);
  if (!result.test.empty()) out.properties["test"] = result.test;
  return out;
}

// Findings that comments allow come last, as suppressed results.
SarifRun to_sarif(const testing::Program& program, const verify::Report& report,
                  const std::vector<workspace::Allowed>& allowed, bool every) {
  SarifRun run{.command = "verify"};
  std::vector<SarifResult> suppressed;
  for (const verify::Result& result : report.results) {
    if (result.candidate || (result.verdict == verify::Verdict::Proved && !every)) continue;
    std::optional<SarifResult> one = to_sarif(program, result);
    if (!one) continue;
    const auto by = std::ranges::find_if(allowed, [&](const workspace::Allowed& let) {
      return one->kind == SarifKind::Fail && let.item.row == one->item.row &&
             let.item.span == one->item.span;
    });
    if (by != allowed.end()) {
      one->allowed = *by;
      suppressed.push_back(std::move(*one));
    } else {
      run.results.push_back(std::move(*one));
    }
  }
  for (SarifResult& one : suppressed) run.results.push_back(std::move(one));
  return run;
}

// What comments do not allow; `allowed` is what they do.
DiagnosticList without_allowed(const workspace::Workspace& workspace, DiagnosticList found,
                               std::vector<workspace::Allowed>& allowed) {
  std::set<FileId> files;
  for (const Diagnostic& item : found.items()) files.insert(item.span.file);
  for (const FileId file : files) {
    workspace::Judged judged = workspace.judge(std::move(found), file, workspace::Finder::Verify);
    found = std::move(judged.told);
    std::ranges::move(judged.allowed, std::back_inserter(allowed));
  }
  return found;
}

void print_human(Session& session, const verify::Report& report, bool every) {
  std::string out;
  std::map<std::string, std::size_t> undecided;
  std::array<std::size_t, 4> counts{}, pairs{};
  for (const verify::Result& result : report.results) {
    ++(result.candidate ? pairs : counts).at(static_cast<std::size_t>(result.verdict));
    const std::string what = result.subject + (result.part.empty() ? "" : " · " + result.part) +
                             " · " + question_words(session, result.question) +
                             (result.about.empty() ? "" : " (" + result.about + ")");
    if (result.candidate && result.verdict == verify::Verdict::Refuted) {
      out += fmt::format("{} {}\n    {}\n", session.say("cả hai cùng ràng buộc:", "both may bind:"),
                         what, result.facts);
    } else if (result.candidate && result.verdict == verify::Verdict::Proved) {
      out += fmt::format(
          "{} {}\n", session.say("không bao giờ cùng ràng buộc:", "never bind together:"), what);
    } else if (result.verdict == verify::Verdict::NotDecided) {
      ++undecided[result.why];
      out += fmt::format("{} {}{}\n", session.say("chưa xác định:", "not decided:"), what,
                         reason(result));
    } else if (every && result.verdict == verify::Verdict::Proved) {
      out += fmt::format(
          "{} {}{}\n", session.say("đã chứng minh:", "proved:"), what,
          result.up_to ? session.say(" (danh sách đến 3 phần tử)", " (lists up to 3)") : "");
    }
    if (every || result.verdict != verify::Verdict::Proved)
      for (const verify::UnderReading& one : result.readings)
        out += fmt::format("    {} = {}: {}\n", one.reading, one.option,
                           verdict_words(session, one.verdict));
    if (!result.test.empty()) out += "\n" + result.test + "\n";
  }
  out += fmt::format(
      fmt::runtime(session.say(
          "{} đã chứng minh, {} bị bác bỏ, {} không có gì để chứng minh, {} chưa xác định\n",
          "{} proved, {} refuted, {} vacuous, {} not decided\n")),
      counts[0], counts[2], counts[1], counts[3]);
  if (pairs != std::array<std::size_t, 4>{})
    out += fmt::format(
        fmt::runtime(session.say(
            "{} cặp nghĩa vụ và điều cấm: {} không bao giờ cùng ràng buộc, {} có thể, {} chưa xác "
            "định\n",
            "{} pairs of duty and prohibition: {} never bind together, {} may, {} not decided\n")),
        pairs[0] + pairs[2] + pairs[3], pairs[0], pairs[2], pairs[3]);
  write_out(out);
}

}  // namespace

int run_verify(const CommonOptions& common, const VerifyOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  const auto files = session->open(options.paths);
  if (!files) return kIo;
  const DiagnosticList checked = session->diagnostics_with_imports(*files);
  if (checked.has_errors()) {
    if (common.format == Format::Sarif) {
      SarifRun run{.command = "verify",
                   .targets = *files,
                   .exit = kInvalid,
                   .broken_by = Argument("nguồn có lỗi, nên không chứng minh được gì",
                                         "the sources have errors, so nothing could be proved")};
      add_results(run, checked);
      write_out(sarif_text(*session, run));
    } else {
      session->print(checked);
    }
    return kInvalid;
  }
  workspace::Workspace& workspace = session->workspace();
  std::map<FileId, const hir::Module*> all;
  std::vector<std::shared_ptr<const check::Checked>> kept;
  for (const FileId file : *files) {
    kept.push_back(workspace.checked(file));
    all.merge(workspace.modules(file));
  }
  ProofMemory proofs;
  const verify::Options asked{.steps = options.steps,
                              .elements = options.elements,
                              .filter = options.filter,
                              .memory = options.cache && may_recall() ? &proofs.memory() : nullptr};
  verify::Report report;
  for (const FileId file : *files) {
    const auto modules = workspace.modules(file);
    const testing::Program program{modules, workspace.types(), workspace.names(), {}};
    verify::verify_module(program, *modules.at(file), asked, report);
    verify::verify_properties(program, *modules.at(file), asked, report);
  }
  const testing::Program whole{all, workspace.types(), workspace.names(), {}};
  verify::verify_between(whole, *files, asked, report);
  if (options.pairs) verify::verify_joined(whole, *files, asked, report);
  proofs.save();
  if (report.results.empty() && !options.filter.empty()) {
    session->fail("không có tên nào chứa `" + options.filter + "` để chứng minh",
                  "there is nothing to prove whose name holds `" + options.filter + "`");
    return kUsage;
  }

  std::vector<workspace::Allowed> allowed;
  const DiagnosticList found = without_allowed(workspace, verify::findings(whole, report), allowed);
  if (common.format == Format::Sarif) {
    SarifRun run = to_sarif(whole, report, allowed, options.every);
    run.targets = *files;
    run.exit = found.empty() ? kOk : kFindings;
    write_out(sarif_text(*session, run));
  } else if (session->json()) {
    Json results = Json::array();
    for (const verify::Result& result : report.results)
      results.push_back(to_json(workspace.sources(), result));
    write_out(json_text(Json{{"results", results}, {"summary", summary(report)}}));
  } else {
    session->print(found);
    print_human(*session, report, options.every);
  }
  return found.empty() ? kOk : kFindings;
}

}  // namespace phep::cli
