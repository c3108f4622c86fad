// How libFuzzer changes a WebAssembly module: mostly one section, whose length is made true again,
// or which sections there are; what is changed anywhere is hardly ever read beyond its first
// section.
#include "tests/fuzz/shared/target.h"

#include <algorithm>
#include <random>
#include <vector>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace {

constexpr std::size_t kHead = 8;  // magic and version

struct WasmSection {
  char kind;
  std::string body;
};

// Those that are whole; what stands behind them is lost.
std::vector<WasmSection> sections_of(std::string_view module) {
  std::vector<WasmSection> out;
  std::size_t at = kHead;
  while (at + 1 < module.size()) {
    const char kind = module[at++];
    std::size_t length = 0;
    for (unsigned shift = 0; at < module.size() && shift < 35; shift += 7) {
      const auto byte = static_cast<unsigned char>(module[at++]);
      length |= std::size_t{byte & 0x7FU} << shift;
      if (byte < 0x80) break;
    }
    if (length > module.size() - at) break;
    out.push_back({kind, std::string(module.substr(at, length))});
    at += length;
  }
  return out;
}

std::string module_of(std::string_view head, const std::vector<WasmSection>& sections) {
  std::string out(head);
  for (const WasmSection& section : sections) {
    out += section.kind;
    std::size_t left = section.body.size();
    for (; left >= 0x80; left >>= 7) out += static_cast<char>(0x80 | (left & 0x7F));
    out += static_cast<char>(left);
    out += section.body;
  }
  return out;
}

void change(std::string& body) {
  constexpr std::size_t kMore = 32;
  std::vector<std::uint8_t> bytes(body.begin(), body.end());
  bytes.resize(body.size() + kMore);
  bytes.resize(LLVMFuzzerMutate(bytes.data(), body.size(), bytes.size()));
  body.assign(bytes.begin(), bytes.end());
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  std::minstd_rand random(seed);
  for (int i = 0; i < 4; ++i) random();  // neighbouring seeds begin alike
  const std::string_view module = phep::fuzz::text_of(data, size);
  std::vector<WasmSection> sections =
      size < kHead ? std::vector<WasmSection>{} : sections_of(module);
  if (sections.empty() || random() % 4 == 0) return LLVMFuzzerMutate(data, size, most);
  const std::size_t one = random() % sections.size();
  const std::size_t other = random() % sections.size();
  switch (random() % 6) {
    case 0:  // a custom section without a name
      sections.insert(
          sections.begin() + static_cast<std::ptrdiff_t>(random() % (sections.size() + 1)),
          {'\0', std::string(1, '\0')});
      break;
    case 1: sections.erase(sections.begin() + static_cast<std::ptrdiff_t>(one)); break;
    case 2: std::swap(sections[one], sections[other]); break;
    default: change(sections[one].body);
  }
  const std::string out = module_of(module.substr(0, kHead), sections);
  size = std::min(out.size(), most);
  std::memcpy(data, out.data(), size);
  return size;
}
