// SHA-256 against the vectors of its standard.
#include "compiler/runtime/sha256.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

TEST_CASE("sha256: the vectors of FIPS 180-4") {
  const auto check = [](std::string_view text, std::string_view wanted) {
    std::array<std::uint8_t, phep::runtime::kDigestBytes> digest{};
    phep::runtime::sha256(text.data(), text.size(), digest.data());
    std::string hex;
    for (const std::uint8_t byte : digest) {
      hex += "0123456789abcdef"[byte >> 4];
      hex += "0123456789abcdef"[byte & 15];
    }
    CHECK(hex == wanted);
  };
  check("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  check("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  check("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  check(std::string(1'000'000, 'a'),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}
