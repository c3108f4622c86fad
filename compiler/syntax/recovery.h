// What happens at a syntax error: one message a person can use, then on to the next clause. Private
// to this room.
#pragma once

#include "compiler/syntax/cst.h"

#include <memory>

namespace phep::syntax {

// All arguments must outlive the strategy.
std::shared_ptr<antlr4::ANTLRErrorStrategy> make_recovery(std::string_view text,
                                                          const std::vector<Word>& words,
                                                          const PositionMap& positions,
                                                          Reports& reports);

}  // namespace phep::syntax
