// JSON-RPC over a pipe: frames come out as they went in, whatever their headers say, and every
// message is read or refused.
#include "lsp/server/rpc.h"

#include "tests/fuzz/shared/target.h"

#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace {

using namespace phep;
using namespace phep::server;
using fuzz::holds;

// A file in memory: what is written can be read from its beginning.
class Pipe {
 public:
  explicit Pipe(std::string_view bytes = {}) : descriptor_(memfd_create("fuzz", 0)) {
    if (!bytes.empty())
      holds(::write(descriptor_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()),
            "memory has room");
    rewind();
  }
  ~Pipe() { ::close(descriptor_); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  void rewind() { holds(::lseek(descriptor_, 0, SEEK_SET) == 0, "memory can be read again"); }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

std::size_t take(const FrameReader::Frame& frame) {
  if (nests_deeper(frame.body, server::kMaxJsonDepth)) return 0;
  Json json = Json::parse(frame.body, nullptr, false);
  if (json.is_discarded()) return 0;
  const auto message = read_message(std::move(json));
  const Json id = message ? message->id.value_or(nullptr) : message.error();
  holds(id.is_null() || id.is_string() || id.is_number(), "an id is a number or a text");
  const std::string told =
      response(id, refuse(ErrorCode::InvalidRequest, "no", {{"seen", frame.body.size()}}));
  const Json again = Json::parse(told, nullptr, false);
  holds(!again.is_discarded() && again["id"] == Json::parse(text_of(id)),
        "an answer has the id of its question");
  if (!message) return 0;
  const Json sent = Json::parse(notification(message->method, message->params), nullptr, false);
  holds(!sent.is_discarded() && sent["params"] == message->params, "parameters pass unchanged");
  fuzz::plant(2, message->id && message->method == "initialize" && message->params.is_object());
  fuzz::plant(3, message->method.empty() && message->id && message->error.is_object());
  return 1;
}

}  // namespace

PHEP_FUZZ_TARGET {
  const std::string_view bytes = fuzz::text_of(data, size);
  const Pipe in(bytes);
  FrameReader reader(in.descriptor());
  std::vector<std::string> bodies;
  std::size_t at = 0, messages = 0, refused = 0;
  for (std::size_t n = 0; n <= size; ++n) {
    FrameReader::Frame frame = reader.next();
    if (frame.problem == FrameReader::Problem::End) break;
    holds(n < size, "a stream ends");
    if (frame.problem != FrameReader::Problem::None) {
      ++refused;
      continue;
    }
    const auto found = bytes.find(frame.body, at);
    holds(found != std::string_view::npos, "a body stood in the stream, behind the one before");
    at = found + frame.body.size();
    messages += take(frame);
    bodies.push_back(std::move(frame.body));
  }
  Pipe out;
  FrameWriter writer(out.descriptor());
  for (const std::string& body : bodies) writer.write(body);
  out.rewind();
  FrameReader back(out.descriptor());
  for (const std::string& body : bodies) {
    const FrameReader::Frame frame = back.next();
    holds(frame.problem == FrameReader::Problem::None && frame.body == body,
          "what is written is read");
  }
  holds(back.next().problem == FrameReader::Problem::End, "nothing else is written");
  fuzz::plant(1, messages >= 2 && refused >= 1);
  return 0;
}
