// One way to lay a program out: spacing, indentation and columns, comments kept, keywords in either
// language.
#pragma once

#include "compiler/base/span.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/parse.h"

#include <memory>
#include <string>
#include <string_view>

namespace phep::syntax {

// Keep: every keyword stays in its language. What the parser took as a name is never converted.
enum class KeywordLanguage { Keep, Vietnamese, English };

struct FormatOptions {
  KeywordLanguage keywords = KeywordLanguage::Keep;
  SourceForm form = SourceForm::Plain;
};

struct Formatted {
  std::string text;  // the input, unchanged, if it has syntax errors
  DiagnosticList diagnostics;
};

// Lays out one file; of a literate file the ```phep blocks only. Line breaks stay where the author
// set them; runs of blank lines become one; columns that the author aligned stay aligned. The
// result reads as the same syntax tree and formats to itself.
Formatted format(FileId file, std::string_view text, const FormatOptions& options = {});

// The same of a document's texts, one after another: of each only the declarations are read that
// differ from those of the text before. Keywords are kept.
class LiveFormat {
 public:
  explicit LiveFormat(SourceForm form);
  ~LiveFormat();
  LiveFormat(LiveFormat&&) noexcept;
  LiveFormat& operator=(LiveFormat&&) noexcept;

  // What `format` gives, for no file in particular.
  Formatted format(std::string_view text);

 private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

}  // namespace phep::syntax
