#include "compiler/explain/document.h"

#include "compiler/base/capital.h"
#include "compiler/explain/speech.h"
#include "compiler/explain/status_words.h"

#include <fmt/format.h>

#include <algorithm>

namespace phep::explain {
namespace {

class Composer {
 public:
  explicit Composer(const Explanation& explanation)
      : all_(explanation), speech_(explanation.language) {}

  Document compose();
  Parts parts();

 private:
  [[nodiscard]] std::string say(std::string_view vi, std::string_view en) const {
    return speech_.say(vi, en);
  }
  [[nodiscard]] Item item(const Reason& reason) const;
  [[nodiscard]] std::vector<Item> items(const std::vector<Reason>& reasons) const;
  [[nodiscard]] Section summary() const;
  [[nodiscard]] Section output(const OutputNote& note) const;
  [[nodiscard]] Section norm(const NormNote& note, std::size_t number) const;
  [[nodiscard]] Section quiet(const std::vector<const NormNote*>& notes) const;
  [[nodiscard]] Section readings() const;
  [[nodiscard]] Section notes() const;
  void head(std::string& title, std::vector<std::pair<std::string, std::string>>& rows) const;
  [[nodiscard]] std::string unsure(const std::string& level) const;
  [[nodiscard]] Section missing(const std::vector<Missing>& facts) const;
  void deadline(const NormNote& note, Section& out) const;
  void flips(const NormNote& note, Section& out) const;

