#include "compiler/testing/csv.h"

#include <algorithm>

namespace phep::testing {

char csv_separator(std::string_view text) {
  std::size_t commas = 0, semicolons = 0, tabs = 0;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n') break;
    commas += c == ',' ? 1U : 0U;
    semicolons += c == ';' ? 1U : 0U;
    tabs += c == '\t' ? 1U : 0U;
  }
  if (tabs > commas && tabs > semicolons) return '\t';
  return semicolons > commas ? ';' : ',';
}

CsvTable read_csv(std::string_view text, char separator) {
  CsvTable out;
  std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const auto offset = [](std::size_t n) { return static_cast<std::uint32_t>(n); };
  const auto fail = [&](CsvProblem problem, std::size_t where) {
    out.problem = problem;
    out.problem_at = offset(where);
  };
  while (at < text.size()) {
    CsvRow row;
    row.begin = offset(at);
    for (bool more = true; more;) {
      CsvCell cell;
      cell.begin = offset(at);
      if (at < text.size() && text[at] == '"') {
        const std::size_t opened = at++;
        for (;; ++at) {
          if (at >= text.size()) {
            fail(CsvProblem::OpenQuote, opened);
            return out;
          }
          if (text[at] != '"') {
            cell.text += text[at];
          } else if (at + 1 < text.size() && text[at + 1] == '"') {
            cell.text += text[++at];
          } else {
            break;
          }
        }
        ++at;
        if (at < text.size() && text[at] != separator && text[at] != '\n' && text[at] != '\r') {
          fail(CsvProblem::StrayQuote, at);
          return out;
        }
      } else {
        while (at < text.size() && text[at] != separator && text[at] != '\n')
          cell.text += text[at++];
        if (cell.text.ends_with('\r')) cell.text.pop_back();
        if (const auto quote = cell.text.find('"'); quote != std::string::npos) {
          fail(CsvProblem::StrayQuote, cell.begin + quote);
          return out;
        }
      }
      cell.end = offset(at);
      if (at < text.size() && text[at] == '\r') ++at;
      more = at < text.size() && text[at] == separator;
      if (at < text.size()) ++at;  // the separator or the line break
      row.cells.push_back(std::move(cell));
    }
    row.end = row.cells.back().end;
    const bool empty = row.cells.size() == 1 && row.cells[0].text.empty();
    if (!empty) out.rows.push_back(std::move(row));
  }
  return out;
}

}  // namespace phep::testing
