// Rows that lack one fact: which values the kernel is asked with, and when what it says is certain.
// What it says is another answer than that of a row by itself, so that each shows who decided it.
#include "tests/unit/runtime_kerneled.h"

#include <algorithm>
#include <set>

namespace {

using namespace phep::runtime;
using phep::tests::bits;
using phep::tests::texts;

constexpr std::size_t kRows = 64;

Bools all_but(std::size_t lacking, std::size_t rows = kRows) {
  Bools valid(rows, true);
  valid[lacking] = false;
  return valid;
}

// Of a fact that lacks in row 5 alone: what the answers "out" and "other" are there.
struct Told {
  Json out, other, missing;
  std::vector<std::int64_t> asked;  // the values that stood for it, in order, and zeros behind them
};
Told lacking(Kind kind, Lane lane, std::unique_ptr<Made> column, const Row& row,
             const Longs* representatives = nullptr, bool other_hangs = true,
             std::uint32_t members = 0, std::int64_t lo = 0, std::int64_t hi = 0) {
  Kerneled k;
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < members; ++i) names.push_back("m" + std::to_string(i));
  const std::uint32_t type =
      members == 0 ? kNone : k.builder.enumeration("Named", {names.begin(), names.end()});
  const std::uint32_t x = k.fact("x", kind, lane, type, lo < hi ? kRanged : 0, lo, hi);
  if (representatives != nullptr) k.represent(x, *representatives);
  k.output("out", Kind::Int, {0});
  k.output("other", Kind::Int,
           other_hangs ? std::vector<std::uint32_t>{0} : std::vector<std::uint32_t>{});
  k.row = row;
  const Json told = k.decide(list_of(std::move(column)), kRows);
  Told out{told[5]["out"], told[5]["other"], told[5]["missing"], {}};
  if (k.groups.size() > 1)
    for (const Said& lanes : k.lanes) out.asked.push_back(lanes[0]);
  for (std::size_t i = 0; i < kRows; ++i) {
    if (i == 5) continue;
    CHECK(told[i]["missing"].empty());
    CHECK(told[i]["out"] != -1);
  }
  return out;
}
const Json kMissing = {"/x"};
const Json kNothing = Json::array();

std::unique_ptr<Made> ints() {
  return same<std::int64_t>("x", "l", kRows, 3, all_but(5));
}
std::unique_ptr<Made> grades(std::uint32_t members) {
  auto made = same<std::uint8_t>("x", "C", kRows, 1, all_but(5));
  std::vector<std::string> words;
  for (std::uint32_t i = 0; i < members; ++i) words.push_back("m" + std::to_string(i));
  made->dictionary = texts("", words, {});
  return made;
}

TEST_CASE("lacking: a truth is asked both ways: where they agree that is it, else it is missing") {
  const Told told =
      lacking(Kind::Bool, Lane::Bits, bits("x", Bools(kRows, true), all_but(5)),
              [](const Inputs& in, std::uint64_t row) { return Said{10 + in(0, row), 7}; });
  CHECK(told.out.is_null());
  CHECK(told.other == 7);
  CHECK(told.missing == kMissing);
  CHECK(std::vector(told.asked.begin(), told.asked.begin() + 2) == Longs{0, 1});
  const Told one = lacking(Kind::Bool, Lane::Bits, bits("x", Bools(kRows, false), all_but(5)),
                           [](const Inputs&, std::uint64_t) { return Said{7, 8}; });
  CHECK(one.out == 7);
  CHECK(one.other == 8);
  CHECK(one.missing == kNothing);
}

TEST_CASE("lacking: an enum is asked member by member, unless they are more than a few") {
  for (const std::uint32_t members : {2U, 3U, 63U, 64U, 65U, 200U})
    for (const std::uint32_t odd : {0U, members - 1, members}) {  // the member that is not like all
      INFO(members, " ", odd);
      const Told told = lacking(
          Kind::Enum, Lane::Byte, grades(members),
          [&](const Inputs& in, std::uint64_t row) { return Said{in(0, row) == odd ? 8 : 9, 7}; },
          nullptr, true, members);
      if (members > 64) {
        CHECK(told.out == -1);
        CHECK(told.asked.empty());
        continue;
      }
      CHECK(told.out == (odd == members ? Json(9) : Json()));
      CHECK(told.other == 7);
      CHECK(told.missing == (odd == members ? kNothing : kMissing));
      REQUIRE(told.asked.size() >= members);
      for (std::uint32_t i = 0; i < members; ++i) CHECK(told.asked[i] == i);
    }
}

