// What a filter of `phep test` chose nothing of is a mistake of whoever wrote it: a run of no test
// must not look green.
#pragma once

#include "compiler/cli/options.h"
#include "compiler/cli/session.h"
#include "compiler/testing/chosen.h"

#include <string>
#include <vector>

namespace phep::cli {

// The tests that the options choose. A view into them.
testing::Choice choice_of(const TestOptions& options);

// Why a text is no part K/N of 1 to 1,000; empty if it is one.
std::string shard_problem(const std::string& text);

// Says that no test is chosen by `filter` (a text, or #TAG), with the tag or title that is nearest,
// else the tags that there are.
void fail_none_chosen(const Session& session, const std::string& filter,
                      const std::vector<std::string>& titles);

}  // namespace phep::cli
