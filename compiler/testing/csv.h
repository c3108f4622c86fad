// Comma-separated values with their places (RFC 4180). For the readers of case files and for
// editors.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phep::testing {

struct CsvCell {
  std::string text;                  // without quotes
  std::uint32_t begin = 0, end = 0;  // in the file
};
struct CsvRow {
  std::vector<CsvCell> cells;
  std::uint32_t begin = 0, end = 0;
};

enum class CsvProblem : std::uint8_t { OpenQuote, StrayQuote };
struct CsvTable {
  std::vector<CsvRow> rows;  // empty lines are left out
  std::optional<CsvProblem> problem;
  std::uint32_t problem_at = 0;
};

// What separates cells: a comma, a semicolon or a tab, whichever the first line holds most of.
char csv_separator(std::string_view text);

// Lines end in LF or CRLF; a quoted cell may hold separators, line breaks and doubled quotes. A
// byte order mark is skipped.
CsvTable read_csv(std::string_view text, char separator);
inline CsvTable read_csv(std::string_view text) {
  return read_csv(text, csv_separator(text));
}

}  // namespace phep::testing
