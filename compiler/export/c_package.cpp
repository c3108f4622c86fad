// The C and C++ package.
#include "compiler/export/abi_json.h"
#include "compiler/export/c_header.h"
#include "compiler/export/c_scheme.h"
#include "compiler/export/cpp_types.h"
#include "compiler/export/layout_json.h"
#include "compiler/export/package_model.h"
#include "compiler/export/template_text.h"
#include "compiler/runtime/phep_abi.h"

#include <algorithm>

namespace phep::exports {

std::vector<PackageFile> c_package(const decision::Program& program,
                                   const PackageIdentity& identity) {
  nlohmann::json model = package_model(program, identity);
  std::vector<PackageFile> files;
  const std::string& name = identity.name;
  files.push_back({"include/phep_abi.h", std::string(abi_header())});
  for (const char* shared : {"phep.hpp", "phep_inside.hpp"})
    files.push_back(
        {std::string("include/") + shared, std::string(template_text(std::string("c/") + shared))});
  std::size_t i = 0;
  for (const decision::Decision& decision : program.decisions) {
    nlohmann::json& one = model["decisions"][i];
    const std::string& made = decision.export_name;
    add_cpp_types(program, decision, identity.words[i], one);
    ++i;
    files.push_back({"include/" + made + ".h", c_header(program, decision)});
    files.push_back({"include/" + made + ".hpp", filled_template("c/decision.hpp", one)});
    files.push_back({"share/" + name + "/" + made + ".abi.json", abi_json(program, decision)});
    files.push_back(
        {"share/" + name + "/" + made + ".layout.json", layout_json(program, decision)});
    files.push_back({"examples/" + made + "_c.c", filled_template("c/example.c.in", one)});
    files.push_back({"share/" + name + "/" + made + ".conformance.jsonl", identity.vectors[i - 1]});
    files.push_back(
        {"examples/" + made + "_conformance.c", filled_template("c/conformance.c.in", one)});
    files.push_back({"examples/" + made + "_cpp.cpp", filled_template("c/example.cpp.in", one)});
  }
  const std::string cmake = "lib/cmake/" + name + "/" + name;
  const std::vector<std::pair<std::string, const char*>> filled_once = {
      {"lib/pkgconfig/" + name + ".pc", "c/package.pc"},
      {"lib/pkgconfig/" + name + "-static.pc", "c/package-static.pc"},
      {cmake + "Config.cmake", "c/Config.cmake"},
      {cmake + "ConfigVersion.cmake", "c/ConfigVersion.cmake"},
      {cmake + "Targets.cmake", "c/Targets.cmake"},
      {"examples/CMakeLists.txt", "c/examples.cmake"},
      {"README.md", "c/README.md"}};
  for (const auto& [path, from] : filled_once)
    files.push_back({path, filled_template(from, model)});
  files.push_back({"LICENSE", std::string(template_text("LICENSE"))});
  return files;
}

std::string soname(const PackageIdentity& identity) {
  return "lib" + identity.name + ".so." + identity.version.substr(0, identity.version.find('.'));
}

std::string shared_library_path(const PackageIdentity& identity) {
  const std::string& version = identity.version;
  return "lib/lib" + identity.name + ".so." + version.substr(0, version.rfind('.'));
}

std::vector<std::pair<std::string, std::string>> library_links(const PackageIdentity& identity) {
  const std::string file = shared_library_path(identity).substr(4);
  return {{"lib/" + soname(identity), file}, {"lib/lib" + identity.name + ".so", soname(identity)}};
}

}  // namespace phep::exports
