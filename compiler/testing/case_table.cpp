// One case a row. The first row names the columns: `name`, `as_of`, `law_date`, `reading K_01`,
// facts by their path (`acts.filed_on`), and what is expected (`expect notify.due`).
#include "compiler/base/text.h"
#include "compiler/diagnostics/kinds/cases.h"
#include "compiler/testing/case_file.h"
#include "compiler/testing/csv.h"
#include "compiler/testing/facts_refusal.h"

#include <algorithm>
#include <charconv>
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

bool is_integer(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.size() < 19 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::vector<std::string> split(std::string_view text, char by) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(by, at), text.size());
    std::string part(text.substr(at, end - at));
    while (part.starts_with(' ')) part.erase(0, 1);
    while (part.ends_with(' ')) part.pop_back();
    out.push_back(std::move(part));
    at = end + 1;
  }
  return out;
}

std::optional<Json> whole_json(std::string_view cell) {
  if (!cell.starts_with('{') && !cell.starts_with('[')) return std::nullopt;
  Json value = Json::parse(cell, nullptr, false);
  return value.is_discarded() ? std::nullopt : std::optional(std::move(value));
}

// `3000000 VND`; amounts of other currencies are written as JSON, which says minor units.
std::optional<Json> dong(std::string_view cell) {
  std::string digits(cell.substr(0, cell.find_last_not_of("VND ") + 1));
  std::erase(digits, '_');
  if (!cell.ends_with(" VND") || !is_integer(digits)) return std::nullopt;
  return Json{{"amount", digits}, {"currency", "VND"}};
}

// `3 working_days`, `72 hours`.
std::optional<Json> period(std::string_view cell) {
  const auto blank = cell.find(' ');
  if (blank == std::string_view::npos || !is_integer(cell.substr(0, blank))) return std::nullopt;
  std::string unit(cell.substr(blank + 1));
  std::ranges::replace(unit, ' ', '_');
  std::int64_t n = 0;
  std::from_chars(cell.data(), cell.data() + blank, n);
  return Json{{"n", n}, {"unit", unit}};
}

// A cell as the JSON that facts and answers write. What does not fit stays text: the reader of
// facts says what was needed.
Json value_of(std::string_view cell, decision::Kind kind, bool list) {
  if (cell == "null") return nullptr;
  if (auto json = whole_json(cell)) return *json;
  if (list) return std::string(cell);
  switch (kind) {
    case decision::Kind::Bool:
      if (cell == "true" || cell == "false") return cell == "true";
      break;
    case decision::Kind::Int: {
      std::int64_t n = 0;
      if (!is_integer(cell)) break;
      std::from_chars(cell.data(), cell.data() + cell.size(), n);
      return n;
    }
    case decision::Kind::Money:
      if (auto money = dong(cell)) return *money;
      break;
    case decision::Kind::Duration:
      if (auto length = period(cell)) return *length;
      break;
    case decision::Kind::Set: {
      Json members = Json::array();
      if (cell != "-")
        for (std::string& word : split(cell, '|')) members.push_back(std::move(word));
      return members;
    }
    case decision::Kind::Decimal:
    case decision::Kind::Amount:
    case decision::Kind::Date:
    case decision::Kind::Instant:
    case decision::Kind::Text:
    case decision::Kind::Enum:
    case decision::Kind::Norm: break;
  }
  return std::string(cell);
}

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
  out.path = split(text, '.');
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
    if (output.name == key) return value_of(cell, output.kind, false);
  if (cell == "null") return nullptr;
  if (cell == "true" || cell == "false") return cell == "true";
  if (auto json = whole_json(cell)) return *json;
  if (auto money = dong(cell)) return *money;
  return is_integer(cell) ? Json::parse(cell, nullptr, false) : Json(std::string(cell));
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
        set_fact(facts, columns[i].path, value_of(cell, slot.kind, slot.is_list));
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
