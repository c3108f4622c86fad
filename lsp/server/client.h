// What the client can do, said once at the beginning, and what the user wishes.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "lsp/server/convert.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace phep::server {

struct Client {
  Encoding encoding = Encoding::Utf16;
  std::string locale;
  bool pull = false;       // asks for diagnostics itself
  bool refreshes = false;  // … and can be told to ask again
  bool refreshes_tokens = false, refreshes_hints = false, refreshes_lenses = false,
       refreshes_values = false;  // likewise
  bool progress = false;          // shows work-done progress
  bool watches = false;           // registers watchers of files
  bool configuration = false;     // answers workspace/configuration
  bool markdown = false;          // shows Markdown in hovers
  bool hierarchy = false;         // shows an outline as a tree
  bool content = false;           // asks for the text of virtual documents
  bool lazy_ranges = false;       // has the ranges of symbols resolved later
  bool annotations = false;       // shows what is said of edits before they are made
  bool runs_tests = false;        // has the command phep.runTests
  bool shows_references = false;  // … and phep.showReferences
  bool shows_documents = false;   // opens a document that it is told to
  bool takes_edits = false;       // makes edits that it is told to
  bool related = false;           // shows what a diagnostic points at besides
  bool unnecessary = false;       // fades what is tagged so
  bool code_pages = false;        // leads from the code of a diagnostic to a page about it
  bool lazy_words = false;        // asks for the documentation of a completion when it is looked at
  bool lazy_tooltips = false;     // likewise of inlay hints
  std::chrono::milliseconds silent{300};  // shorter work shows no progress: a bar that flashes is
                                          // worse than none
  bool lazy_edits = false;                // asks for the edits of a code action when it is chosen
};

struct Settings {
  Language language = Language::English;
  std::optional<std::int32_t> as_of;  // days; none: no date is set
  std::string wrong_as_of;            // what was given for it and is no date
};

}  // namespace phep::server
