#include "lsp/server/server.h"

#include "compiler/base/check.h"
#include "compiler/base/out_of_memory.h"
#include "compiler/base/read_json.h"
#include "compiler/base/text.h"
#include "lsp/server/layouts.h"
#include "lsp/server/methods.h"

#include <cstdio>
#include <exception>
#include <system_error>

namespace phep::server {
namespace {

// The wall of one request: what is thrown behind it is a defect of ours, and costs that request.
template <class Run>
Reply guarded(Run run) {
  try {
    return run();
  } catch (const std::exception& bug) {
    return refuse(ErrorCode::InternalError, std::string("a defect of phep-lsp: ") + bug.what());
  }
}

Reply stopped(const Ask& ask) {
  const auto why = static_cast<ErrorCode>(ask.why.load());
  switch (why) {
    case ErrorCode::RequestCancelled: return refuse(why, "cancelled");
    case ErrorCode::ContentModified: return refuse(why, "the document has changed since");
    default: return refuse(ErrorCode::ServerCancelled, "overtaken", {{"retriggerRequest", true}});
  }
}

std::string document_of(const Json& params) {
  const auto read = read_document(params);
  return read ? read->path : std::string();
}

}  // namespace

Server::Server(int in, int out, Options options) : outbox(out), reader_(in), options_(options) {
  lanes.when_done = [this](const Ask& ask) { note_time(ask); };
}

Server::~Server() {
  lanes.close();
  for (std::thread& thread : threads_) thread.join();
  if (options_.stats) std::fputs((stats().dump(2) + "\n").c_str(), stderr);
}

int Server::run() {
  while (!exit_code) {
    FrameReader::Frame frame = reader_.next();
    switch (frame.problem) {
      case FrameReader::Problem::None: handle(std::move(frame.body)); break;
      case FrameReader::Problem::End: return state == State::ShutDown ? 0 : 1;
      case FrameReader::Problem::BadHeader:
        outbox.respond(nullptr, refuse(ErrorCode::ParseError, "no Content-Length in the header"));
        break;
      case FrameReader::Problem::TooLarge:
        outbox.respond(nullptr, refuse(ErrorCode::InvalidRequest, "the message is over 64 MiB"));
        break;
    }
  }
  return *exit_code;
}

void Server::handle(std::string body) {
  if (nests_deeper(body, kMaxJsonDepth)) {
    outbox.respond(
        nullptr, refuse(ErrorCode::InvalidRequest, "the message is nested deeper than " +
                                                       std::to_string(kMaxJsonDepth) + " levels"));
    return;
  }
  Json json = Json::parse(body, nullptr, false);
  // The library takes a NUL for the end.
  if (json.is_discarded() || body.contains('\0')) {
    outbox.respond(nullptr, refuse(ErrorCode::ParseError, "this is no JSON"));
    return;
  }
  if (const auto twin = json_twin(body)) {
    outbox.respond(nullptr, refuse(ErrorCode::InvalidRequest,
                                   visible(twin->pointer) + ": the key comes twice"));
    return;
  }
  const auto message = read_message(std::move(json));
  if (!message) {
    outbox.respond(message.error(),
                   refuse(ErrorCode::InvalidRequest, "this is no JSON-RPC message"));
    return;
  }
  if (message->method.empty()) {
    outbox.answered(*message);
    return;
  }
  const Method* method = find_method(message->method);
  if (method != nullptr && method->for_tests && !options_.test_hold) method = nullptr;
  if (message->id) {
    handle_request(*message, method);
  } else {
    handle_notification(*message, method);
  }
}

void Server::handle_request(const Message& message, const Method* method) {
  const bool initialise = message.method == "initialize";
  if (state == State::ShutDown)
    return outbox.respond(*message.id, refuse(ErrorCode::InvalidRequest, "shut down already"));
  if (state == State::Fresh && !initialise)
    return outbox.respond(*message.id,
                          refuse(ErrorCode::ServerNotInitialized, "initialize comes first"));
  if (state != State::Fresh && initialise)
    return outbox.respond(*message.id, refuse(ErrorCode::InvalidRequest, "initialized already"));
  if (method == nullptr || method->sort != Sort::Request)
    return outbox.respond(*message.id,
                          refuse(ErrorCode::MethodNotFound, "no such method: " + message.method));
  if (const auto* act = std::get_if<ReaderAct>(&method->act)) {
    outbox.respond(*message.id, guarded([&] { return (*act)(*this, message.params); }));
    return;
  }
  if (lanes.full())
    return outbox.respond(
        *message.id, refuse(ErrorCode::RequestFailed,
                            std::to_string(kMostWaiting) + " requests wait for an answer already"));
  auto ask = std::make_shared<Ask>();
  ask->id = *message.id;
  ask->method = method;
  ask->params = message.params;
  ask->encoding = client.encoding;
  ask->path = document_of(message.params);
  if (!ask->path.empty()) ask->document = documents.find(ask->path);
  lanes.put(method->lane, std::move(ask));
}

void Server::handle_notification(const Message& message, const Method* method) {
  // Unknown notifications are passed over, `$/` ones and others alike: nobody waits for an answer.
  if (method == nullptr || method->sort != Sort::Notification) return;
  const bool always = message.method == "exit";
  if (!always && (state == State::Fresh || state == State::ShutDown)) return;
  if (const auto* act = std::get_if<ReaderAct>(&method->act)) {
    const Reply done = guarded([&] { return (*act)(*this, message.params); });
    if (!done)
      outbox.notify("window/logMessage",
                    {{"type", 1}, {"message", message.method + ": " + done.error().message}});
    return;
  }
  tell_analysis(message.method, message.params);
}

void Server::tell_analysis(std::string_view method, Json params) {
  auto ask = std::make_shared<Ask>();
  ask->method = find_method(method);
  PHEP_CHECK(ask->method != nullptr, "the analysis is told by methods of the table");
  ask->params = std::move(params);
  const Lane lane = ask->method->lane;  // arguments are made in any order
  lanes.put(lane, std::move(ask));
}

void Server::answer(const AskPtr& ask, const Reply& reply) {
  if (is_later(reply)) return;  // whoever holds it answers, stopped or not
  lanes.done(ask);
  if (ask->id.is_null()) {
    if (!reply)
      outbox.notify("window/logMessage",
                    {{"type", 1},
                     {"message", std::string(ask->method->name) + ": " + reply.error().message}});
    return;
  }
  if (ask->stop) {
    outbox.respond(ask->id, stopped(*ask));
  } else {
    outbox.respond(ask->id, reply);
  }
}

// What a client that traces is told of a request: how long it took, all waiting included.
void Server::note_time(const Ask& ask) {
  const auto took = std::chrono::steady_clock::now() - ask.since;
  timings.add(ask.method->name, took);
  const Trace level = trace;
  if (level == Trace::Off) return;
  Json params = {{"message", std::string(ask.method->name) + " (" + ask.id.dump() +
                                 "): " + milliseconds_text(took) + " ms"}};
  if (level == Trace::Verbose) params["verbose"] = ask.params.dump();
  outbox.notify("$/logTrace", std::move(params));
}

Json Server::stats() const {
  Json out = timings.table();
  out["checked"] = checked_.load();
  return out;
}

void Server::analyse() {
  bool more = true;
  while (!lanes.closed()) {
    const AskPtr ask = lanes.take(false, more, analysis_->wakes_at());
    if (lanes.closed()) return;
    const Reply synced = guarded([&]() -> Reply { return analysis_->sync(), Json(); });
    if (ask != nullptr) {
      const auto act = std::get<AnalysisAct>(ask->method->act);
      answer(ask, ask->stop ? stopped(*ask)
                            : guarded([&] { return act(*analysis_, ask->params, *ask); }));
      analysis_->asked();
    }
    const Reply step = guarded([&]() -> Reply { return analysis_->step(lanes.interrupted()); });
    more = step && *step == true;
    checked_ = analysis_->workspace().work().checked;
    for (const Reply* one : {&synced, &step})
      if (!*one)
        outbox.notify("window/logMessage", {{"type", 1}, {"message", one->error().message}});
  }
}

void Server::format() {
  Layouts layouts;
  while (!lanes.closed()) {
    const AskPtr ask = lanes.take(true, false);
    if (ask == nullptr) continue;
    const auto act = std::get<TextAct>(ask->method->act);
    answer(ask,
           ask->stop ? stopped(*ask) : guarded([&] { return act(layouts, ask->params, *ask); }));
  }
}

void Server::start_lanes(const Settings& settings) {
  analysis_ = std::make_unique<Analysis>(documents, outbox, lanes, client, settings);
  try {
    threads_.emplace_back([this] { analyse(); });
    threads_.emplace_back([this] { format(); });
  } catch (const std::system_error&) {
    end_without_thread();
  }
}

void Server::watch_parent(std::int64_t process) {
  reader_.end_with(process);
}

}  // namespace phep::server
