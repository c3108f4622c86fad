// Batches as a whole: what is refused of their arguments and columns, and what memory they take.
#include "tests/arrow/batch_run.h"
#include "tests/unit/runtime_facts_image.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace {

using namespace phep::runtime;
using phep::tests::Counted;
using phep::tests::fixed;
using phep::tests::Json;
using phep::tests::list;
using phep::tests::Made;
using phep::tests::MadeList;
using phep::tests::structure;

// count, an int; day, a date; visits, at most 5 of { people 0..9 }. The one answer is 7, of a row
// whose `count` is 99 it is that there is no memory.
class Batches : public FactsImage {
 public:
  Counted counted;
  phep_allocator allocator = counted.allocator();
  phep_options options{};
  ArrowSchema schema{};
  ArrowArray array{};
  phep_problem problem{};
  std::string at;  // of the problem
  std::vector<char> memory = std::vector<char>(1 << 16, '#');

  Batches() {
    options.size = sizeof options;
    options.law_date = PHEP_NO_DATE;
    const std::uint32_t root = begin_struct(true, 1);
    slot(root, {"", Kind::Int}, "/count");
    slot(root, {"", Kind::Date}, "/day");
    const std::uint32_t visits = slot(root, {"", Kind::Bool, 0, kNone, true, 0, 5}, "/visits");
    const std::uint32_t visit = begin_struct(false, 1, visits);
    builder.slots[visits].type = visit;
    slot(visit, {"", Kind::Int, kRanged, kNone, false, 0, 9}, "/people");
    builder.structs[visit].node = object({});
    Output out{};
    out.name = builder.string("out");
    out.kind = Kind::Int;
    out.present = kNone;
    out.offset = sizeof(phep_result_head);
    builder.outputs.push_back(out);
    Decision decided{};
    decided.structure = root;
    decided.outputs = {0, 1};
    decided.result_size = sizeof(phep_result_head) + sizeof(phep_value);
    builder.decisions.push_back(decided);
    header = builder.build();
  }
  ~Batches() {
    release();
    CHECK(counted.live.empty());
  }
  void release() {
    if (array.release != nullptr) array.release(&array);
    if (schema.release != nullptr) schema.release(&schema);
  }
  int decide(const Made& batch, std::size_t arena = 1 << 15, CleanPath clean = &seven) {
    release();
    problem = {77, 77, {}, 77, 77};
    const int status =
        phep_entry_batch(header, 0, clean, nullptr, &batch.schema, &batch.array, &options,
                         &allocator, &schema, &array, &problem, memory.data(), arena);
    at.assign(problem.at.ptr, problem.at_length);
    CHECK(std::all_of(memory.begin() + static_cast<std::ptrdiff_t>(arena), memory.end(),
                      [](char each) { return each == '#'; }));
    std::fill_n(memory.begin(), arena, '#');
    CHECK((status == PHEP_OK) == (array.release != nullptr));
    CHECK((status == PHEP_OK) == (schema.release != nullptr));
    return status;
  }
  Json cell(std::string_view name, std::int64_t row) const {
    for (std::int64_t i = 0; i < schema.n_children; ++i)
      if (name == schema.children[i]->name)
        return phep::tests::cell(*schema.children[i], *array.children[i], row);
    return "no column";
  }
  static int seven(const void*, const phep_options*, void* result, Arena*) {
    static_cast<phep_result_head*>(result)->missing_count = 0;
    const phep_value value{PHEP_KNOWN, 0, 7, 0};
    std::memcpy(static_cast<char*>(result) + sizeof(phep_result_head), &value, sizeof value);
    return 0;
  }

  const Header* header;
};

std::unique_ptr<Made> of(std::unique_ptr<Made> column) {
  MadeList columns;
  const std::int64_t rows = column->array.length;
  columns.push_back(std::move(column));
  auto batch = structure("", rows, std::move(columns));
  batch->close();
  return batch;
}
std::unique_ptr<Made> counts(const std::vector<std::int64_t>& values, const char* name = "count") {
  return of(fixed<std::int64_t>(name, "l", values, {}));
}
std::unique_ptr<Made> visits(const std::vector<std::vector<std::int64_t>>& rows) {
  std::vector<std::size_t> sizes;
  std::vector<std::int64_t> people;
  for (const auto& row : rows) {
    sizes.push_back(row.size());
    people.insert(people.end(), row.begin(), row.end());
  }
  MadeList fields;
  const auto count = static_cast<std::int64_t>(people.size());
  fields.push_back(fixed<std::int64_t>("people", "l", people, {}));
  return of(list("visits", sizes, structure("item", count, std::move(fields)), {}));
}

