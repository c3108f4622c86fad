// Case files: recorded cases of one decision, one a line (.cases.jsonl) or one a row (.csv).
//
// REFERENCE.md §13 describes their shape. Reading checks everything but the facts' types, which the
// one reader of facts checks when the case is decided; `facts_problem` tells where in the file that
// is.
#pragma once

#include "compiler/decision/decision.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/testing/run.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace phep::testing {

inline constexpr std::size_t kLongestCase = std::size_t{64} << 10U;  // bytes of one line or row

// `notify_authority.due` must be …
struct CaseExpectation {
  std::string key;
  nlohmann::json wanted;
  Span span;
};

struct RecordedCase {
  std::string title;
  Span span;  // the line, or the first cell of the row
  std::string facts;
  CaseOptions options;
  std::vector<CaseExpectation> expectations;
  bool unreviewed = false;  // recorded by a machine, accepted by nobody
  // Where facts stand in the file: all of them from one offset on (JSON lines), or cell by cell.
  std::uint32_t facts_at = 0;
  std::vector<std::pair<std::string, Span>> cells;  // by JSON pointer
};

// The cases of a file; what is wrong with it is reported, and such cases are left out.
std::vector<RecordedCase> read_cases(const CaseText& source, const decision::Program& program,
                                     const decision::Decision& decision, DiagnosticList& list);

// What the reader of facts says against the facts of a case of the decision; nothing if they are
// good. `image` is the encoded program, aligned for 64-bit words.
std::optional<std::string> facts_refusal(std::span<const std::uint8_t> image,
                                         const decision::Decision& decision,
                                         std::string_view facts);

// What was said against the facts of a case ({"error":{"at","code","offset"}}), at its place.
DiagnosticList facts_problem(const RecordedCase& recorded, std::string_view refusal,
                             const decision::Program& program, const decision::Decision& decision);

// The part of an answer that a key names, or null; and whether it is what was wanted: equal, an
// object's wanted keys equal, a moment the same moment under another offset.
const nlohmann::json* part_of_answer(const nlohmann::json& answer, std::string_view key);
bool matches(const nlohmann::json& wanted, const nlohmann::json& found);

// Shared by the readers of both forms.
struct CaseReader {
  const CaseText& source;
  const decision::Program& program;
  const decision::Decision& decision;
  DiagnosticList& list;

  [[nodiscard]] Span span(std::uint32_t begin, std::uint32_t end) const {
    return {source.file, begin, end};
  }
  // Each returns false when it reported.
  bool as_of(std::string_view text, Span at, CaseOptions& options);
  bool law_date(std::string_view text, Span at, CaseOptions& options);
  bool reading(std::string_view name, std::string_view option, Span at, CaseOptions& options);
  // A key that names a norm or an output of the decision; `wanted` must be a word that it can be.
  bool expectation(const CaseExpectation& expectation);
  [[nodiscard]] CaseOptions fresh_options() const;
  // A line or row that begins here is longer than is read; told where the file is named.
  void too_long(std::uint32_t begin);
};
void read_case_lines(CaseReader& reader, std::vector<RecordedCase>& out);
void read_case_table(CaseReader& reader, std::vector<RecordedCase>& out);

}  // namespace phep::testing
