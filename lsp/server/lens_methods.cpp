// What stands above and beside the text: convert, ask, convert.
#include "lsp/ide/coverage.h"
#include "lsp/ide/hint.h"
#include "lsp/ide/lens.h"
#include "lsp/server/edit_handlers.h"
#include "lsp/server/uri.h"

#include <algorithm>

namespace phep::server {
namespace {

std::string_view word_of(ide::LensKind kind) {
  switch (kind) {
    case ide::LensKind::RunTest: return "run";
    case ide::LensKind::Tests: return "tests";
    case ide::LensKind::InForce: return "force";
    case ide::LensKind::CitedBy: return "cited";
  }
  return "";
}

// Words that nothing hangs on: editors show a command without a name as text.
Json words_alone(const std::string& title) {
  return {{"title", title}, {"command", ""}};
}

}  // namespace

Reply code_lens(Analysis& analysis, const DocumentParams& params, const Ask& ask) {
  const auto file = analysis.file(params.path, ask);
  if (!file) return std::unexpected(file.error());
  Json out = Json::array();
  for (const ide::Lens& lens : ide::lenses(analysis.workspace(), *file)) {
    Json one = {{"range", analysis.range(lens.at)}};
    if (lens.kind == ide::LensKind::RunTest) {
      if (!analysis.client().runs_tests) continue;  // there is nothing to press it with
      one["command"] = {{"title", in_language(analysis, lens.words)},
                        {"command", "phep.runTests"},
                        {"arguments", {{{"uri", analysis.uri(*file)}, {"id", lens.test}}}}};
    } else if (lens.kind == ide::LensKind::InForce) {
      one["command"] = words_alone(in_language(analysis, lens.words));
    } else {
      one["data"] = {{"uri", analysis.uri(*file)}, {"kind", word_of(lens.kind)}};
    }
    out.push_back(std::move(one));
  }
  if (const auto* parts = analysis.runs().covered(*file))
    for (const ide::Covered& one :
         ide::covered(analysis.workspace().checked(*file)->module, *parts))
      out.push_back(
          {{"range", analysis.range(one.at)},
           {"command", words_alone(in_language(analysis, ide::coverage_words(one.seen, one.of)))}});
  return out;
}

Reply resolve_code_lens(Analysis& analysis, const ResolveParams& params, const Ask& ask) {
  const Json& data = params.item["data"];
  const auto uri = text_in(data, "uri");
  const auto path = uri ? path_of_uri(*uri) : std::nullopt;
  const auto kind = text_in(data, "kind");
  const Json* range = member(params.item, "range");
  const auto ends = range == nullptr ? std::nullopt : read_range(*range);
  if (!path || !ends || (kind != "tests" && kind != "cited"))
    return refuse(ErrorCode::InvalidParams, "the data is not ours");
  const auto file = analysis.file(*path, ask);
  if (!file) return std::unexpected(file.error());
  const auto at = span_of(analysis, *file, *ends);
  if (!at) return refuse(ErrorCode::ContentModified, "the document has changed");
  auto files = analysis.everything(ask);
  if (!files) return std::unexpected(files.error());
  if (std::ranges::find(*files, *file) == files->end()) files->push_back(*file);
  const auto sort = kind == "tests" ? ide::LensKind::Tests : ide::LensKind::CitedBy;
  const auto found = ide::counted(analysis.workspace(), sort, *at, *files, ask.stop);
  const std::string title = in_language(analysis, ide::count_words(sort, found.size()));
  Json out = params.item;
  out["command"] = words_alone(title);
  if (analysis.client().shows_references && !found.empty()) {
    Json places = Json::array();
    for (const Span& one : found) places.push_back(analysis.location(one));
    out["command"] = {{"title", title},
                      {"command", "phep.showReferences"},
                      {"arguments", {*uri, (*range)["start"], std::move(places)}}};
  }
  return out;
}

Reply inlay_hint(Analysis& analysis, const RangeParams& params, const Ask& ask) {
  const auto file = analysis.file(params.path, ask);
  if (!file) return std::unexpected(file.error());
  const auto at = span_of(analysis, *file, params.range);
  if (!at) return refuse(ErrorCode::InvalidParams, "the document has no such line");
  Json out = Json::array();
  for (const ide::Hint& hint :
       ide::hints(analysis.workspace(), *at, analysis.settings().language, ask.stop)) {
    Json one = {{"position", position_json(position_of(analysis.lines(*file), hint.at,
                                                       analysis.client().encoding))},
                {"label", hint.label},
                {"paddingLeft", true}};
    if (!hint.basis.empty() && analysis.client().lazy_tooltips) {
      one["data"] = {{"uri", analysis.uri(*file)}};
    } else if (!hint.basis.empty()) {
      one["tooltip"] = hint.basis;
    }
    out.push_back(std::move(one));
  }
  return out;
}

// The same question once more: what the hint rests on.
Reply resolve_inlay_hint(Analysis& analysis, const ResolveParams& params, const Ask& ask) {
  const auto uri = text_in(params.item["data"], "uri");
  const auto path = uri ? path_of_uri(*uri) : std::nullopt;
  const Json* position = member(params.item, "position");
  const auto at = position == nullptr ? std::nullopt : read_position(*position);
  if (!path || !at) return refuse(ErrorCode::InvalidParams, "the data is not ours");
  const auto file = analysis.file(*path, ask);
  if (!file) return std::unexpected(file.error());
  const auto place = span_of(analysis, *file, {*at, *at});
  if (!place) return refuse(ErrorCode::ContentModified, "the document has changed");
  Json out = params.item;
  // A hint stands behind what it is about: the words before the place are looked at.
  constexpr std::uint32_t kLongest = 200;
  const Span around{*file, place->begin - std::min(place->begin, kLongest), place->begin + 1};
  for (const ide::Hint& hint :
       ide::hints(analysis.workspace(), around, analysis.settings().language, ask.stop))
    if (hint.at == place->begin && hint.label == text_in(params.item, "label"))
      out["tooltip"] = hint.basis;
  return out;
}

}  // namespace phep::server
