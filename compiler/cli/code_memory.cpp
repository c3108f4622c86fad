#include "compiler/cli/code_memory.h"

#include "compiler/cli/build_id.h"
#include "compiler/cli/digest.h"
#include "compiler/cli/session.h"
#include "compiler/cli/user_cache.h"
#include "compiler/cli/write_file.h"
#include "compiler/runtime/sha256.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace phep::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostBytes = std::uintmax_t{512} << 20U;
constexpr std::size_t kDigest = 32;  // before the code: its SHA-256

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
    if (wrote_) forget_oldest(folder_.string(), kMostBytes);
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
    return folder_ / hex_digest(build_ + name);
  }
  fs::path folder_;
  std::string build_;
  std::atomic<bool> wrote_ = false;
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
