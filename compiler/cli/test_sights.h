// Runs the tests of modules in the interpreter, and tells what each expectation saw of a norm or
// rule.
#pragma once

#include "compiler/cli/session.h"
#include "compiler/hir/hir.h"
#include "compiler/law/sight.h"

#include <expected>
#include <vector>

namespace phep::cli {

// Of the tests and case files of these files. What cannot be lowered has been printed; the error is
// the exit code.
std::expected<std::vector<law::Sight>, int> test_sights(Session& session,
                                                        const std::vector<FileId>& files);

}  // namespace phep::cli
