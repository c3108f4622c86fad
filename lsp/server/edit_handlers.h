// Who answers the requests that help to write; methods.cpp puts them into the table. Private to
// this room.
#pragma once

#include "lsp/server/edit_protocol.h"
#include "lsp/server/methods.h"

namespace phep::server {

// ---- rename_methods.cpp ------------------------------------------------------------------------
Reply prepare_rename(Analysis& analysis, const PositionParams& params, const Ask& ask);
Reply rename(Analysis& analysis, const RenameParams& params, const Ask& ask);
Reply will_rename_files(Analysis& analysis, const MovedParams& params, const Ask& ask);
Reply will_delete_files(Analysis& analysis, const WatchedParams& params, const Ask& ask);
Json will_rename_options();

// ---- action_methods.cpp ------------------------------------------------------------------------
Reply code_action(Analysis& analysis, const RangeParams& params, const Ask& ask);
Reply resolve_code_action(Analysis& analysis, const ResolveParams& params, const Ask& ask);
Json code_action_options();

// ---- lens_methods.cpp --------------------------------------------------------------------------
Reply code_lens(Analysis& analysis, const DocumentParams& params, const Ask& ask);
Reply resolve_code_lens(Analysis& analysis, const ResolveParams& params, const Ask& ask);
Reply inlay_hint(Analysis& analysis, const RangeParams& params, const Ask& ask);
Reply resolve_inlay_hint(Analysis& analysis, const ResolveParams& params, const Ask& ask);

// ---- write_methods.cpp -------------------------------------------------------------------------
Reply resolve_completion(Analysis& analysis, const ResolveParams& params, const Ask& ask);

// ---- typing_methods.cpp ------------------------------------------------------------------------
Reply range_formatting(Layouts& layouts, const RangeParams& params, const Ask& ask);
Reply ranges_formatting(Layouts& layouts, const RangesParams& params, const Ask& ask);
Reply on_type_formatting(Layouts& layouts, const OnTypeParams& params, const Ask& ask);
Reply signature_help(Analysis& analysis, const PositionParams& params, const Ask& ask);
Json on_type_options();
Json signature_help_options();

}  // namespace phep::server
