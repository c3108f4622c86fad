// Determinations as facts state them: what they must say, when they hold, and what names them.
#include "compiler/runtime/determination.h"
#include "compiler/runtime/json_print.h"
#include "tests/unit/runtime_facts_image.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

namespace {

using namespace phep::runtime;

// Judgments of several kinds, and one of each element of a list.
class JudgedImage : public FactsImage {
 public:
  std::uint32_t fit, calm, seen, fee, term, paid, list, own;

  JudgedImage() {
    const std::uint32_t root = begin_struct(true, 1);
    const auto judged = [&](Kind kind, std::uint8_t flags, std::string_view path) {
      return slot(root, {"", kind, static_cast<std::uint8_t>(flags | kJudgment)}, path);
    };
    fit = judged(Kind::Bool, 0, "/$judgments/fit");
    calm = judged(Kind::Bool, 0, "/$judgments/calm");
    seen = judged(Kind::Date, kOptional, "/$judgments/seen");
    fee = judged(Kind::Money, 0, "/$judgments/fee");
    builder.slots[fee].type = builder.string("VND");
    term = judged(Kind::Duration, 0, "/$judgments/term");
    paid = slot(root, {"", Kind::Bool}, "/paid");
    list = slot(root, {"", Kind::Bool, 0, kNone, true, 0, 300}, "/parts");
    const std::uint32_t judgments =
        object({{"calm", calm}, {"fee", fee}, {"fit", fit}, {"seen", seen}, {"term", term}});
    const std::uint32_t top =
        object({{"$judgments", kNone, judgments}, {"paid", paid}, {"parts", list}});
    builder.structs[root].node = top;
    const std::uint32_t part = begin_struct(false, 1, list);
    builder.slots[list].type = part;
    own = slot(part, {"", Kind::Bool, kJudgment}, "/own");
    const std::uint32_t name = slot(part, {"", Kind::Text}, "/name");
    builder.structs[part].node = object({{"name", name}, {"own", own}});
    Decision decided{};
    decided.name = builder.string("sample.judged");
    decided.structure = root;
    builder.decisions.push_back(decided);
  }
};

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kNoon = 1'772'427'600'000;  // 2026-03-02T05:00Z, in Hà Nội
constexpr std::int64_t kMidnight = kNoon - 12 * kHour;

struct Read {
  JudgedImage image;
  const Header* header = image.builder.build();
  FactsProblem problem{};
  char* facts = nullptr;
  Determinations all{kNoon, 420, nullptr, 0};

  int read(std::string_view json, std::size_t arena_size = 1 << 20,
           std::size_t most = std::string_view::npos) {
    memory_.assign(arena_size, '\x7f');
    text_ = std::vector<char>(json.begin(), json.end());
    Arena arena{memory_.data(), memory_.data() + memory_.size(), false};
    all.first = nullptr;
    all.count = 0;
    void* read = nullptr;
    const int status = read_facts(header, 0, text_.data(), std::min(text_.size(), most), arena,
                                  &read, &problem, &all);
    facts = static_cast<char*>(read);
    return status;
  }
  std::string refusal(std::string_view json, std::size_t most = std::string_view::npos) {
    if (read(json, 1 << 20, most) == PHEP_OK) return "taken";
    const String name = facts_error_name(problem.error);
    return std::string(name.data, name.length) + "@" +
           std::string(problem.pointer, problem.pointer_length) + ":" +
           std::to_string(problem.offset);
  }
  const Slot& slot(std::uint32_t index) const { return image.builder.slots[index]; }
  bool bit(std::uint32_t index, std::uint32_t word) const {
    std::uint64_t bits = 0;
    std::memcpy(&bits, facts + 8 + 8 * word, 8);
    return (bits >> slot(index).bit & 1) != 0;
  }
  bool known(std::uint32_t index) const { return bit(index, 0); }
  bool present(std::uint32_t index) const { return bit(index, 1); }
  template <class T>
  T value(std::uint32_t index) const {
    T value;
    std::memcpy(&value, facts + slot(index).offset, sizeof value);
    return value;
  }

 private:
  std::vector<char> memory_;
  std::vector<char> text_;
};

std::string text_of(String text) {
  return {text.data, text.length};
}
std::string judged(std::string_view key, std::string_view parts) {
  return R"({"$judgments":{")" + std::string(key) + "\":{" + std::string(parts) + "}}}";
}

