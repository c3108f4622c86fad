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
#include <span>
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

  friend bool operator==(const Word&, const Word&) = default;
};

// Takes comments out and reports wrong words; those that have an evident meaning stay as broken
// words. `docs` receives the `///` comments. `before` is the word before these tokens, if they are
// not the first.
std::vector<Word> sift(std::string_view text, std::span<const Token> tokens,
                       const PositionMap& positions, Reports& reports, std::vector<Token>& docs,
                       const Word* before = nullptr);

// True, with one report, if brackets nest deeper than kMaxDepth.
bool nests_too_deep(const std::vector<Word>& words, const PositionMap& positions, Reports& reports);

// How ANTLR decides: Fast is what `parse` uses; Exact is for tests and counts ambiguities.
enum class Prediction { Fast, Exact };

// Where a declaration was begun. `clean`: no error before it has anything to say behind it, so that
// what follows is read as if the text began here.
struct Boundary {
  std::uint32_t word;   // its first
  std::uint32_t reach;  // the last word that was looked at to read what stands before it
  std::size_t said;     // reports made until then
  bool clean;
};

// A part of the words, from a clean boundary on (with `header`: from the first word) to where a
// declaration begins cleanly at one of `stops`, or to the end. Stops come in order.
struct Stretch {
  std::uint32_t first = 0;
  bool header = false;
  std::vector<std::uint32_t> stops;
};

// Parses on construction; throws antlr4::ParseCancellationException, with a report, when `if` or
// types nest deeper than kMaxDepth. The tree lives as long as this object and refers to its words.
class Cst {
 public:
  Cst(std::string_view text, const std::vector<Word>& words, const PositionMap& positions,
      Reports& reports, Prediction prediction = Prediction::Fast);
  Cst(std::string_view text, const std::vector<Word>& words, const PositionMap& positions,
      Reports& reports, const Stretch& stretch);
  ~Cst();
  Cst(const Cst&) = delete;
  Cst& operator=(const Cst&) = delete;

  // Of a stretch, null if it came to no end.
  [[nodiscard]] PhepParser::FileContext* tree() const { return tree_; }
  [[nodiscard]] int ambiguities() const { return ambiguities_; }
  // One for each declaration of the tree, and one for its end.
  [[nodiscard]] const std::vector<Boundary>& boundaries() const;

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
