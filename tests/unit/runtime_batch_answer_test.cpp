// Answers as rows of columns: which columns a decision has, and what each row says in them.
#include "compiler/runtime/batch_answer.h"
#include "compiler/runtime/decimal.h"
#include "tests/unit/runtime_facts_image.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

namespace {

using namespace phep::runtime;
using Strings = std::vector<std::string>;

std::string text_of(String text) {
  return {text.data, text.length};
}

// A decision with an output of every kind and a norm of every form, and answers made by hand.
class Columned : public CaseImage {
 public:
  std::vector<std::uint64_t> result;
  phep_result_head head{};
  AnswerColumns answers{};
  long taken = 0;  // blocks that the allocator gave, and did not get back

  Columned() {
    Decision& decided = builder.decisions[0];
    decided.result_size = sizeof(phep_result_head);
    decided.outputs.first = decided.norms.first = 1;
    builder.outputs.emplace_back();  // another decision's
    builder.norm_outputs.emplace_back();
    builder.norm_specs.emplace_back();
  }
  ~Columned() {
    if (answers.columns != nullptr) abandon(answers.out, answers.columns, answers.count);
    CHECK(taken == 0);
  }

  std::uint32_t output(std::string_view name, Kind kind, bool optional = false,
                       std::uint32_t type = kNone) {
    Output added{};
    added.name = builder.string(name);
    added.kind = kind;
    added.type = type;
    added.present = optional ? 0 : kNone;
    added.offset = place(sizeof(phep_value));
    builder.outputs.push_back(added);
    ++builder.decisions[0].outputs.count;
    return added.offset;
  }
  std::uint32_t norm(std::string_view key, std::uint32_t list = kNone, std::uint32_t most = 0) {
    const bool several = list != kNone || most != 0;
    NormOutput added{};
    added.key = builder.string(key);
    added.list = list;
    added.most = most;
    added.pointer = kNone;
    added.offset = place(several ? sizeof(phep_norm_array) : sizeof(phep_norm));
    builder.norm_outputs.push_back(added);
    ++builder.decisions[0].norms.count;
    return added.offset;
  }
  template <class T>
  T& at(std::uint32_t offset) {
    return *reinterpret_cast<T*>(reinterpret_cast<char*>(result.data()) + offset);
  }

  // In the least memory that is enough, behind which nothing is written.
  void begin() {
    header_ = builder.build();
    result.assign((builder.decisions[0].result_size + 7) / 8, 0);
    for (std::size_t room = 0;; room += 16) {
      REQUIRE(room < 1 << 16);
      memory_.assign(room + 64, '#');
      Arena arena{memory_.data(), memory_.data() + room, false};
      const bool enough = begin_answers(header_, 0, &allocator_, arena, &answers);
      CHECK(std::string_view(memory_.data() + room, 64) == std::string(64, '#'));
      if (enough) break;
    }
  }
  void answer(std::string_view json = "{}", const std::vector<std::uint32_t>& missing = {}) {
    std::vector<char> memory(1 << 16);
    Arena arena{memory.data(), memory.data() + memory.size(), false};
    FactsProblem problem{};
    void* facts = nullptr;
    REQUIRE(read_facts(header_, 0, json.data(), json.size(), arena, &facts, &problem) == PHEP_OK);
    head.missing.ptr = missing.data();
    head.missing_count = static_cast<std::uint32_t>(missing.size());
    const auto& decided = items<Decision>(header_, header_->decisions)[0];
    append_answer(answers, {header_, &decided, static_cast<const char*>(facts), nullptr,
                            reinterpret_cast<const char*>(result.data()), &head, 0, nullptr});
  }

