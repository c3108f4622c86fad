#include "compiler/report/timeline.h"

#include "compiler/explain/document.h"
#include "compiler/report/drawn_text.h"
#include "compiler/report/times.h"
#include "compiler/runtime/date.h"

#include <fmt/format.h>

#include <algorithm>

namespace phep::report {

using explain::NormNote;
using explain::Speech;

namespace {

constexpr double kWidth = 920, kMargin = 14, kRow = 50, kHead = 40, kTrack = 32;

struct Track {
  const NormNote* note;
  Due due;
  std::optional<std::int64_t> done;
};

// Where lines of the grid stand: at the beginnings of days, months, quarters or years.
std::vector<std::int64_t> ticks(std::int64_t from, std::int64_t to, std::int32_t zone) {
  std::vector<std::int64_t> out;
  const std::int64_t first = runtime::local_day(from, zone), last = runtime::local_day(to, zone);
  const std::int64_t days = last - first + 1;
  constexpr std::int64_t kMostTicks = 11;
  for (const std::int64_t each : {1, 2, 7, 14})
    if (days <= each * kMostTicks) {
      // Weeks begin on Mondays.
      std::int64_t day = first;
      while (each >= 7 && runtime::weekday(static_cast<std::int32_t>(day)) != 0) ++day;
      for (; day <= last; day += each) out.push_back(runtime::day_start(day, zone));
      return out;
    }
  for (const std::int32_t months : {1, 2, 3, 6, 12, 24, 60, 120, 600}) {
    if (days > months * 31 * kMostTicks) continue;
    runtime::Civil at = runtime::to_civil(static_cast<std::int32_t>(first));
    at.day = 1;
    at.month = months >= 12 ? 1 : (at.month - 1) / months * months + 1;
    if (months > 12) at.year -= at.year % (months / 12);
    std::int32_t day = runtime::to_days(at);
    while (day <= last && runtime::is_date(day)) {
      if (day >= first) out.push_back(runtime::day_start(day, zone));
      if (!runtime::add_months(day, months, &day)) break;
    }
    return out;
  }
  return out;
}

std::string tick_text(std::int64_t ms, std::int32_t zone, bool days) {
  const runtime::Civil at =
      runtime::to_civil(static_cast<std::int32_t>(runtime::local_day(ms, zone)));
  return days ? fmt::format("{:02}/{:02}", at.day, at.month)
              : fmt::format("{:02}/{}", at.month, at.year);
}

class Drawing {
 public:
  Drawing(const Case& of, std::int64_t as_of, Language language)
      : of_(of), as_of_(as_of), speech_(language) {
    for (const NormNote& note : of.explanation.norms)
      if (const Due due = due_of(note); due.exists() && !note.binds_nobody)
        tracks_.push_back({&note, due, done_of(note)});
    std::ranges::stable_sort(tracks_, {}, [](const Track& one) { return one.due.at.front(); });
  }

  [[nodiscard]] bool empty() const { return tracks_.empty(); }
  std::string write(std::string_view id);

 private:
  [[nodiscard]] std::string say(std::string_view vi, std::string_view en) const {
    return speech_.say(vi, en);
  }
  void measure();
  [[nodiscard]] double x(std::int64_t ms) const {
    const auto part = static_cast<double>(ms - from_) / static_cast<double>(to_ - from_);
    return kMargin + part * (kWidth - 2 * kMargin);
  }
  void axis(double bottom);
  void track(const Track& one, double top);
  void bar(double left, double right, double y, std::string_view kind);
  void diamond(double at, double y, std::string_view tone, bool sure);
  [[nodiscard]] std::string spoken() const;
  [[nodiscard]] std::string legend() const;

