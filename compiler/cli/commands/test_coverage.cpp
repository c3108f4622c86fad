// `phep test PATH… --coverage`: what the tests reach of the law.
#include "compiler/base/check.h"
#include "compiler/base/text.h"
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/engine_set.h"
#include "compiler/cli/json_text.h"
#include "compiler/cli/session.h"
#include "compiler/cli/test_ground.h"
#include "compiler/coverage/formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace phep::cli {
namespace {

using coverage::Measure;
using coverage::Point;

constexpr std::size_t kMostNamed = 20;  // points of one measure, in the report for people

std::string_view measure_words(const Session& session, Measure measure) {
  switch (measure) {
    case Measure::Cases: return session.say("trường hợp, ngoại lệ", "cases, exceptions");
    case Measure::Conditions: return session.say("điều kiện (MC/DC)", "conditions (MC/DC)");
    case Measure::Boundaries: return session.say("ngày biên", "boundary days");
    case Measure::Provisions:
      return session.say("tình trạng theo điều khoản", "provisions' statuses");
  }
  PHEP_UNREACHABLE();
}

std::string place(const coverage::Report& report, const Point& point) {
  const LineColumn at = report.sources.place(point.at.file, point.at.begin);
  return fmt::format("{}:{}:{}", visible(report.sources.file(point.at.file).path), at.line,
                     at.column);
}

// The points of a measure that nothing saw, `most` of them.
std::string missing(const Session& session, const coverage::Report& report, Measure measure,
                    std::size_t most) {
  std::string out;
  std::size_t left = 0;
  for (const Point& point : report.points) {
    if (point.measure != measure || seen(point, report.hits) != 0) continue;
    if (left++ < most)
      out += fmt::format("  {} {}: {}\n", place(report, point), report.def(point.of).qualified,
                         point.outcome);
  }
  if (left > most) out += fmt::format("  … {} {}\n", left - most, session.say("chỗ nữa", "more"));
  return out;
}

std::string human(const Session& session, const coverage::Report& report) {
  std::string out;
  for (const Measure measure : coverage::kMeasures) {
    const coverage::Total all = total(report.points, report.hits, measure);
    out += fmt::format("{:<28} {:>6.1f} %  {:>6} / {}\n", measure_words(session, measure),
                       all.percent(), all.seen, all.of);
    out += missing(session, report, measure, kMostNamed);
  }
  return out;
}

std::string written(const Session& session, const coverage::Report& report,
                    const std::string& format) {
  if (format == "json") return json_text(coverage_json(report));
  if (format == "lcov") return lcov(report);
  if (format == "cobertura") return cobertura(report);
  if (format == "html") return heat_map(report, session.options().language);
  return human(session, report);
}

// Adds what other runs saw; false, and told, when a file is no report.
bool merge_others(Session& session, const CoverageOptions& options, coverage::Hits& hits,
                  int& code) {
  for (const std::string& path : options.merge) {
    const auto text = read_input(path);
    if (!text) {
      session.fail("không đọc được " + path, "cannot read " + path);
      code = kIo;
      return false;
    }
    const auto some = coverage::read_hits(*text);
    if (!some) {
      session.fail(path + " không phải báo cáo json của --coverage",
                   path + " is no json report of --coverage");
      code = kInvalid;
      return false;
    }
    coverage::merge(hits, *some);
  }
  return true;
}

// Thresholds that were not reached, with every line that is missing.
bool below_minimum(Session& session, const CoverageOptions& options,
                   const coverage::Report& report) {
  bool below = false;
  for (const Measure measure : coverage::kMeasures) {
    const auto wanted = options.minimum.find(std::string(word(measure)));
    if (wanted == options.minimum.end()) continue;
    const coverage::Total all = total(report.points, report.hits, measure);
    if (all.percent() >= wanted->second) continue;
    below = true;
    std::fputs(fmt::format("{}: {:.1f} % < {:.1f} %\n{}", measure_words(session, measure),
                           all.percent(), wanted->second, missing(session, report, measure, all.of))
                   .c_str(),
               stderr);
  }
  return below;
}

}  // namespace

int run_coverage(Session& session, const TestOptions& options, const std::vector<FileId>& files) {
  DiagnosticList diagnostics;
  const TestGround ground = test_ground(session, files, diagnostics);
  const workspace::Workspace& workspace = session.workspace();
  const coverage::Plan plan =
      coverage::plan_of(ground.modules, workspace.types(), workspace.names(), files);
  const auto make_engines = quick_interpreter();
  const testing::Ground law{ground.modules, workspace.types(),   workspace.names(),
                            make_engines,   threads_of(options), true,
                            &plan.probes};
  const auto suite = testing::make_suite(law, ground.tests, diagnostics);
  if (!suite) {
    if (diagnostics.has_errors()) session.print(diagnostics);
    fail_suite(session, suite.error());
    return kInvalid;
  }
  coverage::Hits hits = coverage::hits_of(*suite);
  int code = kOk;
  if (!merge_others(session, options.coverage, hits, code)) return code;
  const coverage::Report report{ground.modules, workspace.sources(), workspace.names(), plan.points,
                                hits};
  std::string format = options.coverage.format;
  if (format.empty()) format = session.json() ? "json" : "human";
  const std::string text = written(session, report, format);
  if (options.coverage.out.empty()) {
    write_out(text);
  } else if (const auto done = write_file(options.coverage.out, text); !done) {
    session.fail("không ghi được " + options.coverage.out, done.error().message);
    return kIo;
  }
  for (const std::string& failing : suite->failing)
    std::fputs(fmt::format("{}: {}\n", session.say("hỏng", "failed"), visible(failing)).c_str(),
               stderr);
  const bool below = below_minimum(session, options.coverage, report);
  return below || !suite->failing.empty() ? kFindings : kOk;
}

}  // namespace phep::cli
