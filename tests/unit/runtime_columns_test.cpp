// Blocks of columns through a kernel: bits as words, what the kernel is given, and rows that it is
// not to have.
#include "tests/unit/runtime_kerneled.h"

#include <algorithm>
#include <array>
#include <random>

namespace {

using namespace phep::runtime;
using phep::tests::bits;
using phep::tests::bytes_of;
using phep::tests::texts;

// ---- bits ----

TEST_CASE("blocks: bits from any place as words, and no byte is read behind the last") {
  std::mt19937_64 draw(3);
  for (std::int64_t first = 0; first < 20; ++first)
    for (std::uint32_t count = 1; count <= 200; ++count) {
      const std::size_t size = (static_cast<std::size_t>(first) + count + 7) / 8;
      const auto bytes = bytes_of(size);
      for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(draw());
      std::array<std::uint64_t, 5> words{};
      words[(count + 63) / 64] = 0x5A5A;
      copy_bits(bytes.get(), first, count, words.data());
      bool same = true;
      for (std::uint32_t i = 0; i < count; ++i)
        same &= (words[i / 64] >> (i % 64) & 1) ==
                static_cast<std::uint64_t>(
                    phep::tests::bit(bytes.get(), first + std::int64_t{i}) ? 1 : 0);
      CHECK(same);
      CHECK(words[(count + 63) / 64] == 0x5A5A);
    }
}

// ---- what a kernel is given ----

TEST_CASE("blocks: the kernel has each fact of each row, of every spelling, and says each answer") {
  for (const std::int64_t rows : {64, 65, 100, 127, 128, 1023, 1024, 1025, 1088, 1100})
    for (const std::int64_t skipped : {0, 1, 8}) {
      INFO(rows, " ", skipped);
      Kerneled k;
      const std::uint32_t grade = k.builder.enumeration("Grade", {"low", "middle", "high"});
      k.fact("flag", Kind::Bool, Lane::Bits);
      k.fact("small", Kind::Int, Lane::Word, kNone, kRanged, -2'000, 2'000);
      k.fact("large", Kind::Int, Lane::Double);
      k.fact("on", Kind::Date, Lane::Word);
      k.fact("at", Kind::Instant, Lane::Double);
      k.fact("grade", Kind::Enum, Lane::Byte, grade);
      k.fact("owner", Kind::Enum, Lane::Byte, grade);
      k.fact("fee", Kind::Money, Lane::Double, kNone, kOptional);
      k.inputs.push_back({k.inputs.back().slot, Lane::Present});
      k.output("flag", Kind::Bool, {0});
      k.output("small", Kind::Int, {1});
      k.output("large", Kind::Int, {2});
      k.output("on", Kind::Date, {3});
      k.output("at", Kind::Instant, {4});
      k.output("grade", Kind::Enum, {5}, false, grade);
      k.output("owner", Kind::Enum, {6}, false, grade);
      k.output("fee", Kind::Money, {7, 8}, true);
      k.row = [](const Inputs& in, std::uint64_t row) {
        Said said;
        for (std::uint32_t i = 0; i < 9; ++i) said.push_back(in(i, row));
        return said;
      };
      const auto all = static_cast<std::size_t>(rows + skipped);
      std::mt19937_64 draw(static_cast<std::uint64_t>(rows * 9 + skipped));
      const auto upto = [&](std::int64_t most) {
        return static_cast<std::int64_t>(draw() % static_cast<std::uint64_t>(most + 1));
      };
      Bools flag, fee_there, absent;
      Longs large, at, fee;
      std::vector<std::int32_t> small, on;
      std::vector<std::uint8_t> grades, owners;
      for (std::size_t i = 0; i < all; ++i) {
        flag.push_back(upto(1) != 0);
        small.push_back(static_cast<std::int32_t>(upto(4'000) - 2'000));
        large.push_back(static_cast<std::int64_t>(draw()));
        on.push_back(static_cast<std::int32_t>(upto(3'652'058) - 719'162));
        at.push_back(upto(1'000'000'000'000));
        grades.push_back(static_cast<std::uint8_t>(upto(2)));
        owners.push_back(static_cast<std::uint8_t>(upto(2)));
        fee.push_back(upto(99));
        fee_there.push_back(upto(1) != 0);
        absent.push_back(!fee_there.back());
      }
      const std::vector<std::string> words = {"low", "middle", "high"};
      const std::vector<std::string> turned = {"high", "low", "nobody", "middle"};
      const std::vector<std::uint8_t> turned_at = {1, 3, 0};
      auto in_order = fixed("grade", "C", grades, {});
      in_order->dictionary = texts("", words, {});
      auto other_owners = owners;
      for (auto& one : other_owners) one = turned_at[one];
      auto other = fixed("owner", "C", other_owners, {});
      other->dictionary = texts("", turned, {});
      const Json told =
          k.decide(list_of(bits("flag", flag, {}), fixed("small", "i", small, {}),
                           fixed("large", "l", large, {}), fixed("on", "tdD", on, {}),
                           fixed("at", "tsm:UTC", at, {}), std::move(in_order), std::move(other),
                           fixed("fee", "l", fee, fee_there), bits("fee_absent", absent, {})),
                   rows, skipped);
      REQUIRE(told.size() == static_cast<std::size_t>(rows));
      bool good = true;
      for (std::size_t i = 0; i < told.size(); ++i) {
        const std::size_t r = i + static_cast<std::size_t>(skipped);
        // Rows that fill no group at the end are a block of their own.
        const Json& row = told[i];
        good &= row["flag"] == static_cast<bool>(flag[r]) && row["small"] == small[r] &&
                row["large"] == large[r] && row["on"] == on[r] && row["at"] == at[r] &&
                row["grade"] == words[grades[r]] && row["owner"] == words[owners[r]] &&
                row["fee"] == (fee_there[r] ? Json(fee[r]) : Json()) &&
                row["fee_absent"] == !fee_there[r] && row["missing"].empty() &&
                row["refused"].is_null();
      }
      CHECK(good);
      std::uint64_t groups = 0;
      for (const std::uint64_t each : k.groups) groups += each;
      CHECK(groups == static_cast<std::uint64_t>(rows + 63) / 64);
    }
}

TEST_CASE("blocks: a value that is wrong refuses its row and no other, also where all are wrong") {
  struct Wrong {
    const char* what;
    std::unique_ptr<Made> (*column)(const std::vector<bool>& wrong);
    const char* word;
  };
  const auto of = [](const std::vector<bool>& wrong, auto good, auto bad) {
    std::vector<decltype(good)> out;
    for (const bool one : wrong) out.push_back(one ? bad : good);
    return out;
  };
  static const auto pick = of;
  static const auto graded = [](std::unique_ptr<Made> made, std::vector<std::string> words) {
    made->dictionary = texts("", words, {});
    return made;
  };
  const std::vector<std::string> own = {"low", "middle", "high"};
  static const std::vector<std::string> kOwn = own;
  static const std::vector<std::string> kMore = {"middle", "high", "low", "nobody"};
  using Made1 = std::unique_ptr<Made>;
  const Wrong rows[] = {
      {"an int above",
       [](const Bools& w) -> Made1 {
         return fixed("small", "i", pick(w, std::int32_t{2'000}, std::int32_t{2'001}), {});
       },
       "out_of_range"},
      {"an int below",
       [](const Bools& w) -> Made1 {
         return fixed("small", "l", pick(w, std::int64_t{-2'000}, std::int64_t{-2'001}), {});
       },
       "out_of_range"},
      {"a day too late",
       [](const Bools& w) -> Made1 {
         return fixed("on", "tdD", pick(w, std::int32_t{2'932'896}, std::int32_t{2'932'897}), {});
       },
       "bad_date"},
      {"a day too early",
       [](const Bools& w) -> Made1 {
         return fixed("on", "tdD", pick(w, std::int32_t{-719'162}, std::int32_t{-719'163}), {});
       },
       "bad_date"},
      {"an instant too late",
       [](const Bools& w) -> Made1 {
         return fixed("at", "tsm:UTC",
                      pick(w, std::int64_t{253'402'300'799'999}, std::int64_t{253'402'300'800'000}),
                      {});
       },
       "bad_instant"},
      {"a float that is not whole",
       [](const Bools& w) -> Made1 { return fixed("small", "g", pick(w, 1.0, 1.5), {}); },
       "wrong_type"},
      {"an index beyond words in order",
       [](const Bools& w) -> Made1 {
         return graded(fixed("grade", "C", pick(w, std::uint8_t{2}, std::uint8_t{3}), {}), kOwn);
       },
       "wrong_type"},
      {"a negative index",
       [](const Bools& w) -> Made1 {
         return graded(fixed("grade", "c", pick(w, std::int8_t{2}, std::int8_t{-1}), {}), kOwn);
       },
       "wrong_type"},
      {"a word that is no member",
       [](const Bools& w) -> Made1 {
         return graded(fixed("grade", "C", pick(w, std::uint8_t{1}, std::uint8_t{3}), {}), kMore);
       },
       "not_a_member"},
      {"such a word by a wide index",
       [](const Bools& w) -> Made1 {
         return graded(fixed("grade", "S", pick(w, std::uint16_t{1}, std::uint16_t{3}), {}), kMore);
       },
       "not_a_member"},
      {"a wide index beyond the words",
       [](const Bools& w) -> Made1 {
         return graded(fixed("grade", "l", pick(w, std::int64_t{1}, std::int64_t{4}), {}), kMore);
       },
       "wrong_type"},
      {"a wide index whose low byte is one",
       [](const Bools& w) -> Made1 {
         return graded(fixed("grade", "i", pick(w, std::int32_t{1}, std::int32_t{256}), {}), kMore);
       },
       "wrong_type"},
  };
  for (const Wrong& row : rows)
    for (const int every : {1, 2, 63})  // one in so many is wrong
      for (const std::size_t n : {64U, 70U, 128U}) {
        INFO(row.what, " ", every, " ", n);
        Kerneled k;
        const std::uint32_t grade = k.builder.enumeration("Grade", {"low", "middle", "high"});
        k.fact("small", Kind::Int, Lane::Double, kNone, kRanged, -2'000, 2'000);
        k.fact("on", Kind::Date, Lane::Word);
        k.fact("at", Kind::Instant, Lane::Double);
        k.fact("grade", Kind::Enum, Lane::Byte, grade);
        Bools wrong;
        for (std::size_t i = 0; i < n; ++i) wrong.push_back(static_cast<int>(i) % every == 0);
        auto column = row.column(wrong);
        // The kernel asks for the one fact alone.
        std::erase_if(k.inputs, [&](const Kerneled::Input& input) {
          const String path = string_at(k.builder.build(), k.builder.slots[input.slot].path);
          return column->name != std::string(path.data + 1, path.length - 1);
        });
        REQUIRE(k.inputs.size() == 1);
        k.output("out", Kind::Int, {0});
        k.row = [](const Inputs&, std::uint64_t) { return Said{7}; };
        const Json told = k.decide(list_of(std::move(column)), static_cast<std::int64_t>(n));
        for (std::size_t i = 0; i < n; ++i) {
          CHECK(told[i]["refused"] == (wrong[i] ? Json(row.word) : Json()));
          CHECK(told[i]["out"] == (wrong[i] ? Json() : Json(7)));
        }
      }
}

TEST_CASE("blocks: dictionaries of any length, in order and not, by indices of any width") {
  std::vector<std::string> members;
  for (int i = 0; i < 300; ++i) members.push_back("m" + std::to_string(i));
  for (const std::size_t count : {1U, 2U, 127U, 128U, 129U, 254U, 255U, 256U, 257U, 300U})
    for (const bool in_order : {true, false})
      for (const char* format : {"c", "C", "s", "S", "i", "L"}) {
        const std::size_t most = std::string_view(format) == "c"   ? 128
                                 : std::string_view(format) == "C" ? 256
                                                                   : 300;
        if (count > most) continue;
        INFO(count, " ", in_order, " ", format);
        Kerneled k;
        const std::vector<std::string_view> names(members.begin(), members.begin() + 250);
        const std::uint32_t type = k.builder.enumeration("Many", names);
        k.fact("many", Kind::Enum, Lane::Byte, type);
        k.output("out", Kind::Int, {0});
        k.row = [](const Inputs& in, std::uint64_t row) { return Said{in(0, row)}; };
        std::vector<std::string> words(members.begin(),
                                       members.begin() + static_cast<std::ptrdiff_t>(count));
        if (!in_order) std::ranges::reverse(words);
        constexpr std::size_t kCount = 130;
        Longs at;
        for (std::size_t i = 0; i < kCount; ++i)
          at.push_back(static_cast<std::int64_t>((i * 7 + count - 1) % count));
        const auto cut = [&](auto type_of) {
          return fixed("many", format, std::vector<decltype(type_of)>(at.begin(), at.end()), {});
        };
        auto column = *format == 'c' || *format == 'C'   ? cut(std::uint8_t{})
                      : *format == 's' || *format == 'S' ? cut(std::uint16_t{})
                      : *format == 'i'                   ? cut(std::uint32_t{})
                                                         : cut(std::uint64_t{});
        column->dictionary = texts("", words, {});
        const Json told = k.decide(list_of(std::move(column)), kCount);
        bool good = true;
        for (std::size_t i = 0; i < kCount; ++i) {
          const std::string& word = words[static_cast<std::size_t>(at[i])];
          const int member = std::stoi(word.substr(1));
          good &= told[i]["out"] == (member < 250 ? Json(member) : Json());
          good &= told[i]["refused"] == (member < 250 ? Json() : Json("not_a_member"));
        }
        CHECK(good);
      }
}

TEST_CASE("blocks: the kernel runs at the level that the processor has") {
  Kerneled k;
  k.fact("flag", Kind::Bool, Lane::Bits);
  k.output("out", Kind::Int, {0});
  k.row = [](const Inputs& in, std::uint64_t row) { return Said{in(0, row)}; };
  k.decide(list_of(bits("flag", Bools(8'192), {})), 8'192);
#ifdef __x86_64__
  const std::uint32_t has = __builtin_cpu_supports("x86-64-v4") != 0   ? 4
                            : __builtin_cpu_supports("x86-64-v3") != 0 ? 3
                                                                       : 2;
  CHECK(k.level == has);
#endif
  CHECK(k.groups == std::vector<std::uint64_t>(8, 16));
}

}  // namespace
