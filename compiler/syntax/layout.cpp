#include "compiler/syntax/layout.h"

#include "compiler/base/text.h"

#include <algorithm>
#include <map>
#include <utility>

namespace phep::syntax {
namespace {

constexpr int kStep = 2;          // of indentation
constexpr int kContinuation = 4;  // of a line that goes on with the clause before
constexpr int kNone = -1;
constexpr int kSecond = 2;  // role of the word behind the first of a clause

bool opens(TokenKind kind) {
  return kind == TokenKind::LBRACE || kind == TokenKind::LPAREN || kind == TokenKind::LBRACKET;
}
bool closes(TokenKind kind) {
  return kind == TokenKind::RBRACE || kind == TokenKind::RPAREN || kind == TokenKind::RBRACKET;
}
bool is_comment(TokenKind kind) {
  return kind == TokenKind::COMMENT || kind == TokenKind::DOC;
}

// Where a piece may be aligned with its neighbours above and below, and how far it stands off at
// least.
struct Slot {
  int column = kNone;  // index of its column, or none
  int gap = 0;         // without a column
  int at = 0;          // where it was put
};

struct Line {
  std::size_t begin;  // of its pieces
  std::size_t end;
  bool blank_before;
};

class Layout {
 public:
  explicit Layout(std::span<const LaidPiece> pieces)
      : pieces_(pieces), slots_(pieces.size()), widths_(pieces.size()), lines_up_(pieces.size()) {}

  std::string run();

 private:
  void split_lines();
  void set_gaps();
  void find_columns();
  void line_up_tables();
  [[nodiscard]] int role(std::size_t piece, const Line& line) const;
  [[nodiscard]] std::size_t body(std::size_t line) const;
  [[nodiscard]] int matching(std::size_t piece, std::size_t line, std::size_t above,
                             const std::vector<int>& component) const;
  bool place();
  [[nodiscard]] int indentation(std::size_t line) const;
  [[nodiscard]] std::string write() const;

  struct Opening {
    std::size_t piece;
    std::size_t line;
    std::size_t unit_line;  // where the clause that it belongs to begins
  };
  [[nodiscard]] int base_of(const Opening& opening) const;

