#include "compiler/explain/answer_text.h"

#include "compiler/base/currency.h"
#include "compiler/base/text.h"
#include "compiler/explain/bearers.h"
#include "compiler/explain/cause_words.h"
#include "compiler/explain/citation_text.h"
#include "compiler/explain/fact_label.h"
#include "compiler/explain/fact_values.h"
#include "compiler/explain/law_notes.h"
#include "compiler/explain/measure_words.h"
#include "compiler/explain/speech.h"
#include "compiler/explain/status_words.h"
#include "compiler/explain/word_row.h"
#include "compiler/runtime/date.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string_view>

namespace phep::explain {
namespace {

using Json = nlohmann::json;

constexpr std::array kKinds = {
    WordRow{"fine", "phạt tiền", "fine"},
    WordRow{"warning", "cảnh cáo", "warning"},
    WordRow{"suspension", "đình chỉ", "suspension"},
    WordRow{"remedy", "biện pháp khắc phục", "remedy"},
    WordRow{"confiscation", "tịch thu", "confiscation"},
    WordRow{"not_set", "chưa quy định mức", "no figure has been set"},
};
constexpr std::array kUnits = {
    WordRow{"hours", "giờ", "hours"},
    WordRow{"days", "ngày", "days"},
    WordRow{"working_days", "ngày làm việc", "working days"},
    WordRow{"weeks", "tuần", "weeks"},
    WordRow{"months", "tháng", "months"},
    WordRow{"quarters", "quý", "quarters"},
    WordRow{"years", "năm", "years"},
};

// Norms stand by how much they matter now; those of the second list bind nobody, one line each.
constexpr std::array<std::string_view, 15> kOpenFirst = {
    "error",     "violated", "late",     "possibly_violated", "undetermined",  "open",
    "pending",   "upcoming", "deferred", "not_granted",       "not_available", "granted",
    "available", "met",      "fulfilled"};
constexpr std::array<std::string_view, 3> kFolded = {"exempt", "not_in_force", "not_applicable"};
constexpr std::uint32_t kPageWidth = 100;

// Lawyers write the end of a term as 24:00 of its day; anything else at midnight is 00:00.
enum class Midnight { EndsDay, BeginsDay };

class Page {
 public:
  Page(const Lexicon& lexicon, hir::DefId target, Language language, bool color)
      : lexicon_(lexicon),
        target_(target),
        vi_(language == Language::Vietnamese),
        language_(language),
        color_(color) {}

  std::string write(const Json& answer);

 private:
  [[nodiscard]] std::string say(std::string_view vi, std::string_view en) const {
    return std::string(vi_ ? vi : en);
  }
  [[nodiscard]] const hir::Def& def(hir::DefId id) const {
    return lexicon_.modules.at(id.file)->defs.at(id.index);
  }
  [[nodiscard]] std::string label(const hir::Def& def) const {
    const std::string& text = vi_ ? def.label.vi : def.label.en;
    return text.empty() ? std::string(lexicon_.names.text(def.name)) : text;
  }
  void outputs(const Json& all);
  void ground(const Json& answer);
  void determinations(const Json& all);
  void norm(const std::string& key, const Json& result);
  void folded(std::string_view status, const Json& norms);
  void row(std::string_view head, const std::string& text);
  void wrapped(std::size_t indent, const std::string& text, std::uint32_t column);
  void sanctions(const Json& rows);
  void bearers(const Json& rows);
  [[nodiscard]] std::string party(const std::string& name) const;
  [[nodiscard]] std::string norm_label(const std::string& name) const;
  [[nodiscard]] std::string name(const std::string& key) const;
  [[nodiscard]] std::string causes(const hir::Def* norm, const Json& why) const;
  [[nodiscard]] std::string citations(const Json& result) const;
  [[nodiscard]] std::string value(const Json& json) const;
  [[nodiscard]] std::string amount(const std::string& minor, const std::string& currency) const {
    return Speech(language_).number(in_major_units(minor, currency)) + " " + currency;
  }
  [[nodiscard]] std::string between(const Json& json) const;
  void exposure(const Json& all);
  [[nodiscard]] std::string moment(const std::string& utc, Midnight midnight) const;
  [[nodiscard]] std::string span(std::int64_t ms) const;
  [[nodiscard]] std::string citation(const std::string& source) const {
    return source_text(lexicon_, source, language_);
  }
  [[nodiscard]] std::string paint(std::string_view status, const std::string& text) const;
  const hir::Def* norm_called(hir::DefId target, const std::string& key) const;

