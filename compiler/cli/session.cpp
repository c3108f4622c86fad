#include "compiler/cli/session.h"

#include "compiler/base/text.h"
#include "compiler/cli/json_text.h"
#include "compiler/diagnostics/render.h"
#include "compiler/workspace/today.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <unistd.h>

namespace phep::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

bool is_source(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.ends_with(".phep") || name.ends_with(".phep.md");
}

// Sorted, and without following links: a folder that links to itself must not trap us.
std::vector<std::string> sources_below(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code error;
  for (auto it = fs::recursive_directory_iterator(
           folder, fs::directory_options::skip_permission_denied, error);
       !error && it != fs::recursive_directory_iterator(); it.increment(error))
    if (it->is_regular_file(error) && is_source(it->path()))
      paths.push_back(it->path().generic_string());
  std::ranges::sort(paths);
  return paths;
}

Result<workspace::Library> load_library(const std::string& folder, bool vi) {
  std::error_code error;
  if (!fs::is_directory(folder, error))
    return std::unexpected(
        Failure{(vi ? "không có thư mục nào như vậy: " : "no such folder: ") + folder});
  workspace::Library library{{}, folder.ends_with('/') ? folder : folder + "/"};
  for (const std::string& path : sources_below(folder)) {
    auto text = read_input(path);
    if (!text)
      return std::unexpected(vi ? Failure{"không đọc được " + path} : std::move(text.error()));
    library.files.push_back(
        {fs::path(path).lexically_relative(folder).generic_string(), std::move(*text)});
  }
  return library;
}

// Why a source that is there was not read, behind the sentence that says so.
std::string why_not(const std::string& path, bool vi) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (!error && size > kMaxInput) return vi ? ": lớn hơn 16 MiB" : ": it is over 16 MiB";
  if (!error && !is_inside(path, fs::path(path).parent_path().string()))
    return vi ? ": liên kết dẫn ra ngoài dự án" : ": a link that leads out of the project";
  return {};
}

Json place_json(const SourceMap& sources, FileId file, std::uint32_t offset) {
  const LineColumn place = sources.place(file, offset);
  return {{"line", place.line}, {"column", place.column}, {"offset", offset}};
}

Json range_json(const SourceMap& sources, Span span) {
  if (!span.file.exists()) return nullptr;
  return {{"path", sources.file(span.file).path},
          {"start", place_json(sources, span.file, span.begin)},
          {"end", place_json(sources, span.file, span.end)}};
}

Json diagnostic_json(const Diagnostic& item, const SourceMap& sources) {
  Json notes = Json::array();
  for (const Note& note : item.notes)
    notes.push_back({{"vi", message(*note.row, note.arguments, Language::Vietnamese)},
                     {"en", message(*note.row, note.arguments, Language::English)},
                     {"at", range_json(sources, note.span)}});
  Json fixes = Json::array();
  for (const Fix& fix : item.fixes) {
    Json edits = Json::array();
    for (const Edit& edit : fix.edits)
      edits.push_back({{"at", range_json(sources, edit.span)}, {"text", edit.text}});
    fixes.push_back({{"vi", fix.title.vi},
                     {"en", fix.title.en},
                     {"safe", fix.grade == FixGrade::Safe},
                     {"edits", edits}});
  }
  return {{"code", code_text(item.row->code)},
          {"severity", severity_word(item.row->severity, Language::English)},
          {"vi", message(*item.row, item.arguments, Language::Vietnamese)},
          {"en", message(*item.row, item.arguments, Language::English)},
          {"at", range_json(sources, item.span)},
          {"notes", notes},
          {"fixes", fixes}};
}

}  // namespace

Session::Session(CommonOptions options, workspace::Library library)
    : options_(std::move(options)),
      workspace_([reads = reads_](const std::string& path) { return reads->source(path); },
                 std::move(library)) {
  workspace_.keep_inside([reads = reads_](const std::string& path, const std::string& folder) {
    return reads->lies_in(path, folder);
  });
  // Projects may lie around the working folder.
  std::error_code error;
  std::vector<std::string> folders;
  for (const fs::path& step : fs::current_path(error).relative_path())
    folders.push_back(step.generic_string());
  workspace_.stand(workspace::Standpoint(std::move(folders)));
  workspace_.set_today(today());
}

Result<Session> Session::start(const CommonOptions& options) {
  if (!options.stdlib) return Session(options, workspace::embedded_library());
  auto library = load_library(*options.stdlib, options.language == Language::Vietnamese);
  if (!library) return std::unexpected(library.error());
  return Session(options, std::move(*library));
}

