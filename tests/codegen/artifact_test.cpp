// What `phep build` hands out: libraries, modules, headers and layouts of the tour's law.
#include "compiler/codegen/codegen.h"
#include "compiler/export/abi_json.h"
#include "compiler/export/c_header.h"
#include "compiler/export/layout_json.h"
#include "tests/unit/decision_world.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <filesystem>
#include <fstream>

namespace phep::tests {

namespace {

using decision_test::moment;
using decision_test::sound;
using decision_test::tour;
using decision_test::World;

decision::Program breach_report() {
  World w(std::vector<std::uint32_t>{});
  const auto law = tour(w);
  return sound(w.lower({law.report}));
}

codegen::Artifact emitted(codegen::Target target) {
  const decision::Program program = breach_report();
  codegen::EmitOptions options;
  options.soname = "libtour.so";
  auto artifact = codegen::emit(program, decision::encode(program), target, options);
  if (!artifact) FAIL(artifact.error().message);
  return std::move(*artifact);
}

std::filesystem::path write(const std::string& name, std::string_view bytes) {
  const auto folder = std::filesystem::temp_directory_path() / "phep-artifact-test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / name, std::ios::binary)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return folder / name;
}

std::string_view text(const codegen::Artifact& artifact) {
  return {reinterpret_cast<const char*>(artifact.bytes.data()), artifact.bytes.size()};
}

// The tour's facts as its header declares them.
struct Facts {
  std::uint32_t size, layout;
  std::uint64_t known, present;
  std::int64_t detected_at, notified_at;
  std::int32_t harm;
  std::uint8_t state_secret, encrypted;
  std::int64_t affected;
};

using Decide = int (*)(const void*, const phep_options*, void*, void*, std::size_t);

// The result's bytes after its head, by the path that the flags allow.
std::string decide_typed(Decide decide, const Facts& facts, std::uint32_t flags, std::uint32_t path,
                         const decision::Program& program) {
  const nlohmann::json abi =
      nlohmann::json::parse(exports::abi_json(program, program.decisions[0]));
  std::vector<std::uint64_t> result(abi["result"]["size"].get<std::size_t>() / 8);
  auto* head = reinterpret_cast<phep_result_head*>(result.data());
  head->size = abi["result"]["size"].get<std::uint32_t>();
  head->layout = abi["result"]["layout"].get<std::uint32_t>();
  phep_options options{};
  options.size = sizeof options;
  options.flags = flags;
  options.as_of = moment("2026-03-10T09:00+07:00");
  options.law_date = PHEP_NO_DATE;
  std::vector<std::uint64_t> arena(1U << 17);
  CHECK(decide(&facts, &options, result.data(), arena.data(), arena.size() * 8) == PHEP_OK);
  CHECK(head->path == path);
  const char* bytes = reinterpret_cast<const char*>(result.data());
  return {bytes + sizeof(phep_result_head), bytes + result.size() * 8};
}

}  // namespace

TEST_CASE("artifact: the shared library decides typed facts, the same on both paths") {
  const decision::Program program = breach_report();
  const codegen::Artifact library = emitted(codegen::Target::NativeShared);
  CHECK(text(library).find("libtour.so") != std::string_view::npos);
  const auto path = write("libtour.so", text(library));
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) FAIL(dlerror());
  const auto decide = reinterpret_cast<Decide>(dlsym(handle, "breach_report_decide"));
  const auto version = reinterpret_cast<std::uint32_t (*)()>(dlsym(handle, "phep_abi_version"));
  const auto image = reinterpret_cast<const char* (*)()>(dlsym(handle, "phep_image"));
  REQUIRE((decide != nullptr));
  REQUIRE((version != nullptr));
  REQUIRE((image != nullptr));
  CHECK(version() == PHEP_ABI_VERSION);
  CHECK(std::string_view(image(), 7) == "PHEPIMG");
  CHECK(dlsym(handle, "breach_report_decide_json") != nullptr);
  CHECK(dlsym(handle, "phep_clean_deadline") == nullptr);  // nothing else shows
  CHECK(dlsym(handle, "memcpy") == nullptr);

