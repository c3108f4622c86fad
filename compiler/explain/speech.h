// How this room says dates, amounts and terms in Vietnamese and English. Every sentence that it
// writes is put together here or by what asks here; nothing else knows what language it speaks.
//
// Vietnamese dates follow the drafting rules for official texts: days below 10 and the months 1 and
// 2 have two digits.
#pragma once

#include "compiler/decision/decision.h"
#include "compiler/diagnostics/diagnostic.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace phep::explain {

class Speech {
 public:
  explicit Speech(Language language) : vi_(language == Language::Vietnamese), language_(language) {}

  [[nodiscard]] bool vi() const { return vi_; }
  [[nodiscard]] Language language() const { return language_; }
  [[nodiscard]] std::string say(std::string_view vi_text, std::string_view en_text) const {
    return std::string(vi_ ? vi_text : en_text);
  }

  // "28/8/2026", "28 August 2026"; with its weekday: "thứ Sáu, ngày 28/8/2026", "Friday 28 August
  // 2026". Days count from 1970-01-01.
  [[nodiscard]] std::string date(std::int64_t days) const;
  [[nodiscard]] std::string day(std::int64_t days) const;

  // A moment in a zone of so many minutes. Midnight begins a day, or, for the end of a term, ends
  // the day before: "24 giờ 00 phút, thứ Hai, ngày 31/8/2026".
  enum class Midnight { Begins, Ends };
  [[nodiscard]] std::string moment(std::int64_t ms, std::int32_t zone, Midnight midnight) const;

  // "5 giờ 30 phút", "2 days 5 hours"; of milliseconds.
  [[nodiscard]] std::string span(std::int64_t ms) const;

  // "72 giờ", "5 working days".
  [[nodiscard]] std::string term(std::int64_t count, decision::Unit unit) const;

  // "40.000.000", "40,000,000"; digits may carry a sign and a fraction after a point.
  [[nodiscard]] std::string number(std::string_view digits) const;
  // "40.000.000 đồng", "VND 40,000,000", "12,50 EUR"; of minor units.
  [[nodiscard]] std::string money(std::int64_t minor, std::string_view currency) const;
  // The same of digits that may carry a fraction of a minor unit: "12,505 EUR" of "1250.5".
  [[nodiscard]] std::string money(std::string_view minor, std::string_view currency) const;

  // “…”
  [[nodiscard]] static std::string quoted(std::string_view text);
  // "a, b và c", "a, b or c".
  [[nodiscard]] std::string listed(const std::vector<std::string>& items, std::string_view vi_last,
                                   std::string_view en_last) const;
  // "the controller"; labels that bring their own article or quantifier stay. Vietnamese: as it is.
  [[nodiscard]] std::string the(const std::string& label) const;

 private:
  bool vi_;
  Language language_;
};

}  // namespace phep::explain
