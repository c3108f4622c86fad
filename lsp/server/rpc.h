// JSON-RPC over two pipes: frames, messages, ids. Knows no method.
#pragma once

#include "lsp/server/platform.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <expected>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace phep::server {

using Json = nlohmann::json;

// What may go wrong with a request, by JSON-RPC's and LSP's numbers.
enum class ErrorCode : int {
  ParseError = -32700,
  InvalidRequest = -32600,
  MethodNotFound = -32601,
  InvalidParams = -32602,
  InternalError = -32603,
  ServerNotInitialized = -32002,
  RequestFailed = -32803,
  ServerCancelled = -32802,
  ContentModified = -32801,
  RequestCancelled = -32800,
};
struct RpcError {
  ErrorCode code;
  std::string message;
  Json data = nullptr;  // null: none
};
using Reply = std::expected<Json, RpcError>;

inline std::unexpected<RpcError> refuse(ErrorCode code, std::string message, Json data = nullptr) {
  return std::unexpected(RpcError{code, std::move(message), std::move(data)});
}

// Frames come in: `Content-Length: N`, a blank line, N bytes.
class FrameReader {
 public:
  explicit FrameReader(int descriptor) : input_(descriptor) {}

  // The stream also ends with this process.
  void end_with(std::int64_t process) { input_.end_with(process); }

  enum class Problem : std::uint8_t { None, End, BadHeader, TooLarge };
  struct Frame {
    Problem problem = Problem::None;
    std::string body;
  };
  // The next frame. After BadHeader and TooLarge the stream stands behind what was refused.
  Frame next();

 private:
  bool fill();
  void drop(std::size_t bytes);

  Input input_;
  std::string buffer_;
  std::size_t at_ = 0;  // what is before it was read
};

// Frames go out, whole, from any thread.
class FrameWriter {
 public:
  explicit FrameWriter(int descriptor) : descriptor_(descriptor) {}
  void write(const std::string& body);

 private:
  int descriptor_;
  std::mutex mutex_;
};

// The largest message that is read, and the longest header.
inline constexpr std::size_t kMaxMessage = std::size_t{64} << 20U;
inline constexpr std::size_t kMaxHeader = 4096;

// One message as it came.
struct Message {
  std::optional<Json> id;  // number or text; none: a notification
  std::string method;      // "": a response
  Json params;             // null: none
  Json result, error;      // of a response
};
// Nothing: it is no JSON-RPC message. Then `id` of the failure is what could be read of it.
std::expected<Message, Json> read_message(Json json);

// A result or parameters that are text already: bytes, which JSON has no other use for.
Json written(const std::string& text);

// The one way in which JSON is written; what is no UTF-8 is replaced.
std::string text_of(const Json& json);

// Messages, as their text.
std::string response(const Json& id, const Reply& reply);
std::string notification(std::string_view method, const Json& params);
std::string request(const Json& id, std::string_view method, const Json& params);

}  // namespace phep::server
