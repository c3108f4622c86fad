#include "lsp/server/uri.h"

#include "compiler/base/text.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace phep::server {
namespace {

std::optional<int> hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

// Percents decoded; a `%` that begins none stands for itself.
std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%' && at + 2 < text.size()) {
      const auto high = hex(text[at + 1]);
      const auto low = hex(text[at + 2]);
      if (high && low) {
        out += static_cast<char>(*high * 16 + *low);
        at += 2;
        continue;
      }
    }
    out += text[at];
  }
  return out;
}

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

bool has_drive(std::string_view path) {
  return path.size() >= 2 && is_letter(path[0]) && path[1] == ':';
}

// Without `.` and `..` steps, so that whatever begins with a folder lies in it.
std::string straightened(const std::string& path) {
  if (!path.contains("/.")) return path;
  std::vector<std::string_view> steps;
  const std::size_t root = path.starts_with("//") ? 2 : path.starts_with('/') ? 1 : 0;
  for (std::size_t at = root; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string_view step = std::string_view(path).substr(at, end - at);
    if (step == "..") {
      // A drive, or a host, is never left.
      if (!steps.empty() && (root == 1 || steps.size() > 1)) steps.pop_back();
    } else if (step != ".") {
      steps.push_back(step);
    }
    at = end + 1;
  }
  std::string out = path.substr(0, root);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (i > 0) out += '/';
    out += steps[i];
  }
  return out;
}

}  // namespace

std::optional<std::string> path_of_uri(std::string_view uri) {
  const auto colon = uri.find(':');
  if (colon == std::string_view::npos || colon == 0 || !is_letter(uri[0])) return std::nullopt;
  const std::string_view scheme = uri.substr(0, colon);
  std::string_view rest = uri.substr(colon + 1);
  if (scheme != "file") {
    std::string path = decoded(rest);
    if (first_invalid_utf8(path) != kValidUtf8) return std::nullopt;
    // A slash of its own, so that the folder of an untitled document is no folder of the disk.
    if (scheme == "phep") return "phep:" + path.substr(path.starts_with('/') ? 1 : 0);
    // One slash, as the workspace keeps paths: the editor hears of its documents by their own URIs.
    while (path.starts_with("//")) path.erase(0, 1);
    return std::string(scheme) + ":" + (path.starts_with('/') ? "" : "/") + path;
  }
  std::string host;
  if (rest.starts_with("//")) {
    const auto slash = std::min(rest.find('/', 2), rest.size());
    host = decoded(rest.substr(2, slash - 2));
    rest.remove_prefix(slash);
  }
  std::string path = decoded(rest.substr(0, rest.find_first_of("?#")));
  // To the system a NUL would end the path.
  if (first_invalid_utf8(path) != kValidUtf8 || path.empty() || path.contains('\0'))
    return std::nullopt;
  if (path.size() >= 3 && path[0] == '/' && has_drive(std::string_view(path).substr(1))) {
    path.erase(0, 1);
    path[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(path[0])));
  }
  if (!host.empty() && host != "localhost") path.insert(0, "//" + host);
  return normalise(straightened(path));
}

std::string uri_of_path(std::string_view path) {
  std::string out;
  if (is_on_disk(path) || path.starts_with("//")) {
    out = has_drive(path) ? "file:///" : path.starts_with("//") ? "file:" : "file://";
  } else {
    const auto colon = path.find(':') + 1;
    out = path.substr(0, colon);
    if (path.starts_with("phep:")) out += '/';
    path.remove_prefix(colon);
    // untitled:/x came from untitled:x
    if (!out.starts_with("phep:") && path.starts_with('/')) path.remove_prefix(1);
  }
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte < 0x80 && (std::isalnum(byte) != 0 ||
                                       std::string_view("-._~/").find(c) != std::string_view::npos);
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    }
  }
  return out;
}

bool is_on_disk(std::string_view path) {
  return (path.starts_with('/') && !path.starts_with("//")) ||
         (has_drive(path) && path.size() > 2 && path[2] == '/');
}

}  // namespace phep::server
