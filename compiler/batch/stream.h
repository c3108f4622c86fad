// Decides a stream of rows: each row is the facts of one case, each answer one line, in the order
// of the rows, whatever the number of threads.
#pragma once

#include "compiler/batch/rows.h"
#include "compiler/batch/table.h"

#include <atomic>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace phep::batch {

// What becomes of a row that cannot be decided: the stream ends there; nothing is written for it;
// or a line in its place says what is wrong.
enum class OnError : std::uint8_t { Stop, Skip, Report };

// Decides the facts of one case and appends the answer, canonical JSON; on PHEP_BAD_FACTS what is
// wrong. Returns a phep_status. A failure is the engine's, and ends the stream.
using Decide = std::function<Result<int>(std::string_view facts, std::string& out)>;

// A row that was refused.
struct Refusal {
  std::uint64_t row = 0;
  std::uint64_t offset = 0;  // byte of the stream
  std::string code{};        // a word of the facts reader, or too_large, limit, open_quote, …
  std::string pointer{};     // JSON pointer of the fact
  std::string text{};        // of the row, its beginning
  std::uint32_t at = 0;      // byte of `text`
  std::optional<RowFlaw> flaw{};
};

// What an answer says besides itself, where the caller asked.
enum class Remark : std::uint8_t { None, Finding, Indefinite };

struct Totals {
  std::uint64_t rows = 0, refused = 0, bytes = 0;
  bool finding = false, indefinite = false;
};

// What the caller does with what comes out; called by one thread at a time, in order.
struct Outlet {
  std::function<Result<void>(std::string_view lines)> write;
  std::function<void(const Refusal&)> refused;
  std::function<void(const Totals&)> progress;
};

struct Plan {
  Form form = Form::Ndjson;
  OnError on_error = OnError::Report;
  std::vector<Decide> deciders;                      // one a thread
  std::function<Remark(std::string_view)> remark{};  // of an answer, from any thread; may be empty
  std::atomic<bool>* stopped = nullptr;              // set as soon as nothing more will be written
};

// What ended a stream early.
struct Ended {
  enum class Why : std::uint8_t { BadHeader, BadRow, Engine, Io } why;
  std::string message{};         // of Engine and Io
  DiagnosticList diagnostics{};  // of BadHeader
  std::string header{};
};

// What a table needs to be read.
struct FactsOf {
  const decision::Program& program;
  const decision::Decision& decision;
};

// Runs to the end of the stream, or to what ends it early; `totals` counts either way.
std::expected<void, Ended> run(const Plan& plan, const FactsOf& facts, Read read,
                               const Outlet& outlet, Totals& totals);

}  // namespace phep::batch
