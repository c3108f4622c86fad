// Owns every byte of source, unchanged; gives lines and columns when a person needs them.
#pragma once

#include "compiler/base/id.h"
#include "compiler/base/span.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace phep {

// A place for people: line and column from 1; the column counts code points.
struct LineColumn {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

struct SourceFile {
  std::string path;  // as it is shown; never opened from here
  std::string text;
  std::vector<std::uint32_t> line_starts;  // byte offset of each line's first byte
};

class SourceMap {
 public:
  // Adds a file. The text is kept byte for byte.
  FileId add(std::string path, std::string text);

  // Replaces a file's text; spans into the old text are void from then on.
  void set_text(FileId file, std::string text);

  [[nodiscard]] const SourceFile& file(FileId id) const { return files_[id]; }
  [[nodiscard]] std::string_view text(Span span) const;
  [[nodiscard]] LineColumn place(FileId file, std::uint32_t offset) const;

  // The whole line (from 1) without its line break; "" past the end.
  [[nodiscard]] std::string_view line(FileId file, std::uint32_t number) const;
  [[nodiscard]] std::uint32_t size() const { return files_.size(); }

 private:
  Store<FileTag, SourceFile> files_;
};

}  // namespace phep
