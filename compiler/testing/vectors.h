// Conformance vectors: cases of one decision with an engine's answers, which every package brings
// and holds itself against.
#pragma once

#include "compiler/testing/random.h"
#include "compiler/testing/random_facts.h"
#include "compiler/testing/run.h"

#include <cstdint>
#include <string>
#include <vector>

namespace phep::testing {

// Of twenty lines three have facts that are refused, six leave something unknown, and two are of a
// moment at which law begins or ends, or a deadline falls, or of one a millisecond or a day beside
// it.
class Vectors {
 public:
  // Same seed, same lines.
  Vectors(const decision::Program& program, std::uint32_t decision, const Engine& engine,
          std::uint64_t seed);

  // One JSON object, without a line break:
  // {"decision":export name,"kind":"complete"|"unknown"|"malformed"|"boundary",
  //  "as_of":moment,"as_of_ms":n,"law_date":day,"law_day":n,"readings":{…},"suppose":[…],
  //  "choices":[option of each reading, or -1],"certificate":true,
  //  "facts":text, or "facts_hex":bytes where they are no UTF-8,"status":phep_status,"answer":text}
  std::string next();

 private:
  enum class Aim : std::uint8_t { Any, Malformed, Unknown, Boundary };
  struct Vector {
    CaseOptions options;
    std::string facts;
    CaseOutcome outcome;
  };

  Vector drawn(Aim aim);
  CaseOptions options();
  void move_to_boundary(Vector& vector);
  [[nodiscard]] bool is_met(Aim aim, const Vector& vector) const;
  [[nodiscard]] std::string line(Aim aim, const Vector& vector) const;

  const decision::Program& program_;
  std::uint32_t decision_;
  const Engine& engine_;
  Random random_;
  std::uint64_t count_ = 0;
  std::vector<std::int32_t> days_;  // on which something begins or ends to be in force
};

// `count` lines, each ending in a line break.
std::string conformance(const decision::Program& program, std::uint32_t decision,
                        const Engine& engine, std::uint64_t count, std::uint64_t seed = 1);

}  // namespace phep::testing
