// Norms and decisions of an image, up to their limits and beyond them.
#include "compiler/runtime/evaluation.h"
#include "compiler/runtime/verify_image.h"
#include "tests/unit/runtime_sound_image.h"

#include <doctest/doctest.h>

#include <functional>

namespace {

using namespace phep::runtime;
using Image = SoundImage;

std::vector<std::uint32_t> repeated(const std::vector<std::uint32_t>& row, std::uint32_t times) {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t i = 0; i < times; ++i) rows.insert(rows.end(), row.begin(), row.end());
  return rows;
}

TEST_CASE("verify_image: a norm has so many rows at most, and a text for each") {
  const auto has = [](Range NormSpec::* rows, std::uint32_t width, Range NormText::* texts,
                      std::uint32_t count, std::uint32_t names) {
    return sound([&](Image& i) {
      i.norm_specs[0].*rows = i.tail(repeated(std::vector<std::uint32_t>(width), count));
      i.norm_texts[0].*texts = i.tail(repeated({i.text}, names));
    });
  };
  const auto exempts = std::bind_front(has, &NormSpec::exempts, 3, &NormText::exempt_names);
  const auto evidence = std::bind_front(has, &NormSpec::evidence, 2, &NormText::evidence_names);
  CHECK(exempts(0, 0));
  CHECK(exempts(63, 63));
  CHECK_FALSE(exempts(64, 64));
  CHECK_FALSE(exempts(2, 1));
  CHECK_FALSE(exempts(2, 3));
  CHECK(evidence(0, 0));
  CHECK(evidence(62, 62));
  CHECK_FALSE(evidence(63, 63));
  CHECK_FALSE(evidence(3, 2));
  CHECK_FALSE(evidence(3, 4));
  const auto bearers = [](std::uint32_t rows) {
    return sound(
        [&](Image& i) { i.norm_texts[0].bearers = i.tail(repeated({i.text, 0, 0}, rows)); });
  };
  CHECK(bearers(0));
  CHECK(bearers(63));
  CHECK_FALSE(bearers(64));
  CHECK_FALSE(sound([](Image& i) { i.norm_texts[0].sanctions = {0, 0}; }));
  CHECK_FALSE(sound([](Image& i) { i.norm_specs[0].sanctions = {0, 0}; }));
  // Rows are whole.
  for (Range NormSpec::* const rows :
       {&NormSpec::exempts, &NormSpec::deferrals, &NormSpec::sanctions, &NormSpec::evidence})
    CHECK_FALSE(sound([&](Image& i) {
      (i.norm_specs[0].*rows).first = 0;
      ++(i.norm_specs[0].*rows).count;
    }));
  CHECK_FALSE(sound([](Image& i) { i.norm_specs[0].evidence = i.tail({0, 0, 0}); }));
  for (Range NormText::* const rows : {&NormText::sanctions, &NormText::bearers})
    CHECK_FALSE(sound([&](Image& i) {
      const Range was = i.norm_texts[0].*rows;
      for (std::uint32_t n = 0; n < was.count; ++n)
        i.operands.push_back(std::uint32_t{i.operands[was.first + n]});
      i.operands.push_back(i.text);
      i.norm_texts[0].*rows = {Image::count(i.operands) - was.count - 1, was.count + 1};
    }));
}

