#include "tests/oracles/grammar.h"

#include "compiler/base/check.h"

#include <cctype>

namespace phep::tests {
namespace {

constexpr int kEndless = 1'000'000;

// Identifiers and single marks; comments and blanks left out.
std::vector<std::string> marks_of(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (text.substr(at).starts_with("//")) {
      at = std::min(text.find('\n', at), text.size());
    } else if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      ++at;
    } else if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
      std::size_t end = at;
      while (end < text.size() &&
             (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_'))
        ++end;
      out.emplace_back(text.substr(at, end - at));
      at = end;
    } else {
      out.emplace_back(1, c);
      ++at;
    }
  }
  return out;
}

class Reader {
 public:
  explicit Reader(std::vector<std::string> marks) : marks_(std::move(marks)) {}

  Grammar run() {
    Grammar grammar;
    take("parser");
    take("grammar");
    ++at_;
    take(";");
    if (next() == "options")
      while (marks_.at(at_++) != "}") {
      }
    while (at_ < marks_.size()) {
      const std::string name = marks_.at(at_++);
      take(":");
      grammar.rules[name] = choice();
      grammar.order.push_back(name);
      take(";");
    }
    return grammar;
  }

 private:
  [[nodiscard]] const std::string& next() const { return marks_.at(at_); }
  void take(std::string_view mark) {
    PHEP_CHECK(next() == mark,
               "the grammar has `" + next() + "` where `" + std::string(mark) + "` belongs");
    ++at_;
  }

  Element choice() {
    Element out;
    out.sort = Element::Sort::Choice;
    out.parts.push_back(sequence());
    while (next() == "|") {
      ++at_;
      out.parts.push_back(sequence());
    }
    return out.parts.size() == 1 ? out.parts[0] : out;
  }
  Element sequence() {
    Element out;
    while (next() != "|" && next() != ")" && next() != ";") out.parts.push_back(item());
    return out;
  }
  Element item() {
    Element out;
    if (next() == "(") {
      ++at_;
      out = choice();
      take(")");
    } else {
      out.name = marks_.at(at_++);
      const auto first = static_cast<unsigned char>(out.name[0]);
      PHEP_CHECK(std::isalpha(first) != 0, "no grammar of ours has `" + out.name + "`");
      out.sort = std::isupper(first) != 0 ? Element::Sort::Token : Element::Sort::Rule;
    }
    if (next() == "?" || next() == "*" || next() == "+") {
      if (out.repeat != 0) {  // a group of one repeated item
        Element outer;
        outer.parts.push_back(std::move(out));
        out = std::move(outer);
      }
      out.repeat = marks_.at(at_++)[0];
    }
    return out;
  }

  std::vector<std::string> marks_;
  std::size_t at_ = 0;
};

// The words of the shortest sentence, as far as the rules' are known. True if one became shorter.
bool shorten(const Grammar& grammar, Element& element) {
  bool changed = false;
  int least = 0;
  switch (element.sort) {
    case Element::Sort::Token: least = element.name == "EOF" ? 0 : 1; break;
    case Element::Sort::Rule: {
      const auto rule = grammar.rules.find(element.name);
      PHEP_CHECK(rule != grammar.rules.end(), "the grammar has no rule `" + element.name + "`");
      least = rule->second.least;
      break;
    }
    case Element::Sort::Sequence:
      for (Element& part : element.parts) {
        changed = shorten(grammar, part) || changed;
        least = std::min(kEndless, least + part.least);
      }
      break;
    case Element::Sort::Choice:
      least = kEndless;
      for (Element& part : element.parts) {
        changed = shorten(grammar, part) || changed;
        least = std::min(least, part.least);
      }
      break;
  }
  if (element.repeat == '?' || element.repeat == '*') least = 0;
  changed = changed || least != element.least;
  element.least = least;
  return changed;
}

}  // namespace

Grammar read_grammar(std::string_view text) {
  Grammar grammar = Reader(marks_of(text)).run();
  for (auto& [name, rule] : grammar.rules) rule.least = kEndless;
  for (bool changed = true; changed;) {
    changed = false;
    for (auto& [name, rule] : grammar.rules) changed = shorten(grammar, rule) || changed;
  }
  return grammar;
}

}  // namespace phep::tests
