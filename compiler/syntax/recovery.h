// What happens at a syntax error: one message a person can use, then on to the next clause. Private
// to this room.
#pragma once

#include "compiler/syntax/cst.h"

#include <memory>

namespace phep::syntax {

class Recovery : public antlr4::DefaultErrorStrategy {
 public:
  // Whether nothing that happened before this word changes what is done from it on.
  [[nodiscard]] virtual bool over(std::size_t index) const = 0;
};

// All arguments must outlive the strategy.
std::shared_ptr<Recovery> make_recovery(std::string_view text, const std::vector<Word>& words,
                                        const PositionMap& positions, Reports& reports);

}  // namespace phep::syntax