  std::span<const LaidPiece> pieces_;
  std::vector<Slot> slots_;
  std::vector<int> widths_;
  std::vector<bool> lines_up_;
  std::vector<Line> lines_;
  std::vector<int> indents_;                       // of each line
  std::vector<int> column_at_;                     // of each column
  std::vector<int> column_gap_;                    // at least this far from what stands before
  std::vector<std::vector<Opening>> open_before_;  // each line: the brackets open where it begins
  std::vector<std::size_t> unit_before_;           // each line: the unit it belongs to
};

std::string Layout::run() {
  if (pieces_.empty()) return {};
  for (std::size_t i = 0; i < pieces_.size(); ++i)
    widths_[i] = static_cast<int>(display_width(pieces_[i].text));
  split_lines();
  set_gaps();
  find_columns();
  // Columns only ever move right, so this comes to rest; one turn settles at least one column.
  for (std::size_t turn = 0; turn <= column_at_.size() + 1 && place(); ++turn) {
  }
  return write();
}

void Layout::split_lines() {
  std::vector<Opening> open;
  std::size_t unit = 0;
  std::size_t unit_line = 0;
  for (std::size_t i = 0; i < pieces_.size();) {
    Line line{i, i + 1, i > 0 && pieces_[i].line > pieces_[i - 1].end_line + 1};
    while (line.end < pieces_.size() && pieces_[line.end].line == pieces_[line.end - 1].end_line &&
           !is_comment(pieces_[line.end - 1].kind))
      ++line.end;
    const bool after_opening = i > 0 && opens(pieces_[i - 1].kind);
    if (after_opening || closes(pieces_[i].kind)) line.blank_before = false;
    open_before_.push_back(open);
    unit_before_.push_back(unit);
    for (; i < line.end; ++i) {
      if (pieces_[i].begins_unit) {
        unit = i;
        unit_line = lines_.size();
      }
      if (opens(pieces_[i].kind)) open.push_back({i, lines_.size(), unit_line});
      if (closes(pieces_[i].kind) && !open.empty()) open.pop_back();
    }
    lines_.push_back(line);
  }
  indents_.assign(lines_.size(), 0);
}

void Layout::set_gaps() {
  for (const Line& line : lines_)
    for (std::size_t i = line.begin + 1; i < line.end; ++i) {
      const bool wide = pieces_[i].gap >= 2 || is_comment(pieces_[i].kind);
      slots_[i].gap = pieces_[i].tight ? 0 : wide ? 2 : 1;
    }
}

// What a piece is in its line; only pieces of one role line up. The word behind a clause's keyword
// is one role, so that all clauses of a body line up.
int Layout::role(std::size_t piece, const Line& line) const {
  constexpr int kComment = 1;
  constexpr int kWord = 1000;
  const LaidPiece& p = pieces_[piece];
  if (is_comment(p.kind)) return kComment;
  if (piece == line.begin + 1 && pieces_[line.begin].begins_unit && p.kind != TokenKind::COLON)
    return kSecond;
  if (is_keyword(p.kind) || p.kind == TokenKind::COLON || p.kind == TokenKind::ASSIGN)
    return 10 + static_cast<int>(p.kind);
  return kWord + static_cast<int>(pieces_[piece - 1].kind);
}

// The bracket that a line stands in; all lines outside of brackets stand in one body.
std::size_t Layout::body(std::size_t line) const {
  const auto& open = open_before_[line];
  return open.empty() ? pieces_.size() : open.back().piece;
}

// The component of the piece in the line above that this one lines up with, or none.
int Layout::matching(std::size_t piece, std::size_t line, std::size_t above,
                     const std::vector<int>& component) const {
  for (std::size_t j = lines_[above].begin + 1; j < lines_[above].end; ++j) {
    if (component[j] == kNone || role(j, lines_[above]) != role(piece, lines_[line])) continue;
    if (lines_up_[piece] && lines_up_[j]) return component[j];
    if (pieces_[j].column == pieces_[piece].column && above + 1 == line) return component[j];
  }
  return kNone;
}

// What always lines up does so with the clause before it in its body. Beyond that, pieces of one
// role that stood in one column of the source, line above line, keep one column if the author set
// at least one of them off by more than one blank.
void Layout::find_columns() {
  std::vector<int> component(pieces_.size(), kNone);
  int components = 0;
  std::vector<bool> seconds;                     // components of words that follow a clause's first
  std::map<std::size_t, std::size_t> last_unit;  // of each body, since the last blank line
  for (std::size_t l = 0; l < lines_.size(); ++l) {
    const auto above = last_unit.find(body(l));
    const bool joined = above != last_unit.end() && !lines_[l].blank_before;
    for (std::size_t i = lines_[l].begin + 1; i < lines_[l].end; ++i) {
      if (slots_[i].gap == 0) continue;
      // Only the second word of a line can: two columns that cross would push each other for ever.
      lines_up_[i] = pieces_[i].lines_up && i == lines_[l].begin + 1;
      component[i] = joined ? matching(i, l, above->second, component) : kNone;
      if (component[i] == kNone) {
        component[i] = components++;
        seconds.push_back(role(i, lines_[l]) == kSecond);
      }
    }
    if (pieces_[lines_[l].begin].begins_unit)
      last_unit[body(l)] = l;
    else if (lines_[l].blank_before)
      last_unit.erase(body(l));
  }
  std::vector<int> members(static_cast<std::size_t>(components), 0);
  std::vector<bool> aligned(members.size(), false);
  std::vector<int> least(members.size(), 2);
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    if (component[i] == kNone) continue;
    const auto c = static_cast<std::size_t>(component[i]);
    ++members[c];
    aligned[c] = aligned[c] || slots_[i].gap == 2 || lines_up_[i];
    least[c] = lines_up_[i] ? 1 : std::min(least[c], slots_[i].gap);
  }
  std::map<int, int> columns;
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    if (component[i] == kNone) continue;
    const auto c = static_cast<std::size_t>(component[i]);
    if (lines_up_[i]) slots_[i].gap = 1;
    if (members[c] < 2 || !aligned[c]) {
      if (seconds[c] && !is_comment(pieces_[i].kind)) slots_[i].gap = std::min(slots_[i].gap, 1);
      continue;
    }
    const auto [found, added] =
        columns.try_emplace(component[i], static_cast<int>(column_at_.size()));
    if (added) {
      column_at_.push_back(0);
      column_gap_.push_back(least[c]);
    }
    slots_[i].column = found->second;
  }
  line_up_tables();
}

