// The command line: which command, with which options.
#pragma once

#include "compiler/cli/options.h"

namespace phep::cli {

// Parses and runs; returns the exit code.
int run(int argc, const char* const* argv);

}  // namespace phep::cli