  const Lexicon& lexicon_;
  hir::DefId target_;
  bool vi_;
  Language language_;
  bool color_;
  std::string out_;
};

std::string Page::moment(const std::string& utc, Midnight midnight) const {
  constexpr std::int32_t kZone = 7 * 60;
  const auto ms = time_of(decision::Kind::Instant, utc);
  if (!ms) return utc;
  std::int64_t day = runtime::local_day(*ms, kZone);
  std::int64_t rest = *ms - runtime::day_start(day, kZone);
  if (midnight == Midnight::EndsDay && rest == 0) {
    --day;
    rest = runtime::kDayMs;
  }
  std::string clock =
      fmt::format("{:02}:{:02}", rest / runtime::kHourMs, rest / runtime::kMinuteMs % 60);
  if (rest % runtime::kMinuteMs != 0) clock += fmt::format(":{:02}", rest / 1000 % 60);
  if (rest % 1000 != 0) clock += fmt::format("{}{:03}", vi_ ? ',' : '.', rest % 1000);
  constexpr std::array<std::string_view, 7> kVi = {"Chủ Nhật", "thứ Hai", "thứ Ba", "thứ Tư",
                                                   "thứ Năm",  "thứ Sáu", "thứ Bảy"};
  constexpr std::array<std::string_view, 7> kEn = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};
  const std::chrono::sys_days date{std::chrono::days(day)};
  const std::chrono::year_month_day civil(date);
  const auto weekday = std::chrono::weekday(date).c_encoding();
  return fmt::format("{} {} {:04}-{:02}-{:02} (+07:00)", clock, vi_ ? kVi[weekday] : kEn[weekday],
                     static_cast<int>(civil.year()), static_cast<unsigned>(civil.month()),
                     static_cast<unsigned>(civil.day()));
}

std::string Page::span(std::int64_t ms) const {
  std::string text;
  const auto part = [&](std::int64_t count, std::string_view vi, std::string_view en) {
    if (count != 0) text += fmt::format("{}{} {}", text.empty() ? "" : " ", count, say(vi, en));
  };
  part(ms / runtime::kDayMs, "ngày", "d");
  part(ms / runtime::kHourMs % 24, "giờ", "h");
  part(ms / runtime::kMinuteMs % 60, "phút", "min");
  part(ms / 1000 % 60, "giây", "s");
  part(ms % 1000, "mili giây", "ms");
  return text.empty() ? say("0 giây", "0 s") : text;
}

// "at least 3,000,000,000 VND, upper end " before what is unknown; nothing where no end is known.
std::string Page::between(const Json& json) const {
  const bool least = json.contains("$at_least");
  const bool most = json.contains("$at_most");
  std::string out;
  if (least) out += say("ít nhất ", "at least ") + value(json["$at_least"]) + ", ";
  if (most) out += say("nhiều nhất ", "at most ") + value(json["$at_most"]) + ", ";
  if (least && !most) out += say("mức cao nhất ", "upper end ");
  if (most && !least) out += say("mức thấp nhất ", "lower end ");
  if (least && most) out += say("mức cụ thể ", "exact figure ");
  return out;
}

std::string Page::value(const Json& json) const {
  if (json.is_string()) {
    const auto text = json.get<std::string>();
    return text.size() >= 20 && text.back() == 'Z' && text[10] == 'T'
               ? moment(text, Midnight::EndsDay)
               : text;
  }
  if (json.is_boolean()) return json.get<bool>() ? say("đúng", "true") : say("sai", "false");
  if (json.is_null()) return say("không có", "none");
  if (json.is_object()) {
    if (json.contains("amount"))
      return amount(json["amount"].get<std::string>(), json["currency"].get<std::string>());
    if (json.contains("unit"))
      return json["n"].dump() + " " + words_of(kUnits, json["unit"].get<std::string>(), language_);
    if (json.contains("$unknown")) {
      std::string out = between(json) + say("chưa xác định, cần biết", "unknown, needs");
      for (const Json& item : json["$unknown"]) out += " " + item.get<std::string>();
      return out;
    }
    if (json.contains("$error")) {
      const Json& error = json["$error"];
      return say("không tính được: ", "cannot be computed: ") +
             error_words(error.value("kind", ""), language_) + " (" + error.value("at", "") + ")";
    }
    if (json.contains("$one_of")) {
      std::string out;
      for (const Json& item : json["$one_of"])
        out += (out.empty() ? "" : say(" hoặc ", " or ")) + value(item);
      out += say(", chờ", ", awaiting");
      for (const Json& item : json["$awaiting"]) out += " " + item.get<std::string>();
      return out;
    }
    if (json.contains("$from")) {
      std::string out = value(json["$from"]) + say(" hoặc muộn hơn, chờ", " or later, awaiting");
      for (const Json& item : json["$awaiting"]) out += " " + item.get<std::string>();
      return out;
    }
  }
  if (json.is_array()) {
    std::string out;
    for (const Json& item : json) out += (out.empty() ? "" : ", ") + value(item);
    return out.empty() ? "{}" : out;
  }
  return json.dump();
}

std::string Page::paint(std::string_view status, const std::string& text) const {
  if (!color_) return text;
  const bool bad = status == "violated" || status == "late" || status == "error";
  const bool open = status == "pending" || status == "possibly_violated" ||
                    status == "undetermined" || status == "open" || status == "deferred" ||
                    status == "upcoming";
  return (bad ? "\x1b[1;31m" : open ? "\x1b[1;33m" : "\x1b[1;32m") + text + "\x1b[0m";
}

void Page::row(std::string_view head, const std::string& text) {
  const std::uint32_t width = display_width(head);
  out_ += "    " + std::string(head) + std::string(width < 12 ? 12 - width : 1, ' ');
  wrapped(16, text, std::max<std::uint32_t>(16, width + 5));
}

// Writes text from a column on, breaking at spaces before the page's edge.
void Page::wrapped(std::size_t indent, const std::string& text, std::uint32_t column) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t space = std::min(text.find(' ', at), text.size());
    // "Law No." and "Luật số" stay with their number.
    if (const std::string first = text.substr(at, space - at); first == "No." || first == "số")
      space = std::min(text.find(' ', space + 1), text.size());
    const std::string word = visible(text.substr(at, space - at));  // facts may hold anything
    const std::uint32_t width = display_width(word);
    if (at != 0 && column + 1 + width > kPageWidth) {
      out_ += "\n" + std::string(indent, ' ');
      column = static_cast<std::uint32_t>(indent);
    } else if (at != 0) {
      out_ += ' ';
      ++column;
    }
    out_ += word;
    column += width;
    at = space + 1;
  }
  out_ += '\n';
}

