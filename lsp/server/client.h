// What the client can do, said once at the beginning, and what the user wishes.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "lsp/server/convert.h"

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
  bool lazy_edits = false;        // asks for the edits of a code action when it is chosen
};

struct Settings {
  Language language = Language::English;
  std::optional<std::int32_t> as_of;  // days; none: no date is set
  std::string wrong_as_of;            // what was given for it and is no date
};

}  // namespace phep::server
