// What decide() does around deciding: facts of earlier builds, readings, norms that generated code
// left open.
#include "tests/unit/interpret_call.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace phep::tests {
namespace {

std::uint32_t size_of(std::uint32_t slots) {
  return 24 + 16 * slots;
}

TEST_CASE("parts: facts of an earlier build lack what came later") {
  constexpr std::uint32_t kSlots = 21;
  ImageBuilder image;
  FunctionBuilder f(image, "t.rule", 1);
  std::vector<std::uint32_t> slots;
  for (std::uint32_t i = 0; i < kSlots; ++i)
    slots.push_back(image.slot("/s" + std::to_string(i), Kind::Bool));
  std::vector<OutputRow> outputs;
  for (std::uint32_t i = 0; i < kSlots; ++i)
    outputs.push_back({"o" + std::to_string(i), Kind::Bool, f.load(slots[i])});
  // Four earlier builds; the pair behind them is none.
  const std::uint32_t earlier = image.operand({size_of(5), 3, size_of(8), 4, size_of(17), 5,  //
                                               size_of(0), 7, size_of(10), 6});
  const Header* const header = image.build(f, outputs);
  auto* const root = const_cast<Struct*>(runtime::items<Struct>(header, header->structs));
  root->earlier = {earlier, 8};
  Facts now(image, image.root());
  for (std::uint32_t i = 0; i < kSlots; ++i) now.set(slots[i], i % 2);
  Call call{header};
  const auto given = [&](std::uint32_t size, std::uint32_t layout) {
    // Whatever lies behind earlier facts is no fact, and their bits are known as far as words go.
    std::vector<std::uint64_t> bytes(size_of(kSlots) / 8, 0x7f7f'7f7f'7f7f'7f7f);
    std::memcpy(bytes.data(), now.data(), std::min(size, size_of(kSlots)));
    bytes[1] = bytes[2] = ~std::uint64_t{0};
    const std::uint32_t head[] = {size, layout};
    std::memcpy(bytes.data(), head, sizeof head);
    return call(bytes.data());
  };
  for (const std::uint32_t count : {0U, 4U, 5U, 8U, 10U, 17U, kSlots})
    for (std::uint32_t layout = 0; layout < 8; ++layout) {
      CAPTURE(count);
      CAPTURE(layout);
      const bool known = (count == 5 && layout == 3) || (count == 8 && layout == 4) ||
                         (count == 17 && layout == 5) || (count == 0 && layout == 7) ||
                         (count == kSlots && layout == 1);
      REQUIRE(given(size_of(count), layout) == (known ? PHEP_OK : PHEP_BAD_ARGUMENT));
      if (!known) continue;
      CHECK(call.head().path == 2);
      for (std::uint32_t i = 0; i < kSlots; ++i) {
        const phep_value& value = call.output(i);
        CHECK(value.tag == (i < count ? PHEP_KNOWN : PHEP_UNKNOWN));
        if (i < count) CHECK(value.a == i % 2);
        if (i >= count) CHECK(call.missing(value.a, value.b) == std::vector{slots[i]});
      }
    }
  CHECK(given(3, size_of(5)) == PHEP_BAD_ARGUMENT);
  // Earlier facts need memory for what they are made into; those of this build do not.
  call.path = run_clean;
  clean = [](char*, Arena&) { return kNothingLeft; };
  call.room = 0;
  CHECK(given(size_of(8), 4) == PHEP_SMALL_ARENA);
  CHECK(given(size_of(kSlots), 1) == PHEP_OK);
  call.room = size_of(kSlots) + 16;
  CHECK(given(size_of(8), 4) == PHEP_OK);
  // Generated code is given facts of this build.
  std::uint32_t as_now[2];
  std::memcpy(as_now, clean_facts, sizeof as_now);
  CHECK(as_now[0] == size_of(kSlots));
  CHECK(as_now[1] == 1);
  // At once it is not asked about others.
  Facts facts = now;
  CHECK(call.at_once(facts.data()) == AtOnce::Decided);
  const std::uint32_t head[] = {size_of(8), 4};
  std::memcpy(facts.data(), head, sizeof head);
  CHECK(call.at_once(facts.data()) == AtOnce::NotReady);
}

TEST_CASE("parts: chosen readings are members, or left to their defaults") {
  ImageBuilder image;
  for (const std::uint32_t members : {2U, 3U, 2U}) image.reading(members, members - 1);
  FunctionBuilder f(image, "t.rule", 1);
  std::vector<OutputRow> outputs;
  for (std::uint32_t i = 0; i < 3; ++i)
    outputs.push_back({"r" + std::to_string(i), Kind::Enum, f.inst(Op::Reading, Kind::Enum, i)});
  const Header* const header = image.build(f, outputs);
  const Facts facts(image, image.root());
  Call call{header};
  const auto chosen = [&](std::vector<std::int32_t> readings) {
    // What stands behind them would be none.
    const auto count = static_cast<std::uint32_t>(readings.size());
    readings.push_back(99);
    call.options.reading_count = count;
    call.options.readings.ptr = readings.data();
    if (call(facts.data()) != PHEP_OK) return std::string("refused");
    std::string out;
    for (std::uint32_t i = 0; i < 3; ++i) out += std::to_string(call.output(i).a);
    return out;
  };
  CHECK(chosen({}) == "121");
  CHECK(chosen({0}) == "021");
  CHECK(chosen({-1}) == "121");
  CHECK(chosen({-1, 0, 0}) == "100");
  CHECK(chosen({0, 2, 1}) == "021");
  CHECK(chosen({1, 1}) == "111");
  for (const std::vector<std::int32_t>& wrong : {std::vector{2},
                                                 {-2},
                                                 {3},
                                                 {0, 3},
                                                 {0, -2},
                                                 {0, 0, 2},
                                                 {0, 0, -2},
                                                 {0, 0, 0, 0},
                                                 {INT32_MIN},
                                                 {INT32_MAX}})
    CHECK(chosen(wrong) == "refused");
  call.options.reading_count = 1;
  call.options.readings.slot = 0;
  CHECK(call(facts.data()) == PHEP_BAD_ARGUMENT);
}

TEST_CASE("parts: generated code is asked at once where nothing stands against it") {
  ImageBuilder image;
  image.reading(2, 0);
  FunctionBuilder f(image, "t.rule", 1);
  f.boolean(true);
  const Header* const header = image.build(f, {{"out", Kind::Bool, f.last()}});
  Facts facts(image, image.root());
  Call call{header};
  call.path = run_clean;
  int left = kNothingLeft;
  clean = [&](char*, Arena&) { return left; };
  CHECK(call.at_once(facts.data()) == AtOnce::Decided);
  CHECK(call.head().path == 1);
  CHECK(call.head().missing_count == 0);
  CHECK(call.head().missing.slot == 0);
  CHECK(call.head().steps == 0);
  left = kNormsLeft;
  CHECK(call.at_once(facts.data()) == AtOnce::NormsOpen);
  left = kAllLeft;
  CHECK(call.at_once(facts.data()) == AtOnce::Open);
  left = kNothingLeft;
  const auto with = [&](auto change) {
    Call changed = call;
    change(changed);
    return changed.at_once(facts.data());
  };
  const std::int32_t reading = 1;
  CHECK(with([&](Call& c) {
          c.options.reading_count = 1;
          c.options.readings.ptr = &reading;
        }) == AtOnce::Decided);
  CHECK(with([](Call& c) { c.path = nullptr; }) == AtOnce::NotReady);
  CHECK(with([](Call& c) { c.options.flags = PHEP_SLOW_PATH; }) == AtOnce::NotReady);
  CHECK(with([](Call& c) { c.options.flags = PHEP_WITH_CERTIFICATE; }) == AtOnce::Decided);
  CHECK(with([](Call& c) { c.options.flags = 4; }) == AtOnce::NotReady);
  CHECK(with([](Call& c) { c.options.size = 8; }) == AtOnce::NotReady);
  CHECK(with([](Call& c) { c.options.as_of = INT64_MIN; }) == AtOnce::NotReady);
  Arena arena = call.prepare();
  call.head().layout = 8;
  CHECK(decide_at_once(header, 0, run_clean, facts.data(), &call.options, call.result.data(),
                       arena) == AtOnce::NotReady);
  CHECK(decide_at_once(header, 1, run_clean, facts.data(), &call.options, call.result.data(),
                       arena) == AtOnce::NotReady);
  // Readings of a program that has none are no business of generated code.
  auto* const changed = const_cast<Header*>(header);
  changed->readings.count = 0;
  CHECK(with([](Call&) {}) == AtOnce::Decided);
  CHECK(with([&](Call& c) {
          c.options.reading_count = 1;
          c.options.readings.ptr = &reading;
        }) == AtOnce::NotReady);
}

// Many norms, each on a fact of its own; one each of the elements of two lists.
struct Norms {
  static constexpr std::uint32_t kNorms = 40;
  ImageBuilder image;
  FunctionBuilder f{image, "t.entry", 1};
  std::vector<std::uint32_t> flags, specs;
  std::uint32_t list = 0, own = 0;
  const Header* header = nullptr;

  Norms() {
    for (int i = 0; i < 30; ++i) image.bit();  // of something else
    for (std::uint32_t i = 0; i < kNorms; ++i)
      flags.push_back(image.slot("/f" + std::to_string(i), Kind::Int));
    list = image.list("/xs", 200);
    own = image.slot_in(list, "/own", Kind::Int);
    const RegIndex zero = f.integer(0);
    std::vector<NormRow> norms;
    for (const std::uint32_t flag : flags) {
      NormRows rows;
      rows.norm = NormKind::StateDuty;
      rows.done_kind = Kind::Bool;
      rows.done = f.compare(Compare::Gt, Kind::Int, f.load(flag), zero);
      specs.push_back(image.norm(rows));
      norms.push_back({specs.back(), f.inst(Op::Norm, Kind::Norm, specs.back())});
    }
    const RegIndex out = f.boolean(true);
    for (int n = 0; n < 2; ++n) {
      FunctionBuilder each(image, "t.each" + std::to_string(n), 2);
      NormRows rows;
      rows.norm = NormKind::StateDuty;
      rows.done_kind = Kind::Bool;
      rows.done = each.compare(Compare::Gt, Kind::Int, each.load(own, 1), each.integer(0));
      rows.sanctions = {{kNone, kNone, kNone, 0}};
      specs.push_back(image.norm(rows));
      const std::uint32_t made = image.add(each, each.inst(Op::Norm, Kind::Norm, specs.back()));
      norms.push_back({specs.back(), kNone, made, list});
    }
    header = image.build(f, {{"out", Kind::Bool, out}}, norms);
    REQUIRE(verify_image(header, image.bytes().size() * 8));
  }
  Facts facts() {
    Facts facts(image, image.root());
    for (std::uint32_t i = 0; i < kNorms; ++i) facts.set(flags[i], i % 3 == 0);
    std::vector<Facts> elements;
    for (int i = 0; i < 5; ++i)
      elements.push_back(Facts(image, image.element(list)).set(own, i % 2));
    return facts.set_list(list, elements);
  }
};

TEST_CASE("parts: of norms that generated code left open each is settled, and no other") {
  Norms p;
  const Facts facts = p.facts();
  Call whole{p.header};
  REQUIRE(whole(facts.data()) == PHEP_OK);
  REQUIRE(whole.head().path == 2);
  REQUIRE(whole.decision().certificate_words >= 3);
  constexpr std::int64_t kOther = 987;  // what the interpreter would not say
  constexpr std::uint32_t kEach = Norms::kNorms;
  Call call{p.header};
  call.path = run_clean;
  // The norms that are left open, of the lists the elements.
  std::vector<std::uint32_t> open, open_elements[2];
  const std::uint32_t stride = sizeof(phep_norm) + sizeof(phep_sanction);
  std::uint32_t elements = 5;
  clean = [&](char* result, Arena& arena) {
    const auto place = [&](std::uint32_t i) { return result + call.row(i).offset; };
    const phep_value value{PHEP_KNOWN, 0, kOther, 0};
    std::memcpy(result + runtime::items<Output>(p.header, p.header->outputs)[0].offset, &value,
                sizeof value);
    const auto is_open = [](const std::vector<std::uint32_t>& all, std::uint32_t i) {
      return std::find(all.begin(), all.end(), i) != all.end();
    };
    phep_norm norm{};
    norm.done = kOther;
    for (std::uint32_t i = 0; i < kEach; ++i) {
      norm.status = is_open(open, i) ? kLeftOpen : std::int32_t{PHEP_LATE};
      std::memcpy(place(i), &norm, sizeof norm);
    }
    for (std::uint32_t n = 0; n < 2; ++n) {
      phep_norm_array array{};
      array.length = elements;
      array.stride = stride;
      auto* const records = static_cast<char*>(allocate(arena, std::size_t{elements} * stride));
      array.items.ptr = records;
      for (std::uint32_t i = 0; i < elements; ++i) {
        norm.status = is_open(open_elements[n], i) ? kLeftOpen : std::int32_t{PHEP_LATE};
        std::memcpy(records + std::size_t{i} * stride, &norm, sizeof norm);
      }
      std::memcpy(place(kEach + n), &array, sizeof array);
    }
    for (std::uint32_t i = 0; i < call.decision().certificate_words; ++i) {
      const std::uint64_t word = std::uint64_t{1} << 63;  // a mark of something else
      std::memcpy(result + call.decision().certificate_offset + 8 * i, &word, 8);
    }
    return static_cast<int>(kNormsLeft);
  };
  const auto check = [&] {
    REQUIRE(call(facts.data()) == PHEP_OK);
    CHECK(call.head().path == 3);
    CHECK(call.head().missing_count == 0);
    CHECK(call.output(0).a == kOther);
    std::vector<std::uint64_t> wanted(call.decision().certificate_words, std::uint64_t{1} << 63);
    const auto add_bit = [&](std::uint32_t i) {
      const std::uint32_t bit = p.image.spec_bit(p.specs[i]);
      wanted[bit / 32] |= whole.certificate(bit / 32) & std::uint64_t{3} << (2 * (bit % 32));
    };
    for (std::uint32_t i = 0; i < kEach; ++i) {
      const bool own = std::find(open.begin(), open.end(), i) != open.end();
      CHECK(call.norm(i).status == (own ? whole.norm(i).status : PHEP_LATE));
      CHECK((call.norm(i).done == kOther) == !own);
      if (own) add_bit(i);
    }
    // A fact, what it is compared with, the comparison and the norm.
    std::uint64_t steps = open.size() * 3 + (open.empty() ? 0 : 1);
    for (std::uint32_t n = 0; n < 2; ++n) {
      const bool own = !open_elements[n].empty();
      REQUIRE(call.norms(kEach + n).length == (own ? 5 : elements));
      for (std::uint32_t i = 0; i < call.norms(kEach + n).length; ++i) {
        const phep_norm& record = call.record(kEach + n, i);
        CHECK(record.status == (own ? whole.record(kEach + n, i).status : PHEP_LATE));
        CHECK((record.done == kOther) == !own);
      }
      if (!own) continue;
      CHECK(call.norms(kEach + n).stride == stride);
      steps += 5 * 4;
      add_bit(kEach + n);
    }
    CHECK(call.head().steps == steps);
    for (std::uint32_t i = 0; i < wanted.size(); ++i) {
      // Of sanctions there are bits, too.
      const std::uint64_t all = i + 1 < wanted.size() ? ~std::uint64_t{0} : std::uint64_t{1} << 63;
      CHECK((call.certificate(i) & all) == (wanted[i] & all));
    }
  };
  check();
  for (std::uint32_t i = 0; i < kEach; ++i) {
    open = {i};
    check();
  }
  open = {0, 17, kEach - 1};
  check();
  open = {};
  for (const std::uint32_t n : {0U, 1U})
    for (const std::uint32_t i : {0U, 2U, 4U}) {
      open_elements[n] = {i};
      check();
      open_elements[n] = {};
    }
  open_elements[0] = {0, 4};
  open_elements[1] = {3};
  open = {1};
  check();
  open_elements[0] = open_elements[1] = {};
  elements = 0;
  check();
}

TEST_CASE("parts: each misses its own facts, however many are missing") {
  Norms p;
  for (const int count : {1, 24, 25, 87, 88, 200}) {
    CAPTURE(count);
    Facts facts(p.image, p.image.root());
    const Facts unknown(p.image, p.image.element(p.list));
    facts.set_list(p.list, std::vector<Facts>(static_cast<std::size_t>(count), unknown));
    Call call{p.header};
    REQUIRE(call(facts.data()) == PHEP_OK);
    for (std::uint32_t i = 0; i < Norms::kNorms; ++i) {
      const phep_norm& norm = call.norm(i);
      CHECK(norm.status == PHEP_UNDETERMINED);
      CHECK(call.missing(norm.missing_first, norm.missing_count) == std::vector{p.flags[i]});
    }
    for (std::uint32_t n = 0; n < 2; ++n)
      for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(count); ++i) {
        const phep_norm& norm = call.record(Norms::kNorms + n, i);
        CHECK(norm.status == PHEP_UNDETERMINED);
        CHECK(call.missing(norm.missing_first, norm.missing_count) == std::vector{p.own | i << 16});
      }
  }
}

TEST_CASE("parts: norms that generated code left open have the law date of the decision's zone") {
  ImageBuilder image;
  FunctionBuilder f(image, "t.rule", 1);
  constexpr std::int32_t kDay = 20'500;
  NormRows rows;
  rows.norm = NormKind::StateDuty;
  rows.done_kind = Kind::Bool;
  rows.done = f.compare(Compare::Ge, Kind::Date, 0, f.constant(Kind::Date, kDay));
  const std::uint32_t spec = image.norm(rows);
  const RegIndex norm = f.inst(Op::Norm, Kind::Norm, spec);
  const Header* const header = image.build(f, {}, {{spec, norm}});
  const Facts facts(image, image.root());
  Call call{header};
  call.path = run_clean;
  clean = [&](char* result, Arena&) {
    phep_norm open{};
    open.status = kLeftOpen;
    std::memcpy(result + call.row(0).offset, &open, sizeof open);
    return static_cast<int>(kNormsLeft);
  };
  constexpr std::int64_t kMidnight = std::int64_t{kDay} * 86'400'000 - 7 * 3'600'000;
  for (const std::int64_t before : {0, 1}) {
    call.options.as_of = kMidnight - before;
    REQUIRE(call(facts.data()) == PHEP_OK);
    CHECK(call.head().path == 3);
    CHECK(call.norm(0).status == (before == 0 ? PHEP_MET : PHEP_VIOLATED));
  }
}

}  // namespace
}  // namespace phep::tests
