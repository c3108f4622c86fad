#include "compiler/syntax/prepare.h"

#include "compiler/base/text.h"
#include "compiler/diagnostics/kinds/syntax.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utf8proc.h>

namespace phep::syntax {
namespace {

std::uint32_t u32(std::size_t n) {
  return static_cast<std::uint32_t>(n);
}

std::string hex_name(char32_t point) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "U+%04X", static_cast<unsigned>(point));
  return text.data();
}

struct Decoded {
  char32_t point;
  std::size_t size;
};
Decoded decode(std::string_view text, std::size_t at);
void keep_only_blocks(std::string& text, FileId file, Reports& reports);
void blank_forbidden(std::string& text, FileId file, Reports& reports);
bool may_change_under_nfc(std::string_view text);
std::string compose(std::string_view text, PositionMap& positions);

}  // namespace

Prepared prepare(FileId file, std::string_view text, SourceForm form, Reports& reports) {
  Prepared out{true, false, {}, PositionMap(file)};
  const auto refuse = [&out] {
    out.readable = false;
    return std::move(out);
  };
  if (text.size() > kMaxSourceBytes) {
    reports.report(diag::SourceTooLarge, Span{file, 0, 0},
                   static_cast<std::int64_t>(kMaxSourceBytes >> 20U));
    return refuse();
  }
  if (const std::size_t bad = first_invalid_utf8(text); bad != kValidUtf8) {
    reports.report(diag::InvalidUtf8, Span{file, u32(bad), u32(bad) + 1},
                   static_cast<std::int64_t>(bad));
    return refuse();
  }
  out.text = text;
  if (form == SourceForm::Literate) keep_only_blocks(out.text, file, reports);
  const bool marked = out.text.starts_with("\uFEFF");
  const std::size_t said = reports.size();
  blank_forbidden(out.text, file, reports);
  if (may_change_under_nfc(out.text)) {
    out.text = compose(out.text, out.positions);
  } else {
    out.plain = form == SourceForm::Plain && !marked && reports.size() == said;
  }
  return out;
}

bool is_plain(std::string_view part) {
  if (first_invalid_utf8(part) != kValidUtf8) return false;
  Reports none;
  return prepare(FileId{0}, part, SourceForm::Plain, none).plain;
}

std::uint32_t PositionMap::source(std::uint32_t prepared) const {
  const auto after = std::ranges::upper_bound(anchors_, prepared, {}, &Anchor::prepared);
  if (after == anchors_.begin()) return prepared;
  const Anchor& last = *std::prev(after);
  return last.source + (prepared - last.prepared);
}

void PositionMap::anchor(std::uint32_t prepared, std::uint32_t source) {
  anchors_.push_back({prepared, source});
}

// CommonMark's fences, as far as they matter here: at most three blanks, at least three backticks;
// closed by a line of at least as many and nothing else.
std::vector<Fence> program_blocks(std::string_view markdown) {
  std::vector<Fence> blocks;
  std::size_t ticks = 0;  // of the open fence, of any language
  bool program = false;
  for (std::size_t at = 0; at < markdown.size();) {
    const std::size_t line_end = std::min(markdown.find('\n', at), markdown.size());
    std::string_view line = markdown.substr(at, line_end - at);
    const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
    const std::size_t run = std::min(line.find_first_not_of('`', indent), line.size()) - indent;
    const bool fence = indent <= 3 && run >= 3;
    std::string_view info = line.substr(indent + run);
    while (!info.empty() && (info.back() == ' ' || info.back() == '\t' || info.back() == '\r'))
      info.remove_suffix(1);
    const std::size_t next = std::min(line_end + 1, markdown.size());
    if (fence && ticks == 0) {
      ticks = run;
      while (!info.empty() && info.front() == ' ') info.remove_prefix(1);
      program = info == "phep" || info.starts_with("phep ");
      if (program) blocks.push_back({u32(at), u32(next), u32(markdown.size()), false});
    } else if (fence && run >= ticks && info.empty()) {
      ticks = 0;
      if (program) {
        blocks.back().end = u32(at);
        blocks.back().closed = true;
      }
    }
    at = next;
  }
  return blocks;
}

