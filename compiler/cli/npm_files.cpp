#include "compiler/cli/npm_files.h"

#include "compiler/cli/build_files.h"
#include "compiler/cli/target.h"
#include "compiler/codegen/codegen.h"
#include "compiler/decision/image.h"
#include "compiler/explain/wording.h"
#include "compiler/export/npm_package.h"
#include "compiler/export/wasm_memory.h"

namespace phep::cli {

std::expected<PathsAndBytes, int> npm_files(Session& session, FileId file,
                                            const std::vector<hir::DefId>& decisions,
                                            const decision::Layouts& layouts,
                                            std::uint64_t vectors) {
  PathsAndBytes files;
  const auto modules = session.workspace().modules(file);
  const explain::Lexicon lexicon{modules, session.workspace().types(), session.workspace().names()};
  for (const hir::DefId def : decisions) {
    const auto program = lower_targets(session, file, {def}, layouts);
    if (!program) return std::unexpected(program.error());
    const decision::Decision& decision = program->decisions[0];
    const auto image = decision::encode(*program);
    codegen::EmitOptions emit;
    emit.wasm_memory = exports::wasm_memory(*program, decision, image.size());
    const auto artifact = codegen::emit(*program, image, codegen::Target::Wasm, emit);
    if (!artifact) {
      session.fail("không sinh được mã: " + artifact.error().message, artifact.error().message);
      return std::unexpected(kInternal);
    }
    const explain::Wording wording = explain::wording(lexicon, def, *program, decision);
    const auto conformance = package_vectors(*program, vectors);
    if (!conformance) {
      session.fail("không có bộ thông dịch: " + conformance.error().message,
                   conformance.error().message);
      return std::unexpected(kInternal);
    }
    const std::string folder = decisions.size() == 1 ? "" : decision.export_name + "/";
    for (auto& [path, bytes] : exports::npm_package({.program = *program,
                                                     .decision = decision,
                                                     .wording = wording,
                                                     .wasm = artifact->bytes,
                                                     .memory = emit.wasm_memory,
                                                     .vectors = conformance->front()}))
      files.emplace_back(folder + path, std::move(bytes));
  }
  return files;
}

}  // namespace phep::cli
