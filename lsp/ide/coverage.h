// What runs of cases reached: each case, exception and guard seen true, seen false, read off the
// certificates.
#pragma once

#include "lsp/ide/cases.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace phep::ide {

// What certificates say of one part of the law, by its qualified name.
struct Seen {
  std::uint64_t asked = 0, yes = 0, no = 0;  // what is not known is neither
};

class Coverage {
 public:
  // Adds what was decided on the bench: each decision asks about every part that it can reach.
  void add(const CaseBench& bench, const std::vector<Decided>& decided);

  struct Part {
    Span span;
    bool guarded = false;  // it can be false
    Seen seen;
  };
  // The parts that any decision of the bench reaches, asked or not, by file and place.
  [[nodiscard]] std::map<FileId, std::vector<Part>> parts(const CaseBench& bench) const;

 private:
  std::map<std::string, Seen> seen_;
};

// How many of the outcomes of a definition's parts were seen; what can be false has two.
struct Covered {
  Span at;  // the definition's name
  std::uint32_t seen = 0, of = 0;
};
// The definitions of a module that have any, in the order of the text.
std::vector<Covered> covered(const hir::Module& module, const std::vector<Coverage::Part>& parts);

// Where the parts that certificates name stand, by those names.
struct NamedPlace {
  Span span;  // of the row, or of the declaration's name
  bool guarded = false;
};
std::map<std::string, NamedPlace> named_places(const CaseBench::Member& member,
                                               const CaseBench& bench);

// The certificate's bits that a decision can reach, as they are numbered in the program.
std::vector<std::uint32_t> reached_bits(const decision::Program& program, std::uint32_t decision);

}  // namespace phep::ide
