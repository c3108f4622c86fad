// Facts as programs write them, in the order of declaration, are read in a lane of its own. It
// takes what the other takes, says the same of it, and looks at nothing behind the text's end.
#include "compiler/runtime/facts.h"
#include "compiler/runtime/json_plain.h"
#include "compiler/runtime/json_print.h"
#include "tests/unit/runtime_facts_image.h"

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace phep::runtime;

struct Reading {
  CaseImage image;
  const Header* header = image.builder.build();

  // What is said of a text: its facts written again, or error, pointer, offset and slot. `behind`
  // lies in memory after its end.
  std::string of(std::string_view json, std::string_view behind = "") {
    std::string text(json);
    text += behind;
    std::vector<char> memory(1 << 16);
    Arena arena{memory.data(), memory.data() + memory.size(), false};
    FactsProblem problem{};
    void* facts = nullptr;
    const int status =
        read_facts(header, image.decision, text.data(), json.size(), arena, &facts, &problem);
    if (status == PHEP_OK) {
      std::string out(1 << 14, '\0');
      std::size_t written = 0;
      REQUIRE(write_facts(header, image.decision, facts, out.data(), out.size(), &written) ==
              PHEP_OK);
      return out.substr(0, written);
    }
    const String name = facts_error_name(problem.error);
    return (status == PHEP_BAD_FACTS ? "refused " : "failed ") +
           std::string(name.data, name.length) + "@" +
           std::string(problem.pointer, problem.pointer_length) + ":" +
           std::to_string(problem.offset) + " " + std::to_string(problem.slot);
  }
};

// All facts in the order of declaration.
constexpr std::string_view kDeclared =
    R"({"detected_at":"2026-03-01T08:00:00.25+07:00","notified_at":null,"harm":"serious",)"
    R"("secret":false,"affected":12000,"total":-9223372036854775808,"rate":"-0.05",)"
    R"("fee":{"amount":"3000000","currency":"VND"},"first_day":"2026-03-02",)"
    R"("grace":{"n":3,"unit":"working_days"},"name":"C\u00f4ng ty","tags":["app","đường dây"],)"
    R"("seen_on":"2026-02-28","acts":{"told_on":null,"logged":true,"done":[],"level":3},)"
    R"("$judgments":{"fit":true},"requests":[{"id":"r0","closed_on":null,"notes":[{"by":"x"}]}],)"
    R"("days":["2026-01-01"],"boss":{"age":52}})";

TEST_CASE("facts: what lies behind the end of the text is not looked at") {
  Reading reading;
  REQUIRE(reading.of(kDeclared).starts_with('{'));
  std::string spaced;
  bool quoted = false;
  for (const char c : kDeclared) {
    spaced += c;
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == ':' || c == ',')) spaced += ' ';
  }
  CHECK(reading.of(spaced) == reading.of(kDeclared));
  for (const std::string_view text : {kDeclared, std::string_view(spaced)}) {
    for (std::size_t length = 0; length < text.size(); ++length) {
      CAPTURE(length);
      const std::string alone = reading.of(text.substr(0, length));
      CHECK(alone.starts_with("refused "));
      CHECK(reading.of(text.substr(0, length), text.substr(length)) == alone);
      CHECK(reading.of(text.substr(0, length), "\"}]},5") == alone);
    }
  }
  CHECK(reading.of(kDeclared, ",") == reading.of(kDeclared));
}

