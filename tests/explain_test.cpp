// Explanations of real and invented cases in both languages, and what a certificate must stand.
#include "compiler/decision/image.h"
#include "compiler/decision/lower.h"
#include "compiler/diagnostics/render.h"
#include "compiler/explain/document.h"
#include "compiler/explain/fact_values.h"
#include "compiler/explain/law_notes.h"
#include "compiler/explain/readings.h"
#include "compiler/workspace/workspace.h"
#include "tests/support/golden.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <chrono>

namespace phep::tests {
namespace {

using nlohmann::json;

// One case of tests/data/explain: what is asked, and words that a person expects in each language.
struct Case {
  json data;
  std::unique_ptr<workspace::Workspace> workspace;
  std::map<FileId, const hir::Module*> modules;
  hir::DefId target;
  decision::Program program;
  std::vector<std::uint8_t> image;
  explain::Question question;

  [[nodiscard]] explain::Lexicon lexicon() const {
    return {modules, workspace->types(), workspace->names()};
  }
};

std::unique_ptr<Case> open_case(const std::string& path) {
  auto out = std::make_unique<Case>();
  out->data = json::parse(read_file(path));
  const std::string folder = path.substr(0, path.rfind('/'));
  const auto read = [folder](const std::string& name) -> std::optional<std::string> {
    const bool beside = name.ends_with(".phep") && !name.contains('/');  // else of the library
    return beside ? std::optional(read_file(folder + "/" + name)) : std::nullopt;
  };
  out->workspace = std::make_unique<workspace::Workspace>(read, workspace::embedded_library());
  const auto module = out->data["module"].get<std::string>();
  const FileId file = module.ends_with(".phep") ? *out->workspace->open(module)
                                                : out->workspace->open_library(module);
  const DiagnosticList list = out->workspace->diagnostics(file);
  INFO(path, "\n", render(list, out->workspace->sources(), {}));
  REQUIRE_FALSE(list.has_errors());
  const auto checked = out->workspace->checked(file);
  for (std::uint32_t i = 0; i < checked->module.defs.size(); ++i)
    if (out->workspace->names().text(checked->module.defs[i].name) ==
        out->data["decision"].get<std::string>())
      out->target = {file, i};
  REQUIRE(out->target.exists());
  out->modules = out->workspace->modules(file);
  const decision::Entry entry{out->target};
  auto lowered = decision::lower(out->modules, out->workspace->types(), out->workspace->names(),
                                 {&entry, 1}, {});
  REQUIRE_FALSE(lowered.diagnostics.has_errors());
  out->program = std::move(lowered.program);
  out->image = decision::encode(out->program);
  const auto as_of = explain::time_of(decision::Kind::Instant, out->data["as_of"]);
  REQUIRE(as_of.has_value());
  out->question = {.program = &out->program,
                   .image = out->image,
                   .facts = out->data["facts"].dump(),
                   .as_of = *as_of,
                   .readings = {}};
  return out;
}

explain::Explanation explained(const Case& asked, Language language,
                               const explain::Certificate* certificate = nullptr) {
  const auto lexicon = asked.lexicon();
  const auto out = explain::explain(
      lexicon, asked.target, asked.question,
      {.norm = asked.data.value("norm", std::string()), .certificate = certificate}, language);
  if (!out) INFO(out.error().output);
  REQUIRE(out.has_value());
  return *out;
}

// Spaces and line breaks count as one blank.
std::string flat(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n';
    if (blank && (out.empty() || out.back() == ' ')) continue;
    out += blank ? ' ' : c;
  }
  return out;
}

}  // namespace

TEST_CASE("explain: ten cases in both languages") {
  const auto files = data_files("explain", ".json");
  REQUIRE(files.size() >= 10);
  for (const std::string& path : files) {
    if (path.ends_with(".explained.json")) continue;
    const auto asked = open_case(path);
    const std::string stem = path.substr(0, path.size() - std::string(".json").size());
    for (const Language language : {Language::Vietnamese, Language::English}) {
      const std::string tongue = language == Language::Vietnamese ? "vi" : "en";
      explain::Explanation explanation = explained(*asked, language);
      explanation.release = "0123456789abcdef";  // any change of the library makes another
      const explain::Document document = explain::compose(explanation);
      const std::string text = explain::document_text(document, false);
      check_recorded(stem + "." + tongue + ".txt", text);
      const std::string page = explain::document_html(document);
      for (const json& words : asked->data[tongue]) {
        INFO(path, " ", tongue, ": ", words);
        CHECK(flat(text).contains(words.get<std::string>()));
        CHECK(page.contains(explain::escaped_html(words.get<std::string>())));
      }
      CHECK_FALSE(page.contains("<script"));
      CHECK_FALSE(page.contains("://"));
      CHECK(page.contains("<html lang=\"" + tongue + "\">"));
    }
  }
}