// Ranges first, then what caps them.
void Page::sanctions(const Json& rows) {
  std::vector<Json> ordered(rows.begin(), rows.end());
  std::ranges::stable_partition(ordered, [](const Json& row) { return row.contains("from"); });
  for (const Json& sanction : ordered) {
    const Json applies = sanction.value("applies", Json(true));
    if (applies == Json(false)) continue;
    std::string text =
        applies == Json(true) ? std::string() : say("nếu áp dụng: ", "if it applies: ");
    text += words_of(kKinds, sanction.value("kind", ""), language_);
    const bool from = sanction.contains("from");
    const bool to = sanction.contains("to");
    if (from && to && sanction["from"] != sanction["to"]) {
      text += say(" từ ", " from ") + value(sanction["from"]) + say(" đến ", " to ") +
              value(sanction["to"]);
    } else if (to) {
      text += (from ? " " : say(" tối đa ", " up to ")) + value(sanction["to"]);
    } else if (from) {
      text += say(" tối thiểu ", " at least ") + value(sanction["from"]);
    }
    for (const Json& measure : sanction.value("measures", Json::array()))
      text += (measure == sanction["measures"].front() ? ": " : ", ") +
              measure_words(measure.get<std::string>(), language_);
    for (const Json& cite : sanction.value("cites", Json::array()))
      text += " (" + citation(cite.get<std::string>()) + ")";
    if (sanction.contains("limitation")) {
      const bool barred = sanction.value("time_barred", Json(false)) == Json(true);
      text += (barred ? say("; đã hết thời hiệu từ ", "; time-barred since ")
                      : say("; thời hiệu đến ", "; can be imposed until ")) +
              value(sanction["limitation"]);
    }
    row(say("chế tài", "sanction"), text);
  }
}

