// What is handed on of decided cases: a report, a register of obligations, a calendar of due dates.
// All that they say of the law is an explanation's; here it is only laid out.
#pragma once

#include "compiler/explain/explanation.h"

#include <nlohmann/json.hpp>

#include <span>
#include <string>

namespace phep::report {

// One decided case. The cases of a report are in one language.
struct Case {
  std::string name;
  explain::Explanation explanation;
};

// One HTML file that needs nothing else: no script, no font, no network, and a policy that forbids
// them. For screen, in light and dark, and paper.
std::string report_html(std::span<const Case> cases, Language language);

// {"report":1,"lang":…,"cases":[{"name":…,"explanation":…}],"register":[…]}; keys are stable.
nlohmann::json report_json(std::span<const Case> cases, Language language);

// The obligations of all cases, one a row, with empty columns for who sees to it and what shows it.
std::string register_html(std::span<const Case> cases, Language language);

// The same as RFC 4180 has it: CRLF, quotes where they are needed. Cells that a spreadsheet would
// take for a formula begin with an apostrophe. `mark`: a byte order mark first, by which Excel
// knows the encoding.
std::string register_csv(std::span<const Case> cases, Language language, bool mark);

// The due dates of what is not done yet, as RFC 5545 has it: CRLF, lines of at most 75 octets. The
// same case gives the same identifiers at every moment of assessment, and each entry is stamped
// with that moment, never with a clock.
std::string calendar(std::span<const Case> cases, Language language);

}  // namespace phep::report
