// The table's byte order, as far as this machine can tell; portability/ asks another one.
#include "compiler/runtime/byte_order.h"
#include "tests/unit/decision_world.h"

#include <cstring>

namespace {

using namespace phep;
using namespace phep::decision_test;
using runtime::ByteOrder;
using runtime::Header;

// The image of the tour's law, 8-aligned.
std::vector<std::uint64_t> table() {
  World w;
  const auto law = tour(w);
  const auto bytes = decision::encode(sound(w.lower({law.report, law.comply})));
  std::vector<std::uint64_t> words(bytes.size() / 8 + 1);
  std::memcpy(words.data(), bytes.data(), bytes.size());
  return words;
}

const Header& head(const std::vector<std::uint64_t>& words) {
  return *reinterpret_cast<const Header*>(words.data());
}
const unsigned char* bytes_at(const std::vector<std::uint64_t>& words, std::size_t at) {
  return reinterpret_cast<const unsigned char*>(words.data()) + at;
}

}  // namespace

TEST_CASE("byte order: a table turned is refused, and turned back is itself") {
  const std::vector<std::uint64_t> written = table();
  std::vector<std::uint64_t> turned = written;
  const std::size_t size = head(written).size;
  REQUIRE(runtime::reverse_numbers(turned.data(), size, ByteOrder::Machine));
  CHECK_FALSE(runtime::verify_image(turned.data(), size));
  CHECK(std::memcmp(bytes_at(turned, 0), runtime::kImageMagic, 8) == 0);
  const unsigned char version[] = {0, 0, 0, runtime::kImageVersion};
  CHECK(std::memcmp(bytes_at(turned, offsetof(Header, version)), version, 4) == 0);
  CHECK(std::memcmp(bytes_at(turned, offsetof(Header, release)),
                    bytes_at(written, offsetof(Header, release)), 32) == 0);
  // Texts stay; an instruction is a number of two bytes, two of one, three of four.
  CHECK(std::memcmp(bytes_at(turned, head(written).bytes.offset),
                    bytes_at(written, head(written).bytes.offset), head(written).bytes.count) == 0);
  const unsigned char* const was = bytes_at(written, head(written).insts.offset);
  const unsigned char* const is = bytes_at(turned, head(written).insts.offset);
  constexpr int kPlaces[16] = {1, 0, 2, 3, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12};
  for (std::uint32_t i = 0; i < head(written).insts.count * 16; ++i)
    CHECK(is[i] == was[i / 16 * 16 + static_cast<std::uint32_t>(kPlaces[i % 16])]);
  REQUIRE(runtime::reverse_numbers(turned.data(), size, ByteOrder::Other));
  CHECK(turned == written);
}

TEST_CASE("byte order: what does not fit is left as it is") {
  const std::vector<std::uint64_t> written = table();
  std::vector<std::uint64_t> words = written;
  const std::size_t size = head(written).size;
  const auto refused = [&](std::size_t given) {
    const std::vector<std::uint64_t> before = words;
    CHECK_FALSE(runtime::reverse_numbers(words.data(), given, ByteOrder::Machine));
    CHECK(words == before);
  };
  refused(size - 1);
  refused(sizeof(Header) - 1);
  CHECK_FALSE(runtime::reverse_numbers(nullptr, size, ByteOrder::Machine));
  // A section that begins before its end is none: the header is not one in the other order.
  CHECK_FALSE(runtime::reverse_numbers(words.data(), size, ByteOrder::Other));
  reinterpret_cast<Header*>(words.data())->notes = {static_cast<std::uint32_t>(size) - 4, 2};
  refused(size);
}
