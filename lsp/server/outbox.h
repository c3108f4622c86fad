// What goes to the client, from any thread: responses, notifications, and our own requests with who
// waits for their answers.
#pragma once

#include "lsp/server/rpc.h"

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <string_view>

namespace phep::server {

// All that the server ever asks or tells a client on its own, in the order of the alphabet.
std::span<const std::string_view> told_to_clients();

class Outbox {
 public:
  explicit Outbox(int descriptor) : writer_(descriptor) {}

  void respond(const Json& id, const Reply& reply) { writer_.write(response(id, reply)); }
  void notify(std::string_view method, const Json& params) {
    check_known(method);
    writer_.write(notification(method, params));
  }
  // `then` is called on the reader's thread with the result; with null when the client refuses.
  using Then = std::function<void(const Json& result)>;
  void ask(std::string_view method, Json params, Then then);
  // A response came; false: to nothing that was asked.
  bool answered(const Message& response);

 private:
  static void check_known(std::string_view method);

  FrameWriter writer_;
  std::mutex mutex_;
  std::int64_t next_ = 1;
  std::map<std::int64_t, Then> waiting_;
};

}  // namespace phep::server
