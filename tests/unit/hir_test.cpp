// A checked module as text, what an expression is made of, and which places move with the text.
#include "compiler/hir/children.h"
#include "compiler/hir/places.h"
#include "tests/unit/check_bench.h"

#include <cstdint>

namespace phep::tests {
namespace {

using hir::ExprId;

std::vector<std::uint32_t> children(const hir::ExprNode& node) {
  std::vector<std::uint32_t> out;
  hir::each_child(node, [&](ExprId id) { out.push_back(id.index); });
  return out;
}

using Ids = std::vector<std::uint32_t>;

constexpr const char* kModule = R"(module m
instrument L { number "1" rank law title vi "L" en "L" in_force from 2026-01-01 outline 1..9 }
instrument NEW { number "2" rank law title vi "N" en "N" in_force from 2027-01-01 outline 1..9 }
party office
party firm
enum Size ordered { small large }
reading K { one, two } default one basis "b" cites L@1
record A {
  n    : int 0..9
  size : Size
  at   : instant
  told : date?
}
calendar c {
  vi "c" en "c"
  weekly rest sunday
  covers from 2026-01-01 through 2026-12-31
  pending tet { early { rest 2026-02-16 } late { rest 2026-02-17 } }
}
rule size(a: A) : Size {
  picks highest
  default small
  case big: large when a.n > 5
}
rule less(a: A) : int = - a.n
power decide(a: A) {
  vi "Q" en "D" cites L@1 bearer office trigger a.at available when a.n > 1
  due a.at + 5 hours
  done a.told
  silence means refused cites L@2
}
duty tell(a: A) {
  vi "B" en "T" cites L@3 bearer firm trigger a.at
  exempt few: when a.n < 2 cites L@4
  deferred later: until 2026-06-01 when a.n < 3 cites L@5
  due a.at + 5 hours
  done a.told
}
property "grows" {
  for all a: A where a.n > 1
  expect size(a) never falls with a.n
  expect size(a) never rises with a.n
  expect size(a) == large
}
test "one" {
  as_of 2026-03-01T08:00+07:00
  let a = A { n: 1 }
  expect size(a) is small
}
)";

}  // namespace

TEST_CASE("hir: a module as text names what each declaration says") {
  Bench bench;
  const auto checked = bench.check(kModule);
  CHECK(Bench::codes(*checked) == Codes{});
  const std::string text = bench.print(*checked);
  INFO(text);
  for (const char* said :
       {"\nrule m.size\n  params a: record m.A gives enum m.Size\n  picks highest\n"
        "  default (member 0)\n  case big: (member 1) when (gt (field 0 (a)) (5))\n",
        "\nrule m.less\n  params a: record m.A gives int\n  body (negate (field 0 (a)))\n",
        "\n  pending tet 2\n", "\n  silence refused cites L@2 force [20454, open)\n",
        "\n  available (gt (field 0 (a)) (1))\n",
        "\n  exempt few (lt (field 0 (a)) (2)) cites L@4 force [20454, open)\n",
        "\n  deferred later until ", " when (lt (field 0 (a)) (3)) cites L@5 force [20454, open)\n",
        "\nreading m.K\n  options one two default 0\n",
        "\nproperty \"grows\"\n  where (gt (field 0 (a)) (1))\n"
        "  expect (call m.size (a)) never_falls_with (field 0 (a))\n"
        "  expect (call m.size (a)) never_rises_with (field 0 (a))\n"
        "  expect (eq (call m.size (a)) (member 1))\n",
        "\ntest \"one\" 1\n"})
    CHECK_MESSAGE(text.contains(said), said);
}

