// Case files: tables whose cells print back, and cases of a decision, good or refused at a place.
//
// What begins with a brace is JSON lines, anything else a table.
#include "compiler/testing/csv.h"

#include "compiler/base/read_json.h"
#include "compiler/base/text.h"
#include "compiler/testing/case_file.h"
#include "tests/fuzz/shared/places.h"
#include "tests/fuzz/shared/programs.h"
#include "tests/fuzz/shared/target.h"

#include <algorithm>

namespace {

using namespace phep;
using fuzz::holds;

// Every cell in quotes; what the table was read from may have written it otherwise.
std::string printed(const testing::CsvTable& table, char separator) {
  std::string out;
  for (const testing::CsvRow& row : table.rows) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (i != 0) out += separator;
      out += '"';
      for (const char c : row.cells[i].text)
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
      out += '"';
    }
    out += "\r\n";
  }
  return out;
}

void good_table(std::string_view text) {
  const char separator = testing::csv_separator(text);
  const testing::CsvTable table = testing::read_csv(text, separator);
  holds(!table.problem || table.problem_at < text.size(), "a problem stands in the text");
  std::uint32_t at = 0;
  for (const testing::CsvRow& row : table.rows) {
    holds(!row.cells.empty() && at <= row.begin, "rows stand one after another");
    for (const testing::CsvCell& cell : row.cells) {
      holds(at <= cell.begin && cell.begin <= cell.end && cell.end <= text.size(),
            "cells stand one after another");
      at = cell.end;
    }
    holds(row.end == at, "a row ends with its last cell");
  }
  if (table.problem) return;
  const testing::CsvTable again = testing::read_csv(printed(table, separator), separator);
  holds(!again.problem && again.rows.size() == table.rows.size(), "a printed table is a table");
  for (std::size_t r = 0; r < table.rows.size(); ++r)
    holds(std::ranges::equal(table.rows[r].cells, again.rows[r].cells, {}, &testing::CsvCell::text,
                             &testing::CsvCell::text),
          "cells print back equal");
}

void good_members(std::string_view text) {
  const auto wrong = json_error(text);
  holds(!wrong || wrong->at <= text.size(), "JSON stops being such in the text");
  if (wrong) return;
  for (const JsonMember& member : json_members(text, 0))
    holds(member.key_at < member.begin && member.begin < member.end && member.end <= text.size(),
          "members stand in the text");
}

}  // namespace

PHEP_FUZZ_TARGET {
  const std::string text(fuzz::text_of(data, size));
  const bool lines = text.starts_with('{');
  if (lines)
    good_members(text);
  else
    good_table(text);

  const fuzz::Executable& made = fuzz::executable("tests/packages/every_kind.phep");
  const decision::Decision& decision = made.program.decisions[0];
  SourceMap sources;
  const FileId module = sources.add("fuzz.phep", "cases \"fuzz\" of every_kind\n");
  const FileId file = sources.add(lines ? "fuzz.cases.jsonl" : "fuzz.csv", text);
  const testing::CaseText source{{}, file, sources.file(file).path, text, {module, 6, 12}};
  DiagnosticList list;
  const auto cases = testing::read_cases(source, made.program, decision, list);
  const std::span image(reinterpret_cast<const std::uint8_t*>(made.image.data()), made.size);
  std::size_t good = 0, refused = 0;
  for (const testing::RecordedCase& one : cases) {
    holds(first_invalid_utf8(one.facts) == kValidUtf8, "facts of a case are UTF-8");
    const auto refusal = testing::facts_refusal(image, decision, one.facts);
    good += refusal ? 0 : 1;
    refused += refusal ? 1 : 0;
    if (refusal) list.append(testing::facts_problem(one, *refusal, made.program, decision));
  }
  list.sort();
  fuzz::good_diagnostics(list, sources);
  fuzz::plant(1, lines && good >= 2);
  fuzz::plant(2, !lines && good >= 1 && refused >= 1);
  fuzz::plant(3, !lines && good >= 1 && cases[0].facts.contains("\"acts\":{") &&
                     cases[0].expectations.size() >= 2);
  return 0;
}
