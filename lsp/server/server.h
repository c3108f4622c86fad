// The server: reads messages on one thread, answers on the lanes' threads, and outlives whatever
// fails in a request.
#pragma once

#include "lsp/server/analysis.h"
#include "lsp/server/client.h"
#include "lsp/server/documents.h"
#include "lsp/server/lanes.h"
#include "lsp/server/outbox.h"
#include "lsp/server/rpc.h"
#include "lsp/server/timings.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace phep::server {

struct Options {
  bool test_hold = false;         // `phep/hold` and its like
  bool progress_at_once = false;  // … of work however short, for tests
  bool stats = false;             // how long requests took, on standard error at the end
};

class Server {
 public:
  Server(int in, int out, Options options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Runs until `exit` or the end of input; the process's exit code.
  int run();

  // ---- for the handlers of the reader's lane ----------------------------------------------------

  enum class State : std::uint8_t { Fresh, Initialising, Ready, ShutDown };
  State state = State::Fresh;
  Client client;
  Documents documents;
  Outbox outbox;
  Lanes lanes;
  std::vector<Folder> folders;
  Json wishes;  // settings as they came last
  enum class Trace : std::uint8_t { Off, Messages, Verbose };
  std::atomic<Trace> trace = Trace::Off;
  Timings timings;
  std::optional<int> exit_code;

  [[nodiscard]] const Options& options() const { return options_; }
  [[nodiscard]] Json stats() const;  // what `phep/stats` answers
  // Without its threads it would answer nothing: it ends where the system refuses one.
  void start_lanes(const Settings& settings);
  // Puts work that no client asked for into the analysis lane.
  void tell_analysis(std::string_view method, Json params);
  void watch_parent(std::int64_t process);

 private:
  void handle(std::string body);
  void handle_request(const Message& message, const Method* method);
  void handle_notification(const Message& message, const Method* method);
  void analyse();
  void format();
  void answer(const AskPtr& ask, const Reply& reply);
  void note_time(const Ask& ask);

  FrameReader reader_;
  Options options_;
  std::unique_ptr<Analysis> analysis_;
  std::vector<std::thread> threads_;
  std::atomic<std::uint64_t> checked_ = 0;  // modules, each as often as it was
};

}  // namespace phep::server
