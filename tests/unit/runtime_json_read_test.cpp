// The facts reader: what it takes, what it refuses and where, and that writing gives back what was
// read.
#include "compiler/runtime/facts.h"
#include "compiler/runtime/json_print.h"
#include "compiler/runtime/verify_image.h"
#include "tests/unit/runtime_facts_image.h"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <new>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace phep::runtime;

// One image and one arena for all calls of a test.
class Facts {
 public:
  CaseImage image;
  const Header* header = image.builder.build();
  FactsProblem problem{};
  void* facts = nullptr;

  int read(std::string_view json, std::size_t arena_size = 1 << 20) {
    memory_.assign(arena_size, '\x7f');
    // A copy of just these bytes, so that a read past the end is one past an allocation.
    text_ = std::vector<char>(json.begin(), json.end());
    Arena arena{memory_.data(), memory_.data() + memory_.size(), false};
    return read_facts(header, image.decision, text_.data(), text_.size(), arena, &facts, &problem);
  }

  std::string write() {
    std::string out(1 << 16, '\0');
    std::size_t written = 0;
    REQUIRE(write_facts(header, image.decision, facts, out.data(), out.size(), &written) ==
            PHEP_OK);
    out.resize(written);
    return out;
  }

  // "error@pointer" of a refused text, or the facts written again.
  std::string outcome(std::string_view json) {
    const int status = read(json);
    if (status == PHEP_OK) return write();
    const String name = facts_error_name(problem.error);
    return std::string(name.data, name.length) + "@" +
           std::string(problem.pointer, problem.pointer_length);
  }

 private:
  std::vector<char> memory_;
  std::vector<char> text_;
};

constexpr std::string_view kFull =
    R"({"$judgments":{"fit":true},"acts":{"done":["app","web"],"level":3,"logged":false,)"
    R"("told_on":"2026-03-02T01:00:00Z"},"affected":12000,"boss":{"age":52},)"
    R"("days":["2026-01-01","2026-01-02"],"detected_at":"2026-03-01T01:00:00.250Z",)"
    R"("fee":{"amount":"3000000","currency":"VND"},"first_day":"2026-03-02",)"
    R"("grace":{"n":3,"unit":"working_days"},"harm":"serious","name":"Công ty \"A\"\\\u0007",)"
    R"("notified_at":null,"rate":"-0.05","requests":[{"closed_on":null,"id":"r0","notes":[]},)"
    R"({"closed_on":"2026-04-01","id":"","notes":[{"by":"x"},{"by":"y"}]}],"secret":true,)"
    R"("seen_on":"2026-02-28","tags":["app","mail","web","đường dây"],"total":-9223372036854775808})";

TEST_CASE("what is written is what was read") {
  Facts facts;
  CHECK(facts.outcome(kFull) == kFull);
  CHECK(facts.outcome("{}") == R"({"$judgments":{},"acts":{"$partial":true}})");
  std::string spaced;
  bool quoted = false;
  for (std::size_t i = 0; i < kFull.size(); ++i) {
    spaced += kFull[i];
    if (kFull[i] == '"' && kFull[i - 1] != '\\') quoted = !quoted;
    if (!quoted && std::string_view("{[]},:\"").contains(kFull[i])) {
      spaced += " \r\n\t";
    }
  }
  CHECK(facts.outcome(spaced) == kFull);
}

