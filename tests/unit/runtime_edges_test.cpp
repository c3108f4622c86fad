// Edges of the runtime's parts: indices of several digits, memory that is exactly full, arguments
// that are just wrong.
#include "compiler/runtime/answer.h"
#include "compiler/runtime/entry.h"
#include "compiler/runtime/evaluation.h"
#include "compiler/runtime/facts.h"
#include "compiler/runtime/interpret.h"
#include "compiler/runtime/json_print.h"
#include "compiler/runtime/question.h"
#include "tests/unit/runtime_facts_image.h"
#include "tests/unit/runtime_sound_image.h"

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace phep::runtime;

TEST_CASE("facts: the path of a leaf has the index of each element on the way") {
  CaseImage image;
  const Header* const header = image.builder.build();
  Arena arena{nullptr, nullptr, false};
  const Evaluation ctx = begin(header, nullptr, arena);
  const auto path = [&](std::uint32_t slot, std::uint64_t index) {
    std::string out(64, '?');
    const Leaf leaf{index, slot, 0, false};
    const std::uint32_t length = leaf_path(ctx, leaf, out.data(), 64);
    // Of what has no room the length alone is told.
    std::string half(64, '?');
    CHECK(leaf_path(ctx, leaf, half.data(), length / 2) == length);
    CHECK(half == out.substr(0, length / 2) + std::string(64 - length / 2, '?'));
    return out.substr(0, length);
  };
  CHECK(path(image.affected, 0) == "/affected");
  for (const std::uint64_t i :
       {0, 1, 9, 10, 11, 19, 20, 99, 100, 101, 999, 1'000, 9'999, 10'000, 65'535}) {
    CHECK(path(image.closed_on, i) == "/requests/" + std::to_string(i) + "/closed_on");
    CHECK(path(image.note_by, 3U << 16 | i) == "/requests/3/notes/" + std::to_string(i) + "/by");
    CHECK(path(image.note_by, i << 16 | 10) == "/requests/" + std::to_string(i) + "/notes/10/by");
  }
}