// What breaches may cost in all: one line a currency, and what stands beside the sum.
void Page::exposure(const Json& all) {
  for (const auto& [name, total] : all.items()) {
    out_ += "\n";
    const Json amounts = total.value("amounts", Json::object());
    for (const auto& [currency, ends] : amounts.items()) {
      const std::string least = value(ends["from"]);
      row(name, ends.contains("to")
                    ? say("từ ", "from ") + least + say(" đến ", " to ") + value(ends["to"])
                    : say("ít nhất ", "at least ") + least +
                          say(", chưa rõ mức cao nhất", ", upper end unknown"));
    }
    constexpr std::array kBeside = {
        WordRow{"not_set", "chưa có mức", "no figure"},
        WordRow{"other", "ngoài tiền", "not money"},
        WordRow{"time_barred", "hết thời hiệu", "time-barred"},
        WordRow{"uncertain", "chưa chắc", "uncertain"},
    };
    for (const WordRow& beside : kBeside)
      if (total.contains(beside.name))
        row(vi_ ? beside.vi : beside.en, value(total[std::string(beside.name)]));
  }
}

// What a party, or a norm that is named alone, is called.
std::string Page::party(const std::string& name) const {
  for (const auto& [file, module] : lexicon_.modules)
    for (const hir::Def& found : module->defs)
      if (std::holds_alternative<hir::Party>(found.node) && lexicon_.names.text(found.name) == name)
        return label(found);
  return name;
}

std::string Page::norm_label(const std::string& name) const {
  for (const auto& [file, module] : lexicon_.modules)
    for (const hir::Def& found : module->defs)
      if (std::holds_alternative<hir::Norm>(found.node) && lexicon_.names.text(found.name) == name)
        return label(found);
  return name;
}

// Who is bound, and what made it so.
void Page::bearers(const Json& rows) {
  if (!rows.is_object()) return row(say("chủ thể", "bearer"), say("chưa rõ", "unknown"));
  for (const auto& [name, cites] : rows.items()) {
    std::string by;
    for (const Json& cite : cites)
      by += (by.empty() ? "" : "; ") + citation(cite.get<std::string>());
    row(say("chủ thể", "bearer"), party(name) + (by.empty() ? "" : " (" + by + ")"));
  }
}

std::string Page::name(const std::string& key) const {
  const hir::Def* called = norm_called(target_, key);
  if (called == nullptr) return key;
  const std::size_t element = key.find('[');
  return label(*called) + (element == std::string::npos ? "" : " " + key.substr(element));
}

// What gave a status: exemptions by the words that they have, what has no name in words.
std::string Page::causes(const hir::Def* norm, const Json& why) const {
  std::string out;
  for (const Json& one : why) {
    const auto name = one.get<std::string>();
    std::string text = cause_words(name, language_);
    const auto* declared = norm == nullptr ? nullptr : std::get_if<hir::Norm>(&norm->node);
    if (declared != nullptr)
      for (const hir::Exemption& row : declared->exemptions)
        if (lexicon_.names.text(row.label) == name)
          if (const std::string& words = vi_ ? row.words.vi : row.words.en; !words.empty())
            text = words;
    out += (out.empty() ? "" : ", ") + text;
  }
  return out;
}

std::string Page::citations(const Json& result) const {
  std::string out;
  for (const Json& cite : result.value("cites", Json::array()))
    out += (out.empty() ? "" : "; ") + citation(cite.get<std::string>());
  return out;
}

