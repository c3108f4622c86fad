#include "compiler/batch/table.h"

#include "compiler/base/read_json.h"
#include "compiler/base/text.h"
#include "compiler/diagnostics/kinds/cases.h"
#include "compiler/testing/cell.h"
#include "compiler/testing/facts_refusal.h"

#include <algorithm>

namespace phep::batch {
namespace {

using testing::CsvCell;

constexpr std::string_view kAbsent = "_absent";

// A JSON string of these bytes; what is no UTF-8 is left to the reader of facts.
void put_text(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    } else {
      out += c;
    }
  }
  out += '"';
}

bool is_whole_json(std::string_view cell) {
  return (cell.starts_with('{') || cell.starts_with('[')) && !json_error(cell);
}

void put_cell(std::string& out, std::string_view cell, const decision::Slot* slot) {
  if (cell == "null" || is_whole_json(cell)) {
    out += cell;
    return;
  }
  const bool is_value = slot != nullptr && !slot->is_list;
  const decision::Kind kind = is_value ? slot->kind : decision::Kind::Text;
  switch (kind) {
    case decision::Kind::Bool:
      if (cell != "true" && cell != "false") break;
      out += cell;
      return;
    case decision::Kind::Int:
      if (cell.find_first_not_of("0123456789", cell.starts_with('-') ? 1 : 0) != cell.npos ||
          cell == "-" || (cell.size() > 1 && cell.find_first_of("0") == (cell[0] == '-' ? 1U : 0U)))
        break;
      out += cell;
      return;
    case decision::Kind::Money:
    case decision::Kind::Duration:
    case decision::Kind::Set:
      out += testing::cell_value(cell, kind, false)
                 .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
      return;
    case decision::Kind::Decimal:
    case decision::Kind::Amount:
    case decision::Kind::Date:
    case decision::Kind::Instant:
    case decision::Kind::Text:
    case decision::Kind::Enum:
    case decision::Kind::Norm: break;
  }
  put_text(out, cell);
}

std::string pointer_of(const std::vector<std::string>& path) {
  std::string out;
  for (const std::string& part : path) {
    out += '/';
    for (const char c : part) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return out;
}

bool is_object(const decision::ObjectShape& shape, const std::vector<std::string>& path,
               std::size_t from) {
  for (const decision::ObjectKey& key : shape.keys)
    if (key.key == path[from])
      return !key.object.empty() &&
             (from + 1 == path.size() || is_object(key.object[0], path, from + 1));
  return false;
}

}  // namespace

std::optional<Table> Table::read(std::string_view header, FileId file,
                                 const decision::Program& program,
                                 const decision::Decision& decision, DiagnosticList& list) {
  Table out;
  out.separator_ = testing::csv_separator(header);
  const testing::CsvTable cells = testing::read_csv(header, out.separator_);
  if (cells.problem) {
    const Span at{file, cells.problem_at, cells.problem_at + 1};
    if (*cells.problem == testing::CsvProblem::OpenQuote)
      list.report(diag::CsvOpenQuote, at);
    else
      list.report(diag::CsvStrayQuote, at);
    return std::nullopt;
  }
  if (cells.rows.empty()) return out;
  const auto fact = [&](std::string_view name, std::vector<std::string>& siblings) {
    const auto found = testing::fact_place(program, decision, testing::split_cell(name, '.'));
    siblings = found.siblings;
    return found.slot;
  };
  const decision::ObjectShape& shape = program.structs[decision.facts].shape;
  out.root_.closed = shape.closed;
  bool good = true;
  std::vector<std::pair<std::string, std::uint32_t>> companions;
  for (const CsvCell& cell : cells.rows[0].cells) {
    const Span at{file, cell.begin, std::max(cell.end, cell.begin + 1)};
    const auto index = static_cast<std::uint32_t>(out.columns_.size());
    std::vector<std::string> siblings;
    std::vector<std::string> path = testing::split_cell(cell.text, '.');
    Column column{.slot = fact(cell.text, siblings)};
    std::vector<std::string> others;
    if (column.slot == nullptr && cell.text.ends_with(kAbsent)) {
      const std::string of = cell.text.substr(0, cell.text.size() - kAbsent.size());
      const decision::Slot* const slot = fact(of, others);
      if (slot != nullptr && slot->optional) {
        column = {.slot = slot, .is_companion = true};
        path = testing::split_cell(of, '.');
      }
    }
    column.pointer = pointer_of(path);
    const bool known = column.slot != nullptr || is_object(shape, path, 0);
    const auto same = [&](const Column& other) {
      return other.pointer == column.pointer && other.is_companion == column.is_companion;
    };
    if (!known) {
      auto& diagnostic = list.report(diag::CaseUnknownColumn, at, visible(cell.text));
      const std::vector<std::string_view> words(siblings.begin(), siblings.end());
      if (const auto near = nearest(cell.text, words); !near.empty())
        diagnostic.fix(FixGrade::Guess,
                       {"dùng `" + std::string(near) + "`", "use `" + std::string(near) + "`"}, {});
      good = false;
    } else if (std::ranges::any_of(out.columns_, same) ||
               (!column.is_companion && !out.add(shape, path, index))) {
      list.report(diag::CaseColumnTwice, at, visible(cell.text));
      good = false;
    }
    if (column.is_companion) companions.emplace_back(column.pointer, index);
    out.columns_.push_back(std::move(column));
  }
  // A fact of which there is only the companion is a column without a cell.
  for (const auto& [pointer, index] : companions) {
    const auto value = std::ranges::find_if(out.columns_, [&](const Column& other) {
      return !other.is_companion && other.pointer == pointer;
    });
    if (value != out.columns_.end()) {
      value->companion = index;
    } else {
      std::string name = pointer.substr(1);
      std::ranges::replace(name, '/', '.');
      good = out.add(shape, testing::split_cell(name, '.'), index) && good;
    }
  }
  if (!good) return std::nullopt;
  return out;
}

