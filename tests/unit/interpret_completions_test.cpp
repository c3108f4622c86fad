// The slow path against brute force: random small programs over finite facts, some of them unknown.
// The oracle fills every unknown leaf with every representative, decides the complete facts, and
// compares; it knows nothing of sets of leaves or three-valued logic.
#include "compiler/runtime/sections.h"
#include "tests/support/image_builder.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <random>
#include <set>

namespace phep::tests {
namespace {

using Node = FunctionBuilder::Node;
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

// One fact of the root or of a list element: its slot, and the representatives of its value.
struct Place {
  std::uint32_t slot;
  std::vector<std::int64_t> values;
  bool optional;
  int element = -1;  // of the list
};

// Grows a random straight-line program over typed registers.
class RandomProgram {
 public:
  explicit RandomProgram(std::uint32_t seed) : random_(seed) { make(); }

  ImageBuilder image;
  std::vector<Place> places;
  std::uint32_t list = 0;
  static constexpr int kElements = 2;
  const Header* header = nullptr;
  std::vector<OutputRow> outputs;
  std::uint32_t spec = 0;

 private:
  std::uint32_t below(std::size_t n) { return static_cast<std::uint32_t>(random_() % n); }
  RegIndex pick(const std::vector<RegIndex>& from) { return from[below(from.size())]; }

  void make();
  void make_facts();
  void grow(FunctionBuilder& f, std::vector<RegIndex>& bools, std::vector<RegIndex>& ints);
  RegIndex rule(FunctionBuilder& f, const std::vector<RegIndex>& bools,
                const std::vector<RegIndex>& ints);
  RegIndex norm(FunctionBuilder& f, const std::vector<RegIndex>& bools);