TEST_CASE("verify_image: strings of a norm's every row are strings, and only some may lack") {
  const std::uint32_t none = Image::count(Image().strings);
  const auto strings = [](Range NormText::* of, const std::vector<std::uint32_t>& words) {
    return sound([&](Image& i) {
      NormText text = i.norm_texts[1];
      text.*of = i.tail(words);
      i.norm_texts.push_back(text);
    });
  };
  for (Range NormText::* const of :
       {&NormText::cites, &NormText::exempt_names, &NormText::evidence_names}) {
    CHECK(strings(of, {0, 0, 0}));
    for (std::size_t row = 0; row < 3; ++row)
      for (const std::uint32_t lacking : {none, kNone}) {
        std::vector<std::uint32_t> words{0, 0, 0};
        words[row] = lacking;
        CHECK_FALSE(strings(of, words));
      }
  }
  for (std::uint32_t at = 0; at < 12; ++at) {
    const auto with = [&](std::uint32_t word) {
      std::vector<std::uint32_t> words = repeated({0, 0, 3, 0, 0, 0}, 2);
      words[at] = word;
      return strings(&NormText::sanctions, words);
    };
    CAPTURE(at);
    CHECK(with(kNone) == (at % 6 >= 2 && at % 6 <= 4));  // a cite; measures if there are none
    CHECK(with(none) == (at % 6 == 2 || at % 6 == 4));
  }
  const auto measures = [](std::uint32_t row, const std::vector<std::uint32_t>& texts) {
    return sound([&](Image& i) {
      std::vector<std::uint32_t> words = repeated({0, 0, 3, kNone, 0, 0}, 2);
      words[6 * row + 4] = i.tail(texts).first;
      words[6 * row + 5] = Image::count(texts);
      NormText text = i.norm_texts[1];
      text.sanctions = i.tail(words);
      i.norm_texts.push_back(text);
    });
  };
  for (const std::uint32_t row : {0U, 1U}) {
    CHECK(measures(row, {0, 0, 0}));
    CHECK_FALSE(measures(row, {none, 0, 0}));
    CHECK_FALSE(measures(row, {0, none, 0}));
    CHECK_FALSE(measures(row, {0, 0, kNone}));
  }
}

TEST_CASE("verify_image: a norm's kinds, zone and silence are what there is") {
  const auto spec = [](auto change) { return sound([&](Image& i) { change(i.norm_specs[1]); }); };
  CHECK(spec([](NormSpec& s) { s.norm = NormKind::KeptDuty; }));
  CHECK_FALSE(spec([](NormSpec& s) { s.norm = static_cast<NormKind>(7); }));
  CHECK(spec([](NormSpec& s) { s.silence = 2; }));
  CHECK_FALSE(spec([](NormSpec& s) { s.silence = 3; }));
  CHECK(spec([](NormSpec& s) { s.zone = 96; }));
  CHECK_FALSE(spec([](NormSpec& s) { s.zone = 97; }));
  for (std::uint32_t kind = 0; kind <= 12; ++kind) {
    const bool moment = kind == static_cast<std::uint32_t>(Kind::Date) ||
                        kind == static_cast<std::uint32_t>(Kind::Instant);
    CAPTURE(kind);
    CHECK(spec([&](NormSpec& s) { s.trigger_kind = static_cast<std::uint8_t>(kind); }) == moment);
    CHECK(spec([&](NormSpec& s) { s.done_kind = static_cast<std::uint8_t>(kind); }) ==
          (moment || kind == 0));
  }
}

