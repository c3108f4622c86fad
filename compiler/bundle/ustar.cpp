#include "compiler/bundle/ustar.h"

#include "compiler/base/check.h"
#include "compiler/base/file_name.h"

#include <algorithm>

namespace phep::bundle {
namespace {

struct Field {
  std::size_t at, size;
};
constexpr Field kName{0, 100}, kMode{100, 8}, kOwner{108, 8}, kGroup{116, 8}, kSize{124, 12},
    kTime{136, 12}, kSum{148, 8}, kKind{156, 1}, kMagic{257, 8}, kMajor{329, 8}, kMinor{337, 8},
    kPrefix{345, 155};

void put(std::string& block, Field field, std::string_view text) {
  PHEP_CHECK(text.size() <= field.size, "a path is longer than a header takes");
  block.replace(field.at, text.size(), text);
}

// Octal digits that fill the field but for one byte of zero.
void put(std::string& block, Field field, std::uint64_t number) {
  for (std::size_t i = field.size - 1; i-- > 0; number >>= 3U)
    block[field.at + i] = static_cast<char>('0' + (number & 7U));
}

std::string_view text_of(std::string_view block, Field field) {
  const std::string_view all = block.substr(field.at, field.size);
  return all.substr(0, all.find('\0'));
}

}  // namespace

std::string header(std::string_view path, std::size_t size) {
  std::string block(kBlock, '\0');
  // A name holds 100 bytes. What is longer has a last step that fits, and folders that fit before
  // it: the limits of portable paths see to it.
  static_assert(kMaxFileName <= kName.size && kMaxFilePath - 2 <= kPrefix.size);
  const std::size_t slash = path.size() > kName.size ? path.rfind('/') : std::string_view::npos;
  if (slash == std::string_view::npos) {
    put(block, kName, path);
  } else {
    put(block, kName, path.substr(slash + 1));
    put(block, kPrefix, path.substr(0, slash));
  }
  put(block, kMode, 0644);
  put(block, kOwner, 0);
  put(block, kGroup, 0);
  put(block, kSize, size);
  put(block, kTime, 0);
  put(block, kKind, "0");
  put(block, kMagic, std::string_view("ustar\00000", 8));
  put(block, kMajor, 0);
  put(block, kMinor, 0);
  // The sum of all bytes, its own field taken as blanks: six digits, a zero, a blank.
  put(block, kSum, "        ");
  std::uint64_t sum = 0;
  for (const char c : block) sum += static_cast<unsigned char>(c);
  put(block, {kSum.at, kSum.size - 1}, sum);
  block[kSum.at + kSum.size - 2] = '\0';
  return block;
}

Claim claim(std::string_view block) {
  Claim out;
  out.kind = block[kKind.at];
  const std::string_view prefix = text_of(block, kPrefix);
  out.path = std::string(prefix) + (prefix.empty() ? "" : "/") + std::string(text_of(block, kName));
  const std::string_view digits = text_of(block, kSize);
  if (digits.empty() || !std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '7'; }))
    return out;
  out.size = 0;
  for (const char c : digits) *out.size = *out.size << 3U | static_cast<std::uint64_t>(c - '0');
  return out;
}

}  // namespace phep::bundle
