// Texts and files, as the client tells of them.
#include "lsp/server/files.h"
#include "lsp/server/handlers.h"
#include "lsp/server/server.h"
#include "lsp/server/uri.h"

#include <algorithm>

namespace phep::server {
namespace {

bool speaks_vietnamese(const Server& server) {
  return settings_of(server.wishes, server.client).language == Language::Vietnamese;
}

void tell_lost(Server& server, const std::string& path) {
  const DocumentPtr document = server.documents.find(path);
  const std::string uri = document == nullptr ? path : document->uri;
  server.outbox.notify(
      "window/showMessage",
      {{"type", 2},
       {"message",
        speaks_vietnamese(server)
            ? "Bản đang sửa của " + uri +
                  " không còn khớp với trình soạn thảo; hãy đóng rồi mở lại tệp."
            : "The text of " + uri +
                  " is out of step with the editor; close the file and open it again."}});
}

// The name of a module by its place: from the folder of its manifest on, else its own folder.
std::string module_of(const std::string& path) {
  const std::string stem = path.substr(0, path.rfind('.'));
  std::size_t root = path.rfind('/') + 1;
  for (std::size_t end = path.rfind('/'); end != std::string::npos && end > 0;
       end = path.rfind('/', end - 1))
    if (read_disk(path.substr(0, end + 1) + "phep.json")) {
      root = end + 1;
      break;
    }
  std::string name = stem.substr(root);
  std::ranges::replace(name, '/', '.');
  return name;
}

}  // namespace

Reply did_open(Server& server, const OpenParams& params) {
  server.documents.open(params.document);
  server.lanes.overtake(params.document.path);
  server.lanes.poke();
  return Json();
}

Reply did_change(Server& server, const ChangeParams& params) {
  const auto outcome =
      server.documents.change(params.path, params.version, params.changes, server.client.encoding);
  if (outcome == Documents::Outcome::NotOpen)
    return refuse(ErrorCode::InvalidParams, "a document that is not open was changed");
  if (outcome == Documents::Outcome::Lost) tell_lost(server, params.path);
  server.lanes.overtake(params.path);
  server.lanes.poke();
  return Json();
}

Reply did_close(Server& server, const DocumentParams& params) {
  server.documents.close(params.path);
  server.lanes.poke();
  return Json();
}

// The text is known already; who saves wants to know what is slow to find.
Reply did_save(Analysis& analysis, const DocumentParams& /*params*/, const Ask& /*ask*/) {
  analysis.slow_tier().saved(std::chrono::steady_clock::now());
  return Json();
}

Reply did_change_configuration(Server& server, const SettingsParams& params) {
  if (!server.client.configuration) {
    server.wishes = params.settings;
    server.tell_analysis("phep/settings", {{"settings", server.wishes}});
    return Json();
  }
  server.outbox.ask("workspace/configuration", {{"items", {{{"section", "phep"}}}}},
                    [&server](const Json& result) {
                      if (!result.is_array() || result.empty() || !result[0].is_object()) return;
                      server.wishes = result[0];
                      server.tell_analysis("phep/settings", {{"settings", server.wishes}});
                    });
  return Json();
}

Reply take_settings(Analysis& analysis, const SettingsParams& params, const Ask& /*ask*/) {
  analysis.set_settings(settings_of(params.settings, analysis.client()));
  return Json();
}

Reply did_change_files(Analysis& analysis, const WatchedParams& params, const Ask& /*ask*/) {
  analysis.look_at(params.paths);
  return Json();
}

// An empty module gets its first line: the name that its place gives it.
Reply did_create_files(Analysis& analysis, const WatchedParams& params, const Ask& /*ask*/) {
  analysis.look_at(params.paths);
  if (!analysis.client().takes_edits) return Json();
  for (const std::string& path : params.paths) {
    if (!is_source(path) || path.ends_with(".md")) continue;
    const auto text = read_disk(path);
    if (!text || !text->empty()) continue;
    const Json start = {{"line", 0}, {"character", 0}};
    const Json edit = {{"range", {{"start", start}, {"end", start}}},
                       {"newText", "module " + module_of(path) + "\n"}};
    const Json document = {{"uri", uri_of_path(path)}, {"version", nullptr}};
    const Json change = {{"textDocument", document}, {"edits", Json::array({edit})}};
    analysis.ask_client("workspace/applyEdit",
                        {{"label", analysis.vi() ? "Đặt tên mô đun" : "Name the module"},
                         {"edit", {{"documentChanges", Json::array({change})}}}});
  }
  return Json();
}

Reply did_change_folders(Analysis& analysis, const FoldersParams& params, const Ask& /*ask*/) {
  analysis.set_folders(params);
  return Json();
}

}  // namespace phep::server
