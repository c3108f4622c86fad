// Requests that find and follow: convert, ask, convert.
#include "lsp/ide/calls.h"
#include "lsp/ide/find.h"
#include "lsp/ide/highlight.h"
#include "lsp/ide/navigate.h"
#include "lsp/ide/select.h"
#include "lsp/server/analysis.h"
#include "lsp/server/handlers.h"

#include <algorithm>

namespace phep::server {
namespace {

int station_kind(ide::StationKind kind) {
  switch (kind) {
    case ide::StationKind::Rule: return 12;      // Function
    case ide::StationKind::Norm: return 5;       // Class
    case ide::StationKind::Decision: return 12;  // Function
    case ide::StationKind::Reading: return 10;   // Enum
    case ide::StationKind::Fact: return 8;       // Field
    case ide::StationKind::Test: return 6;       // Method
  }
  return 12;
}

int highlight_kind(ide::HighlightKind kind) {
  switch (kind) {
    case ide::HighlightKind::Text: return 1;
    case ide::HighlightKind::Read: return 2;
    case ide::HighlightKind::Write: return 3;
  }
  return 1;
}

Json locations(Analysis& analysis, const std::vector<ide::Target>& targets) {
  Json out = Json::array();
  for (const ide::Target& target : targets) out.push_back(analysis.location(target.name));
  return out;
}

void write_station(Analysis& analysis, const ide::Station& station, JsonText& out) {
  out.open('{');
  analysis.write_named(out, station_kind(station.kind), station);
  out.key("uri");
  out.value(analysis.uri(station.own.file));
  out.close('}');
}

Json calls_json(Analysis& analysis, const std::vector<ide::Call>& calls, std::string_view end) {
  JsonText out;
  out.open('[');
  for (const ide::Call& call : calls) {
    out.open('{');
    if (end == "from") {
      out.key(end);
      write_station(analysis, call.station, out);
    }
    out.key("fromRanges");
    out.open('[');
    for (const Span& span : call.at) analysis.write_range(out, span);
    out.close(']');
    if (end != "from") {
      out.key(end);
      write_station(analysis, call.station, out);
    }
    out.close('}');
  }
  out.close(']');
  return out.take();
}

}  // namespace

// Of a citation: the row of the outline that declares the provision, not its page.
Reply declaration(Analysis& analysis, const PositionParams& params, const Ask& ask) {
  const auto place = analysis.place(params, ask);
  if (!place) return std::unexpected(place.error());
  return locations(analysis, ide::definition(analysis.workspace(), place->file, place->offset));
}

Reply type_definition(Analysis& analysis, const PositionParams& params, const Ask& ask) {
  const auto place = analysis.place(params, ask);
  if (!place) return std::unexpected(place.error());
  return locations(analysis,
                   ide::type_definition(analysis.workspace(), place->file, place->offset));
}

Reply implementation(Analysis& analysis, const PositionParams& params, const Ask& ask) {
  const auto place = analysis.place(params, ask);
  if (!place) return std::unexpected(place.error());
  auto files = analysis.everything(ask);
  if (!files) return std::unexpected(files.error());
  if (std::ranges::find(*files, place->file) == files->end()) files->push_back(place->file);
  return locations(analysis, ide::implementation(analysis.workspace(), place->file, place->offset,
                                                 *files, ask.stop));
}

Reply document_highlight(Analysis& analysis, const PositionParams& params, const Ask& ask) {
  const auto place = analysis.place(params, ask);
  if (!place) return std::unexpected(place.error());
  Json out = Json::array();
  for (const ide::Highlight& one :
       ide::highlights(analysis.workspace(), place->file, place->offset))
    out.push_back({{"range", analysis.range(one.span)}, {"kind", highlight_kind(one.kind)}});
  return out;
}

Reply selection_range(Analysis& analysis, const PositionsParams& params, const Ask& ask) {
  const auto file = analysis.file(params.path, ask);
  if (!file) return std::unexpected(file.error());
  Json out = Json::array();
  for (const Position& position : params.positions) {
    const auto offset = offset_at(analysis.lines(*file), position, analysis.client().encoding);
    if (!offset) return refuse(ErrorCode::InvalidParams, "the document has no such line");
    if (ask.stop) return out;
    Json chain;
    const auto spans = ide::selections(analysis.workspace(), *file, *offset);
    for (auto span = spans.rbegin(); span != spans.rend(); ++span) {
      Json one = {{"range", analysis.range(*span)}};
      if (!chain.is_null()) one["parent"] = std::move(chain);
      chain = std::move(one);
    }
    // An empty text still has its beginning.
    if (chain.is_null()) chain = {{"range", analysis.range({*file, *offset, *offset})}};
    out.push_back(std::move(chain));
  }
  return out;
}

Reply workspace_symbol(Analysis& analysis, const QueryParams& params, const Ask& ask) {
  const auto files = analysis.everything(ask);
  if (!files) return std::unexpected(files.error());
  Json out = Json::array();
  for (const ide::Found& one :
       ide::find_symbols(analysis.workspace(), analysis.folded_names(), params.query, *files,
                         analysis.settings().language, ask.stop)) {
    Json symbol = {{"name", one.name}, {"kind", symbol_kind(one.kind)}};
    if (!one.container.empty()) symbol["containerName"] = one.container;
    if (analysis.client().lazy_ranges) {
      symbol["location"] = {{"uri", analysis.uri(one.own.file)}};
      symbol["data"] = {{"begin", one.own.begin}, {"end", one.own.end}};
    } else {
      symbol["location"] = analysis.location(one.own);
    }
    out.push_back(std::move(symbol));
  }
  return out;
}

Reply resolve_symbol(Analysis& analysis, const SymbolParams& params, const Ask& ask) {
  const auto file = analysis.file(params.path, ask);
  if (!file) return std::unexpected(file.error());
  const auto size = static_cast<std::uint32_t>(analysis.lines(*file).text.size());
  Json out = params.symbol;
  out["location"] =
      analysis.location({*file, std::min(params.begin, size), std::min(params.end, size)});
  return out;
}

Reply prepare_calls(Analysis& analysis, const PositionParams& params, const Ask& ask) {
  const auto place = analysis.place(params, ask);
  if (!place) return std::unexpected(place.error());
  const auto station = ide::station_at(analysis.workspace(), place->file, place->offset,
                                       analysis.settings().language);
  if (!station) return Json();
  JsonText out;
  out.open('[');
  write_station(analysis, *station, out);
  out.close(']');
  return out.take();
}

Reply incoming_calls(Analysis& analysis, const PositionParams& params, const Ask& ask) {
  const auto place = analysis.place(params, ask);
  if (!place) return std::unexpected(place.error());
  auto files = analysis.everything(ask);
  if (!files) return std::unexpected(files.error());
  if (std::ranges::find(*files, place->file) == files->end()) files->push_back(place->file);
  return calls_json(analysis,
                    ide::incoming(analysis.workspace(), place->file, place->offset, *files,
                                  analysis.settings().language, ask.stop),
                    "from");
}

Reply outgoing_calls(Analysis& analysis, const PositionParams& params, const Ask& ask) {
  const auto place = analysis.place(params, ask);
  if (!place) return std::unexpected(place.error());
  return calls_json(
      analysis,
      ide::outgoing(analysis.workspace(), place->file, place->offset, analysis.settings().language),
      "to");
}

}  // namespace phep::server
