// Requests that read: convert, ask, convert.
#include "lsp/ide/fold.h"
#include "lsp/ide/hover.h"
#include "lsp/ide/navigate.h"
#include "lsp/ide/outline.h"
#include "lsp/server/analysis.h"
#include "lsp/server/handlers.h"
#include "lsp/server/uri.h"

#include <algorithm>

namespace phep::server {
namespace {

// Plain text as Markdown: nothing in it is markup.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\`*_{}[]<>#|~").contains(c)) out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

Json hover_json(Analysis& analysis, const ide::Hover& hover) {
  const bool markdown = analysis.client().markdown;
  std::string text;
  if (!hover.code.empty()) text = markdown ? "```phep\n" + hover.code + "\n```" : hover.code;
  for (const std::string& paragraph : hover.paragraphs) {
    if (!text.empty()) text += "\n\n";
    text += markdown ? escaped(paragraph) : paragraph;
  }
  return {{"contents", {{"kind", markdown ? "markdown" : "plaintext"}, {"value", text}}},
          {"range", analysis.range(hover.span)}};
}

int symbol_kind(ide::RowKind kind) {
  switch (kind) {
    case ide::RowKind::Instrument: return 2;  // Module
    case ide::RowKind::Source: return 1;      // File
    case ide::RowKind::Party: return 11;      // Interface
    case ide::RowKind::Action: return 24;     // Event
    case ide::RowKind::Enum: return 10;       // Enum
    case ide::RowKind::Member: return 22;     // EnumMember
    case ide::RowKind::Record: return 23;     // Struct
    case ide::RowKind::Field: return 8;       // Field
    case ide::RowKind::Calendar: return 14;   // Constant
    case ide::RowKind::Rule: return 12;       // Function
    case ide::RowKind::Case: return 6;        // Method
    case ide::RowKind::Norm: return 5;        // Class
    case ide::RowKind::Exemption: return 6;   // Method
    case ide::RowKind::Sanction: return 6;    // Method
    case ide::RowKind::Decision: return 12;   // Function
    case ide::RowKind::Reading: return 10;    // Enum
    case ide::RowKind::Test: return 6;        // Method
    case ide::RowKind::Other: return 13;      // Variable
  }
  return 13;
}

namespace {

void write_row(Analysis& analysis, const ide::Row& row, JsonText& out) {
  out.open('{');
  if (!row.inner.empty()) {
    out.key("children");
    out.open('[');
    for (const ide::Row& one : row.inner) write_row(analysis, one, out);
    out.close(']');
  }
  analysis.write_named(out, symbol_kind(row.kind), row);
  out.close('}');
}

void flat(Analysis& analysis, const ide::Row& row, const std::string& container, Json& out) {
  Json one = {{"name", row.name},
              {"kind", symbol_kind(row.kind)},
              {"location", analysis.location(row.whole)}};
  if (!container.empty()) one["containerName"] = container;
  out.push_back(std::move(one));
  for (const ide::Row& inner : row.inner) flat(analysis, inner, row.name, out);
}

// The beginning of a virtual document.
Json page_location(const std::string& address) {
  const Json start = position_json({});
  return {{"uri", uri_of_path(address)}, {"range", {{"start", start}, {"end", start}}}};
}

}  // namespace

Reply hover(Analysis& analysis, const PositionParams& params, const Ask& ask) {
  const auto place = analysis.place(params, ask);
  if (!place) return std::unexpected(place.error());
  const auto found =
      ide::hover(analysis.workspace(), place->file, place->offset, analysis.saying(), ask.stop);
  return found ? hover_json(analysis, *found) : Json();
}

Reply definition(Analysis& analysis, const PositionParams& params, const Ask& ask) {
  const auto place = analysis.place(params, ask);
  if (!place) return std::unexpected(place.error());
  Json out = Json::array();
  for (const ide::Target& target :
       ide::definition(analysis.workspace(), place->file, place->offset)) {
    // A citation leads to the text of law, where the editor can show it.
    const bool page = !target.address.empty() && analysis.client().content;
    out.push_back(page ? page_location(target.address) : analysis.location(target.name));
  }
  return out;
}

Reply references(Analysis& analysis, const ReferenceParams& params, const Ask& ask) {
  const auto place = analysis.place(params.at, ask);
  if (!place) return std::unexpected(place.error());
  auto files = analysis.everything(ask);
  if (!files) return std::unexpected(files.error());
  // What is declared in the library is used there too.
  if (std::ranges::find(*files, place->file) == files->end()) files->push_back(place->file);
  JsonText out;
  out.open('[');
  for (const Span& span : ide::references(analysis.workspace(), place->file, place->offset,
                                          params.declaration, *files, ask.stop))
    analysis.write_location(out, span);
  out.close(']');
  return out.take();
}

Reply document_symbol(Analysis& analysis, const DocumentParams& params, const Ask& ask) {
  const auto file = analysis.file(params.path, ask);
  if (!file) return std::unexpected(file.error());
  const std::vector<ide::Row> rows =
      ide::outline(analysis.workspace(), *file, analysis.settings().language);
  if (!analysis.client().hierarchy) {
    Json out = Json::array();
    for (const ide::Row& row : rows) flat(analysis, row, {}, out);
    return out;
  }
  JsonText out;
  out.open('[');
  for (const ide::Row& row : rows) write_row(analysis, row, out);
  out.close(']');
  return out.take();
}

Reply folding_range(Analysis& analysis, const DocumentParams& params, const Ask& ask) {
  const auto file = analysis.file(params.path, ask);
  if (!file) return std::unexpected(file.error());
  const Lines lines = analysis.lines(*file);
  const std::string& path = analysis.workspace().sources().file(*file).path;
  Json out = Json::array();
  for (const ide::Fold& fold : ide::folds(lines.text, syntax::form_of(path))) {
    const Position begin = position_of(lines, fold.begin, analysis.client().encoding);
    const Position end = position_of(lines, fold.end, analysis.client().encoding);
    Json one = {{"startLine", begin.line}, {"endLine", end.line}};
    if (fold.kind == ide::FoldKind::Comment) one["kind"] = "comment";
    if (fold.kind == ide::FoldKind::Imports) one["kind"] = "imports";
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace phep::server
