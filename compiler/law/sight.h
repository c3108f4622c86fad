// What one expectation of a test saw: whoever runs tests hands these in.
#pragma once

#include "compiler/explain/moments.h"
#include "compiler/hir/hir.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>

namespace phep::law {

struct Sight {
  hir::DefId of;      // the norm or rule that is asked
  std::string title;  // of the test, with its row
  Span span;          // of the test or row
  Span asked;         // the expectation as it is written; of a case file the value
  std::int64_t as_of = 0;
  bool met = false;          // the expectation holds
  nlohmann::json result;     // of the norm or rule in the canonical answer
  explain::Moments moments;  // of a norm
  // What is asked of a norm: its status, a moment or length of time, or a sanction by label.
  bool status = false, time = false;
  bool in_force = false;  // … or only that it is not out of force
  std::string sanction;
};

}  // namespace phep::law
