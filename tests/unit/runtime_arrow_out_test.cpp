// Columns of answers being made, in memory that is exactly as large as it was asked for.
#include "compiler/runtime/arrow_out.h"
#include "tests/arrow/batch_run.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <random>

namespace {

using namespace phep::runtime;
using phep::tests::bit;
using phep::tests::Counted;
using phep::tests::is_null;

// One column, with its items if it is a list, and the memory that it is in.
struct Made {
  Counted counted;
  phep_allocator allocator = counted.allocator();
  Columnar out{&allocator, false};
  Column items{}, column{};

  explicit Made(Shape shape, std::uint8_t width = 0, const char* format = "l") {
    column.shape = shape;
    column.width = width;
    column.format = format;
    column.name = literal("made");
    column.suffix = "_of";
    if (shape != Shape::List) return;
    column.items = &items;
    items.shape = Shape::Bits;
    items.format = "b";
    items.name = literal("item");
    items.suffix = "";
  }
  ~Made() { CHECK(counted.live.empty()); }
};

struct Finished {
  ArrowSchema schema{};
  ArrowArray array{};
  explicit Finished(Made& made) {
    REQUIRE(finish(made.out, &made.column, 1, made.column.length, &schema, &array));
  }
  ~Finished() {
    array.release(&array);
    schema.release(&schema);
  }
  const ArrowArray& column() const { return *array.children[0]; }
};

std::int32_t offset(const ArrowArray& array, std::int64_t at) {
  return static_cast<const std::int32_t*>(array.buffers[1])[at];
}

constexpr std::int64_t kRows[] = {1, 7, 8, 9, 63, 64, 65, 128, 200, 1024, 1152};

TEST_CASE("columns made: what was reserved is enough for so many rows, one by one or at once") {
  const std::vector<std::uint64_t> words(1152 / 64, 0x5555'5555'5555'5555);
  struct Row {
    Shape shape;
    std::uint8_t width;
    void (*one)(Made& made);
    void (*many)(Made& made, const std::uint64_t* words, std::uint32_t count);
  };
  const Row rows[] = {
      {Shape::Bits, 0, [](Made& made) { append_bit(made.out, made.column, true); },
       [](Made& made, const std::uint64_t* bits, std::uint32_t count) {
         append_bits(made.out, made.column, bits, nullptr, 0, count);
       }},
      {Shape::Fixed, 16,
       [](Made& made) {
         const std::uint64_t value[2] = {1, 2};
         append_fixed(made.out, made.column, value);
       },
       [](Made& made, const std::uint64_t*, std::uint32_t count) {
         append_written(made.out, made.column, nullptr, 0, count);
       }},
      {Shape::Words, 4,
       [](Made& made) {
         const std::uint32_t value = 1;
         append_fixed(made.out, made.column, &value);
       },
       [](Made& made, const std::uint64_t*, std::uint32_t count) {
         append_written(made.out, made.column, nullptr, 0, count);
       }},
      {Shape::Text, 0, [](Made& made) { append_text(made.out, made.column, {"", 0}); },
       [](Made& made, const std::uint64_t*, std::uint32_t count) {
         for (std::uint32_t i = 0; i < count; ++i) append_text(made.out, made.column, {"", 0});
       }},
      {Shape::List, 0, [](Made& made) { append_list(made.out, made.column); },
       [](Made& made, const std::uint64_t*, std::uint32_t count) {
         append_empty_lists(made.out, made.column, count);
       }}};
  for (const Row& row : rows)
    for (const std::int64_t n : kRows)
      for (const bool at_once : {false, true})
        for (const int items : {0, 1}) {  // before the first row
          INFO(static_cast<int>(row.shape), " ", n, " ", at_once, " ", items);
          Made made(row.shape, row.width);
          for (int i = 0; i < items; ++i) append_bit(made.out, made.items, true);
          reserve(made.out, made.column, n);
          const long calls = made.counted.calls;
          const char* const bytes = made.column.data.bytes;
          if (at_once) row.many(made, words.data(), static_cast<std::uint32_t>(n));
          for (std::int64_t i = 0; !at_once && i < n; ++i) row.one(made);
          CHECK(made.counted.calls == calls);
          CHECK(made.column.data.bytes == bytes);
          CHECK(made.column.length == n);
          abandon(made.out, &made.column, 1);
          if (row.shape != Shape::List) abandon(made.out, &made.items, 1);
        }
}

TEST_CASE("columns made: bits, in any order and from any place, are the bits that were told") {
  std::mt19937_64 draw(11);
  const auto upto = [&](std::uint64_t most) { return draw() % (most + 1); };
  for (int round = 0; round < 200; ++round) {
    Made made(Shape::Bits, 0, "b");
    std::vector<std::optional<bool>> told;
    if (round % 3 == 0) reserve(made.out, made.column, 2000);
    for (std::uint64_t steps = upto(12); steps > 0; --steps) {
      std::vector<std::uint64_t> bits(6), present(6);
      for (auto& word : bits) word = draw();
      for (auto& word : present) word = upto(2) == 0 ? ~std::uint64_t{0} : draw();
      const auto first = static_cast<std::uint32_t>(upto(190));
      const auto count = static_cast<std::uint32_t>(upto(3) == 0   ? upto(190)
                                                    : upto(1) == 0 ? 64 * upto(2)
                                                                   : upto(17));
      const bool some = upto(1) == 0;
      const auto is = [&](const std::vector<std::uint64_t>& words, std::uint32_t i) {
        return (words[i / 64] >> (i % 64) & 1) != 0;
      };
      switch (upto(4)) {
        case 0:
          append_null(made.out, made.column);
          told.emplace_back();
          break;
        case 1:
          append_nulls(made.out, made.column, count);
          told.insert(told.end(), count, {});
          break;
        case 2:
          append_bit(made.out, made.column, is(bits, 0));
          told.emplace_back(is(bits, 0));
          break;
        case 3:
          append_bits(made.out, made.column, bits.data(), some ? present.data() : nullptr, first,
                      count);
          for (std::uint32_t i = first; i < first + count; ++i)
            told.push_back(some && !is(present, i) ? std::optional<bool>() : is(bits, i));
          break;
        default:
          append_bits_not(made.out, made.column, bits.data(), first, count);
          for (std::uint32_t i = first; i < first + count; ++i) told.emplace_back(!is(bits, i));
      }
    }
    const Finished finished(made);
    const ArrowArray& column = finished.column();
    REQUIRE(column.length == static_cast<std::int64_t>(told.size()));
    CHECK(column.null_count ==
          std::ranges::count_if(told, [](const auto& one) { return !one.has_value(); }));
    CHECK((column.buffers[0] == nullptr) == (column.null_count == 0));
    CHECK(column.buffers[1] != nullptr);
    for (std::int64_t i = 0; i < column.length; ++i) {
      const auto& wanted = told[static_cast<std::size_t>(i)];
      CHECK(is_null(column, i) == !wanted.has_value());
      if (wanted) CHECK(bit(column.buffers[1], i) == *wanted);
    }
  }
}

TEST_CASE("columns made: texts and lists, nulls and empty ones among them") {
  for (const int words : {0, 1, 3, 300}) {
    Made made(Shape::Text, 0, "u");
    const std::string text(static_cast<std::size_t>(words), 'x');
    append_text(made.out, made.column, {text.data(), static_cast<std::uint32_t>(text.size())});
    append_nulls(made.out, made.column, 9);
    append_text(made.out, made.column, literal("end"));
    const Finished finished(made);
    const ArrowArray& column = finished.column();
    CHECK(column.length == 11);
    CHECK(column.null_count == 9);
    CHECK(column.n_buffers == 3);
    CHECK(offset(column, 0) == 0);
    for (int i = 1; i <= 10; ++i) CHECK(offset(column, i) == words);
    CHECK(offset(column, 11) == words + 3);
    CHECK(std::string(static_cast<const char*>(column.buffers[2]),
                      static_cast<std::size_t>(words) + 3) == text + "end");
  }
  for (const std::uint32_t count : {1U, 2U, 64U, 255U, 256U, 600U})
    for (const int before : {0, 2}) {
      Made made(Shape::List, 0, "+l");
      for (int i = 0; i < before; ++i) append_bit(made.out, made.items, true);
      if (before != 0) append_list(made.out, made.column);
      append_empty_lists(made.out, made.column, count);
      append_nulls(made.out, made.column, count);
      append_bit(made.out, made.items, false);
      append_list(made.out, made.column);
      const Finished finished(made);
      const ArrowArray& column = finished.column();
      const std::int64_t lists = before != 0 ? 1 : 0;
      REQUIRE(column.length == lists + 2 * std::int64_t{count} + 1);
      CHECK(column.null_count == count);
      CHECK(column.n_buffers == 2);
      CHECK(column.n_children == 1);
      CHECK(column.children[0]->length == before + 1);
      CHECK(offset(column, 0) == 0);
      for (std::int64_t i = lists; i < column.length; ++i) CHECK(offset(column, i) == before);
      CHECK(offset(column, column.length) == before + 1);
      for (std::int64_t i = 0; i < column.length; ++i)
        CHECK(is_null(column, i) == (i >= lists + count && i + 1 < column.length));
    }
}

String word(const void* of, std::uint32_t index) {
  const auto& words = *static_cast<const std::vector<std::string>*>(of);
  return {words[index].data(), static_cast<std::uint32_t>(words[index].size())};
}

TEST_CASE("columns made: each buffer that an array must have is there, also an empty one's") {
  const std::vector<std::string> several = {"one", "", "three"};
  const std::vector<std::string> empty = {""};
  for (const auto* const words : {&several, &empty})
    for (const Shape shape : {Shape::Bits, Shape::Fixed, Shape::Text, Shape::List, Shape::Words})
      for (const int rows : {0, 3}) {
        Made made(shape, shape == Shape::Fixed ? 8 : shape == Shape::Words ? 4 : 0);
        made.column.word = &word;
        made.column.words_of = words;
        made.column.word_count = static_cast<std::uint32_t>(words->size());
        append_nulls(made.out, made.column, static_cast<std::uint32_t>(rows));
        const Finished finished(made);
        CHECK(std::string(finished.schema.format) == "+s");
        CHECK(std::string(finished.schema.name).empty());
        CHECK(finished.schema.n_children == 1);
        CHECK(std::string(finished.schema.children[0]->name) == "made_of");
        CHECK(finished.array.n_buffers == 1);
        CHECK(finished.array.buffers[0] == nullptr);
        const ArrowArray& column = finished.column();
        CHECK(column.length == rows);
        REQUIRE(column.n_buffers == (shape == Shape::Text ? 3 : 2));
        CHECK((column.buffers[0] != nullptr) == (rows != 0));
        for (std::int64_t i = 1; i < column.n_buffers; ++i) CHECK(column.buffers[i] != nullptr);
        if (shape == Shape::Text || shape == Shape::List)
          for (int i = 0; i <= rows; ++i) CHECK(offset(column, i) == 0);
        CHECK((column.dictionary != nullptr) == (shape == Shape::Words));
        if (shape != Shape::Words) continue;
        const ArrowArray& told = *column.dictionary;
        REQUIRE(told.n_buffers == 3);
        CHECK(told.length == made.column.word_count);
        CHECK(told.null_count == 0);
        CHECK(told.buffers[0] == nullptr);
        CHECK(told.buffers[2] != nullptr);
        for (std::uint32_t i = 0; i < made.column.word_count; ++i)
          CHECK(phep::tests::text(told, i) == (*words)[i]);
      }
}

TEST_CASE("columns made: without memory nothing is made, and nothing that was there is released") {
  const std::vector<std::string> words = {"one", "two"};
  for (long fail = 1;; ++fail) {
    Made made(Shape::Words, 4, "i");
    made.column.word = &word;
    made.column.words_of = &words;
    made.column.word_count = 2;
    made.counted.fail_at = fail;
    append_nulls(made.out, made.column, 3);
    ArrowSchema schema{};
    ArrowArray array{};
    schema.release = [](ArrowSchema*) { FAIL("a schema that was not made"); };
    array.release = [](ArrowArray*) { FAIL("an array that was not made"); };
    const bool good = finish(made.out, &made.column, 1, 3, &schema, &array);
    CHECK(good == (made.counted.calls < fail));
    if (good) {
      array.release(&array);
      schema.release(&schema);
      CHECK(fail > 5);
      break;
    }
    CHECK((schema.release == nullptr));
    CHECK((array.release == nullptr));
    CHECK(made.counted.live.empty());
  }
}

}  // namespace
