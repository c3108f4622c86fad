// Cases whose expectations a machine recorded: recording them, and accepting them one by one.
#pragma once

#include "compiler/cli/options.h"
#include "compiler/cli/session.h"
#include "compiler/testing/run.h"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace phep::cli {

// What a recorded case expects of an answer: the status of each norm, whom it binds and its dates,
// each value, what is missing.
nlohmann::ordered_json recorded_expectations(const std::string& answer);

// Writes into the case files of the files what the law answers to every case that is `unreviewed`.
// Expectations that a person wrote or accepted are never touched.
int record_cases(Session& session, const std::vector<FileId>& files,
                 const testing::MakeEngines& make_engines);

// The case that options.accept names is accepted by options.by, and counts from now on.
int accept_case(Session& session, const TestOptions& options, const std::vector<FileId>& files);

}  // namespace phep::cli
