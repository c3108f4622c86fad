// Where in the grammar a place stands, told from the words before it: they are there while the text
// is broken. Private to this room.
#pragma once

#include "compiler/syntax/tokens.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace phep::ide {

enum class Awaited : std::uint8_t {
  Nothing,      // within a comment or a string
  Declaration,  // the beginning of one
  Clause,       // the beginning of one, in a body
  Expression,
  Member,     // after a dot
  Value,      // of the type of what stands before `is`, `in`, `==`
  Fact,       // the name of a field, in a record literal
  Provision,  // after @
  Instrument,
  Module,
  Unit,
  Type,
  Party,
  Action,
  Norm,
  Source,
  Calendar,
  Word,  // one of a few predeclared words
};

// Which values are wanted first.
enum class Wish : std::uint8_t { Any, Bool, Time };

struct Grammar {
  Awaited awaited = Awaited::Declaration;
  Wish wish = Wish::Any;
  syntax::TokenKind declaration = syntax::TokenKind::End;  // whose body the place is in
  std::uint32_t since = 0;                                 // where that declaration begins
  std::vector<syntax::TokenKind> present;            // keywords that begin clauses of that body
  syntax::TokenKind after = syntax::TokenKind::End;  // the word before
  std::uint32_t begin = 0;                           // of what is being typed
  // `a.b` before a dot or an operator; of a call its name. `called`: the first part is a call's.
  std::vector<std::string> chain;
  bool called = false;
  std::string literal;             // Fact: the record's name
  std::vector<std::string> named;  // Fact: the fields that are there
  bool vietnamese = false;         // the file's keywords are mostly Vietnamese
};

Grammar grammar_at(std::string_view text, const std::vector<syntax::Token>& words,
                   std::uint32_t offset);

bool name_character(char c);

}  // namespace phep::ide
