// Norms in answers, part by part: who is bound, why, bounds, notes, readings, determinations, and
// what breaches cost together.
#include "compiler/runtime/determination.h"
#include "tests/unit/runtime_answered.h"

#include <map>

namespace {

using namespace phep::runtime;

// Rows of the parties that a norm may bind, those of one party together.
struct Bearer {
  std::string_view party;
  std::vector<std::string_view> cites;
};
void bind(Answered& answer, const std::vector<Bearer>& rows) {
  std::vector<std::uint32_t> words;
  for (const Bearer& row : rows) {
    const Range cites = answer.builder.operand_strings(row.cites);
    words.insert(words.end(), {answer.builder.string(row.party), cites.first, cites.count});
  }
  answer.builder.norm_texts.back().bearers = answer.builder.operand_words(words);
}

TEST_CASE("norms: who is bound is told by party, with all that makes it so") {
  const std::vector<Bearer> rows = {{"deployer", {"AIL@3.5", "AIL@3.6"}},
                                    {"deployer", {}},
                                    {"deployer", {"AIL@4"}},
                                    {"developer", {}},
                                    {"provider", {"X@1"}},
                                    {"provider", {"Y@2", "Z@3"}}};
  for (std::uint64_t mask = 0; mask < 64; ++mask) {
    std::map<std::string, std::vector<std::string>> parties;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if ((mask >> i & 1) == 0) continue;
      auto& cites = parties[std::string(rows[i].party)];
      cites.insert(cites.end(), rows[i].cites.begin(), rows[i].cites.end());
    }
    std::string wanted;
    for (const auto& [party, cites] : parties) {
      wanted += (wanted.empty() ? "\"" : ",\"") + party + "\":[";
      for (std::size_t i = 0; i < cites.size(); ++i)
        wanted += (i == 0 ? "\"" : ",\"") + cites[i] + "\"";
      wanted += "]";
    }
    Answered answer;
    phep_norm norm = plain(PHEP_PENDING, PHEP_N_BINDS);
    norm.bearers = mask;
    answer.result(answer.norm("n", {}), norm);
    bind(answer, rows);
    CHECK(answer.member("n") ==
          R"({"bearer":{)" + wanted + R"(},"binds":true,"status":"pending"})");
  }
  const auto said = [&](std::int32_t status, std::uint32_t flags) {
    Answered answer;
    phep_norm norm = plain(status, flags);
    norm.bearers = 8;
    answer.result(answer.norm("n", {}), norm);
    bind(answer, rows);
    return answer.member("n");
  };
  CHECK(said(PHEP_OPEN, PHEP_N_BINDS_UNKNOWN) ==
        R"({"bearer":{"developer":[]},"binds":"unknown","status":"open"})");
  CHECK(said(PHEP_PENDING, PHEP_N_BINDS | PHEP_N_BEARERS_UNKNOWN) ==
        R"({"bearer":"unknown","binds":true,"status":"pending"})");
  CHECK(said(PHEP_EXEMPT, PHEP_N_BEARERS_UNKNOWN) == R"({"binds":false,"status":"exempt"})");
}

// Numbers of rows beyond the bits stand for those 64 before them.
TEST_CASE("norms: 64 rows of parties have a bit each, more share them") {
  std::vector<std::string> names;
  for (int i = 0; i < 70; ++i) names.push_back("p" + std::to_string(100 + i));
  std::vector<Bearer> rows;
  for (const std::string& name : names) rows.push_back({name, {"X@1"}});
  for (std::size_t i = 0; i < 64; ++i) {
    Answered answer;
    phep_norm norm = plain(PHEP_PENDING, PHEP_N_BINDS);
    norm.bearers = std::uint64_t{1} << i;
    answer.result(answer.norm("n", {}), norm);
    bind(answer, rows);
    const std::string also = i < 6 ? ",\"" + names[i + 64] + "\":[\"X@1\"]" : "";
    CHECK(answer.member("n") == "{\"bearer\":{\"" + names[i] + "\":[\"X@1\"]" + also +
                                    R"(},"binds":true,"status":"pending"})");
  }
}

