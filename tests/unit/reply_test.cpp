// What people type in answer to a question, as facts.
#include "compiler/explain/reply.h"

#include "compiler/explain/typed_number.h"
#include "compiler/explain/typed_time.h"

#include <doctest/doctest.h>

namespace phep::tests {
namespace {

using explain::NumberProblem;
using explain::Reply;
using Json = nlohmann::json;

const explain::Speech kVi{Language::Vietnamese};
const explain::Speech kEn{Language::English};

Reply read(const decision::Slot& slot, std::string_view text, const explain::Speech& speech = kEn) {
  explain::Inquiry asked;
  asked.slot = &slot;
  if (slot.kind == decision::Kind::Enum || slot.kind == decision::Kind::Set)
    asked.choices = {
        {"mild", "nhẹ"}, {"grave", "nghiêm trọng"}, {"gravest", "đặc biệt nghiêm trọng"}};
  return explain::read_reply(asked, text, speech);
}
Json value(const decision::Slot& slot, std::string_view text, const explain::Speech& speech = kEn) {
  const Reply reply = read(slot, text, speech);
  INFO(text, ": ", reply.why);
  CHECK(reply.sort == Reply::Sort::Value);
  return reply.value;
}
void refused(const decision::Slot& slot, std::string_view text,
             const explain::Speech& speech = kEn) {
  const Reply reply = read(slot, text, speech);
  INFO(text, ": ", reply.value.dump());
  CHECK(reply.sort == Reply::Sort::Refused);
  CHECK_FALSE(reply.why.empty());
}

}  // namespace

TEST_CASE("typed numbers: groups and decimals as the language writes them") {
  using explain::typed_number;
  CHECK(typed_number("3.000.000", true, 0).value() == "3000000");
  CHECK(typed_number("3,000,000", false, 0).value() == "3000000");
  CHECK(typed_number("3_000 000", false, 0).value() == "3000000");
  CHECK(typed_number("-1.234,50", true, 2).value() == "-1234.5");
  CHECK(typed_number("0,05", true, 9).value() == "0.05");
  CHECK(typed_number("0.05", true, 9).value() == "0.05");
  CHECK(typed_number("007", true, 0).value() == "7");
  CHECK(typed_number("-0", true, 0).value() == "0");
  CHECK(typed_number("1.234", true, 9).error() == NumberProblem::Ambiguous);
  CHECK(typed_number("3.00.000", true, 0).error() == NumberProblem::NoNumber);
  CHECK(typed_number("1.5", false, 0).error() == NumberProblem::Fraction);
  CHECK(typed_number("1.", false, 2).error() == NumberProblem::NoNumber);
  CHECK(typed_number("", false, 0).error() == NumberProblem::NoNumber);
  CHECK(typed_number("-", false, 0).error() == NumberProblem::NoNumber);
  CHECK(typed_number("1e3", false, 0).error() == NumberProblem::NoNumber);
  CHECK(typed_number(std::string(41, '1'), false, 0).error() == NumberProblem::TooLong);
}

TEST_CASE("typed times: days that there are, hours in the zone") {
  using explain::typed_date;
  using explain::typed_moment;
  CHECK(typed_date("2026-03-10", false).value() == "2026-03-10");
  CHECK(typed_date("10/3/2026", true).value() == "2026-03-10");
  CHECK_FALSE(typed_date("10/3/2026", false));  // which is the month?
  CHECK_FALSE(typed_date("30/2/2026", true));
  CHECK_FALSE(typed_date("10/3/26", true));
  CHECK(typed_moment("2026-03-10 09:30", false, 420).text.value() == "2026-03-10T09:30+07:00");
  CHECK(typed_moment("2026-03-10T09:30", false, -330).text.value() == "2026-03-10T09:30-05:30");
  CHECK(typed_moment("2026-03-10T02:30Z", false, 420).text.value() == "2026-03-10T02:30Z");
  CHECK(typed_moment("9h30 10/3/2026", true, 420).text.value() == "2026-03-10T09:30+07:00");
  CHECK(typed_moment("10/3/2026 9h", true, 420).text.value() == "2026-03-10T09:00+07:00");
  CHECK(typed_moment("2026-03-10 24:00", false, 420).text.value() == "2026-03-10T24:00+07:00");
  CHECK(typed_moment("2026-03-10", false, 420).lacks_hour);
  CHECK_FALSE(typed_moment("2026-03-10 25:00", false, 420).text);
  CHECK_FALSE(typed_moment("2026-03-10 ", false, 420).text);
  CHECK_FALSE(typed_moment("09:30", false, 420).text);
}

TEST_CASE("replies: each kind of fact, and what is said instead of it") {
  using decision::Kind;
  const decision::Slot truth{.kind = Kind::Bool};
  CHECK(value(truth, "Có", kVi) == true);
  CHECK(value(truth, "đúng", kVi) == true);  // and not `dừng`
  CHECK(value(truth, " NO ") == false);
  refused(truth, "maybe");
  CHECK(read(truth, "không biết").sort == Reply::Sort::Unknown);
  CHECK(read(truth, "?").sort == Reply::Sort::Unknown);
  CHECK(read(truth, "<").sort == Reply::Sort::Back);
  CHECK(read(truth, ".").sort == Reply::Sort::Stop);
  refused(truth, "");
  refused(truth, "\xff");

  const decision::Slot people{.kind = Kind::Int, .ranged = true, .lo = 0, .hi = 1000};
  CHECK(value(people, "1.000", kVi) == 1000);
  refused(people, "1,001");
  refused(people, "99999999999999999999");
  refused(people, "none");  // it is not optional

  const decision::Slot fine{.kind = Kind::Money, .currency = "VND"};
  CHECK(value(fine, "3.000.000 đồng", kVi) == Json{{"amount", "3000000"}, {"currency", "VND"}});
  CHECK(value(fine, "VND 5") == Json{{"amount", "5"}, {"currency", "VND"}});
  refused(fine, "3.5");
  const decision::Slot euros{.kind = Kind::Money, .currency = "EUR"};
  CHECK(value(euros, "12.5") == Json{{"amount", "1250"}, {"currency", "EUR"}});
  CHECK(value(euros, "0.05") == Json{{"amount", "5"}, {"currency", "EUR"}});

  const decision::Slot share{.kind = Kind::Decimal};
  CHECK(value(share, "5%") == "0.05");
  CHECK(value(share, "12,5 %", kVi) == "0.125");
  CHECK(value(share, "-250%") == "-2.5");

  const decision::Slot told{.kind = Kind::Instant, .optional = true};
  CHECK(value(told, "chưa", kVi).is_null());
  CHECK(value(told, "none").is_null());
  const decision::Slot found{.kind = Kind::Instant};
  refused(found, "none");

  const decision::Slot term{.kind = Kind::Duration};
  CHECK(value(term, "3 ngày làm việc", kVi) == Json{{"n", 3}, {"unit", "working_days"}});
  CHECK(value(term, "1 day") == Json{{"n", 1}, {"unit", "days"}});
  refused(term, "3");

  const decision::Slot gravity{.kind = Kind::Enum};
  CHECK(value(gravity, "2") == "grave");
  CHECK(value(gravity, "grave") == "grave");
  CHECK(value(gravity, "Nghiem trong", kVi) == "grave");  // the whole label
  CHECK(value(gravity, "đặc biệt", kVi) == "gravest");    // a word that only one has
  refused(gravity, "grav");
  refused(gravity, "4");
  refused(gravity, "0");

  const decision::Slot kinds{.kind = Kind::Set};
  CHECK(value(kinds, "2, mild, grave") == Json{"grave", "mild"});
  CHECK(value(kinds, "none") == Json::array());
  refused(kinds, "mild, odd");
}

TEST_CASE("replies: lists of records by number, of values one by one") {
  const decision::Slot list{.kind = decision::Kind::Int, .is_list = true, .hi = 3};
  explain::Inquiry records;
  records.slot = &list;
  CHECK(explain::read_reply(records, "2", kEn).value == Json::parse("[{},{}]"));
  CHECK(explain::read_reply(records, "0", kEn).value == Json::array());
  CHECK(explain::read_reply(records, "none", kEn).value == Json::array());
  CHECK(explain::read_reply(records, "4", kEn).sort == Reply::Sort::Refused);
  CHECK(explain::read_reply(records, "-1", kEn).sort == Reply::Sort::Refused);
  records.closed_elements = true;
  CHECK(explain::read_reply(records, "1", kEn).value == Json::parse(R"([{"$partial":true}])"));
  const decision::Slot day{.kind = decision::Kind::Date};
  explain::Inquiry days;
  days.slot = &list;
  days.element = &day;
  CHECK(explain::read_reply(days, "2026-01-01; 2026-01-02", kEn).value ==
        Json{"2026-01-01", "2026-01-02"});
  CHECK(explain::read_reply(days, "2026-01-01; soon", kEn).sort == Reply::Sort::Refused);
}

}  // namespace phep::tests
