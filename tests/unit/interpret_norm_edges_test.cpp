// What a norm says where a moment is only bounded, a day is whole, a deadline is lacking, or memory
// is.
#include "compiler/runtime/date.h"
#include "compiler/runtime/sections.h"
#include "tests/unit/interpret_call.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

namespace phep::tests {
namespace {

constexpr std::int64_t kAsOf = 1'772'000'000'000;  // 2026-02-25T06:13:20Z

// One norm. What the builder has no words for is set in the image.
struct OneNorm {
  ImageBuilder image;
  FunctionBuilder f{image, "a.norm", 1};
  NormRows rows;

  const Header* make() {
    const std::uint32_t spec = image.norm(rows);
    f.inst(Op::Norm, Kind::Norm, spec);
    const Header* const header = image.build(f, {}, {{spec, f.last()}});
    REQUIRE(verify_image(header, image.bytes().size() * 8));
    return header;
  }
  phep_norm decided(const Header* header) {
    const Decided decided = decide_case(header, Facts(image, image.root()), {.as_of = kAsOf});
    REQUIRE(decided.status == PHEP_OK);
    return decided.norm(0);
  }
  // The calendar of 2026 does not reach back to it: the end of 21 December 2025 or earlier.
  RegIndex at_most() {
    const std::uint32_t calendar = image.calendar(to_days({2026, 1, 1}), 365);
    const RegIndex anchor = f.constant(Kind::Date, to_days({2026, 1, 12}));
    const RegIndex term =
        f.constant(Kind::Duration, 15, static_cast<std::uint64_t>(Unit::WorkingDays));
    return f.inst(Op::Deadline, Kind::Instant,
                  image.operand({anchor, static_cast<std::uint32_t>(Kind::Date), term, kNone,
                                 calendar, kBackward}));
  }
};
NormSpec& spec_of(const Header* header) {
  return const_cast<NormSpec&>(runtime::items<NormSpec>(header, header->norm_specs)[0]);
}

TEST_CASE("norm: of what was done at a moment of which only a bound is known no moment is told") {
  for (const bool exact : {true, false}) {
    OneNorm p;
    p.rows.done = exact ? p.f.constant(Kind::Instant, kAsOf - 5) : p.at_most();
    const phep_norm norm = p.decided(p.make());
    CHECK(norm.status == PHEP_FULFILLED);
    CHECK(((norm.flags & PHEP_N_DONE) != 0) == exact);
    CHECK(norm.done == (exact ? kAsOf - 5 : 0));
  }
}

TEST_CASE("norm: a prohibition is violated since no moment where only a bound of it is known") {
  for (const bool exact : {true, false}) {
    OneNorm p;
    p.rows.norm = NormKind::Prohibition;
    p.rows.trigger = exact ? p.f.constant(Kind::Instant, kAsOf - 5) : p.at_most();
    p.rows.done_kind = Kind::Bool;
    p.rows.done = p.f.boolean(true);
    const phep_norm norm = p.decided(p.make());
    CHECK(norm.status == PHEP_VIOLATED);
    CHECK(((norm.flags & PHEP_N_SINCE) != 0) == exact);
    CHECK(norm.since == (exact ? kAsOf - 5 : 0));
  }
}

TEST_CASE("norm: what is done on the day before an exclusive deadline at 0:00 is in time") {
  const std::int32_t day = 20'500;
  for (const bool whole_day : {true, false}) {
    OneNorm p;
    p.rows.due = p.f.constant(Kind::Instant, day_end(day, 420));
    const RegIndex told = p.f.boolean(true);
    p.rows.done_kind = whole_day ? Kind::Date : Kind::Instant;
    p.rows.done =
        whole_day ? p.f.constant(Kind::Date, day) : p.f.constant(Kind::Instant, day_end(day, 420));
    const Header* const header = p.make();
    spec_of(header).due_exclusive = told;
    CHECK(p.decided(header).status == (whole_day ? PHEP_FULFILLED : PHEP_LATE));
  }
}

TEST_CASE("norm: without a deadline silence gives and refuses nothing") {
  for (const std::uint32_t silence : {1U, 2U}) {
    OneNorm p;
    p.rows.norm = NormKind::Power;
    const Header* const header = p.make();
    spec_of(header).silence = silence;
    REQUIRE(verify_image(header, p.image.bytes().size() * 8));
    CHECK(p.decided(header).status == PHEP_AVAILABLE);
  }
}

TEST_CASE(
    "norm: one is open only where the judgment that it misses is named, however much memory") {
  OneNorm p;
  const std::uint32_t judged = p.image.slot("/serious", Kind::Bool, {.judgment = true});
  for (int other = 0; other < 60; ++other) p.image.slot("/other", Kind::Bool);  // nobody knows them
  p.rows.norm = NormKind::StateDuty;
  p.rows.done_kind = Kind::Bool;
  p.rows.done = p.f.load(judged);
  Call call{p.make()};
  const Facts nothing(p.image, p.image.root());
  int status = PHEP_SMALL_ARENA;
  for (call.room = 0; call.room < 16'384 && status != PHEP_OK; call.room += 8) {
    status = call(nothing.data());
    REQUIRE((status == PHEP_OK || status == PHEP_SMALL_ARENA));
    if (call.norm(0).status == PHEP_OPEN) CHECK(call.norm(0).missing_count == 1);
  }
  CHECK(status == PHEP_OK);
  CHECK(call.norm(0).status == PHEP_OPEN);
}

}  // namespace
}  // namespace phep::tests
