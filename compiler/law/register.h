// The register of law: instruments, provisions and everything that rests on them, over checked
// modules.
#pragma once

#include "compiler/base/interner.h"
#include "compiler/hir/hir.h"
#include "compiler/law/instrument_names.h"
#include "compiler/law/provision.h"
#include "compiler/source/source_map.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace phep::law {

// What is searched: every module of the library and of the project.
struct Register {
  const std::map<FileId, const hir::Module*>& modules;
  const hir::TypeStore& types;
  const Interner& names;
  const SourceMap& sources;

  [[nodiscard]] const hir::Def& def(hir::DefId id) const {
    return modules.at(id.file)->defs.at(id.index);
  }
  [[nodiscard]] const hir::Instrument& instrument(hir::DefId id) const {
    return std::get<hir::Instrument>(def(id).node);
  }
};

// All instruments that have a name, by it; and as the reader of citations knows them.
std::vector<hir::DefId> instruments(const Register& law);
NamedInstrument naming(const Register& law, hir::DefId instrument);

// "duty", "rule", "unencoded", … in both languages.
struct KindWords {
  std::string key, vi, en;
};
KindWords kind_of(const hir::Def& def);

// A place that cites a provision.
struct Mention {
  hir::DefId by;      // the declaration
  std::string part;   // "exemption", "deferral", "sanction", "case"; "": the declaration itself
  std::string label;  // of the part
  const hir::Cite* cite;
  bool see;
  Overlap overlap;
};
// All of them: those that cite the provision or a part of it first, then those that cite a whole
// that holds it; within that by file and place. `whole_instrument` says whether a bare citation of
// the instrument counts as such a whole.
std::vector<Mention> mentions_of(const Register& law, hir::DefId instrument, const Path& provision,
                                 bool whole_instrument);

// The intervals of force of a provision: its own or those of the narrowest provision above it that
// has any, else the instrument's. `of` is where they were found.
struct ForceOf {
  Path of;
  std::vector<hir::ForceInterval> intervals;
};
ForceOf force_of(const Register& law, hir::DefId instrument, const Path& provision);

// Whether one of the intervals holds the day; nothing when that hangs on a reading.
std::optional<bool> in_force(const ForceOf& force, std::int32_t day);

// The outline's entry of a provision, or null.
const hir::OutlineEntry* entry_of(const hir::Instrument& instrument, const Path& provision);

// How far the outline knows a provision.
enum class Known {
  Listed,
  Accepted,
  Absent
};  // Accepted: under an article whose parts are not listed
Known known(const hir::Instrument& instrument, const Path& provision);

std::string day_text(std::int32_t days);  // "2026-03-01"
std::string citation_of(const Register& law, hir::DefId instrument, const Path& provision);

}  // namespace phep::law