// One fact with its value cut anywhere, while memory goes on in some way.
TEST_CASE("facts: a value that is cut is none, whatever memory holds behind it") {
  Reading reading;
  constexpr struct {
    const char* key;
    std::string_view value;
  } kValues[] = {{"secret", "true"},
                 {"secret", "false"},
                 {"affected", "12000"},
                 {"total", "-12"},
                 {"first_day", R"("2026-03-02")"},
                 {"seen_on", "null"},
                 {"seen_on", R"("2026-03-02")"},
                 {"detected_at", R"("2026-03-01T08:00:00Z")"},
                 {"harm", R"("serious")"},
                 {"tags", R"(["app","web"])"},
                 {"tags", R"(["app", "web"])"},
                 {"tags", "[]"}};
  for (const auto& each : kValues)
    for (const std::string_view space : {"", " "}) {
      const std::string begin = "{\"" + std::string(each.key) + "\":" + std::string(space);
      CAPTURE(each.key);
      for (std::size_t length = 0; length <= each.value.size(); ++length) {
        const std::string cut = begin + std::string(each.value.substr(0, length));
        const std::string alone = reading.of(cut);
        CHECK(alone.starts_with("refused "));
        for (const std::string_view end : {"}", ",\"", "]}", "\"}", "0}", "  }"})
          CHECK(reading.of(cut, std::string(each.value.substr(length)) + std::string(end)) ==
                alone);
      }
    }
}

// Two spaces lead past the lane.
TEST_CASE("facts: both lanes take the same values and say the same of others") {
  Reading reading;
  constexpr const char* kKeys[] = {"secret", "affected", "total",   "first_day",  "detected_at",
                                   "harm",   "tags",     "seen_on", "notified_at"};
  constexpr std::string_view kValues[] = {"true",
                                          "false",
                                          "null",
                                          "0",
                                          "-0",
                                          "-1",
                                          "7",
                                          "00",
                                          "01",
                                          "-01",
                                          "1000000",
                                          "1000001",
                                          "99999999999999999",
                                          "999999999999999999",
                                          "-999999999999999999",
                                          "9999999999999999999",
                                          "1000000000000000000",
                                          "-9223372036854775808",
                                          "9223372036854775807",
                                          "9223372036854775808",
                                          "1.0",
                                          "1e3",
                                          "-",
                                          "5]",
                                          R"("")",
                                          R"("2000-01-01")",
                                          R"("1999-12-31")",
                                          R"("2079-07-07")",
                                          R"("2079-07-08")",
                                          R"("2026-02-30")",
                                          R"("2026-03-1")",
                                          R"("2026-03-011")",
                                          R"("2026-03-01T00:00:00Z")",
                                          R"("2026-03-01T00:00:00.123456789+07:00")",
                                          R"("2026-03-01T00:00Z")",
                                          R"("2026-03-01T00:00:00.1234567890123456789012345678Z")",
                                          R"("none")",
                                          R"("limited")",
                                          R"("serious")",
                                          R"("seriou")",
                                          R"("serious ")",
                                          R"("web")",
                                          "[]",
                                          "[ ]",
                                          R"(["web"])",
                                          R"(["web","app"])",
                                          R"(["web", "app"])",
                                          R"(["web" ,"app"])",
                                          R"(["web","web"])",
                                          R"(["web",])",
                                          R"(["webb"])",
                                          R"(["app","mail","web","đường dây"])",
                                          R"(["app"]])",
                                          R"([,])",
                                          "{}"};
  for (const char* key : kKeys)
    for (const std::string_view value : kValues) {
      CAPTURE(key);
      CAPTURE(value);
      const std::string lane = "{\"" + std::string(key) + "\":" + std::string(value) + "}";
      const std::string past = "{\"" + std::string(key) + "\":  " + std::string(value) + "}";
      std::string one = reading.of(lane), two = reading.of(past);
      // Offsets differ by the spaces.
      if (!one.starts_with('{')) {
        const auto offset = [](const std::string& said) {
          return std::stoi(said.substr(said.rfind(':') + 1));
        };
        CHECK(offset(two) - offset(one) == 2);
        one.erase(one.rfind(':')), two.erase(two.rfind(':'));
      }
      CHECK(one == two);
    }
}

