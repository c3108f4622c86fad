// `phep build FILE --target native|wasm|npm --out DIR`: what a developer embeds.
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/npm_files.h"
#include "compiler/cli/session.h"
#include "compiler/cli/target.h"
#include "compiler/codegen/codegen.h"
#include "compiler/decision/image.h"
#include "compiler/export/abi_json.h"
#include "compiler/export/c_header.h"
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
    const hir::Def& declared = session.workspace().checked(file)->module.defs[def.index];
    const std::string simple(session.workspace().names().text(declared.name));
    if (options.decisions.empty() ||
        std::ranges::find(options.decisions, simple) != options.decisions.end() ||
        std::ranges::find(options.decisions, declared.qualified) != options.decisions.end())
      out.push_back(def);
  }
  return out;
}

// Committed layouts keep every fact where it was; they stand beside the source.
std::expected<decision::Layouts, int> committed_layouts(Session& session, const std::string& file) {
  decision::Layouts layouts;
  std::error_code error;
  const fs::path folder = fs::path(file).parent_path();
  for (const auto& entry : fs::directory_iterator(folder.empty() ? "." : folder, error)) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".layout.json")) continue;
    const auto text = read_input(entry.path().string());
    const auto read = text ? exports::read_layout_json(*text)
                           : Result<decision::Layouts>(std::unexpected(text.error()));
    if (!read) {
      session.fail(name + ": " + read.error().message, name + ": " + read.error().message);
      return std::unexpected(kInvalid);
    }
    layouts.insert(read->begin(), read->end());
  }
  return layouts;
}

bool write_all(Session& session, const std::vector<std::pair<std::string, std::string>>& files) {
  nlohmann::ordered_json written_files = nlohmann::ordered_json::array();
  for (const auto& [path, bytes] : files) {
    std::error_code error;
    fs::create_directories(fs::path(path).parent_path(), error);
    if (const auto written = write_file(path, bytes); !written) {
      session.fail("không ghi được " + path, written.error().message);
      return false;
    }
    written_files.push_back({{"path", path}, {"bytes", bytes.size()}});
    if (!session.json()) std::fputs(fmt::format("{:>9}  {}\n", bytes.size(), path).c_str(), stderr);
  }
  if (session.json()) write_out(nlohmann::ordered_json{{"written", written_files}}.dump(2) + "\n");
  return true;
}

}  // namespace

int run_build(const CommonOptions& common, const BuildOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    std::fputs(("phep: " + session.error().message + "\n").c_str(), stderr);
    return kIo;
  }
  const bool wasm = options.target == "wasm";
  const auto file = open_checked(*session, options.file);
  if (!file) return file.error();
  const auto decisions = chosen_decisions(*session, *file, options);
  if (decisions.empty()) {
    session->fail("tệp không có quyết định nào như vậy để biên dịch",
                  "the file has no such decision to build");
    return kUsage;
  }
  const auto layouts = committed_layouts(*session, session->workspace().sources().file(*file).path);
  if (!layouts) return layouts.error();
  if (options.target == "npm") {
    const auto files = npm_files(*session, *file, decisions, *layouts, options.out);
    if (!files) return files.error();
    return write_all(*session, *files) ? kOk : kIo;
  }
  const auto program = lower_targets(*session, *file, decisions, *layouts);
  if (!program) return program.error();

  const auto image = decision::encode(*program);
  const std::string stem =
      decisions.size() == 1
          ? program->decisions[0].export_name
          : fs::path(session->workspace().sources().file(*file).path).stem().string();
  codegen::EmitOptions emit;
  emit.soname = "lib" + stem + ".so";
  const auto artifact = codegen::emit(
      *program, image, wasm ? codegen::Target::Wasm : codegen::Target::NativeShared, emit);
  if (!artifact) {
    session->fail("không sinh được mã: " + artifact.error().message, artifact.error().message);
    return kInternal;
  }
  const std::string out = options.out + "/";
  std::vector<std::pair<std::string, std::string>> files;
  files.emplace_back(out + (wasm ? stem + ".wasm" : "lib" + stem + ".so"),
                     std::string(artifact->bytes.begin(), artifact->bytes.end()));
  for (const decision::Decision& decision : program->decisions) {
    files.emplace_back(out + decision.export_name + ".h", exports::c_header(*program, decision));
    files.emplace_back(out + decision.export_name + ".abi.json",
                       exports::abi_json(*program, decision));
    files.emplace_back(out + decision.export_name + ".layout.json",
                       exports::layout_json(*program, decision));
  }
  files.emplace_back(out + "phep_abi.h", std::string(exports::abi_header()));
  return write_all(*session, files) ? kOk : kIo;
}

}  // namespace phep::cli