TEST_CASE("norms: up to 64 reasons are told by name, of exemptions or of evidence") {
  std::vector<std::string> names;
  for (int i = 0; i < 66; ++i) names.push_back("r" + std::to_string(200 - i));
  for (const bool exempt : {true, false})
    for (int i = 0; i < 64; ++i) {
      Answered answer;
      const std::uint32_t spec = answer.norm("n", {}, {"one", "other"});
      NormText& text = answer.builder.norm_texts.back();
      const Range all = answer.builder.operand_strings({names.begin(), names.end()});
      (exempt ? text.exempt_names : text.evidence_names) = all;
      const std::int32_t status = exempt ? PHEP_EXEMPT : PHEP_MET;
      phep_norm norm = plain(status, 0);
      norm.why = std::uint64_t{1} << i | 1;
      answer.result(spec, norm);
      const std::string both = i == 0 ? "" : "\"" + names[static_cast<std::size_t>(i)] + "\",";
      CHECK(answer.member("n") == std::string(R"({"binds":false,"status":")") +
                                      (exempt ? "exempt" : "met") + R"(","why":[)" + both +
                                      R"("r200"]})");
    }
  // What gave the status alone is told before names.
  const auto why = [](NormKind kind, std::int32_t status, std::uint32_t flags, std::uint64_t bits) {
    Answered answer;
    const std::uint32_t spec = answer.norm("n", {}, {"one", "other"});
    answer.builder.norm_specs.back().norm = kind;
    phep_norm norm = plain(status, flags);
    norm.why = bits;
    answer.result(spec, norm);
    const std::string text = answer.member("n");
    const auto at = text.find("\"why\":");
    return at == std::string::npos ? "" : text.substr(at + 6, text.size() - at - 7);
  };
  CHECK(why(NormKind::EventDuty, PHEP_NOT_APPLICABLE, PHEP_N_NO_TRIGGER, 0) == R"(["no_trigger"])");
  CHECK(why(NormKind::EventDuty, PHEP_NOT_APPLICABLE, PHEP_N_ENDED, 0) == R"(["ended"])");
  CHECK(why(NormKind::Power, PHEP_GRANTED, 0, 0) == R"(["silence"])");
  CHECK(why(NormKind::Power, PHEP_NOT_GRANTED, 0, 0) == R"(["silence"])");
  CHECK(why(NormKind::Power, PHEP_AVAILABLE, 0, 0) == "");
  CHECK(why(NormKind::EventDuty, PHEP_GRANTED, 0, 0) == "");
  CHECK(why(NormKind::EventDuty, PHEP_EXEMPT, 0, 2) == R"(["other"])");
}

TEST_CASE("norms: all that may be told of one, in the order of keys") {
  const auto said = [](std::int32_t status, std::uint32_t flags, std::uint8_t kept) {
    Answered answer;
    answer.missing = {answer.affected};
    const std::uint32_t spec = answer.norm("n", {"X@1"}, {}, {}, 1);
    NormText& text = answer.builder.norm_texts.back();
    text.breach_of = answer.builder.string("other");
    text.proof = answer.builder.string("holder");
    answer.builder.norm_specs.back().kept = kept;
    phep_norm norm = plain(status, flags);
    norm.due_min = norm.due_max = 1'000;
    norm.done = 2'000;
    norm.by_ms = 3;
    norm.until = 4'000;
    norm.since = 5'000;
    norm.missing_count = 1;
    answer.result(spec, norm);
    return answer.member("n");
  };
  constexpr std::uint32_t kAll = PHEP_N_BINDS | PHEP_N_DUE | PHEP_N_DONE | PHEP_N_BY |
                                 PHEP_N_UNTIL | PHEP_N_INEXACT | PHEP_N_EXCUSED | PHEP_N_SINCE;
  CHECK(said(PHEP_LATE, kAll, 0) ==
        R"({"$inexact":true,"binds":true,"breach_of":"other","by_ms":3,"cites":["X@1"],)"
        R"("confidence":"B","done":"1970-01-01T00:00:02Z","due":"1970-01-01T00:00:01Z",)"
        R"("excused":true,"missing":["/affected"],"proof":"holder",)"
        R"("since":"1970-01-01T00:00:05Z","status":"late","until":"1970-01-01T00:00:04Z"})");
  CHECK(said(PHEP_VIOLATED, kAll, 1) ==
        R"({"$inexact":true,"binds":true,"breach_of":"other","by_ms":3,"cites":["X@1"],)"
        R"("confidence":"B","ended":"1970-01-01T00:00:02Z","excused":true,)"
        R"("missing":["/affected"],"proof":"holder","since":"1970-01-01T00:00:05Z",)"
        R"("status":"violated","through":"1970-01-01T00:00:01Z",)"
        R"("until":"1970-01-01T00:00:04Z"})");
  CHECK(said(PHEP_EXEMPT, PHEP_N_EXCUSED_UNKNOWN, 0) ==
        R"({"binds":false,"cites":["X@1"],"confidence":"B","excused":"unknown",)"
        R"("missing":["/affected"],"status":"exempt"})");
}

