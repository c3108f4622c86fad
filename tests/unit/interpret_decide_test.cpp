// decide() as a host meets it: what it refuses, its memory, its steps, lists of norms, readings,
// foreign images.
#include "compiler/runtime/sections.h"
#include "tests/support/image_builder.h"

#include <doctest/doctest.h>

#include <cstring>
#include <random>
#include <string>

namespace phep::tests {
namespace {

// What the first decision answers in JSON.
std::string json_of(const Header* header, std::string_view facts = "{}",
                    phep_status wanted = PHEP_OK, FactsProblem* problem = nullptr) {
  phep_options options{};
  options.size = sizeof options;
  options.law_date = PHEP_NO_DATE;
  std::vector<std::uint64_t> memory(8'192);
  char* const begin = reinterpret_cast<char*>(memory.data());
  Arena arena{begin, begin + memory.size() * 8, false};
  std::string out(1'000, ' ');
  std::size_t written = 0;
  REQUIRE(decide_json(header, 0, nullptr, facts.data(), facts.size(), &options, out.data(),
                      out.size(), &written, arena, problem) == wanted);
  return out.substr(0, written);
}

// Facts of every sort, and a decision that hangs on some of them.
struct Everything {
  ImageBuilder image;
  std::uint32_t three = image.enumeration(3);
  std::uint32_t flag = image.slot("/flag", Kind::Bool);
  std::uint32_t member = image.slot("/member", Kind::Enum, {.type = three});
  std::uint32_t set = image.slot("/set", Kind::Set, {.type = three});
  std::uint32_t number = image.slot("/number", Kind::Int, {.ranged = true, .lo = 0, .hi = 100});
  std::uint32_t date = image.slot("/date", Kind::Date);
  std::uint32_t instant = image.slot("/instant", Kind::Instant, {.optional = true});
  std::uint32_t decimal = image.slot("/decimal", Kind::Decimal);
  std::uint32_t name = image.slot("/name", Kind::Text);
  std::uint32_t list = image.list("/requests", 3);
  std::uint32_t closed = image.slot_in(list, "/closed", Kind::Bool);
  FunctionBuilder f{image, "t.rule", 1};
  const Header* header = nullptr;

  Everything() {
    FunctionBuilder each(image, "t.answer", 2);
    NormRows rows;
    rows.norm = NormKind::StateDuty;
    rows.done_kind = Kind::Bool;
    rows.done = each.load(closed, 1);
    rows.applies = each.load(flag);
    const std::uint32_t spec = image.norm(rows);
    const std::uint32_t answer = image.add(each, each.inst(Op::Norm, Kind::Norm, spec));
    const RegIndex a = f.load(flag);
    const RegIndex b = f.compare(Compare::Gt, Kind::Int, f.load(number), f.integer(10));
    f.and_(a, b);
    header = image.build(f, {{"out", Kind::Bool, f.last()}}, {{spec, kNone, answer, list}});
    REQUIRE(verify_image(header, image.bytes().size() * 8));
  }
  Facts facts() {
    Facts facts(image, image.root());
    facts.set(flag, 1).set(member, 2).set(set, 5).set(number, 50).set(date, 1).set(instant, 1);
    return facts.set(decimal, 1).set_text(name, "A").set_list(list, {request(1), request(0)});
  }
  Facts request(int is_closed) { return Facts(image, image.element(list)).set(closed, is_closed); }
};

TEST_CASE("decide: complete facts are decided in the bound's steps") {
  Everything e;
  const Decided decided = decide_case(e.header, e.facts());
  CHECK(decided.status == PHEP_OK);
  CHECK(decided.output(0).a == 1);
  CHECK(decided.head().path == 2);
  CHECK(decided.head().steps == 5 + 2 * 3);
  CHECK(decided.head().steps <= runtime::items<Decision>(e.header, e.header->decisions)[0].bound);
}

TEST_CASE("decide: facts that are no facts are refused") {
  Everything e;
  const auto refuses = [&](const Facts& facts) {
    return decide_case(e.header, facts).status == PHEP_BAD_FACTS;
  };
  CHECK_FALSE(refuses(e.facts()));
  CHECK(refuses(e.facts().set(e.flag, 2)));
  CHECK(refuses(e.facts().set(e.member, 3)));
  CHECK(refuses(e.facts().set(e.member, -1)));
  CHECK(refuses(e.facts().set(e.set, 8)));
  CHECK(refuses(e.facts().set(e.number, 101)));
  CHECK(refuses(e.facts().set(e.number, -1)));
  CHECK(refuses(e.facts().set(e.date, 3'000'000)));
  CHECK(refuses(e.facts().set(e.instant, INT64_MAX)));
  CHECK(refuses(e.facts().set(e.decimal, 0, INT64_MAX)));
  CHECK(refuses(
      e.facts().set_list(e.list, {e.request(0), e.request(0), e.request(0), e.request(0)})));
  CHECK(refuses(e.facts().set_list(e.list, {e.request(2)})));
  const auto nowhere = [&](std::uint32_t slot) {  // a length without a pointer
    Facts facts = e.facts();
    std::memset(static_cast<char*>(facts.data()) + e.image.at(slot).offset, 0, 8);
    return refuses(facts);
  };
  CHECK(nowhere(e.name));
  CHECK(nowhere(e.list));
  // What is null has no value to check; what is unknown neither.
  CHECK_FALSE(refuses(e.facts().set(e.instant, INT64_MAX).set_null(e.instant)));
}

TEST_CASE("decide: arguments that do not fit are refused") {
  Everything e;
  Facts facts = e.facts();
  std::vector<std::uint64_t> result(64), memory(1'024);
  phep_result_head head{};
  const auto& decision = runtime::items<Decision>(e.header, e.header->decisions)[0];
  head.size = decision.result_size;
  head.layout = decision.layout;
  phep_options options{};
  options.size = sizeof options;
  options.law_date = PHEP_NO_DATE;
  const Header* image = e.header;
  const auto call = [&](std::uint32_t index, const void* given, const phep_options* with) {
    std::memcpy(result.data(), &head, sizeof head);
    char* const begin = reinterpret_cast<char*>(memory.data());
    Arena arena{begin, begin + memory.size() * 8, false};
    return decide(image, index, nullptr, given, with, result.data(), arena);
  };
  CHECK(call(0, facts.data(), &options) == PHEP_OK);
  CHECK(call(1, facts.data(), &options) == PHEP_BAD_ARGUMENT);
  CHECK(call(0, nullptr, &options) == PHEP_BAD_ARGUMENT);
  CHECK(call(0, facts.data(), nullptr) == PHEP_BAD_ARGUMENT);
  image = nullptr;
  CHECK(call(0, facts.data(), &options) == PHEP_BAD_ARGUMENT);
  image = e.header;
  const auto with = [&](auto change) {
    phep_options changed = options;
    change(changed);
    return call(0, facts.data(), &changed);
  };
  CHECK(with([](phep_options& o) { o.size = 8; }) == PHEP_BAD_ARGUMENT);
  CHECK(with([](phep_options& o) { o.flags = 1U << 9; }) == PHEP_BAD_ARGUMENT);
  CHECK(with([](phep_options& o) { o.as_of = INT64_MIN; }) == PHEP_BAD_ARGUMENT);
  CHECK(with([](phep_options& o) { o.law_date = 5'000'000; }) == PHEP_BAD_ARGUMENT);
  CHECK(with([](phep_options& o) { o.reading_count = 1; }) == PHEP_BAD_ARGUMENT);
  head.layout = 8;
  CHECK(call(0, facts.data(), &options) == PHEP_BAD_ARGUMENT);
  head.layout = 7;
  std::memset(facts.data(), 0, 4);
  CHECK(call(0, facts.data(), &options) == PHEP_BAD_ARGUMENT);
}

TEST_CASE("decide: an arena of any size is enough or is said to be too small") {
  Everything e;
  Facts facts(e.image, e.image.root());
  facts.set_list(e.list, {e.request(1), e.request(0)});
  bool enough = false;
  for (std::size_t size = 0; size <= 16'384 && !enough; size += 8) {
    const int status = decide_case(e.header, facts, {.arena = size}).status;
    enough = status == PHEP_OK;
    REQUIRE((enough || status == PHEP_SMALL_ARENA));
  }
  CHECK(enough);
}

TEST_CASE("decide: a list gives one norm an element; an unknown list is missing") {
  Everything e;
  const Decided decided = decide_case(e.header, e.facts());
  REQUIRE(decided.norms(0).length == 2);
  CHECK(decided.norms(0).stride == sizeof(phep_norm));
  const auto* const norms = static_cast<const phep_norm*>(decided.norms(0).items.ptr);
  CHECK(norms[0].status == PHEP_MET);
  CHECK(norms[1].status == PHEP_VIOLATED);

  Facts nothing(e.image, e.image.root());
  const Decided unknown = decide_case(e.header, nothing);
  CHECK(unknown.norms(0).length == PHEP_UNKNOWN_LIST);
  CHECK(unknown.head().missing.ptr[unknown.norms(0).stride] == e.list);

  Facts partial(e.image, e.image.root());
  partial.set(e.flag, 1).set_list(e.list, {e.request(1), Facts(e.image, e.image.element(e.list))});
  const Decided open = decide_case(e.header, partial);
  const auto* const rows = static_cast<const phep_norm*>(open.norms(0).items.ptr);
  CHECK(rows[0].status == PHEP_MET);
  CHECK(rows[1].status == PHEP_UNDETERMINED);
  CHECK(open.missing(rows[1]) == std::vector<std::uint32_t>{e.closed | 1U << 16});
}

TEST_CASE("decide: a list that may be absent is missing once where nobody knows of it") {
  ImageBuilder image;
  const std::uint32_t list = image.list("/requests", 3, true);
  const std::uint32_t closed = image.slot_in(list, "/closed", Kind::Bool);
  FunctionBuilder each(image, "t.answer", 2);
  NormRows rows;
  rows.norm = NormKind::StateDuty;
  rows.done_kind = Kind::Bool;
  rows.done = each.load(closed, 1);
  const std::uint32_t spec = image.norm(rows);
  const std::uint32_t answer = image.add(each, each.inst(Op::Norm, Kind::Norm, spec));
  FunctionBuilder f(image, "t.rule", 1);
  f.boolean(true);
  const Header* const header = image.build(f, {}, {{spec, kNone, answer, list}});
  REQUIRE(verify_image(header, image.bytes().size() * 8));
  const Decided unknown = decide_case(header, Facts(image, image.root()));
  CHECK(unknown.norms(0).length == PHEP_UNKNOWN_LIST);
  REQUIRE(unknown.head().missing_count == 1);
  CHECK(unknown.head().missing.ptr[unknown.norms(0).stride] == list);
  const Decided absent = decide_case(header, Facts(image, image.root()).set_null(list));
  CHECK(absent.norms(0).length == 0);
  CHECK(absent.head().missing_count == 0);
}

TEST_CASE("decide: more unknown leaves than a call may have are refused") {
  ImageBuilder image;
  const std::uint32_t list = image.list("/xs", 65'535);
  image.slot_in(list, "/x", Kind::Bool);
  FunctionBuilder f(image, "t.rule", 1);
  f.boolean(true);
  const Header* const header = image.build(f, {{"out", Kind::Bool, f.last()}});
  const Facts unknown(image, image.element(list));
  const auto status = [&](std::size_t count) {
    const std::vector<Facts> elements(count, unknown);
    return decide_case(header, Facts(image, image.root()).set_list(list, elements)).status;
  };
  CHECK(status(PHEP_MAX_LEAVES) == PHEP_OK);
  CHECK(status(PHEP_MAX_LEAVES + 1) == PHEP_LIMIT);
}

TEST_CASE("decide: generated code is asked first, and may decline") {
  Everything e;
  const Facts facts = e.facts();
  const auto& decision = runtime::items<Decision>(e.header, e.header->decisions)[0];
  const auto path = [&](CleanPath clean, std::uint32_t flags) {
    std::vector<std::uint64_t> result(64), memory(1'024);
    phep_result_head head{};
    head.size = decision.result_size;
    head.layout = decision.layout;
    std::memcpy(result.data(), &head, sizeof head);
    phep_options options{};
    options.size = sizeof options;
    options.flags = flags;
    options.law_date = PHEP_NO_DATE;
    char* const begin = reinterpret_cast<char*>(memory.data());
    Arena arena{begin, begin + memory.size() * 8, false};
    REQUIRE(decide(e.header, 0, clean, facts.data(), &options, result.data(), arena) == PHEP_OK);
    return reinterpret_cast<const phep_result_head*>(result.data())->path;
  };
  const CleanPath decides = [](const void*, const phep_options*, void*, Arena*) { return 0; };
  const CleanPath declines = [](const void*, const phep_options*, void*, Arena* arena) {
    arena->begin = arena->end;  // what it took is given back
    return 1;
  };
  CHECK(path(decides, 0) == 1);
  CHECK(path(declines, 0) == 2);
  CHECK(path(decides, PHEP_SLOW_PATH) == 2);
}

TEST_CASE("decide: an answer names the readings that it rests on") {
  const auto answer = [](bool uses) {
    ImageBuilder image;
    const std::uint32_t reading = image.reading(3, 0);
    image.reading(2, 1);
    FunctionBuilder f(image, "t.rule", 1);
    const RegIndex chosen =
        uses ? f.inst(Op::Reading, Kind::Enum, reading) : f.constant(Kind::Enum, 0);
    f.compare(Compare::Eq, Kind::Enum, chosen, f.constant(Kind::Enum, 2));
    const Header* const header = image.build(f, {{"out", Kind::Bool, f.last()}});
    return json_of(header);
  };
  const std::string plain =
      R"({"as_of":"1970-01-01T00:00:00Z","decision":"t.decision","missing":[],"norms":{},"outputs":{"out":false})";
  CHECK(answer(false) == plain + "}");
  CHECK(answer(true) == plain + R"(,"readings":{"K_0":"r0"}})");
}

TEST_CASE("decide: facts in JSON that are no facts come back with their place") {
  Everything e;
  FactsProblem problem{};
  const std::string said = json_of(e.header, R"({"nonsense":1})", PHEP_BAD_FACTS, &problem);
  CHECK(problem.error == FactsError::UnknownKey);
  CHECK(said.starts_with(R"({"error":{"at":"/nonsense","code":"unknown_key")"));
}

TEST_CASE("decide: a mark beyond the certificate marks nothing, and changes nothing") {
  ImageBuilder image;
  const std::uint32_t mine = image.bit();
  FunctionBuilder f(image, "t.rule", 1);
  const RegIndex yes = f.boolean(true);
  f.inst(Op::Mark, Kind::Bool, yes, mine);
  for (std::uint32_t bit = 32; bit < 72; ++bit) f.inst(Op::Mark, Kind::Bool, yes, bit);
  // The law date stands first in the memory behind.
  const Header* const header = image.build(f, {{"day", Kind::Date, 0}, {"yes", Kind::Bool, yes}});
  for (const std::int32_t law_date : {0, 1, 20'000, 20'001}) {
    const Decided decided = decide_case(header, Facts(image, image.root()), {.law_date = law_date});
    REQUIRE(decided.status == PHEP_OK);
    CHECK(static_cast<std::int64_t>(decided.output(0).a) == law_date);
    CHECK(decided.output(1).a == 1);
    CHECK(decided.marked_true(mine));
  }
}

TEST_CASE("decide: of more readings than a mask has bits, the first 64 are named") {
  const auto answer = [](std::uint32_t used) {
    ImageBuilder image;
    for (int i = 0; i < 66; ++i) image.reading(2, 0);
    FunctionBuilder f(image, "t.rule", 1);
    const RegIndex chosen = f.inst(Op::Reading, Kind::Enum, used);
    f.compare(Compare::Eq, Kind::Enum, chosen, f.constant(Kind::Enum, 0));
    const Header* const header = image.build(f, {{"out", Kind::Bool, f.last()}});
    const std::string out = json_of(header);
    const auto at = out.find("\"readings\":");
    return at == std::string::npos ? std::string() : out.substr(at + 11, out.size() - at - 12);
  };
  CHECK(answer(0) == R"({"K_0":"r0"})");
  CHECK(answer(1) == R"({"K_1":"r0"})");
  CHECK(answer(63) == R"({"K_63":"r0"})");
  CHECK(answer(64) == "");
  CHECK(answer(65) == "");
}

TEST_CASE("decide: where nothing is decided nothing is written") {
  Everything e;
  phep_options options{};
  options.size = sizeof options;
  options.law_date = PHEP_NO_DATE;
  char out[64];
  for (const std::size_t room : {0, 64, 256}) {
    std::vector<std::uint64_t> memory(room / 8 + 1);
    char* const begin = reinterpret_cast<char*>(memory.data());
    Arena arena{begin, begin + room, false};
    std::size_t written = 99;
    CHECK(decide_json(e.header, 0, nullptr, "{}", 2, &options, out, sizeof out, &written, arena,
                      nullptr) == PHEP_SMALL_ARENA);
    CHECK(written == 0);
  }
}

TEST_CASE("verify_image: finds decisions by name, and refuses what is no image") {
  Everything e;
  CHECK(find_decision(e.header, "t.decision", 10) == 0);
  CHECK(find_decision(e.header, "t.decisio", 9) == kNone);
  std::vector<std::uint64_t> bytes = e.image.bytes();
  const std::size_t size = bytes.size() * 8;
  CHECK(verify_image(bytes.data(), size));
  CHECK_FALSE(verify_image(nullptr, size));
  CHECK_FALSE(verify_image(bytes.data(), size - 8));
  CHECK_FALSE(verify_image(bytes.data(), 16));
  bytes[0] ^= 1;
  CHECK_FALSE(verify_image(bytes.data(), size));
}

TEST_CASE(
    "verify_image: an index that leaves its section, a forward register, a false bound are "
    "refused") {
  Everything e;
  const auto refuses = [&](auto change) {
    std::vector<std::uint64_t> bytes = e.image.bytes();
    auto* const header = reinterpret_cast<Header*>(bytes.data());
    change(*header, reinterpret_cast<char*>(bytes.data()));
    return !verify_image(bytes.data(), bytes.size() * 8);
  };
  const auto at = [](Section section, char* bytes, auto* item, std::uint32_t i) {
    return reinterpret_cast<decltype(item)>(bytes + section.offset) + i;
  };
  const auto inst = [&](Header& h, char* b, std::uint32_t i) {
    return at(h.insts, b, static_cast<Inst*>(nullptr), i);
  };
  CHECK(refuses([](Header& h, char*) { h.strings.count += 1'000'000; }));
  CHECK(refuses([](Header& h, char*) { h.insts.offset += 1; }));
  CHECK(refuses([&](Header& h, char* b) { inst(h, b, 0)->a = 99; }));                  // slot
  CHECK(refuses([&](Header& h, char* b) { inst(h, b, h.insts.count - 1)->a = 50; }));  // register
  CHECK(refuses([&](Header& h, char* b) { inst(h, b, 0)->op = static_cast<Op>(99); }));
  CHECK(refuses([&](Header& h, char* b) {
    at(h.functions, b, static_cast<Function*>(nullptr), 0)->bound = 1;
  }));
  CHECK(refuses(
      [&](Header& h, char* b) { at(h.slots, b, static_cast<Slot*>(nullptr), 0)->offset = 4'000; }));
  CHECK(refuses([&](Header& h, char* b) {
    at(h.decisions, b, static_cast<Decision*>(nullptr), 0)->lists.count = 0;
  }));
  CHECK(refuses(
      [&](Header& h, char* b) { at(h.outputs, b, static_cast<Output*>(nullptr), 0)->offset = 0; }));
}

TEST_CASE("verify_image: a norm that is one value has neither list nor function") {
  ImageBuilder image;
  const std::uint32_t flag = image.slot("/flag", Kind::Bool);
  FunctionBuilder entry(image, "t.rule", 1);
  NormRows rows;
  rows.norm = NormKind::StateDuty;
  rows.done_kind = Kind::Bool;
  rows.done = entry.load(flag);
  const std::uint32_t spec = image.norm(rows);
  const RegIndex norm = entry.inst(Op::Norm, Kind::Norm, spec);
  REQUIRE(image.build(entry, {}, {{spec, norm}}) != nullptr);
  std::vector<std::uint64_t> bytes = image.bytes();
  REQUIRE(verify_image(bytes.data(), bytes.size() * 8));
  auto* const raw = reinterpret_cast<char*>(bytes.data());
  const Section section = reinterpret_cast<Header*>(raw)->norm_outputs;
  reinterpret_cast<NormOutput*>(raw + section.offset)->function = 0;
  CHECK_FALSE(verify_image(bytes.data(), bytes.size() * 8));
}

TEST_CASE("verify_image: no single changed byte makes it read outside, or hang") {
  Everything e;
  std::vector<std::uint64_t> bytes = e.image.bytes();
  auto* const raw = reinterpret_cast<unsigned char*>(bytes.data());
  std::mt19937 random(3);
  std::size_t refused = 0;
  for (std::size_t i = 0; i < bytes.size() * 8; ++i) {
    const unsigned char kept = raw[i];
    raw[i] = static_cast<unsigned char>(random());
    refused += verify_image(bytes.data(), bytes.size() * 8) ? 0 : 1;
    raw[i] = kept;
  }
  CHECK(refused > 200);
}

}  // namespace
}  // namespace phep::tests
