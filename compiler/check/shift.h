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

  // False: it is a place inside a declaration that was read anew, and not its name.
  [[nodiscard]] bool move(Span& span) const;
  [[nodiscard]] bool move(Diagnostic& diagnostic) const;

 private:
  struct Step {
    std::uint32_t from;  // in the text before
    std::uint32_t by;    // two's complement
  };
  FileId file_;
  std::vector<Anew> anew_;
  std::vector<Step> steps_;
  bool sound_ = true;
};

}  // namespace phep::check