TEST_CASE("norms: a deadline beyond knowledge is told as such, whichever end is known") {
  const auto beyond = [](std::uint32_t flags, std::string_view least, std::string_view most) {
    Answered answer;
    answer.builder.known_through = 20'513;  // 2026-03-01
    answer.options.as_of = moment("2026-02-01T08:00+07:00");
    phep_norm norm = plain(PHEP_PENDING, PHEP_N_BINDS | flags);
    norm.due_min = moment(least);
    norm.due_max = moment(most);
    norm.awaiting = 0;
    answer.result(answer.norm("n", {}), norm);
    const bool said = answer.member("n").starts_with(R"({"beyond_knowledge":true,)");
    CHECK((answer.write().find(R"(Z","beyond_knowledge":true)") != std::string::npos) == said);
    return said;
  };
  constexpr std::string_view kBefore = "2026-03-01T24:00+07:00", kAfter = "2026-03-02T00:01+07:00";
  for (const std::uint32_t flag : {PHEP_N_DUE, PHEP_N_DUE_ONE_OF, PHEP_N_DUE_UP_TO}) {
    CHECK(beyond(flag, kBefore, kAfter));
    CHECK_FALSE(beyond(flag, kBefore, kBefore));
  }
  CHECK(beyond(PHEP_N_DUE_FROM, kAfter, kBefore));
  CHECK_FALSE(beyond(PHEP_N_DUE_FROM, kBefore, kAfter));
  CHECK_FALSE(beyond(0, kAfter, kAfter));
}

TEST_CASE("norms: a sanction is told with its limits and measures") {
  const auto said = [](std::int32_t applies, std::uint32_t flags) {
    Answered answer;
    answer.missing = {answer.affected};
    const phep_bounds bounds{5, 9, 0, 1, PHEP_B_LEAST, 0};
    phep_sanction row{applies, flags, known(1), {}, 1'000};
    row.to = {PHEP_BETWEEN, 0, reinterpret_cast<std::uintptr_t>(&bounds), 0};
    const std::uint32_t spec = answer.norm("n", {}, {}, {{"main", "fine", Kind::Money, "X@1", {}}});
    const Range measures = answer.builder.operand_strings({"stop", "undo"});
    const std::uint32_t words = answer.builder.norm_texts.back().sanctions.first;
    answer.builder.operands[words + 4] = measures.first;
    answer.builder.operands[words + 5] = measures.count;
    answer.result(spec, plain(PHEP_VIOLATED, PHEP_N_BINDS), {row});
    return answer.member("sanctions");
  };
  const std::string bounds = R"("from":{"amount":"1","currency":"VND"},"kind":"fine")";
  const std::string to =
      R"("to":{"$at_least":{"amount":"5","currency":"VND"},"$unknown":["/affected"]}}})";
  const std::string measures = R"("measures":["stop","undo"])";
  CHECK(said(1, PHEP_S_LIMITED | PHEP_S_BARRED) ==
        R"({"main":{"applies":true,"cites":["X@1"],)" + bounds +
            R"(,"limitation":"1970-01-01T00:00:01Z",)" + measures + R"(,"time_barred":true,)" + to);
  CHECK(said(2, PHEP_S_BARRED_UNKNOWN) == R"({"main":{"applies":"unknown","cites":["X@1"],)" +
                                              bounds + "," + measures +
                                              R"(,"time_barred":"unknown",)" + to);
  CHECK(said(1, 0) ==
        R"({"main":{"applies":true,"cites":["X@1"],)" + bounds + "," + measures + "," + to);
  CHECK(said(0, PHEP_S_LIMITED | PHEP_S_BARRED) ==
        R"({"main":{"applies":false,"cites":["X@1"],"kind":"fine",)" + measures + "}}");
}

TEST_CASE("answers: the known ends of an unknown number") {
  for (std::uint32_t flags = 0; flags < 8; ++flags) {
    Answered answer;
    answer.missing = {answer.affected, answer.notified_at};
    const phep_bounds bounds{-5, 9, 1, 1, flags, 0};
    answer.output("it", Kind::Money,
                  {PHEP_BETWEEN, 0, reinterpret_cast<std::uintptr_t>(&bounds), 0},
                  answer.builder.string("VND"));
    std::string wanted = "{";
    if ((flags & PHEP_B_LEAST) != 0) wanted += R"("$at_least":{"amount":"-5","currency":"VND"},)";
    if ((flags & PHEP_B_MOST) != 0) wanted += R"("$at_most":{"amount":"9","currency":"VND"},)";
    if ((flags & PHEP_B_INEXACT) != 0) wanted += R"("$inexact":true,)";
    CHECK(answer.member("it") == wanted + R"("$unknown":["/notified_at"]})");
    CHECK(answer.member("missing") == R"(["/notified_at"])");
  }
}

// The two bits of a note: it holds somewhere, it may hold somewhere.
TEST_CASE("answers: notes of law stand on their own marks") {
  constexpr std::uint32_t kNotes = 100;
  for (std::uint32_t i = 0; i < kNotes; ++i)
    for (const std::uint64_t bits : {1, 2, 3}) {
      Answered answer;
      for (std::uint32_t n = 0; n < kNotes; ++n) {
        const std::string number = std::to_string(n);
        answer.builder.notes.push_back(
            {n, answer.builder.string("A@" + number), answer.builder.string("suspends"),
             answer.builder.string("B@1"), answer.builder.string("m.n"),
             n % 2 == 0 ? kNone : answer.builder.string("while it lasts")});
      }
      std::uint64_t words[4] = {};
      words[i / 32] = bits << (i % 32 * 2);
      answer.certificate({words[0], words[1], words[2], words[3]});
      const std::string because = i % 2 == 0 ? "" : R"("because":"while it lasts",)";
      const std::string possible = bits == 2 ? R"(,"possible":true)" : "";
      CHECK(answer.member("law") == "[{" + because + R"("by":"A@)" + std::to_string(i) +
                                        R"(","does":"suspends","of":"B@1","on":"m.n")" + possible +
                                        "}]");
    }
  Answered answer;
  for (const std::uint32_t bit : {2U, 1U})
    answer.builder.notes.push_back({bit, answer.builder.string("A@" + std::to_string(bit)),
                                    answer.builder.string("suspends"), answer.builder.string("B@1"),
                                    answer.builder.string("m.n"), kNone});
  answer.certificate({0b11'0100});
  CHECK(answer.member("law") == R"([{"by":"A@2","does":"suspends","of":"B@1","on":"m.n"},)"
                                R"({"by":"A@1","does":"suspends","of":"B@1","on":"m.n"}])");
  answer.certificate({0b11});
  CHECK(answer.write().find("\"law\"") == std::string::npos);
}

TEST_CASE("answers: 64 readings may be rested on, a certificate tells all") {
  std::string first, all;
  Answered answer;
  std::vector<std::uint32_t> used;
  for (int i = 0; i < 66; ++i) {
    const std::string name = "m.K" + std::to_string(100 + i);
    answer.builder.readings.push_back(
        {answer.builder.string(name), answer.builder.operand_strings({"a", "b"}), 1, 0});
    used.push_back(static_cast<std::uint32_t>(i));
    all += (i == 0 ? "\"" : ",\"") + name + "\":\"b\"";
    if (i < 64) first = all;
  }
  answer.builder.decisions[0].readings = answer.builder.operand_words(used);
  answer.rests_on = ~std::uint64_t{0};
  CHECK(answer.member("readings") == "{" + first + "}");
  for (int i = 0; i < 64; ++i) {
    answer.rests_on = std::uint64_t{1} << i;
    CHECK(answer.member("readings") == "{\"m.K" + std::to_string(100 + i) + "\":\"b\"}");
  }
  answer.rests_on = 0;
  answer.options.flags = PHEP_WITH_CERTIFICATE;
  CHECK(answer.member("certificate").find("\"readings\":{" + all + "}") != std::string::npos);
}

TEST_CASE("answers: determinations that matter are told, a certificate names those it rests on") {
  const auto text = [](std::string_view words) {
    return String{words.data(), static_cast<std::uint32_t>(words.size())};
  };
  using State = DeterminationState;
  for (int mattering = 0; mattering < 16; ++mattering) {
    Determination all[4]{};
    constexpr State kStates[] = {State::Made, State::NotYet, State::Expired, State::Made};
    constexpr std::string_view kPlaces[] = {"/a", "/b", "/c", "/d"};
    constexpr std::string_view kIds[] = {"1", "2", "3", "4"};
    std::string told, named;
    for (int i = 0; i < 4; ++i) {
      Determination& one = all[i];
      one.next = i < 3 ? all + i + 1 : nullptr;
      one.place = text(kPlaces[i]);
      one.author = text("A");
      one.basis = i == 3 ? text("report") : String{nullptr, 0};
      one.id = text(kIds[i]);
      one.on = 20'513;
      one.until = i == 2 ? 20'514 : PHEP_NO_DATE;
      one.state = kStates[i];
      one.matters = (mattering >> i & 1) != 0;
      if (!one.matters) continue;
      const std::string id(kIds[i]);
      told += (told.empty() ? "{\"at\":\"" : ",{\"at\":\"") + std::string(kPlaces[i]) +
              R"(","author":"A",)" + (i == 3 ? R"("basis":"report",)" : "") +
              (i == 2 ? R"("expired":true,)" : "") + "\"id\":\"" + id + "\"," +
              (i == 1 ? R"("not_yet":true,)" : "") + R"("on":"2026-03-01")" +
              (i == 2 ? R"(,"until":"2026-03-02")" : "") + "}";
      if (kStates[i] == State::Made) named += (named.empty() ? "\"" : ",\"") + id + "\"";
    }
    Answered answer;
    answer.determinations = all;
    const std::string said = answer.write();
    CHECK((said.find("\"determinations\"") == std::string::npos) == told.empty());
    if (!told.empty()) CHECK(answer.member("determinations") == "[" + told + "]");
    answer.options.flags = PHEP_WITH_CERTIFICATE;
    CHECK(answer.member("certificate").find("\"determinations\":[" + named + "],") !=
          std::string::npos);
  }
}

// A norm of an answer that adds up costs: its currency and rows.
struct Cost {
  std::string_view currency;
  std::vector<phep_sanction> rows;
  std::string_view kind = "fine";
  std::int32_t status = PHEP_VIOLATED;
};
std::string costs(const std::vector<Cost>& norms) {
  Answered answer;
  answer.builder.decisions[0].exposure = answer.builder.string("total");
  for (std::size_t n = 0; n < norms.size(); ++n) {
    std::vector<std::string> labels;
    for (std::size_t i = 0; i < norms[n].rows.size(); ++i)
      labels.push_back("s" + std::to_string(i));
    std::vector<Answered::Sanction> rows;
    for (const std::string& label : labels)
      rows.push_back({label, norms[n].kind, Kind::Money, "", {}});
    const std::uint32_t spec = answer.norm("n" + std::to_string(n), {}, {}, rows);
    answer.builder.norm_texts.back().currencies =
        norms[n].currency.empty() ? kNone : answer.builder.string(norms[n].currency);
    answer.result(spec, plain(norms[n].status, PHEP_N_BINDS), norms[n].rows);
  }
  const std::string text = answer.member("exposure");
  return text.substr(9, text.size() - 10);  // within {"total":…}
}
std::string money(std::string_view amount, std::string_view currency = "VND") {
  return R"({"amount":")" + std::string(amount) + R"(","currency":")" + std::string(currency) +
         "\"}";
}
std::string between(std::string_view least, std::string_view most,
                    std::string_view currency = "VND") {
  const std::string to = most.empty() ? "" : ",\"to\":" + money(most, currency);
  return "\"" + std::string(currency) + "\":{\"from\":" + money(least, currency) + to + "}";
}

constexpr phep_value kNoValue{PHEP_ABSENT, 0, 0, 0};
phep_sanction fine(std::int32_t applies, phep_value from, phep_value to, std::uint32_t flags = 0) {
  return {applies, flags, from, to, 0};
}

TEST_CASE("costs: figures of one currency are added, currencies stand by themselves") {
  CHECK(costs({}) == R"({"amounts":{}})");
  CHECK(costs({{"VND", {fine(1, known(3), known(5))}}, {"VND", {fine(1, known(10), known(20))}}}) ==
        R"({"amounts":{)" + between("13", "25") + "}}");
  CHECK(costs({{"VND", {fine(1, known(3), known(5))}},
               {"EUR", {fine(1, known(1), known(2))}},
               {"USD", {fine(1, known(7), known(8))}},
               {"EUR", {fine(1, known(10), known(20))}},
               {"", {}}}) == R"({"amounts":{)" + between("11", "22", "EUR") + "," +
                                 between("7", "8", "USD") + "," + between("3", "5") + "}}");
  CHECK(costs({{"VND", {fine(1, known(3), known(5)), fine(1, known(1), known(1))}}}) ==
        R"({"amounts":{)" + between("4", "6") + "}}");
  CHECK(costs({{"VND", {fine(0, known(3), known(5))}}}) ==
        R"({"amounts":{)" + between("0", "0") + "}}");
}

TEST_CASE("costs: what may apply counts upwards, what is barred not at all") {
  const std::string maybe = R"(},"uncertain":["n0.s0"]})";
  CHECK(costs({{"VND", {fine(2, known(3), known(5))}}}) ==
        R"({"amounts":{)" + between("0", "5") + maybe);
  CHECK(costs({{"VND", {fine(1, known(3), known(5), PHEP_S_BARRED_UNKNOWN)}}}) ==
        R"({"amounts":{)" + between("0", "5") + maybe);
  CHECK(costs({{"VND", {fine(1, known(3), known(5), PHEP_S_BARRED)}}}) ==
        R"({"amounts":{)" + between("0", "0") + R"(},"time_barred":["n0.s0"]})");
  CHECK(costs({{"VND", {fine(1, known(3), known(5)), fine(2, known(7), known(9))}}}) ==
        R"({"amounts":{)" + between("3", "14") + R"(},"uncertain":["n0.s1"]})");
}

TEST_CASE("costs: ends that are not known") {
  const auto one = [](const phep_sanction& row) { return costs({{"VND", {row}}}); };
  const phep_value unknown{PHEP_UNKNOWN, 0, 0, 0}, error{PHEP_ERROR, 0, PHEP_E_OVERFLOW, 0};
  const auto bounded = [](const phep_bounds& bounds) {
    return phep_value{PHEP_BETWEEN, 0, reinterpret_cast<std::uintptr_t>(&bounds), 0};
  };
  const auto said = [](std::string_view least, std::string_view most) {
    return R"({"amounts":{)" + between(least, most) + "}}";
  };
  const phep_bounds low{4, 6, 0, 0, PHEP_B_LEAST, 0}, high{4, 6, 0, 0, PHEP_B_MOST, 0},
      both{4, 6, 0, 0, PHEP_B_LEAST | PHEP_B_MOST, 0}, below{-4, 6, 0, 0, PHEP_B_LEAST, 0};
  CHECK(one(fine(1, unknown, known(9))) == said("0", "9"));
  CHECK(one(fine(1, error, known(9))) == said("0", "9"));
  CHECK(one(fine(1, bounded(low), known(9))) == said("4", "9"));
  CHECK(one(fine(1, bounded(both), known(9))) == said("4", "9"));
  CHECK(one(fine(1, bounded(high), known(9))) == said("0", "9"));
  CHECK(one(fine(1, bounded(below), known(9))) == said("0", "9"));
  CHECK(one(fine(1, known(1), unknown)) == said("1", ""));
  CHECK(one(fine(1, known(1), error)) == said("1", ""));
  CHECK(one(fine(1, known(1), bounded(low))) == said("1", ""));
  CHECK(one(fine(1, known(1), bounded(high))) == said("1", "6"));
  CHECK(one(fine(1, known(1), bounded(both))) == said("1", "6"));
  CHECK(costs({{"VND", {fine(1, known(1), known(2))}, "fine", PHEP_NORM_ERROR}}) == said("1", ""));
  CHECK(costs({{"VND", {fine(1, known(1), unknown)}}, {"VND", {fine(1, known(2), known(3))}}}) ==
        said("3", ""));
  CHECK(costs({{"VND", {fine(1, known(2), known(3))}}, {"VND", {fine(1, known(1), unknown)}}}) ==
        said("3", ""));
}

TEST_CASE("costs: none goes beyond the caps that certainly apply") {
  const auto said = [](std::string_view least, std::string_view most,
                       std::string_view uncertain = "") {
    return R"({"amounts":{)" + between(least, most) + "}" +
           (uncertain.empty() ? "" : R"(,"uncertain":[)" + std::string(uncertain) + "]") + "}";
  };
  const auto cap = [](std::int32_t applies, std::uint64_t most) {
    return fine(applies, kNoValue, known(most));
  };
  const phep_sanction figure = fine(1, known(3), known(9)),
                      unknown_cap = fine(1, kNoValue, {PHEP_UNKNOWN, 0, 0, 0}),
                      open = fine(1, known(3), {PHEP_UNKNOWN, 0, 0, 0});
  CHECK(costs({{"VND", {figure, cap(1, 7)}}}) == said("3", "7"));
  CHECK(costs({{"VND", {figure, cap(1, 2)}}}) == said("2", "2"));
  CHECK(costs({{"VND", {figure, cap(1, 20)}}}) == said("3", "9"));
  CHECK(costs({{"VND", {figure, cap(1, 9)}}}) == said("3", "9"));
  CHECK(costs({{"VND", {figure, cap(1, 8), cap(1, 6), cap(1, 7)}}}) == said("3", "6"));
  CHECK(costs({{"VND", {cap(1, 8), cap(1, 6), figure}}}) == said("3", "6"));
  CHECK(costs({{"VND", {open, cap(1, 20)}}}) == said("3", "20"));
  // A cap that is not certain, or not known, caps nothing.
  CHECK(costs({{"VND", {figure, cap(2, 7)}}}) == said("3", "9", "\"n0.s1\""));
  CHECK(costs({{"VND", {figure, unknown_cap}}}) == said("3", "9"));
  // Without a figure the caps are the figure: the least of the certain, the most of the others.
  CHECK(costs({{"VND", {cap(1, 8)}}}) == said("0", "8"));
  CHECK(costs({{"VND", {cap(1, 8), cap(1, 6), cap(1, 7)}}}) == said("0", "6"));
  CHECK(costs({{"VND", {cap(1, 8), cap(2, 20)}}}) == said("0", "8", "\"n0.s1\""));
  CHECK(costs({{"VND", {cap(2, 5), cap(2, 20)}}}) == said("0", "20", "\"n0.s0\",\"n0.s1\""));
  CHECK(costs({{"VND", {cap(2, 20), cap(2, 5)}}}) == said("0", "20", "\"n0.s0\",\"n0.s1\""));
  CHECK(costs({{"VND", {unknown_cap}}}) == said("0", ""));
  CHECK(costs({{"VND", {unknown_cap, cap(1, 8)}}}) == said("0", "8"));
  CHECK(costs({{"VND", {fine(2, known(3), known(9)), cap(2, 20)}}}) ==
        said("0", "20", "\"n0.s0\",\"n0.s1\""));
  CHECK(costs({{"VND", {fine(2, known(3), known(30)), cap(2, 20)}}}) ==
        said("0", "30", "\"n0.s0\",\"n0.s1\""));
  CHECK(costs({{"VND", {fine(2, known(3), known(30)), cap(1, 20)}}}) ==
        said("0", "20", "\"n0.s0\""));
}

TEST_CASE("costs: what is no figure is listed") {
  const auto listed = [](std::string_view kind, const phep_sanction& row) {
    return costs({{"VND", {row}, kind}, {"", {row}, kind}})
        .substr(std::string_view(R"({"amounts":{)").size());
  };
  const std::string none = between("0", "0") + "}";
  CHECK(listed("not_set", fine(1, kNoValue, kNoValue)) ==
        none + R"(,"not_set":["n0.s0","n1.s0"]})");
  CHECK(listed("suspension", fine(1, known(1), known(2))) ==
        none + R"(,"other":["n0.s0","n1.s0"]})");
  CHECK(listed("suspension", fine(2, known(1), known(2))) ==
        none + R"(,"other":["n0.s0","n1.s0"],"uncertain":["n0.s0","n1.s0"]})");
  CHECK(listed("not_set", fine(1, kNoValue, kNoValue, PHEP_S_BARRED)) ==
        none + R"(,"time_barred":["n0.s0","n1.s0"]})");
  CHECK(listed("suspension", fine(0, known(1), known(2), PHEP_S_BARRED)) == none + "}");
}

TEST_CASE("costs: sums beyond 64 bits are at least that, and open") {
  const std::uint64_t much = INT64_MAX;
  CHECK(costs({{"VND", {fine(1, known(much), known(much))}}}) ==
        R"({"amounts":{)" + between("9223372036854775807", "9223372036854775807") + "}}");
  CHECK(costs({{"VND", {fine(1, known(much), known(much)), fine(1, known(1), known(1))}}}) ==
        R"({"amounts":{)" + between("9223372036854775807", "") + "}}");
}

}  // namespace
