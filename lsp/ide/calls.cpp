#include "lsp/ide/calls.h"

#include "lsp/ide/symbols.h"

#include <algorithm>

namespace phep::ide {
namespace {

std::optional<StationKind> station_kind(const hir::Def& def) {
  if (std::holds_alternative<hir::Rule>(def.node)) return StationKind::Rule;
  if (std::holds_alternative<hir::Norm>(def.node)) return StationKind::Norm;
  if (std::holds_alternative<hir::Special>(def.node)) return StationKind::Rule;
  if (std::holds_alternative<hir::Decision>(def.node)) return StationKind::Decision;
  if (std::holds_alternative<hir::Reading>(def.node)) return StationKind::Reading;
  return std::nullopt;
}

std::optional<Station> station_of(workspace::Workspace& workspace, const hir::Def& def,
                                  Language language) {
  const auto kind = station_kind(def);
  if (!kind || !def.name.exists()) return std::nullopt;
  return Station{*kind, std::string(workspace.names().text(def.name)),
                 words_in(def.label, language), def.span, def.name_span};
}

std::optional<Station> station_of(workspace::Workspace& workspace, const hir::Symbol& symbol,
                                  Language language) {
  if (symbol.part == hir::SymbolPart::Local) return std::nullopt;
  const hir::Def* def = definition_of(workspace, symbol);
  if (def == nullptr) return std::nullopt;
  if (symbol.part == hir::SymbolPart::Whole) return station_of(workspace, *def, language);
  // An option of a reading leads to the reading.
  if (symbol.part == hir::SymbolPart::Member) return station_of(workspace, *def, language);
  const auto* record = std::get_if<hir::Record>(&def->node);
  if (record == nullptr || symbol.index >= record->fields.size()) return std::nullopt;
  const hir::Field& field = record->fields[symbol.index];
  const auto declared = declared_at(workspace, symbol);
  if (!declared) return std::nullopt;
  return Station{StationKind::Fact,
                 std::string(workspace.names().text(def->name)) + "." +
                     std::string(workspace.names().text(field.name)),
                 words_in(field.label, language), field.span.file.exists() ? field.span : *declared,
                 *declared};
}

// Of the declarations that hold the place the outermost: hidden rules lie inside what they were
// made for.
const hir::Def* holder_of(const hir::Module& module, Span span) {
  const hir::Def* best = nullptr;
  for (const hir::Def& def : module.defs) {
    if (def.span.file != span.file || def.span.begin > span.begin || def.span.end < span.end)
      continue;
    if (best == nullptr || def.span.end - def.span.begin > best->span.end - best->span.begin)
      best = &def;
  }
  return best;
}

std::optional<Station> test_around(const hir::Module& module, Span span) {
  for (const hir::Test& test : module.tests)
    if (test.span.file == span.file && test.span.begin <= span.begin && span.end <= test.span.end)
      return Station{StationKind::Test,
                     test.title,
                     {},
                     test.span,
                     {test.span.file, test.span.begin, test.span.begin}};
  return std::nullopt;
}

void add_call(std::vector<Call>& calls, Station station, Span at) {
  for (Call& one : calls)
    if (one.station.whole == station.whole && one.station.name == station.name) {
      one.at.push_back(at);
      return;
    }
  calls.push_back({std::move(station), {at}});
}

}  // namespace

std::optional<Station> station_at(workspace::Workspace& workspace, FileId file,
                                  std::uint32_t offset, Language language) {
  const auto name = name_at(workspace, file, offset);
  return name ? station_of(workspace, name->symbol, language) : std::nullopt;
}

std::vector<Call> incoming(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                           std::span<const FileId> files, Language language,
                           const std::atomic<bool>& stop) {
  std::vector<Call> out;
  const auto name = name_at(workspace, file, offset);
  if (!name || name->symbol.part == hir::SymbolPart::Local) return out;
  for (const FileId one : where_named(workspace, name->symbol, files, stop)) {
    if (stop.load(std::memory_order_relaxed)) return out;
    const auto checked = workspace.checked(one);
    const hir::Module& module = checked->module;
    for (const hir::Occurrence& place : module.occurrences) {
      if (place.symbol != name->symbol || place.declares) continue;
      std::optional<Station> station;
      if (const hir::Def* def = holder_of(module, place.span))
        station = station_of(workspace, *def, language);
      if (!station) station = test_around(module, place.span);
      if (station) add_call(out, std::move(*station), place.span);
    }
  }
  return out;
}

std::vector<Call> outgoing(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                           Language language) {
  std::vector<Call> out;
  const auto name = name_at(workspace, file, offset);
  if (!name || name->symbol.part != hir::SymbolPart::Whole) return out;
  const hir::Def* def = definition_of(workspace, name->symbol);
  if (def == nullptr || !station_kind(*def)) return out;
  const auto home = workspace.checked(name->symbol.def.file);
  for (const hir::Occurrence& place : home->module.occurrences) {
    if (place.declares || place.span.begin < def->span.begin || place.span.end > def->span.end)
      continue;
    if (place.symbol == name->symbol) continue;
    if (auto station = station_of(workspace, place.symbol, language))
      add_call(out, std::move(*station), place.span);
  }
  return out;
}

}  // namespace phep::ide
