// One deliberate mistake in the law: what changes in the checked program, and how it would read.
#pragma once

#include "compiler/base/interner.h"
#include "compiler/hir/hir.h"
#include "compiler/source/source_map.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace phep::mutation {

enum class Fault : std::uint8_t {
  Threshold,    // what something is compared with, one more or less
  Figure,       // another number: an amount, a rate
  Term,         // a period, one unit more or less; or no deadline at all
  DayKind,      // calendar for working days, days for hours
  Boundary,     // < for <=; `due before` for `due`
  Roll,         // an end on a rest day stays there
  Guard,        // a condition turned round
  Condition,    // one condition of several left out, `and` for `or`
  Member,       // another value of a list of words, one too many, one missing
  Conclusion,   // a case concludes something else
  Exemption,    // left out
  Exception,    // of a rule, left out
  Case,         // of a rule, left out
  Priority,     // highest for lowest, rows in the other order
  Grace,        // a deferral left out
  Performance,  // evidence, an excuse or a fallback left out
  Sanction,     // a row left out, or imposed on something else
  Force,        // a date of force one day off, or force not asked
  Arithmetic,   // + for -, up for down
  Quantifier,   // some for all, one more or less
};
inline constexpr std::size_t kFaults = 20;

// A word for reports and machines.
std::string_view word(Fault fault);

struct ExprEdit {
  FileId file;
  hir::ExprId expr;
  hir::ExprNode node;
};
struct DefEdit {
  hir::DefId def;
  hir::DefNode node;
};

struct Mutant {
  hir::DefId of;  // the definition that is wrong
  Fault fault = Fault::Guard;
  Span at;              // what is written there …
  std::string instead;  // … would read so
  std::vector<std::string> cites{};
  std::vector<ExprEdit> exprs{};
  std::vector<DefEdit> defs{};
  std::vector<hir::DefId> read_in{};  // definitions whose programs change with it
};

// Checked modules that may be changed; without tests, which no lowering reads.
using Drafts = std::map<FileId, hir::Module>;

// What making mutants reads. `drafts` gets new expressions, which nothing but mutants name.
struct Law {
  Drafts& drafts;
  const hir::TypeStore& types;
  const Interner& names;
  const SourceMap& sources;
  hir::TypeId boolean;  // the type of conditions

  [[nodiscard]] const hir::Def& def(hir::DefId id) const {
    return drafts.at(id.file).defs[id.index];
  }
};

// The mutants of a norm, a rule or special law, in the order of the text; none of another
// definition. Two that say the same are one.
std::vector<Mutant> mutants_of(Law& law, hir::DefId id);

// Of an instrument: its dates of force, changed for all who cite it.
std::vector<Mutant> mutants_of_force(Law& law, hir::DefId instrument);

}  // namespace phep::mutation
