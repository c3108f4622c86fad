// A decision's missing facts asked of a person, one at a time, until none can change the outcome.
#pragma once

#include "compiler/cli/session.h"
#include "compiler/explain/inquiry.h"
#include "compiler/testing/run.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <vector>

namespace phep::cli {

// One line of what the person types, without its end; nothing at the end of input.
using ReadLine = std::function<std::optional<std::string>()>;

struct Interview {
  Session& session;
  const explain::Labels& labels;
  const decision::Program& program;
  std::vector<std::uint8_t> image;
  const testing::Engine& engine;
  testing::CaseOptions options;
  std::string facts_path;  // where the facts that it begins with were read; for messages
  std::string author;      // who determines what is judged; empty: nobody is named
  // Keeps what is known so far, so that an interview that is broken off can be taken up again.
  std::function<Result<void>(const nlohmann::json& facts)> keep;
};

struct Interviewed {
  struct Question {
    std::string fact;
    nlohmann::json value;  // null both for none and for unknown
    bool known;
  };
  std::vector<Question> asked;  // in order; what was taken back is left out
  nlohmann::json facts;
  std::string answer;             // canonical
  std::vector<std::string> open;  // facts that could still change it
};

// Asks on standard error, in the asking order of the answer's `missing`. `facts` is the text that
// is known at the beginning. What went wrong has been printed; the error is the exit code.
std::expected<Interviewed, int> interview(const Interview& with, const std::string& facts,
                                          const ReadLine& read_line);

}  // namespace phep::cli
