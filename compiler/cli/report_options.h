// What the user typed of the commands that tell of decided cases, and those commands.
#pragma once

#include "compiler/cli/options.h"

#include <string>
#include <vector>

namespace phep::cli {

struct Shell;

struct ReportOptions {
  std::vector<std::string> cases;  // files and folders
  std::string of, decision;        // what the cases are of, where they do not say it
  std::string only;                // cases whose names hold this
  CaseFlags when;
  std::string format = "html";  // or ics, csv, json
  bool rows = false;            // the register alone
  bool mark = true;             // before CSV: a byte order mark
  std::string out;              // a file; "": standard output
};
struct GraphOptions {
  std::string file, decision, facts;  // facts: of a case, may be missing
  std::string only;                   // of several cases that whose name holds this
  CaseFlags when;
  std::string norm;            // what this rests on
  bool taken = false;          // the taken path alone
  std::string format = "svg";  // or dot, json
  std::string out;
};

void add_explain(Shell& shell, ExplainOptions& options);
void add_report(Shell& shell, ReportOptions& options);
void add_graph(Shell& shell, GraphOptions& options);

int run_report(const CommonOptions& common, const ReportOptions& options);
int run_graph(const CommonOptions& common, const GraphOptions& options);

}  // namespace phep::cli
