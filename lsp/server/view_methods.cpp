// Views of a case or a file, and why a case came out as it did.
#include "lsp/ide/days.h"
#include "lsp/ide/explain_case.h"
#include "lsp/ide/views.h"
#include "lsp/server/analysis.h"
#include "lsp/server/case_handlers.h"

namespace phep::server {
namespace {

std::string_view word_of(ide::RowStatus status) {
  switch (status) {
    case ide::RowStatus::None: return "";
    case ide::RowStatus::Met: return "met";
    case ide::RowStatus::Violated: return "violated";
    case ide::RowStatus::Pending: return "pending";
    case ide::RowStatus::NotApplicable: return "not_applicable";
    case ide::RowStatus::Unknown: return "unknown";
    case ide::RowStatus::InForce: return "in_force";
    case ide::RowStatus::NotYet: return "not_yet";
    case ide::RowStatus::Repealed: return "repealed";
    case ide::RowStatus::Wins: return "wins";
    case ide::RowStatus::Yields: return "yields";
  }
  return "";
}

Json rows_json(Analysis& analysis, const std::vector<ide::ViewRow>& rows) {
  Json out = Json::array();
  for (const ide::ViewRow& row : rows) {
    Json one = {{"label", row.label}};
    if (!row.description.empty()) one["description"] = row.description;
    if (row.status != ide::RowStatus::None) one["status"] = word_of(row.status);
    if (!row.due.empty()) one["due"] = row.due;
    if (!row.citation.empty()) one["citation"] = row.citation;
    if (row.at && row.at->file.exists()) one["location"] = analysis.location(*row.at);
    if (!row.rows.empty()) one["children"] = rows_json(analysis, row.rows);
    out.push_back(std::move(one));
  }
  return out;
}

using View = std::vector<ide::ViewRow> (*)(const ide::ViewOf&);

Reply view(Analysis& analysis, const ViewParams& params, const Ask& ask, View look) {
  std::optional<std::int32_t> day = analysis.settings().as_of;
  if (!params.as_of.empty()) {
    day = ide::read_date(params.as_of);
    if (!day) return refuse(ErrorCode::InvalidParams, "asOf is no date: " + params.as_of);
  }
  const auto file = analysis.file(params.path, ask);
  if (!file) return std::unexpected(file.error());
  std::optional<std::uint32_t> offset;
  if (params.position) {
    offset = offset_at(analysis.lines(*file), *params.position, analysis.client().encoding);
    if (!offset) return refuse(ErrorCode::InvalidParams, "the document has no such line");
  }
  const auto bench = analysis.bench(*file);
  const ide::Case* one = offset ? bench->at(*offset) : nullptr;
  return rows_json(analysis, look({.bench = *bench,
                                   .one = one,
                                   .as_of = day,
                                   .today = analysis.today(),
                                   .offset = offset,
                                   .language = analysis.settings().language}));
}

}  // namespace

Reply obligations(Analysis& analysis, const ViewParams& params, const Ask& ask) {
  return view(analysis, params, ask, ide::obligations);
}

Reply exceptions(Analysis& analysis, const ViewParams& params, const Ask& ask) {
  return view(analysis, params, ask, ide::exceptions);
}

Reply timeline(Analysis& analysis, const ViewParams& params, const Ask& ask) {
  return view(analysis, params, ask, ide::timeline);
}

Reply explain_case(Analysis& analysis, const ExplainParams& params, const Ask& ask) {
  const auto file = analysis.file(params.path, ask);
  if (!file) return std::unexpected(file.error());
  const auto bench = analysis.bench(*file);
  const auto leaves = bench->leaves(params.id);
  if (leaves.empty()) return refuse(ErrorCode::RequestFailed, "the document has no such test");
  const auto found = ide::explain_case(*bench, *leaves.front(), analysis.settings().as_of,
                                       analysis.settings().language, ask.stop);
  if (!found) return refuse(ErrorCode::RequestCancelled, "cancelled");
  return Json{{"title", found->title}, {"markdown", found->markdown}};
}

}  // namespace phep::server
