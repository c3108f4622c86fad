#include "compiler/codegen/codegen.h"
#include "compiler/engines/in_process.h"

#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <fstream>
#include <unistd.h>

// The shared library that `phep build` makes, through dlopen.
namespace phep::engines {

namespace {

using DecideJson = int (*)(const char*, std::size_t, const phep_options*, char*, std::size_t,
                           std::size_t*, void*, std::size_t);

// A loaded library; its file is gone as soon as it is mapped.
class Library {
 public:
  static Result<Library> load(std::span<const std::uint8_t> bytes);
  Library(Library&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Library& operator=(Library&&) = delete;
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  ~Library() {
    if (handle_ != nullptr) dlclose(handle_);
  }
  [[nodiscard]] DecideJson symbol(const std::string& name) const {
    return reinterpret_cast<DecideJson>(dlsym(handle_, name.c_str()));
  }

 private:
  explicit Library(void* handle) : handle_(handle) {}
  void* handle_;
};

class Native final : public Engine {
 public:
  Native(std::shared_ptr<Library> library, std::vector<DecideJson> decisions)
      : library_(std::move(library)), decisions_(std::move(decisions)) {}

  [[nodiscard]] std::string_view name() const override { return "native"; }

  Result<int> answer(std::uint32_t decision, std::string_view facts_json,
                     const CaseOptions& options, std::string& output) override {
    const phep_options chosen = options_of(options);
    const DecideJson decide = decisions_.at(decision);
    return buffers_.append(
        [&](Block& out, Block& memory) {
          std::size_t written = 0;
          const int status = decide(facts_json.data(), facts_json.size(), &chosen, out.data(),
                                    out.size(), &written, memory.data(), memory.size());
          return Attempt{status, written};
        },
        output);
  }

  [[nodiscard]] Result<std::unique_ptr<Engine>> twin() const override {
    return std::make_unique<Native>(library_, decisions_);
  }

 private:
  std::shared_ptr<Library> library_;
  std::vector<DecideJson> decisions_;
  Buffers buffers_;
};

Result<Library> Library::load(std::span<const std::uint8_t> bytes) {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::temp_directory_path(error);
  std::string path = (folder / "phep-native-XXXXXX.so").string();
  const int file = error ? -1 : ::mkstemps(path.data(), 3);
  if (file < 0)
    return std::unexpected(Failure{"cannot make a temporary file for the native engine"});
  ::close(file);
  std::ofstream out(path, std::ios::binary);
  out.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
  out.close();
  void* handle = out ? dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL) : nullptr;
  const char* said = handle == nullptr && out ? dlerror() : nullptr;
  std::filesystem::remove(path, error);
  if (handle == nullptr) {
    return std::unexpected(Failure{std::string("cannot load the native engine: ") +
                                   (said == nullptr ? "its file could not be written" : said)});
  }
  return Library(handle);
}

}  // namespace

Result<std::unique_ptr<Engine>> make_native(const decision::Program& program,
                                            std::span<const std::uint8_t> image,
                                            const EngineOptions& options) {
  codegen::EmitOptions emit;
  emit.sabotage = options.sabotage;
  emit.kept = options.kept;
  if (!options.shipped) {
    emit.optimise = 1;
    emit.runtime = codegen::RuntimeLink::Prebuilt;
  }
  const auto artifact = codegen::emit(program, image, codegen::Target::NativeShared, emit);
  if (!artifact) return std::unexpected(artifact.error());
  auto library = Library::load(artifact->bytes);
  if (!library) return std::unexpected(library.error());
  std::vector<DecideJson> decisions;
  for (const decision::Decision& decision : program.decisions) {
    decisions.push_back(library->symbol(decision.export_name + "_decide_json"));
    if (decisions.back() == nullptr) {
      return std::unexpected(Failure{"the library lacks " + decision.export_name + "_decide_json"});
    }
  }
  return std::make_unique<Native>(std::make_shared<Library>(std::move(*library)),
                                  std::move(decisions));
}

}  // namespace phep::engines
