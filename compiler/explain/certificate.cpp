#include "compiler/explain/certificate.h"

#include "compiler/base/read_json.h"
#include "compiler/decision/mark_text.h"
#include "compiler/explain/fact_values.h"
#include "compiler/explain/speech.h"

#include <algorithm>

namespace phep::explain {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kNamedBits = 5;

bool is_hex(const std::string& text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
}

std::string mark_words(unsigned mark, const Speech& speech) {
  if (mark == 0) return speech.say("sai", "false");
  if (mark == 1) return speech.say("đúng", "true");
  if (mark == 2) return speech.say("chưa biết", "unknown");
  return speech.say("đúng hoặc chưa biết", "true or unknown");
}

}  // namespace

std::optional<Certificate> read_certificate(std::string_view text) {
  const auto whole = read_json(text);
  if (!whole || !whole->is_object()) return std::nullopt;
  const Json& read = whole->contains("certificate") ? (*whole)["certificate"] : *whole;
  if (!read.is_object()) return std::nullopt;
  const auto text_of = [&](const char* key) {
    return read.contains(key) && read[key].is_string() ? read[key].get<std::string>()
                                                       : std::string();
  };
  Certificate out;
  const auto as_of =
      time_of(decision::Kind::Instant, read.contains("as_of") ? read["as_of"] : Json());
  out.release = text_of("release");
  out.bits = text_of("bits");
  const bool bits_are_hex = out.bits.empty() || is_hex(out.bits);
  if (!as_of || out.release.size() != 64 || !is_hex(out.release) || !bits_are_hex)
    return std::nullopt;
  out.as_of = *as_of;
  if (read.contains("law_date")) {
    const auto day = time_of(decision::Kind::Date, read["law_date"]);
    if (!day) return std::nullopt;
    out.law_date = static_cast<std::int32_t>(*day);
  }
  if (read.contains("readings")) {
    if (!read["readings"].is_object()) return std::nullopt;
    for (const auto& [name, option] : read["readings"].items()) {
      if (!option.is_string()) return std::nullopt;
      out.readings.emplace(name, option.get<std::string>());
    }
  }
  return out;
}

std::vector<std::string> other_release(const Certificate& certificate, const std::string& here,
                                       Language language) {
  const std::string theirs = certificate.release.substr(0, 16) + "…";
  const std::string ours = here.substr(0, 16) + "…";
  return {Speech(language).say(
      "khác bản phát hành: chứng thư ghi " + theirs + ", ở đây là " + ours +
          " (văn bản, lịch nghỉ hoặc trình biên dịch không còn như khi ra quyết định)",
      "another release: the certificate says " + theirs + ", here it is " + ours +
          " (the law, its calendars or the compiler are not those of the decision)")};
}

std::vector<std::string> mismatches(const Certificate& certificate, const Json& replayed,
                                    const decision::Program& program, Language language) {
  const Speech speech(language);
  std::vector<std::string> out;
  const auto mine = read_certificate(replayed.dump());
  if (!mine)
    return {speech.say("bản dựng lại không có chứng thư", "the replay carries no certificate")};
  if (mine->release != certificate.release)  // bits of another release mean something else
    return other_release(certificate, mine->release, language);
  if (mine->as_of != certificate.as_of)
    out.push_back(speech.say("khác thời điểm xét", "another moment of assessment"));
  if (mine->law_date != certificate.law_date)
    out.push_back(speech.say("khác ngày áp dụng luật giả định", "another law date"));
  for (const auto& [name, option] : certificate.readings) {
    const auto here = mine->readings.find(name);
    if (here == mine->readings.end())
      out.push_back(speech.say("không có cách hiểu ", "there is no reading ") + name);
    else if (here->second != option)
      out.push_back(speech.say("khác cách hiểu ", "another reading ") + name + ": " +
                    speech.say("chứng thư ghi ", "the certificate says ") + option +
                    speech.say(", ở đây là ", ", here it is ") + here->second);
  }
  if (!out.empty() || mine->bits == certificate.bits) return out;
  if (mine->bits.size() != certificate.bits.size())
    return {speech.say("chứng thư bị hỏng: số bit không khớp",
                       "the certificate is damaged: it has another number of bits")};
  out.push_back(speech.say("khác dữ kiện: dựng lại từ dữ kiện này cho kết quả khác ở những chỗ sau",
                           "other facts: a replay on these facts differs in what follows"));
  std::size_t named = 0;
  for (std::size_t i = 0; i < program.certificate_bits.size() && named < kNamedBits; ++i) {
    const unsigned theirs = decision::mark_at(certificate.bits, i);
    const unsigned ours = decision::mark_at(mine->bits, i);
    if (theirs == ours) continue;
    ++named;
    out.push_back(program.certificate_bits[i] + ": " + speech.say("chứng thư ", "certificate ") +
                  mark_words(theirs, speech) + speech.say(", dựng lại ", ", replay ") +
                  mark_words(ours, speech));
  }
  return out;
}

}  // namespace phep::explain
