// One function a command: options in, exit code out.
#pragma once

#include "compiler/cli/options.h"
#include "compiler/cli/session.h"
#include "compiler/decision/decision.h"
#include "compiler/law/register.h"
#include "compiler/testing/run.h"

#include <nlohmann/json_fwd.hpp>

namespace phep::cli {

int run_check(const CommonOptions& common, const CheckOptions& options);
int run_eval(const CommonOptions& common, const EvalOptions& options);
// The part of eval that is about a stream of cases; and what an answer is worth as an exit code.
int run_eval_batch(Session& session, const EvalOptions& options, const decision::Program& program,
                   const testing::CaseOptions& chosen);
int exit_of(const nlohmann::json& answer, const EvalOptions& options);
int run_ask(const CommonOptions& common, const AskOptions& options);
int run_test(const CommonOptions& common, const TestOptions& options);
int run_verify(const CommonOptions& common, const VerifyOptions& options);
int run_diff(const CommonOptions& common, const DiffOptions& options);
// The part of test that makes mistakes in the law.
int run_mutation(Session& session, const TestOptions& options, const std::vector<FileId>& files);
// The part of test that says what tests reach.
int run_coverage(Session& session, const TestOptions& options, const std::vector<FileId>& files);
int run_gen(const CommonOptions& common, const GenOptions& options);
int run_build(const CommonOptions& common, const BuildOptions& options);
int run_inspect(const CommonOptions& common, const InspectOptions& options);
int run_fmt(const CommonOptions& common, const FmtOptions& options);
int run_explain(const CommonOptions& common, const ExplainOptions& options);
// The part of explain that is about a decision.
int run_explain_case(Session& session, const ExplainOptions& options);
int run_law(const CommonOptions& common, const LawOptions& options);
// The parts of law that are about norms and their tests.
int run_law_matrix(Session& session, const law::Register& all, const LawOptions& options);
int run_law_review(Session& session, const law::Register& all, const LawOptions& options);
int run_law_index(Session& session, const law::Register& all, const LawOptions& options);
int run_new(const CommonOptions& common, const NewOptions& options);
// Becomes phep-lsp; comes back only if that fails.
int run_lsp(const CommonOptions& common, const LspOptions& options);
int run_version(const CommonOptions& common);

}  // namespace phep::cli
