#include "lsp/ide/case_names.h"

#include "compiler/base/read_json.h"
#include "compiler/testing/csv.h"
#include "lsp/ide/symbols.h"

#include <algorithm>

namespace phep::ide {
namespace {

// What is looked for, in one file of cases of one decision.
struct Search {
  workspace::Workspace& workspace;
  const hir::Module& module;  // of the decision
  const hir::Decision& decision;
  const hir::Symbol& symbol;
  FileId file;
  std::string_view text;
  std::vector<Span>& out;

  [[nodiscard]] std::string_view name(Name word) const { return workspace.names().text(word); }
  void found(std::size_t begin, std::size_t length) const {
    out.push_back(
        {file, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + length)});
  }
  [[nodiscard]] const hir::Def* def(hir::DefId id) const {
    return definition_of(workspace, hir::Symbol{id});
  }
};

// A text as it stands in the file: its words between quotes, or bare.
struct Words {
  std::string_view text;
  std::size_t at;
};
Words unquoted(std::string_view text, std::size_t at) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    return {text.substr(1, text.size() - 2), at + 1};
  return {text, at};
}

std::size_t past_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && std::string_view(" \t\r\n,").contains(text[at])) ++at;
  return at;
}

hir::Type bare(const Search& search, hir::TypeId type) {
  const hir::TypeStore& types = search.workspace.types();
  return types[types.without_optional(type)];
}

// A member of an enum, if it is the one that is looked for.
void member(const Search& search, hir::DefId enumeration, Words words) {
  if (search.symbol.part != hir::SymbolPart::Member || search.symbol.def != enumeration) return;
  const hir::Def* def = search.def(enumeration);
  const auto* list = def == nullptr ? nullptr : std::get_if<hir::Enum>(&def->node);
  if (list != nullptr && search.symbol.index < list->members.size() &&
      words.text == search.name(list->members[search.symbol.index].name))
    search.found(words.at, words.text.size());
}

// The field of a record by this name, said to be found if it is the one.
const hir::Field* field(const Search& search, hir::DefId record, Words words) {
  const hir::Def* def = search.def(record);
  const auto* shape = def == nullptr ? nullptr : std::get_if<hir::Record>(&def->node);
  if (shape == nullptr) return nullptr;
  for (std::uint32_t i = 0; i < shape->fields.size(); ++i) {
    if (search.name(shape->fields[i].name) != words.text) continue;
    if (search.symbol == hir::Symbol{record, hir::SymbolPart::Field, i})
      search.found(words.at, words.text.size());
    return &shape->fields[i];
  }
  return nullptr;
}

void value(const Search& search, std::size_t at, hir::TypeId type);

void judgments(const Search& search, std::size_t at) {
  const hir::Def* def =
      search.symbol.part == hir::SymbolPart::Whole ? search.def(search.symbol.def) : nullptr;
  for (const JsonMember& one : json_members(search.text, static_cast<std::uint32_t>(at))) {
    const auto* rule = def == nullptr ? nullptr : std::get_if<hir::Rule>(&def->node);
    if (rule != nullptr && rule->by_judgment && one.key == search.name(def->name))
      search.found(one.key_at + 1, one.key.size());
  }
}

void record(const Search& search, std::size_t at, hir::DefId shape) {
  for (const JsonMember& one : json_members(search.text, static_cast<std::uint32_t>(at))) {
    if (one.key == "$judgments") {
      judgments(search, one.begin);
    } else if (const hir::Field* known = field(search, shape, {one.key, one.key_at + 1U})) {
      value(search, one.begin, known->type);
    }
  }
}

// The end of the JSON value that begins here, in a text without errors.
std::size_t value_end(std::string_view text, std::size_t at) {
  int depth = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"')
      for (++at; at < text.size() && text[at] != '"'; ++at) at += text[at] == '\\' ? 1 : 0;
    if (depth == 0 && (c == ',' || c == ']' || c == '}')) return at;
    if (c == '[' || c == '{') ++depth;
    if ((c == ']' || c == '}') && --depth == 0) return at + 1;
    if (depth == 0 && c == '"') return at + 1;
  }
  return at;
}

void elements(const Search& search, std::size_t at, hir::TypeId type) {
  if (at >= search.text.size() || search.text[at] != '[') return;
  for (at = past_blanks(search.text, at + 1); at < search.text.size() && search.text[at] != ']';
       at = past_blanks(search.text, value_end(search.text, at)))
    value(search, at, type);
}

