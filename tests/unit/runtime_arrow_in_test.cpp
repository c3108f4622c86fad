// Columns as facts: which column is which fact, and what its cells are.
#include "compiler/runtime/arrow_in.h"
#include "compiler/runtime/decimal.h"
#include "compiler/runtime/json_print.h"
#include "tests/arrow/column.h"
#include "tests/unit/runtime_facts_image.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace {

using namespace phep::runtime;
using namespace phep::tests;
using MadeColumn = std::unique_ptr<Made>;
using phep::tests::list;

std::string text_of(String text) {
  return {text.data, text.length};
}

// A record with a fact of every kind: of 70 facts, so that their bits fill more than one word. Its
// lists' records follow it.
class Facts : public FactsImage {
 public:
  std::vector<std::string> members;  // m0 … m63
  std::uint32_t of_three, of_63, of_64, root;

  Facts() {
    for (int i = 0; i < 64; ++i) members.push_back("m" + std::to_string(i));
    const std::vector<std::string_view> names(members.begin(), members.end());
    of_three = builder.enumeration("Three", {"small", "medium", "large"});
    of_63 = builder.enumeration("Most", {names.begin(), names.end() - 1});
    of_64 = builder.enumeration("All", names);
    root = begin_struct(true, 2);
    const std::uint32_t vnd = builder.string("VND");
    slot(root, {"", Kind::Bool}, "/flag");
    slot(root, {"", Kind::Int}, "/count");
    slot(root, {"", Kind::Int, kRanged, kNone, false, -3, 3}, "/few");
    slot(root, {"", Kind::Money, kOptional, vnd}, "/fee");
    slot(root, {"", Kind::Decimal}, "/rate");
    slot(root, {"", Kind::Amount, 0, vnd}, "/owed");
    slot(root, {"", Kind::Date, kRanged, kNone, false, -5, 30'000}, "/on");
    slot(root, {"", Kind::Date}, "/day");
    slot(root, {"", Kind::Instant, kOptional}, "/at");
    slot(root, {"", Kind::Duration}, "/term");
    slot(root, {"", Kind::Text}, "/name");
    slot(root, {"", Kind::Enum, 0, of_three}, "/size");
    slot(root, {"", Kind::Set, 0, of_three}, "/sizes");
    slot(root, {"", Kind::Set, 0, of_63}, "/most");
    slot(root, {"", Kind::Set, 0, of_64}, "/all");
    slot(root, {"", Kind::Text}, "/owner/name");
    const std::uint32_t visits = slot(root, {"", Kind::Bool, 0, kNone, true, 0, 3}, "/visits");
    const std::uint32_t codes = slot(root, {"", Kind::Bool, 0, kNone, true, 0, 3}, "/codes");
    for (int i = 0; i < 52; ++i)
      slot(root, {"", Kind::Int, kOptional}, "/more" + std::to_string(i));
    const std::uint32_t visit = begin_struct(false, 1, visits);
    builder.slots[visits].type = visit;
    slot(visit, {"", Kind::Int, kRanged, kNone, false, 0, 9}, "/people");
    slot(visit, {"", Kind::Date, kOptional}, "/day");
    builder.structs[visit].node = object({});
    const std::uint32_t code = begin_struct(false, 1, codes);
    builder.slots[codes].type = code;
    slot(code, {"", Kind::Int}, "");
    Decision decided{};
    decided.structure = root;
    builder.decisions.push_back(decided);
    header = builder.build();
  }

  // False, and `told` says why, where the columns are refused.
  bool bind(Made& batch) {
    arena = {memory.data(), memory.data() + memory.size(), false};
    ColumnProblem problem{};
    const int status =
        bind_columns(header, 0, &batch.schema, &batch.array, arena, &columns, &problem);
    if (status == PHEP_OK) return true;
    CHECK(status == PHEP_BAD_FACTS);
    told = "batch: " + text_of(facts_error_name(problem.error)) + " " + text_of(problem.pointer);
    return false;
  }
  // Reads a row; `told` is empty or says what is wrong.
  void read(std::int64_t row) {
    const Struct& structure = builder.structs[root];
    facts.assign(structure.size / 8, 0);
    told.clear();
    ColumnProblem problem{};
    const int status = read_columns(header, *columns, row, base(), arena, &problem);
    if (status == PHEP_OK) return;
    CHECK(status == PHEP_BAD_FACTS);
    told = text_of(facts_error_name(problem.error)) + " " + text_of(problem.pointer);
  }
  char* base() { return reinterpret_cast<char*>(facts.data()); }
  const Slot& slot_at(std::string_view path) const {
    for (const Slot& each : builder.slots)
      if (path == text_of(string_at(header, each.path)) && each.structure == root) return each;
    FAIL("no slot ", path);
    return builder.slots[0];
  }
  std::string fact(std::string_view path) {
    const Slot& of = slot_at(path);
    const auto has = [&](std::uint32_t first) {
      return (facts[first + of.bit / 64] >> (of.bit % 64) & 1) != 0;
    };
    const bool known = has(1);
    const bool present = has(3);
    CHECK((known || !present));
    if (!known) return "unknown";
    if (!present) return "absent";
    const auto at = [&](auto value, std::uint32_t behind = 0) {
      std::memcpy(&value, base() + of.offset + behind, sizeof value);
      return value;
    };
    if (of.is_list != 0) return elements(of, at(phep_list{}));
    switch (of.kind) {
      case Kind::Bool: return at(std::uint8_t{}) != 0 ? "true" : "false";
      case Kind::Date:
      case Kind::Enum: return std::to_string(at(std::int32_t{}));
      case Kind::Decimal:
      case Kind::Amount:
      case Kind::Duration:
        return std::to_string(at(std::int64_t{})) + " " + std::to_string(at(std::int64_t{}, 8));
      case Kind::Set: return std::to_string(at(std::uint64_t{}));
      case Kind::Text: {
        const auto text = at(phep_text{});
        return "'" + std::string(text.data.ptr, text.length) + "'";
      }
      default: return std::to_string(at(std::int64_t{}));
    }
  }
  // What a batch of one column says of a fact in row 0.
  std::string cell(MadeColumn column, std::string_view path = "") {
    const std::string name = path.empty() ? "/" + column->name : std::string(path);
    MadeList columns_of;
    const auto rows = column->array.length;
    columns_of.push_back(std::move(column));
    const auto batch = structure("", rows, std::move(columns_of));
    batch->close();
    if (bind(*batch)) read(0);
    return told.empty() ? fact(name) : std::exchange(told, "");
  }

  using MadeList = std::vector<MadeColumn>;
  const Header* header;
  std::vector<char> memory = std::vector<char>(1 << 16);
  Arena arena{};
  const Columns* columns = nullptr;
  std::vector<std::uint64_t> facts;
  std::string told;

 private:
  std::string elements(const Slot& of, const phep_list& list) const {
    const Struct& element = builder.structs[of.type];
    const Slot& first = builder.slots[element.slots.first];
    std::string out = "[";
    for (std::uint32_t i = 0; i < list.length; ++i) {
      const char* const at = static_cast<const char*>(list.items.ptr) + i * element.size;
      std::int64_t value = 0;
      std::memcpy(&value, at + first.offset, sizeof value);
      out += (i == 0 ? "" : ",") + ((*at & 1) != 0 ? std::to_string(value) : "?");
    }
    return out + "]";
  }
};

template <class T>
MadeColumn number(const char* name, const char* format, T value) {
  return fixed<T>(name, format, {value}, {});
}
struct Wide {
  std::uint64_t lo, hi;
};
MadeColumn decimal(const char* name, const char* format, std::int64_t value) {
  return number(name, format, Wide{static_cast<std::uint64_t>(value), value < 0 ? ~0ULL : 0ULL});
}

TEST_CASE("columns: whole numbers of every width, with and without sign") {
  Facts facts;
  const auto all = [&](const char* name, const char* behind) {
    const auto told = [&](MadeColumn column, const char* number) {
      CHECK(facts.cell(std::move(column)) == std::string(number) + behind);
    };
    told(number<std::int8_t>(name, "c", -128), "-128");
    told(number<std::int8_t>(name, "c", 127), "127");
    told(number<std::uint8_t>(name, "C", 200), "200");
    told(number<std::int16_t>(name, "s", -32'768), "-32768");
    told(number<std::uint16_t>(name, "S", 65'535), "65535");
    told(number<std::int32_t>(name, "i", INT32_MIN), "-2147483648");
    told(number<std::uint32_t>(name, "I", UINT32_MAX), "4294967295");
    told(number<std::int64_t>(name, "l", INT64_MAX), "9223372036854775807");
    told(number<std::int64_t>(name, "l", INT64_MIN), "-9223372036854775808");
    told(number<std::uint64_t>(name, "L", INT64_MAX), "9223372036854775807");
    CHECK(facts.cell(number<std::uint64_t>(name, "L", std::uint64_t{1} << 63)) ==
          std::string("out_of_range /") + name);
    told(number<float>(name, "f", -7.0F), "-7");
    told(number<double>(name, "g", 9'007'199'254'740'992.0), "9007199254740992");
    told(number<double>(name, "g", -9'007'199'254'740'992.0), "-9007199254740992");
    CHECK(facts.cell(number<float>(name, "f", NAN)) == "unknown");
    CHECK(facts.cell(number<double>(name, "g", NAN)) == "unknown");
    for (const double wrong : {0.5, -0.5, 9'007'199'254'740'994.0, -9'007'199'254'740'994.0, 1e300,
                               static_cast<double>(INFINITY)})
      CHECK(facts.cell(number<double>(name, "g", wrong)) == std::string("wrong_type /") + name);
    CHECK(facts.cell(number<float>(name, "f", 2.5F)) == std::string("wrong_type /") + name);
  };
  all("count", "");
  all("fee", "");
  for (const int value : {-4, -3, 3, 4})
    CHECK(facts.cell(number<std::int8_t>("few", "c", static_cast<std::int8_t>(value))) ==
          (value == 4 || value == -4 ? "out_of_range /few" : std::to_string(value)));
}

TEST_CASE("columns: decimals of every scale, and whole money as a decimal") {
  Facts facts;
  for (const std::int64_t value : {0, 1, -1, 1'234, -1'234}) {
    for (const char* format : {"d:38,0", "d:10,0", "d:20,0,128", "d:0,0"})
      CHECK(facts.cell(decimal("fee", format, value)) == std::to_string(value));
    const auto nano = [&](std::int64_t times) {
      return std::to_string(value * times) + (value < 0 ? " -1" : " 0");
    };
    for (const char* name : {"rate", "owed"}) {
      CHECK(facts.cell(decimal(name, "d:38,0", value)) == nano(1'000'000'000));
      CHECK(facts.cell(decimal(name, "d:12,3", value)) == nano(1'000'000));
      CHECK(facts.cell(decimal(name, "d:12,8,128", value)) == nano(10));
      CHECK(facts.cell(decimal(name, "d:12,9", value)) == nano(1));
      CHECK(facts.cell(number<std::int64_t>(name, "l", value)) == nano(1'000'000'000));
      CHECK(facts.cell(number<std::int16_t>(name, "s", static_cast<std::int16_t>(value))) ==
            nano(1'000'000'000));
      // More places than a decimal has.
      CHECK(facts.cell(decimal(name, "d:12,10", value)) == std::string("bad_decimal /") + name);
      CHECK(facts.cell(decimal(name, "d:38,38", value)) == std::string("bad_decimal /") + name);
    }
  }
  CHECK(facts.cell(number<std::uint8_t>("rate", "C", 255)) == "255000000000 0");
  CHECK(facts.cell(number<std::uint64_t>("rate", "L", UINT64_MAX)) == "bad_decimal /rate");
  CHECK(facts.cell(fixed<Wide>("rate", "d:38,38", {{1, 0}}, {false})) == "unknown");
  // What 64 bits do not hold, and what 28 digits do not.
  CHECK(facts.cell(number("fee", "d:38,0", Wide{0, 1})) == "out_of_range /fee");
  CHECK(facts.cell(number("fee", "d:38,0", Wide{5, ~0ULL})) == "out_of_range /fee");
  CHECK(facts.cell(number("fee", "d:38,0", Wide{~0ULL, 0})) == "out_of_range /fee");
  constexpr Wide kLimit{0x098A'2240'0000'0000, 0x4B3B'4CA8'5A86'C47A};  // 10^38
  CHECK(facts.cell(number("rate", "d:38,9", kLimit)) == "bad_decimal /rate");
  CHECK(facts.cell(number("rate", "d:38,9", Wide{kLimit.lo - 1, kLimit.hi})) ==
        "687399551400673279 5421010862427522170");
  CHECK(facts.cell(number("rate", "d:38,0", Wide{0, 1ULL << 33})) == "bad_decimal /rate");
  // A fact of whole units has no places, and no format has other words, or more of them.
  CHECK(facts.cell(decimal("fee", "d:10,2", 1)) == "batch: wrong_type /fee");
  for (const char* format : {"d", "d:", "d:10", "d:10,", "d:10,3,", "d:10,3,12", "d:10,3,256",
                             "d:10,3,1280", "d:10,3,228", "d:10,3,138", "d:10,3,129", "d:10,3x128",
                             "d:10,39", "d:10,-1", "e:10,3", "d;10,3", "d:10;3", "d:10,3 "})
    CHECK(facts.cell(decimal("rate", format, 1)) ==
          (std::string_view(format) == "d:10," ? "1000000000 0" : "batch: wrong_type /rate"));
}

TEST_CASE("columns: a decimal that is too large with its places is refused, however far it is") {
  Facts facts;
  struct Row {
    const char* format;
    Wide value;
    const char* told;
  };
  const Row rows[] = {
      {"d:38,8",
       {0x00F4'369F'FFFF'FFFF, 0x0785'EE10'D5DA'46D9},
       "687399551400673270 5421010862427522170"},
      {"d:38,8", {0x00F4'36A0'0000'0000, 0x0785'EE10'D5DA'46D9}, "bad_decimal /rate"},
      {"d:38,8",
       {0xFF0B'C960'0000'0001, 0xF87A'11EF'2A25'B926},
       "-687399551400673270 -5421010862427522171"},
      {"d:38,8", {0xFF0B'C960'0000'0000, 0xF87A'11EF'2A25'B926}, "bad_decimal /rate"},
      {"d:38,8", {0x098A'223F'FFFF'FFFF, 0x4B3B'4CA8'5A86'C47A}, "bad_decimal /rate"},
      {"d:38,8", {0x098A'2240'0000'0000, 0x4B3B'4CA8'5A86'C47A}, "bad_decimal /rate"},
      {"d:38,8", {0xD00B'2020'0000'0000, 0x1994'296C'70B2'F0E1}, "bad_decimal /rate"},
      {"d:38,8", {0xFFFF'FFFF'FFFF'FFFF, 0x7FFF'FFFF'FFFF'FFFF}, "bad_decimal /rate"},
      {"d:38,3",
       {0x85AC'EF80'FFFF'FFFF, 0x0000'04EE'2D6D'415B},
       "687399551399673280 5421010862427522170"},
      {"d:38,3", {0x85AC'EF81'0000'0000, 0x0000'04EE'2D6D'415B}, "bad_decimal /rate"},
      {"d:38,3",
       {0x7A53'107F'0000'0001, 0xFFFF'FB11'D292'BEA4},
       "-687399551399673280 -5421010862427522171"},
      {"d:38,3", {0x7A53'107F'0000'0000, 0xFFFF'FB11'D292'BEA4}, "bad_decimal /rate"},
      {"d:38,3", {0x098A'223F'FFFF'FFFF, 0x4B3B'4CA8'5A86'C47A}, "bad_decimal /rate"},
      {"d:38,3", {0x098A'2240'0000'0000, 0x4B3B'4CA8'5A86'C47A}, "bad_decimal /rate"},
      {"d:38,3", {0xD00B'2020'0000'0000, 0x1994'296C'70B2'F0E1}, "bad_decimal /rate"},
      {"d:38,3", {0xFFFF'FFFF'FFFF'FFFF, 0x7FFF'FFFF'FFFF'FFFF}, "bad_decimal /rate"},
      {"d:38,0",
       {0x6D72'17CA'9FFF'FFFF, 0x0000'0001'431E'0FAE},
       "687399550400673280 5421010862427522170"},
      {"d:38,0", {0x6D72'17CA'A000'0000, 0x0000'0001'431E'0FAE}, "bad_decimal /rate"},
      {"d:38,0",
       {0x928D'E835'6000'0001, 0xFFFF'FFFE'BCE1'F051},
       "-687399550400673280 -5421010862427522171"},
      {"d:38,0", {0x928D'E835'6000'0000, 0xFFFF'FFFE'BCE1'F051}, "bad_decimal /rate"},
      {"d:38,0", {0x098A'223F'FFFF'FFFF, 0x4B3B'4CA8'5A86'C47A}, "bad_decimal /rate"},
      {"d:38,0", {0x098A'2240'0000'0000, 0x4B3B'4CA8'5A86'C47A}, "bad_decimal /rate"},
      {"d:38,0", {0xD00B'2020'0000'0000, 0x1994'296C'70B2'F0E1}, "bad_decimal /rate"},
      {"d:38,0", {0xFFFF'FFFF'FFFF'FFFF, 0x7FFF'FFFF'FFFF'FFFF}, "bad_decimal /rate"}};
  for (const Row& row : rows) CHECK(facts.cell(number("rate", row.format, row.value)) == row.told);
}

TEST_CASE("columns: which spelling tells which fact, and none another") {
  Facts facts;
  struct Row {
    std::string format;
    std::string suits;  // of the facts below, by their first letters
  };
  const std::vector<std::string> names = {"flag", "count", "fee",  "rate", "owed", "day",
                                          "at",   "term",  "name", "size", "sizes"};
  const Row rows[] = {{"b", "flag"},
                      {"c", "count fee rate owed"},
                      {"s", "count fee rate owed"},
                      {"i", "count fee rate owed"},
                      {"l", "count fee rate owed"},
                      {"C", "count fee rate owed sizes"},
                      {"S", "count fee rate owed sizes"},
                      {"I", "count fee rate owed sizes"},
                      {"L", "count fee rate owed sizes"},
                      {"f", "count fee"},
                      {"g", "count fee"},
                      {"d:9,0", "fee rate owed"},
                      {"d:9,2", "rate owed"},
                      {"tdD", "day"},
                      {"tdm", "day"},
                      {"tss:UTC", "at"},
                      {"tsm:UTC", "at"},
                      {"tsu:UTC", "at"},
                      {"tsn:UTC", "at"},
                      {"u", "term name size"},
                      {"U", "term name size"}};
  for (const Row& row : rows)
    for (const std::string& name : names) {
      INFO(row.format, " ", name);
      const bool text = row.format == "u" || row.format == "U";
      auto column = text ? texts(name, {""}, {false}, row.format == "U")
                         : fixed<Wide>(name, row.format, {{0, 0}}, {false});
      const bool suits = (" " + row.suits + " ").find(" " + name + " ") != std::string::npos;
      CHECK(facts.cell(std::move(column)) == (suits ? "unknown" : "batch: wrong_type /" + name));
    }
  for (const char* format : {"", "v", "cc", "tsm", "tsm:", "tsx:UTC", "ts:UTC", "ts", "t", "tdd",
                             "tdDx", "td", "+", "+m", "+ll", "z", "uu", "B", "ttm"})
    for (const char* name : {"flag", "count", "at", "day"})
      CHECK(facts.cell(fixed<Wide>(name, format, {{0, 0}}, {})) ==
            "batch: wrong_type /" + std::string(name));
  // Of a format nothing is read behind its end.
  for (const std::string format : {"ts", "tsm", "d", "d:", "d:1", "d:1,2", "d:1,2,12", "+", "t"}) {
    auto column = fixed<Wide>("name", "", {{0, 0}}, {});
    const auto end = bytes_of(format.size() + 1);
    std::memcpy(end.get(), format.c_str(), format.size() + 1);
    std::vector<MadeColumn> one;
    one.push_back(std::move(column));
    const auto batch = structure("", 1, std::move(one));
    batch->close();
    batch->children[0]->schema.format = end.get();
    CHECK_FALSE(facts.bind(*batch));
  }
}

TEST_CASE("columns: days and moments in every unit") {
  Facts facts;
  CHECK(facts.cell(number<std::int32_t>("day", "tdD", -719'162)) == "-719162");
  CHECK(facts.cell(number<std::int32_t>("day", "tdD", 2'932'896)) == "2932896");
  CHECK(facts.cell(number<std::int32_t>("day", "tdD", -719'163)) == "bad_date /day");
  CHECK(facts.cell(number<std::int32_t>("day", "tdD", 2'932'897)) == "bad_date /day");
  CHECK(facts.cell(number<std::int32_t>("day", "tdD", INT32_MIN)) == "unknown");
  CHECK(facts.cell(number<std::int64_t>("day", "tdm", -86'400'000)) == "-1");
  CHECK(facts.cell(number<std::int64_t>("day", "tdm", 86'400'001)) == "bad_date /day");
  CHECK(facts.cell(number<std::int64_t>("day", "tdm", INT64_MIN)) == "unknown");
  CHECK(facts.cell(number<std::int64_t>("day", "tdm", INT64_MAX / 86'400'000 * 86'400'000)) ==
        "bad_date /day");
  for (const int day : {-6, -5, 30'000, 30'001})
    CHECK(facts.cell(number<std::int32_t>("on", "tdD", day)) ==
          (day == -6 || day == 30'001 ? "out_of_range /on" : std::to_string(day)));
  struct Unit {
    const char* format;
    std::int64_t seconds;  // how many of it in a second
  };
  for (const Unit& unit : {Unit{"tss:UTC", 1}, Unit{"tsm:+07:00", 1'000}, Unit{"tsu:Z", 1'000'000},
                           Unit{"tsn:Asia/Ho_Chi_Minh", 1'000'000'000}}) {
    const auto moment = [&](std::int64_t value) {
      return facts.cell(number<std::int64_t>("at", unit.format, value));
    };
    CHECK(moment(0) == "0");
    CHECK(moment(5 * unit.seconds) == "5000");
    CHECK(moment(-5 * unit.seconds) == "-5000");
    CHECK(moment(INT64_MIN) == "unknown");
    if (unit.seconds > 1'000) CHECK(moment(5 * unit.seconds + 1) == "bad_instant /at");
    if (unit.seconds <= 1'000) {
      const std::int64_t last = 253'402'300'799 * unit.seconds + (unit.seconds == 1 ? 0 : 999);
      const std::int64_t first = std::int64_t{-62'135'596'800} * unit.seconds;
      CHECK(moment(last) == (unit.seconds == 1 ? "253402300799000" : "253402300799999"));
      CHECK(moment(last + 1) == "bad_instant /at");
      CHECK(moment(first) == "-62135596800000");
      CHECK(moment(first - 1) == "bad_instant /at");
      CHECK(moment(INT64_MAX / 1'000) == "bad_instant /at");
      CHECK(moment(INT64_MAX) == "bad_instant /at");
    }
  }
}

TEST_CASE("columns: terms are a number and a unit") {
  Facts facts;
  const auto term = [&](const std::string& text) { return facts.cell(texts("term", {text}, {})); };
  CHECK(term("3 working_days") == "3 2");
  CHECK(term("-0 days") == "0 1");
  CHECK(term("-3 days") == "out_of_range /term");
  CHECK(term("0 hours") == "0 0");
  CHECK(term("007 years") == "7 6");
  CHECK(term("999999999999999999 days") == "999999999999999999 1");
  CHECK(term("-999999999999999999 days") == "out_of_range /term");
  for (const char* wrong : {"", "-", "3", "-3", " days", "- days", "3days", "3-days", "+3 days",
                            "1000000000000000000 days", "days", "3:days", "3/days", "x"})
    CHECK(term(wrong) == "wrong_type /term");
  for (const char* wrong : {"3 ", "3 day", "3  days", "3 days ", "3 Days"})
    CHECK(term(wrong) == "not_a_member /term");
}

TEST_CASE("columns: sets as bits, up to 64 of them, and as lists of words") {
  Facts facts;
  const auto bits = [&](const char* name, std::uint64_t set) {
    return facts.cell(number<std::uint64_t>(name, "L", set));
  };
  constexpr std::uint64_t kHigh = std::uint64_t{1} << 63;
  for (const std::uint64_t set : {0ULL, 1ULL, 7ULL})
    CHECK(bits("sizes", set) == std::to_string(set));
  for (const std::uint64_t set : {std::uint64_t{8}, std::uint64_t{15}, kHigh >> 1})
    CHECK(bits("sizes", set) == "not_a_member /sizes");
  CHECK(bits("sizes", kHigh) == "not_a_member /sizes");
  CHECK(bits("most", kHigh - 1) == std::to_string(kHigh - 1));
  CHECK(bits("most", kHigh) == "not_a_member /most");
  CHECK(bits("most", ~0ULL) == "not_a_member /most");
  for (const std::uint64_t set : {kHigh, ~std::uint64_t{0}, kHigh >> 1})
    CHECK(bits("all", set) == std::to_string(set));
  CHECK(facts.cell(number<std::uint8_t>("all", "C", 255)) == "255");
  const auto words = [&](const char* name, const std::vector<std::string>& shown, bool dictionary) {
    if (!dictionary) return facts.cell(list(name, {shown.size()}, texts("item", shown, {}), {}));
    std::vector<std::uint8_t> at;
    for (const std::string& word : shown) {
      const auto found = std::ranges::find(facts.members, word);
      at.push_back(static_cast<std::uint8_t>(found - facts.members.begin()));
    }
    auto items = fixed<std::uint8_t>("item", "C", at, {});
    auto all = facts.members;
    all.emplace_back("nobody");
    items->dictionary = texts("", all, {});
    return facts.cell(list(name, {shown.size()}, std::move(items), {}));
  };
  for (const bool dictionary : {false, true}) {
    CHECK(words("all", {}, dictionary) == "0");
    CHECK(words("all", {"m63", "m0"}, dictionary) == std::to_string(kHigh | 1));
    CHECK(words("all", {"m62"}, dictionary) == std::to_string(kHigh >> 1));
    CHECK(words("all", {"m63", "m63"}, dictionary) == "duplicate_key /all");
    CHECK(words("all", {"m1", "nobody"}, dictionary) == "not_a_member /all");
    CHECK(words("most", {"m63"}, dictionary) == "not_a_member /most");
    CHECK(words("most", {"m62"}, dictionary) == std::to_string(kHigh >> 1));
  }
  CHECK(facts.cell(list("sizes", {2}, texts("item", {"small", ""}, {true, false}), {})) ==
        "null_not_allowed /sizes");
}

TEST_CASE("columns: a name is that of a fact of this record, whole") {
  Facts facts;
  for (const char* name : {"people", "coun", "counts", "count_absent", "owner", "name.owner", "",
                           "owner.nam", "codes.", "/count", "more52", "visits.people"})
    CHECK(facts.cell(number<std::int64_t>(name, "l", 1), "/count") == [&](std::string path) {
      std::ranges::replace(path, '.', '/');
      return "batch: unknown_key /" + path;
    }(name));
  CHECK(facts.cell(texts("owner.name", {"An"}, {}), "/owner/name") == "'An'");
  std::vector<MadeColumn> fields;
  fields.push_back(texts("name", {"An"}, {}));
  CHECK(facts.cell(structure("owner", 1, std::move(fields)), "/owner/name") == "'An'");
  CHECK(facts.cell(number<float>("owner.name", "f", 1), "/count") ==
        "batch: wrong_type /owner/name");
}

TEST_CASE("columns: each of many facts has its bits, whatever the others say") {
  Facts facts;
  std::vector<MadeColumn> columns;
  for (int i = 51; i >= 0; --i) {
    const std::string name = "more" + std::to_string(i);
    if (i % 3 != 1) columns.push_back(fixed<std::int64_t>(name, "l", {i, i}, {i % 3 == 0, true}));
    if (i % 3 != 0)
      columns.push_back(bits(name + "_absent", {i % 3 == 1, false}, {i % 6 < 3, true}));
  }
  auto batch = structure("", 2, std::move(columns));
  batch->close();
  REQUIRE(facts.bind(*batch));
  CHECK(facts.columns->count == 52);
  for (const int row : {0, 1}) {
    facts.read(row);
    CHECK(facts.told.empty());
    for (int i = 0; i < 52; ++i) {
      INFO(row, " ", i);
      const std::string value = std::to_string(i);
      const std::string wanted = i % 3 == 0              ? value
                                 : i % 3 == 2            ? row == 1 ? value : "unknown"
                                 : row == 0 && i % 6 < 3 ? "absent"
                                                         : "unknown";
      CHECK(facts.fact("/more" + value) == wanted);
    }
    CHECK(facts.fact("/count") == "unknown");
    CHECK(facts.fact("/visits") == "unknown");
  }
}

TEST_CASE("columns: a list says which of its elements is wrong") {
  Facts facts;
  const auto people = [&](const std::vector<std::int64_t>& values) {
    std::vector<MadeColumn> fields;
    fields.push_back(fixed<std::int64_t>("people", "l", values, {}));
    const auto count = static_cast<std::int64_t>(values.size());
    return facts.cell(
        list("visits", {values.size()}, structure("item", count, std::move(fields)), {}));
  };
  CHECK(people({}) == "[]");
  CHECK(people({1, 2, 9}) == "[1,2,9]");
  CHECK(people({1, 10}) == "out_of_range /visits/1/people");
  CHECK(people({-1, 10}) == "out_of_range /visits/0/people");
  CHECK(people({1, 2, 3, 4}) == "too_long /visits");
  const auto codes = [&](MadeColumn items, std::size_t count) {
    return facts.cell(list("codes", {count}, std::move(items), {}));
  };
  CHECK(codes(fixed<std::int32_t>("item", "i", {7, 8}, {true, false}), 2) == "[7,?]");
  CHECK(codes(fixed<double>("item", "g", {1, 1.5}, {}), 2) == "wrong_type /codes/1");
  CHECK(codes(texts("item", {"1"}, {}), 1) == "batch: wrong_type /codes");
}

TEST_CASE("columns: whether a cell is unknown is told of each anew") {
  Facts facts;
  std::vector<MadeColumn> columns;
  columns.push_back(fixed<double>("count", "g", {1, NAN, 2}, {}));
  auto batch = structure("", 3, std::move(columns));
  batch->close();
  REQUIRE(facts.bind(*batch));
  for (const bool before : {false, true})
    for (const int row : {0, 1, 2}) {
      std::int64_t field[2] = {};
      bool unknown = before;
      CHECK(read_scalar(facts.header, *facts.columns->sources[0], row, facts.arena,
                        reinterpret_cast<char*>(field), &unknown) == FactsError::None);
      CHECK(unknown == (row == 1));
    }
  columns.clear();
  columns.push_back(bits("flag", {true}, {}));
  batch = structure("", 1, std::move(columns));
  batch->close();
  REQUIRE(facts.bind(*batch));
  std::int64_t field[2] = {};
  bool unknown = true;
  CHECK(read_scalar(facts.header, *facts.columns->sources[0], 0, facts.arena,
                    reinterpret_cast<char*>(field), &unknown) == FactsError::None);
  CHECK_FALSE(unknown);
}

}  // namespace
