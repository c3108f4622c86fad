// The ends of what JSON facts may hold: every scalar value, every level of nesting, objects of many
// keys, structs of many facts, lists that move while they grow.
#include "compiler/runtime/evaluation.h"
#include "compiler/runtime/facts.h"
#include "compiler/runtime/json_print.h"
#include "compiler/runtime/json_scan.h"
#include "tests/unit/runtime_facts_image.h"

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace phep::runtime;

// Reads texts as facts of one image, in memory of just some size.
class Texts {
 public:
  FactsProblem problem{};
  void* facts = nullptr;

  explicit Texts(FactsImage& image) : header_(image.builder.build()) {}
  const Header* header() const { return header_; }

  int read(std::string_view json, std::size_t room = 1 << 16) {
    memory_.assign(room + kBehind, '#');
    Arena arena{memory_.data(), memory_.data() + room, false};
    const int status = read_facts(header_, 0, json.data(), json.size(), arena, &facts, &problem);
    CHECK(std::string_view(memory_.data() + room, kBehind) == std::string(kBehind, '#'));
    return status;
  }
  // The facts written again, or "error@pointer:offset".
  std::string said(std::string_view json) {
    if (read(json) == PHEP_OK) return written();
    const String name = facts_error_name(problem.error);
    return std::string(name.data, name.length) + "@" +
           std::string(problem.pointer, problem.pointer_length) + ":" +
           std::to_string(problem.offset);
  }
  std::string written() const {
    std::string out(1 << 16, '\0');
    std::size_t length = 0;
    REQUIRE(write_facts(header_, 0, facts, out.data(), out.size(), &length) == PHEP_OK);
    return out.substr(0, length);
  }

 private:
  static constexpr std::size_t kBehind = 64;
  const Header* header_;
  std::vector<char> memory_;
};

// A root of these facts alone.
class PlainImage : public FactsImage {
 public:
  explicit PlainImage(const std::vector<Field>& fields, bool closed = false) {
    const std::uint32_t words = (ImageBuilder::count(fields) + 63) / 64;
    const std::uint32_t root = begin_struct(true, words);
    std::vector<Key> keys;
    for (const Field& field : fields)
      keys.push_back({field.key, slot(root, field, std::string("/") + std::string(field.key))});
    builder.structs[root].node = object(keys, closed);
    Decision decided{};
    decided.name = builder.string("m.d");
    decided.structure = root;
    builder.decisions.push_back(decided);
  }
};

// UTF-8 as Unicode defines it.
std::string utf8(char32_t scalar) {
  const auto tail = [&](int shift) { return static_cast<char>(0x80 + (scalar >> shift) % 64); };
  const auto lead = [&](unsigned marks, int shift) {
    return static_cast<char>(marks + (scalar >> shift));
  };
  if (scalar < 0x80) return {lead(0, 0)};
  if (scalar < 0x800) return {lead(0xC0, 6), tail(0)};
  if (scalar < 0x10000) return {lead(0xE0, 12), tail(6), tail(0)};
  return {lead(0xF0, 18), tail(12), tail(6), tail(0)};
}

std::string escape(unsigned unit, bool upper) {
  char text[8];
  std::snprintf(text, sizeof text, upper ? "\\u%04X" : "\\u%04x", unit);
  return text;
}

bool is_surrogate(char32_t scalar) {
  return scalar >= 0xD800 && scalar <= 0xDFFF;
}

