// Answers to many cases of many programs, by lines of JSON: how oracles in Python ask.
//
// Standard input, one object a line:
//   {"program": "…", "decision": "report"}      from here on, cases are decided by this program
//   {"facts": {…}, "as_of": MILLISECONDS, "readings": {"K_1": 1}, "certificate": true}
// Standard output, one line for each line: {"ok": true} or {"errors": "…"} for a program; for a
// case the canonical answer, {"$refused": …} when the facts are refused, or {"$disagree": […]} when
// the engines differ.
#pragma once

#include <string>

namespace phep::tests {

// Serves until the input ends; the exit code.
int serve_answers(const std::string& engines);

}  // namespace phep::tests
