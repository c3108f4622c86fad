// Work waiting for the lanes, and the asking that goes with it: cancelled, overtaken, held.
//
// Two lanes: analysis, which owns the workspace, and formatting, which reads one text and waits for
// nobody. Typing goes before reading, reading before batch.
#pragma once

#include "lsp/server/documents.h"
#include "lsp/server/rpc.h"

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace phep::server {

struct Method;

enum class Lane : std::uint8_t { Reader, Typing, Reading, Batch, Formatting };

// One request or notification on its way. `stop` is looked at inside computations.
struct Ask : std::enable_shared_from_this<Ask> {
  Json id;  // null: a notification
  const Method* method = nullptr;
  Json params;
  std::string path;  // of the document that it is about, or ""
  Encoding encoding = Encoding::Utf16;
  DocumentPtr document;  // as it was when the request came; null: not open
  std::chrono::steady_clock::time_point since = std::chrono::steady_clock::now();
  std::atomic<bool> stop = false;
  std::atomic<int> why = 0;  // the ErrorCode of `stop`
};
using AskPtr = std::shared_ptr<Ask>;

// By which the progress of a request is told: the client's token, or one of our own.
Json progress_token(const Ask& ask);

// Requests that wait for an answer; more are refused.
inline constexpr std::size_t kMostWaiting = 16'384;

class Lanes {
 public:
  [[nodiscard]] bool full();

  void put(Lane lane, AskPtr ask);

  // The next of the lanes of one thread. Waits at most until something is put or closed, or until
  // `wakes_at`; with `idle_work` it does not wait. Null: closed, or nothing to do.
  using Moment = std::chrono::steady_clock::time_point;
  AskPtr take(bool formatting, bool idle_work, std::optional<Moment> wakes_at = {});

  // Forgets a request that is being answered.
  void done(const AskPtr& ask);
  // Told of each, on the thread that answers.
  std::function<void(const Ask& ask)> when_done;

  // Stops the request with this id. Gives it back if no lane had begun it: then it is answered by
  // the caller.
  AskPtr cancel(const Json& id);

  // The id of the request whose progress is told by this token.
  std::optional<Json> with_token(const Json& token);

  // A newer text of the document came: what was asked about the older one is void.
  void overtake(const std::string& path);

  // Lets the analysis lane look around: a document changed, a held request was stopped.
  void poke();

  // Everything that waits or runs is stopped and nothing is taken any more.
  void close();
  [[nodiscard]] bool closed() const { return closed_; }

  // Set while something waits for the analysis lane: work without a request looks at it.
  [[nodiscard]] const std::atomic<bool>& interrupted() const { return interrupted_; }

 private:
  AskPtr pop(bool formatting);

  std::mutex mutex_;
  std::condition_variable wake_;
  std::array<std::deque<AskPtr>, 5> queues_;
  std::map<std::string, AskPtr> open_;  // by the id's JSON
  std::atomic<bool> closed_ = false;
  std::atomic<bool> interrupted_ = false;
  bool poked_ = false;
};

}  // namespace phep::server
