// Facts at their limits: the largest set, a text of nothing, indices that no element has, and
// places that a missing fact has no number for.
#include "compiler/runtime/sections.h"
#include "tests/support/image_builder.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace phep::tests {
namespace {

TEST_CASE("facts: a set of 64 members may hold all of them") {
  for (const std::uint32_t members : {63U, 64U}) {
    ImageBuilder image;
    const std::uint32_t set = image.slot("/set", Kind::Set, {.type = image.enumeration(members)});
    FunctionBuilder f(image, "t.rule", 1);
    f.load(set);
    const Header* const header = image.build(f, {{"out", Kind::Set, f.last()}});
    REQUIRE(verify_image(header, image.bytes().size() * 8));
    const auto decided = [&](std::uint64_t held) {
      return decide_case(header,
                         Facts(image, image.root()).set(set, static_cast<std::int64_t>(held)));
    };
    const std::uint64_t all = ~std::uint64_t{0};
    CHECK(decided(all >> 1).status == PHEP_OK);
    CHECK(decided(all).status == (members == 64 ? PHEP_OK : PHEP_BAD_FACTS));
    if (members == 64) CHECK(decided(all).output(0).a == all);
  }
}

TEST_CASE("facts: a text of no bytes may lie nowhere") {
  ImageBuilder image;
  const std::uint32_t name = image.slot("/name", Kind::Text);
  FunctionBuilder f(image, "t.rule", 1);
  f.compare(Compare::Eq, Kind::Text, f.load(name), f.text(""));
  const Header* const header = image.build(f, {{"out", Kind::Bool, f.last()}});
  REQUIRE(verify_image(header, image.bytes().size() * 8));
  const auto decided = [&](std::uint64_t length) {
    return decide_case(header, Facts(image, image.root()).set(name, 0, length));
  };
  REQUIRE(decided(0).status == PHEP_OK);
  CHECK(decided(0).output(0).a == 1);
  CHECK(decided(1).status == PHEP_BAD_FACTS);
}

// Teams of members, and facts of the case itself.
struct Teams {
  ImageBuilder image;
  std::uint32_t first = image.slot("/first", Kind::Int);
  std::uint32_t second = image.slot("/second", Kind::Int);
  std::uint32_t teams = image.list("/teams", 4);
  std::uint32_t members = image.list_in(teams, "/members", 4);
  std::uint32_t age = image.slot_in(members, "/age", Kind::Int);

