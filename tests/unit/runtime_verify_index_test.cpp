// Whatever leads into a section of an image may lead to its last item, and not one further. What
// lies behind a section here would pass as one of its items: the section is made one shorter.
#include "compiler/runtime/verify_image.h"
#include "tests/unit/runtime_sound_image.h"

#include <doctest/doctest.h>

#include <functional>

namespace {

using namespace phep::runtime;
using Image = SoundImage;

struct Lead {
  std::string name;
  std::function<void(Image&)> to_last;
};

void refused_one_further(Section Header::* section, const std::vector<Lead>& leads) {
  for (const Lead& lead : leads) {
    CAPTURE(lead.name);
    Image image;
    lead.to_last(image);
    CHECK(image.sound());
    CHECK_FALSE(image.sound(1, section));
  }
}

// The place of a string's index, one for each that an image has.
template <class T>
Lead string_lead(const char* name, std::vector<T> ImageBuilder::* items, std::uint32_t T::* field) {
  return {name, [=](Image& image) { (image.*items)[0].*field = Image::last(image.strings); }};
}
Lead in_operands(const char* name, std::function<std::uint32_t(Image&)> at,
                 std::function<std::uint32_t(Image&)> to) {
  return {name, [=](Image& image) { image.operands[at(image)] = to(image); }};
}
Lead string_in_operands(const char* name, std::function<std::uint32_t(Image&)> at) {
  return in_operands(name, std::move(at), [](Image& image) { return Image::last(image.strings); });
}
// A range that holds the last operand.
Lead range_lead(const char* name, std::function<Range&(Image&)> range, std::uint32_t words = 1) {
  return {name, [=](Image& image) {
            const Range was = range(image);
            const std::uint32_t first = Image::count(image.operands);
            for (std::uint32_t i = 0; i < (was.count == 0 ? words : was.count); ++i)
              image.operands.push_back(
                  was.count == 0 ? 0 : std::uint32_t{image.operands[was.first + i]});
            range(image) = {first, Image::count(image.operands) - first};
          }};
}
// The same of an instruction, whose operands are moved to the end.
Lead operands_of(const char* name, Image::Insts which, std::uint32_t Inst::* at,
                 std::uint32_t words) {
  return {name, [=](Image& image) {
            Inst& inst = image.entry(which);
            const std::uint32_t first = Image::count(image.operands);
            for (std::uint32_t i = 0; i < words; ++i)
              image.operands.push_back(std::uint32_t{image.operands[inst.*at + i]});
            inst.*at = first;
          }};
}

TEST_CASE("verify_image: no section's last item is needed where nothing leads to it") {
  Image image;
  REQUIRE(image.sound());
  for (Section Header::* const section : {&Header::strings,      &Header::bytes,
                                          &Header::symbols,      &Header::decisions,
                                          &Header::structs,      &Header::objects,
                                          &Header::keys,         &Header::enums,
                                          &Header::readings,     &Header::calendars,
                                          &Header::alternatives, &Header::groups,
                                          &Header::words,        &Header::functions,
                                          &Header::insts,        &Header::operands,
                                          &Header::constants,    &Header::norm_specs,
                                          &Header::norm_texts,   &Header::outputs,
                                          &Header::norm_outputs, &Header::certificate_names,
                                          &Header::notes})
    CHECK(image.sound(1, section));
}

TEST_CASE("verify_image: strings are led to within their section") {
  refused_one_further(
      &Header::strings,
      {{"symbol", [](Image& i) { i.symbols[0] = Image::last(i.strings); }},
       {"last symbol", [](Image& i) { i.symbols.back() = Image::last(i.strings); }},
       {"certificate", [](Image& i) { i.certificate_names[0] = Image::last(i.strings); }},
       {"last certificate", [](Image& i) { i.certificate_names.back() = Image::last(i.strings); }},
       {"last note", [](Image& i) { i.notes.back().of = Image::last(i.strings); }},
       string_lead("by", &Image::notes, &Note::by),
       string_lead("does", &Image::notes, &Note::does),
       string_lead("of", &Image::notes, &Note::of),
       string_lead("on", &Image::notes, &Note::on),
       string_lead("because", &Image::notes, &Note::because),
       string_lead("key", &Image::keys, &KeyNode::key),
       string_lead("enum", &Image::enums, &EnumTable::name),
       string_lead("reading", &Image::readings, &ReadingTable::name),
       string_lead("group", &Image::groups, &PendingGroup::name),
       string_lead("awaiting", &Image::groups, &PendingGroup::awaiting),
       string_lead("calendar", &Image::calendars, &Calendar::name),
       string_lead("digest", &Image::calendars, &Calendar::digest),
       string_lead("slot", &Image::slots, &Slot::path),
       string_lead("norm", &Image::norm_texts, &NormText::name),
       string_lead("currencies", &Image::norm_texts, &NormText::currencies),
       string_lead("proof", &Image::norm_texts, &NormText::proof),
       string_lead("breach of", &Image::norm_texts, &NormText::breach_of),
       string_lead("decision", &Image::decisions, &Decision::name),
       string_lead("exposure", &Image::decisions, &Decision::exposure),
       string_lead("output", &Image::outputs, &Output::name),
       string_lead("norm's key", &Image::norm_outputs, &NormOutput::key),
       string_lead("norm's pointer", &Image::norm_outputs, &NormOutput::pointer),
       {"money", [](Image& i) { i.slots[Image::kPrice].type = Image::last(i.strings); }},
       {"amount",
        [](Image& i) {
          i.slots[Image::kPrice].kind = Kind::Amount;
          i.slots[Image::kPrice].type = Image::last(i.strings);
        }},
       {"text", [](Image& i) { i.constants[1].lo = Image::last(i.strings); }},
       string_in_operands("member", [](Image& i) { return i.enums[0].members.first + 1; }),
       string_in_operands("first member", [](Image& i) { return i.enums[0].members.first; }),
       string_in_operands("option", [](Image& i) { return i.readings[0].members.first + 1; }),
       string_in_operands("first option", [](Image& i) { return i.readings[0].members.first; }),
       string_in_operands("cite", [](Image& i) { return i.norm_texts[0].cites.first; }),
       string_in_operands("exempt", [](Image& i) { return i.norm_texts[0].exempt_names.first; }),
       string_in_operands("evidence",
                          [](Image& i) { return i.norm_texts[0].evidence_names.first; }),
       string_in_operands("label", [](Image& i) { return i.norm_texts[0].sanctions.first; }),
       string_in_operands("kind", [](Image& i) { return i.norm_texts[0].sanctions.first + 1; }),
       string_in_operands("sanction's cite",
                          [](Image& i) { return i.norm_texts[0].sanctions.first + 3; }),
       string_in_operands("measure",
                          [](Image& i) { return i.operands[i.norm_texts[0].sanctions.first + 4]; }),
       string_in_operands("party", [](Image& i) { return i.norm_texts[0].bearers.first; }),
       string_in_operands("party's cite",
                          [](Image& i) { return i.operands[i.norm_texts[0].bearers.first + 1]; })});
}

TEST_CASE("verify_image: of several rows each is looked at") {
  const auto last = [](Image& i) { return Image::last(i.strings); };
  refused_one_further(
      &Header::strings,
      {{"second party",
        [=](Image& i) { i.norm_texts[0].bearers = i.tail({i.text, 0, 0, last(i), 0, 0}); }},
       {"second party's cites",
        [=](Image& i) {
          const Range cites = i.tail({i.text, last(i)});
          i.norm_texts[0].bearers = i.tail({i.text, 0, 0, i.text, cites.first, 2});
        }},
       {"second cite", [=](Image& i) { i.norm_texts[0].cites = i.tail({i.text, last(i)}); }},
       {"second measure",
        [=](Image& i) {
          const Range measures = i.tail({i.text, last(i)});
          i.operands[i.norm_texts[0].sanctions.first + 4] = measures.first;
          i.operands[i.norm_texts[0].sanctions.first + 5] = measures.count;
        }},
       {"second sanction",
        [=](Image& i) {
          i.norm_texts[0].sanctions =
              i.tail({i.text, i.text, 3, kNone, 0, 0, last(i), i.text, 3, kNone, 0, 0});
          i.norm_specs[0].sanctions =
              i.tail({0, kNone, kNone, 0, 0, kNone, 0, kNone, kNone, 0, 0, kNone});
          i.norm_texts[0].name = i.text;
          for (NormOutput& each : i.norm_outputs) each.offset += sizeof(phep_sanction);
          i.norm_outputs[0].offset -= std::uint32_t{sizeof(phep_sanction)};
          for (Decision& each : i.decisions) {
            each.certificate_offset += sizeof(phep_sanction);
            each.result_size += sizeof(phep_sanction);
          }
        }},
       {"second sanction's measure", [=](Image& i) {
          const Range measures = i.tail({last(i)});
          i.norm_texts.push_back(i.norm_texts[1]);
          i.norm_texts.back().sanctions =
              i.tail({i.text, i.text, 3, kNone, 0, 0, i.text, i.text, 3, kNone, measures.first, 1});
        }}});
}

TEST_CASE("verify_image: bytes and symbols are led to within their sections") {
  refused_one_further(
      &Header::bytes,
      {{"string", [](Image& i) { i.strings[0] = {Image::last(i.bytes), 1}; }},
       {"last string", [](Image& i) { i.strings.back() = {0, Image::count(i.bytes)}; }}});
  refused_one_further(
      &Header::symbols,
      {{"function", [](Image& i) { i.functions[0].symbol = Image::last(i.symbols); }},
       {"last function", [](Image& i) { i.functions.back().symbol = Image::last(i.symbols); }},
       {"norm", [](Image& i) { i.norm_specs[0].symbol = Image::last(i.symbols); }},
       {"decision", [](Image& i) { i.decisions[0].symbol = Image::last(i.symbols); }}});
}

TEST_CASE("verify_image: structs, slots and objects are led to within their sections") {
  refused_one_further(&Header::structs, {{"decision", [](Image& i) {
                                            i.decisions[0].structure = Image::kSpareStruct;
                                            i.decisions[0].lists.count = 0;
                                            i.decisions[0].norms.count = 1;
                                          }}});
  refused_one_further(&Header::slots, {{"struct", [](Image&) {}}});
  refused_one_further(
      &Header::objects,
      {{"struct", [](Image& i) { i.structs[Image::kSpareStruct].node = Image::last(i.objects); }},
       {"key", [](Image& i) { i.keys[0].object = Image::last(i.objects); }},
       {"key of no object", [](Image& i) { i.keys.back().object = Image::last(i.objects); }}});
  refused_one_further(&Header::keys, {{"object", [](Image& i) {
                                         i.keys.back() = {i.text, Image::kNumber, kNone, kNone};
                                         i.objects[1].keys = {Image::last(i.keys), 1};
                                       }}});
  refused_one_further(
      &Header::enums,
      {{"enum", [](Image& i) { i.slots[Image::kMode].type = Image::last(i.enums); }},
       {"set", [](Image& i) { i.slots[Image::kTags].type = Image::last(i.enums); }}});
}

// The last slot is not counted by its struct either.
TEST_CASE("verify_image: what lies behind the slots is none, though it looks like one") {
  const auto leads = [](auto lead, bool list) {
    Image image;
    image.slots.back().is_list = list ? 1 : 0;
    image.slots.back().type = list ? std::uint32_t{Image::kElement} : kNone;
    image.slots.back().hi = 3;
    --image.structs[Image::kElement].slots.count;
    lead(image);
    return image.sound(1, &Header::slots);
  };
  CHECK(leads([](Image&) {}, false));
  CHECK(leads([](Image&) {}, true));
  CHECK_FALSE(leads([](Image& i) { i.entry(Image::kLoad).a = Image::kSpareSlot; }, false));
  CHECK_FALSE(leads([](Image& i) { i.entry(Image::kPresent).a = Image::kSpareSlot; }, false));
  CHECK_FALSE(leads([](Image& i) { i.entry(Image::kLength).a = Image::kSpareSlot; }, true));
  CHECK_FALSE(
      leads([](Image& i) { i.operands[i.entry(Image::kQuantify).a] = Image::kSpareSlot; }, true));
  CHECK_FALSE(leads([](Image& i) { i.norm_outputs[1].list = Image::kSpareSlot; }, true));
  CHECK_FALSE(leads([](Image& i) { i.keys[1].slot = Image::kSpareSlot; }, false));
  CHECK_FALSE(
      leads([](Image& i) { i.structs[Image::kElement].list_slot = Image::kSpareSlot; }, true));
  CHECK_FALSE(leads(
      [](Image& i) { i.decisions[0].lists = i.tail({Image::kItems, Image::kSpareSlot}); }, true));
  // A slot of a struct that is none, a list of elements that are none.
  const auto without_struct = [](auto lead) {
    Image image;
    lead(image);
    return image.sound(1, &Header::structs);
  };
  CHECK_FALSE(without_struct([](Image& i) {
    --i.structs[Image::kElement].slots.count;
    i.slots.back().structure = Image::kSpareStruct;
    i.slots.back().offset = 24;
    i.slots.back().bit = 0;
    i.structs[Image::kSpareStruct].slots = {Image::kSpareSlot, 1};
    i.structs[Image::kSpareStruct].size = 40;
  }));
  CHECK_FALSE(without_struct([](Image& i) {
    i.slots.back().is_list = 1;
    i.slots.back().type = Image::kSpareStruct;
    i.slots.back().hi = 3;
    i.structs[Image::kSpareStruct].root = 0;
    i.structs[Image::kSpareStruct].list_slot = Image::kSpareSlot;
  }));
}

TEST_CASE("verify_image: what lies behind a range or a section is not looked at") {
  const auto ends_before = [](std::uint32_t word, auto change) {
    Image image;
    change(image);
    image.operands.push_back(word);
    return image.sound();
  };
  CHECK(ends_before(kNone, [](Image& i) { i.decisions[0].readings = i.tail({1, 0}); }));
  CHECK(ends_before(kNone, [](Image& i) { i.decisions[0].lists = i.tail({Image::kItems}); }));
  CHECK(ends_before(kNone, [](Image& i) { i.norm_texts[0].cites = i.tail({0, 0}); }));
  CHECK(ends_before(kNone, [](Image& i) { i.enums[0].members = i.tail({0, 0}); }));
  CHECK(ends_before(kNone, [](Image& i) { i.readings[0].members = i.tail({0, 0}); }));
  CHECK(ends_before(kNone, [](Image& i) { i.structs[0].earlier = i.tail({24, 1}); }));
  // Elements that a decision of all structs would have to list.
  Image image;
  Struct& behind = image.structs.back();
  behind.root = 0;
  behind.list_slot = Image::kSpareSlot;
  CHECK(image.sound(1, &Header::structs));
  // A list behind the slots, in facts of which no decision knows.
  Image other;
  other.objects.push_back({{0, 0}, 0, kNone});
  other.structs.push_back({24, 1, {0, 0}, 1, 9, Image::last(other.objects), kNone, {0, 0}});
  --other.structs[Image::kElement].slots.count;
  Slot& list = other.slots.back();
  list.is_list = 1;
  list.structure = Image::last(other.structs);
  list.type = Image::kSpareStruct;
  CHECK(other.sound(1, &Header::slots));
  other.structs[Image::kSpareStruct].root = 0;
  other.structs[Image::kSpareStruct].list_slot = Image::kSpareSlot;
  CHECK_FALSE(other.sound(1, &Header::slots));
}

TEST_CASE("verify_image: calendars, groups and their days are led to within their sections") {
  refused_one_further(&Header::calendars,
                      {{"group", [](Image& i) { i.groups[0].calendar = Image::last(i.calendars); }},
                       {"deadline", [](Image& i) {
                          i.operands[i.entry(Image::kDeadline).a + 4] = Image::last(i.calendars);
                        }}});
  refused_one_further(&Header::alternatives,
                      {{"calendar", [](Image& i) { i.calendars[0].alternatives = {1, 1}; }}});
  refused_one_further(
      &Header::groups,
      {{"alternative", [](Image& i) { i.alternatives[1] = {Image::last(i.groups), 0, {}, {}}; }}});
  refused_one_further(
      &Header::words,
      {{"rest", [](Image& i) { i.calendars[0].rest = {Image::last(i.words), 1}; }},
       {"pending", [](Image& i) { i.calendars[0].pending = {Image::last(i.words), 1}; }}});
}

TEST_CASE("verify_image: functions, instructions, constants are led to within their sections") {
  constexpr std::uint32_t kBare = Image::kSpareFunction;
  const auto takes = [](Image& i, std::uint32_t parameters) {
    i.functions[kBare].parameters = parameters;
  };
  refused_one_further(&Header::functions, {{"call",
                                            [=](Image& i) {
                                              takes(i, 2);
                                              i.entry(Image::kCall).a = kBare;
                                            }},
                                           {"predicate",
                                            [=](Image& i) {
                                              takes(i, 2);
                                              i.operands[i.entry(Image::kQuantify).a + 2] = kBare;
                                            }},
                                           {"value",
                                            [=](Image& i) {
                                              takes(i, 2);
                                              i.operands[i.entry(Image::kQuantify).a + 3] = kBare;
                                            }},
                                           {"entry",
                                            [](Image& i) {
                                              i.functions[kBare] = i.functions[Image::kEntry];
                                              i.decisions[0].entry = kBare;
                                            }},
                                           {"each element",
                                            [](Image& i) {
                                              i.functions[kBare] = i.functions[Image::kEach];
                                              i.norm_outputs[1].function = kBare;
                                            }},
                                           {"each occurrence", [](Image& i) {
                                              i.functions[kBare] = i.functions[Image::kEach];
                                              i.norm_outputs[2].function = kBare;
                                            }}});
  refused_one_further(&Header::insts, {{"function", [](Image& i) {
                                          i.functions[Image::kBody].insts = {Image::last(i.insts),
                                                                             1};
                                        }}});
  refused_one_further(
      &Header::constants,
      {{"constant", [](Image& i) { i.entry(Image::kConst).a = Image::last(i.constants); }},
       {"rounding", [](Image& i) { i.entry(Image::kRound).b = Image::last(i.constants); }},
       {"representatives", [](Image& i) {
          i.slots[Image::kNumber].representatives = {Image::last(i.constants), 1};
        }}});
  refused_one_further(
      &Header::readings,
      {{"reading", [](Image& i) { i.entry(Image::kReading).a = Image::last(i.readings); }},
       in_operands(
           "decision", [](Image& i) { return i.decisions[0].readings.first; },
           [](Image& i) { return Image::last(i.readings); })});
}

TEST_CASE("verify_image: norms and outputs are led to within their sections") {
  constexpr std::uint32_t kBare = 1;  // the last norm
  refused_one_further(&Header::norm_specs, {{"norm",
                                             [](Image& i) {
                                               i.entry(Image::kNorm).a = kBare;
                                               i.norm_outputs[0].spec = kBare;
                                             }},
                                            {"function's norm", [](Image& i) {
                                               i.insts[i.functions[Image::kOne].insts.first].a =
                                                   kBare;
                                             }}});
  refused_one_further(&Header::norm_texts, {{"norm", [](Image& i) { i.norm_specs[1].text = 2; }}});
  refused_one_further(&Header::outputs,
                      {{"decision", [](Image& i) { i.decisions[0].outputs = {1, 1}; }}});
  refused_one_further(&Header::norm_outputs,
                      {{"decision", [](Image& i) { i.decisions[0].norms = {3, 1}; }}});
  refused_one_further(
      &Header::certificate_names,
      {{"note", [](Image& i) { i.notes[0].bit = Image::last(i.certificate_names); }},
       {"last note", [](Image& i) { i.notes.back().bit = Image::last(i.certificate_names); }}});
}

TEST_CASE("verify_image: operands are led to within their section") {
  refused_one_further(
      &Header::operands,
      {range_lead("members", [](Image& i) -> Range& { return i.enums[0].members; }),
       range_lead("options", [](Image& i) -> Range& { return i.readings[0].members; }),
       range_lead("rest", [](Image& i) -> Range& { return i.alternatives[0].rest; }),
       range_lead("worked", [](Image& i) -> Range& { return i.alternatives[0].worked; }),
       range_lead("earlier", [](Image& i) -> Range& { return i.structs[0].earlier; }),
       range_lead("cites", [](Image& i) -> Range& { return i.norm_texts[0].cites; }),
       range_lead("exempt", [](Image& i) -> Range& { return i.norm_texts[0].exempt_names; }),
       range_lead("sanctions", [](Image& i) -> Range& { return i.norm_texts[0].sanctions; }),
       range_lead("evidence", [](Image& i) -> Range& { return i.norm_texts[0].evidence_names; }),
       range_lead("bearers", [](Image& i) -> Range& { return i.norm_texts[0].bearers; }),
       range_lead("exemptions", [](Image& i) -> Range& { return i.norm_specs[0].exempts; }),
       range_lead("deferrals", [](Image& i) -> Range& { return i.norm_specs[0].deferrals; }),
       range_lead("sanction rows", [](Image& i) -> Range& { return i.norm_specs[0].sanctions; }),
       range_lead("evidence rows", [](Image& i) -> Range& { return i.norm_specs[0].evidence; }),
       range_lead("lists", [](Image& i) -> Range& { return i.decisions[0].lists; }),
       range_lead("readings", [](Image& i) -> Range& { return i.decisions[0].readings; }),
       operands_of("days", Image::kInForce, &Inst::b, 2),
       operands_of("arguments", Image::kCall, &Inst::b, 2),
       operands_of("term", Image::kDeadline, &Inst::a, 7),
       operands_of("quantifier", Image::kQuantify, &Inst::a, 5),
       operands_of("choice", Image::kChoose, &Inst::a, 18),
       {"party's cites",
        [](Image& i) { i.operands[i.norm_texts[0].bearers.first + 1] = i.tail({i.text}).first; }},
       {"measures",
        [](Image& i) { i.operands[i.norm_texts[0].sanctions.first + 4] = i.tail({i.text}).first; }},
       {"exceptions",
        [](Image& i) { i.operands[i.entry(Image::kChoose).a + 17] = i.tail({2, 0, 1}).first + 2; }},
       {"no exception",
        [](Image& i) { i.operands[i.entry(Image::kChoose).a + 17] = i.tail({0}).first + 2; }}});
}

TEST_CASE("verify_image: sections lie behind the header and end with the image") {
  struct Kept {
    Section Header::* section;
    std::uint32_t size;
  };
  constexpr Kept kSections[] = {{&Header::strings, sizeof(Range)},
                                {&Header::bytes, 1},
                                {&Header::symbols, 4},
                                {&Header::decisions, sizeof(Decision)},
                                {&Header::structs, sizeof(Struct)},
                                {&Header::slots, sizeof(Slot)},
                                {&Header::objects, sizeof(ObjectNode)},
                                {&Header::keys, sizeof(KeyNode)},
                                {&Header::enums, sizeof(EnumTable)},
                                {&Header::readings, sizeof(ReadingTable)},
                                {&Header::calendars, sizeof(Calendar)},
                                {&Header::alternatives, sizeof(PendingAlternative)},
                                {&Header::groups, sizeof(PendingGroup)},
                                {&Header::words, 8},
                                {&Header::functions, sizeof(Function)},
                                {&Header::insts, sizeof(Inst)},
                                {&Header::operands, 4},
                                {&Header::constants, sizeof(Const)},
                                {&Header::norm_specs, sizeof(NormSpec)},
                                {&Header::norm_texts, sizeof(NormText)},
                                {&Header::outputs, sizeof(Output)},
                                {&Header::norm_outputs, sizeof(NormOutput)},
                                {&Header::certificate_names, 4},
                                {&Header::notes, sizeof(Note)}};
  constexpr std::uint32_t kBegin = sizeof(Header);
  for (const Kept& kept : kSections) {
    CAPTURE(kept.size);
    Header header{};
    Section& section = header.*kept.section;
    const std::uint32_t size = kBegin + 3 * kept.size;
    section = {kBegin, 3};
    CHECK(sections_fit(header, size));
    CHECK_FALSE(sections_fit(header, size - 1));
    section = {kBegin - 8, 3};
    CHECK_FALSE(sections_fit(header, size));
    section = {kBegin + 8, 3};
    CHECK_FALSE(sections_fit(header, size + 7));
    section = {kBegin + 1, 3};
    CHECK(sections_fit(header, size + 8) == (kept.size == 1));
    section = {0, 0};  // nothing may be anywhere
    CHECK(sections_fit(header, size));
    section = {size + 8, 0};
    CHECK_FALSE(sections_fit(header, size));
  }
}

TEST_CASE("verify_image: an image is a header of this version with its size, 8-aligned") {
  Image image;
  auto* const header = const_cast<Header*>(image.build());
  CHECK(verify_image(header, header->size));
  CHECK(verify_image(header, header->size + 8));
  CHECK_FALSE(verify_image(header, header->size - 1));
  std::vector<std::uint64_t> moved(header->size / 8 + 1);
  for (std::uint32_t by = 0; by < 8; ++by) {
    std::memcpy(reinterpret_cast<char*>(moved.data()) + by, header, header->size);
    CHECK(verify_image(reinterpret_cast<char*>(moved.data()) + by, header->size) == (by == 0));
  }
  for (char& c : header->magic) {
    c ^= 1;
    CHECK_FALSE(verify_image(header, header->size));
    c ^= 1;
  }
  for (const std::uint32_t version : {kImageVersion - 1, kImageVersion + 1}) {
    header->version = version;
    CHECK_FALSE(verify_image(header, header->size));
  }
  // A header alone is an image of nothing.
  Header empty{};
  std::memcpy(empty.magic, kImageMagic, sizeof empty.magic);
  empty.version = kImageVersion;
  empty.size = sizeof empty;
  CHECK(verify_image(&empty, sizeof empty));
  CHECK_FALSE(verify_image(&empty, sizeof empty - 1));
}

}  // namespace
