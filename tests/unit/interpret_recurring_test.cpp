// Norms of each occurrence, calls to the deepest, a mark for each guard, and days as instants.
#include "compiler/runtime/date.h"
#include "tests/unit/interpret_call.h"

#include <doctest/doctest.h>

#include <string>

namespace phep::tests {
namespace {

// A duty that recurs: how often is a fact, and what hangs on a pending calendar.
struct Recurring {
  ImageBuilder image;
  std::uint32_t times = image.slot("/times", Kind::Int);
  std::uint32_t early = image.slot("/early", Kind::Int);
  std::uint32_t late = image.slot("/late", Kind::Int);
  std::uint32_t flag = image.slot("/flag", Kind::Bool);
  FunctionBuilder f{image, "t.entry", 1};
  const Header* header = nullptr;

  explicit Recurring(std::uint32_t most, std::size_t sanctions = 0) {
    const auto day = [](std::int32_t month, std::int32_t of_month) {
      return to_days({2027, month, of_month});
    };
    const std::uint32_t calendar =
        image.calendar(to_days({2026, 1, 1}), 730, {day(9, 2)}, {{{day(9, 1)}, {day(9, 3)}}});
    const RegIndex anchor = f.constant(Kind::Date, to_days({2026, 3, 1}));
    const RegIndex term = f.constant(Kind::Duration, 18, static_cast<std::uint64_t>(Unit::Months));
    const std::uint32_t args =
        image.operand({anchor, static_cast<std::uint32_t>(Kind::Date), term, kNone, calendar, 0});
    const RegIndex due = f.inst(Op::Deadline, Kind::Instant, args);
    const RegIndex between = f.constant(Kind::Instant, day_end(day(9, 2), 420));
    const RegIndex in_time = f.compare(Compare::Le, Kind::Instant, due, between);
    const RegIndex pending = f.select(Kind::Int, in_time, f.load(early), f.load(late));
    const RegIndex counts[] = {f.load(times), pending,
                               f.arith(Arith::Add, Kind::Int, f.integer(INT64_MAX), f.integer(1))};
    FunctionBuilder each(image, "t.each", 2);
    NormRows rows;
    rows.norm = NormKind::StateDuty;
    rows.done_kind = Kind::Bool;
    rows.done = each.compare(Compare::Gt, Kind::Int, 1, each.integer(1));
    rows.applies = each.load(flag);
    rows.sanctions.assign(sanctions, {kNone, kNone, kNone, 0});
    const std::uint32_t spec = image.norm(rows);
    const std::uint32_t made = image.add(each, each.inst(Op::Norm, Kind::Norm, spec));
    std::vector<NormRow> norms;
    for (const RegIndex count : counts) norms.push_back({spec, count, made});
    header = image.build(f, {{"pending", Kind::Int, pending}}, norms);
    auto* const outputs =
        const_cast<NormOutput*>(runtime::items<NormOutput>(header, header->norm_outputs));
    for (std::uint32_t i = 0; i < 3; ++i) outputs[i].most = most;
  }
  Facts facts(std::int64_t n, std::int64_t first = 1, std::int64_t second = 1) {
    return Facts(image, image.root())
        .set(times, n)
        .set(early, first)
        .set(late, second)
        .set(flag, 1);
  }
};

// A decision that reports two occurrences of a norm.
const Header* twice(ImageBuilder& image, FunctionBuilder& each, const NormRows& rows) {
  const std::uint32_t spec = image.norm(rows);
  const std::uint32_t made = image.add(each, each.inst(Op::Norm, Kind::Norm, spec));
  FunctionBuilder f(image, "t.entry", 1);
  const RegIndex times = f.integer(2);
  const Header* const header = image.build(f, {}, {{spec, times, made}});
  const_cast<NormOutput*>(runtime::items<NormOutput>(header, header->norm_outputs))->most = 2;
  return header;
}

TEST_CASE("parts: a duty that recurs has a record of each time that has come up") {
  Recurring p(6);
  Call call{p.header};
  const auto records = [&](std::uint32_t i) {
    std::string out;
    for (std::uint32_t n = 0; n < call.norms(i).length; ++n)
      out += call.record(i, n).status == PHEP_MET        ? 'm'
             : call.record(i, n).status == PHEP_VIOLATED ? 'v'
                                                         : '?';
    return out;
  };
  std::uint64_t first = 0;  // steps before records
  const auto decided = [&](const Facts& facts, const std::string& times,
                           const std::string& pending) {
    REQUIRE(call(facts.data()) == PHEP_OK);
    CHECK(records(0) == times);
    CHECK(records(1) == pending);
    // Each record takes four registers, worked out once.
    const std::size_t all = times.size() + pending.size() + 1;
    if (call.output(0).tag == PHEP_KNOWN) {
      if (first == 0) first = call.head().steps - 4 * all;
      CHECK(call.head().steps == first + 4 * all);
    }
  };
  decided(p.facts(0), "", "v");
  decided(p.facts(1), "v", "v");
  decided(p.facts(3), "vmm", "v");
  decided(p.facts(6), "vmmmmm", "v");
  CHECK(call(p.facts(7).data()) == PHEP_LIMIT);
  CHECK(call(p.facts(INT64_MAX).data()) == PHEP_LIMIT);
  // In the worlds that have fewer the last are still to come.
  decided(p.facts(0, 2, 5), "", "vmmmm");
  CHECK(call.output(0).tag == PHEP_ONE_OF);
  decided(p.facts(0, 5, 2), "", "vmmmm");
  decided(p.facts(0, 6, 0), "", "vmmmmm");
  decided(p.facts(0, 0, 6), "", "vmmmmm");
  decided(p.facts(0, 0, 0), "", "");
  CHECK(call(p.facts(0, 0, 7).data()) == PHEP_LIMIT);
  CHECK(call(p.facts(0, 7, 0).data()) == PHEP_LIMIT);
  // Where the number is an error, or unknown, the first tells why.
  REQUIRE(call(p.facts(1).data()) == PHEP_OK);
  CHECK(call.norms(2).length == 1);
  REQUIRE(call(Facts(p.image, p.image.root()).set(p.early, 1).set(p.late, 1).data()) == PHEP_OK);
  CHECK(call.norms(0).length == 1);
  // What is unknown is so each time.
  const Facts open = Facts(p.image, p.image.root()).set(p.times, 4).set(p.early, 1).set(p.late, 1);
  REQUIRE(call(open.data()) == PHEP_OK);
  REQUIRE(call.norms(0).length == 4);
  for (std::uint32_t n = 0; n < 4; ++n) {
    const phep_norm& record = call.record(0, n);
    CHECK(record.status == PHEP_UNDETERMINED);
    CHECK(call.missing(record.missing_first, record.missing_count) == std::vector{p.flag});
  }
}

TEST_CASE("parts: records say the same whatever memory held before") {
  for (const std::size_t sanctions : {0, 1, 3}) {
    Recurring p(6, sanctions);
    const Facts facts = p.facts(5, 4, 4);
    Call clean_call{p.header}, used{p.header};
    clean_call.filler = 0;
    REQUIRE(clean_call(facts.data()) == PHEP_OK);
    REQUIRE(used(facts.data()) == PHEP_OK);
    const std::size_t size = sizeof(phep_norm) + sanctions * sizeof(phep_sanction);
    for (const std::uint32_t i : {0U, 1U})
      for (std::uint32_t n = 0; n < used.norms(i).length; ++n)
        CHECK(std::memcmp(&used.record(i, n), &clean_call.record(i, n), size) == 0);
  }
}

TEST_CASE("parts: a record of a recurring duty is as wide as it has sanctions") {
  for (std::size_t sanctions = 0; sanctions < 14; ++sanctions) {
    Recurring p(6, sanctions);
    Call call{p.header};
    REQUIRE(call(p.facts(3).data()) == PHEP_OK);
    CHECK(call.norms(0).stride == sizeof(phep_norm) + sanctions * sizeof(phep_sanction));
    CHECK(call.record(0, 0).status == PHEP_VIOLATED);
    CHECK(call.record(0, 2).status == PHEP_MET);
  }
}

TEST_CASE("parts: calls go 64 deep, of the entry and of each element") {
  for (const int deep : {1, 62, 63, 64}) {
    for (const bool by_element : {false, true}) {
      ImageBuilder image;
      const std::uint32_t list = image.list("/xs", 3);
      const std::uint32_t own = image.slot_in(list, "/own", Kind::Bool);
      std::uint32_t innermost = kNone;
      for (int i = 0; i < deep; ++i) {
        FunctionBuilder f(image, "t.f" + std::to_string(100 + i), 1);
        const RegIndex made = i == 0 ? f.boolean(true) : f.call(innermost, Kind::Bool, {0});
        innermost = image.add(f, made);
      }
      FunctionBuilder each(image, "t.each", 2);
      NormRows rows;
      rows.norm = NormKind::StateDuty;
      rows.done_kind = Kind::Bool;
      rows.applies = by_element ? each.call(innermost, Kind::Bool, {0}) : each.boolean(true);
      rows.done = each.load(own, 1);
      const std::uint32_t spec = image.norm(rows);
      const std::uint32_t norm = image.add(each, each.inst(Op::Norm, Kind::Norm, spec));
      FunctionBuilder entry(image, "t.entry", 1);
      const RegIndex out =
          by_element ? entry.boolean(true) : entry.call(innermost, Kind::Bool, {0});
      const Header* const header =
          image.build(entry, {{"out", Kind::Bool, out}}, {{spec, kNone, norm, list}});
      Facts facts(image, image.root());
      facts.set_list(list, {Facts(image, image.element(list)).set(own, 1)});
      Call call{header};
      CAPTURE(deep);
      CAPTURE(by_element);
      CHECK(call(facts.data()) == (deep < 64 ? PHEP_OK : PHEP_LIMIT));
      facts.set_list(list, std::vector<Facts>(3, Facts(image, image.element(list))));
      CHECK(call(facts.data()) == (deep < 64 ? PHEP_OK : PHEP_LIMIT));
    }
  }
}

// Two bits a mark: true, and unknown.
TEST_CASE("parts: every mark has bits of its own") {
  constexpr std::uint32_t kMarks = 70;
  ImageBuilder image;
  FunctionBuilder f(image, "t.rule", 1);
  std::vector<std::uint32_t> slots;
  for (std::uint32_t i = 0; i < 3; ++i)
    slots.push_back(image.slot("/s" + std::to_string(i), Kind::Bool));
  const RegIndex guards[] = {f.load(slots[0]), f.load(slots[1]), f.load(slots[2])};
  std::vector<std::uint32_t> bits;
  for (std::uint32_t i = 0; i < kMarks; ++i) {
    bits.push_back(image.bit());
    f.inst(Op::Mark, Kind::Bool, guards[i % 3], bits.back());
  }
  f.boolean(true);
  const Header* const header = image.build(f, {{"out", Kind::Bool, f.last()}});
  Facts facts(image, image.root());
  facts.set(slots[0], 0).set(slots[1], 1);
  const Decided decided = decide_case(header, facts);
  REQUIRE(decided.status == PHEP_OK);
  for (std::uint32_t i = 0; i < kMarks; ++i) {
    CAPTURE(i);
    CHECK(decided.marked_true(bits[i]) == (i % 3 == 1));
    CHECK(decided.marked_unknown(bits[i]) == (i % 3 == 2));
  }
}

TEST_CASE("parts: what was done on a day was done at its end, as an instant") {
  ImageBuilder image;
  const std::uint32_t done = image.slot("/done", Kind::Date, {.optional = true});
  FunctionBuilder f(image, "t.norm", 1);
  NormRows rows;
  rows.due = f.constant(Kind::Instant, day_end(20'600, 420));
  rows.done_kind = Kind::Date;
  rows.done_present = f.present(done);
  rows.done = f.load(done);
  const std::uint32_t spec = image.norm(rows);
  const RegIndex norm = f.inst(Op::Norm, Kind::Norm, spec);
  const RegIndex has = f.inst(Op::NormHasDone, Kind::Bool, norm);
  const RegIndex moment = f.inst(Op::NormDone, Kind::Instant, norm);
  const RegIndex day = f.inst(Op::NormDone, Kind::Date, norm);
  const Header* const header = image.build(f,
                                           {{"has", Kind::Bool, has},
                                            {"moment", Kind::Instant, moment, has},
                                            {"bare", Kind::Instant, moment},
                                            {"day", Kind::Date, day, has}},
                                           {{spec, norm}});
  REQUIRE(verify_image(header, image.bytes().size() * 8));
  const Decided known = decide_case(header, Facts(image, image.root()).set(done, 20'500));
  CHECK(known.output(0).a == 1);
  CHECK(static_cast<std::int64_t>(known.output(1).a) == day_end(20'500, 420));
  CHECK(static_cast<std::int64_t>(known.output(2).a) == day_end(20'500, 420));
  CHECK(known.output(3).a == 20'500);
  const Decided never = decide_case(header, Facts(image, image.root()).set_null(done));
  CHECK(never.output(0).a == 0);
  CHECK(never.output(1).tag == PHEP_ABSENT);
  CHECK(never.output(2).a == 0);
  CHECK(never.output(3).tag == PHEP_ABSENT);
  const Decided unknown = decide_case(header, Facts(image, image.root()));
  for (std::uint32_t i = 0; i < 4; ++i) {
    CHECK(unknown.output(i).tag == PHEP_UNKNOWN);
    CHECK(unknown.missing(unknown.output(i)) == std::vector{done});
  }
}

TEST_CASE("parts: each record of a recurring duty keeps the ends that it may have") {
  const auto day = [](std::int32_t month, std::int32_t of_month) {
    return to_days({2027, month, of_month});
  };
  ImageBuilder image;
  const std::uint32_t calendar =
      image.calendar(to_days({2026, 1, 1}), 730, {day(9, 2)}, {{{day(9, 1)}, {day(9, 3)}}});
  FunctionBuilder each(image, "t.each", 2);
  // 18 months from 1 March, then from the 3rd: 1 or 3 September; the 3rd, or Monday the 6th.
  const RegIndex anchor =
      each.select(Kind::Date, each.compare(Compare::Gt, Kind::Int, 1, each.integer(1)),
                  each.constant(Kind::Date, to_days({2026, 3, 3})),
                  each.constant(Kind::Date, to_days({2026, 3, 1})));
  const RegIndex term = each.constant(Kind::Duration, 18, static_cast<std::uint64_t>(Unit::Months));
  const std::uint32_t date = static_cast<std::uint32_t>(Kind::Date);
  NormRows rows;
  rows.due = each.inst(Op::Deadline, Kind::Instant,
                       image.operand({anchor, date, term, kNone, calendar, 0}));
  const Header* const header = twice(image, each, rows);
  Call call{header};
  REQUIRE(call(Facts(image, image.root()).data()) == PHEP_OK);
  REQUIRE(call.norms(0).length == 2);
  const auto ends = [&](std::uint32_t n) {
    const phep_norm& record = call.record(0, n);
    return std::vector<std::int64_t>(record.alternatives.ptr,
                                     record.alternatives.ptr + record.alternative_count);
  };
  CHECK(ends(0) == std::vector{day_end(day(9, 1), 420), day_end(day(9, 3), 420)});
  CHECK(ends(1) == std::vector{day_end(day(9, 3), 420), day_end(day(9, 6), 420)});
}

TEST_CASE("parts: each record of a recurring duty keeps the amounts that it may cost") {
  const auto day = [](std::int32_t of_month) { return to_days({2027, 9, of_month}); };
  ImageBuilder image;
  const std::uint32_t calendar =
      image.calendar(to_days({2026, 1, 1}), 730, {day(2)}, {{{day(1)}, {day(3)}}});
  FunctionBuilder each(image, "t.each", 2);
  const RegIndex anchor = each.constant(Kind::Date, to_days({2026, 3, 1}));
  const RegIndex term = each.constant(Kind::Duration, 18, static_cast<std::uint64_t>(Unit::Months));
  const auto date = static_cast<std::uint32_t>(Kind::Date);
  const RegIndex due = each.inst(Op::Deadline, Kind::Instant,
                                 image.operand({anchor, date, term, kNone, calendar, 0}));
  const RegIndex middle = each.constant(Kind::Instant, day_end(day(2), 420));
  const RegIndex first = each.compare(Compare::Le, Kind::Instant, due, middle);
  const RegIndex later = each.compare(Compare::Gt, Kind::Int, 1, each.integer(1));
  const RegIndex low = each.select(Kind::Money, later, each.constant(Kind::Money, 30),
                                   each.constant(Kind::Money, 10));
  const RegIndex high = each.constant(Kind::Money, 50);
  NormRows rows;
  rows.norm = NormKind::StateDuty;
  rows.done_kind = Kind::Bool;
  rows.done = each.boolean(false);
  rows.sanctions = {{kNone, kNone, each.select(Kind::Money, first, low, high), 0}};
  const Header* const header = twice(image, each, rows);
  Call call{header};
  REQUIRE(call(Facts(image, image.root()).data()) == PHEP_OK);
  REQUIRE(call.norms(0).length == 2);
  for (const std::uint32_t n : {0U, 1U}) {
    const auto& row = *reinterpret_cast<const phep_sanction*>(&call.record(0, n) + 1);
    REQUIRE(row.to.tag == PHEP_ONE_OF);
    REQUIRE(row.to.b == 2);
    const auto* const amounts = reinterpret_cast<const phep_value*>(row.to.a);
    CHECK(amounts[0].a == (n == 0 ? 10 : 30));
    CHECK(amounts[1].a == 50);
  }
}

}  // namespace
}  // namespace phep::tests
