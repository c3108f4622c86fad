// Requests while somebody types: layout of a part, of a new line, and what a call takes.
#include "lsp/ide/indent.h"
#include "lsp/ide/signature.h"
#include "lsp/server/edit_handlers.h"
#include "lsp/server/layouts.h"
#include "lsp/server/text_edits.h"

namespace phep::server {

Json on_type_options() {
  return {{"firstTriggerCharacter", "\n"}, {"moreTriggerCharacter", {"}"}}};
}

namespace {

Reply lay_out(Layouts& layouts, std::span<const std::pair<Position, Position>> ranges,
              const Ask& ask) {
  if (ask.document == nullptr || ask.document->lost)
    return refuse(ErrorCode::RequestFailed, "the document is not open");
  const syntax::Formatted done = layouts.lay_out(*ask.document);
  return edits_between(*ask.document, done.text, ask.encoding, ranges);
}

}  // namespace

Reply range_formatting(Layouts& layouts, const RangeParams& params, const Ask& ask) {
  return lay_out(layouts, {&params.range, 1}, ask);
}

Reply ranges_formatting(Layouts& layouts, const RangesParams& params, const Ask& ask) {
  if (params.ranges.empty()) return Json::array();
  return lay_out(layouts, params.ranges, ask);
}

Reply on_type_formatting(Layouts& /*layouts*/, const OnTypeParams& params, const Ask& ask) {
  if (ask.document == nullptr || ask.document->lost)
    return refuse(ErrorCode::RequestFailed, "the document is not open");
  // Other characters may belong to a word that an input method is still making.
  if (params.typed != "\n" && params.typed != "}") return Json::array();
  const Document& document = *ask.document;
  const auto offset = offset_at(document.lines(), params.position, ask.encoding);
  if (!offset) return refuse(ErrorCode::InvalidParams, "the document has no such line");
  const auto found = ide::indent_at(document.text, *offset, syntax::form_of(document.path));
  if (!found) return Json::array();
  // Of a brace only one that stands first in its line is set in anew.
  if (params.typed == "}" && *offset != found->end + 1) return Json::array();
  return Json::array(
      {{{"range", range_json(document.lines(), found->begin, found->end, ask.encoding)},
        {"newText", std::string(found->blanks, ' ')}}});
}

Json signature_help_options() {
  return {{"triggerCharacters", {"(", ",", " "}}, {"retriggerCharacters", {","}}};
}

Reply signature_help(Analysis& analysis, const PositionParams& params, const Ask& ask) {
  const auto place = analysis.place(params, ask);
  if (!place) return std::unexpected(place.error());
  const auto found = ide::signature(analysis.workspace(), place->file, place->offset,
                                    analysis.settings().language);
  if (!found) return Json();
  Json parameters = Json::array();
  for (const std::string& one : found->parameters) parameters.push_back({{"label", one}});
  Json one = {{"label", found->label}, {"parameters", std::move(parameters)}};
  if (!found->words.empty()) one["documentation"] = found->words;
  return Json{{"signatures", Json::array({std::move(one)})},
              {"activeSignature", 0},
              {"activeParameter", found->active}};
}

}  // namespace phep::server
