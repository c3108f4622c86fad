#include "lsp/server/methods.h"

#include "lsp/server/case_handlers.h"
#include "lsp/server/edit_handlers.h"
#include "lsp/server/handlers.h"
#include "lsp/server/server.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace phep::server {
namespace {

Reply misread() {
  return refuse(ErrorCode::InvalidParams,
                "the parameters are not of the shape that the method takes");
}

// A handler with its reader in front, as the table's rows hold it.
template <auto Read, auto Answer>
Reply reader(Server& server, const Json& params) {
  const auto read = Read(params);
  return read ? Answer(server, *read) : misread();
}
template <auto Read, auto Answer>
Reply analysis(Analysis& of, const Json& params, const Ask& ask) {
  const auto read = Read(params);
  return read ? Answer(of, *read, ask) : misread();
}
template <auto Read, auto Answer>
Reply text(Layouts& layouts, const Json& params, const Ask& ask) {
  const auto read = Read(params);
  return read ? Answer(layouts, *read, ask) : misread();
}

Json yes() {
  return true;
}

Json sync_options() {
  return {{"openClose", true}, {"change", 2}, {"save", true}};
}
Json diagnostic_options() {
  return {{"identifier", "phep"}, {"interFileDependencies", true}};
}
Json completion_options() {
  return {{"triggerCharacters", {".", "@"}}};
}
Json semantic_tokens_options() {
  return {{"legend", semantic_tokens_legend()}, {"full", Json::object()}};
}
Json nothing_more() {
  return Json::object();
}
Json content_options() {
  return {{"schemes", {"law", "phep"}}};
}
Json folder_options() {
  return {{"supported", true}, {"changeNotifications", true}};
}
Json file_operations() {
  return {{"filters",
           {{{"scheme", "file"}, {"pattern", {{"glob", "**/*.{phep,phep.md}"}}}},
            {{"scheme", "file"}, {"pattern", {{"glob", "**"}, {"matches", "folder"}}}}}}};
}

// What Phép adds to the protocol is announced by name.
constexpr std::string_view kOwnRequest = "/experimental/phep/requests/-";

constexpr Sort kRequest = Sort::Request;
constexpr Sort kTold = Sort::Notification;

// The table. Columns: name, sort, lane, when overtaken, act, capability, options.
const std::array kMethods = {
    // Lifecycle
    Method{"initialize", kRequest, Lane::Reader, {}, reader<read_initialize, initialize>, ""},
    Method{"initialized", kTold, Lane::Reader, {}, reader<read_nothing, initialized>, ""},
    Method{"shutdown", kRequest, Lane::Reader, {}, reader<read_nothing, shut_down>, ""},
    Method{"exit", kTold, Lane::Reader, {}, reader<read_nothing, leave>, ""},
    Method{"$/setTrace", kTold, Lane::Reader, {}, reader<read_trace, set_trace>, ""},
    Method{"$/cancelRequest", kTold, Lane::Reader, {}, reader<read_cancel, cancel>, ""},
    Method{"window/workDoneProgress/cancel",
           kTold,
           Lane::Reader,
           {},
           reader<read_token, cancel_progress>,
           ""},

    // Documents and what lies around them
    Method{"textDocument/didOpen",
           kTold,
           Lane::Reader,
           {},
           reader<read_open, did_open>,
           "/textDocumentSync",
           sync_options},
    Method{"textDocument/didChange", kTold, Lane::Reader, {}, reader<read_change, did_change>, ""},
    Method{"textDocument/didClose", kTold, Lane::Reader, {}, reader<read_document, did_close>, ""},
    Method{"textDocument/didSave", kTold, Lane::Reading, {}, analysis<read_document, did_save>, ""},
    Method{"workspace/didChangeConfiguration",
           kTold,
           Lane::Reader,
           {},
           reader<read_settings, did_change_configuration>,
           ""},
    Method{"workspace/didChangeWatchedFiles",
           kTold,
           Lane::Reading,
           {},
           analysis<read_watched, did_change_files>,
           ""},
    // Before whatever is asked of files: those of no folder are not read.
    Method{"workspace/didChangeWorkspaceFolders",
           kTold,
           Lane::Typing,
           {},
           analysis<read_folders_event, did_change_folders>,
           "/workspace/workspaceFolders",
           folder_options},
    Method{"workspace/didCreateFiles",
           kTold,
           Lane::Reading,
           {},
           analysis<read_files, did_create_files>,
           "/workspace/fileOperations/didCreate",
           file_operations},
    Method{"workspace/didRenameFiles",
           kTold,
           Lane::Reading,
           {},
           analysis<read_files, did_change_files>,
           "/workspace/fileOperations/didRename",
           file_operations},
    Method{"workspace/didDeleteFiles",
           kTold,
           Lane::Reading,
           {},
           analysis<read_files, did_change_files>,
           "/workspace/fileOperations/didDelete",
           file_operations},

    // Diagnostics
    Method{"textDocument/diagnostic", kRequest, Lane::Typing, Overtaken::Retriggers,
           analysis<read_diagnostic, pull_diagnostics>, "/diagnosticProvider", diagnostic_options},
    Method{"workspace/diagnostic", kRequest, Lane::Batch, Overtaken::Answers,
           analysis<read_workspace_diagnostic, pull_everything>,
           "/diagnosticProvider/workspaceDiagnostics", yes},

    // Reading
    Method{"textDocument/hover", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_document_position, hover>, "/hoverProvider", yes},
    Method{"textDocument/definition", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_document_position, definition>, "/definitionProvider", yes},
    Method{"textDocument/references", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_references, references>, "/referencesProvider", yes},
    Method{"textDocument/documentSymbol", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_document, document_symbol>, "/documentSymbolProvider", yes},
    Method{"textDocument/foldingRange", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_document, folding_range>, "/foldingRangeProvider", yes},
    Method{"textDocument/semanticTokens/full", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_document, semantic_tokens>, "/semanticTokensProvider",
           semantic_tokens_options},
    Method{"textDocument/semanticTokens/full/delta", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_delta, semantic_tokens_delta>, "/semanticTokensProvider/full/delta", yes},
    Method{"textDocument/semanticTokens/range", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_range_params, semantic_tokens_range>, "/semanticTokensProvider/range",
           yes},

    // Finding and following
    Method{"textDocument/declaration", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_document_position, declaration>, "/declarationProvider", yes},
    Method{"textDocument/typeDefinition", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_document_position, type_definition>, "/typeDefinitionProvider", yes},
    Method{"textDocument/implementation", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_document_position, implementation>, "/implementationProvider", yes},
    Method{"textDocument/documentHighlight", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_document_position, document_highlight>, "/documentHighlightProvider", yes},
    Method{"textDocument/selectionRange", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_positions, selection_range>, "/selectionRangeProvider", yes},
    Method{"workspace/symbol", kRequest, Lane::Reading, Overtaken::Answers,
           analysis<read_query, workspace_symbol>, "/workspaceSymbolProvider", nothing_more},
    Method{"workspaceSymbol/resolve", kRequest, Lane::Reading, Overtaken::Answers,
           analysis<read_symbol, resolve_symbol>, "/workspaceSymbolProvider/resolveProvider", yes},
    Method{"textDocument/prepareCallHierarchy", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_document_position, prepare_calls>, "/callHierarchyProvider", yes},
    Method{"callHierarchy/incomingCalls", kRequest, Lane::Reading, Overtaken::Answers,
           analysis<read_call_item, incoming_calls>, "/callHierarchyProvider", yes},
    Method{"callHierarchy/outgoingCalls", kRequest, Lane::Reading, Overtaken::Answers,
           analysis<read_call_item, outgoing_calls>, "/callHierarchyProvider", yes},

    // Law
    Method{"workspace/textDocumentContent", kRequest, Lane::Reading, Overtaken::Answers,
           analysis<read_content, text_content>, "/workspace/textDocumentContent", content_options},
    Method{"textDocument/documentLink", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_document, document_link>, "/documentLinkProvider", nothing_more},
    Method{"documentLink/resolve", kRequest, Lane::Reading, Overtaken::Answers,
           analysis<read_link, resolve_link>, "/documentLinkProvider/resolveProvider", yes},
    Method{"textDocument/moniker", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_document_position, moniker>, "/monikerProvider", yes},

    // Writing
    Method{"textDocument/completion", kRequest, Lane::Typing, Overtaken::Answers,
           analysis<read_document_position, completion>, "/completionProvider", completion_options},
    Method{"completionItem/resolve", kRequest, Lane::Typing, Overtaken::Answers,
           analysis<read_resolve, resolve_completion>, "/completionProvider/resolveProvider", yes},
    Method{"textDocument/formatting", kRequest, Lane::Formatting, Overtaken::Modified,
           text<read_formatting, formatting>, "/documentFormattingProvider", yes},
    Method{"textDocument/rename", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_rename, rename>, "/renameProvider", nothing_more},
    Method{"textDocument/prepareRename", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_document_position, prepare_rename>, "/renameProvider/prepareProvider",
           yes},
    Method{"textDocument/codeAction", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_code_action, code_action>, "/codeActionProvider", code_action_options},
    Method{"codeAction/resolve", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_resolve, resolve_code_action>, "/codeActionProvider/resolveProvider", yes},
    Method{"textDocument/codeLens", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_document, code_lens>, "/codeLensProvider", nothing_more},
    Method{"codeLens/resolve", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_resolve, resolve_code_lens>, "/codeLensProvider/resolveProvider", yes},
    Method{"textDocument/inlayHint", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_range_params, inlay_hint>, "/inlayHintProvider", nothing_more},
    Method{"inlayHint/resolve", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_resolve, resolve_inlay_hint>, "/inlayHintProvider/resolveProvider", yes},
    Method{"textDocument/rangeFormatting", kRequest, Lane::Formatting, Overtaken::Modified,
           text<read_range_formatting, range_formatting>, "/documentRangeFormattingProvider",
           nothing_more},
    Method{"textDocument/rangesFormatting", kRequest, Lane::Formatting, Overtaken::Modified,
           text<read_ranges_formatting, ranges_formatting>,
           "/documentRangeFormattingProvider/rangesSupport", yes},
    Method{"textDocument/onTypeFormatting", kRequest, Lane::Formatting, Overtaken::Modified,
           text<read_on_type, on_type_formatting>, "/documentOnTypeFormattingProvider",
           on_type_options},
    Method{"textDocument/signatureHelp", kRequest, Lane::Typing, Overtaken::Modified,
           analysis<read_document_position, signature_help>, "/signatureHelpProvider",
           signature_help_options},
    Method{"workspace/willRenameFiles", kRequest, Lane::Reading, Overtaken::Answers,
           analysis<read_moved, will_rename_files>, "/workspace/fileOperations/willRename",
           will_rename_options},
    Method{"workspace/willDeleteFiles", kRequest, Lane::Reading, Overtaken::Answers,
           analysis<read_files, will_delete_files>, "/workspace/fileOperations/willDelete",
           file_operations},

    // Cases: what Phép adds, PROTOCOL.md
    Method{"phep/tests", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_document, list_tests>, kOwnRequest},
    Method{"phep/runTests", kRequest, Lane::Batch, Overtaken::Answers,
           analysis<read_run_tests, run_tests>, kOwnRequest},
    Method{"phep/obligations", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_view, obligations>, kOwnRequest},
    Method{"phep/exceptions", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_view, exceptions>, kOwnRequest},
    Method{"phep/timeline", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_view, timeline>, kOwnRequest},
    Method{"phep/explain", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_explain, explain_case>, kOwnRequest},
    Method{"phep/stats", kRequest, Lane::Reader, {}, reader<read_nothing, stats>, kOwnRequest},
    Method{"workspace/executeCommand", kRequest, Lane::Reading, Overtaken::Answers,
           analysis<read_command, execute_command>, "/executeCommandProvider", command_options},
    Method{"textDocument/inlineValue", kRequest, Lane::Reading, Overtaken::Modified,
           analysis<read_inline_value, inline_values>, "/inlineValueProvider", yes},

    // Told by the reader's lane to the analysis, never by a client
    Method{"phep/settings",
           kTold,
           Lane::Typing,
           {},
           analysis<read_settings, take_settings>,
           "",
           nullptr,
           true},

    // For tests of what is slow or wrong, only with --test-hold
    Method{"phep/hold",
           kRequest,
           Lane::Typing,
           {},
           analysis<read_nothing, hold_analysis>,
           "",
           nullptr,
           true},
    Method{"phep/holdFormatting",
           kRequest,
           Lane::Formatting,
           {},
           text<read_nothing, hold_formatting>,
           "",
           nullptr,
           true},
    Method{"phep/stallRuns",
           kRequest,
           Lane::Typing,
           {},
           analysis<read_nothing, stall_runs>,
           "",
           nullptr,
           true},
    Method{
        "phep/fail", kRequest, Lane::Typing, {}, analysis<read_nothing, fail>, "", nullptr, true},
};

// A reply that no client ever sees.
constexpr int kLater = 1;

}  // namespace

std::span<const Method> methods() {
  return kMethods;
}

const Method* find_method(std::string_view name) {
  static const auto index = [] {
    std::unordered_map<std::string_view, const Method*> out;
    for (const Method& method : kMethods) out[method.name] = &method;
    return out;
  }();
  const auto found = index.find(name);
  return found == index.end() ? nullptr : found->second;
}

Json capabilities() {
  Json out = Json::object();
  for (const Method& method : kMethods)
    if (!method.capability.empty())
      out[Json::json_pointer(std::string(method.capability))] =
          method.options == nullptr ? Json(method.name) : method.options();
  return out;
}

Reply later() {
  return refuse(static_cast<ErrorCode>(kLater), "");
}

bool is_later(const Reply& reply) {
  return !reply && reply.error().code == static_cast<ErrorCode>(kLater);
}

}  // namespace phep::server
