// Facts as a struct: offsets, bits, JSON shapes, and what an append-only layout may and may not do.
#include "compiler/decision/facts_layout.h"
#include "compiler/diagnostics/kinds/lowering.h"
#include "tests/unit/decision_world.h"

#include <algorithm>
#include <set>

using namespace phep;
using namespace phep::decision_test;
using decision::LayoutEntry;

namespace {

struct Row {
  std::string path;
  std::uint32_t offset, bit;
  friend bool operator==(const Row&, const Row&) = default;
};

const decision::Struct& struct_named(const decision::Program& program, std::string_view name) {
  for (const decision::Struct& each : program.structs)
    if (each.name == name) return each;
  FAIL("no such struct");
  return *program.structs.begin();
}
std::vector<Row> rows(const decision::Program& program, std::string_view name) {
  std::vector<Row> out;
  for (const decision::SlotId id : struct_named(program, name).slots) {
    const decision::Slot& slot = program.slots[id];
    out.push_back({slot.path, slot.offset, slot.bit});
  }
  return out;
}

// A rule over one record, which is its facts.
DefId rule_over(World& w, DefId record) {
  const LocalId r = w.parameter("r", w.of(Sort::Record, record));
  return w.define("all", {r}, w.type(Sort::Bool), w.boolean(true));
}
DefId rule_over(World& w, std::vector<hir::Field> fields) {
  return rule_over(w, w.record("R", std::move(fields)));
}

decision::Layouts committed(const decision::Program& program, const std::string& name) {
  decision::Layouts out;
  for (const Row& row : rows(program, name))
    out[name].entries.push_back({row.path, row.bit, row.offset});
  return out;
}

std::vector<std::uint16_t> codes(const decision::Lowered& lowered) {
  std::vector<std::uint16_t> out;
  for (const Diagnostic& each : lowered.diagnostics.items()) out.push_back(each.row->code);
  return out;
}

}  // namespace

TEST_CASE("layout: fields stand in natural alignment after the head") {
  World w;
  const DefId colour = w.enumeration("Colour", {"red", "green"});
  const DefId rule = rule_over(
      w, {w.field("flag", w.type(Sort::Bool)), w.field("colour", w.of(Sort::Enum, colour)),
          w.field("other", w.type(Sort::Bool)), w.field("on", w.type(Sort::Date)),
          w.field("count", w.type(Sort::Int)), w.field("share", w.type(Sort::Decimal)),
          w.field("colours", w.of(Sort::Set, colour)), w.field("note", w.type(Sort::Text)),
          w.field("length", w.type(Sort::Duration)), w.field("fee", w.money())});
  const auto program = sound(w.lower({rule}));
  // u32 size, u32 layout, known[1], present[1]: fields begin at 24.
  CHECK(rows(program, "t.all") == std::vector<Row>{{"/flag", 24, 0},
                                                   {"/colour", 28, 1},
                                                   {"/other", 32, 2},
                                                   {"/on", 36, 3},
                                                   {"/count", 40, 4},
                                                   {"/share", 48, 5},
                                                   {"/colours", 64, 6},
                                                   {"/note", 72, 7},
                                                   {"/length", 88, 8},
                                                   {"/fee", 104, 9}});
  const decision::Struct& facts = struct_named(program, "t.all");
  CHECK(facts.size == 112);
  CHECK(facts.words == 1);
  CHECK(facts.root);
}

TEST_CASE("layout: records nest by path, lists have element structs, judgments their object") {
  World w;
  const TypeId boolean = w.type(Sort::Bool);
  const DefId firm = w.record("Firm", {w.field("small", boolean)}, true);
  const DefId item = w.record("Item", {w.field("price", w.type(Sort::Int)),
                                       w.field("parts", w.list(w.type(Sort::Date), 3))});
  const DefId box = w.record("Box", {w.field("firm", w.of(Sort::Record, firm)),
                                     w.field("items", w.list(w.of(Sort::Record, item), 7))});
  const LocalId f = w.parameter("f", w.of(Sort::Record, firm));
  w.judgment("timely", {f}, w.types.optional(boolean));
  w.judgment("careful", {f}, boolean);
  const auto program = sound(w.lower({rule_over(w, box)}));
  CHECK(rows(program, "t.all") == std::vector<Row>{{"/firm/small", 24, 0},
                                                   {"/firm/$judgments/careful", 25, 1},
                                                   {"/firm/$judgments/timely", 26, 2},
                                                   {"/items", 32, 3}});
  CHECK(rows(program, "t.all/items") == std::vector<Row>{{"/price", 16, 0}, {"/parts", 24, 1}});
  CHECK(rows(program, "t.all/items/parts") == std::vector<Row>{{"", 16, 0}});
  CHECK(struct_named(program, "t.all/items/parts").shape.keys.empty());
  CHECK(program.decisions[0].lists.size() == 2);
  for (const decision::Slot& slot : program.slots) {
    CHECK(slot.judgment == slot.path.starts_with("/firm/$judgments/"));
    CHECK(slot.closed == (slot.path == "/firm/small"));
  }
}