TEST_CASE("explain: JSON keeps its keys") {
  const auto asked = open_case(data_files("explain", "breach_late.json").at(0));
  const json out = explain::explanation_json(explained(*asked, Language::English));
  for (const char* key :
       {"explanation", "lang", "decision", "label", "as_of", "release", "certificate", "outputs",
        "norms", "readings", "notes", "search", "answer"})
    CHECK(out.contains(key));
  const json& late = out["norms"][0];
  CHECK(late["status"] == "violated");
  const auto norm = std::ranges::find_if(
      out["norms"], [](const json& one) { return one["key"] == "notify_authority"; });
  REQUIRE(norm != out["norms"].end());
  CHECK((*norm)["status"] == "late");
  CHECK((*norm)["row"]["number"] == 5);
  CHECK((*norm)["cites"][0]["source"] == "PDPL@23.1");
  CHECK((*norm)["flips"][0]["changes"][0]["fact"] == "/acts/authority_notified_at");
  CHECK((*norm)["flips"][0]["changes"][0]["to"] == "2026-08-31T03:00:00Z");
  CHECK((*norm)["flips"][0]["status"] == "fulfilled");
  CHECK((*norm)["deadlines"][0]["steps"].size() >= 3);
}

TEST_CASE("explain: a certificate is reproduced, or refused with its reason") {
  const auto asked = open_case(data_files("explain", "breach_late.json").at(0));
  auto replay = explain::Replay::start(asked->question);
  REQUIRE(replay.has_value());
  const json answer = (*replay)->answer();
  const auto certificate = explain::read_certificate(answer.dump());
  REQUIRE(certificate.has_value());
  CHECK(explain::read_certificate(answer["certificate"].dump())->bits == certificate->bits);
  CHECK(explained(*asked, Language::English, &*certificate).certificate_checked);
  CHECK_FALSE(explain::read_certificate("{}").has_value());
  CHECK_FALSE(explain::read_certificate("[1").has_value());

  const auto refused = [&](const explain::Certificate& other, const explain::Question& question) {
    const auto lexicon = asked->lexicon();
    const auto out = explain::explain(lexicon, asked->target, question,
                                      {.norm = {}, .certificate = &other}, Language::English);
    REQUIRE_FALSE(out.has_value());
    REQUIRE_FALSE(out.error().differs.empty());
    std::string all;
    for (const std::string& line : out.error().differs) all += line + "\n";
    return all;
  };
  explain::Certificate other = *certificate;
  other.release = std::string(64, '0');
  CHECK(refused(other, asked->question).contains("another release"));
  other = *certificate;
  other.as_of += 1;
  CHECK(refused(other, asked->question).contains("another moment"));
  other = *certificate;
  other.bits = std::string(other.bits.size(), 'f');
  CHECK(refused(other, asked->question).contains("certificate true or unknown, replay"));
  CHECK(explain::mismatches(*certificate, json::object(), asked->program, Language::English) ==
        std::vector<std::string>{"the replay carries no certificate"});
  other = *certificate;
  other.readings["vn.pdpl.breach.K_29"] = "clause_2";
  CHECK(refused(other, asked->question).contains("another reading vn.pdpl.breach.K_29"));
  explain::Question changed = asked->question;
  changed.facts =
      json(asked->data["facts"])
          .patch(json::parse(R"([{"op":"replace","path":"/role","value":"processes"}])"))
          .dump();
  const std::string facts = refused(*certificate, changed);
  INFO(facts);
  CHECK(facts.contains("other facts"));
  CHECK(facts.contains("vn.pdpl.breach.notify_authority: certificate true, replay false"));
}

TEST_CASE("explain: text that is no text of ours is escaped") {
  CHECK(explain::escaped_html("<b a=\"1\">'&") == "&lt;b a=&quot;1&quot;&gt;&#39;&amp;");
  explain::Document document;
  document.title = "<script>alert(1)</script>";
  document.sections.push_back(
      {.heading = "</h2>", .badge = "<i>", .tone = "\" onload=\"x", .blocks = {{.text = "a < b"}}});
  document.footer = {"&"};
  const std::string page = explain::document_html(document);
  CHECK_FALSE(page.contains("<script>"));
  CHECK_FALSE(page.contains("<i>"));
  CHECK_FALSE(page.contains("\" onload"));
  CHECK(page.contains("a &lt; b"));
}

