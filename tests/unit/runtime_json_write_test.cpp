// The canonical answer, byte for byte, from results laid out by hand.
#include "compiler/runtime/decimal.h"
#include "tests/unit/runtime_answered.h"

#include <algorithm>

namespace {

using namespace phep::runtime;

TEST_CASE("an empty answer has its frame") {
  Answered answer;
  CHECK(answer.write() == R"({"as_of":"2026-03-10T02:00:00Z","decision":"sample.report",)"
                          R"("missing":[],"norms":{},"outputs":{}})");
  answer.options.law_date = 20'513;
  CHECK(answer.write() == R"({"as_of":"2026-03-10T02:00:00Z","decision":"sample.report",)"
                          R"("law_date":"2026-03-01","missing":[],"norms":{},"outputs":{}})");
}

TEST_CASE("every kind of value has one form, in the order of names") {
  Answered answer;
  const Wide rate{50'000'000, 0};
  const Wide debt = negated(decimal_from(3));
  const std::string_view text = "nói \"không\"\n";
  answer.output("z_bool", Kind::Bool, known(1));
  answer.output("int", Kind::Int, known(~std::uint64_t{4}));
  answer.output("decimal", Kind::Decimal, known(rate.lo, rate.hi));
  answer.output("money", Kind::Money, known(3'000'000), answer.builder.string("VND"));
  answer.output("amount", Kind::Amount, known(debt.lo, debt.hi), answer.builder.string("VND"));
  answer.output("date", Kind::Date, known(20'513));
  answer.output("instant", Kind::Instant, instant("2026-05-04T24:00+07:00"));
  answer.output("duration", Kind::Duration,
                known(3, static_cast<std::uint64_t>(Unit::WorkingDays)));
  answer.output("text", Kind::Text,
                known(reinterpret_cast<std::uintptr_t>(text.data()), text.size()));
  answer.output("enum", Kind::Enum, known(2), answer.harm);
  answer.output("set", Kind::Set, known(0b1111), answer.tag);
  answer.output("none", Kind::Int, {PHEP_ABSENT, 0, 0, 0});
  const std::string written = answer.write();
  CHECK(written.substr(written.find("\"outputs\":")) ==
        R"("outputs":{"amount":{"amount":"-3","currency":"VND"},"date":"2026-03-01",)"
        R"("decimal":"0.05","duration":{"n":3,"unit":"working_days"},"enum":"serious",)"
        R"("instant":"2026-05-04T17:00:00Z","int":-5,"money":{"amount":"3000000",)"
        R"("currency":"VND"},"none":null,"set":["app","mail","web","đường dây"],)"
        R"("text":"nói \"không\"\u000a","z_bool":true}})");
}

TEST_CASE("what is not known says why") {
  Answered answer;
  answer.missing = {answer.affected, answer.notified_at};
  const std::uint32_t symbol = answer.builder.symbol("vn.pdpl.cap");
  answer.builder.groups.push_back({answer.builder.string("z_group"), 2, 0, 0});
  answer.builder.groups.push_back({answer.builder.string("a_group"), 2, 0, 0});
  const phep_value either[] = {known(0), known(1), {PHEP_ERROR, 0, PHEP_E_OVERFLOW, symbol}};
  answer.output("unknown", Kind::Int, {PHEP_UNKNOWN, 0, 0, 2});
  answer.output("loose", Kind::Int, {PHEP_UNKNOWN, 1, 1, 1});
  answer.output("error", Kind::Int, {PHEP_ERROR, 0, PHEP_E_NEEDS_ROUNDING, symbol});
  answer.output("either", Kind::Bool,
                {PHEP_ONE_OF, 0b11, reinterpret_cast<std::uintptr_t>(either), 3});
  CHECK(answer.member("unknown") == R"({"$unknown":["/affected","/notified_at"]})");
  CHECK(answer.member("loose") == R"({"$inexact":true,"$unknown":["/notified_at"]})");
  CHECK(answer.member("error") == R"({"$error":{"at":"vn.pdpl.cap","kind":"needs_rounding"}})");
  CHECK(answer.member("either") ==
        R"({"$awaiting":["a_group","z_group"],"$one_of":[false,true,{"$error":)"
        R"({"at":"vn.pdpl.cap","kind":"overflow"}}]})");
  // The union follows the first appearance: `loose` comes before `unknown`.
  CHECK(answer.member("missing") == R"(["/notified_at","/affected"])");
}

TEST_CASE("leaves inside lists carry their index") {
  Answered answer;
  // Notes are numbered through all requests: two of the first, none of the second, one of the
  // third.
  answer.missing = {answer.closed_on | 2U << 16, answer.note_by | 0U << 16,
                    answer.note_by | 1U << 16, answer.note_by | 2U << 16, answer.requests};
  answer.output("it", Kind::Int, {PHEP_UNKNOWN, 0, 0, 5});
  CHECK(answer.member("it", R"({"requests":[{"notes":[{},{}]},{},{"notes":[{}]}]})") ==
        R"({"$unknown":["/requests/2/closed_on","/requests/0/notes/0/by",)"
        R"("/requests/0/notes/1/by","/requests/2/notes/0/by","/requests"]})");
}

TEST_CASE("a late duty says when, why and what it costs") {
  Answered answer;
  const std::vector<Answered::Sanction> rows = {
      {"main", "fine", Kind::Money, "PDPL@8.5", {}},
      {"extra", "suspension", Kind::Duration, "", {}},
      {"left_out", "fine", Kind::Money, "PDPL@8.4", {}},
  };
  const std::uint32_t spec = answer.norm("notify", {"PDPL@23.1", "PDPL@23.2"}, {}, rows, 2);
  phep_norm norm = plain(PHEP_LATE, PHEP_N_BINDS | PHEP_N_DUE | PHEP_N_DONE | PHEP_N_BY);
  norm.due_min = norm.due_max = moment("2026-03-04T08:00+07:00");
  norm.done = moment("2026-03-04T10:00+07:00");
  norm.by_ms = 7'200'000;
  const auto months = [](std::uint64_t n) {
    return known(n, static_cast<std::uint64_t>(Unit::Months));
  };
  answer.result(spec, norm,
                {{1, 0, {PHEP_ABSENT, 0, 0, 0}, known(3'000'000'000), 0},
                 {2, 0, months(3), months(6), 0},
                 {0, 0, known(1), known(2), 0}});
  CHECK(answer.member("notify") ==
        R"({"binds":true,"by_ms":7200000,"cites":["PDPL@23.1","PDPL@23.2"],"confidence":"C",)"
        R"("done":"2026-03-04T03:00:00Z","due":"2026-03-04T01:00:00Z","sanctions":{"extra":)"
        R"({"applies":"unknown","from":{"n":3,"unit":"months"},"kind":"suspension",)"
        R"("to":{"n":6,"unit":"months"}},"left_out":{"applies":false,"cites":["PDPL@8.4"],)"
        R"("kind":"fine"},"main":{"applies":true,"cites":["PDPL@8.5"],"kind":"fine",)"
        R"("to":{"amount":"3000000000","currency":"VND"}}},"status":"late"})");
}

TEST_CASE("norms that do not bind show no sanction, and exemptions by name") {
  Answered answer;
  const std::vector<Answered::Sanction> rows = {{"main", "fine", Kind::Money, "PDPL@8.5", {}}};
  const std::uint32_t spec = answer.norm("notify", {"PDPL@23.1"}, {"zeta", "alpha", "mid"}, rows);
  phep_norm norm = plain(PHEP_EXEMPT, 0);
  norm.why = 0b011;
  answer.result(spec, norm, {{1, 0, known(1), known(2), 0}});
  CHECK(answer.member("notify") ==
        R"({"binds":false,"cites":["PDPL@23.1"],"status":"exempt","why":["alpha","zeta"]})");
}

TEST_CASE("each status and flag of a norm has its form") {
  struct Row {
    std::int32_t status;
    std::uint32_t flags;
    std::string_view expected;
  };
  const Row rows[] = {
      {PHEP_NOT_APPLICABLE, PHEP_N_NO_TRIGGER,
       R"({"binds":false,"status":"not_applicable","why":["no_trigger"]})"},
      {PHEP_NOT_APPLICABLE, 0, R"({"binds":false,"status":"not_applicable"})"},
      {PHEP_UPCOMING, 0, R"({"binds":false,"status":"upcoming"})"},
      {PHEP_NOT_IN_FORCE, 0, R"({"binds":false,"status":"not_in_force"})"},
      {PHEP_FULFILLED, PHEP_N_BINDS | PHEP_N_DONE | PHEP_N_DONE_DAY,
       R"({"binds":true,"done":"2026-03-01","status":"fulfilled"})"},
      {PHEP_DEFERRED, PHEP_N_BINDS | PHEP_N_UNTIL,
       R"({"binds":true,"status":"deferred","until":"2026-12-31T17:00:00Z"})"},
      {PHEP_PENDING, PHEP_N_BINDS, R"({"binds":true,"status":"pending"})"},
      {PHEP_PENDING, PHEP_N_BINDS | PHEP_N_DUE_FROM,
       R"({"binds":true,"due":{"$awaiting":["calendar 2031"],"$from":"1970-01-01T00:00:00Z"},)"
       R"("status":"pending"})"},
      {PHEP_PENDING, PHEP_N_BINDS | PHEP_N_DUE_UP_TO,
       R"({"binds":true,"due":{"$awaiting":["calendar 2031"],"$up_to":"1970-01-01T00:00:00.001Z"},)"
       R"("status":"pending"})"},
      {PHEP_VIOLATED, PHEP_N_BINDS, R"({"binds":true,"status":"violated"})"},
      {PHEP_MET, PHEP_N_BINDS, R"({"binds":true,"status":"met"})"},
      {PHEP_GRANTED, PHEP_N_BINDS, R"({"binds":true,"status":"granted"})"},
      {PHEP_NOT_GRANTED, PHEP_N_BINDS, R"({"binds":true,"status":"not_granted"})"},
      {PHEP_AVAILABLE, PHEP_N_BINDS, R"({"binds":true,"status":"available"})"},
      {PHEP_NOT_AVAILABLE, PHEP_N_BINDS, R"({"binds":true,"status":"not_available"})"},
      {PHEP_POSSIBLY_VIOLATED, PHEP_N_BINDS, R"({"binds":true,"status":"possibly_violated"})"},
      {PHEP_UNDETERMINED, PHEP_N_BINDS_UNKNOWN | PHEP_N_INEXACT,
       R"({"$inexact":true,"binds":"unknown","status":"undetermined"})"},
      {PHEP_OPEN, PHEP_N_BINDS_UNKNOWN, R"({"binds":"unknown","status":"open"})"},
  };
  for (const Row& row : rows) {
    Answered answer;
    phep_norm norm = plain(row.status, row.flags);
    norm.due_max = 1;
    norm.done = 20'513;
    norm.until = moment("2027-01-01T00:00+07:00");
    norm.awaiting = 2031;
    answer.result(answer.norm("n", {}), norm);
    CHECK(answer.member("n") == row.expected);
  }
}

TEST_CASE("undecided and wrong norms") {
  Answered answer;
  answer.builder.groups.push_back({answer.builder.string("national_day_2027"), 2, 0, 0});
  const std::uint32_t symbol = answer.builder.symbol("m.severity");
  const std::int64_t dates[] = {moment("2027-09-01T24:00+07:00"), moment("2027-09-03T24:00+07:00")};
  phep_norm undecided = plain(PHEP_PENDING, PHEP_N_BINDS | PHEP_N_DUE_ONE_OF);
  undecided.due_min = dates[0];
  undecided.due_max = dates[1];
  undecided.alternatives.ptr = dates;
  undecided.alternative_count = 2;
  undecided.awaiting = 1;
  answer.result(answer.norm("comply", {"SAMPLE@3"}), undecided);
  phep_norm wrong = plain(PHEP_NORM_ERROR, PHEP_N_BINDS_UNKNOWN);
  wrong.done = PHEP_E_CONFLICT;
  wrong.by_ms = symbol;
  answer.result(answer.norm("wrong", {}), wrong);
  CHECK(answer.member("comply") ==
        R"({"binds":true,"cites":["SAMPLE@3"],"due":{"$awaiting":["national_day_2027"],)"
        R"("$one_of":["2027-09-01T17:00:00Z","2027-09-03T17:00:00Z"]},"status":"pending"})");
  CHECK(answer.member("wrong") ==
        R"({"$error":{"at":"m.severity","kind":"conflict"},"binds":"unknown","status":"error"})");
}

TEST_CASE("norms of list elements stand in the byte order of their keys") {
  Answered answer;
  const std::uint32_t spec = answer.norm("answer", {});
  const std::uint32_t other = answer.norm("answer2", {});
  const std::uint32_t unknown = answer.norm("answer_z", {"PDPL@4"});
  std::vector<phep_norm> norms(12, plain(PHEP_PENDING, PHEP_N_BINDS));
  answer.missing = {answer.notified_at, answer.requests};
  norms[11].missing_count = 1;
  phep_norm_array array{};
  array.items.ptr = norms.data();
  array.length = 12;
  array.stride = sizeof(phep_norm);
  phep_norm_array none{};
  none.length = PHEP_UNKNOWN_LIST;
  none.stride = 1;
  answer.results(unknown, answer.requests, "/requests", none);
  answer.results(spec, answer.requests, "/requests", array);
  answer.result(other, norms[0]);
  const std::string text = answer.write();
  std::vector<std::string> keys;
  for (auto at = text.find("\"answer"); at != std::string::npos;
       at = text.find("\"answer", at + 1)) {
    keys.push_back(text.substr(at + 1, text.find('"', at + 1) - at - 1));
  }
  REQUIRE(keys.size() == 14);
  CHECK(std::is_sorted(keys.begin(), keys.end()));
  CHECK(keys[0] == "answer2");
  CHECK(keys[1] == "answer[/requests/0]");
  CHECK(keys[2] == "answer[/requests/10]");
  CHECK(keys[4] == "answer[/requests/1]");
  CHECK(keys[13] == "answer_z[/requests]");
  CHECK(answer.member("answer[/requests/11]") ==
        R"({"binds":true,"missing":["/notified_at"],"status":"pending"})");
  CHECK(
      answer.member("answer_z[/requests]") ==
      R"({"binds":"unknown","cites":["PDPL@4"],"missing":["/requests"],"status":"undetermined"})");
  CHECK(answer.member("missing") == R"(["/notified_at","/requests"])");
}

TEST_CASE("many elements are in byte order too") {
  std::vector<std::string> keys;
  in_text_order(0, 1'234, [&](std::uint32_t i) { keys.push_back(std::to_string(i) + "]"); });
  CHECK(keys.size() == 1'234);
  CHECK(std::is_sorted(keys.begin(), keys.end()));
  in_text_order(0, 0, [&](std::uint32_t) { keys.clear(); });
  CHECK(keys.size() == 1'234);
}

TEST_CASE("knowledge ends on a day") {
  Answered answer;
  answer.builder.known_through = 20'513;  // 2026-03-01
  answer.options.as_of = moment("2026-03-01T24:00+07:00");
  phep_norm norm = plain(PHEP_PENDING, PHEP_N_BINDS | PHEP_N_DUE);
  norm.due_min = norm.due_max = moment("2026-03-01T24:00+07:00");
  const std::uint32_t spec = answer.norm("n", {});
  answer.result(spec, norm);
  CHECK(answer.write().find("beyond_knowledge") == std::string::npos);
  answer.options.as_of += 1;
  CHECK(answer.member("beyond_knowledge") == "true");
  CHECK(answer.member("n").find("beyond_knowledge") == std::string::npos);
  answer.options.as_of -= 1;
  norm.due_min = norm.due_max = moment("2026-03-02T24:00+07:00");
  answer.builder.norm_texts[0].name = answer.builder.string("m");
  answer.result(answer.norm("later", {}), norm);
  CHECK(answer.write().find(R"(Z","beyond_knowledge":true,"decision")") != std::string::npos);
  CHECK(answer.member("later").starts_with(R"({"beyond_knowledge":true,"binds":true)"));
}

TEST_CASE("readings and the certificate") {
  Answered answer;
  auto& builder = answer.builder;
  const auto reading = [&](std::string_view name, std::uint32_t fallback) {
    builder.readings.push_back(
        {builder.string(name), builder.operand_strings({"strict", "lenient"}), fallback, 0});
  };
  reading("m.unused", 0);
  reading("m.K_14", 0);
  reading("m.K_01", 1);
  builder.decisions[0].readings = builder.operand_words({1, 2});
  const std::int32_t chosen[] = {0, 1};  // the third keeps its default
  answer.options.reading_count = 2;
  answer.options.readings.ptr = chosen;
  answer.rests_on = 0b01;
  CHECK(answer.member("readings") == R"({"m.K_14":"lenient"})");
  answer.rests_on = 0b11;
  CHECK(answer.member("readings") == R"({"m.K_01":"lenient","m.K_14":"lenient"})");
  // What is no member of a reading is its default.
  const std::int32_t beyond[] = {-1, -1, 2};
  answer.options.reading_count = 3;
  answer.options.readings.ptr = beyond;
  CHECK(answer.member("readings") == R"({"m.K_01":"lenient","m.K_14":"strict"})");
  answer.options.readings.ptr = nullptr;
  answer.options.reading_count = 0;
  CHECK(answer.member("readings") == R"({"m.K_01":"lenient","m.K_14":"strict"})");
  answer.rests_on = 0;
  answer.options.flags = PHEP_WITH_CERTIFICATE;
  answer.options.law_date = 20'513;
  answer.certificate({0x0123'4567'89AB'CDEF, 2});
  CHECK(answer.member("certificate") ==
        R"({"as_of":"2026-03-10T02:00:00Z","bits":"0123456789abcdef0000000000000002",)"
        R"("calendars":{},"determinations":[],)"
        R"("law_date":"2026-03-01","readings":{"m.K_01":"lenient","m.K_14":"strict"},)"
        R"("release":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"})");
}

TEST_CASE("a result of another shape is refused") {
  Answered answer;
  const Header* const image = answer.builder.build();
  phep_result_head head{};
  head.size = sizeof head;
  head.layout = 6;
  char out[64];
  std::size_t written = 0;
  CHECK(write_result(image, 0, &head, &answer.options, &head, 0, out, sizeof out, &written) ==
        PHEP_BAD_ARGUMENT);
  CHECK(write_result(image, 1, &head, &answer.options, &head, 0, out, sizeof out, &written) ==
        PHEP_BAD_ARGUMENT);
}

}  // namespace
