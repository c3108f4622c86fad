#include "compiler/explain/reply.h"

#include "compiler/base/check.h"
#include "compiler/base/currency.h"
#include "compiler/base/text.h"
#include "compiler/explain/fact_values.h"
#include "compiler/explain/typed_number.h"
#include "compiler/explain/typed_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <initializer_list>

namespace phep::explain {
namespace {

using Json = nlohmann::json;
using decision::Kind;

constexpr std::size_t kLongestReply = 4096;

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

Reply refused(std::string why) {
  return {Reply::Sort::Refused, {}, std::move(why)};
}
Reply given(Json value) {
  return {Reply::Sort::Value, std::move(value), {}};
}

// What may be said instead of any fact.
Reply::Sort command(const std::string& word) {
  if (is_one_of(word, {"?", "unknown", "don't know", "do not know", "khong biet", "chua biet",
                       "chua ro", "khong ro"}))
    return Reply::Sort::Unknown;
  if (is_one_of(word, {"<", "back", "quay lai", "lui"})) return Reply::Sort::Back;
  if (is_one_of(word, {".", "stop", "quit", "dung", "thoi"})) return Reply::Sort::Stop;
  return Reply::Sort::Refused;
}

// "None" of an optional fact: it is known not to exist.
bool says_none(const std::string& word, Kind kind) {
  if (is_one_of(word, {"none", "null", "khong co", "chua co"})) return true;
  if (kind == Kind::Bool || kind == Kind::Text || kind == Kind::Enum) return false;
  return is_one_of(word, {"no", "not", "never", "khong", "chua"});
}

class Reader {
 public:
  Reader(const Inquiry& asked, const Speech& speech) : asked_(asked), speech_(speech) {}

  Reply value(const decision::Slot& slot, const std::string& text);
  Reply list(const std::string& text);

 private:
  Reply truth(const std::string& text) const;
  Reply whole(const decision::Slot& slot, const std::string& text) const;
  Reply decimal(const std::string& text) const;
  Reply money(const decision::Slot& slot, std::string text) const;
  Reply date(const decision::Slot& slot, const std::string& text) const;
  Reply moment(const std::string& text) const;
  Reply duration(const std::string& text) const;
  Reply member(const std::string& text) const;
  Reply set(const std::string& text) const;
  [[nodiscard]] Reply not_a_number(NumberProblem problem, bool fraction) const;
  [[nodiscard]] std::string say(std::string_view vi, std::string_view en) const {
    return speech_.say(vi, en);
  }

