// What may be written at a place, ranked by how well it fits what was typed.
#pragma once

#include "compiler/workspace/workspace.h"
#include "lsp/ide/saying.h"

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace phep::ide {

enum class ProposalKind : std::uint8_t {
  Keyword,
  Definition,
  Function,
  Norm,
  Type,
  Member,
  Field,
  Local,
  Module,
  Provision,
  Unit,
  Word
};

// How what was typed fits: the better, the smaller.
enum class Fit : std::uint8_t {
  Exact,     // its beginning, mark for mark
  Toneless,  // its beginning, letter for letter, without tones
  Base,      // its beginning, without any marks
  Initials,  // "dlcn" for dữ liệu cá nhân
  Inside,    // the beginning of a later word
};

// How much the place asks for it: the more, the smaller.
enum class Asked : std::uint8_t {
  Missing,  // what the declaration still lacks
  Here,     // what stands here by the grammar and the types
  General,  // what may stand in a sentence of this sort
  Other,    // anything else
};

struct Proposal {
  ProposalKind kind;
  std::string text;    // what is written
  std::string detail;  // beside it in the list
  Span replaced;       // what was typed
  Fit fit;
  Asked asked = Asked::General;
  std::uint8_t force = 0;      // 0: in force, 1: not yet or open, 2: no longer
  std::uint32_t order = 0;     // among equals
  bool other_surface = false;  // a keyword in the language that the file is not written in
  Span declared = {};          // the name where it is declared, if it is

  [[nodiscard]] bool deprecated() const { return force == 2; }
};

inline constexpr std::size_t kMostProposals = 200;

struct Proposals {
  std::vector<Proposal> items;  // best first, at most kMostProposals
};

Proposals complete(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                   const Saying& saying, const std::atomic<bool>& stop);

}  // namespace phep::ide