// A program's spelling is read in a lane of its own; two spaces lead past it.
TEST_CASE("every value is read the same with and without space") {
  constexpr std::string_view kKeys[] = {
      "affected",    "detected_at", "fee",    "first_day", "grace", "harm",  "name",
      "notified_at", "rate",        "secret", "seen_on",   "tags",  "total", "days"};
  constexpr std::string_view kValues[] = {"true",
                                          "false",
                                          "truex",
                                          "tru",
                                          "null",
                                          "nullx",
                                          "0",
                                          "-0",
                                          "1",
                                          "-1",
                                          "007",
                                          "00",
                                          "-",
                                          "1.0",
                                          "1e2",
                                          "12000",
                                          "1000001",
                                          "999999999999999999",
                                          "9223372036854775807",
                                          "9223372036854775808",
                                          "-9223372036854775808",
                                          "-9223372036854775809",
                                          "1 2",
                                          R"("")",
                                          R"("none")",
                                          R"("serious")",
                                          R"("seriou\u0073")",
                                          R"("seriou")",
                                          R"("seriouss")",
                                          R"("web")",
                                          "[]",
                                          R"(["web"])",
                                          R"(["web","app"])",
                                          R"(["web","web"])",
                                          R"(["web",])",
                                          R"(["web" "app"])",
                                          R"(["đường dây"])",
                                          R"(["nowhere"])",
                                          R"(["web",1])",
                                          "[1]",
                                          R"("2026-03-01")",
                                          R"("2026-02-29")",
                                          R"("2024-02-29")",
                                          R"("10000-01-01")",
                                          R"("0001-01-01")",
                                          R"("2026-3-1")",
                                          R"("2026-03-01T08:00+07:00")",
                                          R"("2026-03-01T08:00:00.250Z")",
                                          R"("2026-03-01T08:00")",
                                          R"("2026-03-01T24:00Z")",
                                          R"("2026-03-01T08:00:00.123456789123456789+07:00")",
                                          "{}",
                                          R"({"amount":"3","currency":"VND"})",
                                          R"({"n":3,"unit":"days"})",
                                          "\"",
                                          "\"web",
                                          "[",
                                          "[\"web\""};
  Facts facts;
  int known = 0;
  for (const std::string_view key : kKeys) {
    for (const std::string_view value : kValues) {
      const std::string name = "\"" + std::string(key) + "\"";
      const std::string said(value);
      CAPTURE(name + ":" + said);
      const std::string plain = facts.outcome("{" + name + ":" + said + "}");
      const int status = facts.problem.error == FactsError::None ? 1 : 0;
      CHECK(plain == facts.outcome("{ " + name + "  :  " + said + "}"));
      CHECK(plain == facts.outcome("{" + name + ":" + said + " }"));
      known += status;
    }
  }
  CHECK(known > 60);  // and not all are refused
  // A key said twice, in and out of the order of declaration.
  CHECK(facts.outcome(R"({"secret":true,"secret":true})") == "duplicate_key@/secret");
  CHECK(facts.outcome(R"({"affected":1,"harm":"none","affected":1})") == "duplicate_key@/affected");
  CHECK(facts.outcome(R"({"secret":true,})") == "syntax@");
}

TEST_CASE("every form of a value leads to the canonical one") {
  struct Row {
    std::string_view value;      // JSON of one member
    std::string_view canonical;  // what stands between the braces afterwards
  };
  const Row rows[] = {
      {R"("fee":3000000)", R"("fee":{"amount":"3000000","currency":"VND"})"},
      {R"("fee":"3000000")", R"("fee":{"amount":"3000000","currency":"VND"})"},
      {R"("fee":{"currency":"VND","amount":"3000000"})",
       R"("fee":{"amount":"3000000","currency":"VND"})"},
      {R"("fee":{"amount":7,"currency":"VND"})", R"("fee":{"amount":"7","currency":"VND"})"},
      {R"("fee":-0)", R"("fee":{"amount":"0","currency":"VND"})"},
      {R"("rate":0.050)", R"("rate":"0.05")"},
      {R"("rate":5e-2)", R"("rate":"0.05")"},
      {R"("rate":"12.000")", R"("rate":"12")"},
      {R"("rate":0.1)", R"("rate":"0.1")"},
      {R"("total":9223372036854775807)", R"("total":9223372036854775807)"},
      {R"("total":-0)", R"("total":0)"},
      {R"("affected":1000000)", R"("affected":1000000)"},
      {R"("tags":["web","app"])", R"("tags":["app","web"])"},
      {R"("tags":[ ])", R"("tags":[])"},
      {R"("requests":[])", R"("requests":[])"},
      {R"("grace":{"unit":"hours","n":0})", R"("grace":{"n":0,"unit":"hours"})"},
      {R"("detected_at":"2026-05-04T24:00+07:00")", R"("detected_at":"2026-05-04T17:00:00Z")"},
      {R"("name":"\u0041\u00e9\u20ac\ud83d\ude00\/\b\f\n\r\t")",
       "\"name\":\"Aé€😀/\\u0008\\u000c\\u000a\\u000d\\u0009\""},
      {R"("name":"")", R"("name":"")"},
      {R"("name":"\u0000")", R"("name":"\u0000")"},
      {R"("h\u0061rm":"none")", R"("harm":"none")"},
      {R"("harm":"\u006eone")", R"("harm":"none")"},
      {R"("boss":null)", R"("boss":null)"},
      {R"("boss":{})", R"("boss":{})"},
  };
  Facts facts;
  for (const Row& row : rows) {
    CAPTURE(row.value);
    std::string expected = facts.outcome("{" + std::string(row.value) + "}");
    // What a closed record of nothing and no judgments always add.
    const std::string_view acts = R"("acts":{"$partial":true})";
    const auto at = expected.find(acts);
    REQUIRE(at != std::string::npos);
    expected.erase(at, acts.size());
    const std::string_view judgments = R"("$judgments":{})";
    REQUIRE(expected.find(judgments) == 1);
    expected.erase(1, judgments.size());
    std::string bare;
    for (const char c : expected) {
      if (c == ',' && (bare.back() == '{' || bare.back() == ',')) continue;
      bare += c;
    }
    if (bare.size() > 2 && bare[bare.size() - 2] == ',') bare.erase(bare.size() - 2, 1);
    CHECK(bare == "{" + std::string(row.canonical) + "}");
  }
}