TEST_CASE("determination: all that it says is read") {
  Read r;
  REQUIRE(r.read(judged("fit", R"( "value" : true , "until":"2026-04-01","on":"2026-03-01",)"
                               R"("id":"Q1","basis":"tờ trình","author":"Lan" )")) == PHEP_OK);
  CHECK(r.known(r.image.fit));
  CHECK(r.present(r.image.fit));
  CHECK(r.value<std::uint8_t>(r.image.fit) == 1);
  REQUIRE(r.all.count == 1);
  const Determination& one = *r.all.first;
  CHECK(one.next == nullptr);
  CHECK(text_of(one.place) == "/$judgments/fit");
  CHECK(text_of(one.author) == "Lan");
  CHECK(text_of(one.basis) == "tờ trình");
  CHECK(text_of(one.id) == "Q1");
  CHECK(one.on == 20'513);     // days since 1970
  CHECK(one.until == 20'544);  // 31 later
  CHECK(one.state == DeterminationState::Made);
  CHECK_FALSE(one.matters);
  CHECK(reinterpret_cast<char*>(one.known) == r.facts + 8);
  CHECK(one.mask == std::uint64_t{1} << r.slot(r.image.fit).bit);
  // The least that one says.
  REQUIRE(r.read(judged("fit", R"("author":"Lan","on":"2026-03-01","value":false)")) == PHEP_OK);
  CHECK(r.value<std::uint8_t>(r.image.fit) == 0);
  CHECK(r.all.first->basis.data == nullptr);
  CHECK(r.all.first->until == PHEP_NO_DATE);
  CHECK(r.all.first->id.length == 64);
}

TEST_CASE("determination: what is wrong is named at its place") {
  Read r;
  CHECK(r.refusal(judged("fit", R"("on":"2026-03-01","value":true)")) ==
        "missing_key@/$judgments/fit/author:21");
  CHECK(r.refusal(judged("fit", R"("author":"L","value":true)")) ==
        "missing_key@/$judgments/fit/on:21");
  CHECK(r.refusal(judged("fit", R"("author":"L","on":"2026-03-01")")) ==
        "missing_key@/$judgments/fit/value:21");
  CHECK(r.refusal(judged("fit", "")) == "missing_key@/$judgments/fit/author:21");
  CHECK(r.refusal(judged("fit", R"("on":"2026-03-01","on":"2026-03-01")")) ==
        "duplicate_key@/$judgments/fit/on:40");
  CHECK(r.refusal(judged("fit", R"("by":"L")")) == "unknown_key@/$judgments/fit/by:22");
  CHECK(r.refusal(judged("fit", R"("author":1)")) == "wrong_type@/$judgments/fit/author:31");
  CHECK(r.refusal(judged("fit", R"("value":1)")) == "wrong_type@/$judgments/fit/value:30");
  CHECK(r.refusal(judged("fit", R"("value":null)")) == "null_not_allowed@/$judgments/fit/value:30");
  CHECK(r.refusal(judged("fit", R"("author":"L",)")) == "syntax@/$judgments/fit:35");
  CHECK(r.refusal(judged("fit", R"("author" "L")")) == "syntax@/$judgments/fit/author:31");
  for (const char* key : {"on", "until"}) {
    CAPTURE(key);
    CHECK_FALSE(r.read(judged("fit", '"' + std::string(key) + R"(":"2026-02-29")")) == PHEP_OK);
    CHECK_FALSE(r.read(judged("fit", '"' + std::string(key) + R"(":null)")) == PHEP_OK);
  }
  CHECK(r.refusal(R"({"paid":{"author":"L","on":"2026-03-01","value":true}})") ==
        "wrong_type@/paid:8");  // no judgment
  const auto deep = [&](std::size_t lists) {
    return r.refusal(
        judged("fit", "\"author\":" + std::string(lists, '[') + std::string(lists, ']')));
  };
  CHECK(deep(60) == "wrong_type@/$judgments/fit/author:31");
  CHECK(deep(61) == "depth@/$judgments/fit/author:31");  // with three objects around it
  const std::string whole =
      judged("fit", R"("author":"Lan","basis":"b","id":"q","on":"2026-03-01","value":true)");
  REQUIRE(r.read(whole) == PHEP_OK);
  for (std::size_t length = 0; length < whole.size(); ++length)
    CHECK(r.read(whole.substr(0, length)) == PHEP_BAD_FACTS);
}

TEST_CASE("determination: it is made when its day begins, and over when the day of its end does") {
  Read r;
  const auto state_at = [&](std::int64_t as_of, std::string_view until) {
    r.all.as_of = as_of;
    REQUIRE(r.read(judged("fit", R"("author":"L","on":"2026-03-02","value":true)" +
                                     std::string(until))) == PHEP_OK);
    CHECK(r.known(r.image.fit) == (r.all.first->state == DeterminationState::Made));
    return r.all.first->state;
  };
  CHECK(state_at(kMidnight - 1, "") == DeterminationState::NotYet);
  CHECK(state_at(kMidnight, "") == DeterminationState::Made);
  constexpr std::string_view kUntil = R"(,"until":"2026-03-05")";
  CHECK(state_at(kMidnight - 1, kUntil) == DeterminationState::NotYet);
  CHECK(state_at(kMidnight + 3 * kDay - 1, kUntil) == DeterminationState::Made);
  CHECK(state_at(kMidnight + 3 * kDay, kUntil) == DeterminationState::Expired);
}

TEST_CASE("determination: a value may be absent, where it may") {
  Read r;
  REQUIRE(r.read(judged("seen", R"("author":"L","on":"2026-03-01","value":null)")) == PHEP_OK);
  CHECK(r.known(r.image.seen));
  CHECK_FALSE(r.present(r.image.seen));
  REQUIRE(r.read(judged("seen", R"("author":"L","on":"2026-03-01","value":"2026-01-02")")) ==
          PHEP_OK);
  CHECK(r.present(r.image.seen));
  CHECK(r.value<std::int32_t>(r.image.seen) == 20'455);
  // Not yet made: whatever it says is unknown.
  REQUIRE(r.read(judged("seen", R"("author":"L","on":"2026-03-09","value":null)")) == PHEP_OK);
  CHECK_FALSE(r.known(r.image.seen));
}

TEST_CASE("determination: money and durations are objects, too") {
  Read r;
  for (const char* space : {"", " ", "\n\t "}) {
    const std::string in = space;
    REQUIRE(r.read(R"({"$judgments":{"fee":{)" + in + R"("amount":"5","currency":"VND"},)" +
                   R"("term":{)" + in + R"("n":3,"unit":"days"}}})") == PHEP_OK);
    CHECK(r.all.count == 0);
    CHECK(r.value<std::int64_t>(r.image.fee) == 5);
    CHECK(r.value<std::int64_t>(r.image.term) == 3);
    // Whichever key comes first.
    const std::string parts[] = {R"("author":"L")", R"("basis":"b")", R"("id":"i")",
                                 R"("on":"2026-03-01")", R"("until":"2026-05-01")"};
    for (std::size_t first = 0; first <= std::size(parts); ++first) {
      std::string said = in;
      const std::string value = R"("value":{"amount":"7","currency":"VND"})";
      if (first == std::size(parts)) said += value + ",";
      for (std::size_t i = 0; i < std::size(parts); ++i)
        said += parts[(first + i) % std::size(parts)] + (i + 1 == std::size(parts) ? "" : ",");
      if (first != std::size(parts)) said += "," + value;
      CAPTURE(said);
      REQUIRE(r.read(judged("fee", said)) == PHEP_OK);
      CHECK(r.all.count == 1);
      CHECK(r.value<std::int64_t>(r.image.fee) == 7);
    }
  }
  CHECK(r.refusal(judged("fee", "")) == "bad_money@/$judgments/fee:21");
  // Only a whole key tells, within its quotes.
  CHECK(r.refusal(judged("fee", R"("only":1)")) == "unknown_key@/$judgments/fee/only:22");
  CHECK(r.problem.slot == r.image.fee);
  CHECK(r.refusal(R"({"$judgments":{"fee":{}on":1}})") == "bad_money@/$judgments/fee:21");
  // What lies behind the end of the text is not looked at.
  const std::string whole = judged("fee", R"("on":"2026-03-01")");
  const auto cut_at = [&](std::size_t length) { return r.refusal(whole, length); };
  CHECK(cut_at(26) == "syntax@/$judgments/fee/on:26");
  for (std::size_t length = 0; length < whole.size(); ++length)
    CHECK(cut_at(length) == r.refusal(whole.substr(0, length)));
  for (const char* cut : {R"({"$judgments":{"fee":{"o)", R"({"$judgments":{"fee":{"on)",
                          R"({"$judgments":{"fee":{"on")", R"({"$judgments":{"fee":{)"})
    CHECK(r.read(cut) == PHEP_BAD_FACTS);
}

TEST_CASE("determination: without a name it is called by all that it says") {
  Read r;
  std::set<std::string> names;
  const auto named = [&](std::string_view key, std::string_view parts, std::size_t arena) {
    REQUIRE(r.read(judged(key, parts), arena) == PHEP_OK);
    return text_of(r.all.first->id);
  };
  const auto name = [&](std::string_view key, std::string_view parts) {
    const std::string one = named(key, parts, 1 << 20);
    CHECK(one == named(key, parts, 2'000));
    CHECK(one.size() == 64);
    CHECK(one.find_first_not_of("0123456789abcdef") == std::string::npos);
    return one;
  };
  const std::vector<std::string> said = {
      R"("author":"L","on":"2026-03-01","value":true)",
      R"("author":"M","on":"2026-03-01","value":true)",
      R"("author":"L","on":"2026-02-01","value":true)",
      R"("author":"L","on":"2026-03-01","value":false)",
      R"("author":"L","on":"2026-03-01","value":true,"basis":"b")",
      R"("author":"L","on":"2026-03-01","value":true,"until":"2026-05-01")",
      R"("author":"L","on":"2026-03-01","value":true,"until":"2026-06-01")"};
  for (const std::string& parts : said) names.insert(name("fit", parts));
  names.insert(name("seen", R"("author":"L","on":"2026-03-01","value":null)"));
  CHECK(names.size() == said.size() + 1);
  CHECK(name("calm", said[0]) != name("fit", said[0]));
  // The next one's name takes nothing from the first.
  REQUIRE(r.read(R"({"$judgments":{"calm":{)" + said[1] + R"(},"fit":{)" + said[0] + "}}}") ==
          PHEP_OK);
  const std::string first = text_of(r.all.first->id), second = text_of(r.all.first->next->id);
  CHECK(first == name("calm", said[1]));
  CHECK(second == name("fit", said[0]));
  // Answers that were given name it so. Digests are by Python's hashlib, of
  // "/$judgments/fit""L"""20513 -2147483648"true" and "/$judgments/fit""L""b"20513 20574"false".
  CHECK(name("fit", said[0]) == "173927b271a7c912ecad150d233897024905e98542f3780fd9cedac68e851675");
  CHECK(name("fit", R"("author":"L","on":"2026-03-01","value":false,"basis":"b",)"
                    R"("until":"2026-05-01")") ==
        "967645bf3758911e3ebb6dc694ccc9c383223629978b6732f0efd52c5d4fd504");
  // The order of keys and the space between them say nothing.
  CHECK(name("fit", R"( "value" : true,"on":"2026-03-01" ,"author": "L")") == name("fit", said[0]));
}

TEST_CASE("determination: they stand in the order of their places") {
  Read r;
  const auto element = [](std::string_view id) {
    return R"({"own":{"author":"L","on":"2026-03-01","value":true,"id":")" + std::string(id) +
           "\"}}";
  };
  const std::string judgment = R"({"author":"L","on":"2026-03-01","value":true,"id":"f"})";
  const auto order = [&](const std::string& json) {
    REQUIRE(r.read(json) == PHEP_OK);
    std::string ids;
    for (const Determination* one = r.all.first; one != nullptr; one = one->next)
      ids += text_of(one->id);
    CHECK(r.all.count == ids.size());
    return ids;
  };
  const std::string parts =
      "\"parts\":[" + element("a") + "," + element("b") + ",{}," + element("d") + "]";
  const std::string fit = "\"$judgments\":{\"fit\":" + judgment + "}";
  CHECK(order("{" + parts + "," + fit + "}") == "fabd");
  CHECK(order("{" + fit + "," + parts + "}") == "fabd");
}

TEST_CASE("determination: 256 are read, and their places move with their elements") {
  Read r;
  const auto parts = [&](int count, bool moves) {
    std::string json = R"({"parts":[)";
    for (int i = 0; i < count; ++i) {
      json += i == 0 ? "{" : ",{";
      if (moves) json += R"("name":"a\nb",)";  // takes memory between elements
      json += R"("own":{"author":"L","on":"2026-03-01","id":"q","value":true}})";
    }
    return r.read(json + "]}", 1 << 22);
  };
  for (const bool moves : {false, true}) {
    for (const int count : {1, 3, 4, 5, 8, 9, 17, 256}) {
      REQUIRE(parts(count, moves) == PHEP_OK);
      REQUIRE(r.all.count == static_cast<std::uint32_t>(count));
      phep_list list;
      std::memcpy(&list, r.facts + r.slot(r.image.list).offset, sizeof list);
      auto* const elements = reinterpret_cast<char*>(static_cast<std::uintptr_t>(list.items.slot));
      const std::uint32_t size = r.image.builder.structs[r.slot(r.image.list).type].size;
      std::set<char*> words, wanted;
      for (const Determination* one = r.all.first; one != nullptr; one = one->next)
        words.insert(reinterpret_cast<char*>(one->known));
      for (int i = 0; i < count; ++i) wanted.insert(elements + static_cast<std::size_t>(i) * size);
      CHECK(words == wanted);
    }
  }
  CHECK(parts(257, false) == PHEP_LIMIT);
  CHECK(r.problem.error == FactsError::TooLarge);
}

TEST_CASE("determination: only what lay within moved bytes moves with them") {
  std::uint64_t words[8] = {};
  std::uint64_t moved[2] = {};
  Determination all[4] = {};
  std::uint64_t* const known[] = {words + 1, words + 2, words + 3, words + 4};
  for (int i = 0; i < 4; ++i) {
    all[i].known = known[i];
    all[i].next = i == 3 ? nullptr : all + i + 1;
  }
  Determinations determinations{kNoon, 420, all, 4};
  move_determinations(&determinations, reinterpret_cast<const char*>(words + 2), 16,
                      reinterpret_cast<const char*>(moved));
  CHECK(all[0].known == words + 1);
  CHECK(all[1].known == moved);
  CHECK(all[2].known == moved + 1);
  CHECK(all[3].known == words + 4);
}

TEST_CASE("determination: a small arena is said") {
  Read r;
  const std::string json = judged("fit", R"("author":"L","on":"2026-03-01","value":true)");
  std::size_t enough = 0;
  for (std::size_t size = 0; size < 2'000 && enough == 0; size += 8) {
    const int status = r.read(json, size);
    CHECK((status == PHEP_OK || status == PHEP_SMALL_ARENA));
    if (status == PHEP_OK) enough = size;
  }
  CHECK(enough > 200);
  CHECK(text_of(r.all.first->place) == "/$judgments/fit");
}

TEST_CASE("determination: without a moment a judgment is a plain value") {
  Read r;
  std::vector<char> memory(1 << 16);
  Arena arena{memory.data(), memory.data() + memory.size(), false};
  void* facts = nullptr;
  const std::string json = judged("fit", R"("author":"L","on":"2026-03-01","value":true)");
  CHECK(read_facts(r.header, 0, json.data(), json.size(), arena, &facts, &r.problem) ==
        PHEP_BAD_FACTS);
  CHECK(r.problem.error == FactsError::WrongType);
}

TEST_CASE("determination: read into the caller's facts it begins on its day where the law is") {
  JudgedImage image;
  image.builder.decisions[0].zone = 28;
  const Header* const header = image.builder.build();
  const Struct& root = image.builder.structs[0];
  const std::string json = judged("fit", R"("author":"A","on":"2026-03-02","value":true)");
  for (const std::int64_t before : {0, 1}) {
    std::vector<std::uint64_t> facts(root.size / 8 + 1);
    std::memcpy(facts.data(), &root.size, 4);
    std::memcpy(reinterpret_cast<char*>(facts.data()) + 4, &root.layout, 4);
    phep_options options{sizeof(phep_options), 0, kMidnight - before, PHEP_NO_DATE, 0, {}};
    std::vector<char> memory(1 << 12);
    Arena arena{memory.data(), memory.data() + memory.size(), false};
    FactsProblem problem{};
    REQUIRE(read_into(header, 0, json.data(), json.size(), &options, facts.data(), arena,
                      &problem) == PHEP_OK);
    CHECK((facts[1] >> image.builder.slots[image.fit].bit & 1) == (before == 0 ? 1 : 0));
  }
}

}  // namespace
