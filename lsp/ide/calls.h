// What rests on what: decisions on norms and rules, those on other rules, all on facts.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/workspace/workspace.h"

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace phep::ide {

enum class StationKind : std::uint8_t { Rule, Norm, Decision, Reading, Fact, Test };

// One end of a call: a rule, norm, decision, reading, fact or test.
struct Station {
  StationKind kind;
  std::string name, detail;
  Span whole, own;  // the declaration, and its name in it
};

struct Call {
  Station station;
  std::vector<Span> at;  // where the one names the other, all in one file
};

// What is named or declared at the place.
std::optional<Station> station_at(workspace::Workspace& workspace, FileId file,
                                  std::uint32_t offset, Language language);

// Who in `files` rests on it: towards decisions and tests. Ends early when `stop` is set.
std::vector<Call> incoming(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                           std::span<const FileId> files, Language language,
                           const std::atomic<bool>& stop);
// What it rests on: towards facts.
std::vector<Call> outgoing(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                           Language language);

}  // namespace phep::ide