TEST_CASE("facts: a value of one word has nothing in its second") {
  CaseImage image;
  const Header* const header = image.builder.build();
  std::vector<char> memory(1 << 14);
  Arena arena{memory.data(), memory.data() + memory.size(), false};
  FactsProblem problem{};
  void* facts = nullptr;
  constexpr std::string_view kJson =
      R"({"detected_at":"1970-01-01T00:00:01Z","harm":"serious","secret":true,"affected":7,)"
      R"("total":-1,"rate":"-1","fee":{"amount":"5","currency":"VND"},"first_day":"2000-01-02",)"
      R"("grace":{"n":3,"unit":"days"},"tags":["app"],"seen_on":"1969-12-31"})";
  REQUIRE(read_facts(header, 0, kJson.data(), kJson.size(), arena, &facts, &problem) == PHEP_OK);
  Evaluation ctx = begin(header, nullptr, arena);
  give_facts(ctx, 0, facts);
  const auto is = [&](std::string_view path, std::int64_t lo, std::int64_t hi) {
    CAPTURE(path);
    for (std::uint32_t i = 0; i < header->slots.count; ++i) {
      const String name = string_at(header, items<Slot>(header, header->slots)[i].path);
      if (std::string_view(name.data, name.length) != path) continue;
      const Value value = load(ctx, i, 0);
      CHECK(value.state == State::Known);
      CHECK(static_cast<std::int64_t>(value.lo) == lo);
      CHECK(static_cast<std::int64_t>(value.hi) == hi);
      return;
    }
    FAIL("no such slot");
  };
  is("/detected_at", 1'000, 0);
  is("/harm", 2, 0);
  is("/secret", 1, 0);
  is("/affected", 7, 0);
  is("/total", -1, 0);
  is("/rate", -1'000'000'000, -1);
  is("/fee", 5, 0);
  is("/first_day", 10'958, 0);
  is("/grace", 3, static_cast<std::int64_t>(Unit::Days));
  is("/tags", 2, 0);
  is("/seen_on", -1, 0);
}

TEST_CASE("evaluation: memory is used to its last byte, and its end is final") {
  alignas(16) char memory[64];
  Arena arena{memory, memory + sizeof memory, false};
  CaseImage image;
  const Header* const header = image.builder.build();
  Evaluation ctx = begin(header, nullptr, arena);
  CHECK(push(ctx, 8) == memory);
  CHECK(push(ctx, 1) == memory + 8);
  CHECK(push(ctx, 40) == memory + 16);  // at the next multiple of eight
  CHECK(push(ctx, 8) == memory + 56);
  CHECK(push(ctx, 0) == memory + 64);
  CHECK(ctx.failure == PHEP_OK);
  CHECK_FALSE(arena.failed);
  CHECK(push(ctx, 1) == nullptr);
  CHECK(ctx.failure == PHEP_SMALL_ARENA);
  CHECK(arena.failed);
  arena.begin = memory;
  CHECK(allocate(arena, 1) == nullptr);  // whatever is given back
  // The first failure is the one that is told.
  Evaluation limited = begin(header, nullptr, arena);
  limited.failure = PHEP_LIMIT;
  CHECK(push(limited, 65) == nullptr);
  CHECK(limited.failure == PHEP_LIMIT);
  // Where the next multiple of eight lies beyond the end, not even nothing has room.
  Arena unaligned{memory + 49, memory + 52, false};
  Evaluation cramped = begin(header, nullptr, unaligned);
  CHECK(push(cramped, 0) == nullptr);
  CHECK(cramped.failure == PHEP_SMALL_ARENA);
  CHECK(unaligned.begin == memory + 49);
}

TEST_CASE("evaluation: of what is kept only what lies in the memory given back moves down") {
  CaseImage image;
  const Header* const header = image.builder.build();
  std::uint64_t memory[8] = {};
  char* const front = reinterpret_cast<char*>(memory);
  const auto kept = [&](std::uint32_t before, std::uint32_t at) {
    // Of eight words three were pushed since the mark.
    Arena arena{front + std::size_t{8} * before, front + sizeof memory, false};
    Evaluation ctx = begin(header, nullptr, arena);
    ctx.words = 1;
    char* const mark = arena.begin;
    push(ctx, 24);
    for (std::uint64_t& word : memory) word = 7;
    memory[at] = 5;
    Value value = unknown(memory + at);
    release(ctx, mark, value);
    CHECK(*value.leaves == 5);
    const bool pushed = at >= before && at < before + 3;
    CHECK(arena.begin == mark + (pushed ? 8 : 0));
    return value.leaves - memory;
  };
  CHECK(kept(2, 1) == 1);
  CHECK(kept(2, 2) == 2);
  CHECK(kept(2, 4) == 2);
  CHECK(kept(2, 5) == 5);
  CHECK(kept(2, 7) == 7);
}

TEST_CASE("evaluation: calls are refused 64 deep, unless something else was refused before") {
  CaseImage image;
  image.builder.functions = {{{0, 0}, 1, 0, 0, 1}};
  const Header* const header = image.builder.build();
  alignas(16) char memory[64];
  for (const std::uint32_t depth : {kMaxDepth - 1, kMaxDepth, kMaxDepth + 1})
    for (const int failure : {PHEP_OK, PHEP_LIMIT, PHEP_SMALL_ARENA}) {
      Arena arena{memory, memory + sizeof memory, false};
      Evaluation ctx = begin(header, nullptr, arena);
      ctx.depth = depth;
      ctx.failure = failure;
      const bool too_deep = depth >= kMaxDepth;
      const bool opens = failure == PHEP_OK && !too_deep;
      const Frame frame = open_frame(ctx, 0);
      CHECK(ctx.failure == (failure == PHEP_OK && too_deep ? PHEP_LIMIT : failure));
      CHECK((frame.registers != nullptr) == opens);
      CHECK(ctx.depth == depth + 1);
    }
}

// Numbers by size, signed where their kind is; durations first by unit.
TEST_CASE("evaluation: payloads of every kind have one order") {
  const auto ascending = [](Kind kind, const std::vector<Value>& values) {
    for (std::size_t i = 0; i < values.size(); ++i)
      for (std::size_t j = 0; j < values.size(); ++j)
        CHECK(compare_payloads(kind, values[i], values[j]) == (i < j ? -1 : i > j ? 1 : 0));
  };
  for (const Kind kind : {Kind::Int, Kind::Money, Kind::Date, Kind::Instant})
    ascending(kind, {known_signed(INT64_MIN), known_signed(-1), known_signed(0), known_signed(1),
                     known_signed(INT64_MAX)});
  for (const Kind kind : {Kind::Bool, Kind::Enum, Kind::Set})
    ascending(kind, {known(0), known(1), known(2), known(UINT64_MAX)});
  ascending(Kind::Duration, {known(0, 0), known(1, 0), known(9, 0), known(0, 1), known(5, 1),
                             known(1, 6), known(2, 6)});
  ascending(Kind::Decimal, {known(0, ~std::uint64_t{0}), known(UINT64_MAX, ~std::uint64_t{0}),
                            known(0), known(1), known(UINT64_MAX), known(0, 1)});
}

TEST_CASE("evaluation: a choice that is settled takes no further step") {
  CaseImage image;
  const Header* const header = image.builder.build();
  Arena arena{nullptr, nullptr, false};
  Evaluation ctx = begin(header, nullptr, arena);
  Choice choice(ctx, Kind::Int);
  choice.step(known(0), known(1));
  CHECK_FALSE(choice.closed());
  choice.otherwise(known(2));
  CHECK(choice.closed());
  choice.step(known(1), known(3));
  choice.otherwise(known(4));
  CHECK(choice.result().state == State::Known);
  CHECK(choice.result().lo == 2);
  Choice held(ctx, Kind::Int);
  held.step(known(1), known(5));
  CHECK(held.closed());
  held.otherwise(known(6));
  CHECK(held.result().lo == 5);
}

// Of a bound only what holds on all beyond it is certain.
TEST_CASE("evaluation: bounded instants are compared as far as their bounds suffice") {
  CaseImage image;
  const Header* const header = image.builder.build();
  Arena arena{nullptr, nullptr, false};
  Evaluation ctx = begin(header, nullptr, arena);
  constexpr int kFar = 20;  // beyond all that is given
  struct Given {
    Value value;
    int least, most;
  };
  std::vector<Given> all;
  for (int at = 9; at <= 11; ++at)
    for (const Bound bound : {Bound::Exact, Bound::AtLeast, Bound::AtMost}) {
      Value value = known_signed(at);
      value.bound = bound;
      all.push_back({value, bound == Bound::AtMost ? 0 : at, bound == Bound::AtLeast ? kFar : at});
    }
  const auto holds = [](Compare op, int a, int b) {
    switch (op) {
      case Compare::Eq: return a == b;
      case Compare::Ne: return a != b;
      case Compare::Lt: return a < b;
      case Compare::Le: return a <= b;
      case Compare::Gt: return a > b;
      case Compare::Ge: return a >= b;
    }
    return false;
  };
  for (const Compare op :
       {Compare::Eq, Compare::Ne, Compare::Lt, Compare::Le, Compare::Gt, Compare::Ge})
    for (const Given& a : all)
      for (const Given& b : all) {
        bool may[2] = {false, false};
        for (int x = a.least; x <= a.most; ++x)
          for (int y = b.least; y <= b.most; ++y) may[holds(op, x, y) ? 1 : 0] = true;
        const Value found = compare_values(ctx, Kind::Instant, op, a.value, b.value);
        if (may[0] && may[1]) {
          CHECK(is_error(found));
          CHECK(found.lo == PHEP_E_CALENDAR_EXHAUSTED);
        } else {
          CHECK(found.state == State::Known);
          CHECK(found.lo == (may[1] ? 1 : 0));
        }
      }
}

TEST_CASE("evaluation: what is unknown beside a bounded instant may yet be an error") {
  CaseImage image;
  const Header* const header = image.builder.build();
  Arena arena{nullptr, nullptr, false};
  Evaluation ctx = begin(header, nullptr, arena);
  for (const Bound bound : {Bound::Exact, Bound::AtLeast, Bound::AtMost})
    for (const bool swapped : {false, true}) {
      Value given = known_signed(9);
      given.bound = bound;
      const Value open = unknown(nullptr);
      const Value found = compare_values(ctx, Kind::Instant, Compare::Lt, swapped ? open : given,
                                         swapped ? given : open);
      CHECK(is_unknown(found));
      CHECK(found.may_fail == (bound != Bound::Exact));
    }
}

TEST_CASE("evaluation: errors are the same where kind and declaration are") {
  const auto same = [](const Value& a, const Value& b) {
    CHECK(same_outcome(Kind::Int, a, b) == same_outcome(Kind::Int, b, a));
    return same_outcome(Kind::Int, a, b);
  };
  CHECK(same(error(PHEP_E_OVERFLOW, 1), error(PHEP_E_OVERFLOW, 1)));
  CHECK_FALSE(same(error(PHEP_E_OVERFLOW, 1), error(PHEP_E_OVERFLOW, 2)));
  CHECK_FALSE(same(error(PHEP_E_OVERFLOW, 1), error(PHEP_E_DIVISION_BY_ZERO, 1)));
  CHECK_FALSE(same(error(PHEP_E_OVERFLOW, 1), known(PHEP_E_OVERFLOW, 1)));
}

TEST_CASE("evaluation: a choice may fail where what is chosen may") {
  CaseImage image;
  const Header* const header = image.builder.build();
  Arena arena{nullptr, nullptr, false};
  Evaluation ctx = begin(header, nullptr, arena);
  for (const bool may_fail : {false, true}) {
    Value open = unknown(nullptr);
    open.may_fail = may_fail;
    Choice otherwise(ctx, Kind::Int);
    otherwise.otherwise(open);
    CHECK(is_unknown(otherwise.result()));
    CHECK(otherwise.result().may_fail == may_fail);
    Choice step(ctx, Kind::Int);
    step.step(unknown(nullptr), open);
    step.otherwise(known(1));
    CHECK(step.result().may_fail == may_fail);
    Choice guard(ctx, Kind::Int);
    guard.step(open, known(2));
    guard.otherwise(known(1));
    CHECK(guard.result().may_fail == may_fail);
  }
}

TEST_CASE("evaluation: lists of alternatives are the same where each is") {
  const auto same = [](std::vector<Value> x, std::vector<Value> y) {
    Value a = known(reinterpret_cast<std::uintptr_t>(x.data()), x.size());
    Value b = known(reinterpret_cast<std::uintptr_t>(y.data()), y.size());
    a.state = b.state = State::OneOf;
    CHECK(same_outcome(Kind::Int, a, b) == same_outcome(Kind::Int, b, a));
    return same_outcome(Kind::Int, a, b);
  };
  CHECK(same({known(1), known(2)}, {known(1), known(2)}));
  CHECK(same({absent(), known(2)}, {absent(), known(2)}));
  CHECK_FALSE(same({known(1), known(2)}, {known(1), known(3)}));
  CHECK_FALSE(same({known(0), known(2)}, {known(1), known(2)}));
  CHECK_FALSE(same({absent(), known(2)}, {known(0), known(2)}));
  CHECK_FALSE(same({known(1), known(2)}, {known(1), known(2), known(3)}));
}

TEST_CASE("facts: what a truth or a member may be has one word, and a list of one is a list") {
  CaseImage image;
  image.builder.constants = {{7, 0}};
  Slot& number = image.builder.slots[image.affected];
  number.flags |= kFinite;
  number.representatives = {0, 1};
  const Header* const header = image.builder.build();
  Arena arena{nullptr, nullptr, false};
  const Evaluation ctx = begin(header, nullptr, arena);
  CHECK(representative_count(ctx, {0, image.affected, 0, false}) == 1);
  CHECK(representative(ctx, {0, image.affected, 0, false}, 0).lo == 7);
  const Leaf presence{0, image.notified_at, 0, true};
  REQUIRE(representative_count(ctx, presence) == 2);
  const Leaf harm{0, image.notified_at + 1, 0, false};
  REQUIRE(representative_count(ctx, harm) == 3);
  for (const std::uint32_t i : {0U, 1U})
    for (const Leaf& leaf : {presence, harm}) {
      CHECK(representative(ctx, leaf, i).lo == i);
      CHECK(representative(ctx, leaf, i).hi == 0);
    }
}

TEST_CASE("completions: what is unknown whatever the facts are stays so, and misses none") {
  CaseImage image;
  const Header* const header = image.builder.build();
  alignas(16) char memory[1024];
  Arena arena{memory, memory + sizeof memory, false};
  Evaluation ctx = begin(header, nullptr, arena);
  Leaf leaf{0, image.notified_at + 1, 0, false};
  Filling filling{{0, 0}, false};
  std::uint64_t filled = 0;
  ctx.facts.leaves = &leaf;
  ctx.facts.fillings = &filling;
  ctx.facts.filled = &filled;
  ctx.facts.leaf_count = 1;
  ctx.words = 1;
  Question question{};
  question.kind = Kind::Bool;
  MissingLeaves missing(arena);
  const Answered answered = complete(ctx, question, unknown(nullptr), &missing);
  CHECK(ctx.failure == PHEP_OK);
  CHECK(is_unknown(answered.value));
  CHECK(answered.missing_count == 0);
  CHECK(answered.inexact);
  CHECK(missing.count() == 0);
  CHECK_FALSE(filling.set);
  CHECK(arena.begin == memory);
}

TEST_CASE("arena: blocks are zeroed, sixteen bytes apart, to the last byte") {
  alignas(16) char memory[64];
  std::memset(memory, 0x7f, sizeof memory);
  Arena arena{memory + 1, memory + 48, false};
  CHECK(allocate(arena, 3) == memory + 16);
  CHECK(std::string(memory + 16, 4) == std::string("\0\0\0\x7f", 4));
  CHECK(memory[15] == 0x7f);
  CHECK(allocate(arena, 17) == nullptr);
  CHECK(arena.failed);
  arena = {memory + 1, memory + 48, false};
  CHECK(allocate(arena, 32) == memory + 16);
  CHECK(memory[47] == 0);
  CHECK(memory[48] == 0x7f);
  CHECK(allocate(arena, 0) == memory + 48);
  CHECK(allocate(arena, 1) == nullptr);
  arena = {memory + 49, memory + 60, false};  // no multiple of sixteen inside
  CHECK(allocate(arena, 0) == nullptr);
}

// What lies behind the decisions here would pass as one.
TEST_CASE("entry: a decision one further, or no memory of some size, is a bad argument") {
  SoundImage image;
  auto* const header = const_cast<Header*>(image.build());
  const std::uint32_t count = --header->decisions.count;
  std::vector<char> memory(1 << 14), result(1 << 12);
  std::string out(1 << 12, '\0');
  std::size_t written = 0;
  FactsProblem problem{};
  void* read = nullptr;
  phep_options options{};
  options.size = sizeof options;
  options.law_date = PHEP_NO_DATE;
  Arena arena{memory.data(), memory.data() + memory.size(), false};
  CHECK(read_facts(header, count, "{}", 2, arena, &read, &problem) == PHEP_BAD_ARGUMENT);
  CHECK(read_facts(header, count - 1, "{}", 2, arena, &read, &problem) == PHEP_OK);
  const std::vector<char> facts(static_cast<char*>(read),
                                static_cast<char*>(read) + image.structs[0].size);
  CHECK(decide_json(header, count, nullptr, "{}", 2, &options, out.data(), out.size(), &written,
                    arena, &problem) == PHEP_BAD_ARGUMENT);
  CHECK(write_facts(header, count, read, out.data(), out.size(), &written) == PHEP_BAD_ARGUMENT);
  CHECK(write_facts(header, count - 1, read, out.data(), out.size(), &written) == PHEP_OK);
  phep_result_head head{};
  head.size = image.decisions[0].result_size;
  head.layout = image.decisions[0].layout;
  std::memcpy(result.data(), &head, sizeof head);
  CHECK(write_result(header, count, read, &options, result.data(), 0, out.data(), out.size(),
                     &written) == PHEP_BAD_ARGUMENT);
  std::vector<char> given = facts;
  CHECK(read_into(header, count, "{}", 2, &options, given.data(), arena, &problem) ==
        PHEP_BAD_ARGUMENT);
  CHECK(read_into(header, count - 1, "{}", 2, &options, given.data(), arena, &problem) == PHEP_OK);
  const auto entered = [&](std::uint32_t decision, void* at, std::size_t size) {
    given = facts;
    const int json = phep_entry_decide_json(header, decision, nullptr, "{}", 2, &options,
                                            out.data(), out.size(), &written, at, size);
    const int into =
        phep_entry_read(header, decision, "{}", 2, &options, given.data(), nullptr, at, size);
    std::memcpy(result.data(), &head, sizeof head);
    const int typed = phep_entry_decide(header, decision, nullptr, facts.data(), &options,
                                        result.data(), at, size);
    CHECK((json == PHEP_BAD_ARGUMENT) == (typed == PHEP_BAD_ARGUMENT));
    CHECK((into == PHEP_BAD_ARGUMENT) == (typed == PHEP_BAD_ARGUMENT));
    return typed;
  };
  CHECK(entered(count, memory.data(), memory.size()) == PHEP_BAD_ARGUMENT);
  CHECK(entered(0, nullptr, 16) == PHEP_BAD_ARGUMENT);
  CHECK(entered(0, nullptr, 0) == PHEP_SMALL_ARENA);
}

TEST_CASE("norms: keys of every form stand in the order of their bytes") {
  SoundImage image;
  const auto row = [&](std::string_view key, bool list, std::string_view pointer, bool recurs) {
    NormOutput output{};
    output.key = image.string(key);
    output.list = list ? 0 : kNone;
    output.pointer = list ? image.string(pointer) : kNone;
    output.most = recurs ? 3 : 0;
    return output;
  };
  // In order: single keys, a[#1], a[/p/0], a[/p/q/0] and so on.
  using namespace std::string_view_literals;
  const NormOutput rows[] = {
      row("\0"sv, false, "", false), row("\0a"sv, false, "", false), row("\0b"sv, false, "", false),
      row("a", false, "", false),    row("a", false, "", true),      row("a", true, "/a/z", false),
      row("a", true, "/b/a", false), row("a", true, "/p", false),    row("a", true, "/p/q", false),
      row("a", true, "/r", false),   row("ab", false, "", false),    row("ab", false, "", true),
      row("b", true, "/p", false)};
  const Header* const header = image.build();
  for (std::size_t i = 0; i < std::size(rows); ++i)
    for (std::size_t j = 0; j < std::size(rows); ++j) {
      CAPTURE(i);
      CAPTURE(j);
      CHECK(norm_key_precedes(header, rows[i], rows[j]) == (i < j));
    }
}

}  // namespace
