// Requests that help to write.
#include "compiler/base/text.h"
#include "lsp/ide/complete.h"
#include "lsp/server/analysis.h"
#include "lsp/server/edit_handlers.h"
#include "lsp/server/handlers.h"
#include "lsp/server/layouts.h"
#include "lsp/server/text_edits.h"
#include "lsp/server/uri.h"

#include <algorithm>

namespace phep::server {
namespace {

// LSP's CompletionItemKind.
int kind_of(ide::ProposalKind kind) {
  switch (kind) {
    case ide::ProposalKind::Keyword: return 14;
    case ide::ProposalKind::Definition: return 21;  // Constant
    case ide::ProposalKind::Function: return 3;
    case ide::ProposalKind::Norm: return 7;   // Class
    case ide::ProposalKind::Type: return 22;  // Struct
    case ide::ProposalKind::Member: return 20;
    case ide::ProposalKind::Field: return 5;
    case ide::ProposalKind::Local: return 6;  // Variable
    case ide::ProposalKind::Module: return 9;
    case ide::ProposalKind::Provision: return 18;  // Reference
    case ide::ProposalKind::Unit: return 11;
    case ide::ProposalKind::Word: return 12;  // Value
  }
  return 1;
}

std::string rank_text(std::size_t rank) {
  const std::string digits = std::to_string(rank);
  return std::string(4 - std::min<std::size_t>(4, digits.size()), '0') + digits;
}

}  // namespace

Reply completion(Analysis& analysis, const PositionParams& params, const Ask& ask) {
  const auto place = analysis.place(params, ask);
  if (!place) return std::unexpected(place.error());
  const ide::Proposals found =
      ide::complete(analysis.workspace(), place->file, place->offset, analysis.saying(), ask.stop);
  const std::string_view text = analysis.lines(place->file).text;
  Json items = Json::array();
  for (const ide::Proposal& one : found.items) {
    // The editor would filter once more, without folding: it is told what was typed.
    Json item = {
        {"label", one.text},
        {"kind", kind_of(one.kind)},
        {"filterText", text.substr(one.replaced.begin, one.replaced.end - one.replaced.begin)},
        {"sortText", rank_text(items.size())},
        {"textEdit", {{"range", analysis.range(one.replaced)}, {"newText", one.text}}}};
    if (!one.detail.empty()) item["detail"] = one.detail;
    if (one.deprecated()) item["tags"] = Json::array({1});
    if (one.declared.file.exists() && analysis.client().lazy_words)
      item["data"] = {{"uri", analysis.uri(one.declared.file)}, {"offset", one.declared.begin}};
    items.push_back(std::move(item));
  }
  return Json{{"isIncomplete", true}, {"items", std::move(items)}};
}

// What a hover over its declaration says.
Reply resolve_completion(Analysis& analysis, const ResolveParams& params, const Ask& ask) {
  const Json& data = params.item["data"];
  const auto uri = text_in(data, "uri");
  const auto path = uri ? path_of_uri(*uri) : std::nullopt;
  const auto offset = number_in(data, "offset");
  if (!path || !offset || *offset < 0)
    return refuse(ErrorCode::InvalidParams, "the data is not ours");
  const auto file = analysis.file(*path, ask);
  if (!file) return std::unexpected(file.error());
  Json out = params.item;
  if (static_cast<std::uint64_t>(*offset) > analysis.lines(*file).text.size()) return out;
  if (const auto found =
          ide::hover(analysis.workspace(), *file, static_cast<std::uint32_t>(*offset),
                     analysis.saying(), ask.stop))
    out["documentation"] = hover_json(analysis, *found)["contents"];
  return out;
}

Reply formatting(Layouts& layouts, const FormattingParams& /*params*/, const Ask& ask) {
  if (ask.document == nullptr || ask.document->lost)
    return refuse(ErrorCode::RequestFailed, "the document is not open");
  const syntax::Formatted done = layouts.lay_out(*ask.document);
  if (done.text == ask.document->text) return Json::array();
  return edits_between(*ask.document, done.text, ask.encoding);
}

}  // namespace phep::server
