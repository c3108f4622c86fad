// Wrong and hostile columns, and whose memory is whose.
#include "tests/arrow/batch_run.h"

#include <cmath>
#include <limits>

namespace phep::tests {
namespace {

const std::vector<std::string> kSizes = {"small", "medium", "large"};

// ---- wrong and hostile columns ----

using Change = void (*)(Made& batch);
struct Wrong {
  const char* what;
  std::unique_ptr<Made> (*column)();
  Change change;
  int status;
  std::uint32_t code;  // of the batch, or of row 0 where the status is PHEP_OK
};
const char* word_of(std::uint32_t code) {
  static const char* const kWords[] = {"",
                                       "syntax",
                                       "bad_utf8",
                                       "lone_surrogate",
                                       "duplicate_key",
                                       "unknown_key",
                                       "wrong_type",
                                       "out_of_range",
                                       "too_long",
                                       "not_a_member",
                                       "null_not_allowed",
                                       "bad_date",
                                       "bad_instant",
                                       "bad_money",
                                       "bad_decimal",
                                       "depth",
                                       "too_large",
                                       "trailing_text",
                                       "missing_key",
                                       "absent_with_value"};
  return kWords[code];
}

std::unique_ptr<Made> two(std::unique_ptr<Made> a, std::unique_ptr<Made> b) {
  MadeList both;
  const auto n = a->array.length;
  both.push_back(std::move(a));
  both.push_back(std::move(b));
  return structure("", n, std::move(both));
}
std::unique_ptr<Made> one(std::unique_ptr<Made> column) {
  MadeList columns;
  const auto n = column->array.length;
  columns.push_back(std::move(column));
  return structure("", n, std::move(columns));
}
std::unique_ptr<Made> pieces() {
  return one(fixed<std::int64_t>("pieces", "l", {1, 2, 3}, {}));
}
std::unique_ptr<Made> names() {
  return one(texts("owner.name", {"a", "bc", "d"}, {}));
}
std::unique_ptr<Made> sizes() {
  auto made = fixed<std::int8_t>("size", "c", {0, 1, 2}, {});
  made->dictionary = texts("", kSizes, {});
  return one(std::move(made));
}
std::unique_ptr<Made> codes() {
  return one(list("codes", {1, 2, 0}, fixed<std::int32_t>("item", "i", {1, 2, 3}, {}), {}));
}
std::unique_ptr<Made> visits() {
  MadeList fields;
  fields.push_back(fixed<std::int32_t>("people", "i", {1, 2, 3}, {}));
  return one(list("visits", {1, 2, 0}, structure("item", 3, std::move(fields)), {}));
}
Made& first(Made& batch) {
  return *batch.children[0];
}
template <class T>
T* data_of(Made& column, std::size_t buffer = 1) {
  return static_cast<T*>(const_cast<void*>(column.array.buffers[buffer]));
}

}  // namespace

void wrong_columns(Policy& policy) {
  const auto nothing = [](Made&) {};
  const std::vector<Wrong> rows = {
      {"no such fact", [] { return one(fixed<std::int64_t>("piecs", "l", {1}, {})); }, nothing,
       PHEP_BAD_FACTS, PHEP_P_UNKNOWN_KEY},
      {"a companion of what is never absent", [] { return one(bits("pieces_absent", {true}, {})); },
       nothing, PHEP_BAD_FACTS, PHEP_P_UNKNOWN_KEY},
      {"twice",
       [] {
         return two(fixed<std::int64_t>("pieces", "l", {1}, {}),
                    fixed<std::int64_t>("pieces", "l", {1}, {}));
       },
       nothing, PHEP_BAD_FACTS, PHEP_P_DUPLICATE_KEY},
      {"no format", pieces, [](Made& b) { first(b).schema.format = nullptr; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"an unknown format", pieces, [](Made& b) { first(b).schema.format = "vz"; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"a format that does not end", pieces, [](Made& b) { first(b).schema.format = "d:"; },
       PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"decimal256", pieces, [](Made& b) { first(b).schema.format = "d:38,2,256"; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"a timestamp without zone", [] { return one(fixed<std::int64_t>("at", "tsm:", {1}, {})); },
       nothing, PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"text for a number", [] { return one(texts("pieces", {"1"}, {})); }, nothing, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"no name", pieces, [](Made& b) { first(b).schema.name = nullptr; }, PHEP_BAD_FACTS,
       PHEP_P_UNKNOWN_KEY},
      {"released", pieces, [](Made& b) { first(b).array.release = nullptr; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"a released schema", pieces, [](Made& b) { first(b).schema.release = nullptr; },
       PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"released as a whole", pieces, [](Made& b) { b.array.release = nullptr; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"no buffers", pieces, [](Made& b) { first(b).array.buffers = nullptr; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"too few buffers", pieces, [](Made& b) { first(b).array.n_buffers = 1; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"no data", pieces, [](Made& b) { first(b).buffers[1] = nullptr; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"nulls without bits", pieces, [](Made& b) { first(b).array.null_count = 1; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"null_count -2", pieces, [](Made& b) { first(b).array.null_count = -2; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"a negative length", pieces, [](Made& b) { b.array.length = -1; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"a negative offset", pieces, [](Made& b) { first(b).array.offset = -1; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"an offset without end", pieces, [](Made& b) { first(b).array.offset = INT64_MAX; },
       PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"a child that is too short", pieces, [](Made& b) { first(b).array.length = 2; },
       PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"a batch behind its child", pieces, [](Made& b) { b.array.offset = 1; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"children that are not there", pieces, [](Made& b) { b.array.children = nullptr; },
       PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"a child that is not there", pieces, [](Made& b) { b.array_children[0] = nullptr; },
       PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"more children than fields", pieces, [](Made& b) { b.array.n_children = 2; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"no struct", [] { return fixed<std::int64_t>("", "l", {1}, {}); }, nothing, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"half a dictionary", sizes, [](Made& b) { first(b).array.dictionary = nullptr; },
       PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"a dictionary of numbers", sizes,
       [](Made& b) {
         first(b).dictionary->schema.format = "l";
         first(b).dictionary->array.n_buffers = 2;
       },
       PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"an index that is a float", sizes, [](Made& b) { first(b).schema.format = "g"; },
       PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"an index below zero", sizes, [](Made& b) { data_of<std::int8_t>(first(b))[0] = -1; },
       PHEP_OK, PHEP_P_WRONG_TYPE},
      {"an index beyond the words", sizes, [](Made& b) { data_of<std::int8_t>(first(b))[0] = 3; },
       PHEP_OK, PHEP_P_WRONG_TYPE},
      {"a word that is no member", [] { return one(texts("size", {"huge"}, {})); }, nothing,
       PHEP_OK, PHEP_P_NOT_A_MEMBER},
      {"text offsets that fall", names, [](Made& b) { data_of<std::int32_t>(first(b))[1] = -5; },
       PHEP_OK, PHEP_P_WRONG_TYPE},
      {"text without bytes", names, [](Made& b) { first(b).buffers[2] = nullptr; }, PHEP_OK,
       PHEP_P_WRONG_TYPE},
      {"text that is no UTF-8", [] { return one(texts("owner.name", {"\xC0\x80"}, {})); }, nothing,
       PHEP_OK, PHEP_P_BAD_UTF8},
      {"a cut letter", [] { return one(texts("owner.name", {"\xE1\xBA"}, {})); }, nothing, PHEP_OK,
       PHEP_P_BAD_UTF8},
      {"list offsets that fall", codes, [](Made& b) { data_of<std::int32_t>(first(b))[0] = 9; },
       PHEP_OK, PHEP_P_WRONG_TYPE},
      {"list offsets beyond the elements", codes,
       [](Made& b) { data_of<std::int32_t>(first(b))[1] = 4; }, PHEP_OK, PHEP_P_WRONG_TYPE},
      {"a list without elements", codes, [](Made& b) { first(b).array.n_children = 0; },
       PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"a list that is too long",
       [] {
         return one(list("codes", {5}, fixed<std::int32_t>("item", "i", {1, 2, 3, 4, 5}, {}), {}));
       },
       nothing, PHEP_OK, PHEP_P_TOO_LONG},
      {"elements of the wrong type", visits,
       [](Made& b) { first(b).children[0]->children[0]->schema.format = "u"; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"an element out of its range",
       [] {
         auto b = visits();
         data_of<std::int32_t>(*b->children[0]->children[0]->children[0], 1);
         return b;
       },
       [](Made& b) { data_of<std::int32_t>(*first(b).children[0]->children[0])[0] = -1; }, PHEP_OK,
       PHEP_P_OUT_OF_RANGE},
      {"out of its range", [] { return one(fixed<std::int64_t>("pieces", "l", {-1}, {})); },
       nothing, PHEP_OK, PHEP_P_OUT_OF_RANGE},
      {"no 64 bits with a sign",
       [] { return one(fixed<std::uint64_t>("price", "L", {UINT64_MAX}, {})); }, nothing, PHEP_OK,
       PHEP_P_OUT_OF_RANGE},
      {"a fraction", [] { return one(fixed<double>("pieces", "g", {1.5}, {})); }, nothing, PHEP_OK,
       PHEP_P_WRONG_TYPE},
      {"infinity", [] { return one(fixed<double>("pieces", "g", {INFINITY}, {})); }, nothing,
       PHEP_OK, PHEP_P_WRONG_TYPE},
      {"a day that no calendar has",
       [] { return one(fixed<std::int32_t>("on", "tdD", {INT32_MAX}, {})); }, nothing, PHEP_OK,
       PHEP_P_BAD_DATE},
      {"part of a day", [] { return one(fixed<std::int64_t>("on", "tdm", {1}, {})); }, nothing,
       PHEP_OK, PHEP_P_BAD_DATE},
      {"part of a millisecond", [] { return one(fixed<std::int64_t>("at", "tsn:UTC", {1}, {})); },
       nothing, PHEP_OK, PHEP_P_BAD_INSTANT},
      {"seconds that overflow",
       [] { return one(fixed<std::int64_t>("at", "tss:UTC", {INT64_MAX}, {})); }, nothing, PHEP_OK,
       PHEP_P_BAD_INSTANT},
      {"a unit that is none", [] { return one(texts("term", {"3 moons"}, {})); }, nothing, PHEP_OK,
       PHEP_P_NOT_A_MEMBER},
      {"a value beside its absence",
       [] {
         return two(fixed<std::int64_t>("price", "l", {1}, {}), bits("price_absent", {true}, {}));
       },
       nothing, PHEP_OK, PHEP_P_ABSENT_WITH_VALUE},
      {"bits beyond the members",
       [] { return one(fixed<std::uint8_t>("practices", "C", {8}, {})); }, nothing, PHEP_OK,
       PHEP_P_NOT_A_MEMBER},
      {"a member twice",
       [] { return one(list("practices", {2}, texts("item", {"logs", "logs"}, {}), {})); }, nothing,
       PHEP_OK, PHEP_P_DUPLICATE_KEY},
  };
  for (const Wrong& row : rows) {
    for (const bool library : {false, true}) {
      auto batch = row.column();
      batch->close();
      row.change(*batch);
      Counted counted;
      Outcome out = run(policy, *batch, counted, library);
      std::string told =
          "status " + std::to_string(out.status) + ", code " + std::to_string(out.problem.code);
      bool good = out.status == row.status;
      if (out.status == PHEP_OK) {
        const Json cell = table(out)[0]["refused"];
        told += ", row " + cell.dump();
        good &= cell == word_of(row.code);
      } else {
        good &= out.problem.code == row.code && out.array.release == nullptr &&
                out.schema.release == nullptr;
      }
      is(good, std::string(row.what) + (library ? " (library): " : ": ") + told);
      release(out);
      is(counted.live.empty(), std::string(row.what) + ": memory is kept");
    }
  }
  auto batch = visits();
  batch->close();
  data_of<std::int32_t>(*first(*batch).children[0]->children[0])[2] = 1001;
  Counted counted;
  Outcome out = run(policy, *batch, counted, true);
  is(table(out)[1]["refused_at"] == "/visits/1/people",
     "the place of an element: " + table(out)[1]["refused_at"].dump());
  is(table(out)[0]["refused"].is_null() && table(out)[2]["refused"].is_null(),
     "other rows are decided");
  release(out);
}

// ---- whose memory is whose ----

void memory(Policy& policy) {
  auto empty = structure("", 0, {});
  empty->close();
  Counted counted;
  Outcome out = run(policy, *empty, counted, true);
  is(out.status == PHEP_OK && out.array.length == 0 &&
         out.array.n_children == out.schema.n_children && out.array.n_children > 0,
     "an empty batch without columns");
  out.array.release(&out.array);
  is(out.array.release == nullptr, "release sets release to null");
  out.schema.release(&out.schema);
  is(out.schema.release == nullptr && counted.live.empty(), "and gives everything back");

  // Children that are moved away live on.
  auto batch = pieces();
  batch->close();
  out = run(policy, *batch, counted, true);
  const Json before = table(out);
  std::vector<ArrowArray> arrays;
  std::vector<ArrowSchema> schemas;
  for (std::int64_t i = 0; i < out.array.n_children; i += 2) {
    arrays.push_back(*out.array.children[i]);
    out.array.children[i]->release = nullptr;
    schemas.push_back(*out.schema.children[i]);
    out.schema.children[i]->release = nullptr;
  }
  release(out);
  bool same = true;
  for (std::size_t i = 0; i < arrays.size(); ++i)
    for (std::int64_t r = 0; r < 3; ++r)
      same &=
          cell(schemas[i], arrays[i], r) == before[static_cast<std::size_t>(r)][schemas[i].name];
  is(same, "moved columns survive");
  for (auto& array : arrays) array.release(&array);
  for (auto& schema : schemas) schema.release(&schema);
  is(counted.live.empty() && counted.bytes == 0, "moved columns give their memory back");

  // Memory that fails at every point.
  const long all = counted.calls;
  for (const bool library : {false, true}) {
    bool good = true;
    for (long at = 1; at <= all; ++at) {
      Counted failing;
      failing.fail_at = at;
      Outcome refused = run(policy, *batch, failing, library);
      if (failing.calls < at) {
        release(refused);
        break;
      }
      good &= refused.status == PHEP_SMALL_ARENA && failing.live.empty() &&
              refused.array.release == nullptr && refused.schema.release == nullptr;
    }
    is(good, "memory that fails");
    good = true;
    for (std::size_t arena = 0; arena < 40'000; arena += arena < 2000 ? 16 : 997) {
      Counted small;
      Outcome refused = run(policy, *batch, small, library, arena);
      good &= refused.status == PHEP_SMALL_ARENA ? small.live.empty() : refused.status == PHEP_OK;
      release(refused);
    }
    is(good, "small arenas");
  }
  Counted unused;
  phep_allocator none{};
  Outcome bad;
  is(policy.batch(nullptr, &batch->array, &policy.options, &none, &bad.schema, &bad.array, nullptr,
                  nullptr, 0) == PHEP_BAD_ARGUMENT,
     "no schema");
  is(policy.batch(&batch->schema, &batch->array, &policy.options, &none, &bad.schema, &bad.array,
                  nullptr, nullptr, 0) == PHEP_BAD_ARGUMENT,
     "no allocator");
}

}  // namespace phep::tests
