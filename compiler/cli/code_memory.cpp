#include "compiler/cli/code_memory.h"

#include "compiler/base/hex.h"
#include "compiler/cli/session.h"
#include "compiler/cli/user_cache.h"
#include "compiler/cli/write_file.h"
#include "compiler/runtime/sha256.h"

#include <algorithm>
#include <cstring>
#include <elf.h>
#include <filesystem>
#include <link.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace phep::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostBytes = std::uintmax_t{512} << 20U;
constexpr std::size_t kDigest = 32;  // before the code: its SHA-256

std::size_t padded(std::size_t size) {
  return (size + 3) / 4 * 4;
}

// What the linker wrote of this program's content (`--build-id`).
std::string build_id() {
  std::string found;
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* out) {
        for (int i = 0; i < info->dlpi_phnum; ++i) {
          if (info->dlpi_phdr[i].p_type != PT_NOTE) continue;
          const auto* at =
              reinterpret_cast<const std::uint8_t*>(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
          const std::uint8_t* const end = at + info->dlpi_phdr[i].p_memsz;
          while (at + sizeof(ElfW(Nhdr)) <= end) {
            ElfW(Nhdr) note;
            std::memcpy(&note, at, sizeof note);
            const std::uint8_t* const name = at + sizeof note;
            const std::uint8_t* const text = name + padded(note.n_namesz);
            if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 &&
                std::memcmp(name, "GNU", 4) == 0)
              *static_cast<std::string*>(out) = hex({text, note.n_descsz});
            at = text + padded(note.n_descsz);
          }
        }
        return 1;  // the first is the program itself
      },
      &found);
  return found;
}

std::string digest_of(std::string_view bytes) {
  std::uint8_t digest[kDigest];
  runtime::sha256(bytes.data(), bytes.size(), digest);
  return {reinterpret_cast<const char*>(digest), kDigest};
}

// Code is run: nobody else may have written it.
bool is_ours_alone(const fs::path& folder) {
  struct stat status{};
  return ::lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
         status.st_uid == ::geteuid() && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

class CodeMemory final : public codegen::KeptCode {
 public:
  CodeMemory(fs::path folder, std::string build)
      : folder_(std::move(folder)), build_(std::move(build)) {}
  ~CodeMemory() override {
    if (wrote_) forget_oldest();
  }

  std::optional<std::vector<std::uint8_t>> find(const std::string& name) override {
    std::error_code error;
    const fs::path path = path_of(name);
    if (!fs::is_regular_file(fs::symlink_status(path, error))) return std::nullopt;
    const auto text = read_input(path.string());
    if (!text || text->size() < kDigest) return std::nullopt;
    const std::string_view code = std::string_view(*text).substr(kDigest);
    if (digest_of(code) != text->substr(0, kDigest)) return std::nullopt;
    fs::last_write_time(path, fs::file_time_type::clock::now(), error);
    return std::vector<std::uint8_t>(code.begin(), code.end());
  }

  void keep(const std::string& name, std::span<const std::uint8_t> bytes) override {
    const std::string_view code(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    wrote_ = true;
    (void)write_file(path_of(name).string(), digest_of(code) + std::string(code));
  }

 private:
  [[nodiscard]] fs::path path_of(const std::string& name) const {
    return folder_ / digest_name(build_ + name);
  }
  static std::string digest_name(const std::string& text) {
    const std::string digest = digest_of(text);
    return hex({reinterpret_cast<const std::uint8_t*>(digest.data()), digest.size()});
  }

  // What was not used for the longest time goes first.
  void forget_oldest() const {
    std::error_code error;
    std::vector<std::pair<fs::file_time_type, fs::path>> files;
    std::uintmax_t total = 0;
    for (const auto& entry : fs::directory_iterator(folder_, error)) {
      if (!entry.is_regular_file(error)) continue;
      files.emplace_back(entry.last_write_time(error), entry.path());
      total += entry.file_size(error);
    }
    std::ranges::sort(files);
    for (const auto& [time, path] : files) {
      if (total <= kMostBytes) return;
      total -= fs::file_size(path, error);
      fs::remove(path, error);
    }
  }

  fs::path folder_;
  std::string build_;
  bool wrote_ = false;
};

}  // namespace

std::shared_ptr<codegen::KeptCode> code_memory() {
  const std::string path = cache_path("code");
  std::string build = build_id();
  if (path.empty() || build.empty()) return nullptr;
  std::error_code error;
  fs::create_directories(fs::path(path).parent_path(), error);
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return nullptr;
  if (!is_ours_alone(path)) return nullptr;
  return std::make_shared<CodeMemory>(path, std::move(build));
}

}  // namespace phep::cli
