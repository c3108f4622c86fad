// `phep build FILE --target native|wasm|npm|c|python|postgres --out DIR`: what a developer embeds.
#include "compiler/base/text.h"
#include "compiler/cli/build_files.h"
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/json_text.h"
#include "compiler/cli/npm_files.h"
#include "compiler/cli/package_words.h"
#include "compiler/cli/session.h"
#include "compiler/cli/source_lines.h"
#include "compiler/cli/target.h"
#include "compiler/export/layout_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>

namespace phep::cli {
namespace {

namespace fs = std::filesystem;

std::vector<hir::DefId> chosen_decisions(Session& session, FileId file,
                                         const BuildOptions& options) {
  std::vector<hir::DefId> out;
  for (const hir::DefId def : decisions_of(session, file)) {
    const hir::Def& declared = session.workspace().checked(def.file)->module.defs[def.index];
    const std::string simple(session.workspace().names().text(declared.name));
    if (options.decisions.empty() ||
        std::ranges::find(options.decisions, simple) != options.decisions.end() ||
        std::ranges::find(options.decisions, declared.qualified) != options.decisions.end())
      out.push_back(def);
  }
  return out;
}

// Committed layouts keep every fact where it was: the one that is named, or those beside the
// source.
std::expected<decision::Layouts, int> committed_layouts(Session& session, const std::string& file,
                                                        const std::string& named) {
  decision::Layouts layouts;
  const auto add = [&](const fs::path& path) {
    const auto text = read_input(path.string());
    const auto read = text ? exports::read_layout_json(*text)
                           : Result<decision::Layouts>(std::unexpected(text.error()));
    if (read) {
      layouts.insert(read->begin(), read->end());
      return true;
    }
    const std::string name = path.filename().string() + ": ";
    session.fail(name + (text ? "không đọc được như một bố cục dữ kiện: " : "không đọc được: ") +
                     read.error().message,
                 name + read.error().message);
    return false;
  };
  if (!named.empty()) {
    if (!add(named)) return std::unexpected(kInvalid);
    return layouts;
  }
  std::error_code error;
  const fs::path folder = fs::path(file).parent_path();
  for (const auto& entry : fs::directory_iterator(folder.empty() ? "." : folder, error))
    if (entry.path().filename().string().ends_with(".layout.json") && !add(entry.path()))
      return std::unexpected(kInvalid);
  return layouts;
}

// Whether a layout is of facts that are built; said if not.
bool is_of(Session& session, const decision::Layouts& layouts, const decision::Program& program,
           const std::string& named) {
  if (named.empty()) return true;
  for (const decision::Struct& structure : program.structs)
    if (layouts.contains(structure.name)) return true;
  session.fail(named + ": không phải bố cục dữ kiện của quyết định nào được biên dịch",
               named + ": the layout of no decision that is built");
  return false;
}

Result<void> write_link(const fs::path& path, const std::string& to) {
  std::error_code error;
  if (fs::is_symlink(fs::symlink_status(path, error))) fs::remove(path, error);
  fs::create_symlink(to, path, error);
  if (error) return std::unexpected(Failure{path.string() + ": " + error.message()});
  return {};
}

bool write_all(Session& session, const std::string& out, const BuildFiles& made) {
  nlohmann::ordered_json written_files = nlohmann::ordered_json::array();
  const auto failed = [&](const std::string& path, const Failure& failure) {
    session.fail("không ghi được " + path, failure.message);
    return false;
  };
  for (const exports::PackageFile& file : made.files) {
    const std::string path = out + "/" + file.path;
    std::error_code error;
    fs::create_directories(fs::path(path).parent_path(), error);
    if (const auto written = write_file(path, file.bytes); !written)
      return failed(path, written.error());
    written_files.push_back({{"path", path}, {"bytes", file.bytes.size()}});
    if (!session.json())
      std::fputs(fmt::format("{:>9}  {}\n", file.bytes.size(), visible(path)).c_str(), stderr);
  }
  for (const auto& [path, to] : made.links) {
    if (const auto written = write_link(out + "/" + path, to); !written)
      return failed(out + "/" + path, written.error());
    written_files.push_back({{"path", out + "/" + path}, {"link", to}});
    if (!session.json())
      std::fputs(fmt::format("{:>9}  {} -> {}\n", "", visible(out + "/" + path), to).c_str(),
                 stderr);
  }
  if (session.json()) write_out(json_text(nlohmann::ordered_json{{"written", written_files}}));
  return true;
}

// "1.0.0": three numbers.
bool is_version(const std::string& text) {
  int points = 0;
  char before = '.';
  for (const char c : text) {
    if (c == '.' ? before == '.' || ++points > 2 : c < '0' || c > '9') return false;
    before = c;
  }
  return points == 2 && before != '.';
}

// What the target is made of; a package or an artefact is named after its one decision, or the
// file.
Result<BuildFiles> made_files(Session& session, FileId file,
                              const std::vector<hir::DefId>& decisions,
                              const decision::Program& program, const BuildOptions& options) {
  const std::string stem =
      decisions.size() == 1
          ? program.decisions[0].export_name
          : fs::path(session.workspace().sources().file(file).path).stem().string();
  const Emit emit = options.emit == "obj" ? Emit::Object : Emit::Library;
  if (options.target == "wasm") return wasm_files(program, stem, emit);
  if (options.target == "native") {
    NativeExtras extras;
    codegen::SourceLines lines;
    if (options.debug_info) extras.lines = &(lines = source_lines(session, file));
    if (!options.sanitizer.empty())
      extras.sanitizer =
          options.sanitizer == "address" ? codegen::Sanitizer::Address : codegen::Sanitizer::Thread;
    return native_files(program, stem, emit, extras);
  }
  const std::string& name = options.package_name.empty() ? stem : options.package_name;
  auto vectors = package_vectors(program, options.vectors);
  if (!vectors) return std::unexpected(vectors.error());
  const exports::PackageIdentity identity{exports::package_name(name), options.package_version,
                                          package_words(session, file, decisions, program),
                                          std::move(*vectors)};
  if (options.target == "postgres") return postgres_files(program, identity, options.update_from);
  return options.target == "c" ? c_files(program, identity) : python_files(program, identity);
}

}  // namespace

int run_build(const CommonOptions& common, const BuildOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  const bool code_alone = options.target == "native" || options.target == "wasm";
  if (!is_version(options.package_version)) {
    session->fail("--package-version cần ba số, ví dụ 1.0.0",
                  "--package-version needs three numbers, as 1.0.0");
    return kUsage;
  }
  if (!std::ranges::all_of(options.update_from, is_version)) {
    session->fail("--update-from cần ba số, ví dụ 1.0.0",
                  "--update-from needs three numbers, as 1.0.0");
    return kUsage;
  }
  if (options.emit == "obj" && !code_alone) {
    session->fail("--emit obj chỉ dùng với --target native hoặc wasm",
                  "--emit obj goes with --target native or wasm only");
    return kUsage;
  }
  if (options.debug_info && options.target != "native") {
    session->fail("--debug-info chỉ dùng với --target native",
                  "--debug-info goes with --target native only");
    return kUsage;
  }
  if (!options.sanitizer.empty() && (options.target != "native" || options.emit != "obj")) {
    session->fail("--sanitize chỉ dùng với --target native --emit obj",
                  "--sanitize goes with --target native --emit obj only");
    return kUsage;
  }
  const auto file = open_checked(*session, options.file);
  if (!file) return file.error();
  const auto decisions = chosen_decisions(*session, *file, options);
  if (decisions.empty()) {
    session->fail("tệp không có quyết định nào như vậy để biên dịch",
                  "the file has no such decision to build");
    return kUsage;
  }
  const auto layouts =
      committed_layouts(*session, session->workspace().sources().file(*file).path, options.layout);
  if (!layouts) return layouts.error();
  if (options.target == "npm") {
    auto files = npm_files(*session, *file, decisions, *layouts, options.vectors);
    if (!files) return files.error();
    BuildFiles made;
    for (auto& [path, bytes] : *files) made.files.push_back({path, std::move(bytes)});
    return write_all(*session, options.out, made) ? kOk : kIo;
  }
  const auto program = lower_targets(*session, *file, decisions, *layouts);
  if (!program) return program.error();
  if (!is_of(*session, *layouts, *program, options.layout)) return kInvalid;

  const auto made = made_files(*session, *file, decisions, *program, options);
  if (!made) {
    session->fail("không sinh được mã: " + made.error().message, made.error().message);
    return kInternal;
  }
  return write_all(*session, options.out, *made) ? kOk : kIo;
}

}  // namespace phep::cli
