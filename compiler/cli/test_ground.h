// What the tests of files are run in, for the commands that look at tests from above.
#pragma once

#include "compiler/cli/options.h"
#include "compiler/cli/session.h"
#include "compiler/testing/suite.h"

#include <map>
#include <vector>

namespace phep::cli {

// Checked modules of all files and what they import, and the tests of the files. The session
// outlives it.
struct TestGround {
  std::map<FileId, const hir::Module*> modules;
  std::vector<testing::TestModule> tests;
};

// What is wrong with naming case files is appended.
TestGround test_ground(Session& session, const std::vector<FileId>& files,
                       DiagnosticList& diagnostics);

// Says why tests could not be run; what is wrong with their sources has been printed.
void fail_suite(const Session& session, const Failure& failure, const std::string& where = {});

// Threads, as --jobs says.
unsigned threads_of(const TestOptions& options);

}  // namespace phep::cli
