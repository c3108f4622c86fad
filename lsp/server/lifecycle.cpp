// From initialize to exit.
#include "lsp/ide/days.h"
#include "lsp/server/handlers.h"
#include "lsp/server/server.h"

#include <algorithm>
#include <cstdlib>

namespace phep::server {
namespace {

bool offers_utf8(const Json& capabilities) {
  const Json* encodings = member(capabilities, {"general", "positionEncodings"});
  if (encodings == nullptr || !encodings->is_array()) return false;
  for (const Json& one : *encodings)
    if (one == "utf-8") return true;
  return false;
}

bool takes_markdown(const Json& capabilities) {
  const Json* formats = member(capabilities, {"textDocument", "hover", "contentFormat"});
  if (formats == nullptr || !formats->is_array()) return false;
  for (const Json& one : *formats)
    if (one == "markdown") return true;
  return false;
}

// A list of words among the capabilities, and whether it holds one.
bool lists(const Json* words, std::string_view word) {
  return words != nullptr && words->is_array() &&
         std::ranges::find(*words, Json(word)) != words->end();
}

// Said of pushed diagnostics, since 3.18 also of pulled ones.
void read_diagnostic_abilities(const Json& can, Client& out) {
  for (const char* way : {"publishDiagnostics", "diagnostic"}) {
    out.related = out.related || flag_in(can, {"textDocument", way, "relatedInformation"});
    out.code_pages = out.code_pages ||
                     (out.content && flag_in(can, {"textDocument", way, "codeDescriptionSupport"}));
    const Json* tags = member(can, {"textDocument", way, "tagSupport", "valueSet"});
    out.unnecessary = out.unnecessary || (tags != nullptr && tags->is_array() &&
                                          std::ranges::find(*tags, Json(1)) != tags->end());
  }
}

Client client_of(const InitializeParams& params) {
  const Json& can = params.capabilities;
  Client out;
  out.encoding = offers_utf8(can) ? Encoding::Utf8 : Encoding::Utf16;
  out.locale = params.locale;
  out.pull = member(can, {"textDocument", "diagnostic"}) != nullptr;
  out.refreshes = flag_in(can, {"workspace", "diagnostics", "refreshSupport"}) ||
                  flag_in(can, {"workspace", "diagnostic", "refreshSupport"});
  out.refreshes_tokens = flag_in(can, {"workspace", "semanticTokens", "refreshSupport"});
  out.refreshes_hints = flag_in(can, {"workspace", "inlayHint", "refreshSupport"});
  out.refreshes_lenses = flag_in(can, {"workspace", "codeLens", "refreshSupport"});
  out.refreshes_values = flag_in(can, {"workspace", "inlineValue", "refreshSupport"});
  out.progress = flag_in(can, {"window", "workDoneProgress"});
  out.watches = flag_in(can, {"workspace", "didChangeWatchedFiles", "dynamicRegistration"});
  out.configuration = flag_in(can, {"workspace", "configuration"});
  out.markdown = takes_markdown(can);
  out.hierarchy =
      flag_in(can, {"textDocument", "documentSymbol", "hierarchicalDocumentSymbolSupport"});
  out.content = member(can, {"workspace", "textDocumentContent"}) != nullptr;
  out.lazy_ranges =
      lists(member(can, {"workspace", "symbol", "resolveSupport", "properties"}), "location.range");
  out.annotations =
      member(can, {"workspace", "workspaceEdit", "changeAnnotationSupport"}) != nullptr;
  const Json* commands = member(can, {"experimental", "phep", "commands"});
  out.runs_tests = lists(commands, "phep.runTests");
  out.shows_references = lists(commands, "phep.showReferences");
  read_diagnostic_abilities(can, out);
  out.shows_documents = flag_in(can, {"window", "showDocument", "support"});
  out.takes_edits = flag_in(can, {"workspace", "applyEdit"});
  out.lazy_words = lists(
      member(can, {"textDocument", "completion", "completionItem", "resolveSupport", "properties"}),
      "documentation");
  out.lazy_tooltips =
      lists(member(can, {"textDocument", "inlayHint", "resolveSupport", "properties"}), "tooltip");
  out.lazy_edits =
      lists(member(can, {"textDocument", "codeAction", "resolveSupport", "properties"}), "edit");
  return out;
}

bool says_vietnamese(const char* text) {
  return text != nullptr && std::string_view(text).starts_with("vi");
}

Language language_of_place() {
  for (const char* name : {"PHEP_LANG", "LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0')
      return says_vietnamese(value) ? Language::Vietnamese : Language::English;
  return Language::English;
}

void register_watchers(Server& server) {
  const Json watchers = Json::array({{{"globPattern", "**/*.{phep,phep.md}"}},
                                     {{"globPattern", "**/phep.json"}},
                                     {{"globPattern", "**/*.cases.{jsonl,csv}"}}});
  server.outbox.ask("client/registerCapability",
                    {{"registrations",
                      {{{"id", "phep/files"},
                        {"method", "workspace/didChangeWatchedFiles"},
                        {"registerOptions", {{"watchers", watchers}}}}}}},
                    {});
}

}  // namespace

Settings settings_of(const Json& wishes, const Client& client) {
  const Json* inner = member(wishes, "phep");
  const Json& own = inner == nullptr ? wishes : *inner;
  Settings out;
  const std::string language = text_in(own, "language").value_or("auto");
  if (language == "vi" || language == "en") {
    out.language = language == "vi" ? Language::Vietnamese : Language::English;
  } else if (!client.locale.empty()) {
    out.language =
        says_vietnamese(client.locale.c_str()) ? Language::Vietnamese : Language::English;
  } else {
    out.language = language_of_place();
  }
  const std::string as_of = text_in(own, "asOf").value_or("");
  out.as_of = ide::read_date(as_of);
  if (!out.as_of) out.wrong_as_of = as_of;
  return out;
}

namespace {

Server::Trace level_of(std::string_view word) {
  if (word == "messages") return Server::Trace::Messages;
  return word == "verbose" ? Server::Trace::Verbose : Server::Trace::Off;
}

}  // namespace

Reply initialize(Server& server, const InitializeParams& params) {
  server.client = client_of(params);
  if (server.options().progress_at_once) server.client.silent = {};
  server.folders = params.folders;
  server.wishes = params.options;
  server.trace = level_of(params.trace);
  server.state = Server::State::Initialising;
  if (params.process) server.watch_parent(*params.process);
  server.start_lanes(settings_of(server.wishes, server.client));
  Json can = capabilities();
  can["positionEncoding"] = server.client.encoding == Encoding::Utf8 ? "utf-8" : "utf-16";
  return Json{{"capabilities", std::move(can)},
              {"serverInfo", {{"name", "phep-lsp"}, {"version", PHEP_VERSION}}}};
}

Reply initialized(Server& server, const NoParams& /*params*/) {
  server.state = Server::State::Ready;
  if (server.client.watches) register_watchers(server);
  Json added = Json::array();
  for (const Folder& one : server.folders) added.push_back({{"uri", one.uri}, {"name", ""}});
  server.tell_analysis("workspace/didChangeWorkspaceFolders",
                       {{"event", {{"added", std::move(added)}, {"removed", Json::array()}}}});
  if (server.client.configuration) return did_change_configuration(server, {});
  return Json();
}

Reply shut_down(Server& server, const NoParams& /*params*/) {
  server.state = Server::State::ShutDown;
  return Json();
}

Reply leave(Server& server, const NoParams& /*params*/) {
  server.exit_code = server.state == Server::State::ShutDown ? 0 : 1;
  return Json();
}

Reply set_trace(Server& server, const TraceParams& params) {
  server.trace = level_of(params.value);
  return Json();
}

Reply stats(Server& server, const NoParams& /*params*/) {
  return server.stats();
}

Reply cancel(Server& server, const CancelParams& params) {
  if (const AskPtr waiting = server.lanes.cancel(params.id))
    server.outbox.respond(waiting->id, refuse(ErrorCode::RequestCancelled, "cancelled"));
  return Json();
}

Reply cancel_progress(Server& server, const TokenParams& params) {
  if (const auto id = server.lanes.with_token(params.token)) return cancel(server, {*id});
  return Json();
}

}  // namespace phep::server
