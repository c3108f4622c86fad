// Typed answers as canonical JSON, from nothing but what the C++ wrapper gives: its own caller's work, so that it can be
// held against the answer that the policy writes.
#pragma once

#include "phep_inside.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace show {

inline std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", c);
      out += escape;
    } else {
      out += c;
    }
  }
  return out + "\"";
}

inline std::string json(bool value) { return value ? "true" : "false"; }
inline std::string json(std::int64_t value) { return std::to_string(value); }
inline std::string json(const std::string& value) { return quoted(value); }
inline std::string json(phep::Decimal value) { return quoted(value.text()); }
inline std::string json(phep::Money value) {
  return "{\"amount\":\"" + std::to_string(value.minor) + "\",\"currency\":\"VND\"}";
}
inline std::string day_text(std::int64_t days) {
  // Counted up year by year and month by month: not the wrapper's own formula.
  const auto leap = [](int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; };
  std::int64_t left = days + 719162;  // from 0001-01-01
  int year = 1 + static_cast<int>(left / 146097) * 400;
  left %= 146097;
  while (left >= (leap(year) ? 366 : 365)) left -= leap(year++) ? 366 : 365;
  const int months[] = {31, leap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int month = 0;
  while (left >= months[month]) left -= months[month++];
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month + 1, static_cast<int>(left) + 1);
  return text;
}
inline std::string json(phep::Date value) { return quoted(day_text(value.days)); }
inline std::string json(phep::Instant value) {
  std::int64_t day = value.ms / 86'400'000, ms = value.ms % 86'400'000;
  if (ms < 0) ms += 86'400'000, --day;
  char text[32];
  std::snprintf(text, sizeof text, "T%02d:%02d:%02d", static_cast<int>(ms / 3'600'000),
                static_cast<int>(ms / 60'000 % 60), static_cast<int>(ms / 1000 % 60));
  std::string out = day_text(day) + text;
  if (ms % 1000 != 0) {
    std::snprintf(text, sizeof text, ".%03d", static_cast<int>(ms % 1000));
    out += text;
  }
  return quoted(out + "Z");
}
inline std::string json(phep::Duration value) {
  const char* const units[] = {"hours", "days", "working_days", "weeks", "months", "quarters", "years"};
  return "{\"n\":" + std::to_string(value.n) + ",\"unit\":\"" + units[static_cast<int>(value.unit)] + "\"}";
}
template <class E, class = std::enable_if_t<std::is_enum_v<E>>>
std::string json(E value) {
  return quoted(word(value));
}
template <class E>
std::string json(phep::Set<E> value);

template <class T>
std::string listed(const std::vector<T>& values) {
  std::string out = "[";
  for (const T& value : values) out += (out.size() > 1 ? "," : "") + json(value);
  return out + "]";
}
// Members stand in the order of their names.
template <class E>
std::string json(phep::Set<E> value) {
  std::vector<std::string> names;
  for (int i = 0; i < 64; ++i)
    if ((value.bits >> i & 1) != 0) names.emplace_back(word(static_cast<E>(i)));
  std::sort(names.begin(), names.end());
  return listed(names);
}

inline std::string error(const phep::Error& error) {
  const char* const kinds[] = {"calendar_exhausted", "conflict",       "date_out_of_range", "division_by_zero",
                               "gap",                "needs_rounding", "overflow"};
  return "{\"at\":" + quoted(error.at) + ",\"kind\":\"" + kinds[static_cast<int>(error.kind)] + "\"}";
}

// An object; keys in byte order.
inline std::string object(const std::map<std::string, std::string>& keys) {
  std::string out = "{";
  for (const auto& [key, value] : keys) out += (out.size() > 1 ? "," : "") + quoted(key) + ":" + value;
  return out + "}";
}

template <class T>
std::string json(const phep::Out<T>& out) {
  if (const T* value = phep::known(out)) return json(*value);
  if (std::holds_alternative<phep::Absent>(out)) return "null";
  if (const auto* found = std::get_if<phep::Error>(&out)) return "{\"$error\":" + error(*found) + "}";
  std::map<std::string, std::string> keys;
  if (const auto* unknown = std::get_if<phep::Unknown>(&out)) {
    if (unknown->inexact) keys["$inexact"] = "true";
    keys["$unknown"] = listed(unknown->missing);
  }
  if (const auto* one = std::get_if<phep::OneOf<T>>(&out)) {
    keys["$awaiting"] = listed(one->awaiting);
    keys["$one_of"] = listed(one->values);
  }
  if (const auto* between = std::get_if<phep::Between<T>>(&out)) {
    if (between->least) keys["$at_least"] = json(*between->least);
    if (between->most) keys["$at_most"] = json(*between->most);
    if (between->inexact) keys["$inexact"] = "true";
    keys["$unknown"] = listed(between->missing);
  }
  return object(keys);
}

inline std::string truth(phep::Truth truth) {
  return truth == phep::Truth::unknown ? "\"unknown\"" : json(truth == phep::Truth::yes);
}

inline std::string json(const phep::Due& due) {
  if (due.at) return json(*due.at);
  std::map<std::string, std::string> keys{{"$awaiting", listed(due.awaiting)}};
  if (due.from) keys["$from"] = json(*due.from);
  if (due.up_to) keys["$up_to"] = json(*due.up_to);
  if (!due.one_of.empty()) keys["$one_of"] = listed(due.one_of);
  return object(keys);
}

// A norm without what every answer repeats: citations.
inline std::string json(const phep::Norm& norm) {
  std::map<std::string, std::string> keys{{"status", quoted(phep::word(norm.status))}, {"binds", truth(norm.binds)}};
  if (norm.error) keys["$error"] = error(*norm.error);
  if (norm.inexact) keys["$inexact"] = "true";
  if (norm.by_ms) keys["by_ms"] = std::to_string(*norm.by_ms);
  if (norm.done) keys["done"] = norm.done->on ? json(*norm.done->on) : json(*norm.done->at);
  if (norm.due) keys["due"] = json(*norm.due);
  if (norm.excused != phep::Truth::no) keys["excused"] = truth(norm.excused);
  if (!norm.missing.empty()) keys["missing"] = listed(norm.missing);
  if (norm.since) keys["since"] = json(*norm.since);
  if (norm.until) keys["until"] = json(*norm.until);
  if (!norm.why.empty()) keys["why"] = listed(norm.why);
  std::map<std::string, std::string> rows;
  for (const phep::Sanction& sanction : norm.sanctions) {
    std::map<std::string, std::string> row{{"applies", truth(sanction.applies)}, {"kind", quoted(sanction.kind)}};
    if (sanction.from) row["from"] = json(*sanction.from);
    if (sanction.to) row["to"] = json(*sanction.to);
    if (sanction.limit) row["limitation"] = json(*sanction.limit);
    if (sanction.time_barred != phep::Truth::no) row["time_barred"] = truth(sanction.time_barred);
    rows[sanction.label] = object(row);
  }
  if (!rows.empty()) keys["sanctions"] = object(rows);
  return object(keys);
}

}  // namespace show
