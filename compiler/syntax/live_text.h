// A text that is read again and again while somebody writes it: where the next text differs, the
// words around the difference are scanned anew and the declarations that had seen them parsed anew;
// all others are kept. What comes out is what `parse` makes of the same text, to the last place and
// word; only ids differ. Whatever is unusual (a text that is not plain UTF-8 in NFC, Markdown, very
// many errors, nesting too deep) is read as a whole.
#pragma once

#include "compiler/syntax/parse.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace phep::syntax {

struct Kept;

// Which declarations a reading in part read anew: by their place in the order of the module.
struct Reread {
  std::size_t first = 0;
  std::size_t removed = 0;
  std::size_t added = 0;
  bool header = false;
};

class LiveText {
 public:
  // Notes: what the tree says of each word is kept too, for laying the text out.
  enum class Notes : std::uint8_t { None, Roles };
  LiveText(FileId file, SourceForm form, Notes notes = Notes::None);
  ~LiveText();
  LiveText(const LiveText&) = delete;
  LiveText& operator=(const LiveText&) = delete;

  // Reads the next text. What was given out for the last one is changed in place, unless somebody
  // else still holds it: then it stays as it is. Behind a change the places inside declarations
  // stay where they stood, until `place` is called: nobody may look at them before.
  std::shared_ptr<const Parsed> read(std::string_view text, Interner& names);

  // Brings the places inside all declarations, or inside `count` from the one at `first` on, to
  // where they stand now.
  void place();
  void place(std::size_t first, std::size_t count);

  // Whether the last text was read in part.
  [[nodiscard]] bool in_part() const { return in_part_; }

  // What that reading read anew.
  [[nodiscard]] const Reread& reread() const { return reread_; }

  // What was kept of the last text: for this room.
  [[nodiscard]] const Kept& kept() const { return *kept_; }

  // For tests alone: as if one word less had been scanned anew, which must show.
  void skip_one_word() { skip_ = true; }

 private:
  bool read_part(std::string_view text, Interner& names);

  FileId file_;
  SourceForm form_;
  std::unique_ptr<Kept> kept_;
  std::shared_ptr<Parsed> parsed_;
  bool in_part_ = false;
  bool behind_ = false;  // some places are not where they stand
  Reread reread_;
  bool skip_ = false;
};

}  // namespace phep::syntax
