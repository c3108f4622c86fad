// The register of law as an editor sees it: the library and the files that are given, and what is
// in force on a day.
#pragma once

#include "compiler/hir/authority.h"
#include "compiler/law/register.h"
#include "compiler/workspace/workspace.h"

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace phep::ide {

// Imports: the files and what they import, at once. Library: all of the library too, whose law may
// change what the files cite.
enum class Reach : std::uint8_t { Imports, Library };

// Keeps alive what it shows. A view is made for one question and thrown away.
class LawView {
 public:
  // Nothing: `stop` was set. Files come with all they import.
  static std::optional<LawView> make(workspace::Workspace& workspace, std::span<const FileId> files,
                                     Reach reach, const std::atomic<bool>& stop);

  [[nodiscard]] law::Register law() const {
    return {modules_, workspace_->types(), workspace_->names(), workspace_->sources()};
  }
  [[nodiscard]] const hir::Instrument* instrument(hir::DefId id) const;

 private:
  explicit LawView(workspace::Workspace& workspace) : workspace_(&workspace) {}

  workspace::Workspace* workspace_;
  std::map<FileId, const hir::Module*> modules_;
  std::vector<std::shared_ptr<const check::Checked>> kept_;
};

// How a provision stands on a day.
// Suspended: by another instrument. Open: hangs on a reading.
enum class Standing : std::uint8_t { InForce, NotYet, Suspended, Repealed, Open };
Standing standing(const law::Register& law, hir::DefId instrument, const law::Path& provision,
                  std::int32_t day);
// The same of a declaration, by its own clauses of force.
Standing standing(const hir::Force& force, std::int32_t day);

// "law:/vn.instruments.pdpl.PDPL/23.1": the address of a provision's page. Percents are not
// written.
std::string law_address(const law::Register& law, hir::DefId instrument,
                        const law::Path& provision);
// What an address names; nothing if there is no such instrument. A short name will do: "PDPL/23.1".
struct Provision {
  hir::DefId instrument;
  law::Path path;
};
std::optional<Provision> provision_at(const law::Register& law, std::string_view address);

// The row of an outline that lists a provision, the narrowest one, else the instrument's name.
Span outline_place(workspace::Workspace& workspace, hir::DefId instrument,
                   const law::Path& provision);
// The provision whose row of an outline stands at the place; nothing: there is none.
std::optional<Provision> outline_row_at(workspace::Workspace& workspace, FileId file,
                                        std::uint32_t offset);

}  // namespace phep::ide