  const Explanation& all_;
  Speech speech_;
};

Item::Mark mark_of(Truth truth) {
  switch (truth) {
    case Truth::Holds: return Item::Mark::Yes;
    case Truth::Fails: return Item::Mark::No;
    case Truth::Unknown:
    case Truth::Error: break;
  }
  return Item::Mark::Open;
}

Item Composer::item(const Reason& reason) const {
  return {.text = capitalised(reason.text),
          .mark = mark_of(reason.truth),
          .cites = reason.cites,
          .below = items(reason.because)};
}

std::vector<Item> Composer::items(const std::vector<Reason>& reasons) const {
  std::vector<Item> out;
  for (const Reason& reason : reasons) out.push_back(item(reason));
  return out;
}

void Composer::head(std::string& title,
                    std::vector<std::pair<std::string, std::string>>& rows) const {
  // A decision without a label has only its name.
  const bool named = !all_.decision.ends_with("." + all_.label) && all_.label != all_.decision;
  title = named ? capitalised(all_.label) : say("Giải thích kết quả ", "Why: ") + all_.label;
  rows.emplace_back(say("Thời điểm xét", "As of"), all_.as_of_text);
  if (!all_.law_date_text.empty())
    rows.emplace_back(say("Luật áp dụng (giả định)", "Law applied (a what-if)"),
                      all_.law_date_text);
  rows.emplace_back(say("Quyết định", "Decision"), all_.decision);
  if (!all_.known_through_text.empty())
    rows.emplace_back(say("Luật được biết đến ngày", "Law known to"), all_.known_through_text);
  std::string chosen;
  for (const ReadingNote& reading : all_.readings) {
    const std::string asked = reading.question.empty() ? reading.name : reading.question;
    chosen += (chosen.empty() ? "" : "; ") + asked + ": " +
              (reading.text.empty() ? reading.option : reading.text);
  }
  if (!chosen.empty()) rows.emplace_back(say("Dựa trên cách hiểu", "Rests on readings"), chosen);
  for (const std::string level : {"C", "B"})
    if (const std::string norms = unsure(level); !norms.empty())
      rows.emplace_back(say("Độ tin cậy ", "Confidence ") + level, norms);
}

// The norms that matter here and whose sources are not sure, by confidence.
std::string Composer::unsure(const std::string& level) const {
  std::string out;
  for (const NormNote& note : all_.norms)
    if (!note.binds_nobody && note.result.value("confidence", std::string()) == level)
      out += (out.empty() ? "" : "; ") + note.label;
  return out;
}

Document Composer::compose() {
  Document out;
  out.language = all_.language;
  head(out.title, out.particulars);
  out.particulars.emplace_back(
      say("Chứng thư", "Certificate"),
      all_.certificate_checked ? say("đã dựng lại, khớp từng bit", "replayed, every bit reproduced")
                               : say("không kèm; kết quả do trình thông dịch tính",
                                     "none given; decided by the interpreter"));
  std::vector<const NormNote*> bound;
  std::vector<const NormNote*> folded;
  // Asked for one norm, it is shown in full whatever came of it.
  for (const NormNote& note : all_.norms)
    (note.binds_nobody && all_.norms.size() > 1 ? folded : bound).push_back(&note);
  if (all_.norms.size() > 1) out.sections.push_back(summary());
  for (const OutputNote& note : all_.outputs) out.sections.push_back(output(note));
  std::size_t number = 0;
  for (const NormNote* note : bound)
    out.sections.push_back(norm(*note, bound.size() > 1 ? ++number : 0));
  if (!folded.empty()) out.sections.push_back(quiet(folded));
  if (!all_.readings.empty()) out.sections.push_back(readings());
  if (!all_.notes.empty()) out.sections.push_back(notes());
  out.footer.push_back(say("Phiên bản luật ", "Release ") + all_.release);
  out.footer.push_back(
      say("Bản giải thích này được dựng lại từ chính phép tính đã cho ra kết quả. Nó không thay "
          "thế ý kiến của luật sư.",
          "This explanation was replayed from the very computation that gave the result. It does "
          "not replace a lawyer's opinion."));
  return out;
}

Parts Composer::parts() {
  Parts out;
  head(out.title, out.particulars);
  for (const OutputNote& note : all_.outputs) out.outputs.push_back(output(note));
  for (const NormNote& note : all_.norms)
    (note.binds_nobody ? out.unbound : out.bound).push_back(&note);
  for (const NormNote* note : out.bound) out.norms.push_back(norm(*note, 0));
  if (!out.unbound.empty()) out.absent = quiet(out.unbound);
  if (!all_.readings.empty()) out.readings = readings();
  if (!all_.notes.empty()) out.notes = notes();
  return out;
}

Section Composer::notes() const {
  Section out{.heading = say("Lưu ý", "Notes")};
  Block list{.is = Block::Is::List};
  for (const std::string& note : all_.notes) list.items.push_back({.text = note});
  out.blocks.push_back(std::move(list));
  return out;
}

Section Composer::summary() const {
  Section out{.heading = say("Tóm tắt", "Summary")};
  Block table{.is = Block::Is::Table};
  table.head = {say("Quy định", "Provision"), say("Kết quả", "Result"), say("Hạn", "Deadline"),
                say("Căn cứ", "Legal basis")};
  for (const NormNote& note : all_.norms) {
    std::vector<std::string> due;
    for (const DayCount& count : note.deadlines)
      if (!count.due.empty()) due.push_back(count.due);
    std::vector<std::string> cites;
    for (const Provision& cite : note.cites) cites.push_back(cite.text);
    std::string basis;
    for (const std::string& cite : cites) basis += (basis.empty() ? "" : "; ") + cite;
    table.rows.push_back({note.label, note.headline.empty() ? note.status_words : note.headline,
                          due.empty() ? "–" : speech_.listed(due, "hoặc", "or"), basis});
  }
  out.blocks.push_back(std::move(table));
  return out;
}

Section Composer::output(const OutputNote& note) const {
  Section out{.heading = capitalised(note.label == note.key
                                         ? say("Kết quả ", "Output ") + Speech::quoted(note.key)
                                         : note.label)};
  out.badge = note.text;
  out.tone = "quiet";
  if (!note.because.empty())
    out.blocks.push_back({.is = Block::Is::List, .items = items(note.because)});
  if (!note.missing.empty()) {
    Block list{.is = Block::Is::List, .text = say("Cần biết:", "Needed:")};
    for (const Missing& fact : note.missing)
      list.items.push_back({.text = capitalised(fact.label), .mark = Item::Mark::Open});
    out.blocks.push_back(std::move(list));
  }
  return out;
}

void Composer::deadline(const NormNote& note, Section& out) const {
  for (const DayCount& count : note.deadlines) {
    if (count.steps.empty()) continue;
    Section part{.heading = say("Cách tính hạn", "How the deadline is counted")};
    if (!count.under.empty()) {
      std::vector<std::string> ways;
      for (std::size_t i = 0; i < count.under.size(); ++i)
        ways.push_back(count.under[i] + say(" (chờ ", " (awaiting ") + count.awaiting[i] + ")");
      part.heading += say(" nếu ", " if: ") + speech_.listed(ways, "và", "and");
    }
    Block steps{.is = Block::Is::Steps};
    for (const CountStep& step : count.steps)
      steps.items.push_back(
          {.text = capitalised(step.text), .cites = step.cites, .below = items(step.because)});
    part.blocks.push_back(std::move(steps));
    out.below.push_back(std::move(part));
  }
}

Section Composer::missing(const std::vector<Missing>& facts) const {
  Section out{.heading = say("Dữ kiện còn thiếu, theo thứ tự nên hỏi",
                             "Missing facts, in the order in which to ask")};
  Block list{.is = Block::Is::Steps};
  for (const Missing& fact : facts) {
    Item one{.text = capitalised(fact.label) + (fact.judgment
                                                    ? say(" (cần người có thẩm quyền đánh giá)",
                                                          " (a person must determine it)")
                                                    : std::string())};
    for (const Missing::Answer& answer : fact.answers)
      one.below.push_back({.text = say("nếu là ", "if ") + answer.text + ": " + answer.outcome});
    if (fact.answers.empty())
      one.below.push_back(
          {.text = say("kết quả tùy theo giá trị cụ thể", "the result depends on its value")});
    list.items.push_back(std::move(one));
  }
  out.blocks.push_back(std::move(list));
  return out;
}

void Composer::flips(const NormNote& note, Section& out) const {
  if (note.flips.empty()) return;
  const bool pair = note.flips.front().changes.size() > 1;
  Section part{.heading = say("Thay đổi nhỏ nhất làm kết quả khác đi",
                              "The smallest changes that flip the result")};
  if (pair)
    part.blocks.push_back(
        {.text = say("Không dữ kiện đơn lẻ nào làm đổi kết quả; các cặp sau đây thì có.",
                     "No single fact flips the result; these pairs do.")});
  Block list{.is = Block::Is::List};
  for (const FlipNote& flip : note.flips) list.items.push_back({.text = flip.text});
  part.blocks.push_back(std::move(list));
  out.below.push_back(std::move(part));
}

Section Composer::norm(const NormNote& note, std::size_t number) const {
  Section out{.heading = (number > 0 ? fmt::format("{}. ", number) : std::string()) + note.label,
              .badge = note.headline.empty() ? note.status_words : note.headline,
              .tone = tone_of(note.status)};
  std::string text;
  for (const std::string& sentence : note.conclusion) text += (text.empty() ? "" : " ") + sentence;
  if (!text.empty()) out.blocks.push_back({.text = text});
  std::string basis;
  for (const Provision& cite : note.cites) {
    basis += (basis.empty() ? "" : "; ") + cite.text;
    if (!cite.heading.empty()) basis += " (" + cite.heading + ")";
    if (!cite.title.empty()) basis += ", " + cite.title;
  }
  if (!basis.empty())
    out.blocks.push_back(
        {.is = Block::Is::Quiet, .text = say("Căn cứ pháp lý: ", "Legal basis: ") + basis});
  if (!note.steps.empty()) {
    Section why{.heading = say("Lập luận", "Reasoning")};
    Block list{.is = Block::Is::List, .items = items(note.steps)};
    if (note.row > 0)
      list.items.push_back(
          {.text = say("Kết luận theo dòng ", "Decided by row ") + std::to_string(note.row) +
                   say(" của bảng trạng thái: ", " of the status table: ") + note.row_text,
           .mark = Item::Mark::Yes});
    why.blocks.push_back(std::move(list));
    out.below.push_back(std::move(why));
  }
  deadline(note, out);
  if (!note.sanctions.empty()) {
    Section costs{.heading = note.sanctions_lead};
    Block list{.is = Block::Is::List};
    for (const Reason& sanction : note.sanctions) {
      Item one = item(sanction);
      if (sanction.truth == Truth::Holds) one.mark = Item::Mark::None;
      list.items.push_back(std::move(one));
    }
    costs.blocks.push_back(std::move(list));
    out.below.push_back(std::move(costs));
  }
  if (!note.missing.empty()) out.below.push_back(missing(note.missing));
  flips(note, out);
  if (!note.unsettled.empty()) {
    Section open{.heading = say("Vấn đề còn để ngỏ", "What is unsettled")};
    Block list{.is = Block::Is::List};
    for (const std::string& one : note.unsettled)
      list.items.push_back({.text = one, .mark = Item::Mark::Open});
    open.blocks.push_back(std::move(list));
    out.below.push_back(std::move(open));
  }
  return out;
}

// Those that bind nobody: one item each, with what kept them away.
Section Composer::quiet(const std::vector<const NormNote*>& notes) const {
  Section out{.heading = say("Quy định không ràng buộc trong trường hợp này",
                             "Provisions that bind nobody in this case")};
  Block list{.is = Block::Is::List};
  for (const NormNote* note : notes) {
    Item one{.text = note->label + ": " + note->status_words};
    for (const Provision& cite : note->cites) one.cites.push_back(cite.text);
    const bool by_trigger = note->row == 1;
    for (const Reason& step : note->steps) {
      const bool decides =
          by_trigger                       ? step.kind == "trigger"
          : note->status == "exempt"       ? step.kind == "exempt" && step.truth == Truth::Holds
          : note->status == "not_in_force" ? step.kind == "force" && step.truth == Truth::Fails
                                           : step.kind == "applies";
      if (decides) one.below.push_back(item(step));
    }
    list.items.push_back(std::move(one));
  }
  out.blocks.push_back(std::move(list));
  return out;
}

Section Composer::readings() const {
  Section out{.heading = say("Cách hiểu mà kết quả dựa vào", "Readings that the result rests on")};
  out.blocks.push_back(
      {.text =
           say("Văn bản chưa rõ ở những điểm sau. Theo cách hiểu khác, kết quả thay đổi như ghi "
               "dưới đây.",
               "The texts are not clear on these points. On another reading the result differs as "
               "shown.")});
  for (const ReadingNote& note : all_.readings) {
    Section one{.heading = note.name + (note.question.empty() ? "" : ": " + note.question)};
    Block list{.is = Block::Is::List};
    list.items.push_back({.text = say("Đang theo: ", "In use: ") + Speech::quoted(note.text),
                          .mark = Item::Mark::Yes,
                          .cites = note.cites});
    if (!note.basis.empty())
      list.items.push_back({.text = say("Lý do chọn: ", "Why: ") + note.basis});
    for (const ReadingNote::Other& other : note.others) {
      Item way{.text = say("Nếu hiểu là ", "On the reading ") + Speech::quoted(other.text) + ":"};
      for (const std::string& change : other.changes) way.below.push_back({.text = change});
      list.items.push_back(std::move(way));
    }
    one.blocks.push_back(std::move(list));
    out.below.push_back(std::move(one));
  }
  return out;
}

}  // namespace

Document compose(const Explanation& explanation) {
  return Composer(explanation).compose();
}

Parts parts_of(const Explanation& explanation) {
  return Composer(explanation).parts();
}

std::string tone_of(std::string_view status) {
  if (status == "violated" || status == "late" || status == "error") return "bad";
  if (binds_nobody(status)) return "quiet";
  if (status == "fulfilled" || status == "met" || status == "granted" || status == "available")
    return "good";
  return "open";
}

}  // namespace phep::explain
