// `phep bundle make FOLDER --sequence N --out FILE`: a project that checks, as one file.
#include "compiler/base/text.h"
#include "compiler/bundle/bundle.h"
#include "compiler/cli/bundle_options.h"
#include "compiler/cli/byte_place.h"
#include "compiler/cli/json_text.h"
#include "compiler/cli/session.h"
#include "compiler/diagnostics/kinds/bundle.h"
#include "compiler/workspace/manifest.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <expected>
#include <filesystem>

namespace phep::cli {
namespace {

namespace fs = std::filesystem;

// Sources, and what belongs to them: the manifest, cases, committed layouts.
bool belongs(const std::string& name) {
  constexpr std::array<std::string_view, 5> kEnds = {".phep", ".phep.md", ".jsonl", ".csv",
                                                     ".layout.json"};
  return name == "phep.json" ||
         std::ranges::any_of(kEnds, [&](std::string_view end) { return name.ends_with(end); });
}

bool is_hidden(const fs::path& path) {
  return path.filename().string().starts_with('.');
}

// The paths of what belongs to the project, from its folder; a link is none of them, and said.
std::expected<std::vector<std::string>, int> paths_below(Session& session,
                                                         const std::string& folder) {
  std::vector<std::string> out;
  std::error_code error;
  for (auto it = fs::recursive_directory_iterator(folder, error);
       !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    const std::string name = it->path().filename().string();
    const bool link = it->is_symlink(error);
    if (is_hidden(it->path())) {
      if (!link && it->is_directory(error)) it.disable_recursion_pending();
      continue;
    }
    if (link && (belongs(name) || fs::is_directory(it->path(), error))) {
      const std::string said = it->path().generic_string();
      session.fail("`" + said + "` là liên kết; gói chỉ chứa tệp",
                   "`" + said + "` is a link; a bundle holds files only");
      return std::unexpected(kInvalid);
    }
    if (!link && it->is_regular_file(error) && belongs(name))
      out.push_back(it->path().lexically_relative(folder).generic_string());
  }
  if (error) {
    session.fail("không đọc được " + folder, "cannot read " + folder + ": " + error.message());
    return std::unexpected(kIo);
  }
  std::ranges::sort(out);
  return out;
}

// The project's files as they were checked; what checking did not read is read now.
std::expected<std::vector<bundle::File>, int> files_of(Session& session,
                                                       const std::string& folder) {
  const auto paths = paths_below(session, folder);
  if (!paths) return std::unexpected(paths.error());
  std::vector<bundle::File> out;
  for (const std::string& path : *paths) {
    const std::string whole = (fs::path(folder) / path).generic_string();
    if (const FileId known = session.workspace().find(whole); known.exists()) {
      out.push_back({path, session.sources().file(known).text});
      continue;
    }
    auto bytes = read_input(whole);
    if (!bytes) {
      session.fail("không đọc được " + whole, bytes.error().message);
      return std::unexpected(kIo);
    }
    out.push_back({path, std::move(*bytes)});
  }
  return out;
}

int tell(const Session& session, const bundle::Bundle& made, const std::string& bytes,
         const std::string& out) {
  if (session.json()) {
    nlohmann::ordered_json files = nlohmann::ordered_json::array();
    for (const bundle::File& file : made.files)
      files.push_back({{"path", file.path}, {"bytes", file.bytes.size()}});
    write_out(json_text(nlohmann::ordered_json{{"written", out},
                                               {"name", made.name},
                                               {"sequence", made.sequence},
                                               {"bytes", bytes.size()},
                                               {"sha256", bundle::digest(bytes)},
                                               {"files", files}}));
    return kOk;
  }
  for (const bundle::File& file : made.files)
    std::fputs(fmt::format("{:>9}  {}\n", file.bytes.size(), visible(file.path)).c_str(), stderr);
  const std::string line =
      fmt::format("{} {} {}, {} {}, {} byte{}\n  minisign -S -m {}\n", made.name,
                  session.say("số", "number"), made.sequence, made.files.size(),
                  session.say("tệp", "files"), bytes.size(), session.say("", "s"), visible(out));
  std::fputs(line.c_str(), stderr);
  return kOk;
}

}  // namespace

int run_bundle_make(const CommonOptions& common, const BundleMakeOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  const std::string folder = fs::path(options.folder).lexically_normal().generic_string();
  const auto manifest = read_input((fs::path(folder) / "phep.json").string());
  if (!manifest) {
    session->fail("không có phep.json trong " + options.folder,
                  "no phep.json in " + options.folder);
    return kIo;
  }
  const auto opened = session->open({folder});
  if (!opened) return kIo;
  const DiagnosticList found = session->diagnostics_with_imports(*opened);
  if (found.has_errors()) {
    session->print(found);
    return kInvalid;
  }
  auto files = files_of(*session, folder);
  if (!files) return files.error();
  const bundle::Bundle made{
      workspace::read_manifest(*manifest).manifest.name, options.sequence, PHEP_EDITION,
      workspace::library_hash(session->library()),       PHEP_VERSION,     std::move(*files)};
  if (const DiagnosticList problems = bundle::faults(made); !problems.empty()) {
    print_at_bytes(*session, options.folder, problems);
    return problems.items().front().row->code == diag::BundleTooLarge.row.code ? kLimit : kInvalid;
  }
  const std::string bytes = bundle::write(made);
  if (const auto written = write_file(options.out, bytes); !written) {
    session->fail("không ghi được " + options.out, written.error().message);
    return kIo;
  }
  return tell(*session, made, bytes, options.out);
}

}  // namespace phep::cli
