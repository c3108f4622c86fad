// What is known of an unknown amount of money: against every completion, worked out apart.
#include "tests/support/programs.h"
#include "tests/unit/decision_world.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

using namespace phep;
using Json = nlohmann::json;

namespace {

// Facts a to d lie in these ranges; p and q are conditions.
constexpr std::array<std::pair<std::int64_t, std::int64_t>, 4> kRanges = {
    {{0, 14}, {5, 12}, {-6, 6}, {100, 117}}};
constexpr std::size_t kMoney = kRanges.size();
constexpr std::size_t kConditions = 2;

struct Facts {
  std::array<std::int64_t, kMoney> money{};
  std::array<bool, kConditions> conditions{};
};

std::int64_t divided(std::int64_t a, std::int64_t b, int mode) {
  const std::int64_t whole = a / b;
  const std::int64_t rest = a % b < 0 ? -(a % b) : a % b;
  const bool away = mode == 1 ? rest != 0 : mode == 2 && 2 * rest >= b;
  return whole + (away ? (a < 0 ? -1 : 1) : 0);
}

// An amount of money as a text of Phép and as a number: no code is shared with the interpreter.
struct Expr {
  enum class Kind { Fact, Constant, Add, Sub, Max, Min, Times, Percent, Divide, If } kind;
  std::int64_t number = 0;  // fact, constant, factor, per cent, divisor or condition
  int mode = 0;             // of rounding: down, up, half_up
  std::unique_ptr<Expr> left{}, right{};

  [[nodiscard]] std::string text() const {
    constexpr std::array<const char*, 3> kModes = {"down", "up", "half_up"};
    const std::string n = std::to_string(number);
    const auto index = static_cast<std::size_t>(number);
    switch (kind) {
      case Kind::Fact: return std::string("c.") + "abcd"[index];
      case Kind::Constant: return n + " VND";
      case Kind::Add: return "(" + left->text() + " + " + right->text() + ")";
      case Kind::Sub: return "(" + left->text() + " - " + right->text() + ")";
      case Kind::Max: return "max (" + left->text() + ", " + right->text() + ")";
      case Kind::Min: return "min (" + left->text() + ", " + right->text() + ")";
      case Kind::Times: return "(" + n + " times " + left->text() + ")";
      case Kind::Percent:
        return "(" + n + "% of " + left->text() + " rounded " +
               kModes.at(static_cast<std::size_t>(mode)) + ")";
      case Kind::Divide:
        return "(" + left->text() + " / " + n + " rounded " +
               kModes.at(static_cast<std::size_t>(mode)) + ")";
      case Kind::If: break;
    }
    return std::string("(if c.") + "pq"[index] + " then " + left->text() + " else " +
           right->text() + ")";
  }
  [[nodiscard]] std::int64_t value(const Facts& facts) const {
    const auto index = static_cast<std::size_t>(number);
    switch (kind) {
      case Kind::Fact: return facts.money.at(index);
      case Kind::Constant: return number;
      case Kind::Add: return left->value(facts) + right->value(facts);
      case Kind::Sub: return left->value(facts) - right->value(facts);
      case Kind::Max: return std::max(left->value(facts), right->value(facts));
      case Kind::Min: return std::min(left->value(facts), right->value(facts));
      case Kind::Times: return number * left->value(facts);
      case Kind::Percent: return divided(left->value(facts) * number, 100, mode);
      case Kind::Divide: return divided(left->value(facts), number, mode);
      case Kind::If: break;
    }
    return (facts.conditions.at(index) ? left : right)->value(facts);
  }
};

class Writer {
 public:
  Writer(std::uint32_t seed, bool once) : random_(seed), once_(once) {}

