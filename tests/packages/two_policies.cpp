// Two policies in one program, linked statically: each decides by its own law.
#include "breach_report.hpp"
#include "every_kind.hpp"
#include <cstdio>

int main() {
  policy::breach_report::Options one;
  one.as_of = phep::Instant::of(phep::Date::of(2026, 3, 10), 9, 0, 0, 420);
  policy::every_kind::Options two;
  two.as_of = one.as_of;
  const auto breach = policy::breach_report::decide_json("{}", one);
  const auto kind = policy::every_kind::decide_json("{}", two);
  if (!breach || !kind || breach_report_image() == every_kind_image()) return 1;

  policy::every_kind::Facts facts;
  facts.count = std::int64_t{21};
  facts.owed = phep::absent;
  facts.paid = phep::Money{1'000};
  facts.share = *phep::Decimal::parse("-1.5");
  facts.items = std::vector<policy::every_kind::items_item>(2);
  (*facts.items)[1].weight = std::int64_t{7};
  const auto answer = policy::every_kind::decide(facts, two);
  if (!answer) return 2;
  const auto doubled = answer->doubled();
  const auto rest = answer->rest();
  const auto weight = answer->weight();
  const auto* missing = std::get_if<phep::Unknown>(&weight);
  if (phep::known(doubled) == nullptr || *phep::known(doubled) != 42) return 3;
  if (phep::known(rest) == nullptr || phep::known(rest)->minor != 1'000) return 4;
  if (!std::holds_alternative<phep::Absent>(answer->owed())) return 5;
  if (missing == nullptr || missing->missing.size() != 1 ||
      missing->missing[0] != "/items/0/weight")
    return 6;
  if (answer->weigh().items.size() != 2) return 7;
  if (phep::known(answer->ratio()) == nullptr || phep::known(answer->ratio())->text() != "-0.375")
    return 8;
  return breach->find("breach_report") != std::string::npos &&
                 kind->find("every_kind") != std::string::npos
             ? 0
             : 9;
}