TEST_CASE("json: every scalar value is read as it is, and from its escapes") {
  CaseImage image;
  Texts texts(image);
  const auto name = [&](const std::string& inside) {
    const std::string json = "{\"name\":\"" + inside + "\"}";
    REQUIRE(texts.read(json, 1 << 18) == PHEP_OK);
    const String text = [&] {
      phep_text found;
      for (const Slot& slot : image.builder.slots)
        if (slot.kind == Kind::Text && slot.structure == 0)
          std::memcpy(&found, static_cast<char*>(texts.facts) + slot.offset, sizeof found);
      return String{static_cast<const char*>(found.data.ptr),
                    static_cast<std::uint32_t>(found.length)};
    }();
    return std::string(text.data, text.length);
  };
  std::string plain, raw, escapes;
  const auto all = [&] {
    CHECK(name(escapes) == plain);
    CHECK(name(raw) == raw);
    CHECK(is_utf8({plain.data(), static_cast<std::uint32_t>(plain.size())}));
    plain = raw = escapes = "";
  };
  // All of two bytes, then ever fewer, and those at the ends of each length and each lead.
  for (char32_t scalar = 0; scalar <= 0x10FFFF; ++scalar) {
    const bool edge = scalar % 0x400 < 2 || scalar % 0x400 > 0x3FD;
    if (scalar > 0xFFF && !edge && scalar % 61 != 0) continue;
    if (is_surrogate(scalar)) continue;
    plain += utf8(scalar);
    if (scalar >= 0x20 && scalar != '"' && scalar != '\\') raw += utf8(scalar);
    if (scalar < 0x10000) {
      escapes += escape(scalar, scalar % 2 != 0);
    } else {
      escapes += escape(0xD800 + (scalar - 0x10000) / 0x400, true);
      escapes += escape(0xDC00 + scalar % 0x400, false);
    }
    if (plain.size() > 4'000) all();
  }
  all();
  CHECK(name("\\\"\\\\\\/\\b\\f\\n\\r\\t") == "\"\\/\b\f\n\r\t");
}

TEST_CASE("json: surrogates come in pairs, high before low") {
  CaseImage image;
  Texts texts(image);
  for (const unsigned first : {0xD7FFU, 0xD800U, 0xDBFFU, 0xDC00U, 0xDFFFU, 0xE000U})
    for (const unsigned second : {0xD7FFU, 0xDBFFU, 0xDC00U, 0xDFFFU, 0xE000U}) {
      const bool high = first >= 0xD800 && first <= 0xDBFF;
      const bool low = second >= 0xDC00 && second <= 0xDFFF;
      const bool pair = high && low;
      const bool fine = pair || (!is_surrogate(first) && !is_surrogate(second));
      const std::string text = "{\"name\":\"" + escape(first, false) + escape(second, true) + "\"}";
      CAPTURE(text);
      const std::size_t where = is_surrogate(first) ? 9 : 15;
      if (fine)
        CHECK(texts.read(text) == PHEP_OK);
      else
        CHECK(texts.said(text) == "lone_surrogate@/name:" + std::to_string(where));
    }
  CHECK(texts.said("{\"name\":\"\\ud83d") == "lone_surrogate@/name:9");
  CHECK(texts.said("{\"name\":\"\\ud83d\\u") == "lone_surrogate@/name:9");
  CHECK(texts.said("{\"name\":\"\\ud83d\\udc0") == "lone_surrogate@/name:9");
}

TEST_CASE("json: controls stand in no string, neither in a value nor in a key") {
  CaseImage image;
  Texts texts(image);
  for (char c = 0; c < 0x20; ++c) {
    CAPTURE(static_cast<int>(c));
    CHECK(texts.said("{\"name\":\"a" + std::string(1, c) + "\"}") == "syntax@/name:10");
    CHECK(texts.said("{\"na" + std::string(1, c) + "me\":\"a\"}") == "syntax@:4");
  }
  CHECK(texts.read("{\"name\":\"a \x7f\"}") == PHEP_OK);
}

// What a plain reading of the bytes says: the table of well-formed sequences, Unicode 3-7.
TEST_CASE("json: bytes are UTF-8 or not, to the last of each range") {
  const auto is_tail = [](unsigned c, unsigned low = 0x80, unsigned high = 0xBF) {
    return c >= low && c <= high;
  };
  const auto wellformed = [&](unsigned a, unsigned b, unsigned c, unsigned d, int length) {
    if (length == 2) return a >= 0xC2 && a <= 0xDF && is_tail(b);
    if (length == 3)
      return a >= 0xE0 && a <= 0xEF && is_tail(c) &&
             is_tail(b, a == 0xE0 ? 0xA0 : 0x80, a == 0xED ? 0x9F : 0xBF);
    return a >= 0xF0 && a <= 0xF4 && is_tail(c) && is_tail(d) &&
           is_tail(b, a == 0xF0 ? 0x90 : 0x80, a == 0xF4 ? 0x8F : 0xBF);
  };
  const unsigned seconds[] = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
  const unsigned others[] = {0x7F, 0x80, 0xBF, 0xC0};
  for (unsigned a = 0x80; a <= 0xFF; ++a)
    for (const unsigned b : seconds)
      for (const unsigned c : others)
        for (const unsigned d : others)
          for (int length = 1; length <= 4; ++length) {
            const char text[] = {static_cast<char>(a), static_cast<char>(b), static_cast<char>(c),
                                 static_cast<char>(d)};
            const bool fine = length > 1 && wellformed(a, b, c, d, length);
            if (is_utf8({text, static_cast<std::uint32_t>(length)}) == fine) continue;
            // A sequence and plain or broken bytes behind it.
            bool in_parts = false;
            for (int n = 2; n < length; ++n)
              in_parts = in_parts || (wellformed(a, b, c, d, n) &&
                                      is_utf8({text + n, static_cast<std::uint32_t>(length - n)}));
            CAPTURE(a);
            CAPTURE(b);
            CAPTURE(length);
            CHECK(is_utf8({text, static_cast<std::uint32_t>(length)}) == in_parts);
          }
  for (unsigned a = 0; a < 0x80; ++a) {
    const char c = static_cast<char>(a);
    CHECK(is_utf8({&c, 1}));
  }
  CHECK(is_utf8({"", 0}));
}

// Of what is refused anyway, 64 levels, the root counted, are said to be too deep.
TEST_CASE("json: values of every place may nest as deep as is left there") {
  CaseImage image;
  Texts texts(image);
  const auto nested = [](int levels) {
    return std::string(static_cast<std::size_t>(levels), '[') +
           std::string(static_cast<std::size_t>(levels), ']');
  };
  struct Row {
    std::string_view before, pointer;
    int level;  // of the value: how many objects and lists are open around it
  };
  const Row rows[] = {{R"({"harm":)", "/harm", 1},
                      {R"({"total":)", "/total", 1},
                      {R"({"tags":[)", "/tags/0", 2},
                      {R"({"tags":["app",)", "/tags/1", 2},
                      {R"({"acts":{"level":)", "/acts/level", 2},
                      {R"({"acts":{"$partial":)", "/acts/$partial", 2},
                      {R"({"grace":{"n":)", "/grace/n", 2},
                      {R"({"grace":{"unit":)", "/grace/unit", 2},
                      {R"({"fee":{"amount":)", "/fee/amount", 2},
                      {R"({"requests":[)", "/requests/0", 2},
                      {R"({"days":[)", "/days/0", 2},
                      {R"({"requests":[{"id":)", "/requests/0/id", 3},
                      {R"({"requests":[{"notes":[{"by":)", "/requests/0/notes/0/by", 5}};
  for (const Row& row : rows) {
    CAPTURE(row.before);
    const std::string at = std::string(row.pointer) + ":" + std::to_string(row.before.size());
    CHECK(texts.said(std::string(row.before) + nested(63 - row.level)) == "wrong_type@" + at);
    CHECK(texts.said(std::string(row.before) + nested(64 - row.level)) == "depth@" + at);
  }
  // Brackets in strings open nothing, whatever is escaped there.
  const std::string many(70, '[');
  CHECK(texts.said("{\"harm\":[\"" + many + "\"]}") == "wrong_type@/harm:8");
  CHECK(texts.said("{\"harm\":[\"\\\"" + many + "\"]}") == "wrong_type@/harm:8");
  CHECK(texts.said("{\"harm\":[\"\\\\\"," + many + "]}") == "depth@/harm:8");
  CHECK(texts.said("{\"harm\":{}," + many) == "wrong_type@/harm:8");
  CHECK(texts.said("{\"harm\":[\"" + many) == "wrong_type@/harm:8");
  const std::string cut = "{\"harm\":[\"\\";
  const std::string behind = cut + "\"\"" + many;
  CHECK(texts.said(std::string_view(behind).substr(0, cut.size())) == "wrong_type@/harm:8");
}

TEST_CASE("json: a key stands between quotes") {
  CaseImage image;
  Texts texts(image);
  for (const std::string_view key : {"harm", "secret", "detected_at"}) {
    const std::string name(key);
    const std::string after = ":\"none\"}";
    CHECK(texts.said("{x" + name + "\"" + after) == "syntax@:1");
    CHECK(texts.said("{'" + name + "\"" + after) == "syntax@:1");
    CHECK(texts.said("{ " + name + "\"" + after) == "syntax@:2");
    // To the next quote all is one key.
    CHECK(texts.said("{\"" + name + "x" + after) == "unknown_key@/" + name + "x::1");
    CHECK(texts.said("{\"" + name + "'" + after) == "unknown_key@/" + name + "'::1");
    CHECK(texts.said("{\"" + name + "\"x" + after) ==
          "syntax@/" + name + ":" + std::to_string(name.size() + 3));
  }
}

TEST_CASE("json: space may stand around every part") {
  CaseImage image;
  Texts texts(image);
  const auto same = [&](std::string_view tight, std::string_view spaced) {
    CHECK(texts.read(tight) == PHEP_OK);
    const std::string wanted = texts.written();
    CHECK(texts.said(spaced) == wanted);
  };
  same(R"({"acts":{"$partial":true,"logged":true}})",
       "{\"acts\" : { \"$partial\" \n:\t true\r , \"logged\" : true } }");
  same(R"({"acts":{"logged":true,"$partial":false}})",
       R"({"acts":{"logged":true , "$partial" : false }})");
  same(R"({"fee":{"amount":"3","currency":"VND"}})",
       "{\"fee\" : { \"amount\" : \"3\" , \"currency\" : \"VND\" } }");
  same(R"({"grace":{"n":3,"unit":"days"}})", R"({"grace": { "n" :3 , "unit" : "days" }})");
  same(R"({"tags":["app","web"]})", "{\"tags\":\t[ \"app\" , \"web\" ]\n}");
  same(R"({"requests":[{"id":"a"},{"notes":[]}],"days":["2026-01-01"]})",
       R"({"requests" : [ { "id" : "a" } , { "notes" : [ ] } ] , "days" : [ "2026-01-01" ] })");
}

// Keys of an object, more than the reader has room for at hand.
TEST_CASE("json: objects may have as many keys as records have facts") {
  for (const std::uint32_t count :
       {63U, 64U, 65U, 1'023U, 1'024U, 1'025U, 1'088U, 1'089U, 1'152U}) {
    CAPTURE(count);
    std::vector<std::string> names;
    for (std::uint32_t i = 0; i < count; ++i) names.push_back("k" + std::to_string(100'000 + i));
    std::vector<Field> fields;
    for (const std::string& name : names) fields.push_back({name, Kind::Bool});
    PlainImage image(fields);
    Texts texts(image);
    // The least room that is enough for one; what lies behind it stays as it was.
    std::size_t room = image.builder.structs[0].size;
    while (texts.read("{\"" + names[0] + "\":true}", room) != PHEP_OK) ++room;
    CHECK(room < image.builder.structs[0].size + 16 + (count > 1'024 ? 32 + count / 8 : 16));
    CHECK(texts.written() == "{\"" + names[0] + "\":true}");
    std::string forward = "{", backward = "{";
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::string value = i % 3 == 0 ? "true" : "false";
      forward += (i == 0 ? "\"" : ",\"") + names[i] + "\":" + value;
    }
    for (std::uint32_t i = count; i-- > 0;) {
      const std::string value = i % 3 == 0 ? "true" : "false";
      backward += (i == count - 1 ? "\"" : ",\"") + names[i] + "\":" + value;
    }
    CHECK(texts.said(forward + "}") == forward + "}");
    CHECK(texts.said(backward + "}") == forward + "}");
    for (const std::uint32_t i : {0U, 1U, 62U, count - 2, count - 1}) {
      CHECK(texts.said(forward + ",\"" + names[i] + "\":true}") ==
            "duplicate_key@/" + names[i] + ":" + std::to_string(forward.size() + 1));
      const std::string one = "{\"" + names[i] + "\":true}";
      CHECK(texts.said(one) == one);
    }
  }
}

namespace {

std::vector<std::string> two_hundred_names() {
  std::vector<std::string> names;
  for (int i = 0; i < 200; ++i) names.push_back("k" + std::to_string(100 + i));
  return names;
}

std::vector<Field> optional_integers(const std::vector<std::string>& names) {
  std::vector<Field> fields;
  for (const std::string& name : names) fields.push_back({name, Kind::Int, kOptional});
  return fields;
}

}  // namespace

// The bits of every fact stand by themselves, in every word.
TEST_CASE("json: each of many facts is known, null or unknown by itself") {
  const std::vector<std::string> names = two_hundred_names();
  PlainImage image(optional_integers(names));
  Texts texts(image);
  for (int i = 0; i < 200; ++i) {
    const std::string key = "\"" + names[static_cast<std::size_t>(i)] + "\":";
    for (const std::string_view value : {"7", "null", " -1", "  null"}) {
      const std::string said = texts.said("{" + key + std::string(value) + "}");
      CHECK(said == "{" + key + std::string(value.substr(value.find_first_not_of(' '))) + "}");
    }
  }
}

// What JSON cannot say no struct may say.
TEST_CASE("facts: a duration in a struct is not below zero, and of a unit that there is") {
  PlainImage image({{"term", Kind::Duration}});
  Texts texts(image);
  REQUIRE(texts.read(R"({"term":{"n":3,"unit":"days"}})") == PHEP_OK);
  CHECK(texts.read(R"({"term":{"n":-1,"unit":"days"}})") == PHEP_BAD_FACTS);
  REQUIRE(texts.read(R"({"term":{"n":3,"unit":"days"}})") == PHEP_OK);
  const Header* const header = texts.header();
  char* const field =
      static_cast<char*>(texts.facts) + items<Slot>(header, header->slots)[0].offset;
  const auto holds = [&](std::int64_t count, std::int64_t unit) {
    std::memcpy(field, &count, sizeof count);
    std::memcpy(field + 8, &unit, sizeof unit);
    std::uint32_t lacking = 0;
    return check_facts(header, 0, texts.facts, &lacking) == PHEP_OK;
  };
  CHECK(holds(0, 0));
  CHECK(holds(INT64_MAX, 6));
  CHECK_FALSE(holds(-1, 1));
  CHECK_FALSE(holds(INT64_MIN, 1));
  CHECK_FALSE(holds(1, 7));
  CHECK_FALSE(holds(1, -1));
}

TEST_CASE("facts: each of many is loaded by bits of its own") {
  const std::vector<std::string> names = two_hundred_names();
  PlainImage image(optional_integers(names));
  Texts texts(image);
  const Header* const header = texts.header();
  for (std::uint32_t i = 0; i < 200; ++i) {
    REQUIRE(texts.read("{\"" + names[i] + "\":7,\"" + names[(i + 64) % 200] + "\":null}") ==
            PHEP_OK);
    std::uint32_t lacking = 0;
    CHECK(check_facts(header, 0, texts.facts, &lacking) == PHEP_OK);
    CHECK(lacking == 2 * 198);
    Arena arena{nullptr, nullptr, false};
    Evaluation ctx = begin(header, nullptr, arena);
    give_facts(ctx, 0, texts.facts);
    CHECK(load(ctx, i, 0).lo == 7);
    CHECK(present(ctx, i, 0).lo == 1);
    CHECK(present(ctx, (i + 64) % 200, 0).lo == 0);
    CHECK(is_error(load(ctx, (i + 1) % 200, 0)));  // nobody looked for what is missing
  }
}

TEST_CASE("json: of a closed record of many facts each is undone where it is not said") {
  std::vector<std::string> names;
  for (int i = 0; i < 130; ++i) names.push_back("k" + std::to_string(100 + i));
  std::vector<Field> fields;
  for (const std::string& name : names) fields.push_back({name, Kind::Bool, kClosed});
  PlainImage image(fields, true);
  Texts texts(image);
  for (int said = -1; said < 130; ++said) {
    std::string wanted;
    for (int i = 0; i < 130; ++i)
      wanted += (i == 0 ? "{\"" : ",\"") + names[static_cast<std::size_t>(i)] +
                (i == said ? "\":true" : "\":false");
    CHECK(
        texts.said(said < 0 ? "{}" : "{\"" + names[static_cast<std::size_t>(said)] + "\":true}") ==
        wanted + "}");
  }
}

// Elements whose texts are unescaped lie between what the list has and what it needs.
TEST_CASE("json: a list keeps its elements while it grows, wherever it moves") {
  CaseImage image;
  image.builder.slots[image.requests].hi = 40;
  image.builder.slots[image.notes].hi = 20;
  Texts texts(image);
  for (int count = 0; count <= 40; ++count)
    for (const bool escaped : {false, true}) {
      std::string json, wanted;
      for (int i = 0; i < count; ++i) {
        const std::string own = std::to_string(i);
        std::string notes, other;
        for (int n = 0; n < i % 7; ++n) {
          notes += (n == 0 ? "{\"by\":\"" : ",{\"by\":\"") + own + "\"}";
          other += (n == 0 ? "{\"by\":\"" : ",{\"by\":\"") + own + "\"}";
        }
        const std::string comma = i == 0 ? "" : ",";
        json += comma + "{\"id\":\"" + (escaped ? "\\u0061" : "a") + own +
                "\",\"closed_on\":null," + "\"notes\":[" + notes + "]}";
        wanted += comma + "{\"closed_on\":null,\"id\":\"a" + own + "\",\"notes\":[" + other + "]}";
      }
      const std::string said = texts.said("{\"requests\":[" + json + "]}");
      CHECK(said.find("\"requests\":[" + wanted + "]") != std::string::npos);
    }
}

TEST_CASE("json: the longest texts of numbers, days and moments") {
  CaseImage image;
  Texts texts(image);
  const auto stays = [&](const std::string& member) {
    CHECK(texts.said("{" + member + "}").find(member) != std::string::npos);
  };
  stays(R"("rate":"-99999999999999999999.999999999")");
  stays(R"("rate":"0.000000001")");
  stays(R"("total":-9223372036854775808)");
  stays(R"("detected_at":"9999-12-31T23:59:59.999Z")");
  stays(R"("detected_at":"0001-01-01T00:00:00Z")");
  stays(R"("seen_on":"9999-12-31")");
  stays(R"("seen_on":"0001-01-01")");
  stays(R"("grace":{"n":9223372036854775807,"unit":"working_days"})");
}

TEST_CASE("json: what is wrong with a term is told of its number, or of its unit") {
  CaseImage image;
  Texts texts(image);
  const auto refused = [&](const std::string& term, const std::string& what,
                           const std::string& token) {
    const std::string json = "{\"grace\":" + term + "}";
    CHECK(texts.said(json) == what + ":" + std::to_string(json.find(token)));
  };
  refused(R"({"n":3,"unit":"moons"})", "not_a_member@/grace/unit", "\"moons\"");
  refused(R"({"unit":"moons","n":3})", "not_a_member@/grace/unit", "\"moons\"");
  refused(R"({"n":-1,"unit":"days"})", "out_of_range@/grace/n", "-1");
  refused(R"({"unit":"days","n":-1})", "out_of_range@/grace/n", "-1");
  refused(R"({"n":"3","unit":"days"})", "wrong_type@/grace/n", "\"3\"");
  refused(R"({"n":3,"unit":7})", "wrong_type@/grace/unit", "7");
}

TEST_CASE("json: a list that grows where it lies takes no more than its elements") {
  CaseImage image;
  for (Slot& slot : image.builder.slots)
    if (slot.is_list != 0) slot.hi = 64;
  Texts texts(image);
  const std::uint32_t element = image.builder.structs.back().size;  // a day and its bits
  for (const std::uint32_t count : {4U, 5U, 8U, 9U, 16U, 33U}) {
    std::string json = "{\"days\":[";
    for (std::uint32_t i = 0; i < count; ++i) json += i == 0 ? "\"2026-01-01\"" : ",\"2026-01-01\"";
    json += "]}";
    std::size_t room = image.builder.structs[0].size;
    while (texts.read(json, room) != PHEP_OK) room += 8;
    std::uint32_t capacity = 4;
    while (capacity < count) capacity *= 2;
    CHECK(room <= image.builder.structs[0].size + std::size_t{capacity} * element + 32);
  }
}

TEST_CASE("json: without room for the place of what is wrong, memory is too small") {
  CaseImage image;
  Texts texts(image);
  const std::string json = "{\"" + std::string(100, 'k') + "\":1}";
  const std::size_t least = image.builder.structs[0].size + 16;
  CHECK(texts.read(json, least) == PHEP_SMALL_ARENA);
  CHECK(texts.read(json, least + 80) == PHEP_SMALL_ARENA);
  CHECK(texts.read(json, least + 128) == PHEP_BAD_FACTS);
}

TEST_CASE("json: a record that may be absent is no truth") {
  FactsImage image;
  const std::uint32_t root = image.begin_struct(true, 1);
  const std::uint32_t boss = image.slot(root, {"boss", Kind::Bool, kOptional}, "/boss");
  const std::uint32_t age = image.slot(root, {"age", Kind::Int}, "/boss/age");
  const std::uint32_t inner = image.object({{"age", age}});
  image.builder.structs[root].node = image.object({{"boss", boss, inner}});
  Decision decided{};
  decided.name = image.builder.string("m.d");
  decided.structure = root;
  image.builder.decisions.push_back(decided);
  Texts texts(image);
  for (const char* value : {"true", "false"})
    for (const char* space : {"", " "})
      CHECK(texts.said(std::string("{\"boss\":") + space + value + "}").starts_with("wrong_type@"));
  CHECK(texts.said(R"({"boss":null})") == R"({"boss":null})");
  CHECK(texts.said(R"({"boss":{"age":7}})") == R"({"boss":{"age":7}})");
}

TEST_CASE("json: only null is null") {
  PlainImage image({{"n", Kind::Int, kOptional}, {"m", Kind::Int, kOptional}});
  Texts texts(image);
  CHECK(texts.said(R"({"n":null,"m":null})") == R"({"m":null,"n":null})");
  // Each letter one before, or one behind.
  for (const char* almost : {"mull", "oull", "ntll", "nvll", "nukl", "numl", "nulk", "nulm"})
    CHECK(texts.said(std::string("{\"n\":") + almost + "}").starts_with("syntax@"));
}

TEST_CASE("json: the place of what is wrong has the index of its element") {
  CaseImage image;
  for (Slot& slot : image.builder.slots)
    if (slot.is_list != 0) slot.hi = 200;
  Texts texts(image);
  for (const int index : {0, 1, 9, 10, 11, 89, 90, 99, 100, 101, 199}) {
    std::string json = "{\"requests\":[";
    for (int i = 0; i < index; ++i) json += "{},";
    const std::string wrong = "wrong_type@/requests/" + std::to_string(index) + "/id:";
    CHECK(texts.said(json + "{\"id\":1}]}") == wrong + std::to_string(json.size() + 6));
  }
}

TEST_CASE("json: no text is no facts, and a length without a text is a mistake") {
  CaseImage image;
  const Header* const header = image.builder.build();
  const Struct& root = image.builder.structs[0];
  std::vector<std::uint64_t> facts(root.size / 8 + 1);
  char memory[64];
  const auto read = [&](std::size_t length) {
    std::memcpy(facts.data(), &root.size, 4);
    std::memcpy(reinterpret_cast<char*>(facts.data()) + 4, &root.layout, 4);
    phep_options options{sizeof(phep_options), 0, 0, PHEP_NO_DATE, 0, {}};
    Arena arena{memory, memory + sizeof memory, false};
    FactsProblem problem{};
    return read_into(header, 0, nullptr, length, &options, facts.data(), arena, &problem);
  };
  CHECK(read(0) == PHEP_BAD_FACTS);
  CHECK(read(1) == PHEP_BAD_ARGUMENT);
}

}  // namespace