TEST_CASE("verify_image: the registers of a norm hold what it says of them") {
  using Field = std::uint32_t NormSpec::*;
  const auto with = [](Field field, std::uint32_t reg, Kind trigger, Kind done) {
    return sound([&](Image& i) {
      NormSpec spec = i.norm_specs[0];
      spec.trigger_kind = static_cast<std::uint8_t>(trigger);
      spec.done_kind = static_cast<std::uint8_t>(done);
      spec.*field = reg;
      i.norm_specs.push_back(spec);
      i.entry(Image::kNorm).a = i.norm_outputs[0].spec = Image::last(i.norm_specs);
    });
  };
  constexpr std::uint32_t kFacts = 0;
  constexpr std::uint32_t kTruth = Image::reg(Image::kConst), kNumber = Image::reg(Image::kLength),
                          kDay = Image::reg(Image::kLawDay), kMoment = Image::reg(Image::kDeadline);
  const auto holds = [&](Field field, Kind trigger, Kind done) {
    std::uint32_t taken = kNone;
    for (const std::uint32_t reg : {kFacts, kTruth, kNumber, kDay, kMoment})
      if (with(field, reg, trigger, done)) {
        CHECK(taken == kNone);
        taken = reg;
      }
    CHECK(with(field, kNone, trigger, done));
    return taken;
  };
  for (const Field field :
       {&NormSpec::trigger_present, &NormSpec::in_force, &NormSpec::applies,
        &NormSpec::done_present, &NormSpec::due_present, &NormSpec::due_exclusive,
        &NormSpec::excused, &NormSpec::available, &NormSpec::silence_counts})
    CHECK(holds(field, Kind::Date, Kind::Instant) == kTruth);
  CHECK(holds(&NormSpec::trigger, Kind::Date, Kind::Instant) == kDay);
  CHECK(holds(&NormSpec::trigger, Kind::Instant, Kind::Date) == kMoment);
  CHECK(holds(&NormSpec::done, Kind::Date, Kind::Instant) == kMoment);
  CHECK(holds(&NormSpec::done, Kind::Instant, Kind::Date) == kDay);
  CHECK(holds(&NormSpec::done, Kind::Instant, Kind::Bool) == kTruth);
  CHECK(holds(&NormSpec::due, Kind::Date, Kind::Date) == kMoment);
  CHECK(holds(&NormSpec::bearers, Kind::Date, Kind::Date) == kNumber);
}

TEST_CASE("verify_image: lists of a decision are of its own facts") {
  const auto with = [](std::uint32_t structure, Range lists, Range norms) {
    return sound([&](Image& i) {
      Decision& other = i.decisions[1];
      other.structure = structure;
      other.lists = lists;
      other.norms = norms;
    });
  };
  const Range none = {0, 0}, listed = Image().decisions[1].lists;
  const Range alone = {0, 1}, each = {1, 1};
  CHECK(with(Image::kRoot, listed, alone));
  CHECK(with(Image::kRoot, listed, each));
  CHECK_FALSE(with(Image::kRoot, none, alone));
  CHECK(with(Image::kSpareStruct, none, alone));
  CHECK_FALSE(with(Image::kSpareStruct, listed, alone));
  CHECK_FALSE(with(Image::kSpareStruct, none, each));
}

TEST_CASE("verify_image: norms come from norms and calls alone, and are asked about") {
  CHECK_FALSE(sound([](Image& i) { i.entry(Image::kNorm).kind = Kind::Bool; }));
  for (const Image::Insts other : {Image::kConst, Image::kPresent, Image::kLawDay})
    CHECK_FALSE(sound([&](Image& i) { i.entry(other).kind = Kind::Norm; }));
  const auto asks = [](Op op, std::uint32_t of) {
    return sound([&](Image& i) {
      i.entry(Image::kNormIs).op = op;
      i.entry(Image::kNormIs).a = of;
    });
  };
  for (const Op op : {Op::NormIs, Op::NormDue, Op::NormHasDue, Op::NormDone, Op::NormHasDone}) {
    CHECK(asks(op, Image::reg(Image::kNorm)));
    CHECK_FALSE(asks(op, Image::reg(Image::kChoose)));
    CHECK_FALSE(asks(op, 0));
  }
  CHECK(asks(Op::Not, Image::reg(Image::kChoose)));
  CHECK(asks(Op::Mark, Image::reg(Image::kChoose)));
  // What a call gives is the norm of what it calls, however far away.
  const auto called = [](std::uint32_t norm, std::uint32_t far) {
    return sound([&](Image& i) {
      const std::uint32_t args = i.tail({0}).first;
      i.insts[i.functions[Image::kOne].insts.first].a = norm;
      std::uint32_t of = Image::kOne;
      for (std::uint32_t n = 1; n < far; ++n) {
        i.functions.push_back({{Image::count(i.insts), 1}, 1, 1, 0, n + 1});
        i.insts.push_back({Op::Call, Kind::Norm, 0, of, args, 1});
        of = Image::last(i.functions);
      }
      i.entry(Image::kNorm) = {Op::Call, Kind::Norm, 0, of, args, 1};
      i.recount(far);
    });
  };
  CHECK(called(0, 1));
  CHECK(called(0, 3));
  CHECK_FALSE(called(1, 1));
  CHECK_FALSE(called(1, 3));
}