  const Inquiry& asked_;
  const Speech& speech_;
};

Reply Reader::truth(const std::string& text) const {
  const std::string word = fold(text);
  if (is_one_of(word, {"yes", "y", "true", "co", "c", "dung", "da"})) return given(true);
  if (is_one_of(word, {"no", "n", "false", "khong", "k", "sai", "chua"})) return given(false);
  return refused(say("cần `có` hoặc `không`", "needs `yes` or `no`"));
}

Reply Reader::not_a_number(NumberProblem problem, bool fraction) const {
  switch (problem) {
    case NumberProblem::NoNumber:
      return refused(fraction ? say("cần một số, ví dụ 12,5", "needs a number, as 12.5")
                              : say("cần một số nguyên, ví dụ 3.000.000",
                                    "needs a whole number, as 3,000,000"));
    case NumberProblem::Fraction:
      return refused(say("quá nhiều chữ số thập phân", "has too many decimals"));
    case NumberProblem::Ambiguous:
      return refused(say("có thể hiểu là hàng nghìn hoặc là phần thập phân; viết 1234 hoặc 1,234",
                         "may be a thousand or a fraction; write 1234 or 1.234"));
    case NumberProblem::TooLong: return refused(say("số quá dài", "is too long"));
  }
  PHEP_UNREACHABLE();
}

Reply Reader::whole(const decision::Slot& slot, const std::string& text) const {
  const auto digits = typed_number(text, speech_.vi(), 0);
  if (!digits) return not_a_number(digits.error(), false);
  std::int64_t number = 0;
  const auto [end, error] =
      std::from_chars(digits->data(), digits->data() + digits->size(), number);
  if (error != std::errc()) return refused(say("số quá lớn", "is too large"));
  if (slot.ranged && (number < slot.lo || number > slot.hi)) {
    const std::string lo = speech_.number(std::to_string(slot.lo)),
                      hi = speech_.number(std::to_string(slot.hi));
    return refused(say(fmt::format("phải từ {} đến {}", lo, hi),
                       fmt::format("must lie between {} and {}", lo, hi)));
  }
  return given(number);
}

Reply Reader::decimal(const std::string& text) const {
  constexpr std::size_t kPlaces = 9;
  const bool percent = text.ends_with('%');
  const auto digits = typed_number(trimmed(text.substr(0, text.size() - (percent ? 1 : 0))),
                                   speech_.vi(), percent ? kPlaces - 2 : kPlaces);
  if (!digits) return not_a_number(digits.error(), true);
  if (!percent) return given(*digits);
  // Two places to the left.
  std::string number = *digits;
  const std::string sign = number.starts_with('-') ? "-" : "";
  number.erase(0, sign.size());
  std::size_t point = std::min(number.find('.'), number.size());
  if (point < number.size()) number.erase(point, 1);
  while (point < 3) number.insert(0, 1, '0'), ++point;
  number.insert(point - 2, 1, '.');
  const auto shifted = typed_number(sign + number, false, kPlaces);
  return shifted ? given(*shifted) : not_a_number(shifted.error(), true);
}

Reply Reader::money(const decision::Slot& slot, std::string text) const {
  // The currency may stand before or after the number, or be left out.
  const std::string folded = fold(text), code = fold(slot.currency);
  std::string number = folded;
  for (const std::string& word : {code, std::string("dong"), std::string("d")}) {
    if (word != code && slot.currency != "VND") continue;
    if (number.ends_with(word)) {
      number = trimmed(number.substr(0, number.size() - word.size()));
      break;
    }
    if (number.starts_with(word)) {
      number = trimmed(number.substr(word.size()));
      break;
    }
  }
  const auto decimals = static_cast<std::size_t>(minor_digits(slot.currency).value_or(0));
  const auto digits = typed_number(number, speech_.vi(), decimals);
  if (!digits) return not_a_number(digits.error(), decimals > 0);
  std::string minor = *digits;
  const std::size_t point = std::min(minor.find('.'), minor.size());
  const std::size_t places = point < minor.size() ? minor.size() - point - 1 : 0;
  if (point < minor.size()) minor.erase(point, 1);
  minor.append(decimals - places, '0');
  const bool negative = minor.starts_with('-');
  const std::size_t first = minor.find_first_not_of('0', negative ? 1 : 0);
  minor = first == std::string::npos ? "0" : (negative ? "-" : "") + minor.substr(first);
  std::int64_t amount = 0;
  const auto [end, error] = std::from_chars(minor.data(), minor.data() + minor.size(), amount);
  if (error != std::errc()) return refused(say("số tiền quá lớn", "is too large"));
  if (slot.ranged && (amount < slot.lo || amount > slot.hi)) {
    const std::string lo = speech_.money(slot.lo, slot.currency),
                      hi = speech_.money(slot.hi, slot.currency);
    return refused(say(fmt::format("phải từ {} đến {}", lo, hi),
                       fmt::format("must lie between {} and {}", lo, hi)));
  }
  return given({{"amount", minor}, {"currency", slot.currency}});
}

Reply Reader::date(const decision::Slot& slot, const std::string& text) const {
  const auto day = typed_date(text, speech_.vi());
  if (!day)
    return refused(say("cần một ngày có thật, ví dụ 2026-03-10 hoặc 10/3/2026",
                       "needs a day that there is, as 2026-03-10"));
  const auto days = time_of(Kind::Date, *day);
  if (slot.ranged && days && (*days < slot.lo || *days > slot.hi))
    return refused(
        say("phải từ " + speech_.date(slot.lo) + " đến " + speech_.date(slot.hi),
            "must lie between " + speech_.date(slot.lo) + " and " + speech_.date(slot.hi)));
  return given(*day);
}

Reply Reader::moment(const std::string& text) const {
  const TypedMoment read = typed_moment(text, speech_.vi(), asked_.zone_minutes);
  if (read.text) return given(*read.text);
  return refused(read.lacks_hour ? say("cần cả giờ, ví dụ 2026-03-10 09:30",
                                       "needs the hour, as 2026-03-10 09:30")
                                 : say("cần ngày và giờ, ví dụ 2026-03-10 09:30",
                                       "needs a day and an hour, as 2026-03-10 09:30"));
}

Reply Reader::duration(const std::string& text) const {
  struct Words {
    std::string_view name, en, vi;
  };
  constexpr std::array kUnits = {
      Words{"hours", "hour", "gio"},     Words{"working_days", "working day", "ngay lam viec"},
      Words{"days", "day", "ngay"},      Words{"weeks", "week", "tuan"},
      Words{"months", "month", "thang"}, Words{"quarters", "quarter", "quy"},
      Words{"years", "year", "nam"}};
  const std::string words = fold(text);
  const std::size_t gap = words.find(' ');
  if (gap != std::string::npos) {
    const auto number = typed_number(words.substr(0, gap), speech_.vi(), 0);
    const std::string unit = trimmed(words.substr(gap));
    std::int64_t n = 0;
    for (const Words& one : kUnits)
      if (number && (unit == one.en || unit == std::string(one.en) + "s" || unit == one.vi) &&
          std::from_chars(number->data(), number->data() + number->size(), n).ec == std::errc())
        return given({{"n", n}, {"unit", one.name}});
  }
  return refused(
      say("cần một khoảng thời gian, ví dụ 3 ngày làm việc", "needs a period, as 3 working days"));
}

// By number, by name, by label; or by the one choice that holds the words.
Reply Reader::member(const std::string& text) const {
  const auto& choices = asked_.choices;
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size()) {
    if (number >= 1 && number <= choices.size()) return given(choices[number - 1].name);
    return refused(say(fmt::format("các lựa chọn được đánh số từ 1 đến {}", choices.size()),
                       fmt::format("choices are numbered from 1 to {}", choices.size())));
  }
  const std::string words = fold(text);
  std::vector<const InquiryChoice*> found;
  for (const InquiryChoice& choice : choices) {
    if (fold(choice.name) == words || fold(choice.label) == words) return given(choice.name);
    if (fold(choice.name).contains(words) || fold(choice.label).contains(words))
      found.push_back(&choice);
  }
  if (found.size() == 1) return given(found.front()->name);
  if (found.empty())
    return refused(say("không có lựa chọn `" + text + "`", "there is no choice `" + text + "`"));
  std::string list;
  constexpr std::size_t kShown = 5;
  for (std::size_t i = 0; i < found.size() && i < kShown; ++i)
    list += (i == 0 ? "" : ", ") + found[i]->name;
  if (found.size() > kShown) list += ", …";
  return refused(say("`" + text + "` có thể là: " + list, "`" + text + "` may be: " + list));
}

Reply Reader::set(const std::string& text) const {
  if (says_none(fold(text), Kind::Set)) return given(Json::array());
  Json out = Json::array();
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    const std::string one = trimmed(std::string_view(text).substr(at, comma - at));
    at = comma + 1;
    if (one.empty()) continue;
    Reply read = member(one);
    if (read.sort != Reply::Sort::Value) return read;
    if (std::ranges::find(out, read.value) == out.end()) out.push_back(std::move(read.value));
  }
  if (out.empty())
    return refused(
        say("chưa chọn gì; `không` là không có gì", "nothing is chosen; `none` is nothing"));
  return given(std::move(out));
}

