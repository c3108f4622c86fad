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

std::string canonical(const Built& built, std::string_view policy, const char* result) {
  if (policy == "P1") return told_breach(built, result);
  return policy == "P2" ? told_risk(built, result) : told_hits(built, result);
}

}  // namespace phep::engines