void Page::norm(const std::string& key, const Json& result) {
  const auto status = result.value("status", std::string());
  std::string headline = status_words(status, language_);
  if (status == "late" && result.contains("by_ms"))
    headline += " " + span(result["by_ms"].get<std::int64_t>());
  out_ += "\n  " + paint(status, headline) + "  ";
  wrapped(4, name(key), display_width(headline) + 4);
  // Whom a norm always binds is said where its duty is explained.
  const hir::Def* called = norm_called(target_, key);
  if (result.contains("bearer") && called != nullptr &&
      facts_decide_bearer(std::get<hir::Norm>(called->node)))
    bearers(result["bearer"]);
  if (result.contains("breach_of"))
    row(say("phát sinh", "arises"),
        say("do vi phạm: ", "from the breach of: ") + norm_label(result["breach_of"]));
  if (result.contains("due")) row(say("hạn", "due"), value(result["due"]));
  if (result.contains("through")) row(say("giữ đến", "kept through"), value(result["through"]));
  if (result.contains("since") && !result.contains("due"))
    row(say("từ lúc", "since"), moment(result["since"].get<std::string>(), Midnight::BeginsDay));
  if (result.contains("done")) {
    const auto done = result["done"].get<std::string>();
    // What is done by evidence of a day, which `why` names, is done at the end of it.
    const Midnight midnight = result.contains("why") ? Midnight::EndsDay : Midnight::BeginsDay;
    row(say("đã làm", "done"), done.ends_with('Z') ? moment(done, midnight) : done);
  }
  if (result.contains("ended")) {
    const auto ended = result["ended"].get<std::string>();
    row(say("thôi giữ", "given up"),
        ended.ends_with('Z') ? moment(ended, Midnight::BeginsDay) : ended);
  }
  if (result.contains("excused"))
    row(say("miễn trách", "excused"),
        result["excused"] == Json(true) ? say("có", "yes") : say("chưa rõ", "unknown"));
  if (result.contains("proof")) row(say("chứng minh", "proof"), party(result["proof"]));
  if (result.contains("until")) row(say("hoãn đến", "until"), value(result["until"]));
  if (result.contains("why") && !result["why"].empty())
    row(say("lý do", "why"), causes(called, result["why"]));
  for (const Json& missing : result.value("missing", Json::array()))
    row(say("cần biết", "needs"),
        fact_label(lexicon_, target_, missing.get<std::string>(), language_));
  if (const std::string basis = citations(result); !basis.empty())
    row(say("căn cứ", "basis"), basis);
  if (result.contains("sanctions")) sanctions(result["sanctions"]);
  if (result.contains("confidence"))
    row(say("độ tin cậy", "confidence"), result["confidence"].get<std::string>());
}

// What binds nobody here: the label and its provision, no more.
void Page::folded(std::string_view status, const Json& norms) {
  bool first = true;
  for (const auto& [key, result] : norms.items()) {
    if (result.value("status", std::string()) != status) continue;
    if (first) out_ += "\n  " + paint(status, status_words(status, language_)) + "\n";
    first = false;
    std::string text = name(key);
    if (const std::string basis = citations(result); !basis.empty()) text += " (" + basis + ")";
    if (result.contains("why") && !result["why"].empty())
      text += ": " + causes(norm_called(target_, key), result["why"]);
    out_ += "    ";
    wrapped(6, text, 4);
  }
}

const hir::Def* Page::norm_called(hir::DefId target, const std::string& key) const {
  const std::string simple = key.substr(0, key.find('['));
  const hir::Def& owner = def(target);
  if (std::holds_alternative<hir::Norm>(owner.node)) return &owner;
  if (const auto* decision = std::get_if<hir::Decision>(&owner.node))
    for (const hir::NormUse& use : decision->norms)
      if (lexicon_.names.text(def(use.norm).name) == simple) return &def(use.norm);
  return nullptr;
}

void Page::outputs(const Json& all) {
  constexpr std::string_view kFrom = ".from";
  constexpr std::string_view kTo = ".to";
  for (const auto& [key, output] : all.items()) {
    std::string name = key;
    std::string shown = value(output);
    // The ends of a range stand on one line.
    if (key.ends_with(kTo) && all.contains(key.substr(0, key.size() - kTo.size()) + ".from"))
      continue;
    const std::string base = key.substr(0, key.size() - std::min(key.size(), kFrom.size()));
    if (key.ends_with(kFrom) && all.contains(base + ".to")) {
      name = base;
      shown = say("từ ", "from ") + shown + say(" đến ", " to ") + value(all[base + ".to"]);
    }
    const auto member = [&](const Json& one) {
      const std::string words =
          one.is_string() ? member_label(lexicon_, target_, name, one.get<std::string>(), language_)
                          : std::string();
      return words.empty() ? value(one) : words;
    };
    if (output.is_string()) shown = member(output);
    if (output.is_array() && !output.empty()) {
      shown.clear();
      for (const Json& one : output) shown += (shown.empty() ? "" : ", ") + member(one);
    }
    const std::string called = output_label(lexicon_, target_, name, language_);
    if (called == name) {
      row(name, shown);
    } else {
      out_ += "    ";
      wrapped(6, called + ": " + shown, 4);
    }
  }
}

