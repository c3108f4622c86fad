// What stands above declarations: run this test, how many tests, in force from, cited by.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/workspace/workspace.h"

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace phep::ide {

enum class LensKind : std::uint8_t { RunTest, Tests, InForce, CitedBy };

struct Lens {
  LensKind kind;
  Span at;                        // the name or title that it stands above
  std::string test;               // of RunTest: its title
  Argument words{std::string()};  // of RunTest and InForce
};

// In the order of the text; none while the file has syntax errors.
std::vector<Lens> lenses(workspace::Workspace& workspace, FileId file);

// What is counted for a lens at this place: tests that ask about what is declared there, or
// citations of the instrument. By file and place; less when `stop` is set.
std::vector<Span> counted(workspace::Workspace& workspace, LensKind kind, Span at,
                          std::span<const FileId> files, const std::atomic<bool>& stop);
Argument count_words(LensKind kind, std::size_t count);
// "coverage 75 % (6 of 8)": whole percents, rounded down, so that 100 means all.
Argument coverage_words(std::uint32_t seen, std::uint32_t of);

}  // namespace phep::ide
