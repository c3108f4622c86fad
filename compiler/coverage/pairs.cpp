#include "compiler/coverage/pairs.h"

#include "compiler/runtime/date.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/testing/time_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

namespace phep::coverage {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostValues = 8;  // of one fact
constexpr std::size_t kMostFacts = 48;
constexpr std::int32_t kVietnam = 420;  // minutes east of UTC

struct Factor {
  std::string path;
  std::vector<Json> values;
};

// Two values of two facts, the first fact before the second.
struct Pair {
  std::size_t one, one_value, other, other_value;
  friend auto operator<=>(const Pair&, const Pair&) = default;
};

Pair pair_of(std::size_t a, std::size_t a_value, std::size_t b, std::size_t b_value) {
  return a < b ? Pair{a, a_value, b, b_value} : Pair{b, b_value, a, a_value};
}

// What a case has in place of a value that it leaves out: null.
Json at(const Json& facts, const std::string& path) {
  const Json::json_pointer place(path);
  return facts.contains(place) ? facts[place] : Json();
}

class Array {
 public:
  Array(const decision::Program& program, const testing::Engine& engine)
      : program_(program), engine_(engine) {}

  Pairs run(const std::vector<testing::Case>& seeds) {
    if (seeds.empty()) return {};
    const testing::Case& base = seeds.back();
    facts_ = Json::parse(base.facts, nullptr, false);
    if (!facts_.is_object()) return {};
    find_factors(seeds, base);
    for (std::size_t a = 0; a < factors_.size(); ++a)
      for (std::size_t b = a + 1; b < factors_.size(); ++b)
        for (std::size_t i = 0; i < factors_[a].values.size(); ++i)
          for (std::size_t j = 0; j < factors_[b].values.size(); ++j) left_.insert({a, i, b, j});
    Pairs out{.cases = {}, .facts = factors_.size(), .pairs = left_.size()};
    for (std::size_t i = 0; i + 1 < seeds.size(); ++i) take(seen_in(seeds[i]));
    out.seen = out.pairs - left_.size();
    while (!left_.empty()) {
      const std::vector<std::optional<std::size_t>> row = next_row();
      Proposal made{base, take(row)};
      Json facts = facts_;
      for (std::size_t f = 0; f < row.size(); ++f)
        facts[Json::json_pointer(factors_[f].path)] = factors_[f].values[*row[f]];
      made.one.facts = facts.dump();
      testing::CaseOptions options = testing::options_of(made.one, program_);
      testing::CaseOutcome outcome = engine_.run(0, made.one.facts, options);
      if (outcome.status != PHEP_OK) continue;
      made.one.answer = std::move(outcome.output);
      out.cases.push_back(std::move(made));
    }
    return out;
  }

 private:
  using Row = std::vector<std::optional<std::size_t>>;

  void find_factors(const std::vector<testing::Case>& seeds, const testing::Case& base) {
    for (const decision::SlotId id : program_.structs[program_.decisions[0].facts].slots) {
      const decision::Slot& slot = program_.slots[id];
      if (slot.is_list || slot.judgment || factors_.size() == kMostFacts) continue;
      Factor factor{slot.path, values_of(slot)};
      // A fact without values of its own is there, as in some case, or not.
      if (factor.values.empty() && slot.optional)
        for (const testing::Case& seed : seeds)
          if (const Json found = at(Json::parse(seed.facts, nullptr, false), slot.path);
              factor.values.empty() && !found.is_null() && !found.is_object())
            factor.values.push_back(found);
      if (factor.values.empty() && slot.optional) factor.values = moments_of(slot, base.as_of);
      if (slot.optional && !factor.values.empty()) factor.values.emplace_back(nullptr);
      if (factor.values.size() >= 2 && factor.values.size() <= kMostValues)
        factors_.push_back(std::move(factor));
    }
  }

  std::vector<Json> values_of(const decision::Slot& slot) const {
    std::vector<Json> out;
    switch (slot.kind) {
      case decision::Kind::Bool: return {true, false};
      case decision::Kind::Enum:
        for (const std::string& member : program_.enums[slot.enumeration].members)
          out.emplace_back(member);
        break;
      case decision::Kind::Int:
        for (const std::int64_t value : slot.representatives) out.emplace_back(value);
        break;
      case decision::Kind::Money:
        for (const std::int64_t value : slot.representatives)
          out.push_back({{"amount", std::to_string(value)}, {"currency", slot.currency}});
        break;
      default: break;
    }
    return out;
  }

  // Where no case says when, what may have happened happened when it is asked about.
  static std::vector<Json> moments_of(const decision::Slot& slot, std::int64_t as_of) {
    if (slot.kind == decision::Kind::Instant) return {testing::moment_text(as_of, kVietnam)};
    if (slot.kind == decision::Kind::Date)
      return {testing::day_text(static_cast<std::int32_t>(runtime::local_day(as_of, kVietnam)))};
    return {};
  }

  Row seen_in(const testing::Case& one) const {
    const Json facts = Json::parse(one.facts, nullptr, false);
    Row out(factors_.size());
    for (std::size_t f = 0; f < factors_.size(); ++f) {
      const auto& values = factors_[f].values;
      const auto found = std::ranges::find(values, at(facts, factors_[f].path));
      if (found != values.end()) out[f] = static_cast<std::size_t>(found - values.begin());
    }
    return out;
  }

  // Takes the pairs of a row from those that are left; the names of those that were.
  std::vector<std::string> take(const Row& row) {
    std::vector<std::string> out;
    const auto said = [&](std::size_t f) {
      return factors_[f].path + "=" + factors_[f].values[*row[f]].dump();
    };
    for (std::size_t a = 0; a < row.size(); ++a)
      for (std::size_t b = a + 1; b < row.size(); ++b)
        if (row[a] && row[b] && left_.erase({a, *row[a], b, *row[b]}) != 0)
          out.push_back(said(a) + " " + said(b));
    return out;
  }

  // Begins with the first pair that is left; then fact after fact, each at the value that stands
  // in most pairs with what has been chosen, and with what is still open.
  Row next_row() const {
    Row row(factors_.size());
    const Pair first = *left_.begin();
    row[first.one] = first.one_value;
    row[first.other] = first.other_value;
    for (std::size_t f = 0; f < factors_.size(); ++f) {
      if (row[f]) continue;
      std::tuple<std::size_t, std::size_t> best{0, 0};
      row[f] = 0;
      for (std::size_t v = 0; v < factors_[f].values.size(); ++v) {
        std::size_t chosen = 0;
        std::size_t open = 0;
        for (std::size_t g = 0; g < factors_.size(); ++g) {
          if (g == f) continue;
          if (g < f || row[g]) {
            if (row[g]) chosen += left_.contains(pair_of(f, v, g, *row[g])) ? 1 : 0;
            continue;
          }
          for (std::size_t w = 0; w < factors_[g].values.size(); ++w)
            open += left_.contains(pair_of(f, v, g, w)) ? 1 : 0;
        }
        if (v == 0 || std::tuple(chosen, open) > best) {
          best = {chosen, open};
          row[f] = v;
        }
      }
    }
    return row;
  }

  const decision::Program& program_;
  const testing::Engine& engine_;
  Json facts_;
  std::vector<Factor> factors_;
  std::set<Pair> left_;
};

}  // namespace

Pairs pairwise(const decision::Program& program, const testing::Engine& engine,
               const std::vector<testing::Case>& seeds) {
  return Array(program, engine).run(seeds);
}

}  // namespace phep::coverage