// On which human findings the answer rests, and which would change it but do not hold.
void Page::determinations(const Json& all) {
  if (!all.empty()) out_ += "\n";
  for (const Json& one : all) {
    std::string text = one.value("at", "") + ": " + one.value("author", "") +
                       say(", ngày ", ", on ") + one.value("on", "");
    if (one.contains("until")) text += say(", đến trước ", ", until ") + one.value("until", "");
    if (one.contains("basis")) text += ", " + one.value("basis", "");
    if (one.value("expired", false)) text += say(" (đã hết hiệu lực)", " (no longer holds)");
    if (one.value("not_yet", false)) text += say(" (khi đó chưa có)", " (not made by then)");
    row(say("nhận định", "determination"), text);
  }
}

// What an answer stands on: the day to which the law is known, the readings that decide, and the
// norms that are not sure.
void Page::ground(const Json& answer) {
  std::optional<std::int32_t> known;
  for (const auto& [file, module] : lexicon_.modules)
    if (module->known_through)
      known = std::min(*module->known_through, known.value_or(*module->known_through));
  if (known) {
    const std::chrono::year_month_day day{std::chrono::sys_days(std::chrono::days(*known))};
    std::string text =
        say("được biết đến ngày ", "known to ") +
        fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                    static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    if (answer.value("beyond_knowledge", false))
      text += say("; kết quả này vượt quá ngày đó", "; this answer goes beyond that day");
    row(say("luật", "law"), text);
  }
  const Json readings = answer.value("readings", Json::object());
  for (const auto& [name, option] : readings.items())
    row(say("cách hiểu", "reading"),
        name + " = " + value(option) +
            say(" (cách hiểu khác cho kết quả khác)", " (another reading gives another answer)"));
  for (const std::string level : {"C", "B"}) {
    std::string listed;
    const Json norms = answer.value("norms", Json::object());
    for (const auto& [key, result] : norms.items()) {
      const bool matters =
          std::ranges::find(kFolded, result.value("status", std::string())) == kFolded.end();
      if (matters && result.value("confidence", std::string()) == level)
        listed += (listed.empty() ? "" : "; ") + name(key);
    }
    if (!listed.empty())
      row(say("độ tin cậy", "confidence"),
          level + say(" (nguồn chưa chắc chắn): ", " (the source is not sure): ") + listed);
  }
}

std::string Page::write(const Json& answer) {
  out_ += label(def(target_)) + "\n";
  row(say("tại", "as of"), moment(answer.value("as_of", ""), Midnight::BeginsDay));
  ground(answer);
  outputs(answer.value("outputs", Json::object()));
  const Json norms = answer.value("norms", Json::object());
  for (const std::string_view status : kOpenFirst)
    for (const auto& [key, result] : norms.items())
      if (result.value("status", std::string()) == status) norm(key, result);
  for (const std::string_view status : kFolded) folded(status, norms);
  exposure(answer.value("exposure", Json::object()));
  if (answer.contains("supposed") || answer.contains("law")) out_ += "\n";
  for (const Json& draft : answer.value("supposed", Json::array()))
    row(say("giả định", "supposing"), draft_text(lexicon_, draft.get<std::string>(), language_) +
                                          say(" được coi là đã có hiệu lực", " to be in force"));
  for (const Json& note : answer.value("law", Json::array()))
    row(say("luật", "law"), law_note_text(lexicon_, note, language_));
  determinations(answer.value("determinations", Json::array()));
  return out_;
}

}  // namespace

std::string answer_text(const Lexicon& lexicon, hir::DefId target, const Json& answer,
                        Language language, bool color) {
  return Page(lexicon, target, language, color).write(answer);
}

}  // namespace phep::explain
