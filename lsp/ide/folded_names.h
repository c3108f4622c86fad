// What declarations are found by, without marks and in small letters: made once for each state of a
// file, since folding is most of a search.
#pragma once

#include "compiler/workspace/workspace.h"
#include "lsp/ide/outline.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace phep::ide {

// Something that a search may find: a definition, a field of a record, a row of an outline that has
// a heading. Its words are its name, if it has one, labels, number and title; "" where it has none.
struct Candidate {
  RowKind kind = RowKind::Other;
  std::string_view name, container;
  Span own;
  std::array<std::string_view, 6> words;
  const hir::OutlineEntry* row = nullptr;  // if it is one, of `instrument`: then without a name
  hir::DefId instrument = {};
};

RowKind kind_of(const hir::Def& def);

// Visits those of a module in the order of its definitions.
template <class Visit>
void each_candidate(const hir::Module& module, const Interner& names, const Visit& visit) {
  for (std::uint32_t i = 0; i < module.defs.size(); ++i) {
    const hir::Def& def = module.defs[i];
    if (!def.name.exists() || !def.name_span.file.exists() || def.name_span.end == 0) continue;
    const std::string_view name = names.text(def.name);
    const auto* instrument = std::get_if<hir::Instrument>(&def.node);
    Candidate one{
        kind_of(def), name, module.name, def.name_span, {name, def.label.vi, def.label.en}};
    if (instrument != nullptr) {
      one.words[3] = instrument->number;
      one.words[4] = instrument->title.vi;
      one.words[5] = instrument->title.en;
    }
    visit(one);
    if (instrument != nullptr)
      for (const hir::OutlineEntry& row : instrument->outline)
        if (!row.heading.vi.empty() || !row.heading.en.empty())
          visit(Candidate{RowKind::Other,
                          {},
                          {},
                          {},
                          {row.heading.vi, row.heading.en},
                          &row,
                          {module.file, i}});
    if (const auto* record = std::get_if<hir::Record>(&def.node))
      for (const hir::Field& field : record->fields) {
        const std::string_view own = names.text(field.name);
        visit(Candidate{
            RowKind::Field, own, name, field.span, {own, field.label.vi, field.label.en}});
      }
  }
}

class FoldedNames {
 public:
  // The folded words of one candidate end in '\n' each.
  class Table {
   public:
    [[nodiscard]] std::size_t size() const { return ends_.size(); }
    [[nodiscard]] std::string_view words(std::size_t candidate) const {
      const std::uint32_t begin = candidate == 0 ? 0 : ends_[candidate - 1];
      return std::string_view(text_).substr(begin, ends_[candidate] - begin);
    }

   private:
    friend class FoldedNames;
    std::uint64_t made_ = 0;  // of the workspace, when it was made
    std::string text_;
    std::vector<std::uint32_t> ends_;
  };

  // Of a checked file, one entry for each of its candidates.
  const Table& of(const workspace::Workspace& workspace, const hir::Module& module);

 private:
  std::unordered_map<std::uint32_t, Table> tables_;  // by file
};

}  // namespace phep::ide
