#include "answer.h"

#include <chrono>
#include <cstdio>
#include <cstring>

namespace phep::engines {

namespace {

phep_value value_at(const Place& output, const char* result) {
  phep_value value;
  std::memcpy(&value, result + output.offset, sizeof value);
  return value;
}

const Place* output_named(const Built& built, std::string_view name) {
  for (const Place& output : built.outputs)
    if (output.name == name) return &output;
  return nullptr;
}

// A word of canonical JSON up to the next quote; names of members need no escapes.
std::string_view quoted(const char*& at) {
  const char* const from = ++at;
  at = static_cast<const char*>(std::memchr(at, '"', 4096));
  return {from, static_cast<std::size_t>(at++ - from)};
}

bool read_set(const Place& output, const char*& at, std::uint64_t& bits) {
  bits = 0;
  while (*at != ']') {
    ++at;
    if (*at == ']') break;
    if (*at != '"') return false;
    const int member = member_of(output, quoted(at));
    if (member < 0) return false;
    bits |= std::uint64_t{1} << member;
  }
  ++at;
  return true;
}

bool read_number(const char*& at, std::uint64_t& number) {
  const bool minus = *at == '-';
  if (minus) ++at;
  if (*at < '0' || *at > '9') return false;
  std::int64_t n = 0;
  while (*at >= '0' && *at <= '9') n = n * 10 + (*at++ - '0');
  number = static_cast<std::uint64_t>(minus ? -n : n);
  return true;
}

bool read_value(const Place& output, const char*& at, phep_value& value) {
  value = {PHEP_KNOWN, 0, 0, 0};
  if (*at == 'n') {
    value.tag = PHEP_ABSENT;
    at += 4;
    return true;
  }
  switch (output.kind) {
    case Kind::Bool:
      value.a = *at == 't' ? 1 : 0;
      at += *at == 't' ? 4 : 5;
      return true;
    case Kind::Int: return read_number(at, value.a);
    case Kind::Set: return *at == '[' && read_set(output, at, value.a);
    case Kind::Enum:
    case Kind::Date: break;
  }
  if (*at != '"') return false;
  const std::string_view word = quoted(at);
  const int number = output.kind == Kind::Date ? days_of(word) : member_of(output, word);
  value.a = static_cast<std::uint64_t>(std::int64_t{number});
  return true;
}

std::string told_breach(const Built& built, const char* result) {
  const phep_value notify = value_at(*output_named(built, "must_notify"), result);
  const phep_value hour = value_at(*output_named(built, "deadline_h"), result);
  if (notify.tag != PHEP_KNOWN || (notify.a != 0) != (hour.tag == PHEP_KNOWN)) return "?";
  return notify.a == 0 ? "0 -" : "1 " + std::to_string(static_cast<std::int64_t>(hour.a));
}

std::string told_risk(const Built& built, const char* result) {
  const Place& levels = *output_named(built, "level");
  const Place& obligations = *output_named(built, "obligations");
  const phep_value level = value_at(levels, result);
  const phep_value due = value_at(*output_named(built, "due"), result);
  const phep_value held = value_at(obligations, result);
  if ((level.tag | due.tag | held.tag) != PHEP_KNOWN) return "?";
  const std::chrono::year_month_day day{
      std::chrono::sys_days{std::chrono::days{static_cast<std::int32_t>(due.a)}}};
  char date[32];
  std::snprintf(date, sizeof date, " %04d-%02u-%02u ", int(day.year()), unsigned(day.month()),
                unsigned(day.day()));
  std::string out = levels.members[level.a] + date;
  for (std::size_t i = 0; i < obligations.members.size(); ++i)
    if ((held.a >> i & 1) != 0) out += (out.back() == ' ' ? "" : ",") + obligations.members[i];
  return out;
}

// Rule k is member k % 64 of the output hits(k / 64).
std::string told_hits(const Built& built, const char* result) {
  std::string out;
  for (std::size_t g = 0; g < built.outputs.size(); ++g) {
    const phep_value hits = value_at(*output_named(built, "hits" + std::to_string(g)), result);
    if (hits.tag != PHEP_KNOWN) return "?";
    for (std::size_t i = 0; i < 64; ++i)
      if ((hits.a >> i & 1) != 0) out += (out.empty() ? "" : " ") + std::to_string(64 * g + i);
  }
  return out;
}

}  // namespace

bool read_answer(const Built& built, std::string_view json, char* result) {
  constexpr std::string_view kOutputs = "\"outputs\":{";
  const std::size_t found = json.find(kOutputs);
  if (found == std::string_view::npos) return false;
  const char* at = json.data() + found + kOutputs.size();
  for (const Place& output : built.outputs) {
    if (*at == ',') ++at;
    at += output.name.size() + 3;  // "NAME":
    phep_value value;
    if (!read_value(output, at, value)) return false;
    std::memcpy(result + output.offset, &value, sizeof value);
  }
  return *at == '}';
}

std::string canonical(const Built& built, std::string_view policy, const char* result) {
  if (policy == "P1") return told_breach(built, result);
  return policy == "P2" ? told_risk(built, result) : told_hits(built, result);
}

}  // namespace phep::engines
