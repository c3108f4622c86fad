// Due dates for a calendar (RFC 5545).
#include "compiler/explain/speech.h"
#include "compiler/report/case_page.h"
#include "compiler/report/times.h"
#include "compiler/runtime/date.h"
#include "compiler/runtime/sha256.h"

#include <fmt/format.h>

#include <array>

namespace phep::report {

using explain::NormNote;
using explain::Speech;

namespace {

// TEXT: `\`, `;`, `,` and line breaks are escaped; other control characters mean nothing there.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) >= 0x20) {
      out += c;
    }
  }
  return out;
}

// A content line, folded after at most 75 octets, never inside a code point.
void put(std::string& out, const std::string& text) {
  constexpr std::size_t kOctets = 75;
  std::size_t left = kOctets;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 1;
    while (at + length < text.size() &&
           (static_cast<unsigned char>(text[at + length]) & 0xC0U) == 0x80)
      ++length;
    if (length > left) {
      out += "\r\n ";
      left = kOctets - 1;
    }
    out.append(text, at, length);
    left -= length;
    at += length;
  }
  out += "\r\n";
}

std::string utc(std::int64_t ms) {
  const std::int64_t day = runtime::local_day(ms, 0);
  const runtime::Civil at = runtime::to_civil(static_cast<std::int32_t>(day));
  const std::int64_t seconds = (ms - runtime::day_start(day, 0)) / 1000;
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", at.year, at.month, at.day, seconds / 3600,
                     seconds / 60 % 60, seconds % 60);
}

std::string date(std::int64_t day) {
  const runtime::Civil at = runtime::to_civil(static_cast<std::int32_t>(day));
  return fmt::format("{:04}{:02}{:02}", at.year, at.month, at.day);
}

// The same norm of the same case has the same identifier whenever it is asked about, so that a
// calendar moves an entry instead of doubling it.
std::string identifier(const Case& of, const NormNote& note, std::size_t alternative) {
  const std::string name = of.explanation.decision + "\n" + of.name + "\n" + note.key +
                           (alternative == 0 ? "" : "\n" + std::to_string(alternative));
  std::array<std::uint8_t, runtime::kDigestBytes> digest{};
  runtime::sha256(name.data(), name.size(), digest.data());
  std::string out;
  for (std::size_t i = 0; i < 16; ++i) out += fmt::format("{:02x}", digest.at(i));
  return out + "@phep";
}

// What somebody has still to do, or to find out whether they must.
bool is_open(const NormNote& note) {
  const Standing standing = standing_of(note.status);
  return standing != Standing::Done && standing != Standing::Absent && !done_of(note);
}

class Entries {
 public:
  Entries(std::string& out, const Speech& speech, bool several)
      : out_(out), speech_(speech), several_(several) {}

  void add(const Case& of, const NormNote& note) {
    const Due due = due_of(note);
    for (std::size_t i = 0; i < due.at.size(); ++i) entry(of, note, due, i);
  }

 private:
  void entry(const Case& of, const NormNote& note, const Due& due, std::size_t alternative);
  [[nodiscard]] std::string description(const Case& of, const NormNote& note) const;

  std::string& out_;
  const Speech& speech_;
  bool several_;  // cases: then each entry says of which it is
};

std::string Entries::description(const Case& of, const NormNote& note) const {
  std::string out = speech_.say("Hồ sơ: ", "Case: ") + of.name;
  const auto line = [&](const std::string& name, const std::string& value) {
    if (!value.empty()) out += "\n" + name + value;
  };
  line(speech_.say("Tình trạng: ", "Status: "), note.headline);
  line(speech_.say("Hạn: ", "Due: "), due_words(note, speech_));
  line(speech_.say("Chủ thể: ", "Bearer: "), bearer_words(note, speech_));
  line(speech_.say("Đối với: ", "Towards: "), note.toward);
  line(speech_.say("Căn cứ: ", "Legal basis: "), provision_words(note));
  for (const std::string& fine : note.fines) line("", fine);
  for (const std::string& open : note.unsettled) line("", open);
  return out;
}

void Entries::entry(const Case& of, const NormNote& note, const Due& due, std::size_t alternative) {
  const auto [day, whole] = last_day(due.at[alternative], note.zone_minutes);
  const bool sure = due.is == Due::Is::At;
  put(out_, "BEGIN:VEVENT");
  put(out_, "UID:" + identifier(of, note, alternative));
  put(out_, "DTSTAMP:" + utc(as_of(of)));
  if (whole) {
    put(out_, "DTSTART;VALUE=DATE:" + date(day));
    put(out_, "DTEND;VALUE=DATE:" + date(day + 1));
  } else {
    put(out_, "DTSTART:" + utc(due.at[alternative]));
  }
  std::string summary = (sure ? speech_.say("Hạn: ", "Due: ")
                              : speech_.say("Hạn (chưa chốt): ", "Due (not settled): ")) +
                        note.label;
  if (several_) summary += " – " + of.name;
  put(out_, "SUMMARY:" + escaped(summary));
  put(out_, "DESCRIPTION:" + escaped(description(of, note)));
  put(out_, "CATEGORIES:" + escaped(note.status_words));
  put(out_, sure ? "STATUS:CONFIRMED" : "STATUS:TENTATIVE");
  put(out_, "TRANSP:TRANSPARENT");
  if (due.at[alternative] > as_of(of)) {
    put(out_, "BEGIN:VALARM");
    put(out_, "ACTION:DISPLAY");
    put(out_, "DESCRIPTION:" + escaped(summary));
    put(out_, "TRIGGER:-P1D");
    put(out_, "END:VALARM");
  }
  put(out_, "END:VEVENT");
}

}  // namespace

std::string calendar(std::span<const Case> cases, Language language) {
  const Speech speech(language);
  std::string out;
  put(out, "BEGIN:VCALENDAR");
  put(out, "VERSION:2.0");
  put(out, "PRODID:-//Phep//phep report//" + speech.say("VI", "EN"));
  put(out, "CALSCALE:GREGORIAN");
  put(out, "METHOD:PUBLISH");
  put(out, "X-WR-CALNAME:" + escaped(speech.say("Hạn theo pháp luật", "Legal due dates")));
  Entries entries(out, speech, cases.size() > 1);
  for (const Case& one : cases)
    for (const NormNote& note : one.explanation.norms)
      if (is_open(note)) entries.add(one, note);
  put(out, "END:VCALENDAR");
  return out;
}

}  // namespace phep::report
