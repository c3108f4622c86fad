// What a person types in answer to an inquiry, read as a fact.
//
// People write numbers, dates and yes or no as their language does; case and diacritics do not
// matter. What could be two things is refused with the reason.
#pragma once

#include "compiler/explain/inquiry.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace phep::explain {

struct Reply {
  enum class Sort : std::uint8_t { Value, Unknown, Back, Stop, Refused };
  Sort sort = Sort::Refused;
  nlohmann::json value{};  // as facts have it
  std::string why{};       // of Refused
};

// `text` is one line. Ranges that the fact's type declares are kept.
Reply read_reply(const Inquiry& asked, std::string_view text, const Speech& speech);

// How a fact of this kind is answered: "yes or no", "a date, as 2026-03-10"; ends where `none` may
// be said, or not.
std::string reply_help(const Inquiry& asked, const Speech& speech);

}  // namespace phep::explain
