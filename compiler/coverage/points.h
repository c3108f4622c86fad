// What tests can see of the law: each outcome of a case, a condition, a deadline, a provision.
#pragma once

#include "compiler/decision/lower.h"
#include "compiler/hir/hir.h"
#include "compiler/source/source_map.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace phep::coverage {

enum class Measure : std::uint8_t {
  Cases,       // cases, exceptions, exemptions and other clauses, seen to hold and not to hold
  Conditions,  // masking MC/DC: each leaf of a condition seen to decide it alone, either way
  Boundaries,  // a deadline seen from its last day and from the day after
  Provisions,  // each status that the norm of a provision can have
};
inline constexpr std::array<Measure, 4> kMeasures = {Measure::Cases, Measure::Conditions,
                                                     Measure::Boundaries, Measure::Provisions};
// cases, conditions, boundaries, provisions
std::string_view word(Measure measure);

struct Point {
  Measure measure;
  std::string key;  // what is counted by; the same as long as names are
  hir::DefId of;
  Span at;
  std::string outcome;               // a word or two: what is to be seen there
  std::vector<std::string> cites{};  // of the clause, else of the definition
};

// Checked modules by file.
using Modules = std::map<FileId, const hir::Module*>;

struct Plan {
  std::vector<Point> points;  // of the chosen files, in the order of the text
  decision::Probes probes;    // conditions that certificates must tell of
};
Plan plan_of(const Modules& modules, const hir::TypeStore& types, const Interner& names,
             const std::vector<FileId>& files);

}  // namespace phep::coverage
