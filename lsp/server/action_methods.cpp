// What may be done at a place: convert, ask, convert.
#include "lsp/ide/action.h"
#include "lsp/server/clock.h"
#include "lsp/server/edit_handlers.h"
#include "lsp/server/uri.h"

namespace phep::server {
namespace {

std::string_view kind_of(ide::ActionKind kind) {
  switch (kind) {
    case ide::ActionKind::QuickFix:
    case ide::ActionKind::Allow: return "quickfix";
    case ide::ActionKind::FixAll: return "source.fixAll.phep";
    case ide::ActionKind::Extract: return "refactor.extract";
    case ide::ActionKind::AddTest: return "refactor";
    case ide::ActionKind::Rewrite: return "refactor.rewrite";
    case ide::ActionKind::Inline: return "refactor.inline";
    case ide::ActionKind::Normalise: return "source.normalise.phep";
  }
  return "";
}

// Whether a client that asks for some kinds only wants this one: `source` holds `source.fixAll`.
bool wanted(const Json& context, std::string_view kind) {
  const Json* only = member(context, "only");
  if (only == nullptr || !only->is_array()) return true;
  for (const Json& one : *only) {
    if (!one.is_string()) continue;
    const auto& name = one.get_ref<const std::string&>();
    if (kind == name || (kind.starts_with(name) && (name.empty() || kind[name.size()] == '.')))
      return true;
  }
  return false;
}

}  // namespace

Json code_action_options() {
  return {{"codeActionKinds",
           {"quickfix", "source.fixAll.phep", "source.normalise.phep", "refactor",
            "refactor.extract", "refactor.inline", "refactor.rewrite"}}};
}

Reply code_action(Analysis& analysis, const RangeParams& params, const Ask& ask) {
  const auto file = analysis.file(params.path, ask);
  if (!file) return std::unexpected(file.error());
  const auto at = span_of(analysis, *file, params.range);
  if (!at) return refuse(ErrorCode::InvalidParams, "the document has no such line");
  const auto found =
      ide::actions(analysis.workspace(), *file, analysis.told(*file), *at, today_in_vietnam());
  Json out = Json::array();
  Json told;  // the diagnostics of the file, once one is asked for
  for (std::size_t i = 0; i < found.size(); ++i) {
    const ide::Action& action = found[i];
    const std::string_view kind = kind_of(action.kind);
    if (!wanted(params.context, kind)) continue;
    Json one = {{"title", in_language(analysis, action.title)}, {"kind", kind}};
    if (action.preferred) one["isPreferred"] = true;
    if (action.diagnostic) {
      if (told.is_null()) told = Json::parse(analysis.report(*file).items, nullptr, false);
      one["diagnostics"] = Json::array({told.at(*action.diagnostic)});
    }
    if (analysis.client().lazy_edits) {
      one["data"] = {{"uri", analysis.uri(*file)}, {"range", analysis.range(*at)}, {"place", i}};
    } else {
      one["edit"] = workspace_edit(analysis, action.edits);
    }
    out.push_back(std::move(one));
  }
  return out;
}

// The same question once more: what is chosen must still be what it was.
Reply resolve_code_action(Analysis& analysis, const ResolveParams& params, const Ask& ask) {
  const Json& data = params.item["data"];
  const auto uri = text_in(data, "uri");
  const auto path = uri ? path_of_uri(*uri) : std::nullopt;
  const Json* range = member(data, "range");
  const auto place = number_in(data, "place");
  const auto ends = range == nullptr ? std::nullopt : read_range(*range);
  if (!path || !ends || !place || !text_in(params.item, "title"))
    return refuse(ErrorCode::InvalidParams, "the data is not ours");
  const auto file = analysis.file(*path, ask);
  if (!file) return std::unexpected(file.error());
  const auto at = span_of(analysis, *file, *ends);
  if (!at) return refuse(ErrorCode::ContentModified, "the document has changed");
  const auto found =
      ide::actions(analysis.workspace(), *file, analysis.told(*file), *at, today_in_vietnam());
  const auto index = static_cast<std::size_t>(*place);
  if (*place < 0 || index >= found.size() ||
      in_language(analysis, found[index].title) != text_in(params.item, "title"))
    return refuse(ErrorCode::ContentModified, "the document has changed");
  Json out = params.item;
  out["edit"] = workspace_edit(analysis, found[index].edits);
  return out;
}

}  // namespace phep::server
