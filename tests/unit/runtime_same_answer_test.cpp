// Whether two answers are the same, part by part: whatever may differ in a text is never called
// the same, and what lies elsewhere in memory is.
#include "compiler/runtime/phep_abi.h"
#include "compiler/runtime/runtime.h"
#include "compiler/runtime/same_answer.h"
#include "tests/unit/runtime_image.h"

#include <doctest/doctest.h>

#include <cstddef>

namespace {

using namespace phep::runtime;

struct Record {
  phep_norm norm;
  phep_sanction sanctions[2];
};

// An answer of two values, one norm with two sanctions, one norm of three elements, one of a list
// that is unknown, and one of two occurrences.
struct Result {
  struct Laid {
    phep_result_head head;
    phep_value values[2];
    Record norm;
    phep_norm_array each, unknown, often;
    std::uint64_t certificate[2];
  } laid{};
  std::uint32_t missing[8] = {7, 8, 9, 7, 8, 9, 5, 6};
  phep_bounds bounds[2] = {{1, 2, 0, 2, PHEP_B_LEAST | PHEP_B_MOST, 0}, {}};
  phep_value alternatives[2] = {{PHEP_KNOWN, 0, 1, 0}, {PHEP_ABSENT, 0, 0, 0}};
  std::int64_t dues[2] = {100, 200};
  Record elements[3]{}, occurrences[2]{};

  Result() {
    laid.values[0] = laid.values[1] = {PHEP_KNOWN, 0, 5, 6};
    laid.certificate[0] = 3;
    laid.certificate[1] = 4;
    for (Record* each :
         {&laid.norm, elements, elements + 1, elements + 2, occurrences, occurrences + 1}) {
      each->norm.status = PHEP_PENDING;
      each->norm.flags = PHEP_N_BINDS;
      each->norm.missing_first = 0;
      each->norm.missing_count = 2;
      for (phep_sanction& row : each->sanctions)
        row = {1, PHEP_S_LIMITED, {PHEP_KNOWN, 0, 1, 0}, {PHEP_KNOWN, 0, 9, 0}, 77};
    }
    laid.each.length = 3;
    laid.often.length = 2;
    laid.each.stride = laid.often.stride = sizeof(Record);
    laid.unknown.length = PHEP_UNKNOWN_LIST;
    laid.unknown.stride = 6;
  }
  // Leads to its own memory.
  const void* placed() {
    laid.head.missing.ptr = missing;
    laid.each.items.ptr = elements;
    laid.often.items.ptr = occurrences;
    for (int i = 0; i < 2; ++i) {
      phep_value& value = laid.values[i];
      if (value.tag == PHEP_BETWEEN) value.a = reinterpret_cast<std::uintptr_t>(bounds + i);
      if (value.tag == PHEP_ONE_OF) value.a = reinterpret_cast<std::uintptr_t>(alternatives);
    }
    for (Record* each :
         {&laid.norm, elements, elements + 1, elements + 2, occurrences, occurrences + 1})
      if (each->norm.alternative_count != 0) each->norm.alternatives.ptr = dues;
    return &laid;
  }
};

struct Program {
  ImageBuilder image;
  Decision decision{};

  Program() {
    const std::uint32_t text = image.string("x");
    image.operands = {0, 0};
    image.symbols = {text};
    image.norm_specs.resize(2);
    image.norm_specs[1].sanctions = {0, 2 * kSanctionRegisters};
    // What comes before the decision's own is another's.
    Output output{};
    output.offset = offsetof(Result::Laid, certificate);
    image.outputs.push_back(output);
    for (int i = 0; i < 2; ++i) {
      output.offset = static_cast<std::uint32_t>(offsetof(Result::Laid, values) +
                                                 static_cast<std::size_t>(i) * sizeof(phep_value));
      output.readings = std::uint64_t{1} << i;
      image.outputs.push_back(output);
    }
    const auto norm = [&](std::size_t offset, std::uint32_t list, std::uint32_t most,
                          std::uint64_t readings) {
      NormOutput added{};
      added.spec = 1;
      added.list = list;
      added.most = most;
      added.offset = static_cast<std::uint32_t>(offset);
      added.readings = readings;
      image.norm_outputs.push_back(added);
    };
    norm(offsetof(Result::Laid, certificate), kNone, 0, 0);
    norm(offsetof(Result::Laid, norm), kNone, 0, 4);
    norm(offsetof(Result::Laid, each), 3, 0, 8);
    norm(offsetof(Result::Laid, unknown), 3, 0, 16);
    norm(offsetof(Result::Laid, often), kNone, 5, 32);
    decision.outputs = {1, 2};
    decision.norms = {1, 4};
    decision.certificate_offset = offsetof(Result::Laid, certificate);
    decision.certificate_words = 2;
  }