  std::unique_ptr<Expr> expr(int depth) {
    auto out = std::make_unique<Expr>();
    const int shape = depth == 0 ? below(2) : below(10);
    if (shape < 2) return leaf();
    constexpr std::array kShapes = {Expr::Kind::Add,    Expr::Kind::Sub,   Expr::Kind::Max,
                                    Expr::Kind::Min,    Expr::Kind::Times, Expr::Kind::Percent,
                                    Expr::Kind::Divide, Expr::Kind::If};
    out->kind = kShapes.at(static_cast<std::size_t>(shape) - 2);
    out->mode = below(3);
    out->number = out->kind == Expr::Kind::If        ? condition()
                  : out->kind == Expr::Kind::Percent ? 1 + below(150)
                                                     : 1 + below(5);
    if (out->number < 0) return leaf();
    out->left = expr(depth - 1);
    const bool binary = out->kind != Expr::Kind::Times && out->kind != Expr::Kind::Percent &&
                        out->kind != Expr::Kind::Divide;
    if (binary) out->right = expr(depth - 1);
    return out;
  }

 private:
  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  std::unique_ptr<Expr> leaf() {
    auto out = std::make_unique<Expr>();
    const auto fact = static_cast<std::size_t>(below(kMoney));
    out->kind = Expr::Kind::Constant;
    out->number = below(60);
    if (below(3) == 0 || (once_ && used_.at(fact))) return out;
    used_.at(fact) = true;
    out->kind = Expr::Kind::Fact;
    out->number = static_cast<std::int64_t>(fact);
    return out;
  }
  int condition() {
    const auto which = static_cast<std::size_t>(below(kConditions));
    if (once_ && asked_.at(which)) return -1;
    asked_.at(which) = true;
    return static_cast<int>(which);
  }

  std::mt19937 random_;
  bool once_;
  std::array<bool, kMoney> used_{};
  std::array<bool, kConditions> asked_{};
};

// Calls visit(facts) for every completion of what the mask leaves unknown: money in the low bits,
// conditions above.
template <class Visit>
void for_each_completion(const Facts& given, unsigned unknown, Visit visit) {
  Facts facts = given;
  const auto rec = [&](auto&& self, std::size_t at) -> void {
    if (at == kMoney + kConditions) return visit(facts);
    if ((unknown >> at & 1U) == 0) return self(self, at + 1);
    if (at < kMoney) {
      for (std::int64_t v = kRanges.at(at).first; v <= kRanges.at(at).second; ++v) {
        facts.money.at(at) = v;
        self(self, at + 1);
      }
    } else {
      for (const bool v : {false, true}) {
        facts.conditions.at(at - kMoney) = v;
        self(self, at + 1);
      }
    }
  };
  rec(rec, 0);
}

std::string facts_text(const Facts& facts, unsigned unknown) {
  Json out = Json::object();
  for (std::size_t i = 0; i < kMoney; ++i)
    if ((unknown >> i & 1U) == 0)
      out[std::string(1, "abcd"[i])] = {{"amount", std::to_string(facts.money.at(i))},
                                        {"currency", "VND"}};
  for (std::size_t i = 0; i < kConditions; ++i)
    if ((unknown >> (kMoney + i) & 1U) == 0)
      out[std::string(1, "pq"[i])] = static_cast<bool>(facts.conditions.at(i));
  return out.dump();
}

std::optional<std::int64_t> amount(const Json& value, const char* key) {
  if (!value.contains(key)) return std::nullopt;
  return std::stoll(value[key]["amount"].get<std::string>());
}

struct Tally {
  int unknown = 0, known = 0;
};

void check_program(std::uint32_t seed, bool once, Tally& tally) {
  constexpr int kOutputs = 12;
  std::vector<std::unique_ptr<Expr>> exprs;
  std::string text = "record C {\n";
  for (std::size_t i = 0; i < kMoney; ++i)
    text += std::string("  ") + "abcd"[i] + " : money<VND> " +
            (kRanges.at(i).first < 0 ? "-" + std::to_string(-kRanges.at(i).first)
                                     : std::to_string(kRanges.at(i).first)) +
            " VND.." + std::to_string(kRanges.at(i).second) + " VND\n";
  text += "  p : bool\n  q : bool\n}\n";
  std::string outputs;
  for (int i = 0; i < kOutputs; ++i) {
    exprs.push_back(Writer(seed * 100 + static_cast<std::uint32_t>(i), once).expr(3));
    const std::string n = std::to_string(i);
    text += "rule r" + n + "(c: C) : money<VND> = " + exprs.back()->text() + "\n";
    outputs += "  o" + n + " = r" + n + "(c)\n";
  }
  text += "decision d(c: C) {\n" + outputs + "}\n";
  const decision::Program program = tests::lower_text(text, "d");
  std::mt19937 random(seed);
  for (int round = 0; round < 4; ++round) {
    Facts facts;
    for (std::size_t i = 0; i < kMoney; ++i)
      facts.money.at(i) =
          kRanges.at(i).first +
          static_cast<std::int64_t>(
              random() % static_cast<unsigned>(kRanges.at(i).second - kRanges.at(i).first + 1));
    for (bool& condition : facts.conditions) condition = random() % 2 == 0;
    const unsigned unknown = random() % (1U << (kMoney + kConditions));
    const Json answer = Json::parse(decision_test::decide(
        program, program.decisions[0].name, facts_text(facts, unknown), "2026-03-10T09:00+07:00"));
    for (int i = 0; i < kOutputs; ++i) {
      std::int64_t least = INT64_MAX;
      std::int64_t most = INT64_MIN;
      for_each_completion(facts, unknown, [&](const Facts& filled) {
        const std::int64_t v = exprs[static_cast<std::size_t>(i)]->value(filled);
        least = std::min(least, v);
        most = std::max(most, v);
      });
      const Json found = answer["outputs"]["o" + std::to_string(i)];
      INFO(exprs[static_cast<std::size_t>(i)]->text(), " on ", facts_text(facts, unknown), ": ",
           found.dump(), " for ", least, "..", most);
      if (!found.contains("$unknown")) {
        ++tally.known;
        CHECK(least == most);
        CHECK(std::stoll(found.value("amount", "")) == least);
        continue;
      }
      ++tally.unknown;
      const auto at_least = amount(found, "$at_least");
      const auto at_most = amount(found, "$at_most");
      REQUIRE(at_most.has_value());  // every fact has both ends
      CHECK(at_least.value_or(0) <= std::max<std::int64_t>(least, 0));
      CHECK(*at_most >= most);
      if (!once) continue;
      CHECK(*at_most == most);
      CHECK(at_least.value_or(0) == std::max<std::int64_t>(least, 0));
    }
  }
}

}  // namespace

