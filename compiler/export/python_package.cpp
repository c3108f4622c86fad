// The Python package: a wheel that needs no tool of Python's to be written.
#include "compiler/export/package_model.h"
#include "compiler/export/python_types.h"
#include "compiler/export/template_text.h"
#include "compiler/export/zip_file.h"
#include "compiler/runtime/sha256.h"

#include <span>

namespace phep::exports {

namespace {

using Json = nlohmann::json;

// The library is linked with no other, so it runs beside every C library; these are the earliest
// of theirs that installers know.
constexpr const char* kPlatforms[] = {"manylinux_2_5_x86_64", "manylinux1_x86_64",
                                      "musllinux_1_1_x86_64"};

std::string platform_tag() {
  std::string tag;
  for (const char* one : kPlatforms) tag += (tag.empty() ? "" : ".") + std::string(one);
  return tag;
}

std::string python_file(const std::string& name, const Json& model) {
  return filled_template("python/" + name, model);
}

// As RECORD spells digests: no padding.
std::string base64url(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (const std::uint8_t byte : bytes) {
    bits = bits << 8U | byte;
    for (held += 8; held >= 6; held -= 6) out += kLetters[bits >> (held - 6) & 63U];
  }
  if (held != 0) out += kLetters[bits << (6 - held) & 63U];
  return out;
}

// RECORD: each file, the SHA-256 of its bytes, and how many they are.
std::string record_of(const std::vector<PackageFile>& files, const std::string& own_path) {
  std::string out;
  for (const PackageFile& file : files) {
    std::uint8_t digest[32];
    runtime::sha256(file.bytes.data(), file.bytes.size(), digest);
    out +=
        file.path + ",sha256=" + base64url(digest) + "," + std::to_string(file.bytes.size()) + "\n";
  }
  return out + own_path + ",,\n";
}

}  // namespace

std::vector<PackageFile> python_package(const decision::Program& program,
                                        const PackageIdentity& identity,
                                        const std::string& library) {
  Json model = package_model(program, identity);
  const std::string& name = identity.name;
  const std::string wheel = name + "-" + identity.version + "-py3-none-" + platform_tag() + ".whl";
  model["wheel"] = wheel;
  model["tags"] = kPlatforms;
  Json spec = {{"library", "lib" + name + ".so"},
               {"release", model["release"]},
               {"readings", Json::array()},
               {"decisions", Json::array()}};
  for (const decision::Reading& reading : program.readings)
    spec["readings"].push_back({{"name", reading.name}, {"options", reading.options}});
  std::vector<PackageFile> beside;
  for (std::size_t i = 0; i < program.decisions.size(); ++i) {
    Json& one = model["decisions"][i];
    add_python_types(program, program.decisions[i], identity.words[i], one);
    spec["decisions"].push_back(python_spec(program, program.decisions[i], identity.words[i]));
    Json with_package = one;
    with_package["package"] = name;
    beside.push_back({"example_" + program.decisions[i].export_name + ".py",
                      python_file("example.py", with_package)});
  }
  model["first_type"] = model["decisions"][0]["camel"];
  std::vector<PackageFile> files;
  for (const char* one : {"__init__.py", "__init__.pyi", "_abi.py", "_answers.py", "_columns.py",
                          "_facts.py", "_policy.py", "_types.py", "_values.py", "conformance.py"})
    files.push_back({name + "/" + one, python_file(one, model)});
  files.push_back({name + "/_spec.json", spec.dump(1) + "\n"});
  files.push_back({name + "/lib" + name + ".so", library});
  files.push_back({name + "/py.typed", ""});
  std::string vectors;
  for (const std::string& one : identity.vectors) vectors += one;
  files.push_back({name + "/conformance.jsonl", vectors});
  const std::string info = name + "-" + identity.version + ".dist-info/";
  const std::string readme = python_file("README.md", model);
  files.push_back({info + "METADATA", python_file("METADATA", model) + readme});
  files.push_back({info + "WHEEL", python_file("WHEEL", model)});
  files.push_back({info + "LICENSE", std::string(template_text("LICENSE"))});
  files.push_back({info + "RECORD", record_of(files, info + "RECORD")});
  beside.push_back({"README.md", readme});
  beside.push_back({"LICENSE", std::string(template_text("LICENSE"))});
  beside.push_back({wheel, zip_file(files)});
  return beside;
}

}  // namespace phep::exports
