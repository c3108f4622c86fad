#include "compiler/report/case_page.h"

#include "compiler/base/capital.h"
#include "compiler/explain/document.h"
#include "compiler/explain/norm_note.h"
#include "compiler/report/page.h"
#include "compiler/report/timeline.h"
#include "compiler/report/times.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace phep::report {

using explain::escaped_html;
using explain::Explanation;
using explain::NormNote;
using explain::Speech;
using nlohmann::json;

namespace {

bool is_exposure(const Explanation& explanation, const explain::OutputNote& note) {
  const auto found = explanation.answer.find("exposure");
  return found != explanation.answer.end() && found->contains(note.key);
}

// A fact that is missing, with the norms that wait for it, in the order of the norms.
struct Wanted {
  const explain::Missing* fact;
  std::vector<std::string> norms;
};

class CasePage {
 public:
  CasePage(const Case& of, std::size_t number, const Speech& speech)
      : all_(of.explanation),
        case_(of),
        number_(number),
        speech_(speech),
        parts_(explain::parts_of(of.explanation)) {}

  std::string write();

 private:
  [[nodiscard]] std::string say(std::string_view vi, std::string_view en) const {
    return speech_.say(vi, en);
  }
  void heading(int level, std::string_view text) {
    out_ += fmt::format("<h{0}>{1}</h{0}>\n", level, escaped_html(text));
  }
  void section(const explain::Section& section, int level) {
    if (!section.blocks.empty() || !section.below.empty())
      out_ += explain::section_html(section, level, speech_.language());
  }
  [[nodiscard]] std::string anchor(std::size_t norm) const {
    return fmt::format("c{}-n{}", number_, norm + 1);
  }
  void tally();
  void obligations();
  void reasons();
  void missing();

