// What may be written at a place, ranked by how well it fits what was typed.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/workspace/workspace.h"

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace phep::ide {

enum class ProposalKind : std::uint8_t {
  Keyword, Definition, Function, Norm, Type, Member, Field, Local, Module, Provision
};

// How what was typed fits: the better, the smaller.
enum class Fit : std::uint8_t {
  Exact,     // its beginning, mark for mark
  Toneless,  // its beginning, without marks
  Initials,  // "dlcn" for dữ liệu cá nhân
  Inside,    // the beginning of a later word
};

struct Proposal {
  ProposalKind kind;
  std::string text;    // what is written
  std::string detail;  // beside it in the list
  Span replaced;       // what was typed
  Fit fit;
};

inline constexpr std::size_t kMostProposals = 200;

struct Proposals {
  std::vector<Proposal> items;  // best first, at most kMostProposals
};

Proposals complete(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                   Language language, const std::atomic<bool>& stop);

}  // namespace phep::ide