TEST_CASE("facts: keys that are left out, come twice or stand elsewhere") {
  Reading reading;
  const std::string both = reading.of(R"({"harm":"none","affected":5})");
  CHECK(reading.of(R"({"affected":5,"harm":"none"})") == both);
  CHECK(reading.of(R"({ "harm" : "none" , "affected" : 5 })") == both);
  CHECK(reading.of(R"({"h\u0061rm":"none","affected":5})") == both);
  CHECK(reading.of(R"({"affected":5,"affected":6})")
            .starts_with("refused duplicate_key@/affected:14"));
  CHECK(reading.of(R"({"affected":5,"harm":"none","affected":5})")
            .starts_with("refused duplicate_key@/affected:28"));
  CHECK(reading.of(R"({"harm":"none","affected":5,"harm":"none"})")
            .starts_with("refused duplicate_key@/harm:28"));
  CHECK(reading.of(R"({"harmx":"none"})").starts_with("refused unknown_key@/harmx:1"));
  CHECK(reading.of(R"({"har":"none"})").starts_with("refused unknown_key@/har:1"));
  CHECK(reading.of(R"({"":1})").starts_with("refused unknown_key@/:1"));
  CHECK(reading.of(R"({"zzz":1})").starts_with("refused unknown_key@/zzz:1"));
}

// The lane itself: what it takes, it takes to the value's end; what it leaves is the other's.
struct Lane {
  CaseImage image;
  const Header* header = image.builder.build();
  std::uint64_t field = 0;

  const Slot& slot(std::string_view path) const {
    for (const Slot& each : image.builder.slots) {
      const Range name = image.builder.strings[each.path];
      if (std::string_view(image.builder.bytes.data() + name.first, name.count) == path)
        return each;
    }
    FAIL("no such slot");
    throw 0;
  }
  // How many bytes of `value` are taken, when this is what the text ends with; -1: none.
  int taken(std::string_view path, std::string_view value, std::string_view behind) {
    const std::string text = std::string(value) + std::string(behind);
    std::vector<char> memory(256);
    Arena arena{memory.data(), memory.data() + memory.size(), false};
    FactsProblem problem{};
    const Reader in{text.data(), text.data(), text.data() + text.size(), header, arena,
                    &problem,    nullptr};
    field = 0x5555'5555'5555'5555;
    const char* const end =
        take_plain(in, slot(path), text.data(), reinterpret_cast<char*>(&field));
    return end == nullptr ? -1 : static_cast<int>(end - text.data());
  }
  template <class T>
  T value() const {
    T value;
    std::memcpy(&value, &field, sizeof value);
    return value;
  }
};

