#include "compiler/base/read_json.h"

#include "compiler/base/text.h"

#include <algorithm>
#include <set>

namespace phep {
namespace {

using Json = nlohmann::json;

// Notes where reading stopped; builds nothing.
class Places final : public nlohmann::json_sax<Json> {
 public:
  std::optional<std::size_t> error;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return ++depth_ <= kDeepestJson; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return --depth_ >= 0; }
  bool start_array(std::size_t) override { return ++depth_ <= kDeepestJson; }
  bool end_array() override { return --depth_ >= 0; }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    error = position == 0 ? 0 : position - 1;
    return false;
  }

 private:
  int depth_ = 0;
};

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Past the string whose opening quote stands at `at`.
std::uint32_t after_string(std::string_view text, std::uint32_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at)
    if (text[at] == '\\') ++at;
  return at + 1;
}

// What a string with its quotes says.
std::string unquoted(std::string_view string) {
  const std::string_view inner = string.substr(1, string.size() - 2);
  if (!inner.contains('\\')) return std::string(inner);
  const Json read = Json::parse(string, nullptr, false);
  return read.is_string() ? read.get<std::string>() : std::string();
}

// Past the value that begins at `at`.
std::uint32_t after_value(std::string_view text, std::uint32_t at) {
  if (text[at] == '"') return after_string(text, at);
  if (text[at] != '{' && text[at] != '[') {
    while (at < text.size() && text[at] != ',' && text[at] != '}' && text[at] != ']' &&
           !is_blank(text[at]))
      ++at;
    return at;
  }
  int depth = 0;
  while (at < text.size()) {
    if (text[at] == '"') {
      at = after_string(text, at);
      continue;
    }
    if (text[at] == '{' || text[at] == '[') ++depth;
    if ((text[at] == '}' || text[at] == ']') && --depth == 0) return at + 1;
    ++at;
  }
  return at;
}

// An object or list that a place of the text lies in.
struct Enclosing {
  bool is_object;
  bool key_comes;  // an object: the next string is a key
  std::set<std::string> keys;
  std::string here;  // the last key
  std::size_t index = 0;
};

std::string pointer_to(const std::vector<Enclosing>& path) {
  std::string out;
  for (const Enclosing& one : path) {
    out += '/';
    if (!one.is_object) out += std::to_string(one.index);
    for (const char c : one.here) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return out;
}

}  // namespace

std::optional<JsonError> json_error(std::string_view text) {
  Places places;
  if (Json::sax_parse(text, &places)) {
    // The library takes a NUL for the end.
    const std::size_t nul = text.find('\0');
    if (nul == std::string_view::npos) return std::nullopt;
    return JsonError{static_cast<std::uint32_t>(nul), false};
  }
  const std::size_t at = places.error.value_or(0);
  return JsonError{static_cast<std::uint32_t>(std::min(at, text.size())), !places.error};
}

std::vector<JsonMember> json_members(std::string_view text, std::uint32_t at) {
  std::vector<JsonMember> out;
  const auto skip = [&] {
    while (at < text.size() && is_blank(text[at])) ++at;
  };
  if (at == 0 && text.starts_with("\xEF\xBB\xBF")) at = 3;  // which the library passes over, too
  skip();
  if (at >= text.size() || text[at] != '{') return out;
  ++at;
  for (skip(); at < text.size() && text[at] == '"'; skip()) {
    JsonMember member;
    member.key_at = at;
    member.key_end = after_string(text, at);
    member.key = unquoted(text.substr(at, member.key_end - at));
    at = member.key_end;
    skip();
    ++at;  // the colon
    skip();
    if (at >= text.size()) break;
    member.begin = at;
    at = member.end = after_value(text, at);
    out.push_back(std::move(member));
    skip();
    if (at < text.size() && text[at] == ',') ++at;
  }
  return out;
}

std::optional<JsonTwin> json_twin(std::string_view text) {
  std::vector<Enclosing> path;
  for (std::uint32_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      const std::uint32_t end = after_string(text, at);
      if (!path.empty() && path.back().key_comes) {
        Enclosing& object = path.back();
        object.key_comes = false;
        object.here = unquoted(text.substr(at, end - at));
        if (!object.keys.insert(object.here).second) return JsonTwin{pointer_to(path), at, end};
      }
      at = end - 1;
    } else if (c == '{' || c == '[') {
      path.push_back({c == '{', c == '{', {}, {}});
    } else if (c == '}' || c == ']') {
      path.pop_back();
    } else if (c == ',') {
      path.back().key_comes = path.back().is_object;
      ++path.back().index;
    }
  }
  return std::nullopt;
}

Result<nlohmann::json> read_json(std::string_view text) {
  if (const auto error = json_error(text)) {
    if (error->too_deep)
      return std::unexpected(
          Failure{"nested deeper than " + std::to_string(kDeepestJson) + " levels"});
    return std::unexpected(Failure{"no JSON from byte " + std::to_string(error->at) + " on"});
  }
  if (const auto twin = json_twin(text))
    return std::unexpected(Failure{visible(twin->pointer) + ": the key comes twice"});
  return Json::parse(text);
}

}  // namespace phep
