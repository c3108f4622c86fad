// One text as a whole program: checked beside an empty library, and lowered when nothing is wrong.
#pragma once

#include "compiler/decision/lower.h"
#include "compiler/workspace/workspace.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace phep::fuzz {

// The text as the one file that there is.
struct Program {
  explicit Program(std::string_view source, workspace::Library library = {{}, "phep:"});

  // Lowers every decision of the file, or every rule and norm where it has none; nothing where
  // there is nothing to lower, or something is wrong.
  std::optional<decision::Program> lower();

  std::string text;
  workspace::Workspace workspace;
  FileId file;
};

// A program of the repository with its image; the library is the embedded one.
struct Executable {
  decision::Program program;
  std::vector<std::uint64_t> image;  // aligned
  std::size_t size = 0;              // of the image, in bytes
};
const Executable& executable(const std::string& path);

}  // namespace phep::fuzz
