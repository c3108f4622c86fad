// The report: what stands at its head, then case after case.
#include "compiler/report/report.h"

#include "compiler/base/capital.h"
#include "compiler/explain/document.h"
#include "compiler/report/case_page.h"
#include "compiler/report/page.h"
#include "compiler/report/times.h"

#include <fmt/format.h>

#include <algorithm>

namespace phep::report {

using explain::escaped_html;
using explain::NormNote;
using explain::Speech;

namespace {

constexpr std::size_t kAgenda = 40;  // due dates at the head of a report of several cases

std::string link(std::size_t number, const Case& of) {
  return fmt::format("<a href=\"#c{}\">{}</a>", number, escaped_html(capitalised(of.name)));
}

// A row a case: how its norms stand, what is due next, what it may cost.
std::string overview(std::span<const Case> cases, const Speech& speech) {
  Table table{.caption = speech.say("Mỗi hồ sơ: số quy định theo tình trạng và mức tiền phạt",
                                    "Each case: provisions by status, and what breaches may cost"),
              .head = {speech.say("Hồ sơ", "Case"), speech.say("Câu hỏi", "Question"),
                       speech.say("Thời điểm xét", "As of")}};
  for (const Standing standing : kStandings)
    table.head.push_back(capitalised(standing_words(standing, speech)));
  const bool priced = std::ranges::any_of(
      cases, [](const Case& one) { return !exposure_words(one.explanation).empty(); });
  if (priced) table.head.push_back(speech.say("Mức tiền phạt", "Exposure"));
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const explain::Explanation& all = cases[i].explanation;
    std::vector<std::string> row = {link(i + 1, cases[i]),
                                    escaped_html(explain::parts_of(all).title),
                                    escaped_html(all.as_of_text)};
    for (const std::size_t count : tally_of(all))
      row.push_back(count == 0 ? "–" : std::to_string(count));
    if (priced) row.push_back(escaped_html(exposure_words(all)));
    table.rows.push_back(std::move(row));
  }
  return table_html(table);
}

// What is still to be done in any of the cases, by due date.
std::string agenda(std::span<const Case> cases, const Speech& speech) {
  struct Entry {
    std::int64_t due;
    std::size_t of;
    const NormNote* note;
  };
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < cases.size(); ++i)
    for (const NormNote& note : cases[i].explanation.norms)
      if (const Due due = due_of(note); standing_of(note.status) == Standing::Ahead && due.exists())
        entries.push_back({due.at.front(), i, &note});
  if (entries.empty()) return {};
  std::ranges::stable_sort(entries, {}, &Entry::due);
  Table table{
      .caption = speech.say("Mọi hồ sơ, hạn gần nhất trước", "All cases, the nearest first"),
      .head = {speech.say("Việc phải làm", "To be done"), speech.say("Hạn", "Due"),
               speech.say("Hồ sơ", "Case")}};
  for (const Entry& one : entries) {
    if (table.rows.size() == kAgenda) break;
    table.rows.push_back({escaped_html(one.note->label), escaped_html(due_words(*one.note, speech)),
                          link(one.of + 1, cases[one.of])});
  }
  return "<h2>" + escaped_html(speech.say("Các hạn sắp tới", "What is due next")) + "</h2>\n" +
         table_html(table);
}

}  // namespace

std::string report_html(std::span<const Case> cases, Language language) {
  const Speech speech(language);
  const bool one = cases.size() == 1;
  const std::string title =
      one ? explain::parts_of(cases[0].explanation).title
          : speech.say("Nghĩa vụ và thời hạn theo pháp luật", "Legal obligations and due dates");
  std::string body = "<header class=\"mast\">\n<p class=\"kind\">" +
                     speech.say("Phép · Báo cáo tuân thủ", "Phép · Compliance report") +
                     "</p>\n<h1>" + escaped_html(title) + "</h1>\n<p>" +
                     escaped_html(one ? cases[0].explanation.as_of_text
                                      : speech.say(fmt::format("{} hồ sơ", cases.size()),
                                                   fmt::format("{} cases", cases.size()))) +
                     "</p>\n</header>\n";
  if (!one) {
    body += "<h2>" + escaped_html(speech.say("Tổng quan", "Overview")) + "</h2>\n" +
            overview(cases, speech) + agenda(cases, speech);
  }
  for (std::size_t i = 0; i < cases.size(); ++i)
    body += case_html(cases[i], one ? 0 : i + 1, speech);
  return page(title, body + foot_html(cases, speech), language, false);
}

nlohmann::json report_json(std::span<const Case> cases, Language language) {
  nlohmann::json list = nlohmann::json::array();
  for (const Case& one : cases)
    list.push_back(
        {{"name", one.name}, {"explanation", explain::explanation_json(one.explanation)}});
  nlohmann::json rows = nlohmann::json::array();
  for (const Row& row : rows_of(cases, language))
    rows.push_back({{"case", row.of->name},
                    {"norm", row.norm->symbol},
                    {"key", row.norm->key},
                    {"obligation", row.obligation},
                    {"provision", row.provision},
                    {"bearer", row.bearer},
                    {"addressee", row.addressee},
                    {"form", row.form},
                    {"due", row.due_digits},
                    {"status", row.norm->status},
                    {"fine", row.fine},
                    {"confidence", row.confidence},
                    {"owner", ""},
                    {"evidence", ""}});
  return {{"report", 1},
          {"lang", language == Language::Vietnamese ? "vi" : "en"},
          {"cases", std::move(list)},
          {"register", std::move(rows)}};
}

}  // namespace phep::report
