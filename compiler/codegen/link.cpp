#include "compiler/codegen/link.h"

#include <lld/Common/Driver.h>
#include <llvm/Support/raw_ostream.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <system_error>

LLD_HAS_DRIVER(elf)
LLD_HAS_DRIVER(wasm)

namespace phep::codegen {

namespace {

namespace fs = std::filesystem;

// Bytes that a host may let a module grow to.
constexpr std::uint64_t kMostMemory = std::uint64_t{1} << 31;

// A directory of this call alone, gone with it: the linker reads and writes files only.
class PrivateDirectory {
 public:
  PrivateDirectory();
  ~PrivateDirectory();
  PrivateDirectory(const PrivateDirectory&) = delete;
  PrivateDirectory& operator=(const PrivateDirectory&) = delete;
  [[nodiscard]] bool exists() const { return !path_.empty(); }
  [[nodiscard]] std::string file(std::string_view name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

Result<std::vector<std::uint8_t>> run(std::span<const LinkInput> inputs,
                                      std::vector<std::string> arguments,
                                      const lld::DriverDef& driver);
Result<std::vector<std::uint8_t>> contents(const std::string& path);

}  // namespace

Result<std::vector<std::uint8_t>> link_shared(std::span<const LinkInput> inputs,
                                              const std::string& soname,
                                              const std::vector<std::string>& exports, bool debug) {
  std::vector<std::string> arguments = {
      "ld.lld", "-shared",         "--gc-sections",    "-z",         "defs", "-z", "relro", "-z",
      "now",    "--build-id=none", "--hash-style=gnu", "--threads=1"};
  if (!debug) arguments.emplace_back("--strip-all");
  if (!soname.empty()) arguments.push_back("-soname=" + soname);
  for (const std::string& symbol : exports) arguments.push_back("--undefined=" + symbol);
  return run(inputs, std::move(arguments), {lld::Gnu, &lld::elf::link});
}

Result<std::vector<std::uint8_t>> link_wasm(std::span<const LinkInput> inputs,
                                            const std::vector<std::string>& exports,
                                            std::uint64_t memory) {
  // The stack comes first, so that running over its end traps instead of overwriting data.
  std::vector<std::string> arguments = {
      "wasm-ld", "--no-entry",         "--strip-all",          "--gc-sections", "--stack-first",
      "-z",      "stack-size=1048576", "--export=__heap_base", "--threads=1"};
  if (memory != 0) arguments.push_back("--initial-memory=" + std::to_string(memory));
  arguments.push_back("--max-memory=" + std::to_string(memory != 0 ? memory : kMostMemory));
  for (const std::string& symbol : exports) arguments.push_back("--export=" + symbol);
  return run(inputs, std::move(arguments), {lld::Wasm, &lld::wasm::link});
}

Result<std::vector<std::uint8_t>> join_wasm(std::span<const LinkInput> inputs) {
  return run(inputs, {"wasm-ld", "--relocatable", "--strip-debug", "--threads=1"},
             {lld::Wasm, &lld::wasm::link});
}

namespace {

PrivateDirectory::PrivateDirectory() {
  std::error_code error;
  const fs::path root = fs::temp_directory_path(error);
  if (error) return;
  std::string name = (root / "phep-link-XXXXXX").string();
  if (::mkdtemp(name.data()) != nullptr) path_ = name;
}

PrivateDirectory::~PrivateDirectory() {
  std::error_code ignored;
  if (exists()) fs::remove_all(path_, ignored);
}

Result<std::vector<std::uint8_t>> run(std::span<const LinkInput> inputs,
                                      std::vector<std::string> arguments,
                                      const lld::DriverDef& driver) {
  const PrivateDirectory directory;
  if (!directory.exists())
    return std::unexpected(Failure{"cannot make a temporary directory to link in"});
  for (const LinkInput& input : inputs) {
    std::ofstream file(directory.file(input.name), std::ios::binary);
    file.write(input.bytes.data(), static_cast<std::streamsize>(input.bytes.size()));
    if (!file.flush())
      return std::unexpected(Failure{"cannot write " + directory.file(input.name)});
    arguments.push_back(directory.file(input.name));
  }
  const std::string output = directory.file("linked");
  arguments.insert(arguments.end(), {"-o", output});
  std::vector<const char*> pointers;
  for (const std::string& argument : arguments) pointers.push_back(argument.c_str());
  std::string said;
  llvm::raw_string_ostream log(said);
  // The linker has variables of its own.
  static std::mutex mutex;
  const std::scoped_lock lock(mutex);
  const lld::Result result = lld::lldMain(pointers, log, log, {driver});
  if (result.retCode != 0) return std::unexpected(Failure{"the linker failed: " + said});
  return contents(output);
}

Result<std::vector<std::uint8_t>> contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::unexpected(Failure{"the linker left no output"});
  return std::vector<std::uint8_t>(std::istreambuf_iterator<char>(in), {});
}

}  // namespace

}  // namespace phep::codegen
