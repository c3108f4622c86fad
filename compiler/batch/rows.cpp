#include "compiler/batch/rows.h"

#include <cstring>

namespace phep::batch {
namespace {

constexpr std::size_t kReadAtOnce = std::size_t{256} << 10U;
constexpr std::string_view kMark = "\xEF\xBB\xBF";

bool is_blank(std::string_view row) {
  return row.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

Result<bool> Rows::next(Piece& piece) {
  piece.rows.clear();
  piece.text.swap(rest_);
  rest_.clear();
  std::size_t begin = 0;
  std::size_t scanned = scanned_;
  for (;;) {
    for (;;) {
      const std::size_t end = find_end(piece.text, scanned);
      if (end == std::string::npos) break;
      finish_row(piece, begin, end);
      begin = scanned = end + 1;
      // The header is read alone: it tells what separates the cells of the rows behind it.
      if (form_ == Form::Csv && separator_ == 0 && !piece.rows.empty()) {
        keep_rest(piece, begin);
        scanned_ = 0;
        return true;
      }
    }
    scanned = piece.text.size();
    if (!piece.rows.empty()) return keep_rest(piece, begin);
    // What is before the row are blank lines.
    if (begin != 0 || dropping_ || piece.text.size() > kLongestRow + 2) drop(piece.text, begin);
    begin = 0;
    scanned = piece.text.size();
    if (ended_) return false;
    const std::size_t size = piece.text.size();
    piece.text.resize(size + kReadAtOnce);
    const auto got = read_(piece.text.data() + size, kReadAtOnce);
    piece.text.resize(size + got.value_or(0));
    if (!got) return std::unexpected(got.error());
    bytes_ += *got;
    if (*got == 0) {
      ended_ = true;
      skip_mark(piece.text);
      if (!piece.text.empty() || dropping_) {
        finish_row(piece, 0, piece.text.size());
        if (!piece.rows.empty()) return true;
      }
      return false;
    }
    if (!begun_ && piece.text.size() >= kMark.size()) {
      skip_mark(piece.text);
      scanned = 0;
      in_ = In::CellStart;
    }
  }
}

// The line break that ends the row, or npos.
std::size_t Rows::find_end(const std::string& text, std::size_t from) {
  if (form_ == Form::Ndjson) return text.find('\n', from);
  for (std::size_t at = from; at < text.size(); ++at) {
    const char c = text[at];
    if (in_ == In::Quoted) {
      const void* const quote = std::memchr(text.data() + at, '"', text.size() - at);
      if (quote == nullptr) return std::string::npos;
      at = static_cast<std::size_t>(static_cast<const char*>(quote) - text.data());
      in_ = In::QuoteInQuoted;
      continue;
    }
    if (c == '\n') {
      in_ = In::CellStart;
      return at;
    }
    const bool separates = separator_ != 0 ? c == separator_ : c == ',' || c == ';' || c == '\t';
    if (separates) {
      in_ = In::CellStart;
    } else if (c == '"' && in_ != In::Plain) {
      in_ = In::Quoted;
    } else {
      in_ = In::Plain;
    }
  }
  return std::string::npos;
}

void Rows::finish_row(Piece& piece, std::size_t begin, std::size_t end) {
  Row row{.offset = offset_ + begin,
          .begin = static_cast<std::uint32_t>(begin),
          .end = static_cast<std::uint32_t>(end)};
  if (dropping_) {
    row.offset = dropped_from_;
    dropping_ = false;
    row.too_long = true;
  } else {
    if (end > begin && piece.text[end - 1] == '\r') --row.end;
    const std::string_view text(piece.text.data() + row.begin, row.end - row.begin);
    if (is_blank(text)) return;
    row.too_long = text.size() > kLongestRow;
  }
  if (row.too_long) row.end = row.begin;
  row.number = ++number_;
  begun_ = true;
  piece.rows.push_back(row);
}

// Forgets what is before `begin`, and the row from there on if it has grown too long.
void Rows::drop(std::string& text, std::size_t begin) {
  if (!dropping_ && text.size() - begin > kLongestRow + 2) {
    dropping_ = true;
    dropped_from_ = offset_ + begin;
  }
  const std::size_t gone = dropping_ ? text.size() : begin;
  offset_ += gone;
  text.erase(0, gone);
}

void Rows::skip_mark(std::string& text) {
  if (!begun_ && text.starts_with(kMark)) {
    text.erase(0, kMark.size());
    offset_ += kMark.size();
  }
  begun_ = true;
}

// The piece keeps its whole rows; what follows waits for the rest of its row.
bool Rows::keep_rest(Piece& piece, std::size_t begin) {
  rest_.assign(piece.text, begin);
  piece.text.resize(begin);
  scanned_ = rest_.size();
  offset_ += begin;
  return true;
}

}  // namespace phep::batch
