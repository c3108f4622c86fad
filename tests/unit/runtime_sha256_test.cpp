// SHA-256 against the vectors of its standard.
#include "compiler/runtime/sha256.h"

#include <doctest/doctest.h>

#include <array>
#include <cstring>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>

namespace {

void check(std::string_view text, std::string_view wanted) {
  std::array<std::uint8_t, phep::runtime::kDigestBytes + 1> digest{};
  digest.back() = 0xA5;
  phep::runtime::sha256(text.data(), text.size(), digest.data());
  CHECK(digest.back() == 0xA5);  // nothing is written past the digest
  std::string hex;
  for (std::size_t i = 0; i + 1 < digest.size(); ++i) {
    hex += "0123456789abcdef"[digest.at(i) >> 4];
    hex += "0123456789abcdef"[digest.at(i) & 15];
  }
  CHECK(hex == wanted);
}

}  // namespace

TEST_CASE("sha256: the vectors of FIPS 180-4") {
  check("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  check("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  check("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  check(std::string(1'000'000, 'a'),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("sha256: not one byte behind the text is read") {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  void* const pages =
      mmap(nullptr, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  REQUIRE(pages != MAP_FAILED);
  char* const end = static_cast<char*>(pages) + page;
  REQUIRE(mprotect(end, page, PROT_NONE) == 0);  // reading there ends the test
  for (const std::size_t length : {0, 1, 55, 56, 63, 64, 65, 128}) {
    const std::string text(length, 'a');
    std::memcpy(end - length, text.data(), length);
    std::uint8_t here[phep::runtime::kDigestBytes], there[phep::runtime::kDigestBytes];
    phep::runtime::sha256(text.data(), length, here);
    phep::runtime::sha256(end - length, length, there);
    CHECK(std::memcmp(here, there, sizeof here) == 0);
  }
  munmap(pages, 2 * page);
}

// A block holds 55 bytes beside the mark and the length. Digests are by Python's hashlib.
TEST_CASE("sha256: texts that fill a block, or nearly") {
  std::string text;
  for (int i = 0; i < 128; ++i) text += static_cast<char>('a' + i % 26);
  const auto first = [&](std::size_t length, std::string_view wanted) {
    check(text.substr(0, length), wanted);
  };
  first(55, "595615dbe4f0f407ae397d08b4c2cb870cb9b0e11937416f950c5160acf9c005");
  first(56, "784f623b787495078e93ff28a25b581df0584055a7e71d8cd90c454716b92f51");
  first(57, "808f0738aa4401bdee842e5a15a7baad5809f976d8eb6f9bd2683cebd2e8d671");
  first(63, "5ca3e1ef5207490eac01a795e5cc94d59582a5118bf9534665c8668d87aa647c");
  first(64, "2fcd5a0d60e4c941381fcc4e00a4bf8be422c3ddfafb93c809e8d1e2bfffae8e");
  first(65, "1b3cd1877ab2f2f19f7be001722554f336cb799df0329de0bb4c118dc6abc06d");
  first(119, "faef67da856d6fd9c8d12f9ed0a4fefd3cf0ce085ab43e2907418d457e3c354b");
  first(120, "c9512b08619c19fbb503c7da6b46ef20301e5f7a7a5f43989182398536f5c5c8");
  first(127, "1b9907986f18ddc2b37e18be502d82d69d6e18bb9dff9e16f2aceea7d88cb933");
  first(128, "6c05be2c4268843ae47e68e611277ce62c02153f2f4d2e1e2a1a4b44f766cf74");
}
