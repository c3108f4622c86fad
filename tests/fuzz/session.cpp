// A session with the language server without its threads: one message a line, handled in turn by
// the server's own handlers. Whatever comes, each request has an answer and no handler throws.
//
// Of files only those below file:///fuzz/ are spoken of, which are not there: nothing is read from
// disk. Work that nobody asked for is left out.
#include "lsp/server/layouts.h"
#include "lsp/server/methods.h"
#include "lsp/server/rpc.h"
#include "lsp/server/server.h"
#include "tests/fuzz/shared/target.h"

#include <fcntl.h>
#include <set>

namespace {

using namespace phep;
using namespace phep::server;
using fuzz::holds;

int nowhere() {
  static const int descriptor = ::open("/dev/null", O_WRONLY);
  return descriptor;
}

// What starts threads, ends the session, walks folders of the disk or is for tests.
bool left_out(const Method& method) {
  static const std::set<std::string_view> kOut = {"initialize",
                                                  "initialized",
                                                  "shutdown",
                                                  "exit",
                                                  "workspace/didChangeWorkspaceFolders",
                                                  "workspace/diagnostic"};
  return method.for_tests || kOut.contains(method.name);
}

// Of files below another folder, or in a spelling that hides which.
bool speaks_of_others(std::string_view line) {
  for (std::size_t at = line.find("file:"); at != std::string_view::npos;
       at = line.find("file:", at + 1)) {
    const std::string_view name = line.substr(at, line.find('"', at) - at);
    if (!name.starts_with("file:///fuzz/") || name.contains("..") || name.contains('%') ||
        name.contains('\\'))
      return true;
  }
  return line.contains("\\u") || line.contains("\\/");
}

class Session {
 public:
  std::size_t answers = 0, changes = 0, edits = 0;

  void take(std::string_view line) {
    if (speaks_of_others(line) || nests_deeper(line, server::kMaxJsonDepth)) return;
    Json json = Json::parse(line, nullptr, false);
    if (json.is_discarded()) return;
    const auto message = read_message(std::move(json));
    if (!message) return;
    const Method* method = find_method(message->method);
    if (method == nullptr || left_out(*method)) return;
    const Reply reply = act(*method, *message);
    if (!message->id) {
      changes += reply && method->name == "textDocument/didChange" ? 1 : 0;
      return;
    }
    if (is_later(reply)) return;
    const Json told = Json::parse(response(*message->id, reply), nullptr, false);
    holds(!told.is_discarded(), "an answer is JSON");
    if (!reply) {
      holds(reply.error().code != ErrorCode::InternalError, "a request meets no defect");
      return;
    }
    answers += told["result"].is_null() ? 0 : 1;
    if (method->name == "textDocument/rename") edits += told["result"].is_object() ? 1 : 0;
  }

 private:
  Reply act(const Method& method, const Message& message) {
    if (const auto* reader = std::get_if<ReaderAct>(&method.act))
      return (*reader)(server_, message.params);
    const auto shared = std::make_shared<Ask>();  // what answers later keeps it
    Ask& ask = *shared;
    if (message.id) ask.id = *message.id;
    ask.method = &method;
    ask.params = message.params;
    if (const auto document = read_document(message.params)) ask.path = document->path;
    if (!ask.path.empty()) ask.document = server_.documents.find(ask.path);
    if (const auto* text = std::get_if<TextAct>(&method.act))
      return (*text)(layouts_, message.params, ask);
    analysis_.sync();
    return std::get<AnalysisAct>(method.act)(analysis_, message.params, ask);
  }

  Server server_{-1, nowhere(), {}};
  Analysis analysis_{server_.documents, server_.outbox, server_.lanes, server_.client, {}};
  Layouts layouts_;
};

}  // namespace

PHEP_FUZZ_TARGET {
  std::string_view text = fuzz::text_of(data, size);
  Session session;
  for (int n = 0; !text.empty() && n < 40; ++n) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    session.take(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  fuzz::plant(1, session.changes >= 2);
  fuzz::plant(2, session.answers >= 9);
  fuzz::plant(3, session.edits >= 1 && session.changes >= 1);
  return 0;
}
