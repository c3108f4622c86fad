#include "compiler/cli/build_files.h"

#include "compiler/cli/engine_set.h"
#include "compiler/codegen/codegen.h"
#include "compiler/decision/image.h"
#include "compiler/export/abi_json.h"
#include "compiler/export/c_header.h"
#include "compiler/export/layout_json.h"
#include "compiler/testing/vectors.h"

namespace phep::cli {
namespace {

Result<codegen::Artifact> emitted(const decision::Program& program, codegen::Target target,
                                  const std::string& soname, const NativeExtras& extras = {}) {
  codegen::EmitOptions options;
  options.soname = soname;
  options.lines = extras.lines;
  options.sanitizer = extras.sanitizer;
  return codegen::emit(program, decision::encode(program), target, options);
}

std::string text(const codegen::Artifact& artifact) {
  return {artifact.bytes.begin(), artifact.bytes.end()};
}

// The code under `name`, and what describes it.
Result<BuildFiles> beside_code(const decision::Program& program, const std::string& name,
                               const Result<codegen::Artifact>& code) {
  if (!code) return std::unexpected(code.error());
  BuildFiles out;
  out.files.push_back({name, text(*code)});
  for (const decision::Decision& decision : program.decisions) {
    const std::string& made = decision.export_name;
    out.files.push_back({made + ".h", exports::c_header(program, decision)});
    out.files.push_back({made + ".abi.json", exports::abi_json(program, decision)});
    out.files.push_back({made + ".layout.json", exports::layout_json(program, decision)});
  }
  out.files.push_back({"phep_abi.h", std::string(exports::abi_header())});
  return out;
}

}  // namespace

Result<BuildFiles> native_files(const decision::Program& program, const std::string& stem,
                                Emit emit, const NativeExtras& extras) {
  if (emit == Emit::Object)
    return beside_code(program, stem + ".o",
                       emitted(program, codegen::Target::NativeObject, "", extras));
  const std::string library = "lib" + stem + ".so";
  return beside_code(program, library,
                     emitted(program, codegen::Target::NativeShared, library, extras));
}

Result<BuildFiles> wasm_files(const decision::Program& program, const std::string& stem,
                              Emit emit) {
  if (emit == Emit::Object)
    return beside_code(program, stem + ".o", emitted(program, codegen::Target::WasmObject, ""));
  return beside_code(program, stem + ".wasm", emitted(program, codegen::Target::Wasm, ""));
}

Result<BuildFiles> c_files(const decision::Program& program,
                           const exports::PackageIdentity& identity) {
  const auto object = emitted(program, codegen::Target::NativeObject, "");
  if (!object) return std::unexpected(object.error());
  const auto archive = codegen::archive(identity.name + ".o", *object);
  if (!archive) return std::unexpected(archive.error());
  const auto shared = emitted(program, codegen::Target::NativeShared, exports::soname(identity));
  if (!shared) return std::unexpected(shared.error());
  BuildFiles out{exports::c_package(program, identity), exports::library_links(identity)};
  out.files.push_back({"lib/lib" + identity.name + ".a", text(*archive)});
  out.files.push_back({exports::shared_library_path(identity), text(*shared)});
  return out;
}

Result<BuildFiles> postgres_files(const decision::Program& program,
                                  const exports::PackageIdentity& identity,
                                  const std::vector<std::string>& earlier) {
  const auto object = emitted(program, codegen::Target::NativeObject, "");
  if (!object) return std::unexpected(object.error());
  const auto archive = codegen::archive(identity.name + ".o", *object);
  if (!archive) return std::unexpected(archive.error());
  BuildFiles out{exports::postgres_package(program, identity, earlier), {}};
  out.files.push_back({"lib/lib" + identity.name + ".a", text(*archive)});
  return out;
}

Result<std::vector<std::string>> package_vectors(const decision::Program& program,
                                                 std::uint64_t count) {
  const auto engines = (*engine_set("interp", 0))(program, decision::encode(program));
  if (!engines) return std::unexpected(engines.error());
  std::vector<std::string> out;
  for (std::uint32_t i = 0; i < program.decisions.size(); ++i)
    out.push_back(testing::conformance(program, i, (*engines)[0], count));
  return out;
}

Result<BuildFiles> python_files(const decision::Program& program,
                                const exports::PackageIdentity& identity) {
  const auto shared =
      emitted(program, codegen::Target::NativeShared, "lib" + identity.name + ".so");
  if (!shared) return std::unexpected(shared.error());
  return BuildFiles{exports::python_package(program, identity, text(*shared)), {}};
}

}  // namespace phep::cli