  std::mt19937 random_;
  std::uint32_t element_flag_ = 0, element_kind_ = 0;
  std::uint32_t each_flag_ = 0, each_number_ = 0, helper_ = 0;
};

void RandomProgram::make_facts() {
  const std::uint32_t three = image.enumeration(3);
  const std::vector<std::int64_t> flag = {0, 1}, members = {0, 1, 2}, around = {9, 10, 11};
  for (int i = 0; i < 3; ++i)
    places.push_back({image.slot("/b" + std::to_string(i), Kind::Bool), flag, false});
  places.push_back({image.slot("/ob", Kind::Bool, {.optional = true}), flag, true});
  places.push_back({image.slot("/e", Kind::Enum, {.type = three}), members, false});
  places.push_back(
      {image.slot("/oe", Kind::Enum, {.optional = true, .type = three}), members, true});
  places.push_back({image.slot("/n", Kind::Int, {.representatives = around}), around, false});
  list = image.list("/xs", kElements);
  element_flag_ = image.slot_in(list, "/f", Kind::Bool);
  element_kind_ = image.slot_in(list, "/k", Kind::Enum, {.type = three});
  for (int i = 0; i < kElements; ++i) {
    places.push_back({element_flag_, flag, false, i});
    places.push_back({element_kind_, members, false, i});
  }
}

void RandomProgram::make() {
  image.symbol("a.helper");
  image.symbol("b.each");
  image.symbol("c.rule");
  make_facts();
  FunctionBuilder each(image, "b.each", 3);  // law date, index, a captured bool
  const RegIndex flag = each.load(element_flag_, 1);
  each_flag_ = image.add(each, below(2) == 0 ? each.and_(flag, 2) : each.or_(flag, 2));
  FunctionBuilder number(image, "b.each", 3);
  const RegIndex kind = number.load(element_kind_, 1);
  const RegIndex low =
      number.compare(Compare::Lt, Kind::Enum, kind, number.constant(Kind::Enum, 1));
  const RegIndex big = number.integer(below(3) == 0 ? kMost : 4);
  each_number_ = image.add(number, number.select(Kind::Int, low, big, number.integer(7)));
  FunctionBuilder helper(image, "a.helper", 3);
  const RegIndex one = helper.select(Kind::Int, 1, helper.integer(kMost), helper.integer(1));
  const RegIndex two = helper.select(Kind::Int, 2, helper.integer(1), helper.integer(0));
  helper_ =
      image.add(helper, helper.arith(below(2) == 0 ? Arith::Add : Arith::Div, Kind::Int, one, two));

  FunctionBuilder f(image, "c.rule", 1);
  std::vector<RegIndex> bools, ints;
  for (const Place& place : places) {
    if (place.element >= 0) continue;
    const RegIndex value = f.load(place.slot);
    const Kind kind_of = image.at(place.slot).kind;
    if (place.optional) bools.push_back(f.present(place.slot));
    if (kind_of == Kind::Bool) bools.push_back(value);
    if (kind_of == Kind::Enum)
      bools.push_back(f.compare(Compare::Ge, Kind::Enum, value, f.constant(Kind::Enum, 1)));
    if (kind_of == Kind::Int)
      bools.push_back(f.compare(static_cast<Compare>(below(6)), Kind::Int, value, f.integer(10)));
  }
  for (const std::int64_t n : {std::int64_t{0}, std::int64_t{1}, std::int64_t{-3}, kMost})
    ints.push_back(f.integer(n));
  const std::uint32_t steps = 6 + below(14);
  for (std::uint32_t i = 0; i < steps; ++i) grow(f, bools, ints);
  outputs = {{"bool", Kind::Bool, bools.back()},
             {"int", Kind::Int, ints.back()},
             {"optional", Kind::Int, ints.back(), pick(bools)}};
  const RegIndex normed = norm(f, bools);
  const RegIndex asked =
      f.inst(Op::NormIs, Kind::Bool, normed, 1U << PHEP_VIOLATED | 1U << PHEP_EXEMPT);
  outputs.push_back({"asked", Kind::Bool, asked});
  header = image.build(f, outputs, {{spec, normed}});
}

void RandomProgram::grow(FunctionBuilder& f, std::vector<RegIndex>& bools,
                         std::vector<RegIndex>& ints) {
  const RegIndex a = pick(bools), b = pick(bools), x = pick(ints), y = pick(ints);
  switch (below(14)) {
    case 0: bools.push_back(f.and_(a, b)); return;
    case 1: bools.push_back(f.or_(a, b)); return;
    case 2: bools.push_back(f.not_(a)); return;
    case 3: bools.push_back(f.compare(static_cast<Compare>(below(6)), Kind::Int, x, y)); return;
    case 4: bools.push_back(f.select(Kind::Bool, a, b, pick(bools))); return;
    case 5:
    case 6: ints.push_back(f.select(Kind::Int, a, x, y)); return;
    case 7: ints.push_back(f.arith(static_cast<Arith>(below(6)), Kind::Int, x, y)); return;
    case 8: ints.push_back(f.call(helper_, Kind::Int, {0, a, b})); return;
    case 9:
    case 10: ints.push_back(rule(f, bools, ints)); return;
    case 11: {
      const auto quantifier = static_cast<Quantifier>(below(3));
      bools.push_back(f.quantify(quantifier, Kind::Bool, list, each_flag_, kNone, 2, {a}));
      return;
    }
    case 12: {
      const auto quantifier = static_cast<Quantifier>(3 + below(4));
      const std::uint32_t predicate = below(3) == 0 ? kNone : each_flag_;
      ints.push_back(f.quantify(quantifier, Kind::Int, list, predicate, each_number_, 0, {a}));
      return;
    }
    default: ints.push_back(f.inst(Op::Neg, Kind::Int, x)); return;
  }
}

RegIndex RandomProgram::rule(FunctionBuilder& f, const std::vector<RegIndex>& bools,
                             const std::vector<RegIndex>& ints) {
  std::vector<Node> nodes;
  const std::uint32_t count = 1 + below(5);
  for (std::uint32_t i = 0; i < count; ++i) {
    Node node{pick(bools), pick(ints)};
    node.bit = image.bit();
    if (i > 0 && below(2) == 0) {
      node.parents = Node::Nodes;
      node.targets = {below(i)};
    } else if (below(6) == 0) {
      node.parents = Node::Whole;
    }
    if (node.parents != Node::Case && below(2) == 0) node.conclusion = kLifted;
    nodes.push_back(node);
  }
  const auto picks = static_cast<Picks>(below(3));
  return f.choose(Kind::Int, picks, below(4) == 0 ? kNone : pick(ints), nodes);
}

RegIndex RandomProgram::norm(FunctionBuilder& f, const std::vector<RegIndex>& bools) {
  NormRows rows;
  rows.norm = below(2) == 0 ? NormKind::EventDuty : static_cast<NormKind>(below(5));
  rows.applies = pick(bools);
  rows.exempts = {pick(bools)};
  rows.deferrals = {
      {pick(bools), f.constant(Kind::Instant, 1'772'000'000'000 + (below(2) == 0 ? 5 : -5))}};
  if (rows.norm == NormKind::EventDuty) {
    rows.done_present = pick(bools);
    rows.done = f.select(Kind::Instant, pick(bools), f.constant(Kind::Instant, 1'771'000'000'000),
                         f.constant(Kind::Instant, 1'773'000'000'000));
    rows.due =
        f.constant(Kind::Instant, 1'770'000'000'000 + std::int64_t{below(4)} * 1'000'000'000);
  } else {
    rows.done_kind = Kind::Bool;
    rows.done = pick(bools);
  }
  const RegIndex fine = f.constant(Kind::Money, 5);
  rows.sanctions = {{pick(bools), fine, fine, below(3)}};
  spec = image.norm(rows);
  return f.inst(Op::Norm, Kind::Norm, spec);
}

// ---- the oracle
// -----------------------------------------------------------------------------------

// A leaf that is unknown: a place, and whether it is its presence.
struct Unknown {
  std::size_t place;
  bool presence;
  std::uint32_t representatives;
};

struct Case {
  std::vector<bool> known;           // by place
  std::vector<std::uint32_t> value;  // index into Place::values
  std::vector<bool> present;
};

Facts facts_of(const RandomProgram& p, const Case& c) {
  Facts facts(p.image, p.image.root());
  std::vector<Facts> elements(RandomProgram::kElements, Facts(p.image, p.image.element(p.list)));
  for (std::size_t i = 0; i < p.places.size(); ++i) {
    const Place& place = p.places[i];
    if (!c.known[i]) continue;
    Facts& target = place.element < 0 ? facts : elements[static_cast<std::size_t>(place.element)];
    if (place.optional && !c.present[i]) {
      target.set_null(place.slot);
    } else {
      target.set(place.slot, place.values[c.value[i]]);
    }
  }
  return facts.set_list(p.list, elements);
}

// A comparable outcome: tag and payload.
using Outcome = std::array<std::int64_t, 3>;
Outcome outcome_of(const phep_value& value) {
  const bool bare = value.tag == PHEP_ABSENT || value.tag == PHEP_UNKNOWN;
  return {value.tag, bare ? 0 : static_cast<std::int64_t>(value.a),
          bare ? 0 : static_cast<std::int64_t>(value.b)};
}
Outcome outcome_of(const phep_norm& norm) {
  if (norm.status == PHEP_NORM_ERROR) return {PHEP_ERROR, norm.done, norm.by_ms};
  return {PHEP_KNOWN, norm.status, 0};
}

std::vector<Outcome> outcomes_of(const RandomProgram& p, const Decided& decided) {
  std::vector<Outcome> all;
  for (std::uint32_t i = 0; i < p.outputs.size(); ++i) all.push_back(outcome_of(decided.output(i)));
  all.push_back(outcome_of(decided.norm(0)));
  return all;
}

struct Oracle {
  std::vector<Unknown> leaves;
  std::vector<std::vector<Outcome>> grid;  // by combination, then question

  std::uint32_t stride(std::size_t leaf) const {
    std::uint32_t stride = 1;
    for (std::size_t i = 0; i < leaf; ++i) stride *= leaves[i].representatives;
    return stride;
  }
  std::uint32_t digit(std::size_t leaf, std::size_t combination) const {
    return static_cast<std::uint32_t>(combination / stride(leaf) % leaves[leaf].representatives);
  }
};

Oracle brute_force(const RandomProgram& p, const Case& partial) {
  Oracle oracle;
  std::size_t combinations = 1;
  for (std::size_t i = 0; i < p.places.size(); ++i) {
    if (partial.known[i]) continue;
    const auto count = static_cast<std::uint32_t>(p.places[i].values.size());
    if (p.places[i].optional) oracle.leaves.push_back({i, true, 2});
    oracle.leaves.push_back({i, false, count});
    combinations *= count * (p.places[i].optional ? 2 : 1);
  }
  for (std::size_t n = 0; n < combinations; ++n) {
    Case full = partial;
    for (std::size_t leaf = 0; leaf < oracle.leaves.size(); ++leaf) {
      const Unknown& unknown = oracle.leaves[leaf];
      const std::uint32_t digit = oracle.digit(leaf, n);
      full.known[unknown.place] = true;
      if (unknown.presence) {
        full.present[unknown.place] = digit != 0;
      } else {
        full.value[unknown.place] = digit;
        if (!p.places[unknown.place].optional) full.present[unknown.place] = true;
      }
    }
    const Decided decided = decide_case(p.header, facts_of(p, full), {.arena = 1U << 16});
    REQUIRE(decided.status == PHEP_OK);
    REQUIRE(decided.head().steps <=
            runtime::items<Decision>(p.header, p.header->decisions)[0].bound);
    oracle.grid.push_back(outcomes_of(p, decided));
  }
  return oracle;
}

std::string path_of(const RandomProgram& p, const Place& place) {
  const Range range =
      runtime::items<Range>(p.header, p.header->strings)[p.image.at(place.slot).path];
  const std::string path(runtime::items<char>(p.header, p.header->bytes) + range.first,
                         range.count);
  return place.element < 0 ? path : "/xs/" + std::to_string(place.element) + path;
}

// What must be missing, in asking order: leaves that change the outcome alone somewhere, by the
// share of their representatives that settle it, then by path; each place once.
std::vector<std::uint32_t> expected_missing(const RandomProgram& p, const Oracle& oracle,
                                            std::size_t question) {
  struct Row {
    double share;
    std::string path;
    std::uint32_t code;
    auto key() const { return std::make_pair(-share, path); }
  };
  std::vector<Row> rows;
  for (std::size_t leaf = 0; leaf < oracle.leaves.size(); ++leaf) {
    const Unknown& unknown = oracle.leaves[leaf];
    bool matters = false;
    std::vector<std::set<Outcome>> by_value(unknown.representatives);
    for (std::size_t n = 0; n < oracle.grid.size(); ++n) {
      const std::uint32_t digit = oracle.digit(leaf, n);
      by_value[digit].insert(oracle.grid[n][question]);
      matters = matters ||
                oracle.grid[n][question] != oracle.grid[n - digit * oracle.stride(leaf)][question];
    }
    if (!matters) continue;
    const auto settling = std::count_if(by_value.begin(), by_value.end(),
                                        [](const auto& set) { return set.size() == 1; });
    const Place& place = p.places[unknown.place];
    const std::uint32_t element = place.element < 0 ? 0 : static_cast<std::uint32_t>(place.element);
    rows.push_back({static_cast<double>(settling) / unknown.representatives, path_of(p, place),
                    place.slot | element << 16});
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return a.key() < b.key(); });
  std::vector<std::uint32_t> codes;
  for (const Row& row : rows) {
    if (std::find(codes.begin(), codes.end(), row.code) == codes.end()) codes.push_back(row.code);
  }
  return codes;
}

struct Shares {
  int known = 0, unknown = 0, errors = 0, absent = 0;
};

void compare(const RandomProgram& p, const Case& partial, Shares& shares) {
  const Oracle oracle = brute_force(p, partial);
  const Decided decided = decide_case(p.header, facts_of(p, partial), {.arena = 1U << 18});
  REQUIRE(decided.status == PHEP_OK);
  const std::vector<Outcome> outcomes = outcomes_of(p, decided);
  for (std::size_t q = 0; q < outcomes.size(); ++q) {
    CAPTURE(q);
    std::set<Outcome> all;
    for (const auto& each : oracle.grid) all.insert(each[q]);
    const bool is_norm = q == p.outputs.size();
    if (all.size() == 1) {
      REQUIRE(outcomes[q] == *all.begin());
      ++shares.known;
      if (outcomes[q][0] == PHEP_ERROR) ++shares.errors;
      if (outcomes[q][0] == PHEP_ABSENT) ++shares.absent;
      continue;
    }
    ++shares.unknown;
    if (is_norm) {
      REQUIRE(decided.norm(0).status == PHEP_UNDETERMINED);
      REQUIRE((decided.norm(0).flags & PHEP_N_INEXACT) == 0);
      REQUIRE(decided.missing(decided.norm(0)) == expected_missing(p, oracle, q));
    } else {
      const phep_value& value = decided.output(static_cast<std::uint32_t>(q));
      REQUIRE(value.tag == PHEP_UNKNOWN);
      REQUIRE(value.aux == 0);
      REQUIRE(decided.missing(value) == expected_missing(p, oracle, q));
    }
  }
}

TEST_CASE("completions: 150 random programs of 6 cases agree with brute force") {
  Shares shares;
  for (std::uint32_t seed = 1; seed <= 150; ++seed) {
    const RandomProgram program(seed);
    REQUIRE(verify_image(program.header, program.image.bytes().size() * 8));
    std::mt19937 random(seed * 7'919);
    for (int i = 0; i < 6; ++i) {
      Case partial;
      std::size_t combinations = 1;
      for (const Place& place : program.places) {
        const std::size_t count = place.values.size() * (place.optional ? 2 : 1);
        const bool unknown = random() % 3 == 0 && combinations * count <= 150;
        if (unknown) combinations *= count;
        partial.known.push_back(!unknown);
        partial.value.push_back(static_cast<std::uint32_t>(random() % place.values.size()));
        partial.present.push_back(!place.optional || random() % 3 != 0);
      }
      CAPTURE(seed);
      CAPTURE(i);
      compare(program, partial, shares);
    }
  }
  MESSAGE("known " << shares.known << ", unknown " << shares.unknown << ", errors " << shares.errors
                   << ", absent " << shares.absent);
  CHECK(shares.known > 500);
  CHECK(shares.unknown > 500);
  CHECK(shares.errors > 100);
  CHECK(shares.absent > 50);
}

TEST_CASE(
    "completions: beyond 1,024 regions, or with a leaf that is not finite, missing is all of S") {
  ImageBuilder image;
  std::vector<std::uint32_t> slots;
  for (int i = 0; i < 11; ++i)
    slots.push_back(image.slot("/b" + std::to_string(10 + i), Kind::Bool));
  const std::uint32_t amount = image.slot("/amount", Kind::Int);
  FunctionBuilder f(image, "t.rule", 1);
  // Whether an odd number is true hangs on each of them to the last.
  RegIndex odd = f.load(slots[0]);
  for (std::size_t i = 1; i < slots.size(); ++i) {
    const RegIndex next = f.load(slots[i]);
    const RegIndex one = f.and_(odd, f.not_(next));
    const RegIndex other = f.and_(f.not_(odd), next);
    odd = f.or_(one, other);
  }
  const RegIndex some = f.compare(Compare::Gt, Kind::Int, f.load(amount), f.integer(0));
  const RegIndex first = f.load(slots[0]);
  const RegIndex both = f.and_(first, some);
  const Header* const header =
      image.build(f, {{"odd", Kind::Bool, odd}, {"endless", Kind::Bool, both}});
  const Decided decided = decide_case(header, Facts(image, image.root()));
  CHECK(decided.output(0).aux == 1);
  CHECK(decided.missing(decided.output(0)) == slots);
  CHECK(decided.output(1).aux == 1);
  CHECK(decided.missing(decided.output(1)) == std::vector<std::uint32_t>{slots[0], amount});
  // One fact less and the regions fit: every leaf matters.
  const Decided fits = decide_case(header, Facts(image, image.root()).set(slots[10], 1));
  CHECK(fits.output(0).aux == 0);
  CHECK(fits.missing(fits.output(0)).size() == 10);
  // 2,046 completions, each of which works out only what its last leaf changes.
  const auto insts = runtime::items<runtime::Function>(header, header->functions)[0].insts.count;
  CHECK(fits.head().steps < std::uint64_t{2046} * insts / 2);
}

TEST_CASE("completions: leaves of one value are filled like others, and nobody is asked for them") {
  ImageBuilder image;
  const std::uint32_t one_member = image.enumeration(1);
  std::vector<std::uint32_t> slots = {image.slot("/b", Kind::Bool)};
  FunctionBuilder f(image, "t.rule", 1);
  RegIndex odd = f.load(slots[0]);
  for (int i = 0; i < 9; ++i) {
    const std::uint32_t only =
        image.slot("/only" + std::to_string(i), Kind::Enum, {.type = one_member});
    const std::uint32_t flag = image.slot("/b" + std::to_string(i), Kind::Bool);
    slots.push_back(flag);
    const RegIndex sure =
        f.compare(Compare::Eq, Kind::Enum, f.load(only), f.constant(Kind::Enum, 0));
    const RegIndex next = f.and_(sure, f.load(flag));
    odd = f.or_(f.and_(odd, f.not_(next)), f.and_(f.not_(odd), next));
  }
  const Header* const header = image.build(f, {{"odd", Kind::Bool, odd}});
  const Decided decided = decide_case(header, Facts(image, image.root()));
  CHECK(decided.output(0).aux == 0);
  CHECK(decided.missing(decided.output(0)) == slots);
}

TEST_CASE("completions: what the first false settles is one region, however much is open") {
  ImageBuilder image;
  std::vector<std::uint32_t> slots;
  for (int i = 0; i < 60; ++i)
    slots.push_back(image.slot("/b" + std::to_string(10 + i), Kind::Bool));
  FunctionBuilder f(image, "t.rule", 1);
  RegIndex all = f.load(slots[0]);
  for (std::size_t i = 1; i < slots.size(); ++i) all = f.and_(all, f.load(slots[i]));
  // (all and x) or (all and not x): of x nobody is asked.
  const std::uint32_t x = image.slot("/x", Kind::Bool);
  const RegIndex loaded = f.load(x);
  f.or_(f.and_(all, loaded), f.and_(all, f.not_(loaded)));
  const Header* const header = image.build(f, {{"all", Kind::Bool, f.last()}});
  const Decided decided = decide_case(header, Facts(image, image.root()));
  CHECK(decided.output(0).tag == PHEP_UNKNOWN);
  CHECK(decided.output(0).aux == 0);
  CHECK(decided.missing(decided.output(0)) == slots);
}

TEST_CASE("completions: nobody is asked for a fact that cannot matter") {
  // (a and b) or (a and not b) hangs on a alone, which the first pass does not see.
  ImageBuilder image;
  const std::uint32_t a = image.slot("/a", Kind::Bool);
  const std::uint32_t b = image.slot("/b", Kind::Bool);
  FunctionBuilder f(image, "t.rule", 1);
  const RegIndex x = f.load(a), y = f.load(b);
  f.or_(f.and_(x, y), f.and_(x, f.not_(y)));
  const RegIndex hangs_on_a = f.last();
  f.or_(y, f.not_(y));
  const Header* const header =
      image.build(f, {{"a", Kind::Bool, hangs_on_a}, {"sure", Kind::Bool, f.last()}});
  const Decided decided = decide_case(header, Facts(image, image.root()));
  CHECK(decided.missing(decided.output(0)) == std::vector<std::uint32_t>{a});
  CHECK(decided.output(1).tag == PHEP_KNOWN);
  CHECK(decided.output(1).a == 1);
}

TEST_CASE("completions: what is asked may hang on registers of any number") {
  // Of each pair the lower number is never the larger, and no number differs from itself: only
  // completions see that.
  ImageBuilder image;
  const std::uint32_t b = image.slot("/b", Kind::Bool);
  FunctionBuilder f(image, "t.rule", 1);
  const RegIndex x = f.load(b);
  std::vector<RegIndex> sure, nothing;
  for (int k = 0; k < 76; ++k) {
    const RegIndex low = f.integer(k);
    const RegIndex number = f.select(Kind::Int, x, low, f.integer(k + 1));
    sure.push_back(f.compare(Compare::Ge, Kind::Int, number, low));
    nothing.push_back(f.arith(Arith::Sub, Kind::Int, number, number));
  }
  f.boolean(true);
  f.boolean(true);
  const RegIndex never = f.not_(sure[1]);
  REQUIRE(f.last() == 384);  // alone in its word of 64
  std::vector<OutputRow> outputs;
  for (std::size_t k = 0; k < sure.size(); ++k) {
    outputs.push_back({"sure", Kind::Bool, sure[k]});
    outputs.push_back({"nothing", Kind::Int, nothing[k], sure[(k + 31) % sure.size()]});
  }
  outputs.push_back({"never", Kind::Bool, never});
  outputs.push_back({"absent", Kind::Int, nothing[0], never});
  const Header* const header = image.build(f, outputs);
  const Decided decided = decide_case(header, Facts(image, image.root()));
  REQUIRE(decided.status == PHEP_OK);
  const auto count = static_cast<std::uint32_t>(outputs.size());
  for (std::uint32_t i = 0; i + 1 < count; ++i) {
    CAPTURE(i);
    CHECK(decided.output(i).tag == PHEP_KNOWN);
    CHECK(decided.output(i).aux == 0);
    CHECK(decided.output(i).a == (outputs[i].name == "sure" ? 1 : 0));
  }
  CHECK(decided.output(count - 1).tag == PHEP_ABSENT);

  CHECK(decided.output(count - 1).aux == 0);
  CHECK(decided.output(count - 1).a == 0);
  CHECK(decided.output(count - 1).b == 0);
}

TEST_CASE("completions: facts behind 64 others are filled as themselves") {
  ImageBuilder image;
  for (int i = 0; i < 32; ++i)  // two leaves each, of which the value is anything
    image.slot("/n" + std::to_string(10 + i), Kind::Int, {.optional = true});
  const std::uint32_t flag = image.slot("/z", Kind::Bool);
  FunctionBuilder f(image, "t.rule", 1);
  const RegIndex given = f.load(flag);
  f.or_(given, f.not_(given));
  const Header* const header = image.build(f, {{"out", Kind::Bool, f.last()}});
  const Decided decided = decide_case(header, Facts(image, image.root()));
  CHECK(decided.output(0).tag == PHEP_KNOWN);
  CHECK(decided.output(0).a == 1);
}

}  // namespace
}  // namespace phep::tests