TEST_CASE("batches: what is wrong with a column is told, and where") {
  Batches batches;
  struct Case {
    std::unique_ptr<Made> batch;
    std::uint32_t code;
    std::string_view at;
  };
  Case cases[] = {{counts({1}, "nobody"), PHEP_P_UNKNOWN_KEY, "/nobody"},
                  {counts({1}, "count.of"), PHEP_P_UNKNOWN_KEY, "/count/of"},
                  {counts({1}, "day"), PHEP_P_WRONG_TYPE, "/day"},
                  {fixed<std::int64_t>("", "l", {1}, {}), PHEP_P_WRONG_TYPE, "/"}};
  cases[3].batch->close();
  for (const Case& each : cases) {
    CHECK(batches.decide(*each.batch) == PHEP_BAD_FACTS);
    CHECK(batches.problem.code == each.code);
    CHECK(batches.problem.offset == 0);
    CHECK(batches.at == each.at);
  }
  // Whoever does not ask is not told.
  CHECK(phep_entry_batch(batches.header, 0, nullptr, nullptr, &cases[0].batch->schema,
                         &cases[0].batch->array, &batches.options, &batches.allocator,
                         &batches.schema, &batches.array, nullptr, batches.memory.data(),
                         1 << 15) == PHEP_BAD_FACTS);
  CHECK(batches.decide(*counts({1, 2})) == PHEP_OK);
  CHECK(batches.problem.code == 0);
  CHECK(batches.problem.at_length == 0);
  CHECK(batches.cell("out", 1) == 7);
}

TEST_CASE("batches: an argument that is not there, or of another build, is refused") {
  Batches b;
  const auto batch = counts({1});
  phep_allocator no_allocate = b.allocator;
  no_allocate.allocate = nullptr;
  phep_allocator no_release = b.allocator;
  no_release.release = nullptr;
  phep_options other = b.options;
  other.size -= 8;
  const auto call = [&](const ArrowSchema* schema, const ArrowArray* array,
                        const phep_options* options, const phep_allocator* allocator,
                        ArrowSchema* out_schema, ArrowArray* out, void* memory, std::size_t size) {
    phep_problem problem{77, 77, {}, 77, 77};
    const int status =
        phep_entry_batch(b.header, 0, &Batches::seven, nullptr, schema, array, options, allocator,
                         out_schema, out, &problem, memory, size);
    CHECK(problem.code == 0);
    return status;
  };
  char* const memory = b.memory.data();
  const std::size_t size = b.memory.size();
  const ArrowSchema* const s = &batch->schema;
  const ArrowArray* const a = &batch->array;
  CHECK(call(nullptr, a, &b.options, &b.allocator, &b.schema, &b.array, memory, size) ==
        PHEP_BAD_ARGUMENT);
  CHECK(call(s, nullptr, &b.options, &b.allocator, &b.schema, &b.array, memory, size) ==
        PHEP_BAD_ARGUMENT);
  CHECK(call(s, a, nullptr, &b.allocator, &b.schema, &b.array, memory, size) == PHEP_BAD_ARGUMENT);
  CHECK(call(s, a, &b.options, nullptr, &b.schema, &b.array, memory, size) == PHEP_BAD_ARGUMENT);
  CHECK(call(s, a, &b.options, &no_allocate, &b.schema, &b.array, memory, size) ==
        PHEP_BAD_ARGUMENT);
  CHECK(call(s, a, &b.options, &no_release, &b.schema, &b.array, memory, size) ==
        PHEP_BAD_ARGUMENT);
  CHECK(call(s, a, &b.options, &b.allocator, nullptr, &b.array, memory, size) == PHEP_BAD_ARGUMENT);
  CHECK(call(s, a, &b.options, &b.allocator, &b.schema, nullptr, memory, size) ==
        PHEP_BAD_ARGUMENT);
  CHECK(call(s, a, &b.options, &b.allocator, &b.schema, &b.array, nullptr, size) ==
        PHEP_BAD_ARGUMENT);
  CHECK(call(s, a, &b.options, &b.allocator, &b.schema, &b.array, nullptr, 0) == PHEP_SMALL_ARENA);
  CHECK(call(s, a, &other, &b.allocator, &b.schema, &b.array, memory, size) == PHEP_BAD_ARGUMENT);
  CHECK(call(s, a, &b.options, &b.allocator, &b.schema, &b.array, memory, size) == PHEP_OK);
}

TEST_CASE("batches: a row that is wrong leaves nothing behind for the next") {
  Batches b;
  REQUIRE(b.decide(*visits({{1, 10}, {1}, {}, {9, 9, 9, -1}, {9}})) == PHEP_OK);
  constexpr const char* kAt[] = {"/visits/1/people", "", "", "/visits/3/people", ""};
  for (std::int64_t row = 0; row < 5; ++row) {
    const std::string_view at = kAt[row];
    CHECK(b.cell("refused", row) == (at.empty() ? Json() : Json("out_of_range")));
    CHECK(b.cell("refused_at", row) == (at.empty() ? Json() : Json(at)));
    CHECK(b.cell("out", row) == (at.empty() ? Json(7) : Json()));
  }
}

