#include "compiler/cli/test_report.h"

#include "compiler/base/text.h"
#include "compiler/cli/json_text.h"
#include "compiler/explain/document.h"
#include "compiler/testing/expect.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace phep::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Reporter {
  const Session& session;
  const SourceMap& sources;
  const TestRun& run;
  const TestOptions& options;

  // A file may be called anything.
  [[nodiscard]] std::string path(Span at) const { return visible(sources.file(at.file).path); }
  [[nodiscard]] std::string place(Span at) const {
    const LineColumn where = sources.place(at.file, at.begin);
    return fmt::format("{}:{}:{}", path(at), where.line, where.column);
  }
  [[nodiscard]] std::uint32_t line(Span at) const { return sources.place(at.file, at.begin).line; }
};

std::string xml(std::string_view text) {
  std::string out;
  for (const char c : explain::escaped_html(text)) {
    // Attributes fold line breaks, and XML has no way to write other controls.
    if (c == '\n')
      out += "&#10;";
    else if (static_cast<unsigned char>(c) >= 0x20 || c == '\t')
      out += c;
  }
  // … nor the two characters that are none.
  for (const std::string_view none : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"})
    for (auto at = out.find(none); at != std::string::npos; at = out.find(none, at))
      out.replace(at, none.size(), "\xEF\xBF\xBD");
  return out;
}

// ---- for people ---------------------------------------------------------------------------------

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

// What the failure points at, one thing a line.
std::vector<std::string> blame_lines(const Reporter& report, const testing::Blame& blame) {
  const Session& session = report.session;
  std::vector<std::string> out;
  if (blame.definition.empty()) return out;
  out.push_back(fmt::format("{:<10} {}{}{}", session.say("quy tắc", "rule"), blame.definition,
                            blame.at.file.exists() ? " " + report.place(blame.at) : "",
                            blame.cites.empty() ? "" : " (" + joined(blame.cites) + ")"));
  if (!blame.held.empty())
    out.push_back(fmt::format("{:<10} {}", session.say("thoả", "held"), joined(blame.held)));
  for (const auto& [path, value] : blame.facts)
    out.push_back(
        fmt::format("{:<10} {} = {}", session.say("dựa vào", "read"), path, visible(value)));
  return out;
}

std::string failure_text(const Reporter& report, const testing::TestFailure& failure, bool color) {
  const Session& session = report.session;
  std::string out;
  if (failure.disagreement) {
    out += fmt::format(
        "    {:<10} {}\n    {:<10} {}\n", session.say("các bộ máy khác nhau", "engines differ"),
        visible(failure.expected), session.say("gặp", "found"), visible(failure.found));
  } else {
    out +=
        fmt::format("    {:<10} {}\n    {:<10} {}\n", session.say("mong đợi", "expected"),
                    visible(failure.expected), session.say("gặp", "found"), visible(failure.found));
    for (const std::string& line : structural_diff(failure)) {
      const bool wanted = line.starts_with('-'), found = line.starts_with('+');
      const std::string_view paint = !color ? "" : wanted ? "\x1b[31m" : found ? "\x1b[32m" : "";
      out += fmt::format("      {}{}{}\n", paint, visible(line), paint.empty() ? "" : "\x1b[0m");
    }
  }
  for (const std::string& line : blame_lines(report, failure.blame)) out += "    " + line + "\n";
  out += fmt::format("    {:<10} {}\n", session.say("dữ kiện", "facts"), visible(failure.facts));
  return out;
}

void human(const Reporter& report) {
  const Session& session = report.session;
  for (const testing::TestResult& test : report.run.tests) {
    for (const testing::TestFailure& failure : test.failures) {
      const char* mark = test.unreviewed ? "?" : "✗";
      write_out(fmt::format(
          "{} {} {}{}\n    {}\n",
          session.color(1) ? fmt::format("\x1b[1;31m{}\x1b[0m", mark) : mark,
          report.place(failure.span), visible(test.title),
          test.unreviewed ? std::string(session.say(" (chưa duyệt)", " (unreviewed)")) : "",
          visible(report.sources.text(failure.span))));
      write_out(failure_text(report, failure, session.color(1)));
    }
  }
  for (const testing::TestResult& test : report.run.tests)
    if (!test.undecided.empty())
      write_out(fmt::format("? {} {}\n    {} {}\n", report.place(test.span), visible(test.title),
                            session.say("chưa xác định:", "not decided:"), test.undecided));
  std::vector<const testing::TestResult*> slow;
  for (const testing::TestResult& test : report.run.tests) slow.push_back(&test);
  std::ranges::stable_sort(slow, std::ranges::greater{}, &testing::TestResult::milliseconds);
  slow.resize(std::min<std::size_t>(slow.size(), report.options.slowest));
  for (const testing::TestResult* test : slow)
    write_out(fmt::format("{:>9.2f} ms  {} {}\n", test->milliseconds, report.place(test->span),
                          visible(test->title)));
  const TestTotals& totals = report.run.totals;
  if (totals.unreviewed != 0)
    write_out(fmt::format("{} {} ({} {})\n", totals.unreviewed,
                          session.say("chưa duyệt", "unreviewed"), totals.unreviewed_failed,
                          session.say("khác với khi ghi", "differ from what was recorded")));
  if (totals.undecided != 0)
    write_out(
        fmt::format("{} {}\n", totals.undecided, session.say("chưa xác định", "not decided")));
  write_out(fmt::format("{} passed, {} failed\n", totals.passed, totals.failed));
}

// ---- for machines -------------------------------------------------------------------------------

Json blame_json(const Reporter& report, const testing::Blame& blame) {
  if (blame.definition.empty()) return nullptr;
  Json facts = Json::object();
  for (const auto& [path, value] : blame.facts)
    facts[path] = value == "?" ? Json() : Json::parse(value, nullptr, false);
  return {{"definition", blame.definition},
          {"at", blame.at.file.exists() ? Json(report.place(blame.at)) : Json()},
          {"cites", blame.cites},
          {"held", blame.held},
          {"read", facts}};
}

Json summary(const TestTotals& totals) {
  Json statuses = Json::object();
  for (std::uint32_t i = 0; i < totals.counts.statuses.size(); ++i)
    statuses[std::string(testing::status_word(i))] = totals.counts.statuses[i];
  Json never = Json::array();
  for (const std::string& norm : totals.norms)
    if (!totals.violated.contains(norm)) never.push_back(norm);
  return {{"passed", totals.passed},
          {"failed", totals.failed},
          {"unreviewed", totals.unreviewed},
          {"unreviewed_failed", totals.unreviewed_failed},
          {"undecided", totals.undecided},
          {"cases", totals.counts.cases},
          {"clean_path", totals.counts.clean},
          {"slow_path", totals.counts.slow},
          {"with_unknowns", totals.counts.with_unknowns},
          {"with_errors", totals.counts.with_errors},
          {"awaiting", totals.counts.awaiting},
          {"statuses", statuses},
          {"never_violated", never}};
}

void json(const Reporter& report) {
  Json tests = Json::array();
  for (const testing::TestResult& test : report.run.tests) {
    Json failures = Json::array();
    for (const testing::TestFailure& failure : test.failures)
      failures.push_back({{"line", report.line(failure.span)},
                          {"expected", failure.expected},
                          {"found", failure.found},
                          {"diff", structural_diff(failure)},
                          {"blame", blame_json(report, failure.blame)},
                          {"facts", failure.facts},
                          {"disagreement", failure.disagreement}});
    tests.push_back({{"title", test.title},
                     {"path", report.sources.file(test.span.file).path},
                     {"line", report.line(test.span)},
                     {"passed", test.passed() && test.undecided.empty()},
                     {"unreviewed", test.unreviewed},
                     {"undecided", test.undecided},
                     {"ms", test.milliseconds},
                     {"failures", failures}});
  }
  write_out(json_text(Json{{"tests", tests}, {"summary", summary(report.run.totals)}}));
}

// One suite a file, a skipped test for what nobody has reviewed and what is not decided.
void junit(const Reporter& report) {
  std::vector<std::string> order;
  std::map<std::string, std::vector<const testing::TestResult*>> suites;
  for (const testing::TestResult& test : report.run.tests) {
    const std::string path = report.path(test.span);
    if (!suites.contains(path)) order.push_back(path);
    suites[path].push_back(&test);
  }
  const TestTotals& totals = report.run.totals;
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"phep\" tests=\"{}\" "
      "failures=\"{}\">\n",
      report.run.tests.size(), totals.failed);
  for (const std::string& path : order) {
    std::size_t failed = 0, skipped = 0;
    double seconds = 0;
    std::string cases;
    for (const testing::TestResult* test : suites[path]) {
      seconds += test->milliseconds / 1000;
      cases += fmt::format(
          "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\" time=\"{:.6f}\"",
          xml(path), xml(test->title), xml(path), report.line(test->span),
          test->milliseconds / 1000);
      if (!test->undecided.empty()) {
        ++skipped;
        cases += fmt::format(">\n      <skipped message=\"not decided: {}\"/>\n    </testcase>\n",
                             xml(test->undecided));
      } else if (test->unreviewed) {
        ++skipped;
        cases += ">\n      <skipped message=\"unreviewed\"/>\n    </testcase>\n";
      } else if (test->passed()) {
        cases += "/>\n";
      } else {
        ++failed;
        std::string text;
        for (const testing::TestFailure& failure : test->failures)
          text += report.place(failure.span) + "\n" + failure_text(report, failure, false);
        cases += fmt::format(
            ">\n      <failure message=\"{}\" type=\"{}\">{}</failure>\n    </testcase>\n",
            xml(test->failures[0].expected),
            test->failures[0].disagreement ? "disagreement" : "expectation", xml(text));
      }
    }
    out += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" "
        "time=\"{:.6f}\">\n{}  </testsuite>\n",
        xml(path), suites[path].size(), failed, skipped, seconds, cases);
  }
  write_out(out + "</testsuites>\n");
}