  const Explanation& all_;
  const Case& case_;
  std::size_t number_;
  const Speech& speech_;
  explain::Parts parts_;
  std::string out_;
};

void CasePage::tally() {
  const Tally tally = tally_of(all_);
  out_ += "<ul class=\"tally\">\n";
  for (const Standing standing : kStandings) {
    constexpr std::array<std::string_view, kStandings.size()> kTones = {"bad", "open", "open",
                                                                        "good", "quiet"};
    const auto at = static_cast<std::size_t>(standing);
    out_ += fmt::format("<li class=\"{}\"><b>{}</b> {}</li>\n",
                        tally.at(at) == 0 ? "zero" : kTones.at(at), tally.at(at),
                        escaped_html(standing_words(standing, speech_)));
  }
  out_ += "</ul>\n";
}

void CasePage::obligations() {
  if (parts_.bound.empty()) return;
  heading(3, say("Nghĩa vụ, quyền và hạn", "Obligations, rights and due dates"));
  out_ += timeline_html(case_, as_of(case_), fmt::format("c{}-time", number_), speech_.language());
  Table table{.caption = say("Quy định ràng buộc hoặc có thể ràng buộc, việc gấp trước",
                             "What binds or may bind, the pressing first"),
              .head = {say("Quy định", "Provision"), say("Tình trạng", "Status"),
                       say("Ai, đối với ai", "Who, towards whom"), say("Hạn", "Due"),
                       say("Chế tài bằng tiền", "Fine"), say("Căn cứ", "Legal basis")}};
  for (std::size_t i = 0; i < parts_.bound.size(); ++i) {
    const NormNote& note = *parts_.bound[i];
    std::string who = bearer_words(note, speech_);
    if (!note.toward.empty()) who += (who.empty() ? "" : " ") + ("→ " + note.toward);
    std::string fines;
    for (const std::string& fine : note.fines) fines += (fines.empty() ? "" : "; ") + fine;
    table.rows.push_back(
        {"<a href=\"#" + anchor(i) + "\">" + escaped_html(note.label) + "</a>",
         badge_html(note.status, note.headline.empty() ? note.status_words : note.headline),
         escaped_html(who), escaped_html(due_words(note, speech_)), escaped_html(fines),
         escaped_html(provision_words(note))});
  }
  out_ += table_html(table);
}

void CasePage::reasons() {
  if (parts_.norms.empty()) return;
  heading(3, say("Vì sao", "Why"));
  for (std::size_t i = 0; i < parts_.norms.size(); ++i) {
    const std::string tone = explain::tone_of(parts_.bound[i]->status);
    out_ += fmt::format("<div class=\"norm {}\" id=\"{}\">\n", tone, anchor(i));
    section(parts_.norms[i], 4);
    out_ += "</div>\n";
  }
}

void CasePage::missing() {
  std::vector<Wanted> wanted;
  const auto add = [&](const explain::Missing& fact, const std::string& norm) {
    auto found =
        std::ranges::find(wanted, fact.fact, [](const Wanted& one) { return one.fact->fact; });
    if (found == wanted.end()) found = wanted.insert(wanted.end(), {&fact, {}});
    if (std::ranges::find(found->norms, norm) == found->norms.end()) found->norms.push_back(norm);
  };
  for (const explain::OutputNote& note : all_.outputs)
    for (const explain::Missing& fact : note.missing) add(fact, note.label);
  for (const NormNote& note : all_.norms)
    for (const explain::Missing& fact : note.missing) add(fact, note.label);
  if (wanted.empty()) return;
  heading(3, say("Dữ kiện còn thiếu", "Missing facts"));
  Table table{.caption = say("Mỗi dữ kiện, và những quy định mà kết quả còn chờ nó",
                             "Each fact, and the provisions whose outcome waits for it"),
              .head = {say("Dữ kiện", "Fact"), say("Ai trả lời được", "Who can answer"),
                       say("Quy định còn chờ", "Provisions that wait")}};
  for (const Wanted& one : wanted) {
    std::string norms;
    for (const std::string& norm : one.norms) norms += (norms.empty() ? "" : "; ") + norm;
    table.rows.push_back({escaped_html(capitalised(one.fact->label)),
                          escaped_html(one.fact->judgment ? say("người có thẩm quyền đánh giá",
                                                                "a person who determines it")
                                                          : say("khách hàng", "the client")),
                          escaped_html(norms)});
  }
  out_ += table_html(table);
}

std::string CasePage::write() {
  out_ += fmt::format("<section class=\"case\" id=\"c{}\">\n<h2>{}</h2>\n", number_,
                      escaped_html(capitalised(case_.name)));
  out_ += "<dl class=\"particulars\">\n";
  const auto particular = [&](const std::string& name, const std::string& value) {
    out_ += "<dt>" + escaped_html(name) + "</dt><dd>" + escaped_html(value) + "</dd>\n";
  };
  if (number_ > 0) particular(say("Câu hỏi", "Question"), parts_.title);
  for (const auto& [name, value] : parts_.particulars) particular(name, value);
  out_ += "</dl>\n";
  tally();
  obligations();
  for (std::size_t i = 0; i < parts_.outputs.size(); ++i)
    if (is_exposure(all_, all_.outputs[i])) section(parts_.outputs[i], 3);
  // What is concluded beside the norms: one section, each output below it.
  explain::Section others{.heading = say("Kết luận khác", "Other conclusions")};
  for (std::size_t i = 0; i < parts_.outputs.size(); ++i)
    if (!is_exposure(all_, all_.outputs[i])) others.below.push_back(parts_.outputs[i]);
  section(others, 3);
  missing();
  reasons();
  if (!parts_.unbound.empty()) {
    parts_.absent.heading = say("Không áp dụng, vì", "Does not apply, because");
    section(parts_.absent, 3);
  }
  section(parts_.readings, 3);
  section(parts_.notes, 3);
  out_ += "</section>\n";
  return std::move(out_);
}

}  // namespace

std::string case_html(const Case& of, std::size_t number, const Speech& speech) {
  return CasePage(of, number, speech).write();
}

Tally tally_of(const Explanation& explanation) {
  Tally out{};
  for (const NormNote& note : explanation.norms)
    ++out.at(static_cast<std::size_t>(standing_of(note.status)));
  return out;
}

std::string standing_words(Standing standing, const Speech& speech) {
  switch (standing) {
    case Standing::Breached: return speech.say("vi phạm hoặc trễ hạn", "violated or late");
    case Standing::Ahead: return speech.say("còn phải làm", "still to be done");
    case Standing::Undecided: return speech.say("chưa xác định", "not determined");
    case Standing::Done: return speech.say("đã đáp ứng", "met");
    case Standing::Absent: return speech.say("không áp dụng", "do not apply");
  }
  return {};
}

std::string exposure_words(const Explanation& explanation) {
  std::string out;
  for (const explain::OutputNote& note : explanation.outputs)
    if (is_exposure(explanation, note)) out += (out.empty() ? "" : "; ") + note.text;
  return out;
}

std::int64_t as_of(const Case& of) {
  return explain::instant_of(json(of.explanation.as_of)).value_or(0);
}

}  // namespace phep::report