TEST_CASE("explain: every reading that an answer rests on has its alternatives") {
  const auto asked = open_case(data_files("explain", "dossier_reading.json").at(0));
  auto replay = explain::Replay::start(asked->question);
  REQUIRE(replay.has_value());
  const auto each = explain::answers_of_each_reading(asked->question, (*replay)->answer());
  REQUIRE(each.contains("vn.pdpl.dossiers.K_16"));
  const auto& options = each.at("vn.pdpl.dossiers.K_16");
  REQUIRE(options.size() == 2);
  CHECK(options.at("from_effect")["norms"]["file_dpia"]["due"] == "2026-03-02T17:00:00Z");
  CHECK(options.at("already_late")["norms"]["file_dpia"]["due"] != "2026-03-02T17:00:00Z");
}

TEST_CASE("explain: dates and amounts as each language writes them") {
  const explain::Speech vi(Language::Vietnamese);
  const explain::Speech en(Language::English);
  CHECK(vi.date(20'512) == "28/02/2026");
  CHECK(vi.date(20'700) == "04/9/2026");
  CHECK(en.date(20'700) == "4 September 2026");
  using Midnight = explain::Speech::Midnight;
  CHECK(vi.moment(1'788'541'200'000, 420, Midnight::Ends) ==
        "24 giờ 00 phút, thứ Sáu, ngày 04/9/2026");
  CHECK(en.moment(1'788'541'200'000, 420, Midnight::Begins) ==
        "00:00 on Saturday 5 September 2026");
  CHECK(vi.money(40'000'000, "VND") == "40.000.000 đồng");
  CHECK(en.money(1'250, "EUR") == "EUR 12.50");
  CHECK(vi.money(-5, "EUR") == "-0,05 EUR");
  CHECK(en.span(5 * 3'600'000 + 60'000) == "5 hours 1 minute");
  CHECK(en.term(1, decision::Unit::WorkingDays) == "1 working day");
  CHECK(en.term(96'000, decision::Unit::Months) == "96,000 months");
  CHECK(vi.term(96'000, decision::Unit::Months) == "96.000 tháng");
}

TEST_CASE("explain: sources of the answer in the words of both languages") {
  const auto asked = open_case(data_files("explain", "acts_kept.json").at(0));
  const explain::Lexicon lexicon = asked->lexicon();
  const auto text = [&](const char* source, Language language) {
    return explain::source_text(lexicon, source, language);
  };
  CHECK(text("SAMPLE@1.1..@1.3", Language::English) ==
        "Clause 1 to Clause 3, Article 1 of Law No. 0/0000/QH");
  CHECK(text("SAMPLE@1.1..@1.3", Language::Vietnamese) ==
        "từ khoản 1 đến khoản 3 Điều 1 Luật số 0/0000/QH");
  CHECK(text("SAMPLE@2.1#3", Language::English) ==
        "Paragraph 3, Clause 1, Article 2 of Law No. 0/0000/QH");
  CHECK(text("SAMPLE@2.1#s2", Language::English) ==
        "Sentence 2, Clause 1, Article 2 of Law No. 0/0000/QH");
  CHECK(text("SAMPLE@2.1#s2", Language::Vietnamese) == "câu 2 khoản 1 Điều 2 Luật số 0/0000/QH");
  CHECK(text("SAMPLE@", Language::English) == "Law No. 0/0000/QH");
  CHECK(text("NOWHERE@1", Language::English) == "NOWHERE@1");
  CHECK(explain::draft_text(lexicon, "acts.PAUSE", Language::English) == "Suspension Law");
  CHECK(explain::draft_text(lexicon, "acts.NOTHING", Language::English) == "acts.NOTHING");
}

TEST_CASE("explain: values as facts have them") {
  const decision::Program none;
  const auto written = [&](decision::Kind kind, std::int64_t value) {
    decision::Slot slot;
    slot.kind = kind;
    return explain::fact_json(none, slot, value);
  };
  CHECK(written(decision::Kind::Bool, 1) == true);
  CHECK(written(decision::Kind::Decimal, 125'000'000) == "0.125");
  CHECK(written(decision::Kind::Decimal, -2'500'000'000) == "-2.5");
  CHECK(written(decision::Kind::Decimal, 3'000'000'000) == "3");
  CHECK(written(decision::Kind::Decimal, 1) == "0.000000001");
  CHECK(written(decision::Kind::Date, 20'512) == "2026-02-28");
  CHECK(written(decision::Kind::Date, 9'000'000) == nullptr);  // beyond the year 9999
  CHECK(written(decision::Kind::Instant, 0) == "1970-01-01T00:00:00Z");
  CHECK(written(decision::Kind::Text, 0) == nullptr);
  CHECK_FALSE(explain::time_of(decision::Kind::Date, "2026-02-30").has_value());
  CHECK_FALSE(explain::time_of(decision::Kind::Instant, "2026-02-03").has_value());
  CHECK_FALSE(explain::time_of(decision::Kind::Date, 5).has_value());
}

}  // namespace phep::tests
