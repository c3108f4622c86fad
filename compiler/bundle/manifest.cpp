#include "compiler/bundle/manifest.h"

#include "compiler/base/check.h"
#include "compiler/base/file_name.h"
#include "compiler/diagnostics/kinds/bundle.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <optional>

namespace phep::bundle {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kFormat = "phep-bundle/1";
constexpr std::size_t kDigits = 64;  // of a SHA-256 in hex

Span place(std::uint32_t at) {
  return {{}, at, at};
}

bool is_digest(const std::string& text) {
  return text.size() == kDigits && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

const std::string* text_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() ? nullptr : found->get_ptr<const std::string*>();
}

std::optional<std::uint64_t> number_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_unsigned()) return std::nullopt;
  return found->get<std::uint64_t>();
}

// Fills the manifest; false when a key is not there or not of its kind.
bool take(const Json& json, Manifest& out) {
  if (!json.is_object()) return false;
  const std::string* format = text_at(json, "format");
  const std::string* name = text_at(json, "name");
  const auto sequence = number_at(json, "sequence");
  const std::string* language = text_at(json, "language");
  const std::string* law = text_at(json, "law");
  const std::string* tool = text_at(json, "tool");
  const auto files = json.find("files");
  if (format == nullptr || *format != kFormat || name == nullptr || !sequence ||
      language == nullptr || law == nullptr || tool == nullptr || files == json.end() ||
      !files->is_array())
    return false;
  out.about = {*name, *sequence, *language, *law, *tool, {}};
  for (const Json& file : *files) {
    if (!file.is_object()) return false;
    const std::string* path = text_at(file, "path");
    const auto size = number_at(file, "size");
    const std::string* sha256 = text_at(file, "sha256");
    if (path == nullptr || !size || sha256 == nullptr || !is_digest(*sha256)) return false;
    out.files.push_back({*path, *size, *sha256});
  }
  return true;
}

Argument fault_text(PathFault fault) {
  switch (fault) {
    case PathFault::Empty: return {"có phần trống", "has an empty step"};
    case PathFault::TooLong:
      return {"dài hơn 150 byte, hoặc có phần dài hơn 100",
              "is over 150 bytes, or one step over 100"};
    case PathFault::NotUtf8: return {"không phải UTF-8", "is not UTF-8"};
    case PathFault::Absolute: return {"bắt đầu từ gốc", "begins at the root"};
    case PathFault::Upwards: return {"có phần `.` hoặc `..`", "has a step `.` or `..`"};
    case PathFault::Backslash: return {"có dấu gạch chéo ngược", "has a backslash"};
    case PathFault::Character:
      return {"có ký tự ngoài chữ, số, `_`, `-`, `.` và dấu cách",
              "has a character besides letters, digits, `_`, `-`, `.` and blanks"};
    case PathFault::Edge:
      return {"có phần bắt đầu bằng dấu chấm, hoặc có dấu cách hay dấu chấm ở rìa",
              "has a step that begins with a point, or a blank or a point at its edge"};
    case PathFault::Device: return {"là tên thiết bị của Windows", "names a device of Windows"};
    case PathFault::Decomposed: return {"không ở dạng dựng sẵn (NFC)", "is not composed (NFC)"};
    case PathFault::None: break;
  }
  PHEP_UNREACHABLE();
}

// Every step of a path, folders first, each with the way it is spelled: two that a file system may
// take for one are refused unless they are the same folder.
class Places {
 public:
  // The path that this one meets, if any.
  std::optional<std::string> add(std::string_view path) {
    for (std::size_t end = path.find('/');; end = path.find('/', end + 1)) {
      const bool file = end == std::string_view::npos;
      const std::string_view step = path.substr(0, end);
      const auto [known, fresh] =
          places_.try_emplace(path_key(step), Place{std::string(step), file});
      if (!fresh && (file || known->second.file || known->second.path != step))
        return known->second.path;
      if (file) return std::nullopt;
    }
  }

 private:
  struct Place {
    std::string path;
    bool file;
  };
  std::map<std::string, Place> places_;
};

}  // namespace

std::string manifest_text(const Manifest& manifest) {
  const Bundle& about = manifest.about;
  Json out = {{"format", kFormat},          {"name", about.name}, {"sequence", about.sequence},
              {"language", about.language}, {"law", about.law},   {"tool", about.tool}};
  out["files"] = Json::array();
  for (const Listed& file : manifest.files)
    out["files"].push_back({{"path", file.path}, {"size", file.size}, {"sha256", file.sha256}});
  return out.dump(1) + "\n";
}

Manifest read_manifest(std::string_view text, std::uint32_t at, DiagnosticList& problems) {
  Manifest out;
  const auto refuse = [&](Argument why) {
    problems.report(diag::BundleManifest, place(at), std::move(why));
    return Manifest{};
  };
  if (text.size() > kMaxManifest) {
    problems.report(diag::BundleTooLarge, place(at),
                    Argument("1 MiB trong bundle.json", "1 MiB in bundle.json"));
    return {};
  }
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return refuse({"không phải JSON", "not JSON"});
  if (!take(json, out))
    return refuse({"thiếu một khóa, hoặc khóa có giá trị khác loại",
                   "a key is missing, or its value is of another kind"});
  // Keys that were not asked for, one key twice, another order, another spelling: none of it is
  // what was written.
  if (manifest_text(out) != text)
    return refuse({"không đúng từng byte như `phep bundle make` viết",
                   "not to the byte as `phep bundle make` writes it"});
  if (fault_of_path(out.about.name) != PathFault::None || out.about.name.contains('/') ||
      out.about.sequence == 0 || out.about.sequence > kMaxSequence)
    return refuse({"tên hoặc số thứ tự không hợp lệ", "the name or the sequence is not valid"});
  std::vector<std::string_view> paths;
  for (const Listed& file : out.files) paths.push_back(file.path);
  check_paths(paths, at, problems);
  return out;
}

void check_paths(const std::vector<std::string_view>& paths, std::uint32_t at,
                 DiagnosticList& problems) {
  if (paths.size() > kMaxFiles) {
    problems.report(diag::BundleTooLarge, place(at), Argument("4.096 tệp", "4,096 files"));
    return;
  }
  Places places;
  places.add(kManifest);
  for (const std::string_view path : paths) {
    if (const PathFault fault = fault_of_path(path); fault != PathFault::None) {
      problems.report(diag::BundlePath, place(at), path, fault_text(fault));
      return;
    }
    if (const auto met = places.add(path)) {
      problems.report(diag::BundleClash, place(at), *met, path);
      return;
    }
  }
}

}  // namespace phep::bundle