TEST_CASE("lacking: of a number with representatives these stand for all") {
  Longs values = {5, -10, 7};
  const auto is = [](std::int64_t wanted) {
    return [wanted](const Inputs& in, std::uint64_t row) {
      return Said{in(0, row) == wanted ? 1 : 2, 7};
    };
  };
  for (const std::int64_t value : {5, -10, 7, 8}) {
    const Told told = lacking(Kind::Int, Lane::Double, ints(), is(value), &values);
    CHECK(told.out == (value == 8 ? Json(2) : Json()));
    CHECK(told.other == 7);
    CHECK(told.missing == (value == 8 ? kNothing : kMissing));
    REQUIRE(told.asked.size() >= 3);
    CHECK(std::vector(told.asked.begin(), told.asked.begin() + 3) == values);
  }
  for (const std::int64_t most : {63, 64, 65}) {
    values.clear();
    for (std::int64_t i = 0; i < most; ++i) values.push_back(i);
    const Told told = lacking(Kind::Int, Lane::Double, ints(), is(most - 1), &values);
    CHECK(told.out == (most == 65 ? Json(-1) : Json()));
    CHECK(told.missing == (most == 65 ? kNothing : kMissing));
  }
}

TEST_CASE("lacking: of any other number, day or moment two that differ tell that it is missing") {
  struct Case {
    Kind kind;
    Lane lane;
    std::unique_ptr<Made> (*column)();
    std::int64_t edge;  // between likely values
    std::int64_t lo, hi;
  };
  const Case cases[] = {
      {Kind::Int, Lane::Double, ints, 5'000, 0, 0},
      {Kind::Int, Lane::Double, ints, 0, 0, 0},
      {Kind::Int, Lane::Double, ints, 500, 0, 1'000},
      {Kind::Money, Lane::Double, ints, 1'000'000, 0, 0},
      {Kind::Int, Lane::Double, ints, 2'000, 2, 3'000},
      {Kind::Int, Lane::Double, ints, 2'999, 2, 3'000},
      {Kind::Int, Lane::Double, ints, 0, -7, 3},
      {Kind::Date, Lane::Word,
       [] { return same<std::int32_t>("x", "tdD", kRows, 20'000, all_but(5)); }, 20'454, 0, 0},
      {Kind::Instant, Lane::Double,
       [] { return same<std::int64_t>("x", "tsm:UTC", kRows, 20'000, all_but(5)); },
       1'767'200'400'000, 0, 0}};
  for (const Case& each : cases) {
    INFO(static_cast<int>(each.kind), " ", each.edge);
    const Told told = lacking(
        each.kind, each.lane, each.column(),
        [&](const Inputs& in, std::uint64_t row) {
          return Said{in(0, row) > each.edge ? 1 : 2, 7};
        },
        nullptr, false, 0, each.lo, each.hi);
    CHECK(told.out.is_null());
    CHECK(told.other == 7);  // does not hang on it
    CHECK(told.missing == kMissing);
    Longs asked = told.asked;
    while (!asked.empty() && asked.back() == 0) asked.pop_back();
    CHECK(!asked.empty());
    for (const std::int64_t value : asked) {
      if (each.lo < each.hi) CHECK((value >= each.lo && value <= each.hi) == true);
      if (each.kind == Kind::Date) CHECK((value >= -719'162 && value <= 2'932'896) == true);
    }
  }
}

TEST_CASE("lacking: where values stand for some alone, an answer that hangs on it is not certain") {
  const auto rare = [](const Inputs& in, std::uint64_t row) {
    return Said{in(0, row) == 77'777 ? 1 : 2, 7};
  };
  CHECK(lacking(Kind::Int, Lane::Double, ints(), rare, nullptr, false).out == -1);
  CHECK(lacking(Kind::Int, Lane::Double, ints(), rare, nullptr, true).other == -1);
  // What is said not to hang on a fact, but does, is not believed.
  const auto both = [](const Inputs& in, std::uint64_t row) {
    return Said{in(0, row), in(0, row)};
  };
  CHECK(lacking(Kind::Int, Lane::Double, ints(), both, nullptr, false).out == -1);
  CHECK(lacking(Kind::Bool, Lane::Bits, bits("x", Bools(kRows, true), all_but(5)), both, nullptr,
                false)
            .out == -1);
}

TEST_CASE("lacking: of a set nothing and its first member are asked") {
  const auto sets = [] { return same<std::uint64_t>("x", "L", kRows, 6, all_but(5)); };
  const Told told = lacking(
      Kind::Set, Lane::Double, sets(),
      [](const Inputs& in, std::uint64_t row) { return Said{in(0, row) & 1, 7}; }, nullptr, false,
      3);
  CHECK(told.out.is_null());
  CHECK(told.other == 7);
  CHECK(told.missing == kMissing);
  CHECK(std::vector(told.asked.begin(), told.asked.begin() + 2) == Longs{0, 1});
  CHECK(lacking(
            Kind::Set, Lane::Double, sets(),
            [](const Inputs& in, std::uint64_t row) { return Said{in(0, row) >> 1, 7}; }, nullptr,
            false, 3)
            .out == -1);
}

TEST_CASE("lacking: a row that the kernel leaves with one of the values is decided by itself") {
  for (const std::int64_t left : {0, 1}) {
    const Told told =
        lacking(Kind::Bool, Lane::Bits, bits("x", Bools(kRows, left == 0), all_but(5)),
                [&](const Inputs& in, std::uint64_t row) {
                  return in(0, row) == left ? Said() : Said{1, 7};
                });
    CHECK(told.out == -1);
    CHECK(told.other == -1);
  }
}

TEST_CASE("lacking: one value that stands for all is what is asked, also where it is alone") {
  for (const std::int64_t value : {0, 4, -9}) {
    const Longs values = {value};
    const Told told = lacking(
        Kind::Int, Lane::Double, ints(),
        [](const Inputs& in, std::uint64_t row) { return Said{in(0, row) + 100, 7}; }, &values);
    CHECK(told.out == value + 100);
    CHECK(told.other == 7);
    CHECK(told.missing == kNothing);
  }
}

// x, an enum of so many members, and t, a truth. Out is 100 for the last member, else 50; t_out is
// 1 for true. Of rows whose t is false the kernel knows nothing where `left` says so.
Json of_two(std::uint32_t members, const Bools& x_there, const Bools& t_there, const Bools& t,
            const std::function<bool(std::int64_t t)>& left, std::vector<std::uint64_t>* groups) {
  Kerneled k;
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < members; ++i) names.push_back("m" + std::to_string(i));
  const std::uint32_t type = k.builder.enumeration("Named", {names.begin(), names.end()});
  k.fact("x", Kind::Enum, Lane::Byte, type);
  k.fact("t", Kind::Bool, Lane::Bits);
  k.output("out", Kind::Int, {0});
  k.output("t_out", Kind::Int, {1});
  k.row = [&](const Inputs& in, std::uint64_t row) {
    return left(in(1, row)) ? Said() : Said{in(0, row) + 1 == members ? 100 : 50, in(1, row)};
  };
  auto x = fixed("x", "C", std::vector<std::uint8_t>(x_there.size(), 0), x_there);
  x->dictionary = texts("", names, {});
  Json told =
      k.decide(list_of(std::move(x), bits("t", t, t_there)), static_cast<std::int64_t>(t.size()));
  if (groups != nullptr) *groups = k.groups;
  return told;
}

TEST_CASE("lacking: the last value of the last row is asked as any other") {
  const auto never = [](std::int64_t) { return false; };
  for (const std::uint32_t members : {2U, 5U, 13U, 33U, 63U, 64U})
    for (std::size_t rows = 1; rows <= 40; ++rows) {
      Bools there(64, true);
      for (std::size_t i = 0; i < rows; ++i) there[i] = false;
      std::vector<std::uint64_t> groups;
      const Json told = of_two(members, there, {}, Bools(64, true), never, &groups);
      bool good = true;
      for (std::size_t i = 0; i < 64; ++i)
        good &= told[i]["out"] == (i < rows ? Json() : Json(50)) && told[i]["t_out"] == 1 &&
                told[i]["missing"] == (i < rows ? Json{"/x"} : Json::array());
      CHECK(good);
      if (rows * members <= 1'024) {
        CHECK(groups == std::vector<std::uint64_t>{1, (rows * members + 63) / 64});
      }
    }
}

TEST_CASE("lacking: rows that are not asked do not touch those that are") {
  const auto never = [](std::int64_t) { return false; };
  // Every third row lacks an enum of too many, every third a truth.
  Bools x_there;
  Bools t_there;
  for (std::size_t i = 0; i < 128; ++i) {
    x_there.push_back(i % 3 != 0);
    t_there.push_back(i % 3 != 1);
  }
  const Json told = of_two(65, x_there, t_there, Bools(128, true), never, nullptr);
  for (std::size_t i = 0; i < 128; ++i) {
    CHECK(told[i]["out"] == (i % 3 == 0 ? -1 : 50));
    CHECK(told[i]["t_out"] == (i % 3 == 0 ? Json(-1) : i % 3 == 1 ? Json() : Json(1)));
  }
  // The same of a number with too many representatives.
  Kerneled k;
  const std::uint32_t n = k.fact("n", Kind::Int, Lane::Double);
  Longs many;
  for (std::int64_t i = 0; i < 65; ++i) many.push_back(i);
  k.represent(n, many);
  k.fact("t", Kind::Bool, Lane::Bits);
  k.output("out", Kind::Int, {1});
  k.row = [](const Inputs& in, std::uint64_t row) { return Said{in(1, row)}; };
  const Json of_many = k.decide(
      list_of(same<std::int64_t>("n", "l", 128, 1, x_there), bits("t", Bools(128, true), t_there)),
      128);
  for (std::size_t i = 0; i < 128; ++i)
    CHECK(of_many[i]["out"] == (i % 3 == 0 ? Json(-1) : i % 3 == 1 ? Json() : Json(1)));
  // Of the first half the kernel leaves all, of the second none; each call of it begins anew.
  for (const std::size_t half : {8U, 16U, 32U, 64U}) {
    Bools t;
    for (std::size_t i = 0; i < 128; ++i) t.push_back(i >= half);
    const Json second = of_two(
        64, Bools(128, false), {}, t, [](std::int64_t value) { return value == 0; }, nullptr);
    for (std::size_t i = 0; i < 128; ++i) {
      CHECK(second[i]["out"] == (i < half ? Json(-1) : Json()));
      CHECK(second[i]["t_out"] == (i < half ? -1 : 1));
    }
  }
}

// ---- several facts and rows ----

// x, a truth; y, a number; g, an enum of 64; p, an optional number; day; t, a truth. Out is their
// sum, and `flag` whether x and t are alike.
class Several : public Kerneled {
 public:
  Several() {
    std::vector<std::string> names;
    for (int i = 0; i < 64; ++i) names.push_back("m" + std::to_string(i));
    const std::uint32_t type = builder.enumeration("Many", {names.begin(), names.end()});
    fact("x", Kind::Bool, Lane::Bits);
    fact("y", Kind::Int, Lane::Double);
    fact("g", Kind::Enum, Lane::Byte, type);
    fact("p", Kind::Int, Lane::Double, kNone, kOptional);
    inputs.push_back({inputs.back().slot, Lane::Present});
    fact("day", Kind::Date, Lane::Word);
    fact("t", Kind::Bool, Lane::Bits);
    words_ = names;
    output("out", Kind::Int, {1, 2, 3, 4, 5, 6});
    output("flag", Kind::Bool, {0, 6});
    output("opt", Kind::Int, {0, 3, 4}, true);
    output("on", Kind::Date, {5});
    row = [](const Inputs& in, std::uint64_t at) {
      const std::int64_t p = in(4, at) != 0 ? in(3, at) : 0;
      return Said{in(1, at) + in(2, at) + p + in(5, at) + in(6, at), in(0, at) == in(6, at) ? 1 : 0,
                  in(3, at), in(4, at), in(5, at)};
    };
  }
  // Row i has the values of i; `lacks[i]` names what lacks there.
  Json of(const std::vector<std::string>& lacks) {
    const std::size_t n = lacks.size();
    const auto has = [&](char fact) {
      Bools valid;
      for (const std::string& each : lacks) valid.push_back(each.find(fact) == std::string::npos);
      return valid;
    };
    Bools x, t, absent;
    Longs y, p;
    std::vector<std::uint8_t> g;
    std::vector<std::int32_t> day;
    Bools there = has('p');
    for (std::size_t i = 0; i < n; ++i) {
      const auto at = static_cast<std::int64_t>(i);
      x.push_back(i % 2 == 0);
      t.push_back(i % 3 == 0);
      y.push_back(1'000 * at);
      g.push_back(static_cast<std::uint8_t>(i % 64));
      p.push_back(100'000'000 * at);
      absent.push_back(i % 5 == 0);
      if (absent.back()) there[i] = false;
      day.push_back(static_cast<std::int32_t>(i));
    }
    auto many = fixed("g", "C", g, has('g'));
    many->dictionary = texts("", words_, {});
    return decide(list_of(bits("x", x, has('x')), fixed("y", "l", y, has('y')), std::move(many),
                          fixed("p", "l", p, there), bits("p_absent", absent, {}),
                          fixed("day", "tdD", day, has('d')), bits("t", t, has('t'))),
                  static_cast<std::int64_t>(n));
  }
  static std::int64_t sum(std::size_t i) {
    const auto at = static_cast<std::int64_t>(i);
    return 1'000 * at + at % 64 + (i % 5 == 0 ? 0 : 100'000'000 * at) + at + (i % 3 == 0 ? 1 : 0);
  }
  // What row i says where nothing lacks, x does, or it is decided by itself.
  static void check(const Json& told, std::size_t i, std::string_view lacks) {
    INFO(i, " ", lacks);
    const bool itself = lacks == "p" ? i % 5 != 0 : lacks.size() > 1;
    const std::string missing = lacks.empty() || itself || lacks == "p" ? ""
                                : lacks == "d"                          ? "/day"
                                                                        : "/" + std::string(lacks);
    CHECK(told["missing"] == (missing.empty() ? Json::array() : Json{missing}));
    const bool sums = missing.empty() || missing == "/x";
    CHECK(told["out"] == (itself ? Json(-1) : sums ? Json(sum(i)) : Json()));
    const bool flags = missing != "/x" && missing != "/t";
    CHECK(told["flag"] == (itself  ? Json(false)
                           : flags ? Json((i % 2 == 0) == (i % 3 == 0))
                                   : Json()));
    const bool absent = i % 5 == 0;
    CHECK(told["opt"] == (itself   ? Json(-1)
                          : absent ? Json()
                                   : Json(100'000'000 * static_cast<std::int64_t>(i))));
    CHECK(told["opt_absent"] == (itself ? Json(false) : Json(absent)));
    CHECK(told["on"] == (itself              ? Json(-1)
                         : missing == "/day" ? Json()
                                             : Json(static_cast<std::int64_t>(i))));
    CHECK(told["refused"].is_null());
  }

 private:
  std::vector<std::string> words_;
};

TEST_CASE("lacking: what is not asked for stays as the row has it, whichever fact lacks") {
  for (const std::size_t rows : {64U, 100U, 128U, 200U}) {
    Several k;
    std::vector<std::string> lacks(rows);
    constexpr const char* kLacks[] = {"x", "y", "g", "d", "t", "p", "xy", "gt", ""};
    for (std::size_t i = 0; i < rows; ++i) lacks[i] = kLacks[(i * i + i / 7) % 9];
    const Json told = k.of(lacks);
    REQUIRE(told.size() == rows);
    for (std::size_t i = 0; i < rows; ++i) Several::check(told[i], i, lacks[i]);
  }
}

TEST_CASE("lacking: as many rows as there are, however many values stand for each") {
  struct Case {
    const char* lacks;
    std::size_t rows;
    std::vector<std::uint64_t> groups;  // of each call of the kernel, one for the rows before
  };
  // A truth takes two rows of the kernel, of which it has 1,024 at once; a member of 64 takes 64.
  const Case cases[] = {{"x", 64, {1, 2}},
                        {"x", 512, {8, 16}},
                        {"x", 576, {9, 16, 2}},
                        {"x", 1024, {16, 16, 16}},
                        {"g", 64, {1, 16, 16, 16, 16}},
                        {"g", 128, {2, 16, 16, 16, 16, 16, 16, 16, 16}}};
  for (const Case& each : cases) {
    INFO(each.lacks, " ", each.rows);
    Several k;
    const std::vector<std::string> lacks(each.rows, each.lacks);
    const Json told = k.of(lacks);
    REQUIRE(told.size() == each.rows);
    for (std::size_t i = 0; i < each.rows; ++i) Several::check(told[i], i, lacks[i]);
    CHECK(k.groups == each.groups);
  }
  for (const std::size_t first : {0U, 1U, 63U, 64U, 65U, 127U}) {
    Several k;
    std::vector<std::string> lacks(192);
    for (std::size_t i = first; i < 192; ++i) lacks[i] = i % 3 == 1 ? "" : "g";
    lacks[first] = "xy";
    const Json told = k.of(lacks);
    for (std::size_t i = 0; i < 192; ++i) Several::check(told[i], i, lacks[i]);
    CHECK(k.groups.size() <= 2 + (192 - first) / 16);
  }
}

TEST_CASE("lacking: of many facts and outputs each hangs on its own") {
  for (const std::uint32_t facts : {31U, 32U, 33U, 64U, 65U})
    for (const std::uint32_t outputs : {facts, 64U, 65U}) {
      INFO(facts, " ", outputs);
      Kerneled k;
      for (std::uint32_t i = 0; i < facts; ++i)
        k.fact("f" + std::to_string(i), Kind::Int, Lane::Double);
      // Each output is whether its fact is a number that is hardly ever asked, or is large.
      for (std::uint32_t i = 0; i < outputs; ++i)
        k.output("o" + std::to_string(i), Kind::Int, {i % facts});
      k.row = [&](const Inputs& in, std::uint64_t row) {
        Said said;
        for (std::uint32_t i = 0; i < outputs; ++i) {
          const std::int64_t value = in(i % facts, row);
          said.push_back(i % facts % 2 == 0 ? value == 77'777 : value > 5'000);
        }
        return said;
      };
      MadeList columns;
      for (std::uint32_t i = 0; i < facts; ++i)
        columns.push_back(
            same<std::int64_t>(("f" + std::to_string(i)).c_str(), "l", 128, i, all_but(i, 128)));
      const Json told = k.decide(std::move(columns), 128);
      for (std::uint32_t row = 0; row < 128; ++row) {
        // A row whose answer is not certain, and all where outputs are too many, by itself.
        const bool asked = row < facts && row < outputs;  // an output hangs on what lacks
        const bool itself = row < facts && (outputs > 64 || (asked && row % 2 == 0));
        bool good = true;
        for (std::uint32_t i = 0; i < outputs; ++i) {
          const bool lacks = !itself && asked && i % facts == row;
          good &= told[row]["o" + std::to_string(i)] == (itself  ? Json(-1)
                                                         : lacks ? Json()
                                                                 : Json(0));
        }
        CHECK(good);
        CHECK(told[row]["missing"] ==
              (itself || !asked ? Json::array() : Json{"/f" + std::to_string(row)}));
      }
    }
}

}  // namespace