TEST_CASE("verify_image: a decision has a root, an entry, and room for what it answers") {
  const auto decision = [](auto change) {
    return sound([&](Image& i) { change(i.decisions[0], i); });
  };
  constexpr std::uint32_t kHead = sizeof(phep_result_head);
  CHECK_FALSE(decision([](Decision& d, Image&) { d.structure = Image::kElement; }));
  CHECK_FALSE(decision([](Decision& d, Image&) { d.entry = Image::kBody; }));
  CHECK(decision([](Decision& d, Image&) { d.zone = 96; }));
  CHECK_FALSE(decision([](Decision& d, Image&) { d.zone = 97; }));
  CHECK_FALSE(decision([](Decision& d, Image&) { --d.result_size; }));
  CHECK_FALSE(decision([](Decision& d, Image&) { ++d.certificate_offset; }));
  CHECK_FALSE(decision([](Decision& d, Image&) { ++d.certificate_words; }));
  CHECK(decision([](Decision& d, Image&) { d.certificate_words = 0; }));
  CHECK(decision([](Decision& d, Image&) { d.certificate_offset = kHead; }));
  CHECK_FALSE(decision([](Decision& d, Image&) { d.certificate_offset = kHead - 8; }));
  const auto bare = [&](std::uint32_t size) {
    return decision([&](Decision& d, Image&) {
      d.outputs.count = d.norms.count = d.certificate_words = 0;
      d.certificate_offset = d.result_size = size;
    });
  };
  CHECK(bare(kHead));
  CHECK_FALSE(bare(kHead - 1));
  CHECK_FALSE(decision([](Decision& d, Image&) { --d.bound; }));
  const auto readings = [&](const std::vector<std::uint32_t>& of) {
    return decision([&](Decision& d, Image& i) { d.readings = i.tail(of); });
  };
  CHECK(readings({1, 0}));
  CHECK_FALSE(readings({1, 2}));
  CHECK_FALSE(readings({2, 1}));
  CHECK(decision([](Decision& d, Image& i) { d.readings = {Image::count(i.operands), 0}; }));
}

TEST_CASE("verify_image: an output is a register of the entry, and lies in the result") {
  const auto output = [](auto change) {
    return sound([&](Image& i) {
      i.decisions[0].outputs = {1, 1};
      change(i.outputs[1], i.decisions[0]);
    });
  };
  CHECK(output([](Output& o, Decision&) { o.value = o.present = Image::kRegisters - 1; }));
  CHECK_FALSE(output([](Output& o, Decision&) { o.value = Image::kRegisters; }));
  CHECK_FALSE(output([](Output& o, Decision&) { o.present = Image::kRegisters; }));
  CHECK(output([](Output& o, Decision&) { o.value = o.present = 0; }));
  CHECK(output([](Output& o, Decision&) { o.kind = Kind::Set; }));
  CHECK_FALSE(output([](Output& o, Decision&) { o.kind = Kind::Norm; }));
  CHECK_FALSE(output([](Output& o, Decision&) { o.offset = sizeof(phep_result_head) - 8; }));
  constexpr std::uint32_t kSize = sizeof(phep_value);
  CHECK(output([](Output& o, Decision& d) { o.offset = d.result_size - kSize; }));
  CHECK_FALSE(output([](Output& o, Decision& d) { o.offset = d.result_size - kSize + 1; }));
  // The second of two is looked at as well.
  CHECK_FALSE(sound([](Image& i) {
    i.decisions[0].outputs = {0, 2};
    i.outputs[1].value = Image::kRegisters;
  }));
}

