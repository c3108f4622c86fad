// The table's byte order, as far as this machine can tell; portability/ asks another one.
#include "compiler/runtime/byte_order.h"
#include "tests/unit/decision_world.h"

#include <cstring>
#include <utility>
#include <vector>

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

TEST_CASE("byte order: every number of every section is turned, each by itself") {
  const std::vector<std::uint64_t> written = table();
  std::vector<std::uint64_t> turned = written;
  const Header& h = head(written);
  REQUIRE(runtime::reverse_numbers(turned.data(), h.size, ByteOrder::Machine));
  // A section of structs that are `width` wide numbers and nothing else.
  const auto is_turned = [&](runtime::Section section, std::size_t size, std::size_t width) {
    for (std::size_t at = section.offset; at < section.offset + section.count * size; at += width)
      for (std::size_t i = 0; i < width; ++i)
        CHECK(*bytes_at(turned, at + i) == *bytes_at(written, at + width - 1 - i));
  };
  is_turned(h.strings, sizeof(runtime::Range), 4);
  is_turned(h.symbols, 4, 4);
  is_turned(h.structs, sizeof(runtime::Struct), 4);
  is_turned(h.objects, sizeof(runtime::ObjectNode), 4);
  is_turned(h.keys, sizeof(runtime::KeyNode), 4);
  is_turned(h.enums, sizeof(runtime::EnumTable), 4);
  is_turned(h.readings, sizeof(runtime::ReadingTable), 4);
  is_turned(h.calendars, sizeof(runtime::Calendar), 4);
  is_turned(h.alternatives, sizeof(runtime::PendingAlternative), 4);
  is_turned(h.groups, sizeof(runtime::PendingGroup), 4);
  is_turned(h.words, 8, 8);
  is_turned(h.functions, sizeof(runtime::Function), 4);
  is_turned(h.operands, 4, 4);
  is_turned(h.constants, sizeof(runtime::Const), 8);
  is_turned(h.norm_texts, sizeof(runtime::NormText), 4);
  is_turned(h.certificate_names, 4, 4);
  is_turned(h.notes, sizeof(runtime::Note), 4);
  for (const runtime::Section section :
       {h.strings, h.structs, h.functions, h.operands, h.constants, h.norm_texts, h.calendars})
    CHECK(section.count > 0);
}

TEST_CASE("byte order: numbers of several widths are turned where they stand") {
  const std::vector<std::uint64_t> written = table();
  std::vector<std::uint64_t> turned = written;
  const Header& h = head(written);
  REQUIRE(runtime::reverse_numbers(turned.data(), h.size, ByteOrder::Machine));
  // Of each struct in a section: where a number begins, and how wide it is.
  using Numbers = std::vector<std::pair<std::size_t, std::size_t>>;
  const auto are_turned = [&](runtime::Section section, std::size_t size, const Numbers& numbers) {
    REQUIRE(section.count > 0);
    for (std::uint32_t n = 0; n < section.count; ++n)
      for (const auto& [offset, width] : numbers)
        for (std::size_t i = 0; i < width; ++i) {
          const std::size_t at = section.offset + n * size + offset;
          CHECK(*bytes_at(turned, at + i) == *bytes_at(written, at + width - 1 - i));
        }
  };
  using runtime::Decision, runtime::NormOutput, runtime::NormSpec, runtime::Output, runtime::Slot;
  are_turned(h.slots, sizeof(Slot),
             {{offsetof(Slot, kind), 1},
              {offsetof(Slot, is_list), 1},
              {offsetof(Slot, flags), 1},
              {offsetof(Slot, offset), 4},
              {offsetof(Slot, bit), 4},
              {offsetof(Slot, structure), 4},
              {offsetof(Slot, type), 4},
              {offsetof(Slot, path), 4},
              {offsetof(Slot, lo), 8},
              {offsetof(Slot, hi), 8},
              {offsetof(Slot, representatives), 4},
              {offsetof(Slot, representatives) + 4, 4}});
  are_turned(h.norm_specs, sizeof(NormSpec),
             {{offsetof(NormSpec, norm), 1},
              {offsetof(NormSpec, zone), 1},
              {offsetof(NormSpec, trigger), 4},
              {offsetof(NormSpec, sanctions) + 4, 4},
              {offsetof(NormSpec, silence_counts), 4}});
  are_turned(
      h.outputs, sizeof(Output),
      {{offsetof(Output, name), 4}, {offsetof(Output, kind), 1}, {offsetof(Output, offset), 4}});
  are_turned(h.norm_outputs, sizeof(NormOutput),
             {{offsetof(NormOutput, spec), 4}, {offsetof(NormOutput, offset), 4}});
  are_turned(h.decisions, sizeof(Decision),
             {{offsetof(Decision, name), 4}, {offsetof(Decision, result_size), 4}});
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