bool Session::color(int stream) const {
  if (options_.color != Color::Auto) return options_.color == Color::Always;
  const char* term = std::getenv("TERM");
  const bool plain =
      std::getenv("NO_COLOR") != nullptr || (term != nullptr && std::strcmp(term, "dumb") == 0);
  return !plain && isatty(stream) == 1;
}

std::optional<std::vector<FileId>> Session::open(const std::vector<std::string>& paths) {
  std::vector<FileId> files;
  for (const std::string& path : paths) {
    std::error_code error;
    const bool folder = fs::is_directory(path, error);
    const std::vector<std::string> found = sources_at(path);
    if (!folder) workspace_.trust(path);
    if (folder && found.empty()) {
      fail("không có tệp .phep nào trong " + path, "no .phep file in " + path);
      return std::nullopt;
    }
    for (const std::string& source : found) {
      const auto file = workspace_.open(source);
      if (!file) {
        fail("không đọc được " + source + why_not(source, true),
             file.error().message + why_not(source, false));
        return std::nullopt;
      }
      if (std::ranges::find(files, *file) == files.end()) files.push_back(*file);
    }
  }
  return files;
}

std::vector<std::string> Session::paths_read() const {
  std::vector<std::string> out;
  for (std::uint32_t i = 0; i < sources().size(); ++i) out.push_back(sources().file({i}).path);
  return out;
}

DiagnosticList Session::diagnostics_with_imports(const std::vector<FileId>& files) {
  DiagnosticList all = workspace_.manifest_problems();
  std::set<FileId> seen;
  for (const FileId file : files)
    for (const FileId member : workspace_.closure(file))
      if (seen.insert(member).second) all.append(workspace_.diagnostics(member));
  all.sort();
  return all;
}

std::vector<workspace::Allowed> Session::allowed_with_imports(const std::vector<FileId>& files) {
  std::vector<workspace::Allowed> all;
  std::set<FileId> seen;
  for (const FileId file : files)
    for (const FileId member : workspace_.closure(file))
      if (seen.insert(member).second)
        for (workspace::Allowed& one : workspace_.judged(member).allowed)
          all.push_back(std::move(one));
  return all;
}

void Session::print(const DiagnosticList& list) {
  if (json()) {
    Json items = Json::array();
    for (const Diagnostic& item : list.items())
      items.push_back(diagnostic_json(item, workspace_.sources()));
    write_out(json_text(Json{{"diagnostics", items}}));
    return;
  }
  const std::string text = render(list, workspace_.sources(), {options_.language, color(2)});
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void Session::fail(std::string_view vi_text, std::string_view en_text) const {
  if (json()) {
    write_out(json_text(Json{{"error", {{"vi", vi_text}, {"en", en_text}}}}));
  } else {
    const std::string line = "phep: " + visible(say(vi_text, en_text)) + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
  }
}

std::vector<std::string> sources_at(const std::string& path) {
  std::error_code error;
  return fs::is_directory(path, error) ? sources_below(path) : std::vector<std::string>{path};
}

std::int32_t today() {
  return workspace::day_in_vietnam(std::chrono::system_clock::now(), std::getenv("PHEP_TODAY"));
}

void complain(const Failure& failure) {
  std::fputs(("phep: " + visible(failure.message) + "\n").c_str(), stderr);
}

Result<std::string> read_input(const std::string& path) {
  if (path == "-") {
    std::string text;
    std::vector<char> buffer(1U << 16U);
    while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), stdin)) {
      text.append(buffer.data(), n);
      if (text.size() > kMaxInput) return std::unexpected(Failure{"standard input is over 16 MiB"});
    }
    return text;
  }
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error) return std::unexpected(Failure{"cannot read " + path + ": " + error.message()});
  if (size > kMaxInput) return std::unexpected(Failure{path + " is over 16 MiB"});
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::unexpected(Failure{"cannot read " + path + ": " + std::strerror(errno)});
  // No more than was looked at: it may grow while it is read.
  std::string text(size, '\0');
  in.read(text.data(), static_cast<std::streamsize>(size));
  if (in.bad())
    return std::unexpected(Failure{"cannot read " + path + ": " + std::strerror(errno)});
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

void write_out(std::string_view text) {
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (written) return;
  const int why = errno;
  if (why == EPIPE) std::_Exit(kOk);
  complain({"không ghi được kết quả / the output cannot be written: " +
            std::string(std::strerror(why))});
  std::_Exit(kIo);
}

}  // namespace phep::cli