void value(const Search& search, std::size_t at, hir::TypeId type_id) {
  const hir::Type type = bare(search, type_id);
  if (at >= search.text.size()) return;
  if (type.sort == hir::Sort::Record) return record(search, at, type.def);
  if (type.sort == hir::Sort::List) return elements(search, at, type.element);
  if (type.sort == hir::Sort::Set && search.text[at] == '[') {
    for (at = past_blanks(search.text, at + 1); at < search.text.size() && search.text[at] != ']';
         at = past_blanks(search.text, value_end(search.text, at)))
      member(search, type.def,
             unquoted(search.text.substr(at, value_end(search.text, at) - at), at));
  }
  if (type.sort == hir::Sort::Enum)
    member(search, type.def, unquoted(search.text.substr(at, value_end(search.text, at) - at), at));
}

// The record that facts are when the decision has one parameter; else none.
hir::DefId only_record(const Search& search) {
  if (search.decision.params.size() != 1) return {};
  const hir::Type type = bare(search, search.module.locals[search.decision.params[0]].type);
  return type.sort == hir::Sort::Record ? type.def : hir::DefId{};
}

// A parameter of the decision by its name.
const hir::Local* parameter(const Search& search, Words words) {
  for (const hir::LocalId id : search.decision.params) {
    const hir::Local& local = search.module.locals[id];
    if (search.name(local.name) != words.text) continue;
    const hir::Symbol own{hir::DefId{search.module.file}, hir::SymbolPart::Local, id.index};
    if (search.symbol == own) search.found(words.at, words.text.size());
    return &local;
  }
  return nullptr;
}

void facts(const Search& search, std::size_t at) {
  if (const hir::DefId shape = only_record(search); shape.exists())
    return record(search, at, shape);
  for (const JsonMember& one : json_members(search.text, static_cast<std::uint32_t>(at)))
    if (const hir::Local* local = parameter(search, {one.key, one.key_at + 1U}))
      value(search, one.begin, local->type);
}

// The last part of a name that may be qualified.
Words last_part(Words words) {
  const auto dot = words.text.rfind('.');
  if (dot == std::string_view::npos) return words;
  return {words.text.substr(dot + 1), words.at + dot + 1};
}

void reading(const Search& search, Words key, Words option) {
  const hir::Def* def = search.def(search.symbol.def);
  const auto* own = def == nullptr ? nullptr : std::get_if<hir::Reading>(&def->node);
  if (own == nullptr) return;
  key = last_part(key);
  if (key.text != search.name(def->name)) return;
  if (search.symbol.part == hir::SymbolPart::Whole) search.found(key.at, key.text.size());
  if (search.symbol.part == hir::SymbolPart::Member && search.symbol.index < own->options.size() &&
      option.text == search.name(own->options[search.symbol.index].name))
    search.found(option.at, option.text.size());
}

// `notify.due`: the norm before the dot. What an output must be, if that is a member.
void expectation(const Search& search, Words key, Words wanted) {
  const std::string_view base = key.text.substr(0, key.text.find_first_of(".["));
  for (const hir::NormUse& use : search.decision.norms)
    if (search.symbol == hir::Symbol{use.norm} && base == search.name(search.def(use.norm)->name))
      return search.found(key.at, base.size());
  for (const hir::Output& output : search.decision.outputs) {
    if (search.name(output.name) != base || !output.value.exists()) continue;
    const hir::Type type = bare(search, search.module.exprs[output.value].type);
    if (type.sort == hir::Sort::Enum) member(search, type.def, wanted);
  }
}

void line(const Search& search) {
  if (json_error(search.text)) return;
  const auto words = [&](const JsonMember& one) {
    return unquoted(search.text.substr(one.begin, one.end - one.begin), one.begin);
  };
  for (const JsonMember& one : json_members(search.text, 0)) {
    if (one.key == "facts") facts(search, one.begin);
    if (one.key != "readings" && one.key != "expect") continue;
    for (const JsonMember& inner : json_members(search.text, one.begin)) {
      const Words key{inner.key, inner.key_at + 1U};
      if (one.key == "readings") reading(search, key, words(inner));
      if (one.key == "expect") expectation(search, key, words(inner));
    }
  }
}

// JSON lines: each is a text of its own, its places moved to where it stands.
void lines(const Search& search) {
  for (std::size_t at = search.text.starts_with("\xEF\xBB\xBF") ? 3 : 0; at < search.text.size();) {
    const std::size_t end = std::min(search.text.find('\n', at), search.text.size());
    std::string_view one = search.text.substr(at, end - at);
    if (one.ends_with('\r')) one.remove_suffix(1);
    const std::size_t before = search.out.size();
    line({search.workspace, search.module, search.decision, search.symbol, search.file, one,
          search.out});
    for (std::size_t i = before; i < search.out.size(); ++i) {
      search.out[i].begin += static_cast<std::uint32_t>(at);
      search.out[i].end += static_cast<std::uint32_t>(at);
    }
    at = end + 1;
  }
}

