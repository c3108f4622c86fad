// `phep eval FILE --batch --facts ROWS.ndjson --as-of T`: one decision on each row of a stream.
#include "compiler/batch/stream.h"
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/engine_set.h"
#include "compiler/cli/refused_rows.h"
#include "compiler/cli/row_stream.h"
#include "compiler/cli/target.h"
#include "compiler/decision/image.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <thread>

namespace phep::cli {
namespace {

constexpr unsigned kMostThreads = 256;

batch::Form form_of(const EvalOptions& options) {
  const bool csv = options.input.empty() ? options.facts.ends_with(".csv") : options.input == "csv";
  return csv ? batch::Form::Csv : batch::Form::Ndjson;
}

batch::OnError on_error_of(const EvalOptions& options) {
  if (options.on_error == "stop") return batch::OnError::Stop;
  return options.on_error == "skip" ? batch::OnError::Skip : batch::OnError::Report;
}

unsigned threads_of(const EvalOptions& options) {
  const unsigned wanted =
      options.jobs == 0 ? std::thread::hardware_concurrency() : unsigned(options.jobs);
  return std::clamp(wanted, 1U, kMostThreads);
}

// What --definite and --fail-on ask of an answer.
batch::Remark remark_on(std::string_view answer, const EvalOptions& options) {
  const int code = exit_of(nlohmann::json::parse(answer, nullptr, false), options);
  if (code == kOk) return batch::Remark::None;
  return code == kIndefinite ? batch::Remark::Indefinite : batch::Remark::Finding;
}

int exit_code(Session& session, const std::expected<void, batch::Ended>& ran,
              const batch::Totals& totals, RefusedRows& refused) {
  if (!ran) {
    switch (ran.error().why) {
      case batch::Ended::Why::BadHeader: refused.header(ran.error()); return kInvalid;
      case batch::Ended::Why::BadRow: refused.total(totals); return kInvalid;
      case batch::Ended::Why::Engine:
        session.fail("bộ máy hỏng: " + ran.error().message, ran.error().message);
        return kInternal;
      case batch::Ended::Why::Io:
        session.fail("không đọc hoặc ghi được: " + ran.error().message, ran.error().message);
        return kIo;
    }
  }
  refused.total(totals);
  return kOk;
}

}  // namespace

int run_eval_batch(Session& session, const EvalOptions& options, const decision::Program& program,
                   const testing::CaseOptions& chosen) {
  if (options.each_reading) {
    session.fail("--each-reading không dùng được với --batch",
                 "--each-reading cannot be used with --batch");
    return kUsage;
  }
  std::atomic<bool> stopped = false;
  auto input = RowStream::open(options.facts, stopped);
  if (!input) {
    session.fail("không đọc được " + options.facts, input.error().message);
    return kIo;
  }
  const auto image = decision::encode(program);
  auto deciders = batch_deciders(options.engine.empty() ? "jit" : options.engine, program, image,
                                 threads_of(options), chosen);
  if (!deciders) {
    session.fail("không khởi động được bộ máy: " + deciders.error().message,
                 deciders.error().message);
    return kUsage;
  }
  batch::Plan plan{.form = form_of(options),
                   .on_error = on_error_of(options),
                   .deciders = std::move(*deciders),
                   .stopped = &stopped};
  if (options.definite || !options.fail_on.empty())
    plan.remark = [&options](std::string_view answer) { return remark_on(answer, options); };
  RefusedRows refused(session, options.facts, program);
  Progress progress(session, options.progress);
  const batch::Outlet outlet{write_rows,
                             [&](const batch::Refusal& row) { progress.clear(), refused.row(row); },
                             [&](const batch::Totals& totals) { progress.show(totals); }};
  batch::Totals totals;
  const auto ran = batch::run(
      plan, {program, program.decisions[0]},
      [&](char* into, std::size_t most) { return input->read(into, most); }, outlet, totals);
  progress.clear();
  const int code = exit_code(session, ran, totals, refused);
  if (code != kOk) return code;
  if (totals.refused != 0 && plan.on_error == batch::OnError::Report) return kFindings;
  if (totals.finding) return kFindings;
  return totals.indefinite ? kIndefinite : kOk;
}

}  // namespace phep::cli
