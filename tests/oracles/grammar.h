// The parser grammar as data, read from grammar/PhepParser.g4: what random sentences are written
// by.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace phep::tests {

struct Element {
  enum class Sort { Rule, Token, Sequence, Choice };
  Sort sort = Sort::Sequence;
  std::string name;            // of a rule or token
  std::vector<Element> parts;  // of a sequence or choice
  char repeat = 0;             // '?', '*', '+', or none
  int least = 0;               // words of the shortest sentence, repetition included
};

struct Grammar {
  std::map<std::string, Element> rules;
  std::vector<std::string> order;  // of writing
};

// Reads a grammar without actions and predicates; fails by PHEP_CHECK on anything else.
Grammar read_grammar(std::string_view text);

}  // namespace phep::tests