  const Case& of_;
  std::int64_t as_of_;
  Speech speech_;
  std::vector<Track> tracks_;
  std::int64_t from_ = 0, to_ = 0;
  std::string out_;
};

void Drawing::measure() {
  from_ = to_ = as_of_;
  const auto meet = [&](std::int64_t ms) {
    from_ = std::min(from_, ms);
    to_ = std::max(to_, ms);
  };
  // What began long ago is drawn from the edge: it must not press the due dates together.
  for (const Track& one : tracks_) {
    for (const std::int64_t ms : one.due.at) meet(ms);
    if (one.done) meet(*one.done);
  }
  const std::int64_t due_span = std::max<std::int64_t>(to_ - from_, runtime::kDayMs);
  for (const Track& one : tracks_)
    if (one.note->trigger && *one.note->trigger > from_ - 2 * due_span) meet(*one.note->trigger);
  const std::int64_t edge = std::max<std::int64_t>((to_ - from_) / 20, runtime::kDayMs / 4);
  from_ -= edge;
  to_ += edge;
}

void Drawing::axis(double bottom) {
  const std::int32_t zone = tracks_.front().note->zone_minutes;
  const std::vector<std::int64_t> lines = ticks(from_, to_, zone);
  const bool days = lines.size() < 2 || lines[1] - lines[0] < 20 * runtime::kDayMs;
  const double now = x(as_of_);
  double free = 0;
  for (const std::int64_t ms : lines) {
    if (ms < from_ || ms > to_) continue;
    const double at = x(ms);
    out_ += fmt::format("<line class=\"grid\" x1=\"{0}\" x2=\"{0}\" y1=\"{1}\" y2=\"{2}\"/>\n",
                        pixels(at), pixels(kHead - 6), pixels(bottom));
    const std::string text = tick_text(ms, zone, days);
    const double half = drawn_width(text, 11.5) / 2;
    if (at - half < free || at + half > kWidth) continue;
    out_ += fmt::format("<text class=\"small mid\" x=\"{}\" y=\"{}\">{}</text>\n", pixels(at),
                        pixels(kHead - 12), text);
    free = at + half + 6;
  }
  out_ += fmt::format("<line class=\"now\" x1=\"{0}\" x2=\"{0}\" y1=\"14\" y2=\"{1}\"/>\n",
                      pixels(now), pixels(bottom));
  const bool left = now > kWidth / 2;
  out_ += fmt::format("<text class=\"nowtext{}\" x=\"{}\" y=\"11\">{}</text>\n", left ? " end" : "",
                      pixels(now), escaped_xml(say("thời điểm xét", "moment of assessment")));
}

void Drawing::bar(double left, double right, double y, std::string_view kind) {
  if (right - left < 0.5) return;
  out_ += fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"5\" rx=\"2\"/>\n",
                      kind, pixels(left), pixels(y - 2.5), pixels(right - left));
}

void Drawing::diamond(double at, double y, std::string_view tone, bool sure) {
  out_ += fmt::format(
      "<path class=\"{}{}\" stroke-width=\"1.6\" d=\"M{} {}l6.5 6.5-6.5 6.5-6.5-6.5z\"/>\n", tone,
      sure ? "" : " hollow", pixels(at), pixels(y - 6.5));
}

void Drawing::track(const Track& one, double top) {
  const std::string tone = explain::tone_of(one.note->status);
  const double y = top + kTrack;
  const std::string words = one.note->status_words;
  const double status = drawn_width(words, 13) + 4;
  const std::string due = due_short(*one.note, speech_);
  const double right = drawn_width(due, 13);
  out_ += fmt::format("<line class=\"row\" x1=\"0\" x2=\"{0}\" y1=\"{1}\" y2=\"{1}\"/>\n",
                      pixels(kWidth), pixels(top));
  out_ += fmt::format("<text class=\"{}\" x=\"0\" y=\"{}\">{}</text>\n", tone, pixels(top + 17),
                      escaped_xml(words));
  out_ += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>\n", pixels(status + 8), pixels(top + 17),
                      escaped_xml(fitted(one.note->label, 13, kWidth - status - right - 28)));
  out_ += fmt::format("<text class=\"end\" x=\"{}\" y=\"{}\">{}</text>\n", pixels(kWidth),
                      pixels(top + 17), escaped_xml(due));
  const std::int64_t first = one.due.at.front(), last = one.due.at.back();
  const double begin = one.note->trigger ? std::max(x(*one.note->trigger), 0.0) : x(first);
  bar(std::min(begin, x(first)), x(first), y, "run");
  bar(x(first), x(last), y, "run");
  // How long it has been too late.
  const std::int64_t until = one.done ? *one.done : one.note->status == "violated" ? as_of_ : last;
  if (until > last && tone == "bad")
    out_ += fmt::format("<line class=\"over bad\" x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/>\n",
                        pixels(x(last)), pixels(x(until)), pixels(y), pixels(y));
  if (one.note->trigger && x(*one.note->trigger) >= 0)
    out_ += fmt::format(
        "<circle class=\"quiet hollow\" stroke-width=\"1.6\" cx=\"{}\" cy=\"{}\" r=\"4\"/>\n",
        pixels(begin), pixels(y));
  const bool sure = one.due.is == Due::Is::At;
  for (const std::int64_t ms : one.due.at) diamond(x(ms), y, tone, sure);
  if (one.done)
    out_ += fmt::format("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"4.5\"/>\n",
                        tone == "bad" ? "bad" : "good", pixels(x(*one.done)), pixels(y));
}

// The same in a sentence each, for who cannot see it.
std::string Drawing::spoken() const {
  std::string out;
  for (const Track& one : tracks_)
    out += one.note->label + ": " + due_words(*one.note, speech_) + " (" + one.note->status_words +
           "). ";
  return out;
}

std::string Drawing::legend() const {
  return say("○ sự kiện làm phát sinh   ◆ hạn   ◇ hạn chưa chốt   ● đã thực hiện   ┄ quá hạn",
             "○ what gave rise to it   ◆ due   ◇ due, not settled yet   ● done   ┄ overdue");
}

std::string Drawing::write(std::string_view id) {
  measure();
  const double bottom = kHead + kRow * static_cast<double>(tracks_.size());
  axis(bottom);
  double top = kHead;
  for (const Track& one : tracks_) {
    track(one, top);
    top += kRow;
  }
  const std::string title = say("Các hạn theo thời gian", "Due dates in time");
  return fmt::format(
             "<figure>\n<svg class=\"tl\" viewBox=\"0 0 {} {}\" role=\"img\" "
             "aria-labelledby=\"{}-t {}-d\">\n<title id=\"{}-t\">{}</title>\n<desc "
             "id=\"{}-d\">{}</desc>\n",
             pixels(kWidth), pixels(bottom + 2), id, id, id, escaped_xml(title), id,
             escaped_xml(spoken())) +
         out_ + "</svg>\n<figcaption>" + escaped_xml(legend()) + "</figcaption>\n</figure>\n";
}

}  // namespace

std::string timeline_html(const Case& of, std::int64_t as_of, std::string_view id,
                          Language language) {
  Drawing drawing(of, as_of, language);
  return drawing.empty() ? std::string() : drawing.write(id);
}

}  // namespace phep::report
