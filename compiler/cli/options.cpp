#include "compiler/cli/options.h"

#include "compiler/runtime/date.h"

#include <cstdlib>
#include <string_view>

namespace phep::cli {

std::optional<std::int32_t> parse_day(const std::string& text) {
  std::int32_t days = 0;
  if (!runtime::parse_date(text.data(), static_cast<std::uint32_t>(text.size()), &days))
    return std::nullopt;
  return days;
}

std::optional<std::int64_t> parse_moment(const std::string& text) {
  constexpr std::int32_t kVietnam = 420;  // minutes east of UTC
  if (const auto day = parse_day(text)) return runtime::day_start(*day, kVietnam);
  std::int64_t ms = 0;
  const auto status =
      runtime::parse_instant(text.data(), static_cast<std::uint32_t>(text.size()), &ms);
  if (status != runtime::InstantStatus::Ok) return std::nullopt;
  return ms;
}

Language default_language(int argc, const char* const* argv) {
  const auto of = [](std::string_view word) -> std::optional<Language> {
    if (word.starts_with("vi")) return Language::Vietnamese;
    if (word.starts_with("en") || word == "C" || word.starts_with("C.")) return Language::English;
    return std::nullopt;
  };
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--lang" && i + 1 < argc)
      if (const auto language = of(argv[i + 1])) return *language;
    if (word.starts_with("--lang="))
      if (const auto language = of(word.substr(7))) return *language;
  }
  for (const char* variable : {"PHEP_LANG", "LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* value = std::getenv(variable); value != nullptr && *value != '\0')
      if (const auto language = of(value)) return *language;
  return Language::English;
}

}  // namespace phep::cli