TEST_CASE("of a closed record what is not said was not done") {
  Facts facts;
  CHECK(facts.outcome(R"({"acts":{}})") ==
        R"({"$judgments":{},"acts":{"$partial":true,"done":[],"logged":false,"told_on":null}})");
  CHECK(facts.outcome(R"({"acts":{"level":1}})") ==
        R"({"$judgments":{},"acts":{"done":[],"level":1,"logged":false,"told_on":null}})");
  CHECK(facts.outcome(R"({"acts":{"$partial":true,"logged":true}})") ==
        R"({"$judgments":{},"acts":{"$partial":true,"logged":true}})");
  CHECK(facts.outcome(R"({"acts":{"$partial":false,"level":2}})") ==
        R"({"$judgments":{},"acts":{"done":[],"level":2,"logged":false,"told_on":null}})");
}

TEST_CASE("known and present bits say what was read") {
  Facts facts;
  REQUIRE(facts.read(R"({"notified_at":null,"affected":5})") == PHEP_OK);
  const auto* const base = static_cast<const char*>(facts.facts);
  const auto& structure = facts.image.builder.structs[0];
  const auto bit = [&](std::uint32_t slot) { return facts.image.builder.slots[slot].bit; };
  CHECK(is_known(structure, base, bit(facts.image.notified_at)));
  CHECK_FALSE(is_present(structure, base, bit(facts.image.notified_at)));
  CHECK(is_known(structure, base, bit(facts.image.affected)));
  CHECK(is_present(structure, base, bit(facts.image.affected)));
  CHECK_FALSE(is_known(structure, base, bit(facts.image.requests)));
  std::uint32_t head[2];
  std::memcpy(head, base, sizeof head);
  CHECK(head[0] == structure.size);
  CHECK(head[1] == 77);
}

