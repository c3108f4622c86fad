#include "compiler/explain/exposure_note.h"

#include "compiler/explain/status_words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace phep::explain {
namespace {

using nlohmann::json;

std::string amount(const Speech& speech, const json& value, std::string_view currency) {
  if (value.is_object() && value.contains("amount"))
    return speech.money(std::stoll(value["amount"].get<std::string>()), currency);
  return speech.say("mức chưa biết", "an amount not known");
}

// "từ … đến …" a currency; without an upper end only the lower one is certain.
std::string sums(const Speech& speech, const json& amounts) {
  std::vector<std::string> out;
  for (const auto& [currency, ends] : amounts.items()) {
    const std::string least = amount(speech, ends["from"], currency);
    if (!ends.contains("to")) {
      out.push_back(speech.say("ít nhất ", "at least ") + least +
                    speech.say(", chưa rõ mức cao nhất", ", upper end not known"));
      continue;
    }
    const std::string most = amount(speech, ends["to"], currency);
    out.push_back(least == most
                      ? least
                      : speech.say("từ ", "from ") + least + speech.say(" đến ", " to ") + most);
  }
  return out.empty() ? speech.say("không có khoản tiền nào", "no amount of money")
                     : speech.listed(out, "và", "and");
}

// The label of the norm of "notify.late" or "update[#2].main".
std::string norm_label(const Explanation& explanation, const std::string& row) {
  const std::string key = row.substr(0, row.rfind('.'));
  const auto found = std::ranges::find(explanation.norms, key, &NormNote::key);
  return Speech::quoted(found == explanation.norms.end() ? key : found->label);
}

// Rows that stand beside the sum, each norm once.
void beside(const Explanation& explanation, const Speech& speech, const json& total,
            OutputNote& note) {
  using Words = std::array<std::string_view, 3>;
  constexpr std::array kBeside = {
      Words{"not_set", "Văn bản chưa quy định mức phạt đối với: ", "No figure has been set for: "},
      Words{"other", "Ngoài tiền phạt còn có chế tài khác đối với: ",
            "Beside fines other sanctions follow for: "},
      Words{"time_barred",
            "Đã hết thời hiệu xử phạt đối với: ", "The time to impose a sanction has passed for: "},
      Words{"uncertain",
            "Chưa chắc chắn có áp dụng đối với: ", "Not certain whether any applies for: "}};
  for (const auto& [key, vi, en] : kBeside) {
    std::vector<std::string> norms;
    for (const json& row : total.value(std::string(key), json::array())) {
      std::string label = norm_label(explanation, row.get<std::string>());
      if (std::ranges::find(norms, label) == norms.end()) norms.push_back(std::move(label));
    }
    if (norms.empty()) continue;
    note.because.push_back({.kind = "exposure",
                            .truth = key == "uncertain" ? Truth::Unknown : Truth::Holds,
                            .text = speech.say(vi, en) + speech.listed(norms, "và", "and")});
  }
}

}  // namespace

std::vector<OutputNote> exposure_notes(const Explanation& explanation, const Labels& labels) {
  const Speech& speech = labels.speech();
  std::vector<OutputNote> out;
  const json exposures = explanation.answer.value("exposure", json::object());
  for (const auto& [name, total] : exposures.items()) {
    OutputNote note;
    note.key = name;
    note.label = speech.say("Mức tiền phạt của các vi phạm trong trường hợp này",
                            "What the breaches in this case may cost");
    note.result = total;
    note.text = sums(speech, total.value("amounts", json::object()));
    for (const NormNote& norm : explanation.norms) {
      if (!is_breach(norm.status)) continue;
      for (const Reason& sanction : norm.sanctions)
        if (sanction.truth != Truth::Fails)
          note.because.push_back({.kind = "sanction",
                                  .truth = sanction.truth,
                                  .text = Speech::quoted(norm.label) + ": " + sanction.text,
                                  .cites = sanction.cites});
    }
    if (note.because.empty())
      note.because.push_back({.kind = "sanction",
                              .text = speech.say("Chưa có vi phạm nào đã được xác định có chế tài",
                                                 "No established breach carries a sanction")});
    beside(explanation, speech, total, note);
    out.push_back(std::move(note));
  }
  return out;
}

}  // namespace phep::explain
