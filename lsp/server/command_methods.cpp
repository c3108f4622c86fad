// Commands that the server runs, and the values that one of them leaves in the text.
#include "lsp/ide/days.h"
#include "lsp/ide/explain_case.h"
#include "lsp/ide/inline_values.h"
#include "lsp/server/analysis.h"
#include "lsp/server/case_handlers.h"
#include "lsp/server/uri.h"

#include <array>

namespace phep::server {
namespace {

RpcError wrong(std::string why) {
  return {ErrorCode::InvalidParams, std::move(why)};
}

// { uri, id }: a test or a row of a document.
struct CaseArgument {
  std::string uri, path, id;
};
std::optional<CaseArgument> case_in(const Json& argument, bool whole) {
  const auto uri = text_in(argument, "uri");
  const auto path = uri ? path_of_uri(*uri) : std::nullopt;
  const auto id = text_in(argument, "id");
  if (!path || (!id && !whole)) return std::nullopt;
  return CaseArgument{*uri, *path, id.value_or("")};
}

Reply run_test(Analysis& analysis, const CommandParams& params, const Ask& ask) {
  const auto one = case_in(params.argument, true);
  if (!one) return std::unexpected(wrong("phep.runTest takes { uri, id? }"));
  analysis.runs().put(ask, {{{one->uri, one->path, one->id}}, false, params.token});
  return later();
}

Reply explain(Analysis& analysis, const CommandParams& params, const Ask& ask) {
  const auto one = case_in(params.argument, false);
  if (!one) return std::unexpected(wrong(params.command + " takes { uri, id }"));
  const auto file = analysis.file(one->path, ask);
  if (!file) return std::unexpected(file.error());
  const auto bench = analysis.bench(*file);
  const auto leaves = bench->leaves(one->id);
  if (leaves.empty()) return refuse(ErrorCode::RequestFailed, "the document has no such test");
  const auto found = ide::explain_case(*bench, *leaves.front(), analysis.settings().as_of,
                                       analysis.settings().language, ask.stop);
  if (!found) return refuse(ErrorCode::RequestCancelled, "cancelled");
  return Json{{"title", found->title},
              {"markdown", found->markdown},
              {"text", found->text},
              {"html", found->html}};
}

Reply set_as_of(Analysis& analysis, const CommandParams& params, const Ask& /*ask*/) {
  const Json& given = params.argument;
  Settings settings = analysis.settings();
  settings.wrong_as_of.clear();
  if (given.is_null() || given == "") {
    settings.as_of = std::nullopt;
  } else {
    settings.as_of =
        given.is_string() ? ide::read_date(given.get_ref<const std::string&>()) : std::nullopt;
    if (!settings.as_of) return std::unexpected(wrong("phep.setAsOf takes a date, YYYY-MM-DD"));
  }
  analysis.set_settings(settings);
  return Json();
}

Reply run_here(Analysis& analysis, const CommandParams& params, const Ask& ask) {
  if (params.argument.is_null()) {
    analysis.chosen_case() = {};
    analysis.refreshes().want(Refresh::Values);
    analysis.refreshes().want(Refresh::Hints);
    return Json();
  }
  const auto one = case_in(params.argument, false);
  if (!one) return std::unexpected(wrong("phep.runHere takes { uri, id }, or nothing"));
  const auto file = analysis.file(one->path, ask);
  if (!file) return std::unexpected(file.error());
  const auto bench = analysis.bench(*file);
  if (!bench->problem().empty()) return refuse(ErrorCode::RequestFailed, bench->problem());
  if (bench->leaves(one->id).empty())
    return refuse(ErrorCode::RequestFailed, "the document has no such test");
  analysis.chosen_case() = {one->path, one->id};
  analysis.refreshes().want(Refresh::Values);
  analysis.refreshes().want(Refresh::Hints);
  return Json();
}

// A page of law or of a diagnostic, where the editor shows documents that it is told to.
Reply show_page(Analysis& analysis, const CommandParams& params, const Ask& /*ask*/) {
  const Json& given = params.argument;
  if (!given.is_string()) return std::unexpected(wrong("phep.showPage takes an address"));
  const auto& address = given.get_ref<const std::string&>();
  if (!address.starts_with("law:") && !address.starts_with("phep:"))
    return std::unexpected(wrong("phep.showPage takes an address of law: or phep:"));
  if (!analysis.client().shows_documents || !analysis.client().content)
    return refuse(ErrorCode::RequestFailed, "the client shows no such documents");
  analysis.ask_client("window/showDocument", {{"uri", address}, {"takeFocus", true}});
  return Json();
}

using Run = Reply (*)(Analysis&, const CommandParams&, const Ask&);
struct Command {
  std::string_view name;
  Run run;
};
constexpr std::array kCommands = {
    Command{"phep.runTest", run_test},   Command{"phep.explain", explain},
    Command{"phep.explainRow", explain}, Command{"phep.setAsOf", set_as_of},
    Command{"phep.runHere", run_here},   Command{"phep.showPage", show_page},
};

}  // namespace

Json command_options() {
  Json names = Json::array();
  for (const Command& one : kCommands) names.push_back(one.name);
  return {{"commands", std::move(names)}, {"workDoneProgress", true}};
}

Reply execute_command(Analysis& analysis, const CommandParams& params, const Ask& ask) {
  for (const Command& one : kCommands)
    if (one.name == params.command) return one.run(analysis, params, ask);
  return refuse(ErrorCode::InvalidParams, "no such command: " + params.command);
}

// The values of the case that `phep.runHere` chose last, in any document that its decision rests
// on.
Reply inline_values(Analysis& analysis, const InlineValueParams& params, const Ask& ask) {
  const auto file = analysis.file(params.path, ask);
  if (!file) return std::unexpected(file.error());
  const Lines lines = analysis.lines(*file);
  const auto begin = offset_at(lines, params.range.first, analysis.client().encoding);
  const auto end = offset_at(lines, params.range.second, analysis.client().encoding);
  const auto& [path, id] = analysis.chosen_case();
  if (path.empty() || !begin) return Json::array();
  const auto home = analysis.file(path, ask);
  if (!home) return Json::array();
  const auto bench = analysis.bench(*home);
  const auto leaves = bench->leaves(id);
  if (leaves.empty() || !bench->problem().empty()) return Json::array();
  const Language language = analysis.settings().language;
  const auto answered = ide::answered({.bench = *bench,
                                       .one = leaves.front(),
                                       .as_of = analysis.settings().as_of,
                                       .language = language});
  Json out = Json::array();
  const auto past = static_cast<std::uint32_t>(lines.text.size()) + 1;
  for (const ide::InlineValue& one :
       ide::inline_values(*bench, *file, answered, *begin, end.value_or(past), language)) {
    if (ask.stop) break;
    out.push_back({{"range", analysis.range(one.span)}, {"text", one.text}});
  }
  return out;
}

}  // namespace phep::server
