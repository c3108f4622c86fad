#include "lsp/server/platform.h"

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <io.h>
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
// It needs windows.h before it.
#include <psapi.h>

namespace phep::server {
namespace {

// The most that is read or written at once: a pipe of Windows takes no more than an int can say.
constexpr std::size_t kAtOnce = std::size_t{1} << 20U;

void CALLBACK leave(void* /*context*/, BOOLEAN /*timed_out*/) {
  std::_Exit(1);
}

}  // namespace

void prepare_streams() {
  for (const int descriptor : {0, 1, 2}) _setmode(descriptor, _O_BINARY);
}

// A pipe cannot be waited for together with a process. The server writes no file, so nothing is
// lost where it just ends.
void Input::end_with(std::int64_t process) {
  HANDLE handle = OpenProcess(SYNCHRONIZE, FALSE, static_cast<DWORD>(process));
  HANDLE wait = nullptr;
  if (handle != nullptr)
    RegisterWaitForSingleObject(&wait, handle, leave, nullptr, INFINITE, WT_EXECUTEONLYONCE);
}

std::size_t Input::read(std::span<char> into) {
  const int got =
      _read(descriptor_, into.data(), static_cast<unsigned>(std::min(into.size(), kAtOnce)));
  return got < 0 ? 0 : static_cast<std::size_t>(got);
}

void write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const int put =
        _write(descriptor, bytes.data(), static_cast<unsigned>(std::min(bytes.size(), kAtOnce)));
    if (put <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
}

std::filesystem::path disk_path(std::string_view text) {
  const auto convert = [&](std::wstring& out) {
    return MultiByteToWideChar(CP_UTF8, 0, text.data(), static_cast<int>(text.size()), out.data(),
                               static_cast<int>(out.size()));
  };
  std::wstring out;
  out.resize(static_cast<std::size_t>(convert(out)));
  convert(out);
  return out;
}

// What is no UTF-16 becomes U+FFFD; std::filesystem would throw.
std::string disk_text(const std::filesystem::path& path) {
  const std::wstring text = path.generic_wstring();
  const auto convert = [&](std::string& out) {
    return WideCharToMultiByte(CP_UTF8, 0, text.data(), static_cast<int>(text.size()), out.data(),
                               static_cast<int>(out.size()), nullptr, nullptr);
  };
  std::string out;
  out.resize(static_cast<std::size_t>(convert(out)));
  convert(out);
  return out;
}

std::uint64_t resident_bytes() {
  PROCESS_MEMORY_COUNTERS counters{};
  K32GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters);
  return counters.WorkingSetSize;
}

void give_back_memory() {}  // its heap does so by itself

}  // namespace phep::server
