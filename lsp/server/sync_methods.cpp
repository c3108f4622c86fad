// Texts and files, as the client tells of them.
#include "lsp/server/handlers.h"
#include "lsp/server/server.h"

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

Reply did_change_folders(Analysis& analysis, const FoldersParams& params, const Ask& /*ask*/) {
  analysis.set_folders(params);
  return Json();
}

}  // namespace phep::server
