// `phep report CASE|FOLDER…`: decided cases as a page, a register, a calendar of due dates.
#include "compiler/report/report.h"

#include "compiler/cli/given_cases.h"
#include "compiler/cli/json_text.h"
#include "compiler/cli/report_options.h"

namespace phep::cli {
namespace {

std::string written(const std::vector<report::Case>& cases, const ReportOptions& options,
                    Language language) {
  if (options.format == "ics") return report::calendar(cases, language);
  if (options.format == "csv") return report::register_csv(cases, language, options.mark);
  if (options.format == "json") return json_text(report::report_json(cases, language));
  return options.rows ? report::register_html(cases, language)
                      : report::report_html(cases, language);
}

// The decision that the command line names, if it names one.
std::expected<std::optional<Target>, int> decision_of(Session& session,
                                                      const ReportOptions& options) {
  if (options.of.empty()) {
    if (options.decision.empty()) return std::optional<Target>();
    session.fail("--decision cần --of: tệp hoặc mô đun có quyết định ấy",
                 "--decision needs --of: the file or module that has this decision");
    return std::unexpected(kUsage);
  }
  const auto [file, name] = module_and_decision(session, options.of, options.decision);
  const auto target = open_target(session, file, name);
  if (!target) return std::unexpected(target.error());
  return std::optional(*target);
}

}  // namespace

int run_report(const CommonOptions& common, const ReportOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  if (options.rows && options.format == "ics") {
    session->fail("--register viết được html, csv hoặc json, không phải ics",
                  "--register is written as html, csv or json, not as ics");
    return kUsage;
  }
  const auto of = decision_of(*session, options);
  if (!of) return of.error();
  const auto given = given_cases(
      *session, {.paths = options.cases, .of = *of, .when = options.when, .only = options.only});
  if (!given) return given.error();
  std::vector<report::Case> cases;
  for (const GivenCase& one : *given) {
    auto explanation = explain_given(*session, one);
    if (!explanation) return explanation.error();
    cases.push_back({one.name, std::move(*explanation)});
  }
  return deliver(*session, options.out, written(cases, options, common.language));
}

}  // namespace phep::cli