  // "name format" of each column; of lists and words also what they hold.
  Strings names() const {
    Strings out;
    for (std::uint32_t i = 0; i < answers.count; ++i) {
      const Column& column = answers.columns[i];
      out.push_back(text_of(column.name) + column.suffix + " " + formats(column));
    }
    return out;
  }
  Strings row(std::int64_t row) const {
    Strings out;
    for (std::uint32_t i = 0; i < answers.count; ++i) {
      CHECK(answers.columns[i].length > row);
      out.push_back(cell(answers.columns[i], row));
    }
    return out;
  }
  static std::string formats(const Column& column) {
    std::string out = column.format;
    if (column.shape == Shape::Fixed) out += ":" + std::to_string(column.width);
    if (column.shape == Shape::Words) {
      CHECK(column.width == 4);
      out += "<";
      for (std::uint32_t i = 0; i < column.word_count; ++i)
        out += (i == 0 ? "" : ",") + text_of(column.word(column.words_of, i));
      out += ">";
    }
    if (column.shape == Shape::List)
      out += " of " + text_of(column.items->name) + column.items->suffix + " " +
             formats(*column.items);
    return out;
  }
  static std::string cell(const Column& column, std::int64_t row) {
    const auto bit = [&](const Growing& bits) { return (bits.bytes[row / 8] >> row % 8 & 1) != 0; };
    if (column.nulls != 0 && !bit(column.valid)) return "null";
    const auto loaded = [&](auto value, std::int64_t i) {
      std::memcpy(&value, column.data.bytes + static_cast<std::size_t>(i) * sizeof value,
                  sizeof value);
      return value;
    };
    std::int32_t ends[2] = {};
    if (column.shape == Shape::Text || column.shape == Shape::List)
      for (int i = 0; i < 2; ++i) ends[i] = loaded(std::int32_t{}, row + i);
    switch (column.shape) {
      case Shape::Bits: return bit(column.data) ? "true" : "false";
      case Shape::Fixed:
        if (column.width == 4) return std::to_string(loaded(std::int32_t{}, row));
        if (column.width == 8) return std::to_string(loaded(std::int64_t{}, row));
        return std::to_string(loaded(std::int64_t{}, 2 * row + 1)) + "/" +
               std::to_string(loaded(std::int64_t{}, 2 * row));
      case Shape::Words: return text_of(column.word(column.words_of, loaded(std::uint32_t{}, row)));
      case Shape::Text:
        return "'" + std::string(column.text.bytes + ends[0], column.text.bytes + ends[1]) + "'";
      case Shape::List: break;
    }
    std::string out = "[";
    for (std::int32_t i = ends[0]; i < ends[1]; ++i)
      out += (i == ends[0] ? "" : ",") + cell(*column.items, i);
    return out + "]";
  }

 private:
  std::uint32_t place(std::size_t size) {
    std::uint32_t& total = builder.decisions[0].result_size;
    const std::uint32_t offset = total;
    total += static_cast<std::uint32_t>(size);
    return offset;
  }

