// Numbers, dates and days of calendars as they are written, and where they end.
#include "tests/unit/check_bench.h"

#include <cstdint>
#include <utility>

namespace phep::tests {
namespace {

using Days = std::vector<std::int32_t>;

constexpr std::int32_t kNewYear = 20454;  // 2026-01-01

// Of a module that declares one calendar alone.
const hir::Calendar& calendar_of(const check::Checked& checked) {
  return std::get<hir::Calendar>(checked.module.defs.at(0).node);
}

const hir::ExprNode& body_of_rule(const check::Checked& checked) {
  return checked.module.exprs[std::get<hir::Rule>(checked.module.defs.at(0).node).body].node;
}

}  // namespace

TEST_CASE("check: a zone is a sign, two hours and two minutes, up to 14 hours off") {
  const auto check = [](const char* zone, int minutes) {
    Bench bench;
    const auto checked = bench.check(std::string("calendar s { zone \"") + zone +
                                     "\" covers from 2026-01-01 through 2026-12-31 }");
    CHECK_MESSAGE(Bench::codes(*checked) == Codes{}, zone);
    CHECK_MESSAGE(calendar_of(*checked).zone_minutes == minutes, zone);
  };
  check("+07:00", 420);
  check("+00:00", 0);
  check("+05:45", 345);
  check("-03:30", -210);
  check("+14:00", 840);
  check("-10:59", -659);
  check("+12:09", 729);
  for (const char* zone :
       {"07:00", "+7:00", "+15:00", "-15:00", "+07:60", "+07-00", "+0a:00", "+a7:00", "+07:a0",
        "+07:0a", "+0/:00", "+/7:00", "+07:/5", "+07:5/", "+07:00 ", "", "Z"}) {
    Bench bench;
    const auto checked = bench.check(std::string("calendar s { zone \"") + zone +
                                     "\" covers from 2026-01-01 through 2026-12-31 }");
    CHECK_MESSAGE(Bench::codes(*checked) == Codes{"P7031"}, zone);
  }
}

TEST_CASE("check: a calendar has the days that are written, each once and in order") {
  Bench bench;
  const auto checked = bench.check(
      "calendar s {\n  zone \"+07:00\"\n  weekly rest monday, sunday\n"
      "  covers from 2026-01-01 through 2026-12-31\n"
      "  rest 2026-02-16 through 2026-02-18\n  rest 2026-01-01\n  rest 2026-02-18\n"
      "  rest 2026-12-31\n  worked 2026-02-22\n  worked 2026-02-14 through 2026-02-15\n"
      "  pending feast awaiting \"the decision\" {\n"
      "    early { rest 2026-09-01 through 2026-09-02 worked 2026-09-05 }\n"
      "    proposed late { rest 2026-09-02 through 2026-09-03 }\n  }\n}\n");
  CHECK(Bench::codes(*checked) == Codes{});
  const hir::Calendar& calendar = calendar_of(*checked);
  CHECK(calendar.weekly == 0b1000001);
  CHECK(calendar.first == kNewYear);
  CHECK(calendar.last == kNewYear + 364);
  CHECK(calendar.rest ==
        Days{kNewYear, kNewYear + 46, kNewYear + 47, kNewYear + 48, kNewYear + 364});
  CHECK(calendar.worked == Days{kNewYear + 44, kNewYear + 45, kNewYear + 52});
  REQUIRE(calendar.days.size() == 6);
  CHECK(calendar.days[0].first == kNewYear + 46);
  CHECK(calendar.days[0].last == kNewYear + 48);
  CHECK_FALSE(calendar.days[0].worked);
  CHECK(calendar.days[1].first == calendar.days[1].last);
  CHECK(calendar.days[4].worked);
  REQUIRE(calendar.groups.size() == 1);
  const hir::CalendarGroup& group = calendar.groups[0];
  CHECK(group.awaiting == "the decision");
  REQUIRE(group.alternatives.size() == 2);
  CHECK_FALSE(group.alternatives[0].proposal);
  CHECK(group.alternatives[1].proposal);
  CHECK(group.alternatives[0].rest == Days{kNewYear + 243, kNewYear + 244});
  CHECK(group.alternatives[0].worked == Days{kNewYear + 247});
  CHECK(group.alternatives[1].rest == Days{kNewYear + 244, kNewYear + 245});
  CHECK(group.alternatives[1].worked.empty());
}

TEST_CASE("check: days of a calendar lie in what it covers, and are one thing") {
  const auto check = [](const std::string& rows, const Codes& wanted) {
    Bench bench;
    const auto checked = bench.check(
        "calendar s {\n  zone \"+07:00\"\n  covers from 2026-01-01 through 2037-12-31\n" + rows +
        "}\n");
    CHECK_MESSAGE(Bench::codes(*checked) == wanted, rows);
  };
  check("rest 2026-01-01\nworked 2037-12-31\n", {});
  check("rest 2025-12-31\n", {"P7018"});
  check("worked 2038-01-01\n", {"P7018"});
  check("rest 2025-12-31 through 2026-01-02\n", {"P7018"});
  check("rest 2037-12-30 through 2038-01-01\n", {"P7018"});
  check("rest 2026-01-02 through 2026-01-02\n", {});
  check("rest 2026-01-02 through 2026-01-01\n", {"P7013"});
  check("rest 2026-01-01 through 2036-01-09\n", {});         // 3,660 days further on
  check("rest 2026-01-01 through 2036-01-10\n", {"P7013"});  // ten years and more are a mistake
  check("worked 2026-01-02\nrest 2026-01-01 through 2026-01-03\n", {"P7017"});
  check("rest 2026-01-02\nworked 2026-01-02\n", {"P7017"});
  check("rest 2026-01-02\nworked 2026-01-03\nrest 2026-01-04\n", {});
  const auto pending = [&](const std::string& fixed, const std::string& days, const Codes& wanted) {
    check(fixed + "\npending p awaiting \"it\" {\n  one { " + days + " }\n  two { }\n}\n", wanted);
  };
  pending("worked 2026-09-02", "rest 2026-09-03", {});
  pending("worked 2026-09-02", "rest 2026-09-02", {"P7017"});
  pending("worked 2026-09-02", "rest 2026-09-01 through 2026-09-02", {"P7017"});
  pending("worked 2026-09-02", "rest 2026-09-01 through 2026-09-03", {"P7017"});
  pending("worked 2026-09-02", "rest 2026-09-03 through 2026-09-04", {});
  pending("worked 2026-09-02", "rest 2026-08-30 through 2026-09-01", {});
  pending("rest 2026-09-02", "rest 2026-09-02", {});
  check("pending p awaiting \"it\" { one { rest 2026-09-01 } }\n", {"P7019"});
  check("pending p awaiting \"it\" { one { rest 2026-09-01 }\n one { rest 2026-09-02 } }\n",
        {"P2014"});
  check(
      "pending p awaiting \"it\" { one { }\n two { } }\npending p awaiting \"it\" { one { }\n two "
      "{ "
      "} }\n",
      {"P2014"});
}

TEST_CASE("check: numbers are taken as far as they fit") {
  const auto check = [](const std::string& type, const std::string& written, const Codes& wanted) {
    Bench bench;
    const auto checked = bench.check("rule f() : " + type + " = " + written);
    CHECK_MESSAGE(Bench::codes(*checked) == wanted, written);
    return checked;
  };
  const auto minor = [&](const std::string& currency, const std::string& written) {
    const auto checked = check("money<" + currency + ">", written + " " + currency, {});
    const auto* money = std::get_if<hir::MoneyConst>(&body_of_rule(*checked));
    REQUIRE(money != nullptr);
    return money->minor;
  };
  CHECK(minor("EUR", "12.50") == 1250);
  CHECK(minor("EUR", "12.5") == 1250);
  CHECK(minor("EUR", "12.500") == 1250);
  CHECK(minor("EUR", "12") == 1200);
  CHECK(minor("EUR", "0.05") == 5);
  CHECK(minor("EUR", "0") == 0);
  CHECK(minor("VND", "3_000_000") == 3'000'000);
  CHECK(minor("VND", "5.0") == 5);
  CHECK(minor("VND", "999_999_999_999_999_999") == 999'999'999'999'999'999);
  CHECK(minor("VND", "0_999_999_999_999_999_999") == 999'999'999'999'999'999);
  check("money<VND>", "1_000_000_000_000_000_000 VND", {"P3021"});
  CHECK(minor("EUR", "9_999_999_999_999_999.99") == 999'999'999'999'999'999);
  check("money<EUR>", "10_000_000_000_000_000 EUR", {"P3021"});
  check("money<EUR>", "1.005 EUR", {"P3022"});
  check("money<VND>", "1.5 VND", {"P3022"});

  const auto units = [&](const std::string& written) {
    const auto checked = check("decimal", written, {});
    const auto* decimal = std::get_if<hir::DecimalConst>(&body_of_rule(*checked));
    REQUIRE(decimal != nullptr);
    return decimal->units;
  };
  CHECK(units("0.5") == "500000000");
  CHECK(units("0.000000001") == "1");
  CHECK(units("0.0000000010") == "1");
  CHECK(units("12.25") == "12250000000");
  CHECK(units("0.0") == "0");
  CHECK(units("5%") == "50000000");
  CHECK(units("150%") == "1500000000");
  CHECK(units("0.05%") == "500000");
  CHECK(units("0.0000001%") == "1");
  check("decimal", "0.0000000001", {"P3022"});
  check("decimal", "0.00000001%", {"P3022"});
  const std::string nines(29, '9');
  CHECK(units(nines + ".0") == nines + "000000000");
  check("decimal", "1" + nines + ".0", {"P3021"});

  check("int", "9_223_372_036_854_775_807", {});
  check("int", "9_223_372_036_854_775_808", {"P3021"});
}

TEST_CASE("check: bounds of a field are written numbers, the lowest included") {
  const auto check = [](const std::string& type, const Codes& wanted) {
    Bench bench;
    const auto checked = bench.check("record R { n : " + type + " }");
    CHECK_MESSAGE(Bench::codes(*checked) == wanted, type);
    return std::get<hir::Record>(checked->module.defs.at(0).node).fields.at(0);
  };
  const hir::Field all = check("int -9_223_372_036_854_775_808..9_223_372_036_854_775_807", {});
  CHECK(all.lo == INT64_MIN);
  CHECK(all.hi == INT64_MAX);
  const hir::Field some = check("int -5..0", {});
  CHECK(some.lo == -5);
  CHECK(some.hi == 0);
  CHECK_FALSE(check("int ..7", {}).lo);
  CHECK_FALSE(check("int 7..", {}).hi);
  CHECK(check("int 7..7", {}).lo == 7);
  const hir::Field money = check("money<EUR> 0.5 EUR..10 EUR", {});
  CHECK(money.lo == 50);
  CHECK(money.hi == 1000);
  check("int 8..7", {"P3019"});
}

TEST_CASE("check: a term has at most a million units, a duty recurs at most 1,024 times") {
  const auto check = [](const std::string& term, const Codes& wanted) {
    Bench bench;
    CHECK_MESSAGE(Bench::codes(*bench.check("rule f() : duration = " + term)) == wanted, term);
  };
  check("0 days", {});
  check("1_000_000 hours", {});
  check("1_000_001 hours", {"P3021"});
  const auto at_most = [](const std::string& times, const Codes& wanted) {
    Bench bench;
    const auto checked = bench.check(
        "counting vn.civil_code\ncalendar s\n"
        "calendar s { zone \"+07:00\" covers from 2026-01-01 through 2026-12-31 }\n" +
        std::string(kLaw) +
        "record R { at : date  done_at : date? }\nduty d(r: R) { cites L@1\n"
        "  due every 6 months from r.at" +
        times + "\n  done r.done_at }");
    CHECK_MESSAGE(Bench::codes(*checked) == wanted, times);
    for (const hir::Def& def : checked->module.defs)
      if (const auto* norm = std::get_if<hir::Norm>(&def.node)) return norm->at_most;
    return std::int64_t{0};
  };
  CHECK(at_most(" at most 1 times", {}) == 1);
  CHECK(at_most(" at most 2 times", {}) == 2);
  CHECK(at_most(" at most 1024 times", {}) == 1024);
  CHECK(at_most("", {}) == 1024);
  at_most(" at most 0 times", {"P7064"});
  at_most(" at most 1025 times", {"P7064"});
}

TEST_CASE("check: a range begins where it ends at the latest, and tells of its second end") {
  const auto check = [](const std::string& type, const std::string& range, bool reversed) {
    Bench bench;
    const auto checked = bench.check("rule f() : range<" + type + "> = " + range);
    CHECK_MESSAGE(Bench::codes(*checked) == (reversed ? Codes{"P3019"} : Codes{}), range);
  };
  const std::vector<std::pair<std::string, std::vector<std::string>>> ordered = {
      {"int", {"-1", "5", "6"}},
      {"money<VND>", {"0 VND", "5 VND", "6 VND"}},
      {"date", {"2026-01-01", "2026-01-02", "2027-01-01"}},
      {"duration", {"1 day", "5 days", "6 days"}}};
  for (const auto& [type, values] : ordered)
    for (std::size_t i = 0; i < values.size(); ++i)
      for (std::size_t j = 0; j < values.size(); ++j)
        check(type, values[i] + ".." + values[j], i > j);
  // Of two ends that do not go together the second is the wrong one.
  const std::string text = "rule f() : bool = (1..true).from == 1";
  Bench bench;
  const auto checked = bench.check(text);
  REQUIRE(Bench::codes(*checked) == Codes{"P3001"});
  const Diagnostic& told = checked->diagnostics.items()[0];
  CHECK(told.span.begin == text.find("true"));
  CHECK(told.arguments.at(0).en == "int");
  CHECK(told.arguments.at(1).en == "bool");
}

TEST_CASE("check: what a source does not say is not made up, and options are named once") {
  Bench bench;
  const auto checked = bench.check(
      "source S { title \"Báo\" url \"https://example.org\" kind press }\n"
      "source T { title \"Báo\" kind press read 2026-01-01 }");
  CHECK(Bench::codes(*checked).empty());
  CHECK(std::get<hir::Source>(checked->module.defs.at(0).node).read == 0);
  CHECK(std::get<hir::Source>(checked->module.defs.at(1).node).read == kNewYear);
  const std::string text = "reading K { strict, lenient, strict } default strict basis \"b\"";
  const auto twice = bench.check(text);
  REQUIRE(Bench::codes(*twice) == Codes{"P2015"});
  CHECK(twice->diagnostics.items()[0].span.begin == text.find("strict }"));
}

TEST_CASE("check: a currency that nobody knows is told of") {
  Bench bench;
  CHECK(Bench::codes(*bench.check("rule f() : bool = 5 XYZ > 3 VND")) == Codes{"P2008"});
  CHECK(Bench::codes(*bench.check("rule f() : money<VND> = 5 XYZ")) == Codes{"P2008"});
}

}  // namespace phep::tests
