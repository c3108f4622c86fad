#include "compiler/cli/refused_rows.h"

#include "compiler/diagnostics/kinds/cases.h"
#include "compiler/diagnostics/kinds/facts.h"
#include "compiler/diagnostics/render.h"
#include "compiler/testing/facts_refusal.h"

#include <nlohmann/json.hpp>

namespace phep::cli {
namespace {

constexpr std::uint64_t kTold = 10;

void report_flaw(DiagnosticList& list, const batch::RowFlaw& flaw, Span at) {
  switch (flaw.kind) {
    case batch::RowFlaw::Kind::OpenQuote: list.report(diag::CsvOpenQuote, at); return;
    case batch::RowFlaw::Kind::StrayQuote: list.report(diag::CsvStrayQuote, at); return;
    case batch::RowFlaw::Kind::Length:
      list.report(diag::CaseRowLength, at, std::int64_t{flaw.cells}, std::int64_t{flaw.columns});
      return;
    case batch::RowFlaw::Kind::AbsentWithValue:
      list.report(diag::FactAbsentWithValue, at, flaw.pointer);
      return;
    case batch::RowFlaw::Kind::NotBool:
      list.report(diag::FactWrongType, at, flaw.pointer + "_absent",
                  Argument("true / false", "true / false"));
      return;
  }
}

}  // namespace

RefusedRows::RefusedRows(Session& session, std::string path, const decision::Program& program)
    : session_(session), path_(path == "-" ? "<stdin>" : std::move(path)), program_(program) {}

void RefusedRows::row(const batch::Refusal& refusal) {
  if (told_ == kTold) return;
  ++told_;
  SourceMap sources;
  const std::string where = path_ + std::string(session_.say(" hàng ", " row ")) +
                            std::to_string(refusal.row) + " (byte " +
                            std::to_string(refusal.offset) + ")";
  const FileId file = sources.add(where, refusal.text);
  DiagnosticList list;
  if (refusal.flaw) {
    report_flaw(list, *refusal.flaw, {file, refusal.at, refusal.at + 1});
  } else if (refusal.code == "limit") {
    list.report(diag::RowLimit, {file, 0, 1});
  } else {
    const nlohmann::json told{
        {"error", {{"at", refusal.pointer}, {"code", refusal.code}, {"offset", refusal.at}}}};
    list = testing::facts_diagnostics(
        told.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), program_,
        program_.decisions[0], file);
  }
  const std::string text = render(list, sources, {session_.options().language, session_.color(2)});
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void RefusedRows::header(const batch::Ended& ended) {
  SourceMap sources;
  sources.add(path_, ended.header);
  const std::string text =
      render(ended.diagnostics, sources, {session_.options().language, session_.color(2)});
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void RefusedRows::total(const batch::Totals& totals) {
  if (totals.refused == 0) return;
  const std::string line =
      std::to_string(totals.rows) + std::string(session_.say(" hàng, ", " rows, ")) +
      std::to_string(totals.refused) + std::string(session_.say(" bị từ chối\n", " refused\n"));
  std::fputs(line.c_str(), stderr);
}

}  // namespace phep::cli
