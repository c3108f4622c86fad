// One case a row. The first row names the columns: `name`, `as_of`, `law_date`, `reading K_01`,
// facts by their path (`acts.filed_on`), and what is expected (`expect notify.due`).
#include "compiler/base/text.h"
#include "compiler/diagnostics/kinds/cases.h"
#include "compiler/testing/case_file.h"
#include "compiler/testing/cell.h"
#include "compiler/testing/csv.h"
#include "compiler/testing/facts_refusal.h"

#include <algorithm>
#include <map>

namespace phep::testing {
namespace {

using Json = nlohmann::json;

struct Column {
  enum class Kind : std::uint8_t { Name, AsOf, LawDate, Reading, Fact, Expect } kind = Kind::Fact;
  std::string word;                 // of a reading or an expectation
  std::vector<std::string> path{};  // of a fact
  std::string pointer{};            // of a fact
  const decision::Slot* slot = nullptr;
};

std::optional<Column> read_column(CaseReader& reader, const CsvCell& cell) {
  Column out;
  const std::string& text = cell.text;
  if (text == "name") return out.kind = Column::Kind::Name, out;
  if (text == "as_of") return out.kind = Column::Kind::AsOf, out;
  if (text == "law_date") return out.kind = Column::Kind::LawDate, out;
  if (text.starts_with("reading ") || text.starts_with("expect ")) {
    const bool expect = text[0] == 'e';
    out.kind = expect ? Column::Kind::Expect : Column::Kind::Reading;
    out.word = text.substr(text.find(' ') + 1);
    const Span at = reader.span(cell.begin, cell.end);
    if (expect && !reader.expectation({out.word, Json(), at})) return std::nullopt;
    return out;
  }
  out.path = split_cell(text, '.');
  for (const std::string& part : out.path) out.pointer += "/" + part;
  const FactPlace place = fact_place(reader.program, reader.decision, out.path);
  if (place.slot == nullptr) {
    auto& diagnostic = reader.list.report(diag::CaseUnknownColumn,
                                          reader.span(cell.begin, cell.end), visible(text));
    std::vector<std::string> paths = place.siblings;
    for (const char* word : {"name", "as_of", "law_date"}) paths.emplace_back(word);
    const std::vector<std::string_view> words(paths.begin(), paths.end());
    if (const auto near = nearest(text, words); !near.empty())
      diagnostic.fix(FixGrade::Guess,
                     {"dùng `" + std::string(near) + "`", "use `" + std::string(near) + "`"}, {});
    return std::nullopt;
  }
  out.slot = place.slot;
  return out;
}

void set_fact(Json& facts, const std::vector<std::string>& path, Json value) {
  Json* at = &facts;
  for (const std::string& step : path) at = &(*at)[step];
  *at = std::move(value);
}

Json expected_value(const CaseReader& reader, const std::string& key, std::string_view cell) {
  for (const decision::Output& output : reader.decision.outputs)
    if (output.name == key) return cell_value(cell, output.kind, false);
  if (cell == "null") return nullptr;
  if (cell == "true" || cell == "false") return cell == "true";
  if (auto json = cell_json(cell)) return *json;
  if (auto money = cell_dong(cell)) return *money;
  return cell_is_integer(cell) ? Json::parse(cell, nullptr, false) : Json(std::string(cell));
}

std::optional<RecordedCase> read_row(CaseReader& reader, const std::vector<Column>& columns,
                                     const CsvRow& row, std::size_t number) {
  RecordedCase out;
  out.span = reader.span(row.cells[0].begin, std::max(row.cells[0].end, row.cells[0].begin + 1));
  out.title = std::string(reader.source.path) + " [" + std::to_string(number) + "]";
  out.options = reader.fresh_options();
  Json facts = Json::object();
  bool good = true;
  bool dated = false;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string& cell = row.cells[i].text;
    if (cell.empty()) continue;  // not known, not asked
    const Span at = reader.span(row.cells[i].begin, row.cells[i].end);
    switch (columns[i].kind) {
      case Column::Kind::Name: out.title = cell; break;
      case Column::Kind::AsOf:
        dated = true;
        good = reader.as_of(cell, at, out.options) && good;
        break;
      case Column::Kind::LawDate: good = reader.law_date(cell, at, out.options) && good; break;
      case Column::Kind::Reading:
        good = reader.reading(columns[i].word, cell, at, out.options) && good;
        break;
      case Column::Kind::Fact: {
        const decision::Slot& slot = *columns[i].slot;
        set_fact(facts, columns[i].path, cell_value(cell, slot.kind, slot.is_list));
        out.cells.emplace_back(columns[i].pointer, at);
        break;
      }
      case Column::Kind::Expect: {
        CaseExpectation expected{columns[i].word, expected_value(reader, columns[i].word, cell),
                                 at};
        good = reader.expectation(expected) && good;
        out.expectations.push_back(std::move(expected));
        break;
      }
    }
  }
  if (!good) return std::nullopt;
  if (!dated) {
    reader.list.report(diag::CaseWithoutMoment, out.span);
    return std::nullopt;
  }
  if (out.expectations.empty()) {
    reader.list.report(diag::CaseExpectsNothing, out.span);
    return std::nullopt;
  }
  out.facts = facts.dump();
  // Facts that stand in no cell are at the row.
  out.cells.insert(out.cells.begin(), {std::string(), out.span});
  return out;
}

}  // namespace

void read_case_table(CaseReader& reader, std::vector<RecordedCase>& out) {
  const CsvTable table = read_csv(reader.source.text);
  if (table.problem) {
    const Span at = reader.span(table.problem_at, table.problem_at + 1);
    if (*table.problem == CsvProblem::OpenQuote)
      reader.list.report(diag::CsvOpenQuote, at);
    else
      reader.list.report(diag::CsvStrayQuote, at);
    return;
  }
  if (table.rows.empty()) return;
  const CsvRow& header = table.rows[0];
  std::vector<Column> columns;
  bool good = true;
  for (const CsvCell& cell : header.cells) {
    const Span at = reader.span(cell.begin, std::max(cell.end, cell.begin + 1));
    const auto same = [&](const CsvCell& other) {
      return &other < &cell && other.text == cell.text;
    };
    if (std::ranges::any_of(header.cells, same)) {
      reader.list.report(diag::CaseColumnTwice, at, visible(cell.text));
      good = false;
    } else if (auto column = read_column(reader, cell)) {
      columns.push_back(std::move(*column));
    } else {
      good = false;
    }
  }
  if (!good) return;
  for (std::size_t i = 1; i < table.rows.size(); ++i) {
    const CsvRow& row = table.rows[i];
    if (row.end - row.begin > kLongestCase) {
      reader.too_long(row.begin);
    } else if (row.cells.size() != columns.size()) {
      reader.list.report(diag::CaseRowLength, reader.span(row.begin, row.end),
                         static_cast<std::int64_t>(row.cells.size()),
                         static_cast<std::int64_t>(columns.size()));
    } else if (auto one = read_row(reader, columns, row, i)) {
      out.push_back(std::move(*one));
    }
  }
}

}  // namespace phep::testing