  // Behind its members one more stands in memory.
  Facts team(std::vector<std::int64_t> ages) {
    ages.push_back(99);
    std::vector<Facts> each;
    for (const std::int64_t years : ages)
      each.push_back(Facts(image, image.element(members)).set(age, years));
    Facts facts = Facts(image, image.element(teams)).set_list(members, each);
    char* const field = static_cast<char*>(facts.data()) + image.at(members).offset;
    phep_list list;
    std::memcpy(&list, field, sizeof list);
    --list.length;
    std::memcpy(field, &list, sizeof list);
    return facts;
  }
  // What a fact is at an index, where the first team has two members, the third none, and nobody
  // knows those of the second.
  std::string at(std::uint32_t slot, std::int64_t index) {
    FunctionBuilder f(image, "t.rule", 1);
    const RegIndex element = f.integer(index);
    const Header* const header = image.build(f, {{"out", Kind::Int, f.load(slot, element)}});
    REQUIRE(verify_image(header, image.bytes().size() * 8));
    const Facts open(image, image.element(teams));
    const Facts facts =
        Facts(image, image.root()).set(second, 5).set_list(teams, {team({30, 40}), open, team({})});
    const Decided decided = decide_case(header, facts);
    REQUIRE(decided.status == PHEP_OK);
    const phep_value& value = decided.output(0);
    if (value.tag == PHEP_ERROR && value.a == PHEP_E_GAP) return "gap";
    return value.tag == PHEP_UNKNOWN ? "?" : std::to_string(value.a);
  }
};

TEST_CASE("facts: at an index that no element has there is none") {
  constexpr std::int64_t kTeam = 1 << 16;
  const auto age_at = [](std::int64_t index) {
    Teams teams;
    return teams.at(teams.age, index);
  };
  CHECK(age_at(0) == "30");
  CHECK(age_at(1) == "40");
  CHECK(age_at(2) == "gap");
  CHECK(age_at(kTeam) == "gap");
  CHECK(age_at(2 * kTeam) == "gap");
  CHECK(age_at(3 * kTeam) == "gap");
  // The case itself is one. At its index 1 the members of the second team are missing, not a fact.
  for (const std::int64_t index : {0, 1, 2}) {
    Teams teams;
    CHECK(teams.at(teams.first, index) == (index == 0 ? "?" : "gap"));
  }
}

// An image that somebody changed: what was an element is a case of its own, larger than the facts.
TEST_CASE("facts: nothing is read of facts that the decision was not given") {
  ImageBuilder image;
  const std::uint32_t items = image.list("/items", 1);
  const std::uint32_t first = image.slot_in(items, "/first", Kind::Int);
  const std::uint32_t maybe = image.slot_in(items, "/maybe", Kind::Int, {.optional = true});
  FunctionBuilder f(image, "t.rule", 1);
  const RegIndex one = f.load(first), there = f.present(maybe);
  auto* const header =
      const_cast<Header*>(image.build(f, {{"out", Kind::Int, one}, {"there", Kind::Bool, there}}));
  const auto change = [&]<class T>(Section section, std::uint32_t at, auto how) {
    how(const_cast<T*>(runtime::items<T>(header, section))[at]);
  };
  constexpr std::uint32_t kHead = 24;
  change.operator()<Slot>(header->slots, items, [](Slot& slot) { slot.is_list = 0; });
  change.operator()<Slot>(header->slots, first, [](Slot& slot) { slot.offset = 4096; });
  change.operator()<Slot>(header->slots, maybe, [](Slot& slot) { slot.offset = kHead; });
  change.operator()<Struct>(header->structs, 1, [](Struct& structure) {
    structure.root = 1;
    structure.list_slot = kNone;
    structure.size = 8192;
  });
  change.operator()<runtime::Decision>(header->decisions, 0,
                                       [](auto& decision) { decision.lists = {0, 0}; });
  REQUIRE(verify_image(header, image.bytes().size() * 8));
  const Decided decided = decide_case(header, Facts(image, image.root()).set(items, 1));
  REQUIRE(decided.status == PHEP_OK);
  for (const std::uint32_t output : {0U, 1U}) {
    CHECK(decided.output(output).tag == PHEP_ERROR);
    CHECK(decided.output(output).a == PHEP_E_GAP);
  }
}

TEST_CASE("facts: one unknown behind 65,536 elements cannot be named") {
  ImageBuilder image;
  const std::uint32_t teams = image.list("/teams", 2);
  const std::uint32_t members = image.list_in(teams, "/members", 65'535);
  const std::uint32_t here = image.slot_in(members, "/here", Kind::Bool);
  FunctionBuilder f(image, "t.rule", 1);
  f.boolean(true);
  const Header* const header = image.build(f, {{"out", Kind::Bool, f.last()}});
  const Facts known = Facts(image, image.element(members)).set(here, 1);
  const Facts unknown(image, image.element(members));
  const auto team = [&](const std::vector<Facts>& of) {
    return Facts(image, image.element(teams)).set_list(members, of);
  };
  const Facts full = team(std::vector<Facts>(65'535, known));
  const auto status = [&](const std::vector<Facts>& others) {
    const Facts facts = Facts(image, image.root()).set_list(teams, {full, team(others)});
    return decide_case(header, facts).status;
  };
  CHECK(status({unknown}) == PHEP_OK);
  CHECK(status({known, known}) == PHEP_OK);
  CHECK(status({known, unknown}) == PHEP_LIMIT);
}

TEST_CASE("facts: one unknown behind 65,536 others of all the image cannot be named") {
  for (const std::uint32_t before : {65'535U, 65'536U}) {
    ImageBuilder image;
    const std::uint32_t wide = image.list("/wide", 1);
    const std::uint32_t narrow = image.list("/narrow", 1);
    for (std::uint32_t slot = narrow + 1; slot < before; ++slot)
      image.slot_in(wide, "", Kind::Bool);
    const std::uint32_t last = image.slot_in(narrow, "/last", Kind::Bool);
    REQUIRE(last == before);
    FunctionBuilder f(image, "t.rule", 1);
    f.boolean(true);
    const Header* const header = image.build(f, {{"out", Kind::Bool, f.last()}});
    const auto status = [&](Facts element) {
      const Facts facts = Facts(image, image.root()).set_list(wide, {}).set_list(narrow, {element});
      return decide_case(header, facts).status;
    };
    const Facts unknown(image, image.element(narrow));
    CHECK(status(unknown) == (before == 65'535 ? PHEP_OK : PHEP_LIMIT));
    CHECK(status(Facts(unknown).set(last, 1)) == PHEP_OK);
  }
}

}  // namespace
}  // namespace phep::tests
