// The concrete syntax tree, ANTLR's, and the error handling that fits people. Private to this room,
// with builder.h the only headers that know ANTLR.
#pragma once

#include "compiler/syntax/prepare.h"
#include "compiler/syntax/reports.h"
#include "compiler/syntax/tokens.h"

#include <antlr4-runtime/antlr4-runtime.h>

#include "PhepParser.h"
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace phep::syntax {

// The words that the parser reads, with what error recovery wants to know of their layout.
struct Word {
  TokenKind kind;
  std::uint32_t begin;
  std::uint32_t end;
  std::uint32_t line;    // from 0
  std::uint32_t column;  // bytes from the beginning of the line
  bool first_of_line;
  bool broken;  // stands in for a wrong word that has been reported
};

// Takes comments out and reports wrong words; those that have an evident meaning stay as broken
// words. `docs` receives the `///` comments.
std::vector<Word> sift(std::string_view text, const std::vector<Token>& tokens,
                       const PositionMap& positions, Reports& reports, std::vector<Token>& docs);

// True, with one report, if brackets nest deeper than kMaxDepth.
bool nests_too_deep(const std::vector<Word>& words, const PositionMap& positions, Reports& reports);

// How ANTLR decides: Fast is what `parse` uses; Exact is for tests and counts ambiguities.
enum class Prediction { Fast, Exact };

// Parses on construction; throws antlr4::ParseCancellationException, with a report, when `if` or
// types nest deeper than kMaxDepth. The tree lives as long as this object and refers to its words.
class Cst {
 public:
  Cst(std::string_view text, const std::vector<Word>& words, const PositionMap& positions,
      Reports& reports, Prediction prediction = Prediction::Fast);
  ~Cst();
  Cst(const Cst&) = delete;
  Cst& operator=(const Cst&) = delete;

  [[nodiscard]] PhepParser::FileContext* tree() const { return tree_; }
  [[nodiscard]] int ambiguities() const { return ambiguities_; }

 private:
  class Stream;
  class Parser;
  class AmbiguityCounter;

  std::unique_ptr<Stream> stream_;
  std::unique_ptr<AmbiguityCounter> counter_;
  std::unique_ptr<Parser> parser_;
  PhepParser::FileContext* tree_ = nullptr;
  int ambiguities_ = 0;
};

// The ANTLR token type of each kind of word, and back.
std::size_t antlr_type(TokenKind kind);

}  // namespace phep::syntax
