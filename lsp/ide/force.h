// Whether what is declared is in force on a day.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/workspace/workspace.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace phep::ide {

enum class InForce : std::uint8_t { Yes, NotYet, NoMore, Unknown };

// Unknown where it hangs on a reading. Between two intervals it is not yet in force again.
InForce in_force(const std::vector<hir::ForceInterval>& intervals, std::int32_t day);
InForce in_force(const hir::Force& force, std::int32_t day);

// What is in force on a day among modules that see each other: by their own rows, and by what
// instruments do to each other (repeal, suspend, replace, lapse). Drafts do nothing.
class LawOn {
 public:
  using Modules = std::vector<std::shared_ptr<const check::Checked>>;
  LawOn(Modules modules, std::int32_t day);

  // Of what cites these provisions.
  [[nodiscard]] InForce of(const hir::Authority& authority) const;

 private:
  [[nodiscard]] bool ended(const hir::Cite& cite) const;
  [[nodiscard]] bool repealed(const hir::Cite& parent) const;
  [[nodiscard]] const hir::Instrument* instrument(hir::DefId id) const;

  Modules modules_;
  std::int32_t day_;
  std::vector<const hir::Change*> ends_;  // of those that hold on the day
  std::vector<hir::DefId> survivors_;
};

struct OutOfForce {
  Span span;
  std::string text;
  // Where the law says so: the instrument that is cited, what amends or repeals it.
  std::vector<std::pair<Span, std::string>> because = {};
};
// The norms of the file that are not in force on the day.
std::vector<OutOfForce> out_of_force(workspace::Workspace& workspace, FileId file, std::int32_t day,
                                     Language language);

}  // namespace phep::ide
