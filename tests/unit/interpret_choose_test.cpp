// Rules: default logic by hand, and against a plain reading of the law's own words on random rules.
#include "tests/support/image_builder.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <set>

namespace phep::tests {
namespace {

using Node = FunctionBuilder::Node;

constexpr std::int64_t kGap = -1 - PHEP_E_GAP;  // errors as negative numbers in expectations
constexpr std::int64_t kConflict = -1 - PHEP_E_CONFLICT;
constexpr std::int64_t kUnknown = -100;

// A rule over guards that are facts: 1 true, 0 false, -1 unknown.
struct RuleCase {
  struct Row {
    int guard;
    std::optional<std::int64_t> conclusion;  // none: lifted
    decltype(Node::Case) parents = Node::Case;
    std::vector<std::uint32_t> targets{};
  };
  Picks picks = Picks::Agree;
  std::optional<std::int64_t> fallback;
  std::vector<Row> rows;
};

std::int64_t value_of(const RuleCase& rule) {
  ImageBuilder image;
  std::vector<std::uint32_t> slots;
  for (std::size_t i = 0; i < rule.rows.size(); ++i) {
    slots.push_back(image.slot("/g" + std::to_string(i), Kind::Bool));
  }
  const Kind kind = rule.picks == Picks::All ? Kind::Set : Kind::Int;
  const Kind member = rule.picks == Picks::All ? Kind::Enum : Kind::Int;
  FunctionBuilder f(image, "t.rule", 1);
  std::vector<Node> nodes;
  for (std::size_t i = 0; i < rule.rows.size(); ++i) {
    const RuleCase::Row& row = rule.rows[i];
    const RegIndex guard = f.load(slots[i]);
    const RegIndex conclusion = row.conclusion ? f.constant(member, *row.conclusion) : kLifted;
    nodes.push_back({guard, conclusion, image.bit(), row.parents, row.targets});
  }
  const RegIndex fallback = rule.fallback ? f.constant(kind, *rule.fallback) : kNone;
  f.choose(kind, rule.picks, fallback, nodes);
  const Header* const header = image.build(f, {{"out", kind, f.last()}});
  REQUIRE(verify_image(header, image.bytes().size() * 8));
  Facts facts(image, image.root());
  for (std::size_t i = 0; i < rule.rows.size(); ++i) {
    if (rule.rows[i].guard >= 0) facts.set(slots[i], rule.rows[i].guard);
  }
  const Decided decided = decide_case(header, facts);
  REQUIRE(decided.status == PHEP_OK);
  for (std::uint32_t i = 0; i < rule.rows.size(); ++i) {
    CHECK(decided.marked_true(nodes[i].bit) == (rule.rows[i].guard == 1));
    CHECK(decided.marked_unknown(nodes[i].bit) == (rule.rows[i].guard == -1));
  }
  const phep_value& value = decided.output(0);
  if (value.tag == PHEP_UNKNOWN) return kUnknown;
  if (value.tag == PHEP_ERROR) return -1 - static_cast<std::int64_t>(value.a);
  return static_cast<std::int64_t>(value.a);
}

TEST_CASE("choose: cases, the default, a gap, a conflict") {
  CHECK(value_of({.fallback = 0, .rows = {{0, 1}, {0, 2}}}) == 0);
  CHECK(value_of({.fallback = {}, .rows = {{0, 1}}}) == kGap);
  CHECK(value_of({.fallback = 0, .rows = {{1, 1}, {0, 2}}}) == 1);
  CHECK(value_of({.fallback = 0, .rows = {{1, 1}, {1, 2}}}) == kConflict);
  CHECK(value_of({.fallback = 0, .rows = {{1, 2}, {1, 2}}}) == 2);
}

TEST_CASE("choose: an exception narrows, and counts only where what it excepts applies") {
  // mass: grave; harm: grave; except mass: lifted
  const auto severity = [](int mass, int harm, int encrypted) {
    return value_of(
        {.fallback = 0, .rows = {{mass, 1}, {harm, 1}, {encrypted, {}, Node::Nodes, {0}}}});
  };
  CHECK(severity(1, 0, 0) == 1);
  CHECK(severity(1, 0, 1) == 0);
  CHECK(severity(1, 1, 1) == 1);
  CHECK(severity(0, 0, 1) == 0);
  CHECK(severity(-1, 1, 1) == 1);
  CHECK(severity(-1, 0, 1) == 0);
  CHECK(severity(-1, 0, 0) == kUnknown);
}

TEST_CASE("choose: exceptions of exceptions, of several nodes, and of the whole rule") {
  const auto nested = [](int exception, int counter) {
    return value_of(
        {.fallback = 0,
         .rows = {{1, 1}, {exception, {}, Node::Nodes, {0}}, {counter, {}, Node::Nodes, {1}}}});
  };
  CHECK(nested(0, 0) == 1);
  CHECK(nested(1, 0) == 0);
  CHECK(nested(1, 1) == 1);
  CHECK(nested(0, 1) == 1);
  // One exception of two cases; exceptions that disagree.
  CHECK(value_of({.fallback = 0, .rows = {{1, 1}, {1, 2}, {1, 5, Node::Nodes, {0, 1}}}}) == 5);
  CHECK(value_of({.fallback = 0,
                  .rows = {{1, 1}, {1, 5, Node::Nodes, {0}}, {1, 6, Node::Nodes, {0}}}}) ==
        kConflict);
  CHECK(value_of({.fallback = 0,
                  .rows = {{1, 1}, {1, {}, Node::Nodes, {0}}, {1, 6, Node::Nodes, {0}}}}) ==
        kConflict);
  // except: without target comes first, even before a conflict; lifted there means the default.
  CHECK(value_of({.fallback = 0, .rows = {{1, 1}, {1, 2}, {1, 9, Node::Whole}}}) == 9);
  CHECK(value_of({.fallback = 7, .rows = {{1, 1}, {1, {}, Node::Whole}}}) == 7);
  CHECK(value_of({.fallback = {}, .rows = {{1, 1}, {1, {}, Node::Whole}}}) == kGap);
}

TEST_CASE("choose: what all still possible branches share is known") {
  CHECK(value_of({.fallback = 0, .rows = {{-1, 1}, {1, 1}}}) == 1);
  CHECK(value_of({.fallback = 1, .rows = {{-1, 1}}}) == 1);
  CHECK(value_of({.fallback = 0, .rows = {{-1, 1}}}) == kUnknown);
  CHECK(value_of({.fallback = 0, .rows = {{1, 1}, {-1, 2}}}) == kUnknown);  // or a conflict
  CHECK(value_of({.fallback = 0, .rows = {{-1, 1}, {1, 3, Node::Whole}}}) == 3);
}

TEST_CASE("choose: picks the highest, the lowest, or all") {
  const auto highest = Picks::Highest;
  CHECK(value_of({highest, 0, {{1, 1}, {1, 3}, {0, 9}}}) == 3);
  CHECK(value_of({Picks::Lowest, 0, {{1, 4}, {1, 3}, {0, 1}}}) == 3);
  CHECK(value_of({highest, 0, {{-1, 1}, {-1, 2}, {1, 3}}}) == 3);
  CHECK(value_of({highest, 0, {{-1, 4}, {1, 3}}}) == kUnknown);
  CHECK(value_of({highest, {}, {{0, 4}}}) == kGap);
  CHECK(value_of({Picks::All, {}, {{1, 0}, {0, 1}, {1, 3}}}) == 0b1001);
  CHECK(value_of({Picks::All, {}, {{0, 1}}}) == 0);
  CHECK(value_of({Picks::All, 0b100, {{0, 1}}}) == 0b100);
  CHECK(value_of({Picks::All, {}, {{1, 1}, {-1, 1}}}) == 0b10);
  CHECK(value_of({Picks::All, {}, {{1, 1}, {-1, 2}}}) == kUnknown);
  CHECK(value_of({Picks::All, {}, {{1, 1}, {1, 2, Node::Whole}}}) == 0b100);
}

// ---- the plain reading
// ----------------------------------------------------------------------------

// What a node concludes: nothing, lifted, or a value (errors are negative).
struct Concluded {
  bool concludes = false;
  bool lifted = false;
  std::int64_t value = 0;
};

Concluded agree(const std::vector<Concluded>& all) {
  Concluded shared;
  std::int64_t least_error = 0;
  bool conflict = false;
  for (const Concluded& each : all) {
    if (!each.concludes) continue;
    if (!each.lifted && each.value < 0) {
      if (least_error == 0 || each.value > least_error) least_error = each.value;
      continue;
    }
    if (shared.concludes && (shared.lifted != each.lifted || shared.value != each.value)) {
      conflict = true;
    }
    shared = each;
  }
  if (least_error != 0) return {true, false, least_error};
  if (conflict) return {true, false, kConflict};
  return shared;
}

Concluded conclude(const RuleCase& rule, std::uint32_t i) {
  const RuleCase::Row& row = rule.rows[i];
  if (row.guard == 0) return {};
  std::vector<Concluded> exceptions;
  for (std::uint32_t j = 0; j < rule.rows.size(); ++j) {
    const auto& targets = rule.rows[j].targets;
    if (std::find(targets.begin(), targets.end(), i) == targets.end()) continue;
    exceptions.push_back(conclude(rule, j));
  }
  const Concluded excepted = agree(exceptions);
  if (excepted.concludes) return excepted.lifted ? Concluded{} : excepted;
  return {true, !row.conclusion, row.conclusion.value_or(0)};
}

std::int64_t plain_value(const RuleCase& rule) {
  std::vector<Concluded> whole, cases;
  for (std::uint32_t i = 0; i < rule.rows.size(); ++i) {
    if (rule.rows[i].parents == Node::Whole) whole.push_back(conclude(rule, i));
    if (rule.rows[i].parents != Node::Case) continue;
    const Concluded each = conclude(rule, i);
    if (each.concludes && !each.lifted) cases.push_back(each);
  }
  const std::int64_t empty = rule.picks == Picks::All ? 0 : kGap;
  const std::int64_t fallback = rule.fallback.value_or(empty);
  const Concluded excepted = agree(whole);
  if (excepted.concludes) {
    if (excepted.lifted) return fallback;
    return rule.picks == Picks::All && excepted.value >= 0 ? std::int64_t{1} << excepted.value
                                                           : excepted.value;
  }
  if (cases.empty()) return fallback;
  std::int64_t best = cases[0].value, set = 0;
  for (const Concluded& each : cases) {
    if (each.value < 0) return kConflict;  // the one error that nodes here can have
    set |= std::int64_t{1} << each.value;
    best = rule.picks == Picks::Highest ? std::max(best, each.value) : std::min(best, each.value);
  }
  if (rule.picks == Picks::All) return set;
  return rule.picks == Picks::Agree ? agree(cases).value : best;
}

RuleCase random_rule(std::mt19937& random) {
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  RuleCase rule;
  rule.picks = static_cast<Picks>(below(4));
  if (below(3) != 0) rule.fallback = rule.picks == Picks::All ? 0b1000 : below(3);
  const std::uint32_t count = 1 + below(7);
  for (std::uint32_t i = 0; i < count; ++i) {
    RuleCase::Row row{static_cast<int>(below(2)), below(3)};
    const std::uint32_t parents = below(4);
    if (parents == 1) row.parents = Node::Whole;
    if (parents >= 2 && i > 0) {
      row.parents = Node::Nodes;
      row.targets.push_back(below(i));
      const std::uint32_t other = below(i);
      if (below(3) == 0 && other != row.targets[0]) row.targets.push_back(other);
    }
    if (row.parents != Node::Case && below(2) == 0) row.conclusion.reset();
    rule.rows.push_back(row);
  }
  return rule;
}

TEST_CASE("choose: 1,500 random rules conclude what a plain reading concludes") {
  std::mt19937 random(20'260'301);
  std::set<std::int64_t> seen;
  for (int i = 0; i < 1'500; ++i) {
    const RuleCase rule = random_rule(random);
    const std::int64_t expected = plain_value(rule);
    seen.insert(expected);
    CAPTURE(i);
    REQUIRE(value_of(rule) == expected);
  }
  CHECK(seen.contains(kGap));
  CHECK(seen.contains(kConflict));
  CHECK(seen.size() >= 8);
}

TEST_CASE("choose: with unknown guards the answer holds in all of 400 rules' completions") {
  std::mt19937 random(7);
  int known = 0, open = 0;
  for (int i = 0; i < 400; ++i) {
    RuleCase rule = random_rule(random);
    std::vector<std::size_t> unknown;
    for (std::size_t n = 0; n < rule.rows.size(); ++n) {
      if (random() % 3 == 0) unknown.push_back(n);
    }
    std::set<std::int64_t> outcomes;
    for (std::uint32_t mask = 0; mask < 1U << unknown.size(); ++mask) {
      for (std::size_t n = 0; n < unknown.size(); ++n) {
        rule.rows[unknown[n]].guard = static_cast<int>(mask >> n & 1);
      }
      outcomes.insert(plain_value(rule));
    }
    for (const std::size_t n : unknown) rule.rows[n].guard = -1;
    CAPTURE(i);
    const std::int64_t value = value_of(rule);
    REQUIRE(value == (outcomes.size() == 1 ? *outcomes.begin() : kUnknown));
    ++(value == kUnknown ? open : known);
  }
  CHECK(known > 50);
  CHECK(open > 50);
}

}  // namespace
}  // namespace phep::tests
