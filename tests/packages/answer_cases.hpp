// Reads cases, one a line as "AS_OF<tab>facts", and writes for each "STATUS<tab>answer<tab>typed answer".
#pragma once

#include "show.hpp"

#include <cstdlib>

namespace cases {

// `decide_json(text, as_of)` gives an Expected<std::string>; `decide_typed(text, as_of, &out)` a status.
template <class DecideJson, class DecideTyped>
int answer(DecideJson decide_json, DecideTyped decide_typed) {
  std::string line;
  for (int c = std::getchar(); c != EOF; c = std::getchar()) {
    if (c != '\n') {
      line += static_cast<char>(c);
      continue;
    }
    const std::size_t tab = line.find('\t');
    const phep::Instant as_of{std::strtoll(line.c_str(), nullptr, 10)};
    const std::string text = line.substr(tab + 1);
    const auto answered = decide_json(text, as_of);
    const std::string answer = answered ? *answered : answered.error().json;
    std::string typed;
    const int status = decide_typed(text, as_of, &typed);
    const int text_status = answered ? 0 : static_cast<int>(answered.error().status);
    if (status != text_status) typed = "status " + std::to_string(status);
    std::printf("%d\t%s\t%s\n", text_status, answer.c_str(), typed.c_str());
    line.clear();
  }
  return 0;
}

}  // namespace cases