  Facts facts{
      sizeof(Facts), program.structs[program.decisions[0].facts].layout, 0x3F, 0x3F, 0, 0, 2, 0, 1,
      12'000};
  facts.detected_at = moment("2026-03-01T08:00+07:00");
  for (const std::int64_t hours : {-1, 71, 72, 73, 400}) {
    facts.notified_at = facts.detected_at + hours * 3'600'000;
    for (std::int32_t harm = 0; harm < 3; ++harm) {
      facts.harm = harm;
      facts.state_secret = hours == 400;
      CHECK(decide_typed(decide, facts, 0, 1, program) ==
            decide_typed(decide, facts, PHEP_SLOW_PATH, 2, program));
    }
  }
  facts.present = 0x3D;  // not notified
  CHECK(decide_typed(decide, facts, 0, 1, program) ==
        decide_typed(decide, facts, PHEP_SLOW_PATH, 2, program));
  facts.known = 0x2F;  // whether it was encrypted is not known
  decide_typed(decide, facts, 0, 2, program);
  dlclose(handle);
}

TEST_CASE("artifact: facts out of their range are refused by the clean path too") {
  const decision::Program program = breach_report();
  const auto path = write("librefuse.so", text(emitted(codegen::Target::NativeShared)));
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  REQUIRE(handle != nullptr);
  const auto decide = reinterpret_cast<Decide>(dlsym(handle, "breach_report_decide"));
  const auto status_of = [&](const Facts& facts) {
    const nlohmann::json abi =
        nlohmann::json::parse(exports::abi_json(program, program.decisions[0]));
    std::vector<std::uint64_t> result(abi["result"]["size"].get<std::size_t>() / 8);
    auto* head = reinterpret_cast<phep_result_head*>(result.data());
    head->size = abi["result"]["size"].get<std::uint32_t>();
    head->layout = abi["result"]["layout"].get<std::uint32_t>();
    phep_options options{};
    options.size = sizeof options;
    options.as_of = moment("2026-03-10T09:00+07:00");
    options.law_date = PHEP_NO_DATE;
    std::vector<std::uint64_t> arena(1U << 17);
    return decide(&facts, &options, result.data(), arena.data(), arena.size() * 8);
  };
  const std::uint32_t layout = program.structs[program.decisions[0].facts].layout;
  const Facts good{sizeof(Facts), layout, 0x3F, 0x3D, moment("2026-03-01T08:00+07:00"), 0, 2, 0, 1,
                   12'000};
  CHECK(status_of(good) == PHEP_OK);
  Facts bad = good;
  bad.harm = 3;
  CHECK(status_of(bad) == PHEP_BAD_FACTS);
  bad = good;
  bad.harm = -1;
  CHECK(status_of(bad) == PHEP_BAD_FACTS);
  bad = good;
  bad.encrypted = 2;
  CHECK(status_of(bad) == PHEP_BAD_FACTS);
  bad = good;
  bad.affected = -1;
  CHECK(status_of(bad) == PHEP_BAD_FACTS);
  bad = good;
  bad.detected_at = INT64_MAX;
  CHECK(status_of(bad) == PHEP_BAD_FACTS);
  bad = good;
  bad.notified_at = INT64_MAX;  // null: its bits mean nothing
  CHECK(status_of(bad) == PHEP_OK);
  bad = good;
  bad.layout += 1;
  CHECK(status_of(bad) == PHEP_BAD_ARGUMENT);
  dlclose(handle);
}

TEST_CASE("artifact: facts are read from JSON into the struct that is decided") {
  const decision::Program program = breach_report();
  const auto path = write("libread.so", text(emitted(codegen::Target::NativeShared)));
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) FAIL(dlerror());
  using Read = int (*)(const char*, std::size_t, const phep_options*, void*, phep_problem*, void*,
                       std::size_t);
  const auto decide = reinterpret_cast<Decide>(dlsym(handle, "breach_report_decide"));
  const auto read = reinterpret_cast<Read>(dlsym(handle, "breach_report_read"));
  REQUIRE((read != nullptr));
  phep_options options{};
  options.size = sizeof options;
  options.as_of = moment("2026-03-10T09:00+07:00");
  options.law_date = PHEP_NO_DATE;
  const std::uint32_t layout = program.structs[program.decisions[0].facts].layout;
  Facts facts{};
  phep_problem problem{};
  char arena[256];
  const auto status_of = [&](std::string_view json) {
    std::memset(&facts, 0x5A, sizeof facts);
    facts.size = sizeof(Facts);
    facts.layout = layout;
    // A copy of just its length: one byte read beyond it would be seen by a sanitizer.
    const std::vector<char> exact(json.begin(), json.end());
    return read(exact.data(), exact.size(), &options, &facts, &problem, arena, sizeof arena);
  };
  const std::string_view json =
      R"({"detected_at":"2026-03-01T08:00+07:00","notified_at":null,"harm":"serious",)"
      R"("state_secret":false,"encrypted":true,"affected":12000})";
  CHECK(status_of(json) == PHEP_OK);
  CHECK(problem.code == PHEP_P_NONE);
  const Facts hand{sizeof(Facts), layout, 0x3F, 0x3D, moment("2026-03-01T08:00+07:00"), 0, 2, 0, 1,
                   12'000};
  CHECK(std::memcmp(&facts, &hand, offsetof(Facts, affected) + 8) == 0);
  CHECK(decide_typed(decide, facts, 0, 1, program) == decide_typed(decide, hand, 0, 1, program));
  CHECK(status_of(R"({"affected":1})") == PHEP_OK);
  CHECK(facts.known == 0x20);

  for (std::size_t length = 0; length < json.size(); ++length) {
    CHECK(status_of(json.substr(0, length)) == PHEP_BAD_FACTS);
    CHECK(problem.code == PHEP_P_SYNTAX);
  }
  CHECK(status_of(R"({"affected":"many"})") == PHEP_BAD_FACTS);
  CHECK(problem.code == PHEP_P_WRONG_TYPE);
  CHECK(std::string_view(problem.at.ptr, problem.at_length) == "/affected");
  CHECK(problem.offset == 12);
  CHECK(status_of(R"({"afected":1})") == PHEP_BAD_FACTS);
  CHECK(problem.code == PHEP_P_UNKNOWN_KEY);
  CHECK(read("{}", 2, &options, &facts, nullptr, nullptr, 0) == PHEP_OK);
  CHECK(read("{", 1, &options, &facts, nullptr, nullptr, 0) ==
        PHEP_SMALL_ARENA);  // no room to say where
  CHECK(read(nullptr, 2, &options, &facts, nullptr, nullptr, 0) == PHEP_BAD_ARGUMENT);
  CHECK(read("{}", 2, nullptr, &facts, nullptr, nullptr, 0) == PHEP_BAD_ARGUMENT);
  CHECK(read("{}", 2, &options, nullptr, nullptr, nullptr, 0) == PHEP_BAD_ARGUMENT);
  facts.layout += 1;
  CHECK(read("{}", 2, &options, &facts, nullptr, nullptr, 0) == PHEP_BAD_ARGUMENT);
  dlclose(handle);
}

TEST_CASE("artifact: the wasm module imports nothing") {
  const codegen::Artifact module = emitted(codegen::Target::Wasm);
  const std::vector<std::uint8_t>& bytes = module.bytes;
  REQUIRE(bytes.size() > 8);
  CHECK(std::memcmp(bytes.data(), "\0asm\1\0\0\0", 8) == 0);
  bool exports = false;
  for (std::size_t at = 8; at < bytes.size();) {
    const std::uint8_t id = bytes[at++];
    std::size_t size = 0;
    for (unsigned shift = 0;; shift += 7) {
      size |= static_cast<std::size_t>(bytes[at] & 0x7F) << shift;
      if ((bytes[at++] & 0x80) == 0) break;
    }
    CHECK(id != 2);  // the import section
    exports = exports || id == 7;
    at += size;
  }
  CHECK(exports);
}

TEST_CASE("artifact: an object links into a program of its own") {
  const auto object = write("tour.o", text(emitted(codegen::Target::NativeObject)));
  const decision::Program program = breach_report();
  write("breach_report.h", exports::c_header(program, program.decisions[0]));
  write("phep_abi.h", exports::abi_header());
  const auto source = write(
      "main.c",
      "#include \"breach_report.h\"\n#include <string.h>\n"
      "int main(void) {\n"
      "  breach_report_facts facts; breach_report_result result; phep_options options;\n"
      "  static char arena[65536];\n"
      "  memset(&facts, 0, sizeof facts); memset(&result, 0, sizeof result);\n"
      "  memset(&options, 0, sizeof options);\n"
      "  facts.size = sizeof facts; facts.layout = breach_report_facts_LAYOUT;\n"
      "  facts.known[0] = 0x3F; facts.present[0] = 0x3D; facts.detected_at = 1772326800000;\n"
      "  facts.harm = breach_report_Harm_serious;\n"
      "  result.head.size = sizeof result; result.head.layout = breach_report_result_LAYOUT;\n"
      "  options.size = sizeof options; options.as_of = 1773108000000;\n"
      "  options.law_date = PHEP_NO_DATE;\n"
      "  if (breach_report_decide(&facts, &options, &result, arena, sizeof arena)) return 1;\n"
      "  return result.notify_authority.status == PHEP_VIOLATED ? 42 : 2;\n}\n");
  const std::string folder = source.parent_path().string();
  const std::string program_path = folder + "/main";
  const std::string build = "gcc -std=c11 -Wall -Wextra -Werror -I" + folder + " " +
                            source.string() + " " + object.string() + " -o " + program_path;
  REQUIRE(std::system(build.c_str()) == 0);
  const int status = std::system(program_path.c_str());
  CHECK(WEXITSTATUS(status) == 42);
}

TEST_CASE("artifact: committed layouts are read back, and nothing else is") {
  const decision::Program program = breach_report();
  const auto layouts =
      exports::read_layout_json(exports::layout_json(program, program.decisions[0]));
  REQUIRE(layouts.has_value());
  const decision::Struct& root = program.structs[program.decisions[0].facts];
  const auto& entries = layouts->at(root.name).entries;
  REQUIRE(entries.size() == root.slots.size());
  for (const decision::SlotId id : root.slots) {
    const decision::Slot& slot = program.slots[id];
    const auto& entry = entries[slot.bit];
    CHECK(entry.path == slot.path);
    CHECK(entry.bit == slot.bit);
    CHECK(entry.offset == slot.offset);
  }
  for (const char* wrong :
       {"", "[]", "{}", R"({"layout":2,"structs":{}})", R"({"layout":1,"structs":[]})",
        R"({"layout":1,"structs":{"a":{}}})",
        R"({"layout":1,"structs":{"a":[{"path":"/b","bit":-1,"offset":8}]}})",
        R"({"layout":1,"structs":{"a":[{"path":7,"bit":1,"offset":8}]}})",
        R"({"layout":1,"structs":{"a":[{"path":"/b","bit":1,"offset":8,"more":1}]}})"}) {
    CHECK_FALSE(exports::read_layout_json(wrong).has_value());
  }
}

TEST_CASE("codegen: a sabotage that does not exist is refused") {
  const decision::Program program = breach_report();
  codegen::EmitOptions options;
  options.sabotage = 22;
  CHECK_FALSE(codegen::emit(program, decision::encode(program), codegen::Target::Wasm, options)
                  .has_value());
}

}  // namespace phep::tests