Reply Reader::value(const decision::Slot& slot, const std::string& text) {
  if (slot.optional && says_none(fold(text), slot.kind)) return given(nullptr);
  switch (slot.kind) {
    case Kind::Bool: return truth(text);
    case Kind::Int: return whole(slot, text);
    case Kind::Decimal:
    case Kind::Amount: return decimal(text);
    case Kind::Money: return money(slot, text);
    case Kind::Date: return date(slot, text);
    case Kind::Instant: return moment(text);
    case Kind::Duration: return duration(text);
    case Kind::Text: return given(text);
    case Kind::Enum: return member(text);
    case Kind::Set: return set(text);
    case Kind::Norm: break;  // no fact is one
  }
  return refused(say("không trả lời được bằng chữ", "cannot be answered in words"));
}

// How many records there are, whose facts are then asked one by one; or plain values, with commas.
Reply Reader::list(const std::string& text) {
  const std::int64_t most = asked_.slot->hi;
  Json out = Json::array();
  const auto too_many = [&] {
    return refused(
        say(fmt::format("nhiều nhất {} mục", most), fmt::format("at most {} of them", most)));
  };
  if (asked_.element == nullptr) {
    if (says_none(fold(text), Kind::Int)) return given(std::move(out));
    const auto digits = typed_number(text, speech_.vi(), 0);
    std::int64_t count = 0;
    if (!digits ||
        std::from_chars(digits->data(), digits->data() + digits->size(), count).ec != std::errc() ||
        count < 0)
      return refused(say("cần số lượng, ví dụ 2", "needs how many there are, as 2"));
    if (count > most) return too_many();
    Json element = Json::object();
    if (asked_.closed_elements) element["$partial"] = true;
    for (std::int64_t i = 0; i < count; ++i) out.push_back(element);
    return given(std::move(out));
  }
  if (says_none(fold(text), Kind::Set)) return given(std::move(out));
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    const std::string one = trimmed(std::string_view(text).substr(at, end - at));
    at = end + 1;
    if (one.empty()) continue;
    Reply read = value(*asked_.element, one);
    if (read.sort != Reply::Sort::Value) return read;
    out.push_back(std::move(read.value));
  }
  if (static_cast<std::int64_t>(out.size()) > most) return too_many();
  return given(std::move(out));
}