TEST_CASE("hir: each operand that is there is told once, in order of writing") {
  const ExprId a{1};
  const ExprId b{2};
  const ExprId c{3};
  const ExprId d{4};
  const ExprId e{5};
  CHECK(children(hir::IntConst{7}).empty());
  CHECK(children(hir::LocalRef{hir::LocalId{9}}).empty());
  CHECK(children(hir::FieldRef{a, 2}) == Ids{1});
  CHECK(children(hir::Not{b}) == Ids{2});
  CHECK(children(hir::And{{c, a}}) == Ids{3, 1});
  CHECK(children(hir::Compare{hir::CompareOp::Lt, b, a}) == Ids{2, 1});
  CHECK(children(hir::SetHas{a, b}) == Ids{1, 2});
  CHECK(children(hir::IfAbsent{a, b}) == Ids{1, 2});
  CHECK(children(hir::If{c, a, b}) == Ids{3, 1, 2});
  CHECK(children(hir::ShiftDate{a, b, false}) == Ids{1, 2});
  CHECK(children(hir::ShiftDate{a, b, true, c}) == Ids{1, 2, 3});
  CHECK(children(hir::LocalDay{d}) == Ids{4});
  CHECK(children(hir::DayStart{d}) == Ids{4});
  CHECK(children(hir::Counted{a, b, false, {}, {d, e}}) == Ids{1, 2, 4, 5});
  CHECK(children(hir::Occurrences{a, b, c}) == Ids{1, 2, 3});
  CHECK(children(hir::Quantify{hir::QuantifierKind::Some, 0, {}, a, {}, b}) == Ids{1, 2});
  CHECK(children(hir::Moment{{}, a, b, {}, {}, c}) == Ids{1, 2, 3});
  CHECK(children(hir::Moment{{}, a, b, c, d, e}) == Ids{1, 2, 3, 4, 5});
  CHECK(children(hir::MakeRange{a, b}) == Ids{1, 2});
  CHECK(children(hir::RangeEnd{b, true}) == Ids{2});
  CHECK(children(hir::CallNorm{{}, {b, a}}) == Ids{2, 1});
  CHECK(children(hir::NormGet{c, hir::NormMember::Due}) == Ids{3});
}

// Whoever moves a module's places by as much as its text has moved must meet each of them once.
TEST_CASE("hir: every place of a module is visited, and none twice") {
  Bench bench;
  const auto checked = bench.check(kModule);
  hir::Module module = checked->module;
  const std::uint32_t by = 1'000;
  hir::visit_places(module, [&](Span& span) {
    span.begin += by;
    span.end += by;
  });
  const auto moved = [&](const Span& now, const Span& was) {
    CHECK(now.begin == was.begin + by);
    CHECK(now.end == was.end + by);
  };
  const hir::Module& before = checked->module;
  for (std::size_t i = 0; i < module.defs.size(); ++i) {
    moved(module.defs[i].span, before.defs[i].span);
    moved(module.defs[i].name_span, before.defs[i].name_span);
    const auto* norm = std::get_if<hir::Norm>(&module.defs[i].node);
    if (norm == nullptr) continue;
    const auto& was = std::get<hir::Norm>(before.defs[i].node);
    for (std::size_t k = 0; k < norm->exemptions.size(); ++k)
      moved(norm->exemptions[k].authority.cites[0].written.span,
            was.exemptions[k].authority.cites[0].written.span);
    for (std::size_t k = 0; k < norm->silence_authority.cites.size(); ++k)
      moved(norm->silence_authority.cites[k].written.span,
            was.silence_authority.cites[k].written.span);
  }
  for (std::uint32_t i = 0; i < module.exprs.size(); ++i)
    moved(module.exprs[ExprId{i}].span, before.exprs[ExprId{i}].span);
  for (std::uint32_t i = 0; i < module.locals.size(); ++i)
    moved(module.locals[hir::LocalId{i}].span, before.locals[hir::LocalId{i}].span);
  moved(module.properties[0].title_span, before.properties[0].title_span);
  for (std::size_t i = 0; i < module.properties[0].claims.size(); ++i)
    moved(module.properties[0].claims[i].span, before.properties[0].claims[i].span);
  moved(module.tests[0].expectations[0].span, before.tests[0].expectations[0].span);
  for (std::size_t i = 0; i < module.occurrences.size(); ++i)
    moved(module.occurrences[i].span, before.occurrences[i].span);
}

}  // namespace phep::tests