// The Test Anything Protocol, version 14. `#` in a title would begin a directive.
void tap(const Reporter& report) {
  std::string out = fmt::format("TAP version 14\n1..{}\n", report.run.tests.size());
  std::size_t number = 0;
  for (const testing::TestResult& test : report.run.tests) {
    std::string title;
    for (const char c : report.path(test.span) + ": " + visible(test.title))
      title += c == '#' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    out += fmt::format("{} {} - {}{}\n", test.passed() ? "ok" : "not ok", ++number, title,
                       !test.undecided.empty() ? " # SKIP not decided: " + test.undecided
                       : test.unreviewed       ? " # TODO unreviewed"
                                               : "");
    if (test.passed()) continue;
    out += "  ---\n";
    for (const testing::TestFailure& failure : test.failures)
      out +=
          fmt::format("  - at: {}\n    expected: {}\n    found: {}\n",
                      Json(visible(report.place(failure.span))).dump(),
                      Json(visible(failure.expected)).dump(), Json(visible(failure.found)).dump());
    out += "  ...\n";
  }
  write_out(out);
}

// Workflow commands, which annotate a change at the line.
void github(const Reporter& report) {
  const auto escaped = [](std::string_view text, bool property) {
    std::string out;
    for (const char c : text) {
      if (c == '%')
        out += "%25";
      else if (c == '\r')
        out += "%0D";
      else if (c == '\n')
        out += "%0A";
      else if (property && c == ':')
        out += "%3A";
      else if (property && c == ',')
        out += "%2C";
      else
        out += c;
    }
    return out;
  };
  for (const testing::TestResult& test : report.run.tests) {
    for (const testing::TestFailure& failure : test.failures) {
      const LineColumn at = report.sources.place(failure.span.file, failure.span.begin);
      write_out(fmt::format("::{} file={},line={},col={},title={}::{}\n",
                            test.unreviewed ? "notice" : "error",
                            escaped(report.path(failure.span), true), at.line, at.column,
                            escaped(visible(test.title), true),
                            escaped(failure_text(report, failure, false), false)));
    }
  }
  write_out(
      fmt::format("{} passed, {} failed\n", report.run.totals.passed, report.run.totals.failed));
}

