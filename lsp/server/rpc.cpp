#include "lsp/server/rpc.h"

#include "lsp/server/nesting.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace phep::server {
namespace {

bool is_length_header(std::string_view name) {
  constexpr std::string_view kName = "content-length";
  return std::ranges::equal(
      name, kName, [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
}

// The length that the header lines give; nothing if none of them does.
std::optional<std::size_t> content_length(std::string_view header) {
  std::optional<std::size_t> length;
  while (!header.empty()) {
    const auto end = std::min(header.find('\n'), header.size());
    std::string_view line = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_length_header(line.substr(0, colon))) continue;
    std::string_view digits = line.substr(colon + 1);
    while (digits.starts_with(' ')) digits.remove_prefix(1);
    std::size_t value = 0;
    const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || rest != digits.data() + digits.size()) return std::nullopt;
    length = value;
  }
  return length;
}

}  // namespace

bool FrameReader::fill() {
  if (at_ > 0) {
    buffer_.erase(0, at_);
    at_ = 0;
  }
  std::array<char, std::size_t{1} << 16U> chunk{};
  const std::size_t got = input_.read(chunk);
  buffer_.append(chunk.data(), got);
  return got > 0;
}

void FrameReader::drop(std::size_t bytes) {
  while (bytes > 0) {
    const std::size_t here = std::min(bytes, buffer_.size() - at_);
    at_ += here;
    bytes -= here;
    if (bytes > 0 && !fill()) return;
  }
}

FrameReader::Frame FrameReader::next() {
  std::size_t end = std::string::npos;
  std::size_t body = 0;
  for (;;) {
    const auto crlf = buffer_.find("\r\n\r\n", at_);
    const auto lf = buffer_.find("\n\n", at_);
    end = std::min(crlf, lf);
    body = end + (crlf < lf ? 4 : 2);
    if (end != std::string::npos) break;
    if (buffer_.size() - at_ > kMaxHeader) {
      // No blank line for so long: this is no frame. What follows the next blank line may be one.
      at_ = buffer_.size() - 3;
      return {Problem::BadHeader, {}};
    }
    if (!fill()) return {Problem::End, {}};
  }
  const auto length = content_length(std::string_view(buffer_).substr(at_, end - at_));
  at_ = body;
  if (!length) return {Problem::BadHeader, {}};
  if (*length > kMaxMessage) {
    drop(*length);
    return {Problem::TooLarge, {}};
  }
  while (buffer_.size() - at_ < *length)
    if (!fill()) return {Problem::End, {}};
  Frame frame{Problem::None, buffer_.substr(at_, *length)};
  at_ += *length;
  return frame;
}

void FrameWriter::write(const std::string& body) {
  const std::string frame = "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  const std::scoped_lock lock(mutex_);
  write_all(descriptor_, frame);  // if nobody reads any more, the reader will see the end too
}

// Of text that is no JSON any answer is right.
bool nests_too_deep(std::string_view json) {
  int depth = 0;
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (c == '"') {
      for (++at; at < json.size() && json[at] != '"'; ++at)
        if (json[at] == '\\') ++at;
    } else if (c == '[' || c == '{') {
      if (++depth > kMaxNesting) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

std::expected<Message, Json> read_message(Json json) {
  if (!json.is_object()) return std::unexpected(Json(nullptr));
  Message out;
  const auto id = json.find("id");
  const bool has_id = id != json.end() && (id->is_number_integer() || id->is_string());
  if (has_id) out.id = *id;
  const Json known = has_id ? *id : Json(nullptr);
  const auto version = json.find("jsonrpc");
  if (version == json.end() || *version != "2.0") return std::unexpected(known);
  if (id != json.end() && !has_id && !id->is_null()) return std::unexpected(Json(nullptr));
  if (const auto method = json.find("method"); method != json.end()) {
    if (!method->is_string()) return std::unexpected(known);
    out.method = method->get<std::string>();
    if (const auto params = json.find("params"); params != json.end())
      out.params = std::move(*params);
    return out;
  }
  if (!has_id) return std::unexpected(known);
  if (const auto result = json.find("result"); result != json.end()) out.result = *result;
  if (const auto error = json.find("error"); error != json.end()) out.error = *error;
  return out;
}

Json written(const std::string& text) {
  return Json::binary({text.begin(), text.end()});
}

std::string text_of(const Json& json) {
  if (!json.is_binary()) return json.dump(-1, ' ', false, Json::error_handler_t::replace);
  const auto& bytes = json.get_binary();
  return {bytes.begin(), bytes.end()};
}

std::string response(const Json& id, const Reply& reply) {
  const std::string head = "\"id\":" + text_of(id) + ",\"jsonrpc\":\"2.0\"";
  if (reply) return "{" + head + ",\"result\":" + text_of(*reply) + "}";
  Json error = {{"code", static_cast<int>(reply.error().code)}, {"message", reply.error().message}};
  if (!reply.error().data.is_null()) error["data"] = reply.error().data;
  return "{\"error\":" + text_of(error) + "," + head + "}";
}

std::string notification(std::string_view method, const Json& params) {
  return "{\"jsonrpc\":\"2.0\",\"method\":" + text_of(method) + ",\"params\":" + text_of(params) +
         "}";
}

std::string request(const Json& id, std::string_view method, const Json& params) {
  return "{\"id\":" + text_of(id) + ",\"jsonrpc\":\"2.0\",\"method\":" + text_of(method) +
         ",\"params\":" + text_of(params) + "}";
}

}  // namespace phep::server