// The bars of a table always line up, wherever they stood.
void Layout::line_up_tables() {
  std::map<std::pair<std::uint32_t, int>, int> bars;
  for (const Line& line : lines_) {
    int bar = 0;
    for (std::size_t i = line.begin; i < line.end; ++i) {
      if (pieces_[i].table == 0) continue;
      slots_[i].column = kNone;
      slots_[i].gap = pieces_[i].tight || i == line.begin ? 0 : 1;
      if (pieces_[i].kind != TokenKind::PIPE && pieces_[i].kind != TokenKind::BARBAR) continue;
      const auto [found, added] =
          bars.try_emplace({pieces_[i].table, bar++}, static_cast<int>(column_at_.size()));
      if (added) {
        column_at_.push_back(0);
        column_gap_.push_back(1);
      }
      slots_[i].column = found->second;
    }
  }
}

// Puts every piece at the leftmost place that its line and its column allow. True if a column
// moved.
bool Layout::place() {
  bool moved = false;
  for (std::size_t l = 0; l < lines_.size(); ++l) {
    indents_[l] = indentation(l);
    int end = indents_[l];
    for (std::size_t i = lines_[l].begin; i < lines_[l].end; ++i) {
      Slot& slot = slots_[i];
      const bool first = i == lines_[l].begin;
      if (slot.column == kNone) {
        slot.at = first ? end : end + slot.gap;
      } else {
        // The first bar of a row without a label stands under those of rows with one.
        int& column = column_at_[static_cast<std::size_t>(slot.column)];
        const int wanted = first ? end : end + column_gap_[static_cast<std::size_t>(slot.column)];
        moved = moved || wanted > column;
        column = std::max(column, wanted);
        slot.at = column;
      }
      end = slot.at + widths_[i];
    }
  }
  return moved;
}

// What the lines inside of a bracket are indented from: its line, and for the body of a clause
// whose head goes over several lines the first of these.
int Layout::base_of(const Opening& opening) const {
  std::size_t next = opening.piece + 1;
  while (next < pieces_.size() && is_comment(pieces_[next].kind)) ++next;
  const bool body = pieces_[opening.piece].kind == TokenKind::LBRACE && next < pieces_.size() &&
                    pieces_[next].begins_unit;
  return indents_[body ? opening.unit_line : opening.line];
}

int Layout::indentation(std::size_t line) const {
  const LaidPiece& first = pieces_[lines_[line].begin];
  const auto& open = open_before_[line];
  const bool closing = closes(first.kind);
  if (open.empty()) {
    const bool goes_on = line > 0 && !first.begins_unit && !is_comment(first.kind);
    return goes_on ? kContinuation : 0;
  }
  const Opening& innermost = open.back();
  const int base = base_of(innermost);
  if (closing) return base;
  // Behind a bracket that has words after it on its line, the lines below begin under the first of
  // them.
  const std::size_t next = innermost.piece + 1;
  const bool hangs = next < lines_[innermost.line].end && !is_comment(pieces_[next].kind);
  const int inside = hangs ? slots_[next].at : base + kStep;
  const bool goes_on =
      !first.begins_unit && !is_comment(first.kind) && unit_before_[line] > innermost.piece;
  return inside + (goes_on ? kContinuation : 0);
}

std::string Layout::write() const {
  std::string out;
  for (const Line& line : lines_) {
    if (line.blank_before) out += '\n';
    int at = 0;
    for (std::size_t i = line.begin; i < line.end; ++i) {
      out.append(static_cast<std::size_t>(slots_[i].at - at), ' ');
      out += pieces_[i].text;
      at = slots_[i].at + widths_[i];
    }
    out += '\n';
  }
  return out;
}

}  // namespace

std::string lay_out(std::span<const LaidPiece> pieces) {
  return Layout(pieces).run();
}

}  // namespace phep::syntax