namespace {

Decoded decode(std::string_view text, std::size_t at) {
  utf8proc_int32_t point = 0;
  const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                                     static_cast<utf8proc_ssize_t>(text.size() - at), &point);
  return {static_cast<char32_t>(point), static_cast<std::size_t>(size)};
}

void blank(std::string& text, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i)
    if (text[i] != '\n') text[i] = ' ';
}

void keep_only_blocks(std::string& text, FileId file, Reports& reports) {
  const std::vector<Fence> blocks = program_blocks(text);
  std::size_t from = 0;
  for (const Fence& block : blocks) {
    blank(text, from, block.begin);
    from = block.end;
    if (!block.closed) reports.report(diag::UnclosedFence, Span{file, block.open, block.begin});
  }
  blank(text, from, text.size());
}

bool is_bidi_control(char32_t c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
         c == 0x200F || c == 0x061C;
}

bool is_invisible(char32_t c) {
  return (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF || c == 0x00AD ||
         (c >= 0x80 && c <= 0x9F) || c == 0x2028 || c == 0x2029 || c == 0x7F ||
         (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f');
}

// What a reader would not see, also in comments and text: reported, then blanked.
void blank_forbidden(std::string& text, FileId file, Reports& reports) {
  if (text.starts_with("\uFEFF")) blank(text, 0, 3);
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    // Of the letters beyond ASCII only those with these first bytes can hold a forbidden one.
    const bool suspect =
        byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xD8 || byte == 0xE2 || byte == 0xEF;
    if (!suspect || byte == '\n') {
      ++at;
      continue;
    }
    const Decoded d = decode(text, at);
    const Span span{file, u32(at), u32(at + d.size)};
    if (is_bidi_control(d.point)) {
      reports.report(diag::BidiControl, span, hex_name(d.point))
          .fix(FixGrade::Guess, {"xóa ký tự này", "remove it"}, {{span, ""}});
      blank(text, at, at + d.size);
    } else if (is_invisible(d.point)) {
      reports.report(diag::InvisibleCharacter, span, hex_name(d.point))
          .fix(FixGrade::Guess, {"xóa ký tự này", "remove it"}, {{span, ""}});
      blank(text, at, at + d.size);
    }
    at += d.size;
  }
}

// Letters that NFC leaves alone wherever they stand, by a generous superset of what law texts use.
bool is_settled(char32_t c) {
  return c < 0x300 || (c >= 0x1E00 && c <= 0x1EFF) || (c >= 0x2010 && c <= 0x2027) ||
         (c >= 0x202F && c <= 0x205E) || (c >= 0x20A0 && c <= 0x20CF) ||
         (c >= 0x2190 && c <= 0x22FF) || (c >= 0x2500 && c <= 0x27BF) ||
         (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x1F000 && c <= 0x1FAFF);
}

bool may_change_under_nfc(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0xCC) {  // ASCII, U+0080..U+02FF, and continuation bytes after those
      ++at;
      continue;
    }
    const Decoded d = decode(text, at);
    if (!is_settled(d.point)) return true;
    at += d.size;
  }
  return false;
}

// True if `c` may melt into the letter before it.
bool joins_before(char32_t c) {
  if (c < 0x300) return false;
  const auto* property = utf8proc_get_property(static_cast<utf8proc_int32_t>(c));
  return property->combining_class != 0 || (c >= 0x1160 && c <= 0x11FF);
}

// NFC letter by letter with its marks, so that every changed letter has an anchor of its own.
std::string compose(std::string_view text, PositionMap& positions) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + decode(text, at).size;
    bool settled = is_settled(decode(text, at).point);
    while (end < text.size() && joins_before(decode(text, end).point)) {
      end += decode(text, end).size;
      settled = false;
    }
    const std::string_view letter = text.substr(at, end - at);
    const std::size_t before = out.size();
    out += settled ? std::string(letter) : normalise(letter);
    if (out.size() - before != letter.size()) positions.anchor(u32(out.size()), u32(end));
    at = end;
  }
  return out;
}

}  // namespace
}  // namespace phep::syntax