TEST_CASE("facts: the lane takes values as programs write them") {
  Lane lane;
  const auto takes = [&](std::string_view path, std::string_view value, auto wanted) {
    CAPTURE(value);
    const bool ends_itself = value.back() > '9' || value.back() < '0';
    CHECK(lane.taken(path, value, "") == (ends_itself ? static_cast<int>(value.size()) : -1));
    for (const std::string_view behind : {"}", ",", "]", " ", "\n"}) {
      CHECK(lane.taken(path, value, behind) == static_cast<int>(value.size()));
      CHECK(lane.value<decltype(wanted)>() == wanted);
      const std::uint64_t untouched =
          sizeof wanted == 8 ? 0 : lane.field >> (8 * sizeof wanted % 64);
      CHECK(untouched ==
            (sizeof wanted == 8 ? 0 : 0x5555'5555'5555'5555 >> (8 * sizeof wanted % 64)));
    }
  };
  const auto leaves = [&](std::string_view path, std::string_view value) {
    CAPTURE(value);
    for (const std::string_view behind : {"", "}", ","}) {
      CHECK(lane.taken(path, value, behind) == -1);
      CHECK(lane.field == 0x5555'5555'5555'5555);
    }
  };
  takes("/secret", "true", std::uint8_t{1});
  takes("/secret", "false", std::uint8_t{0});
  for (const char* other : {"tru", "fals", "1", "True", "null", "", "xrue", "xalse"})
    leaves("/secret", other);
  using Number = std::int64_t;
  takes("/total", "0", Number{0});
  takes("/total", "9", Number{9});
  takes("/total", "-0", Number{0});
  takes("/total", "10", Number{10});
  takes("/total", "-1", Number{-1});
  takes("/total", "1234567890", Number{1'234'567'890});
  takes("/total", "999999999999999999", Number{999'999'999'999'999'999});
  takes("/total", "-999999999999999999", Number{-999'999'999'999'999'999});
  for (const char* other : {"", "-", "00", "01", "-01", "1.0", "1e2", "1x", "1/", "1:", "\"1\"",
                            "1000000000000000000", "--1", "+1"})
    leaves("/total", other);
  takes("/affected", "0", Number{0});
  takes("/affected", "1000000", Number{1'000'000});
  leaves("/affected", "-1");
  leaves("/affected", "1000001");
  using Day = std::int32_t;
  takes("/first_day", R"("2026-03-02")", Day{20'514});
  takes("/first_day", R"("2000-01-01")", Day{10'957});
  takes("/first_day", R"("2079-07-08")", Day{40'000});
  leaves("/first_day", R"("1999-12-31")");
  leaves("/first_day", R"("2079-07-09")");
  for (const char* other : {R"("2026-02-29")", R"("2026-3-02")", R"("2026-03-02x")", "2026-03-02",
                            R"(x2026-03-02")", R"("2026-03-02x)", R"("")"})
    leaves("/first_day", other);
  takes("/detected_at", R"("1970-01-01T00:00:00Z")", Number{0});
  takes("/detected_at", R"("1970-01-01T07:00:01.5+07:00")", Number{1'500});
  takes("/detected_at", R"("1970-01-01T00:00:00.000Z")", Number{0});
  for (const char* other : {R"("1970-01-01")", "1970-01-01T00:00:00Z", R"("1970-01-01T00:00:00Z)",
                            R"(x1970-01-01T00:00:00Z")", R"("")", "\""})
    leaves("/detected_at", other);
  takes("/harm", R"("none")", Day{0});
  takes("/harm", R"("limited")", Day{1});
  takes("/harm", R"("serious")", Day{2});
  for (const char* other : {R"("non")", R"("nonee")", R"("none)", "none", R"(xnone")", R"("other")",
                            R"("n\u006fne")", R"("")", ""})
    leaves("/harm", other);
  using Set = std::uint64_t;
  takes("/tags", "[]", Set{0});
  takes("/tags", R"(["web"])", Set{1});
  takes("/tags", R"(["mail"])", Set{8});
  takes("/tags", R"(["app","web"])", Set{3});
  takes("/tags", R"(["web", "app", "đường dây"])", Set{7});
  for (const char* other :
       {R"(["web","web"])", R"(["web",])", R"(["web";"app"])", R"(["web",  "app"])", R"(["web" ])",
        "[ ]", R"("web")", R"(["webb"])", R"(["web")", "[", "", R"(x"web"])"})
    leaves("/tags", other);
  for (const char* path : {"/rate", "/grace", "/name"}) leaves(path, "\"1\"");
}

// A member that would be the last of 64 is taken, one more is none of the lane's.
TEST_CASE("facts: the lane takes sets of 64 members") {
  Lane lane;
  std::vector<std::string> names;
  for (int i = 0; i < 65; ++i) names.push_back("m" + std::to_string(i));
  lane.image.builder.enums[lane.image.tag].members =
      lane.image.builder.operand_strings({names.begin(), names.end()});
  lane.header = lane.image.builder.build();
  CHECK(lane.taken("/tags", R"(["m63"])", "}") == 7);
  CHECK(lane.value<std::uint64_t>() == std::uint64_t{1} << 63);
  CHECK(lane.taken("/tags", R"(["m64"])", "}") == -1);
}

}  // namespace
