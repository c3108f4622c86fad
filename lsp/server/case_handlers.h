// Who answers Phép's own requests and commands; methods.cpp puts them into the table. Private to
// this room.
#pragma once

#include "lsp/server/case_protocol.h"
#include "lsp/server/methods.h"

namespace phep::server {

// ---- case_methods.cpp --------------------------------------------------------------------------
Reply list_tests(Analysis& analysis, const DocumentParams& params, const Ask& ask);
Reply run_tests(Analysis& analysis, const RunTestsParams& params, const Ask& ask);

// ---- view_methods.cpp --------------------------------------------------------------------------
Reply obligations(Analysis& analysis, const ViewParams& params, const Ask& ask);
Reply exceptions(Analysis& analysis, const ViewParams& params, const Ask& ask);
Reply timeline(Analysis& analysis, const ViewParams& params, const Ask& ask);
Reply explain_case(Analysis& analysis, const ExplainParams& params, const Ask& ask);

// ---- command_methods.cpp -----------------------------------------------------------------------
Reply execute_command(Analysis& analysis, const CommandParams& params, const Ask& ask);
Json command_options();
Reply inline_values(Analysis& analysis, const InlineValueParams& params, const Ask& ask);

}  // namespace phep::server