TEST_CASE("batches: with little memory a wrong row is told whole, or not at all") {
  Batches b;
  const auto batch = visits({{1, 10}, {1}});
  std::size_t small = 0;
  for (std::size_t arena = 0; arena <= 4096; ++arena) {
    const int status = b.decide(*batch, arena);
    if (status == PHEP_OK) {
      CHECK(b.cell("refused_at", 0) == Json("/visits/1/people"));
    } else {
      CHECK(status == PHEP_SMALL_ARENA);
      ++small;
    }
  }
  CHECK(small > 0);
  CHECK(small < 4096);
}

// The bits of what is known and what is there, of each row that was decided.
struct Seen {
  std::uint32_t words = 0;
  std::vector<std::vector<std::uint64_t>> rows;
} seen;
int see(const void* facts, const phep_options* options, void* result, Arena* arena) {
  std::vector<std::uint64_t> bits(std::size_t{seen.words} * 2);
  std::memcpy(bits.data(), static_cast<const char*>(facts) + 8, bits.size() * 8);
  seen.rows.push_back(bits);
  return Batches::seven(facts, options, result, arena);
}

TEST_CASE("batches: of each row exactly its own facts are known, however many there are") {
  for (const std::uint32_t facts : {1U, 8U, 56U, 57U, 63U, 64U, 65U, 127U, 128U, 129U, 200U})
    for (const bool lists : {false, true}) {
      Batches b;
      seen = {(facts + (lists ? 1 : 0) + 63) / 64, {}};
      b.builder.slots.clear();
      b.builder.structs.clear();
      const std::uint32_t root = b.begin_struct(true, seen.words);
      for (std::uint32_t i = 0; i < facts; ++i)
        b.slot(root, {"", Kind::Int, kOptional}, "/f" + std::to_string(i));
      if (lists) {
        const std::uint32_t codes = b.slot(root, {"", Kind::Bool, 0, kNone, true, 0, 5}, "/codes");
        const std::uint32_t code = b.begin_struct(false, 1, codes);
        b.builder.slots[codes].type = code;
        b.slot(code, {"", Kind::Int}, "");
      }
      b.header = b.builder.build();
      // Row 0 knows all, row 1 that all is absent, row 2 nothing, row 3 the last, row 4 the first.
      MadeList columns;
      for (std::uint32_t i = 0; i < facts; ++i) {
        const std::string name = "f" + std::to_string(i);
        columns.push_back(fixed<std::int64_t>(name, "l", std::vector<std::int64_t>(5, -1),
                                              {true, false, false, i + 1 == facts, i == 0}));
        columns.push_back(
            phep::tests::bits(name + "_absent", {false, true, false, false, false}, {}));
      }
      if (lists)
        columns.push_back(list("codes", {1, 0, 0, 0, 1},
                               fixed<std::int64_t>("item", "l", {1, 2}, {}),
                               {true, false, false, true, true}));
      auto batch = structure("", 5, std::move(columns));
      batch->close();
      b.memory.assign(1 << 18, '#');
      REQUIRE(b.decide(*batch, 1 << 17, &see) == PHEP_OK);
      REQUIRE(seen.rows.size() == 5);
      for (std::size_t row = 0; row < 5; ++row)
        for (std::uint32_t i = 0; i < seen.words * 64; ++i) {
          const bool is_list = lists && i == facts;
          const bool there = is_list ? row != 1 && row != 2
                             : i < facts
                                 ? row == 0 || (row == 3 && i + 1 == facts) || (row == 4 && i == 0)
                                 : false;
          const auto has = [&](std::uint32_t word) {
            return (seen.rows[row][word] >> (i % 64) & 1) != 0;
          };
          const bool good = has(i / 64) == (there || (row == 1 && i < facts)) &&
                            has(seen.words + i / 64) == there;
          if (!good) CHECK_MESSAGE(good, facts, " facts, row ", row, ", fact ", i);
        }
    }
}

TEST_CASE("batches: memory that is enough for each row is enough for all of them") {
  Batches b;
  const auto wrong = visits({{1, 2, 3, 4, 10}});
  const auto good = visits({{1}});
  const auto both = visits({{1, 2, 3, 4, 10}, {1}});
  std::size_t enough = 0;
  for (std::size_t arena = 0; arena < 1 << 13; arena += 8) {
    const int one = b.decide(*wrong, arena);
    const int other = b.decide(*good, arena);
    CHECK((one == PHEP_OK || one == PHEP_SMALL_ARENA) == true);
    CHECK((other == PHEP_OK || other == PHEP_SMALL_ARENA) == true);
    CHECK(b.decide(*both, arena) == (one != PHEP_OK ? one : other));
    if (b.array.release == nullptr) {
      CHECK(enough == 0);  // never less with more
      continue;
    }
    ++enough;
    CHECK(b.cell("out", 1) == 7);
    CHECK(b.cell("refused", 0) == "out_of_range");
  }
  CHECK(enough > 100);
}

}  // namespace