  const Header* header_ = nullptr;
  std::vector<char> memory_;
  phep_allocator allocator_{&taken,
                            [](void* context, std::size_t bytes) {
                              ++*static_cast<long*>(context);
                              return std::malloc(bytes);
                            },
                            [](void* context, void* memory, std::size_t) {
                              --*static_cast<long*>(context);
                              std::free(memory);
                            }};
};

constexpr std::string_view kErrors =
    "i<calendar_exhausted,conflict,date_out_of_range,division_by_zero,gap,needs_rounding,overflow>";
constexpr std::string_view kStatuses =
    "i<not_applicable,upcoming,not_in_force,exempt,fulfilled,late,deferred,pending,violated,met,"
    "granted,not_granted,available,not_available,possibly_violated,undetermined,open,error>";

std::string join(std::string_view a, std::string_view b) {
  return std::string(a) + " " + std::string(b);
}

TEST_CASE("columns: of a decision without outputs, what is missing and what was refused") {
  Columned columned;
  columned.begin();
  CHECK(columned.names() == Strings{"missing +l of item u", "refused u", "refused_at u"});
  columned.answer("{}", {columned.affected, columned.notified_at, columned.affected});
  CHECK(columned.row(0) == Strings{"['/affected','/notified_at']", "null", "null"});
  columned.answer(R"({"requests":[{"notes":[{},{}]},{}]})",
                  {columned.closed_on | 1U << 16, columned.note_by | 1U << 16});
  CHECK(columned.row(1) ==
        Strings{"['/requests/1/closed_on','/requests/0/notes/1/by']", "null", "null"});
  columned.answer();
  CHECK(columned.row(2) == Strings{"[]", "null", "null"});
}

TEST_CASE("columns: every kind of output has a column, its error another") {
  Columned columned;
  struct Row {
    Kind kind;
    std::uint32_t type;
    std::string format;
    phep_value value;
    std::string cell;
  };
  const std::string text = "đường dây";
  const auto signed_of = [](std::int64_t n) { return static_cast<std::uint64_t>(n); };
  const auto pointer = reinterpret_cast<std::uintptr_t>(text.data());
  const Row rows[] = {
      {Kind::Bool, kNone, "b", {PHEP_KNOWN, 0, 1, 0}, "true"},
      {Kind::Bool, kNone, "b", {PHEP_KNOWN, 0, 0, 0}, "false"},
      {Kind::Int, kNone, "l:8", {PHEP_KNOWN, 0, signed_of(-5), 0}, "-5"},
      {Kind::Money, 0, "l:8", {PHEP_KNOWN, 0, 3'000'000'000, 0}, "3000000000"},
      {Kind::Decimal, kNone, "d:38,9:16", {PHEP_KNOWN, 0, 7, 2}, "2/7"},
      {Kind::Amount, 0, "d:38,9:16", {PHEP_KNOWN, 0, signed_of(-1), signed_of(-1)}, "-1/-1"},
      {Kind::Date, kNone, "tdD:4", {PHEP_KNOWN, 0, signed_of(-3), 0}, "-3"},
      {Kind::Instant, kNone, "tsm:UTC:8", {PHEP_KNOWN, 0, 1'772'000'000'000, 0}, "1772000000000"},
      {Kind::Set, columned.tag, "L:8", {PHEP_KNOWN, 0, 0b1010, 0}, "10"},
      {Kind::Enum, columned.harm, "i<none,limited,serious>", {PHEP_KNOWN, 0, 2, 0}, "serious"},
      {Kind::Duration, kNone, "u", {PHEP_KNOWN, 0, 3, 2}, "'3 working_days'"},
      {Kind::Duration,
       kNone,
       "u",
       {PHEP_KNOWN, 0, signed_of(INT64_MIN), 2},
       "'-9223372036854775808 working_days'"},
      {Kind::Text, kNone, "u", {PHEP_KNOWN, 0, pointer, text.size()}, "'đường dây'"},
      {Kind::Text, kNone, "u", {PHEP_KNOWN, 0, pointer, 0}, "''"}};
  std::vector<std::uint32_t> offsets;
  Strings names, known;
  for (const Row& row : rows)
    for (const bool optional : {false, true}) {
      const std::string name = "o" + std::to_string(offsets.size());
      offsets.push_back(columned.output(name, row.kind, optional, row.type));
      names.push_back(name + " " + row.format);
      known.push_back(row.cell);
      if (optional) names.push_back(name + "_absent b");
      if (optional) known.push_back("false");
      names.push_back(join(name + "_error", kErrors));
      known.push_back("null");
    }
  for (const char* name : {"missing +l of item u", "refused u", "refused_at u"})
    names.push_back(name);
  columned.begin();
  CHECK(columned.names() == names);
  const auto all = [&](auto value_of) {
    for (std::size_t i = 0; i < offsets.size(); ++i)
      columned.at<phep_value>(offsets[i]) = value_of(rows[i / 2]);
    columned.answer();
  };
  // One answer with all known, others with none, and some of each between rows that are known.
  for (int n = 0; n < 9; ++n) all([](const Row& row) { return row.value; });
  all([](const Row&) { return phep_value{PHEP_ABSENT, 0, 0, 0}; });
  all([](const Row&) { return phep_value{PHEP_UNKNOWN, 0, 0, 0}; });
  for (std::uint64_t kind = 0; kind <= PHEP_E_OVERFLOW + 1; ++kind)
    all([&](const Row&) { return phep_value{PHEP_ERROR, 0, kind, 0}; });
  all([](const Row&) { return phep_value{PHEP_ONE_OF, 0, 0, 0}; });
  all([](const Row& row) { return row.value; });
  known.insert(known.end(), {"[]", "null", "null"});
  for (const std::int64_t row : {0, 1, 8, 20}) CHECK(columned.row(row) == known);
  const auto expect = [&](std::int64_t row, std::string_view absent, std::string_view error) {
    Strings wanted;
    for (std::size_t i = 0; i < offsets.size(); ++i) {
      wanted.push_back("null");
      if (i % 2 == 1) wanted.push_back(std::string(absent));
      wanted.push_back(std::string(error));
    }
    wanted.insert(wanted.end(), {"[]", "null", "null"});
    CHECK(columned.row(row) == wanted);
  };
  expect(9, "true", "null");
  expect(10, "null", "null");
  constexpr std::string_view kWords[] = {"calendar_exhausted", "conflict", "date_out_of_range",
                                         "division_by_zero",   "gap",      "needs_rounding",
                                         "overflow",           "null"};
  for (std::int64_t kind = 0; kind < 8; ++kind) expect(11 + kind, "null", kWords[kind]);
  expect(19, "null", "null");
}

TEST_CASE("columns: a norm has its status, whether it binds, and when it is due") {
  Columned columned;
  const std::uint32_t first = columned.norm("first");
  const std::uint32_t second = columned.norm("second");
  columned.begin();
  Strings names;
  for (const char* key : {"first", "second"}) {
    names.push_back(join(key, kStatuses));
    names.push_back(std::string(key) + "_binds b");
    names.push_back(std::string(key) + "_due tsm:UTC:8");
  }
  names.insert(names.end(), {"missing +l of item u", "refused u", "refused_at u"});
  CHECK(columned.names() == names);
  struct Row {
    std::int32_t status;
    std::uint32_t flags;
    Strings cells;
  };
  const Row rows[] = {
      {PHEP_PENDING, PHEP_N_BINDS | PHEP_N_DUE, {"pending", "true", "77"}},
      {PHEP_EXEMPT, 0, {"exempt", "false", "null"}},
      {PHEP_EXEMPT, PHEP_N_DUE_FROM | PHEP_N_DUE_ONE_OF, {"exempt", "false", "null"}},
      {PHEP_OPEN, PHEP_N_BINDS_UNKNOWN, {"open", "null", "null"}},
      {PHEP_OPEN, PHEP_N_BINDS_UNKNOWN | PHEP_N_DUE, {"open", "null", "77"}},
      {PHEP_NORM_ERROR, PHEP_N_BINDS, {"error", "null", "null"}},
      {PHEP_NORM_ERROR, PHEP_N_BINDS_UNKNOWN, {"error", "null", "null"}},
      {PHEP_NOT_APPLICABLE, PHEP_N_NO_TRIGGER, {"not_applicable", "false", "null"}}};
  std::int64_t at = 0;
  for (const Row& one : rows)
    for (const Row& other : rows) {
      for (const std::uint32_t offset : {first, second}) {
        const Row& row = offset == first ? one : other;
        phep_norm norm{};
        norm.status = row.status;
        norm.flags = row.flags;
        norm.due_min = 77;
        norm.due_max = 78;
        columned.at<phep_norm>(offset) = norm;
      }
      columned.answer();
      Strings wanted = one.cells;
      wanted.insert(wanted.end(), other.cells.begin(), other.cells.end());
      wanted.insert(wanted.end(), {"[]", "null", "null"});
      CHECK(columned.row(at++) == wanted);
    }
}

TEST_CASE("columns: a norm of each element, or each time, has lists") {
  Columned columned;
  const std::uint32_t each = columned.norm("each", columned.requests);
  const std::uint32_t often = columned.norm("often", kNone, 4);
  const std::uint32_t last = columned.norm("last");
  columned.begin();
  Strings names;
  for (const char* key : {"each", "often"}) {
    names.push_back(std::string(key) + " +l of item " + std::string(kStatuses));
    names.push_back(std::string(key) + "_binds +l of item b");
    names.push_back(std::string(key) + "_due +l of item tsm:UTC:8");
  }
  names.insert(names.end(), {join("last", kStatuses), "last_binds b", "last_due tsm:UTC:8",
                             "missing +l of item u", "refused u", "refused_at u"});
  CHECK(columned.names() == names);
  struct Record {
    phep_norm norm;
    phep_sanction sanction;
  };
  Record records[3]{};
  for (int i = 0; i < 3; ++i) {
    records[i].norm.status = PHEP_EXEMPT + i;
    records[i].norm.flags = PHEP_N_BINDS | (i == 1 ? PHEP_N_DUE : 0);
    records[i].norm.due_min = 5 + i;
  }
  const auto array = [&](std::uint32_t length, int from) {
    phep_norm_array made{};
    made.length = length;
    made.stride = length == PHEP_UNKNOWN_LIST ? 0 : sizeof(Record);
    if (made.stride != 0) made.items.ptr = records + from;
    return made;
  };
  columned.at<phep_norm>(last).status = PHEP_LATE;
  columned.at<phep_norm_array>(each) = array(3, 0);
  columned.at<phep_norm_array>(often) = array(0, 0);
  columned.answer();
  columned.at<phep_norm_array>(each) = array(PHEP_UNKNOWN_LIST, 0);
  columned.at<phep_norm_array>(often) = array(2, 1);
  columned.answer("{}", {columned.requests});
  columned.at<phep_norm_array>(each) = array(1, 2);
  columned.answer();
  const Strings three = {"[exempt,fulfilled,late]", "[true,true,true]", "[null,6,null]"};
  const Strings two = {"[fulfilled,late]", "[true,true]", "[6,null]"};
  const auto row = [](Strings a, const Strings& b, std::string_view missing) {
    a.insert(a.end(), b.begin(), b.end());
    a.insert(a.end(), {"late", "false", "null", std::string(missing), "null", "null"});
    return a;
  };
  CHECK(columned.row(0) == row(three, {"[]", "[]", "[]"}, "[]"));
  CHECK(columned.row(1) == row({"null", "null", "null"}, two, "['/requests']"));
  CHECK(columned.row(2) == row({"[late]", "[true]", "[null]"}, two, "[]"));
}

TEST_CASE("columns: of a row that is refused the reason is told, and nothing else") {
  Columned columned;
  const std::uint32_t out = columned.output("out", Kind::Int, true);
  columned.norm("first");
  columned.norm("each", columned.requests);
  columned.begin();
  REQUIRE(columned.answers.count == 3 + 3 + 3 + 3);
  columned.at<phep_value>(out) = {PHEP_KNOWN, 0, 1, 0};
  columned.answer();
  const auto refused = [&](std::int64_t row, std::string_view word, std::string_view at) {
    Strings wanted(10, "null");
    wanted.push_back(std::string(word));
    wanted.push_back(std::string(at));
    CHECK(columned.row(row) == wanted);
  };
  append_refusal(columned.answers, PHEP_BAD_FACTS,
                 {FactsError::OutOfRange, nullptr, {"/affected", 9}});
  append_refusal(columned.answers, PHEP_BAD_FACTS, {FactsError::BadDate, nullptr, {nullptr, 0}});
  append_refusal(columned.answers, PHEP_LIMIT, {FactsError::OutOfRange, nullptr, {"/x", 2}});
  columned.answer();
  refused(1, "'out_of_range'", "'/affected'");
  refused(2, "'bad_date'", "null");
  refused(3, "'limit'", "'/x'");
  CHECK(columned.row(4) == columned.row(0));
  CHECK(columned.row(4)[0] == "1");
}

TEST_CASE("columns: the pointer of a missing fact is told however long it is") {
  for (const std::size_t length : {1, 900, 1'020, 1'021, 1'022, 1'023, 1'024, 1'025, 5'000}) {
    Columned columned;
    const std::string path = "/" + std::string(length, 'x');
    columned.builder.slots[columned.affected].path = columned.builder.string(path);
    columned.builder.slots[columned.closed_on].path = columned.builder.string(path);
    columned.begin();
    columned.answer(R"({"requests":[{}]})",
                    {columned.affected, columned.closed_on, columned.notified_at});
    CHECK(columned.row(0)[0] == "['" + path + "','/requests/0" + path + "','/notified_at']");
  }
}

}  // namespace