TEST_CASE("verify_image: a norm of an answer is the one it says, and has room") {
  const auto one = [](auto change, std::uint32_t which) {
    return sound([&](Image& i) { change(i.norm_outputs[which], i); });
  };
  const auto value = [&](std::uint32_t reg, std::uint32_t which) {
    return one([&](NormOutput& n, Image&) { n.value = reg; }, which);
  };
  CHECK_FALSE(value(Image::kRegisters, 0));
  CHECK_FALSE(one(
      [](NormOutput& n, Image& i) {
        n.value = Image::kRegisters;
        i.insts.back() = i.entry(Image::kNorm);  // behind the entry, and none of its own
      },
      0));
  CHECK_FALSE(value(Image::reg(Image::kNormIs), 0));
  CHECK_FALSE(value(0, 0));
  CHECK(value(Image::kRegisters - 1, 2));  // how many
  CHECK_FALSE(value(Image::kRegisters, 2));
  for (const std::uint32_t which : {0U, 1U, 2U}) {
    CHECK_FALSE(one([](NormOutput& n, Image&) { n.spec = 1; }, which));
    CHECK_FALSE(one([](NormOutput& n, Image&) { n.spec = 2; }, which));
    CHECK_FALSE(one([](NormOutput& n, Image&) { n.offset = sizeof(phep_result_head) - 8; }, which));
    CHECK(one([](NormOutput& n, Image&) { n.offset = sizeof(phep_result_head); }, which));
    const std::uint32_t size =
        which == 0 ? sizeof(phep_norm) + sizeof(phep_sanction) : sizeof(phep_norm_array);
    CHECK(
        one([&](NormOutput& n, Image& i) { n.offset = i.decisions[0].result_size - size; }, which));
    CHECK_FALSE(one(
        [&](NormOutput& n, Image& i) { n.offset = i.decisions[0].result_size - size + 1; }, which));
  }
  for (const std::uint32_t which : {1U, 2U}) {
    CHECK_FALSE(one([](NormOutput& n, Image&) { n.function = Image::kOne; }, which));
    CHECK_FALSE(one([](NormOutput& n, Image&) { n.function = Image::kBody; }, which));
    CHECK_FALSE(one([](NormOutput& n, Image&) { n.function = kNone; }, which));
  }
  CHECK_FALSE(one([](NormOutput& n, Image&) { n.list = Image::kFlag; }, 1));
  CHECK_FALSE(one([](NormOutput& n, Image&) { n.list = Image::kItems; }, 2));
  const auto occurrences = [&](std::uint32_t most, std::uint32_t bound) {
    return one(
        [&](NormOutput& n, Image& i) {
          n.most = most;
          i.decisions.pop_back();
          i.decisions[0].bound = i.functions[Image::kEntry].bound + 3 + bound;
        },
        2);
  };
  CHECK(occurrences(kMaxOccurrences, kMaxOccurrences));
  CHECK_FALSE(occurrences(kMaxOccurrences, kMaxOccurrences - 1));
  CHECK_FALSE(occurrences(kMaxOccurrences + 1, kMaxOccurrences + 1));
  CHECK(occurrences(1, 1));
  const auto elements = [&](std::int64_t most, std::uint32_t bound) {
    return sound([&](Image& i) {
      i.slots[Image::kItems].hi = most;
      i.functions[Image::kEach].bound = 2;
      // The quantifier of the entry goes through the same list.
      i.functions[Image::kEntry].bound += static_cast<std::uint32_t>(most - 3) * 2;
      i.decisions.pop_back();
      i.decisions[0].bound = i.functions[Image::kEntry].bound + bound + 5 * 2;
    });
  };
  CHECK(elements(7, 14));
  CHECK_FALSE(elements(7, 13));
  // Sanctions need room, each.
  CHECK_FALSE(sound([](Image& i) {
    i.norm_outputs[0].offset = i.decisions[0].result_size - std::uint32_t{sizeof(phep_norm)};
  }));
}

}  // namespace