// A column's facts: each part of its path, and the type that its cells have.
hir::TypeId column_facts(const Search& search, Words path) {
  hir::TypeId type;
  hir::DefId shape = only_record(search);
  bool first = true;
  for (std::size_t at = 0; at <= path.text.size(); first = false) {
    const std::size_t end = std::min(path.text.find('.', at), path.text.size());
    const Words part{path.text.substr(at, end - at), path.at + at};
    if (first && !shape.exists()) {
      const hir::Local* local = parameter(search, part);
      if (local == nullptr) return {};
      type = local->type;
    } else {
      const hir::Field* known = field(search, shape, part);
      if (known == nullptr) return {};
      type = known->type;
    }
    const hir::Type inner = bare(search, type);
    shape = inner.sort == hir::Sort::Record ? inner.def : hir::DefId{};
    at = end + 1;
  }
  return type;
}

// A cell that is JSON: what is found in it stands where the file has it, whose quotes are doubled
// in a quoted cell.
void json_cell(const Search& search, const testing::CsvCell& cell, hir::TypeId type) {
  if (json_error(cell.text)) return;
  const bool quoted = search.text[cell.begin] == '"';
  std::vector<std::uint32_t> places;  // in the file, of each byte of the cell
  for (std::uint32_t at = cell.begin + (quoted ? 1U : 0U); places.size() < cell.text.size(); ++at) {
    places.push_back(at);
    if (quoted && search.text[at] == '"') ++at;
  }
  const std::size_t before = search.out.size();
  value({search.workspace, search.module, search.decision, search.symbol, search.file, cell.text,
         search.out},
        0, type);
  for (std::size_t i = before; i < search.out.size(); ++i) {
    Span& found = search.out[i];
    const std::uint32_t length = found.end - found.begin;
    found.begin = places[found.begin];
    found.end = found.begin + length;
  }
}

void cell(const Search& search, Words words, hir::TypeId type_id) {
  const hir::Type type = bare(search, type_id);
  if (type.sort == hir::Sort::Enum) member(search, type.def, words);
  if (type.sort != hir::Sort::Set) return;
  for (std::size_t at = 0; at <= words.text.size();) {
    const std::size_t end = std::min(words.text.find('|', at), words.text.size());
    std::size_t begin = at;
    while (begin < end && words.text[begin] == ' ') ++begin;
    std::size_t last = end;
    while (last > begin && words.text[last - 1] == ' ') --last;
    member(search, type.def, {words.text.substr(begin, last - begin), words.at + begin});
    at = end + 1;
  }
}

void table(const Search& search) {
  const testing::CsvTable read = testing::read_csv(search.text);
  if (read.problem || read.rows.empty()) return;
  const auto words = [&](const testing::CsvCell& one) {
    return unquoted(search.text.substr(one.begin, one.end - one.begin), one.begin);
  };
  for (std::size_t column = 0; column < read.rows[0].cells.size(); ++column) {
    const Words head = words(read.rows[0].cells[column]);
    const bool of_reading = head.text.starts_with("reading ");
    const bool of_expect = head.text.starts_with("expect ");
    const std::size_t blank = head.text.find(' ') + 1;
    hir::TypeId type;
    if (!of_reading && !of_expect) type = column_facts(search, head);
    const std::size_t before = search.out.size();
    for (std::size_t row = 0; row < read.rows.size(); ++row) {
      if (column >= read.rows[row].cells.size()) continue;
      const Words own = words(read.rows[row].cells[column]);
      const Words key{head.text.substr(blank), head.at + blank};
      if (of_reading) reading(search, key, own);
      if (of_expect) expectation(search, key, own);
      if (!type.exists() || row == 0) continue;
      const testing::CsvCell& written = read.rows[row].cells[column];
      if (written.text.starts_with('[') || written.text.starts_with('{'))
        json_cell(search, written, type);
      else
        cell(search, own, type);
    }
    // The head is met once a row.
    const auto own = search.out.begin() + static_cast<std::ptrdiff_t>(before);
    std::sort(own, search.out.end());
    search.out.erase(std::unique(own, search.out.end()), search.out.end());
  }
}

}  // namespace

std::vector<Span> names_in_cases(workspace::Workspace& workspace, FileId module,
                                 const hir::Symbol& symbol) {
  std::vector<Span> out;
  const auto checked = workspace.checked(module);
  for (const hir::CaseFile& one : checked->module.case_files) {
    const auto data = workspace.open_data(one.path, module);
    if (!data) continue;
    const auto home = one.decision.exists() ? workspace.checked(one.decision.file) : nullptr;
    if (home == nullptr || one.decision.index >= home->module.defs.size()) continue;
    const auto* decision = std::get_if<hir::Decision>(&home->module.defs[one.decision.index].node);
    if (decision == nullptr) continue;
    const std::string_view text = workspace.sources().file(*data).text;
    const Search search{workspace, home->module, *decision, symbol, *data, text, out};
    if (one.path.ends_with(".csv")) {
      table(search);
    } else {
      lines(search);
    }
  }
  std::ranges::sort(out);
  return out;
}

}  // namespace phep::ide