// A row while its facts are written.
struct Table::Writing {
  const testing::CsvRow& row;
  TableFacts& out;
  std::optional<RowFlaw> flaw;
};

std::optional<RowFlaw> Table::facts(std::string_view row, TableFacts& out) const {
  out.json.clear();
  out.cells.clear();
  testing::CsvTable table = testing::read_csv(row, separator_);
  if (table.problem)
    return RowFlaw{*table.problem == testing::CsvProblem::OpenQuote ? RowFlaw::Kind::OpenQuote
                                                                    : RowFlaw::Kind::StrayQuote,
                   table.problem_at,
                   {}};
  if (table.rows.empty()) table.rows.push_back({{CsvCell{}}});  // `""`
  const testing::CsvRow& cells = table.rows[0];
  if (cells.cells.size() != columns_.size())
    return RowFlaw{RowFlaw::Kind::Length,
                   0,
                   {},
                   static_cast<std::uint32_t>(cells.cells.size()),
                   static_cast<std::uint32_t>(columns_.size())};
  Writing writing{cells, out, std::nullopt};
  write_object(root_, writing);
  return writing.flaw;
}

// Finds the place of a column among the keys of objects; false if something of it is there already.
bool Table::add(const decision::ObjectShape& root, const std::vector<std::string>& path,
                std::uint32_t column) {
  Node* at = &root_;
  const decision::ObjectShape* shape = &root;
  for (const std::string& step : path) {
    if (at->column != kNone) return false;
    const auto declared = std::ranges::find(shape->keys, step, &decision::ObjectKey::key);
    if (declared == shape->keys.end()) return false;
    if (!declared->object.empty()) shape = &declared->object[0];
    std::string key;
    put_text(key, step);
    key += ':';
    auto found = std::ranges::find(at->nodes, key, &Node::key);
    if (found == at->nodes.end()) {
      const bool closed = !declared->object.empty() && shape->closed;
      at->nodes.push_back({.key = std::move(key), .closed = closed});
      found = std::prev(at->nodes.end());
    }
    at = &*found;
  }
  if (at->column != kNone || !at->nodes.empty()) return false;
  at->column = column;
  return true;
}

// Nothing for what is neither true, false nor empty.
std::optional<bool> Table::companion_value(const CsvCell& cell) {
  if (cell.text.empty() || cell.text == "false") return false;
  return cell.text == "true" ? std::optional(true) : std::nullopt;
}

// Writes a key with its value; false if none of it is known.
bool Table::write(const Node& node, Writing& writing) const {
  std::string& json = writing.out.json;
  if (node.column == kNone) {
    json += node.key;
    return write_object(node, writing);
  }
  const Column& column = columns_[node.column];
  const CsvCell& cell = writing.row.cells[node.column];
  const std::uint32_t says = column.is_companion ? node.column : column.companion;
  bool absent = false;
  if (says != kNone) {
    const CsvCell& companion = writing.row.cells[says];
    const auto value = companion_value(companion);
    const bool both = value == true && !column.is_companion && !cell.text.empty();
    if (!value || both) {
      writing.flaw = RowFlaw{both ? RowFlaw::Kind::AbsentWithValue : RowFlaw::Kind::NotBool,
                             companion.begin, column.pointer};
      return false;
    }
    absent = *value;
    if (absent) {
      json += node.key;
      json += "null";
      writing.out.cells.emplace_back(column.pointer, companion.begin);
      return true;
    }
  }
  if (column.is_companion || cell.text.empty()) return false;
  json += node.key;
  put_cell(json, cell.text, column.slot);
  writing.out.cells.emplace_back(column.pointer, cell.begin);
  return true;
}

bool Table::write_object(const Node& node, Writing& writing) const {
  std::string& json = writing.out.json;
  json += node.closed ? R"({"$partial":true)" : "{";
  bool any = false;
  for (const Node& inner : node.nodes) {
    const std::size_t before = json.size();
    if (any || node.closed) json += ',';
    if (write(inner, writing))
      any = true;
    else
      json.resize(before);
    if (writing.flaw) return false;
  }
  json += '}';
  return any;
}

}  // namespace phep::batch
