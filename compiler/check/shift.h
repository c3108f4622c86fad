// Where what is kept of a check stands in the next text. Private to this room.
#pragma once

#include "compiler/check/part.h"
#include "compiler/syntax/ast.h"

#include <cstdint>
#include <span>
#include <vector>

namespace phep::check {

// A declaration that was read anew: its text and its name before, its name now.
struct Anew {
  PartIndex index = 0;
  Span before, name_before, name_now;
};

class Shift {
 public:
  // `anew` in the order of declarations.
  Shift(const ast::Module& now, std::span<const Part> parts, std::vector<Anew> anew);

  // Whether all other declarations are as they were, further on or back.
  [[nodiscard]] bool sound() const { return sound_; }

  // How much further on a declaration stands that was not read anew (two's complement).
  [[nodiscard]] std::uint32_t by(PartIndex part) const { return by_[part]; }

  // False: it is a place inside a declaration that was read anew, and not its name.
  [[nodiscard]] bool move(Span& span) const {
    if (span.file != file_) return true;
    if (span.begin >= last_) {  // behind all that changed
      span.begin += by_last_;
      span.end += by_last_;
      return true;
    }
    const bool before = span.begin < first_ && span.end <= first_;
    return before || move_among(span);
  }
  [[nodiscard]] bool move(Diagnostic& diagnostic) const;

 private:
  struct Step {
    std::uint32_t from;  // in the text before
    std::uint32_t by;    // two's complement
  };
  [[nodiscard]] bool move_among(Span& span) const;

  FileId file_;
  std::vector<Anew> anew_;
  std::vector<Step> steps_;
  std::vector<std::uint32_t> by_;
  // Nothing before the first changed; all from the last on moved alike.
  std::uint32_t first_ = ~std::uint32_t{0}, last_ = 0, by_last_ = 0;
  bool sound_ = true;
};

}  // namespace phep::check