TEST_CASE("bounds: what is read once has the ends of its completions") {
  Tally tally;
  for (std::uint32_t seed = 1; seed <= 60; ++seed) check_program(seed, true, tally);
  CHECK(tally.unknown > 500);
  CHECK(tally.known > 100);
}

TEST_CASE("bounds: whatever is read, no completion lies outside") {
  Tally tally;
  for (std::uint32_t seed = 1000; seed <= 1060; ++seed) check_program(seed, false, tally);
  CHECK(tally.unknown > 500);
}

TEST_CASE("bounds: revenue that nobody has stated") {
  const auto program = tests::lower_text(R"(
record C {
  revenue : money<VND> 0 VND..?
  gain    : money<VND> 0 VND..
}
rule cap(c: C) : money<VND> {
  default 3_000_000_000 VND
  case    revenue: max (5% of c.revenue, 3_000_000_000 VND) rounded down when exists c.revenue
}
rule tenfold(c: C) : money<VND> = min (10 times c.gain, 500 VND)
rule halved(c: C) : money<VND> = cap(c) / 2 rounded down
decision d(c: C) {
  cap    = cap(c)
  half   = halved(c)
  ten    = tenfold(c)
  gain   = 10 times c.gain
}
)",
                                         "d");
  const Json answer = Json::parse(
      decision_test::decide(program, program.decisions[0].name, "{}", "2026-03-10T09:00+07:00"));
  const Json outputs = answer["outputs"];
  CHECK(
      outputs["cap"].dump() ==
      R"({"$at_least":{"amount":"3000000000","currency":"VND"},"$inexact":true,"$unknown":["/revenue"]})");
  CHECK(
      outputs["half"].dump() ==
      R"({"$at_least":{"amount":"1500000000","currency":"VND"},"$inexact":true,"$unknown":["/revenue"]})");
  CHECK(outputs["ten"].dump() ==
        R"({"$at_most":{"amount":"500","currency":"VND"},"$inexact":true,"$unknown":["/gain"]})");
  CHECK(outputs["gain"].dump() == R"({"$inexact":true,"$unknown":["/gain"]})");
}