// ---- differences --------------------------------------------------------------------------------

using Plain = nlohmann::json;

void diff(const Plain& wanted, const Plain& found, const std::string& at,
          std::vector<std::string>& out) {
  if (wanted == found) {
    out.push_back("  " + at + ": " + found.dump());
  } else if (wanted.is_object() && found.is_object()) {
    for (const auto& [key, value] : wanted.items()) {
      const std::string below = at.empty() ? key : at + "." + key;
      if (found.contains(key))
        diff(value, found[key], below, out);
      else
        out.push_back("- " + below + ": " + value.dump());
    }
  } else {
    out.push_back("- " + at + ": " + wanted.dump());
    out.push_back("+ " + at + ": " + found.dump());
  }
}

}  // namespace

std::vector<std::string> structural_diff(const testing::TestFailure& failure) {
  std::vector<std::string> out;
  const Plain found = Plain::parse(failure.found, nullptr, false);
  if (!found.is_object()) return out;
  // Case files name what they expect: `tell: "pending"`.
  const auto colon = failure.expected.find(": ");
  const std::string_view value = colon == std::string::npos
                                     ? std::string_view(failure.expected)
                                     : std::string_view(failure.expected).substr(colon + 2);
  // A status is what a norm's result is asked for; the rest says why.
  if (found.contains("status") && !value.starts_with('{')) {
    std::string wanted(value);
    std::erase(wanted, '"');
    out.push_back("- status: " + wanted);
    out.push_back("+ status: " + found["status"].get<std::string>());
    for (const char* key : {"due", "done", "until", "through", "by_ms", "since", "why", "missing"})
      if (found.contains(key)) out.push_back(std::string("  ") + key + ": " + found[key].dump());
    return out;
  }
  const Plain wanted = Plain::parse(value, nullptr, false);
  if (wanted.is_object()) diff(wanted, found, "", out);
  return out;
}

void report_tests(const Session& session, const TestRun& run, const TestOptions& options) {
  const Reporter report{session, session.sources(), run, options};
  if (options.report == "junit") return junit(report);
  if (options.report == "tap") return tap(report);
  if (options.report == "github") return github(report);
  if (session.json()) return json(report);
  human(report);
}

}  // namespace phep::cli
