// A stream of bytes cut into rows: NDJSON by lines, CSV by records whose quoted cells may hold line
// breaks.
//
// Memory is bounded by the longest row that is read: of a longer one only the place is kept.
#pragma once

#include "compiler/base/result.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace phep::batch {

enum class Form : std::uint8_t { Ndjson, Csv };

inline constexpr std::size_t kLongestRow = std::size_t{16} << 20U;

// A row of a piece's text, without the line break.
struct Row {
  std::uint64_t number = 0;  // from 1; empty lines and the header of a table do not count
  std::uint64_t offset = 0;  // of its first byte in the stream
  std::uint32_t begin = 0, end = 0;
  bool too_long = false;  // its text is not kept
};

// Whole rows, as they came in one go.
struct Piece {
  std::string text;
  std::vector<Row> rows;
};

// Reads at most so many bytes into memory, at least one unless the stream is at its end. It should
// return what is there rather than wait for more: rows are then answered as they come.
using Read = std::function<Result<std::size_t>(char* into, std::size_t most)>;

class Rows {
 public:
  Rows(Read read, Form form) : read_(std::move(read)), form_(form) {}

  // The next piece; false at the end of the stream. A byte order mark at its beginning is skipped.
  Result<bool> next(Piece& piece);

  // What separates the cells of a table; until it is told, any of comma, semicolon and tab does.
  void separate_by(char separator) { separator_ = separator; }
  // Rows are counted from the next one on.
  void restart_count() { number_ = 0; }

  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  enum class In : std::uint8_t { CellStart, Plain, Quoted, QuoteInQuoted };

  std::size_t find_end(const std::string& text, std::size_t from);
  void finish_row(Piece& piece, std::size_t begin, std::size_t end);
  void drop(std::string& text, std::size_t begin);
  void skip_mark(std::string& text);
  bool keep_rest(Piece& piece, std::size_t begin);

  Read read_;
  Form form_;
  char separator_ = 0;
  In in_ = In::CellStart;
  std::string rest_;          // the beginning of a row that is not whole yet
  std::size_t scanned_ = 0;   // bytes of it that hold no end
  std::uint64_t offset_ = 0;  // of the first byte of the piece in the stream
  std::uint64_t number_ = 0;  // of the last row
  std::uint64_t bytes_ = 0;   // read so far
  bool begun_ = false, ended_ = false;
  bool dropping_ = false;           // inside a row that is too long
  std::uint64_t dropped_from_ = 0;  // where it begins
};

}  // namespace phep::batch
