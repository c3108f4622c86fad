// Tests: listed and run.
#include "lsp/server/analysis.h"
#include "lsp/server/case_handlers.h"

namespace phep::server {
namespace {

Json row_json(Analysis& analysis, const ide::Case& row, FileId file) {
  Json out = {{"id", row.id}, {"label", row.label}, {"range", analysis.range(row.at)}};
  if (row.whole.file != file) out["location"] = analysis.location(row.whole);
  return out;
}

}  // namespace

Reply list_tests(Analysis& analysis, const DocumentParams& params, const Ask& ask) {
  const auto file = analysis.file(params.path, ask);
  if (!file) return std::unexpected(file.error());
  auto groups = ide::written_cases(analysis.workspace(), *file);
  // Only cases of other files need more than the text.
  for (const ide::CaseGroup& group : groups)
    if (group.sort == ide::CaseSort::Recorded) {
      groups = analysis.bench(*file)->groups();
      break;
    }
  Json out = Json::array();
  for (const ide::CaseGroup& group : groups) {
    Json test = {
        {"id", group.own.id}, {"label", group.own.label}, {"range", analysis.range(group.own.at)}};
    if (group.sort != ide::CaseSort::Test) {
      Json& rows = test["rows"] = Json::array();
      for (const ide::Case& row : group.rows) rows.push_back(row_json(analysis, row, *file));
    }
    out.push_back(std::move(test));
  }
  return out;
}

Reply run_tests(Analysis& analysis, const RunTestsParams& params, const Ask& ask) {
  analysis.runs().put(ask, params);
  return later();
}

}  // namespace phep::server
