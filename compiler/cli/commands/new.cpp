// `phep new NAME`: a project that builds, checks and passes its tests; nothing is ever overwritten.
#include "compiler/base/text.h"
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/json_text.h"
#include "compiler/cli/session.h"
#include "compiler/cli/templates.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

namespace phep::cli {
namespace {

namespace fs = std::filesystem;

// The last step of the path names the project; it is put between quotes in phep.json and headlines.
bool is_name(const std::string& name) {
  if (name.empty() || name == "." || name == ".." || name.size() > 100 || visible(name) != name)
    return false;
  return std::ranges::none_of(name, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' || c == '`' || c == ':' ||
           c == '\x7f';
  });
}

std::string filled(std::string_view text, const std::string& name) {
  constexpr std::string_view kHole = "{{name}}";
  std::string out(text);
  for (auto at = out.find(kHole); at != std::string::npos; at = out.find(kHole, at + name.size()))
    out.replace(at, kHole.size(), name);
  return out;
}

}  // namespace

int run_new(const CommonOptions& common, const NewOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  std::string given = options.name;
  while (given.size() > 1 && given.ends_with('/')) given.pop_back();
  if (first_invalid_utf8(given) != kValidUtf8) given.clear();
  const fs::path root = given;
  const std::string name = root.filename().string();
  if (!is_name(name)) {
    session->fail("`" + given + "` không dùng làm tên dự án được",
                  "`" + given + "` cannot name a project");
    return kUsage;
  }
  std::error_code error;
  if (fs::symlink_status(root, error).type() != fs::file_type::not_found) {
    session->fail("`" + given + "` đã có; không ghi đè",
                  "`" + given + "` exists; nothing is overwritten");
    return kIo;
  }
  const std::string prefix = options.kind + (session->vi() ? "/vi/" : "/en/");
  nlohmann::ordered_json created = nlohmann::ordered_json::array();
  for (const TemplateFile& file : template_files()) {
    if (!file.path.starts_with(prefix)) continue;
    const fs::path target = root / std::string(file.path.substr(prefix.size()));
    fs::create_directories(target.parent_path(), error);
    const auto written = error ? std::unexpected(Failure{error.message()})
                               : write_file(target.string(), filled(file.text, name));
    if (!written) {
      session->fail("không ghi được " + target.string(), written.error().message);
      return kIo;
    }
    created.push_back(target.generic_string());
  }
  if (session->json()) {
    write_out(json_text(nlohmann::ordered_json{{"created", created}}));
    return kOk;
  }
  for (const auto& path : created) write_out("    " + visible(path.get<std::string>()) + "\n");
  write_out(std::string(session->say("Tiếp theo: phep test ", "Next: phep test ")) +
            visible(given) + "\n");
  return kOk;
}

}  // namespace phep::cli
