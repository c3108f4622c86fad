// `phep gen FILE`: proposes cases worth discussing, which count for nothing until somebody accepts
// them.
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/engine_set.h"
#include "compiler/cli/review.h"
#include "compiler/cli/session.h"
#include "compiler/cli/target.h"
#include "compiler/cli/test_ground.h"
#include "compiler/coverage/pairs.h"
#include "compiler/coverage/propose.h"
#include "compiler/decision/image.h"
#include "compiler/runtime/date.h"
#include "compiler/testing/nearby.h"
#include "compiler/testing/time_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace phep::cli {
namespace {

constexpr std::int32_t kVietnam = 420;  // minutes east of UTC

// What the cases of the file's own tests show, and those that ask the decision.
struct Known {
  coverage::Hits hits;
  std::set<std::string> bound{};
  std::vector<testing::Case> seeds{};
};

Known known_of(const testing::Suite& suite, hir::DefId decision) {
  Known out{coverage::hits_of(suite)};
  for (const testing::Target& target : suite.targets)
    for (const testing::Case& one : target.cases)
      out.bound.merge(coverage::bound_as_expected(target.program, one));
  for (const testing::Target& target : suite.targets)
    if (target.entry.target == decision)
      out.seeds.insert(out.seeds.end(), target.cases.begin(), target.cases.end());
  return out;
}

std::string line_of(const coverage::Proposal& proposal, const std::string& name) {
  nlohmann::ordered_json line = {
      {"name", name},
      {"unreviewed", true},
      {"as_of", testing::moment_text(proposal.one.as_of, kVietnam)},
      {"facts", nlohmann::ordered_json::parse(proposal.one.facts, nullptr, false)}};
  if (proposal.one.law_date) line["law_date"] = testing::day_text(*proposal.one.law_date);
  line["expect"] = recorded_expectations(proposal.one.answer);
  return line.dump() + "\n";
}

// "tell is late; tell.exempt.secret true": what a case is proposed for.
std::string reason(const coverage::Proposal& proposal) {
  constexpr std::size_t kMost = 3;
  std::string out;
  for (std::size_t i = 0; i < proposal.shows.size() && i < kMost; ++i)
    out += (i == 0 ? "" : "; ") + proposal.shows[i];
  if (proposal.shows.size() > kMost) out += fmt::format("; +{}", proposal.shows.size() - kMost);
  return out;
}

}  // namespace

int run_gen(const CommonOptions& common, const GenOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  const auto target = open_target(*session, options.file, options.decision);
  if (!target) return target.error();
  DiagnosticList diagnostics;
  const TestGround ground = test_ground(*session, {target->file}, diagnostics);
  const workspace::Workspace& workspace = session->workspace();
  std::vector<FileId> files;
  for (const auto& [file, module] : ground.modules) files.push_back(file);
  const coverage::Plan plan =
      coverage::plan_of(ground.modules, workspace.types(), workspace.names(), files);
  const auto make_engines = quick_interpreter();
  const testing::Ground law{ground.modules, workspace.types(), workspace.names(), make_engines, 1,
                            true,           &plan.probes};
  const auto suite = testing::make_suite(law, ground.tests, diagnostics);
  if (!suite) {
    if (diagnostics.has_errors()) session->print(diagnostics);
    fail_suite(*session, suite.error());
    return kInvalid;
  }
  const decision::Entry entry{target->def, target->file};
  const decision::Lowered lowered =
      decision::lower(ground.modules, workspace.types(), workspace.names(), {&entry, 1}, {},
                      ground.tests[0].outside, &plan.probes);
  if (lowered.diagnostics.has_errors()) {
    session->print(lowered.diagnostics);
    return kInvalid;
  }
  const auto engines = make_engines(lowered.program, decision::encode(lowered.program));
  if (!engines) {
    session->fail("không khởi động được bộ máy: " + engines.error().message,
                  engines.error().message);
    return kUsage;
  }
  Known known = known_of(*suite, target->def);
  if (!options.as_of && known.seeds.empty()) {
    session->fail("chưa có kiểm thử nào hỏi quyết định này: nêu --as-of để bắt đầu",
                  "no test asks this decision yet: give --as-of to set out from");
    return kUsage;
  }
  const std::int64_t as_of = options.as_of.value_or(known.seeds.empty() ? 0 : known.seeds[0].as_of);
  testing::Case base{.title = "base", .span = {}, .facts = {}, .as_of = as_of};
  base.facts = testing::base_facts(
      lowered.program, static_cast<std::int32_t>(runtime::local_day(as_of, kVietnam)) - 10);
  known.seeds.push_back(std::move(base));
  coverage::Pairs pairs;
  if (options.pairs) pairs = coverage::pairwise(lowered.program, engines->front(), known.seeds);
  std::set<std::string> points;
  for (const coverage::Point& point : plan.points) points.insert(point.key);
  const coverage::Proposals found =
      coverage::propose(lowered.program, engines->front(), std::move(known.seeds),
                        {.points = points,
                         .seen = known.hits,
                         .bound = std::move(known.bound),
                         .most = options.count,
                         .budget = options.budget});
  std::string text;
  std::size_t number = 0;
  for (const coverage::Proposal& one : found.cases)
    text += line_of(
        one, fmt::format("{} {}: {}", session->say("đề xuất", "proposed"), ++number, reason(one)));
  for (const coverage::Proposal& one : pairs.cases)
    text += line_of(
        one, fmt::format("{} {}: {}", session->say("cặp dữ kiện", "pairs"), ++number, reason(one)));
  if (options.out.empty()) {
    write_out(text);
  } else if (const auto done = write_file(options.out, text); !done) {
    session->fail("không ghi được " + options.out, done.error().message);
    return kIo;
  }
  std::fputs(
      fmt::format("{} {} ({} {}); {} / {} {}; {} {}\n", found.cases.size(),
                  session->say("trường hợp", "cases"), session->say("ít nhất phải", "at least"),
                  found.lower_bound, found.shown, found.reachable,
                  session->say("điều chưa ai thấy", "points that nobody has seen"), found.asked,
                  session->say("trường hợp đã xem", "cases looked at"))
          .c_str(),
      stderr);
  if (options.pairs)
    std::fputs(fmt::format(fmt::runtime(session->say(
                               "{} trường hợp cho {} cặp giá trị của {} dữ kiện; {} cặp đã có\n",
                               "{} cases for {} pairs of values of {} facts; {} had been seen\n")),
                           pairs.cases.size(), pairs.pairs, pairs.facts, pairs.seen)
                   .c_str(),
               stderr);
  return kOk;
}

}  // namespace phep::cli
