// Findings as SARIF 2.1.0, for code scanning: rules from the catalogue, places, fixes,
// fingerprints, what was allowed and why. Nothing in it depends on the machine or the hour.
#pragma once

#include "compiler/cli/session.h"
#include "compiler/diagnostics/diagnostic.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace phep::cli {

enum class SarifKind : std::uint8_t { Fail, Open, Pass };

struct SarifResult {
  Diagnostic item;  // its row is the rule
  SarifKind kind = SarifKind::Fail;
  std::optional<Argument> message = {};                 // in place of the row's
  std::vector<std::pair<Span, Argument>> related = {};  // beside the notes
  std::optional<workspace::Allowed> allowed = {};       // by this comment: a suppressed result
  nlohmann::ordered_json properties = nlohmann::ordered_json::object();
};

struct SarifRun {
  std::string_view command;          // check, lint, verify
  std::vector<FileId> targets = {};  // what was looked at
  std::vector<SarifResult> results = {};
  int exit = 0;                            // the code that the command ends with
  std::optional<Argument> broken_by = {};  // why the work could not be done; else it was
};

// The document, ending in a line break. Columns count UTF-16 code units from 1; paths are relative
// to the working folder, those of the embedded library begin with `phep:`.
std::string sarif_text(const Session& session, const SarifRun& run);

// Diagnostics, and what comments allow, as results.
void add_results(SarifRun& run, const DiagnosticList& list);
void add_results(SarifRun& run, const std::vector<workspace::Allowed>& allowed);

}  // namespace phep::cli