TEST_CASE("layout: several parameters are keys, and scalars have slots") {
  World w;
  const DefId firm = w.record("Firm", {w.field("small", w.type(Sort::Bool))});
  const TypeId maybe = w.types.optional(w.type(Sort::Date));
  const LocalId f = w.parameter("f", w.of(Sort::Record, firm), 0);
  const LocalId from = w.parameter("from", maybe, 1);
  const DefId rule = w.define("all", {f, from}, maybe, w.local(from));
  const auto program = sound(w.lower({rule}));
  CHECK(rows(program, "t.all") == std::vector<Row>{{"/f/small", 24, 0}, {"/from", 28, 1}});
  CHECK(decide(program, "t.all", R"({"f":{},"from":"2026-03-02"})", "2026-03-10T09:00+07:00")
            .contains(R"("value":"2026-03-02")"));
}

TEST_CASE("layout: committed facts stay where they are, new ones are appended") {
  World before;
  const DefId old_rule = rule_over(before, {before.field("a", before.type(Sort::Bool)),
                                            before.field("b", before.type(Sort::Int))});
  const auto old_program = sound(before.lower({old_rule}));
  const auto layouts = committed(old_program, "t.all");

  World after;  // c is written between the old ones, b is gone
  const DefId rule = rule_over(
      after, {after.field("c", after.type(Sort::Date)), after.field("a", after.type(Sort::Bool)),
              after.field("d", after.type(Sort::Bool))});
  const auto program = sound(after.lower({rule}, layouts));
  CHECK(rows(program, "t.all") == std::vector<Row>{{"/c", 48, 2}, {"/a", 24, 0}, {"/d", 52, 3}});
  CHECK(struct_named(program, "t.all").layout != struct_named(old_program, "t.all").layout);

  // Nothing new: the same struct, whatever the order of writing.
  World again;
  const DefId same = rule_over(
      again, {again.field("b", again.type(Sort::Int)), again.field("a", again.type(Sort::Bool))});
  const auto repeated = sound(again.lower({same}, layouts));
  CHECK(rows(repeated, "t.all") == std::vector<Row>{{"/b", 32, 1}, {"/a", 24, 0}});
}

TEST_CASE("layout: there is room for 32 facts to come, and no more is promised") {
  for (const std::uint32_t count : {1U, 31U, 32U, 64U, 95U, 96U}) {
    World w;
    std::vector<hir::Field> fields;
    for (std::uint32_t i = 0; i < count; ++i)
      fields.push_back(w.field("x" + std::to_string(i), w.type(Sort::Bool)));
    const auto program = sound(w.lower({rule_over(w, fields)}));
    CHECK(64 * struct_named(program, "t.all").words >= count + 32);

    auto layouts = committed(program, "t.all");
    for (std::uint32_t i = 0; i < 64; ++i)
      fields.push_back(w.field("y" + std::to_string(i), w.type(Sort::Bool)));
    World fuller;
    std::vector<hir::Field> more;
    for (const hir::Field& field : fields)
      more.push_back(fuller.field(w.names.text(field.name), fuller.type(Sort::Bool)));
    const bool full = count + 64 > 64 * struct_named(program, "t.all").words;
    const auto lowered = fuller.lower({rule_over(fuller, more)}, layouts);
    CHECK(codes(lowered) == (full ? std::vector<std::uint16_t>{diag::LayoutFull.row.code}
                                  : std::vector<std::uint16_t>{}));
  }
}

TEST_CASE("layout: a fact that no longer fits its place is said") {
  World before;
  const auto program =
      sound(before.lower({rule_over(before, {before.field("a", before.type(Sort::Bool)),
                                             before.field("b", before.type(Sort::Bool))})}));
  World after;
  const auto lowered = after.lower({rule_over(after, {after.field("a", after.type(Sort::Int)),
                                                      after.field("b", after.type(Sort::Bool))})},
                                   committed(program, "t.all"));
  CHECK(codes(lowered) == std::vector<std::uint16_t>{diag::LayoutMismatch.row.code});
}

TEST_CASE("layout: what has no place is said") {
  World deep;
  DefId inner = deep.record("L0", {deep.field("x", deep.type(Sort::Bool))});
  for (int i = 1; i <= 5; ++i)
    inner = deep.record("L" + std::to_string(i),
                        {deep.field("x", deep.list(deep.of(Sort::Record, inner), 2))});
  CHECK(codes(deep.lower({rule_over(deep, inner)})) ==
        std::vector<std::uint16_t>{diag::ListTooDeep.row.code});
  World long_list;
  CHECK(codes(long_list.lower({rule_over(
            long_list,
            {long_list.field("x", long_list.list(long_list.type(Sort::Bool), 70'000))})})) ==
        std::vector<std::uint16_t>{diag::ListTooLong.row.code});
}