  Likeness compared(Result& a, Result& b, std::uint64_t readings = kWholeAnswer) {
    const Header* const header = image.build();
    const Likeness one = likeness(header, decision, a.placed(), b.placed(), readings);
    CHECK(likeness(header, decision, b.placed(), a.placed(), readings) == one);
    return one;
  }
  // Of an answer and what a change makes of it; `both` is done to both before.
  template <class Both, class Change>
  Likeness after(Both both, Change change, std::uint64_t readings = kWholeAnswer) {
    Result a, b;
    both(a);
    both(b);
    CHECK(compared(a, b, readings) == Likeness::Same);
    change(b);
    return compared(a, b, readings);
  }
  template <class Change>
  Likeness after(Change change) {
    return after([](Result&) {}, change);
  }
};

TEST_CASE("same answer: copies are the same wherever they lie") {
  Program program;
  Result a, b;
  CHECK(program.compared(a, b) == Likeness::Same);
  // Missing leaves that lie elsewhere, the same in the same order.
  const auto elsewhere = [](Result& r) {
    r.laid.norm.norm.missing_first = r.elements[2].norm.missing_first = 3;
    r.bounds[0].missing_first = 3;
  };
  CHECK(program.after(elsewhere) == Likeness::Same);
  CHECK(program.after([](Result& r) { r.laid.values[0] = {PHEP_UNKNOWN, 0, 0, 3}; },
                      [](Result& r) { r.laid.values[0].a = 3; }) == Likeness::Same);
  CHECK(program.after([](Result& r) { r.laid.values[0] = {PHEP_BETWEEN, 0, 0, 0}; }, elsewhere) ==
        Likeness::Same);
  CHECK(program.after([](Result& r) { r.laid.values[0] = {PHEP_ONE_OF, 1, 0, 2}; },
                      [](Result&) {}) == Likeness::Same);
  CHECK(program.after([](Result& r) { r.laid.norm.norm.alternative_count = 2; }, [](Result&) {}) ==
        Likeness::Same);
}

TEST_CASE("same answer: values that differ are not the same") {
  Program program;
  for (int i = 0; i < 2; ++i) {
    const auto value = [&](phep_value was, auto change) {
      return program.after([&](Result& r) { r.laid.values[i] = was; },
                           [&](Result& r) { change(r.laid.values[i], r); });
    };
    using Value = phep_value&;
    const phep_value known{PHEP_KNOWN, 0, 5, 6}, unknown{PHEP_UNKNOWN, 0, 0, 3};
    CHECK(value(known, [](Value v, Result&) { v.a = 4; }) == Likeness::Unsure);
    CHECK(value(known, [](Value v, Result&) { v.b = 4; }) == Likeness::Unsure);
    CHECK(value(known, [](Value v, Result&) { v.aux = 4; }) == Likeness::Unsure);
    for (const std::int32_t tag : {PHEP_ABSENT, PHEP_UNKNOWN, PHEP_ERROR}) {
      CHECK(value(known, [&](Value v, Result&) { v.tag = tag; }) == Likeness::Other);
      if (tag == PHEP_ABSENT) continue;
      CHECK(value({PHEP_ABSENT, 0, 0, 0}, [&](Value v, Result&) { v.tag = tag; }) ==
            Likeness::Other);
    }
    CHECK(value(unknown, [](Value v, Result&) { v.tag = PHEP_ERROR; }) == Likeness::Unsure);
    // Of what is missing: another leaf, the last one too, another number, another order.
    CHECK(value(unknown, [](Value v, Result&) { v.a = 1; }) == Likeness::Unsure);
    CHECK(value(unknown, [](Value, Result& r) { r.missing[2] = 1; }) == Likeness::Unsure);
    CHECK(value(unknown, [](Value v, Result&) { v.b = 2; }) == Likeness::Unsure);
    CHECK(value(unknown, [](Value v, Result&) { v.aux = 1; }) == Likeness::Unsure);
    CHECK(value({PHEP_UNKNOWN, 0, 0, 0}, [](Value v, Result&) { v.a = 1; }) == Likeness::Same);
    const phep_value error{PHEP_ERROR, 0, PHEP_E_GAP, 0};
    CHECK(value(error, [](Value v, Result&) { v.a = PHEP_E_OVERFLOW; }) == Likeness::Unsure);
    CHECK(value(error, [](Value v, Result&) { v.b = 1; }) == Likeness::Unsure);
    const phep_value either{PHEP_ONE_OF, 1, 0, 2};
    CHECK(value(either, [](Value, Result& r) { r.alternatives[0].a = 2; }) == Likeness::Unsure);
    CHECK(value(either, [](Value, Result& r) { r.alternatives[1].tag = PHEP_KNOWN; }) ==
          Likeness::Unsure);
    CHECK(value(either, [](Value v, Result&) { v.b = 1; }) == Likeness::Unsure);
    CHECK(value(either, [](Value v, Result&) { v.aux = 3; }) == Likeness::Unsure);
    const phep_value between{PHEP_BETWEEN, 0, 0, 0};
    const auto bounds = [&](auto change) {
      return program.after(
          [&](Result& r) {
            r.laid.values[i] = between;
            r.bounds[i] = {1, 2, 0, 2, PHEP_B_LEAST, 0};
          },
          [&](Result& r) { change(r.bounds[i], r); });
    };
    using Bounds = phep_bounds&;
    CHECK(bounds([](Bounds b, Result&) { b.missing_first = 3; }) == Likeness::Same);
    CHECK(bounds([](Bounds b, Result&) { b.least = 0; }) == Likeness::Unsure);
    CHECK(bounds([](Bounds b, Result&) { b.most = 3; }) == Likeness::Unsure);
    CHECK(bounds([](Bounds b, Result&) { b.flags = PHEP_B_MOST; }) == Likeness::Unsure);
    CHECK(bounds([](Bounds b, Result&) { b.missing_count = 1; }) == Likeness::Unsure);
    CHECK(bounds([](Bounds b, Result&) { b.missing_first = 1; }) == Likeness::Unsure);
    CHECK(bounds([](Bounds, Result& r) { r.missing[1] = 1; }) == Likeness::Unsure);
  }
}

// Each record of each output, changed in every field.
TEST_CASE("same answer: norms that differ are not the same") {
  Program program;
  const auto records = [](Result& r) {
    return std::vector<Record*>{&r.laid.norm,   r.elements,    r.elements + 1,
                                r.elements + 2, r.occurrences, r.occurrences + 1};
  };
  for (std::size_t i = 0; i < 6; ++i) {
    CAPTURE(i);
    const auto norm = [&](std::uint32_t flags, auto change) {
      return program.after(
          [&](Result& r) {
            records(r)[i]->norm.flags = flags;
            records(r)[i]->norm.alternative_count = 2;
          },
          [&](Result& r) { change(records(r)[i]->norm, r); });
    };
    using Norm = phep_norm&;
    constexpr std::uint32_t kBinds = PHEP_N_BINDS;
    CHECK(norm(kBinds, [](Norm n, Result&) { n.status = PHEP_MET; }) == Likeness::Other);
    CHECK(norm(kBinds, [](Norm n, Result&) { n.flags = 0; }) == Likeness::Other);
    CHECK(norm(kBinds, [](Norm n, Result&) { n.flags |= PHEP_N_DUE; }) == Likeness::Other);
    CHECK(norm(0, [](Norm n, Result&) { n.flags = PHEP_N_BINDS_UNKNOWN; }) == Likeness::Other);
    CHECK(norm(PHEP_N_DUE, [](Norm n, Result&) { n.due_min = 1; }) == Likeness::Other);
    CHECK(norm(kBinds, [](Norm n, Result&) { n.due_min = 1; }) == Likeness::Unsure);
    CHECK(norm(kBinds, [](Norm n, Result&) { n.flags |= PHEP_N_BY; }) == Likeness::Unsure);
    CHECK(norm(kBinds, [](Norm n, Result&) { n.due_max = 1; }) == Likeness::Unsure);
    CHECK(norm(kBinds, [](Norm n, Result&) { n.done = 1; }) == Likeness::Unsure);
    CHECK(norm(kBinds, [](Norm n, Result&) { n.by_ms = 1; }) == Likeness::Unsure);
    CHECK(norm(kBinds, [](Norm n, Result&) { n.until = 1; }) == Likeness::Unsure);
    CHECK(norm(kBinds, [](Norm n, Result&) { n.why = 1; }) == Likeness::Unsure);
    CHECK(norm(kBinds, [](Norm n, Result&) { n.awaiting = 1; }) == Likeness::Unsure);
    CHECK(norm(kBinds, [](Norm n, Result&) { n.bearers = 1; }) == Likeness::Unsure);
    CHECK(norm(kBinds, [](Norm n, Result&) { n.since = 1; }) == Likeness::Unsure);
    CHECK(norm(kBinds, [](Norm n, Result&) { n.missing_first = 1; }) == Likeness::Unsure);
    CHECK(norm(kBinds, [](Norm n, Result&) { n.missing_count = 1; }) == Likeness::Unsure);
    CHECK(norm(kBinds, [](Norm n, Result&) { n.alternative_count = 1; }) == Likeness::Unsure);
    CHECK(norm(kBinds, [](Norm, Result& r) { r.dues[0] = 1; }) == Likeness::Unsure);
    CHECK(norm(kBinds, [](Norm, Result& r) { r.dues[1] = 1; }) == Likeness::Unsure);
    for (int row = 0; row < 2; ++row) {
      const auto sanction = [&](auto change) {
        return program.after([&](Result& r) { change(records(r)[i]->sanctions[row]); });
      };
      using Row = phep_sanction&;
      CHECK(sanction([](Row s) { s.applies = 2; }) == Likeness::Unsure);
      CHECK(sanction([](Row s) { s.flags = PHEP_S_BARRED; }) == Likeness::Unsure);
      CHECK(sanction([](Row s) { s.limit = 1; }) == Likeness::Unsure);
      CHECK(sanction([](Row s) { s.from.a = 2; }) == Likeness::Unsure);
      CHECK(sanction([](Row s) { s.to.a = 2; }) == Likeness::Unsure);
      CHECK(sanction([](Row s) { s.to.tag = PHEP_ABSENT; }) == Likeness::Unsure);
    }
  }
  // A difference that is sure counts beside one that is not, whichever comes first.
  for (const int sure : {0, 2}) {
    CHECK(program.after([&](Result& r) {
      r.elements[1].norm.why = 1;
      r.elements[sure].norm.status = PHEP_MET;
    }) == Likeness::Other);
    CHECK(program.after([&](Result& r) {
      r.laid.values[sure == 0 ? 1 : 0].a = 1;
      r.laid.values[sure == 0 ? 0 : 1].tag = PHEP_ABSENT;
    }) == Likeness::Other);
  }
  // A list of another length, and a list that is unknown.
  CHECK(program.after([](Result& r) { r.laid.each.length = 2; }) == Likeness::Other);
  CHECK(program.after([](Result& r) { r.laid.often.length = 1; }) == Likeness::Other);
  CHECK(program.after([](Result& r) { r.laid.unknown.length = 0; }) == Likeness::Other);
  CHECK(program.after([](Result& r) { r.laid.unknown.stride = 7; }) == Likeness::Unsure);
  CHECK(program.after([](Result& r) { r.missing[6] = 1; }) == Likeness::Unsure);
  CHECK(program.after([](Result& r) {
    r.missing[7] = r.missing[6];
    r.laid.unknown.stride = 7;
  }) == Likeness::Same);
}

TEST_CASE("same answer: only what hangs on the readings is compared") {
  Program program;
  const auto after = [&](int part, std::uint64_t readings) {
    return program.after([](Result&) {},
                         [&](Result& r) {
                           if (part < 2) r.laid.values[part].a = 99;
                           if (part == 2) r.laid.norm.norm.why = 99;
                           if (part == 3) r.elements[1].norm.why = 99;
                           if (part == 4) r.laid.unknown.stride = 0;
                           if (part == 5) r.occurrences[1].norm.why = 99;
                         },
                         readings);
  };
  for (int part = 0; part < 6; ++part)
    for (std::uint64_t readings = 1; readings < 64; ++readings) {
      const bool asked = (readings >> part & 1) != 0;
      CHECK(after(part, readings) == (asked ? Likeness::Unsure : Likeness::Same));
    }
  // Nothing of it hangs on a reading of another part of the program.
  CHECK(program.after([](Result&) {}, [](Result& r) { r.laid.values[0].tag = PHEP_ABSENT; },
                      std::uint64_t{1} << 40) == Likeness::Same);
}

TEST_CASE("same answer: certificates are compared to their last bit, and by themselves") {
  Program program;
  Result a, b;
  const auto same = [&] {
    CHECK(program.compared(a, b) == Likeness::Same);
    return same_certificate(program.decision, a.placed(), b.placed());
  };
  CHECK(same());
  for (int word = 0; word < 2; ++word)
    for (const int bit : {0, 7, 8, 63}) {
      b.laid.certificate[word] ^= std::uint64_t{1} << bit;
      CHECK_FALSE(same());
      b.laid.certificate[word] ^= std::uint64_t{1} << bit;
    }
  b.laid.certificate[1] = 0;
  program.decision.certificate_words = 1;
  CHECK(same());
  b.laid.certificate[0] = 0;
  CHECK_FALSE(same());
  program.decision.certificate_words = 0;
  CHECK(same());
}

TEST_CASE("same answer: what a norm misses is looked for where its own answer has it") {
  Program program;
  // The same leaves three further on, and others where the first answer has them.
  CHECK(program.after([](Result& r) {
    for (Record* each : {&r.laid.norm, r.elements, r.elements + 1, r.elements + 2, r.occurrences,
                         r.occurrences + 1})
      each->norm.missing_first = 3;
    r.missing[0] = r.missing[1] = r.missing[2] = 99;
  }) == Likeness::Same);
}

}  // namespace
