// Who answers what, by file; methods.cpp puts them into the table. Private to this room.
#pragma once

#include "lsp/ide/hover.h"
#include "lsp/ide/outline.h"
#include "lsp/server/client.h"
#include "lsp/server/methods.h"
#include "lsp/server/protocol.h"

namespace phep::server {

// ---- lifecycle.cpp: the reader's lane ----------------------------------------------------------
Reply initialize(Server& server, const InitializeParams& params);
Reply initialized(Server& server, const NoParams& params);
Reply shut_down(Server& server, const NoParams& params);
Reply leave(Server& server, const NoParams& params);
Reply set_trace(Server& server, const TraceParams& params);
Reply cancel(Server& server, const CancelParams& params);
Reply cancel_progress(Server& server, const TokenParams& params);
Reply stats(Server& server, const NoParams& params);

// ---- sync_methods.cpp --------------------------------------------------------------------------
Reply did_open(Server& server, const OpenParams& params);
Reply did_change(Server& server, const ChangeParams& params);
Reply did_close(Server& server, const DocumentParams& params);
Reply did_save(Analysis& analysis, const DocumentParams& params, const Ask& ask);
Reply did_change_configuration(Server& server, const SettingsParams& params);
Reply did_change_files(Analysis& analysis, const WatchedParams& params, const Ask& ask);
Reply did_create_files(Analysis& analysis, const WatchedParams& params, const Ask& ask);
Reply did_change_folders(Analysis& analysis, const FoldersParams& params, const Ask& ask);
Reply take_settings(Analysis& analysis, const SettingsParams& params, const Ask& ask);

// ---- diagnostic_methods.cpp --------------------------------------------------------------------
Reply pull_diagnostics(Analysis& analysis, const DiagnosticParams& params, const Ask& ask);
Reply pull_everything(Analysis& analysis, const WorkspaceDiagnosticParams& params, const Ask& ask);

// ---- read_methods.cpp --------------------------------------------------------------------------
Reply hover(Analysis& analysis, const PositionParams& params, const Ask& ask);
Reply definition(Analysis& analysis, const PositionParams& params, const Ask& ask);
Reply references(Analysis& analysis, const ReferenceParams& params, const Ask& ask);
Reply document_symbol(Analysis& analysis, const DocumentParams& params, const Ask& ask);
Reply folding_range(Analysis& analysis, const DocumentParams& params, const Ask& ask);

// ---- navigate_methods.cpp ----------------------------------------------------------------------
Reply declaration(Analysis& analysis, const PositionParams& params, const Ask& ask);
Reply type_definition(Analysis& analysis, const PositionParams& params, const Ask& ask);
Reply implementation(Analysis& analysis, const PositionParams& params, const Ask& ask);
Reply document_highlight(Analysis& analysis, const PositionParams& params, const Ask& ask);
Reply selection_range(Analysis& analysis, const PositionsParams& params, const Ask& ask);
Reply workspace_symbol(Analysis& analysis, const QueryParams& params, const Ask& ask);
Reply resolve_symbol(Analysis& analysis, const SymbolParams& params, const Ask& ask);
Reply prepare_calls(Analysis& analysis, const PositionParams& params, const Ask& ask);
Reply incoming_calls(Analysis& analysis, const PositionParams& params, const Ask& ask);
Reply outgoing_calls(Analysis& analysis, const PositionParams& params, const Ask& ask);

// ---- law_methods.cpp ---------------------------------------------------------------------------
Reply text_content(Analysis& analysis, const DocumentParams& params, const Ask& ask);
Reply document_link(Analysis& analysis, const DocumentParams& params, const Ask& ask);
Reply resolve_link(Analysis& analysis, const LinkParams& params, const Ask& ask);
Reply moniker(Analysis& analysis, const PositionParams& params, const Ask& ask);

// ---- token_methods.cpp -------------------------------------------------------------------------
Reply semantic_tokens(Analysis& analysis, const DocumentParams& params, const Ask& ask);
Reply semantic_tokens_delta(Analysis& analysis, const DeltaParams& params, const Ask& ask);
Reply semantic_tokens_range(Analysis& analysis, const RangeParams& params, const Ask& ask);
Json semantic_tokens_legend();

// ---- write_methods.cpp -------------------------------------------------------------------------
Reply completion(Analysis& analysis, const PositionParams& params, const Ask& ask);
Reply formatting(Layouts& layouts, const FormattingParams& params, const Ask& ask);

// ---- test_methods.cpp --------------------------------------------------------------------------
Reply hold_analysis(Analysis& analysis, const NoParams& params, const Ask& ask);
Reply hold_formatting(Layouts& layouts, const NoParams& params, const Ask& ask);
Reply stall_runs(Analysis& analysis, const NoParams& params, const Ask& ask);
Reply fail(Analysis& analysis, const NoParams& params, const Ask& ask);

// A hover as the protocol has it; in read_methods.cpp.
Json hover_json(Analysis& analysis, const ide::Hover& hover);

// LSP's SymbolKind; in read_methods.cpp.
int symbol_kind(ide::RowKind kind);

// Settings out of what clients send: `{"phep": {…}}` or what stands in it.
Settings settings_of(const Json& wishes, const Client& client);

}  // namespace phep::server
