// From the bytes of a file to the text that is scanned: valid UTF-8, NFC, without Markdown, with a
// way back to the bytes.
#pragma once

#include "compiler/base/span.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/reports.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace phep::syntax {

// Offsets in the prepared text → offsets in the file's bytes.
class PositionMap {
 public:
  explicit PositionMap(FileId file) : file_(file) {}

  [[nodiscard]] Span span(std::uint32_t begin, std::uint32_t end) const {
    return {file_, source(begin), source(end)};
  }
  [[nodiscard]] std::uint32_t source(std::uint32_t prepared) const;

  // From `prepared` on, source offsets are shifted so that it stands at `source`. Anchors come in
  // order.
  void anchor(std::uint32_t prepared, std::uint32_t source);

 private:
  struct Anchor {
    std::uint32_t prepared;
    std::uint32_t source;
  };
  FileId file_;
  std::vector<Anchor> anchors_;  // empty: the text was NFC already
};

struct Prepared {
  bool readable = true;  // false: not UTF-8 or too large, and reported
  bool plain = false;    // `text` is what was given, and would be so whatever stood beside it
  std::string text;
  PositionMap positions;
};

// Never fails: what cannot be read is reported and blanked out. In literate files everything
// outside the ```phep blocks becomes blanks, so that offsets stay.
Prepared prepare(FileId file, std::string_view text, SourceForm form, Reports& reports);

// Whether these bytes, put anywhere into a plain text, leave it plain.
bool is_plain(std::string_view part);

// The ```phep blocks of a literate file: byte ranges of their contents, fences excluded. `closed`
// is false for a last block that runs to the end of the file.
struct Fence {
  std::uint32_t open;  // where its opening line begins
  std::uint32_t begin;
  std::uint32_t end;
  bool closed;
};
std::vector<Fence> program_blocks(std::string_view markdown);

}  // namespace phep::syntax