std::string range_help(const decision::Slot& slot, const Speech& speech) {
  if (!slot.ranged) return {};
  const auto text = [&](std::int64_t value) {
    return slot.kind == Kind::Money  ? speech.money(value, slot.currency)
           : slot.kind == Kind::Date ? speech.date(value)
                                     : speech.number(std::to_string(value));
  };
  return speech.say(fmt::format(", từ {} đến {}", text(slot.lo), text(slot.hi)),
                    fmt::format(" between {} and {}", text(slot.lo), text(slot.hi)));
}

std::string zone_text(std::int32_t minutes) {
  return fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                     std::abs(minutes) % 60);
}

std::string kind_help(const Inquiry& asked, const decision::Slot& slot, const Speech& speech) {
  switch (slot.kind) {
    case Kind::Bool: return speech.say("có hoặc không", "yes or no");
    case Kind::Int: return speech.say("số nguyên", "a whole number") + range_help(slot, speech);
    case Kind::Decimal:
    case Kind::Amount: return speech.say("một số, ví dụ 12,5 hoặc 5%", "a number, as 12.5 or 5%");
    case Kind::Money:
      return speech.say("số tiền bằng ", "an amount in ") + slot.currency +
             range_help(slot, speech);
    case Kind::Date:
      return speech.say("ngày, ví dụ 2026-03-10 hoặc 10/3/2026", "a day, as 2026-03-10") +
             range_help(slot, speech);
    case Kind::Instant: {
      const std::string zone = zone_text(asked.zone_minutes);
      return speech.say(
          "ngày và giờ, ví dụ 2026-03-10 09:30 (giờ " + zone + " nếu không ghi múi giờ)",
          "a day and an hour, as 2026-03-10 09:30 (at " + zone + " unless an offset is given)");
    }
    case Kind::Duration:
      return speech.say("khoảng thời gian, ví dụ 3 ngày làm việc", "a period, as 3 working days");
    case Kind::Text: return speech.say("chữ", "text");
    case Kind::Enum:
      return speech.say("số, tên hoặc nhãn của một lựa chọn",
                        "the number, name or label of one of these");
    case Kind::Set:
      return speech.say("các lựa chọn, cách nhau bằng dấu phẩy; hoặc `không có`",
                        "those of these that hold, with commas between; or `none`");
    case Kind::Norm: break;
  }
  return {};
}

}  // namespace

Reply read_reply(const Inquiry& asked, std::string_view line, const Speech& speech) {
  if (line.size() > kLongestReply) return refused(speech.say("quá dài", "is too long"));
  if (first_invalid_utf8(line) != kValidUtf8)
    return refused(speech.say("không phải UTF-8 hợp lệ", "is not valid UTF-8"));
  const std::string text = trimmed(normalise(line));
  if (text.empty())
    return refused(speech.say("chưa có câu trả lời; `?` là không biết",
                              "nothing was answered; `?` is unknown"));
  if (const Reply::Sort sort = command(fold(text)); sort != Reply::Sort::Refused)
    // A text or a yes may be worded like a command; its sign always is one.
    if (text.size() == 1 || !(asked.slot->kind == Kind::Bool && sort == Reply::Sort::Stop))
      return {sort, {}, {}};
  Reader reader(asked, speech);
  return asked.slot->is_list ? reader.list(text) : reader.value(*asked.slot, text);
}

std::string reply_help(const Inquiry& asked, const Speech& speech) {
  const decision::Slot& slot = *asked.slot;
  std::string out;
  if (slot.is_list && asked.element == nullptr)
    out = speech.say(fmt::format("có bao nhiêu, nhiều nhất {}", slot.hi),
                     fmt::format("how many there are, at most {}", slot.hi));
  else if (slot.is_list)
    out = speech.say(
              fmt::format("nhiều nhất {} mục, cách nhau bằng dấu chấm phẩy; mỗi mục: ", slot.hi),
              fmt::format("at most {} of them with semicolons between, each: ", slot.hi)) +
          kind_help(asked, *asked.element, speech);
  else
    out = kind_help(asked, slot, speech);
  if (slot.optional || slot.is_list)
    out += slot.kind == Kind::Set ? "" : speech.say("; hoặc `không có`", "; or `none`");
  return out + speech.say("; `?` nếu không biết", "; `?` if unknown");
}

}  // namespace phep::explain