TEST_CASE("text without escapes points into the input") {
  Facts facts;
  REQUIRE(facts.read(R"({"name":"plain"})", 512) == PHEP_OK);
  const std::string long_text(4'000, 'x');
  CHECK(facts.read("{\"name\":\"" + long_text + "\"}", 512) == PHEP_OK);
  CHECK(facts.read("{\"name\":\"" + long_text + "\\n\"}", 512) == PHEP_SMALL_ARENA);
}

TEST_CASE("malformed facts are refused at their place") {
  struct Row {
    std::string_view json, expected;
  };
  const Row rows[] = {
      // Not JSON.
      {"", "syntax@"},
      {" ", "syntax@"},
      {"{", "syntax@"},
      {"{\"", "syntax@"},
      {R"({"harm")", "syntax@/harm"},
      {R"({"harm" "none"})", "syntax@/harm"},
      {R"({"harm":)", "syntax@/harm"},
      {R"({"harm":"none)", "syntax@/harm"},
      {R"({"harm":"none")", "syntax@"},
      {R"({"harm":"none",)", "syntax@"},
      {R"({"harm":"none",})", "syntax@"},
      {R"({,"harm":"none"})", "syntax@"},
      {R"({"harm":"none" "secret":true})", "syntax@"},
      {R"({harm:"none"})", "syntax@"},
      {R"({'harm':"none"})", "syntax@"},
      {R"({"harm":none})", "syntax@/harm"},
      {R"({"secret":tru})", "syntax@/secret"},
      {R"({"secret":truex})", "syntax@"},
      {R"({"secret":True})", "syntax@/secret"},
      {R"({"secret":nul})", "syntax@/secret"},
      {R"({"affected":01})", "syntax@/affected"},
      {R"({"affected":-})", "syntax@/affected"},
      {R"({"affected":+1})", "syntax@/affected"},
      {R"({"affected":.5})", "syntax@/affected"},
      {R"({"affected":1.})", "syntax@/affected"},
      {R"({"affected":1e})", "syntax@/affected"},
      {R"({"affected":1e+})", "syntax@/affected"},
      {R"({"affected":0x10})", "syntax@"},
      {R"({"affected":1_000})", "syntax@"},
      {R"({"affected":NaN})", "syntax@/affected"},
      {R"({"rate":Infinity})", "syntax@/rate"},
      {R"({"name":"\x"})", "syntax@/name"},
      {R"({"name":"\u12g4"})", "syntax@/name"},
      {R"({"name":"\u12"})", "syntax@/name"},
      {"{\"name\":\"a\nb\"}", "syntax@/name"},
      {std::string_view("{\"name\":\"a\0b\"}", 14), "syntax@/name"},
      {R"({"tags":["web",]})", "syntax@/tags/1"},
      {R"({"tags":["web" "app"]})", "syntax@/tags"},
      {R"({"requests":[{"id":"a"},]})", "syntax@/requests/1"},
      {R"({"requests":[{"id":"a"})", "syntax@/requests"},
      {R"({"requests":[{"id":"a"]})", "syntax@/requests/0"},
      {"// comment\n{}", "syntax@"},
      {"\xEF\xBB\xBF{}", "syntax@"},
      {"{}{}", "trailing_text@"},
      {"{} x", "trailing_text@"},
      {std::string_view("{}\0", 3), "trailing_text@"},
      // Not Unicode.
      {"{\"name\":\"\xff\"}", "bad_utf8@/name"},
      {"{\"name\":\"\x80\"}", "bad_utf8@/name"},
      {"{\"name\":\"\xc3\"}", "bad_utf8@/name"},
      {"{\"name\":\"\xc0\xaf\"}", "bad_utf8@/name"},
      {"{\"name\":\"\xe0\x80\xaf\"}", "bad_utf8@/name"},
      {"{\"name\":\"\xf0\x80\x80\xaf\"}", "bad_utf8@/name"},
      {"{\"name\":\"\xed\xa0\x80\"}", "bad_utf8@/name"},
      {"{\"name\":\"\xf4\x90\x80\x80\"}", "bad_utf8@/name"},
      {"{\"name\":\"\xf5\x80\x80\x80\"}", "bad_utf8@/name"},
      {"{\"name\":\"\xe2\x82", "bad_utf8@/name"},
      {"{\"na\xffme\":\"\"}", "bad_utf8@"},
      {R"({"name":"\ud800"})", "lone_surrogate@/name"},
      {R"({"name":"\udc00"})", "lone_surrogate@/name"},
      {R"({"name":"\ud800\u0041"})", "lone_surrogate@/name"},
      {R"({"name":"\ud800\ud800"})", "lone_surrogate@/name"},
      {R"({"name":"\ud83dx"})", "lone_surrogate@/name"},
      // Keys.
      {R"({"harms":"none"})", "unknown_key@/harms"},
      {R"({"Harm":"none"})", "unknown_key@/Harm"},
      {R"({"":1})", "unknown_key@/"},
      {R"({"a/b~c":1})", "unknown_key@/a~1b~0c"},
      {R"({"acts":{"x":1}})", "unknown_key@/acts/x"},
      {R"({"requests":[{},{"ids":"a"}]})", "unknown_key@/requests/1/ids"},
      {R"({"requests":[{"notes":[{},{"to":1}]}]})", "unknown_key@/requests/0/notes/1/to"},
      {R"({"$partial":true})", "unknown_key@/$partial"},
      {R"({"harm":"none","harm":"none"})", "duplicate_key@/harm"},
      {R"({"harm":"none","secret":true,"h\u0061rm":"none"})", "duplicate_key@/harm"},
      {R"({"acts":{},"acts":{}})", "duplicate_key@/acts"},
      {R"({"acts":{"$partial":true,"$partial":true}})", "duplicate_key@/acts/$partial"},
      {R"({"acts":{"$partial":1}})", "wrong_type@/acts/$partial"},
      // Types.
      {"[]", "wrong_type@"},
      {"null", "null_not_allowed@"},
      {"\"text\"", "wrong_type@"},
      {"42", "wrong_type@"},
      {R"({"secret":1})", "wrong_type@/secret"},
      {R"({"secret":"true"})", "wrong_type@/secret"},
      {R"({"secret":[]})", "wrong_type@/secret"},
      {R"({"affected":"12"})", "wrong_type@/affected"},
      {R"({"affected":1.0})", "wrong_type@/affected"},
      {R"({"affected":1e3})", "wrong_type@/affected"},
      {R"({"affected":true})", "wrong_type@/affected"},
      {R"({"affected":{}})", "wrong_type@/affected"},
      {R"({"name":5})", "wrong_type@/name"},
      {R"({"harm":2})", "wrong_type@/harm"},
      {R"({"harm":["none"]})", "wrong_type@/harm"},
      {R"({"tags":"web"})", "wrong_type@/tags"},
      {R"({"tags":[1]})", "wrong_type@/tags/0"},
      {R"({"requests":{}})", "wrong_type@/requests"},
      {R"({"requests":[[]]})", "wrong_type@/requests/0"},
      {R"({"acts":[]})", "wrong_type@/acts"},
      {R"({"$judgments":true})", "wrong_type@/$judgments"},
      {R"({"$judgments":{"fit":"yes"}})", "wrong_type@/$judgments/fit"},
      {R"({"detected_at":1700000000})", "wrong_type@/detected_at"},
      {R"({"first_day":20260301})", "wrong_type@/first_day"},
      {R"({"grace":3})", "wrong_type@/grace"},
      {R"({"grace":{}})", "wrong_type@/grace"},
      {R"({"grace":{"n":3}})", "wrong_type@/grace"},
      {R"({"grace":{"n":"3","unit":"days"}})", "wrong_type@/grace/n"},
      {R"({"grace":{"n":3.5,"unit":"days"}})", "wrong_type@/grace/n"},
      {R"({"grace":{"n":3,"unit":1}})", "wrong_type@/grace/unit"},
      {R"({"grace":{"n":3,"unit":"days","x":1}})", "unknown_key@/grace/x"},
      {R"({"grace":{"n":3,"n":3,"unit":"days"}})", "duplicate_key@/grace/n"},
      {R"({"grace":{"n":-3,"unit":"days"}})", "out_of_range@/grace/n"},
      {R"({"grace":{"n":3,"unit":"fortnights"}})", "not_a_member@/grace/unit"},
      // Null.
      {R"({"harm":null})", "null_not_allowed@/harm"},
      {R"({"requests":null})", "null_not_allowed@/requests"},
      {R"({"requests":[null]})", "null_not_allowed@/requests/0"},
      {R"({"acts":null})", "null_not_allowed@/acts"},
      {R"({"acts":{"logged":null}})", "null_not_allowed@/acts/logged"},
      {R"({"days":[null]})", "null_not_allowed@/days/0"},
      {R"({"tags":[null]})", "null_not_allowed@/tags/0"},
      // Ranges and members.
      {R"({"affected":-1})", "out_of_range@/affected"},
      {R"({"affected":1000001})", "out_of_range@/affected"},
      {R"({"total":9223372036854775808})", "out_of_range@/total"},
      {R"({"total":-9223372036854775809})", "out_of_range@/total"},
      {R"({"total":123456789012345678901234567890})", "out_of_range@/total"},
      {R"({"first_day":"1999-12-31"})", "out_of_range@/first_day"},
      {R"({"harm":"Serious"})", "not_a_member@/harm"},
      {R"({"harm":""})", "not_a_member@/harm"},
      {R"({"tags":["web","fax"]})", "not_a_member@/tags/1"},
      {R"({"tags":["web","app","web"]})", "duplicate_key@/tags/2"},
      {R"({"requests":[{},{},{},{}]})", "too_long@/requests"},
      {R"({"requests":[{"notes":[{},{},{}]}]})", "too_long@/requests/0/notes"},
      {R"({"days":["2026-01-01","2026-01-02","2026-01-03"]})", "too_long@/days"},
      // Numbers, money, times.
      {R"({"rate":"5%"})", "bad_decimal@/rate"},
      {R"({"rate":"1e3"})", "bad_decimal@/rate"},
      {R"({"rate":"0,5"})", "bad_decimal@/rate"},
      {R"({"rate":0.0000000001})", "bad_decimal@/rate"},
      {R"({"rate":1e400})", "out_of_range@/rate"},
      {R"({"rate":100000000000000000000000000000})", "out_of_range@/rate"},
      {R"({"rate":[1]})", "wrong_type@/rate"},
      {R"({"fee":0.1})", "bad_money@/fee"},
      {R"({"fee":"3.000.000"})", "bad_money@/fee"},
      {R"({"fee":"007"})", "bad_money@/fee"},
      {R"({"fee":""})", "bad_money@/fee"},
      {R"({"fee":"3000000 VND"})", "bad_money@/fee"},
      {R"({"fee":{"amount":"1","currency":"USD"}})", "bad_money@/fee"},
      {R"({"fee":{"amount":"1"}})", "bad_money@/fee"},
      {R"({"fee":{"currency":"VND"}})", "bad_money@/fee"},
      {R"({"fee":{"amount":"1.5","currency":"VND"}})", "bad_money@/fee"},
      {R"({"fee":{"amount":null,"currency":"VND"}})", "null_not_allowed@/fee/amount"},
      {R"({"fee":{"amount":"1","currency":"VND","rate":1}})", "unknown_key@/fee/rate"},
      {R"({"fee":-1})", "out_of_range@/fee"},
      {R"({"fee":"99999999999999999999"})", "out_of_range@/fee"},
      {R"({"fee":true})", "wrong_type@/fee"},
      {R"({"first_day":"2026-02-29"})", "bad_date@/first_day"},
      {R"({"first_day":"2026-3-1"})", "bad_date@/first_day"},
      {R"({"first_day":"2026-03-01T00:00Z"})", "bad_date@/first_day"},
      {R"({"days":["2026-01-01","x"]})", "bad_date@/days/1"},
      {R"({"detected_at":"2026-03-01T08:00"})", "bad_instant@/detected_at"},
      {R"({"detected_at":"2026-03-01"})", "bad_instant@/detected_at"},
      {R"({"detected_at":"9999-12-31T24:00Z"})", "out_of_range@/detected_at"},
  };
  Facts facts;
  int malformed = 0;
  for (const Row& row : rows) {
    CAPTURE(row.json);
    CHECK(facts.outcome(row.json) == row.expected);
    malformed += row.expected.front() != '{';
  }
  CHECK(malformed >= 80);
}

TEST_CASE("nesting, size and every truncation end in an answer") {
  Facts facts;
  CHECK(facts.outcome("{\"secret\":" + std::string(1'000'000, '[')) == "depth@/secret");
  CHECK(facts.outcome("{\"harm\":" + std::string(62, '[') + std::string(62, ']') + "}") ==
        "wrong_type@/harm");
  CHECK(facts.outcome("{\"harm\":" + std::string(63, '[') + std::string(63, ']') + "}") ==
        "depth@/harm");
  const std::string large(PHEP_MAX_JSON + 1, ' ');
  CHECK(facts.read(large) == PHEP_LIMIT);
  CHECK(facts.problem.error == FactsError::TooLarge);
  CHECK(facts.read(large.substr(1)) == PHEP_BAD_FACTS);  // spaces alone, just small enough
  for (std::size_t length = 0; length < kFull.size(); ++length) {
    CAPTURE(length);
    CHECK(facts.read(kFull.substr(0, length)) == PHEP_BAD_FACTS);
  }
}

TEST_CASE("every changed byte ends in an answer") {
  Facts facts;
  int accepted = 0;
  for (std::size_t at = 0; at < kFull.size(); ++at) {
    for (const char c :
         {'\0', ' ', '"', '\\', '{', '}', '[', ']', ',', ':', '0', '9', '-', 'x', '\x80', '\xff'}) {
      std::string text(kFull);
      text[at] = c;
      const int status = facts.read(text);
      CHECK((status == PHEP_OK || status == PHEP_BAD_FACTS));
      if (status != PHEP_OK) continue;
      ++accepted;
      const std::string written = facts.write();
      CHECK(facts.outcome(written) == written);
    }
  }
  CHECK(accepted > 500);
}

TEST_CASE("a small arena is said, never overrun") {
  Facts facts;
  int small = 0;
  for (std::size_t size = 0; size < 4'096; size += 8) {
    const int status = facts.read(kFull, size);
    CHECK((status == PHEP_OK || status == PHEP_SMALL_ARENA));
    small += status == PHEP_SMALL_ARENA;
  }
  CHECK(small > 10);
  CHECK(facts.read(kFull, 4'096) == PHEP_OK);
  CHECK(facts.read("{\"unknown\":1}", 520) == PHEP_BAD_FACTS);
}

TEST_CASE("a list inside an empty list has no elements, whatever memory held before") {
  Facts facts;
  const std::uint32_t note = facts.image.builder.slots[facts.image.notes].type;
  const auto elements = [&](std::string_view json) {
    REQUIRE(facts.read(json) == PHEP_OK);
    // Each word is more than those before it, so that lengths left as they were lie beyond indices.
    alignas(Elements) std::array<std::uint32_t, sizeof(Elements) / 4> memory;
    std::iota(memory.begin(), memory.end(), 1U);
    asm volatile("" : : "r"(memory.data()) : "memory");  // it stays until something is written
    auto* walk = new (memory.data()) Elements(facts.header, note, facts.facts);
    int count = 0;
    for (; walk->valid() && count < 10; walk->next()) ++count;
    return count;
  };
  CHECK(elements(R"({"requests":[]})") == 0);
  CHECK(elements("{}") == 0);
  CHECK(elements(R"({"requests":[{"notes":[]},{}]})") == 0);
  CHECK(elements(R"({"requests":[{"notes":[]},{"notes":[{},{}]},{"notes":[{}]}]})") == 3);
}

TEST_CASE("problems carry the byte, the slot and a JSON form") {
  Facts facts;
  REQUIRE(facts.read(R"({"secret":true,"affected":-1})") == PHEP_BAD_FACTS);
  CHECK(facts.problem.offset == 26);
  CHECK(facts.problem.slot == facts.image.affected);
  std::string out(256, '\0');
  Writer writer{out.data(), out.size(), 0};
  put_problem(writer, facts.problem);
  CHECK(out.substr(0, writer.length) ==
        R"({"error":{"at":"/affected","code":"out_of_range","offset":26}})");
}

TEST_CASE("bad arguments are named") {
  Facts facts;
  Arena arena{nullptr, nullptr, false};
  CHECK(read_facts(nullptr, 0, "{}", 2, arena, &facts.facts, &facts.problem) == PHEP_BAD_ARGUMENT);
  CHECK(read_facts(facts.header, 9, "{}", 2, arena, &facts.facts, &facts.problem) ==
        PHEP_BAD_ARGUMENT);
  CHECK(read_facts(facts.header, 0, nullptr, 2, arena, &facts.facts, &facts.problem) ==
        PHEP_BAD_ARGUMENT);
  CHECK(read_facts(facts.header, 0, "{}", 2, arena, &facts.facts, nullptr) == PHEP_BAD_ARGUMENT);
  CHECK(read_facts(facts.header, 0, "{}", 2, arena, &facts.facts, &facts.problem) ==
        PHEP_SMALL_ARENA);
}

}  // namespace

TEST_CASE("facts: a table whose keys lead elsewhere is refused") {
  const auto is_sound = [](auto change) {
    CaseImage image;
    change(image, image.builder.keys[0]);
    return verify_facts({image.builder.build()});
  };
  CHECK(is_sound([](CaseImage&, KeyNode&) {}));
  CHECK_FALSE(is_sound([](CaseImage&, KeyNode& key) { key.slot = key.object = kNone; }));
  // A fact of another record; an object within itself; one object in two places.
  CHECK_FALSE(is_sound([](CaseImage& image, KeyNode& key) { key.slot = image.note_by; }));
  CHECK_FALSE(is_sound([](CaseImage&, KeyNode& key) { key.object = 0; }));
  CHECK_FALSE(is_sound([](CaseImage& image, KeyNode&) {
    image.builder.structs.back().node = image.builder.structs.front().node;
  }));
  // Elements without an object have one value.
  CHECK_FALSE(is_sound([](CaseImage& image, KeyNode&) { image.builder.structs[1].node = kNone; }));
}
