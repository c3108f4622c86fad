#include "compiler/cli/write_file.h"

#include "compiler/cli/undisturbed.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace phep::cli {
namespace {

std::unexpected<Failure> failed(const std::string& path) {
  return std::unexpected(Failure{"cannot write " + path + ": " + std::strerror(errno)});
}

bool put(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(file, bytes.data(), bytes.size());
    if (done < 0 && errno != EINTR) return false;
    if (done > 0) bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return true;
}

// A file that was not there, beside the target; nobody else's, and no link that waits for us.
int fresh_file(const std::string& path, std::string& name) {
  constexpr int kTries = 100;
  for (int i = 0; i < kTries; ++i) {
    name = path + "." + std::to_string(::getpid()) + "-" + std::to_string(i) + ".part";
    const int file = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                            S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH);
    if (file >= 0 || errno != EEXIST) return file;
  }
  return -1;
}

// A file that its owner keeps from being written: renaming asks for no right on what it replaces,
// and root has every right.
bool is_protected(const std::string& path) {
  struct stat there{};
  if (::lstat(path.c_str(), &there) != 0 || !S_ISREG(there.st_mode)) return false;
  const bool nobody_writes = (there.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) == 0;
  return nobody_writes || ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0;
}

// A terminal, a pipe or /dev/null is written to; putting a file in its place would destroy it.
Result<void> write_through(const std::string& path, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) return failed(path);
  const bool written = put(file, bytes);
  const int why = errno;
  ::close(file);
  errno = why;
  if (!written) return failed(path);
  return {};
}

}  // namespace

Result<void> write_file(const std::string& path, std::string_view bytes) {
  struct stat there{};
  const bool exists = ::stat(path.c_str(), &there) == 0;
  if (exists && !S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode))
    return write_through(path, bytes);
  if (is_protected(path)) {
    errno = EACCES;
    return failed(path);
  }
  const Undisturbed undisturbed;
  std::string part;
  const int file = fresh_file(path, part);
  if (file < 0) return failed(path);
  if (exists) ::fchmod(file, there.st_mode & 0777U);  // it may be executed as before
  bool written = put(file, bytes);
  written = ::close(file) == 0 && written;
  if (written && ::rename(part.c_str(), path.c_str()) == 0) return {};
  const int why = errno;
  ::unlink(part.c_str());
  errno = why;
  return failed(path);
}

}  // namespace phep::cli
