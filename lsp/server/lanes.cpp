#include "lsp/server/lanes.h"

#include "lsp/server/methods.h"

#include <algorithm>
#include <utility>

namespace phep::server {
namespace {

std::size_t number(Lane lane) {
  return static_cast<std::size_t>(lane);
}

void stop(Ask& ask, ErrorCode why) {
  ask.why = static_cast<int>(why);
  ask.stop = true;
}

}  // namespace

Json progress_token(const Ask& ask) {
  if (const auto given = ask.params.find("workDoneToken");
      given != ask.params.end() && !given->is_null())
    return *given;
  return std::string(ask.method->name) + "/" + ask.id.dump();
}

void Lanes::put(Lane lane, AskPtr ask) {
  {
    const std::scoped_lock lock(mutex_);
    if (!ask->id.is_null()) open_[ask->id.dump()] = ask;
    queues_[number(lane)].push_back(std::move(ask));
    if (lane != Lane::Formatting) interrupted_ = true;
  }
  wake_.notify_all();
}

bool Lanes::full() {
  const std::scoped_lock lock(mutex_);
  return open_.size() >= kMostWaiting;
}

AskPtr Lanes::pop(bool formatting) {
  constexpr std::array<Lane, 3> kAnalysis = {Lane::Typing, Lane::Reading, Lane::Batch};
  const auto from = [this](Lane lane) -> AskPtr {
    auto& queue = queues_[number(lane)];
    if (queue.empty()) return nullptr;
    AskPtr out = std::move(queue.front());
    queue.pop_front();
    return out;
  };
  if (formatting) return from(Lane::Formatting);
  AskPtr out;
  for (const Lane lane : kAnalysis)
    if (out = from(lane); out != nullptr) break;
  interrupted_ =
      std::ranges::any_of(kAnalysis, [this](Lane lane) { return !queues_[number(lane)].empty(); });
  return out;
}

AskPtr Lanes::take(bool formatting, bool idle_work, std::optional<Moment> wakes_at) {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (closed_) return nullptr;
    AskPtr out = pop(formatting);
    if (out != nullptr || (!formatting && (idle_work || std::exchange(poked_, false)))) return out;
    if (!wakes_at) {
      wake_.wait(lock);
    } else if (wake_.wait_until(lock, *wakes_at) == std::cv_status::timeout) {
      return nullptr;
    }
  }
}

void Lanes::done(const AskPtr& ask) {
  if (ask->id.is_null()) return;
  {
    const std::scoped_lock lock(mutex_);
    const auto found = open_.find(ask->id.dump());
    if (found != open_.end() && found->second == ask) open_.erase(found);
  }
  if (when_done) when_done(*ask);
}

std::optional<Json> Lanes::with_token(const Json& token) {
  const std::scoped_lock lock(mutex_);
  for (const auto& [id, ask] : open_)
    if (progress_token(*ask) == token) return ask->id;
  return std::nullopt;
}

AskPtr Lanes::cancel(const Json& id) {
  const std::scoped_lock lock(mutex_);
  const auto found = open_.find(id.dump());
  if (found == open_.end()) return nullptr;
  const AskPtr ask = found->second;
  stop(*ask, ErrorCode::RequestCancelled);
  for (auto& queue : queues_) {
    const auto waiting = std::ranges::find(queue, ask);
    if (waiting == queue.end()) continue;
    queue.erase(waiting);
    open_.erase(found);
    return ask;
  }
  poked_ = true;
  interrupted_ = true;
  wake_.notify_all();
  return nullptr;
}

void Lanes::poke() {
  {
    const std::scoped_lock lock(mutex_);
    poked_ = true;
    interrupted_ = true;
  }
  wake_.notify_all();
}

void Lanes::overtake(const std::string& path) {
  const std::scoped_lock lock(mutex_);
  for (const auto& [id, ask] : open_)
    if (ask->path == path && !ask->stop && ask->method->overtaken != Overtaken::Answers)
      stop(*ask, ask->method->overtaken == Overtaken::Retriggers ? ErrorCode::ServerCancelled
                                                                 : ErrorCode::ContentModified);
}

void Lanes::close() {
  {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    interrupted_ = true;
    for (const auto& [id, ask] : open_) stop(*ask, ErrorCode::ServerCancelled);
  }
  wake_.notify_all();
}

}  // namespace phep::server
