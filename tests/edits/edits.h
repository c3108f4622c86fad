// Edits as people and their editors make them, at random: letters by Telex, pastes, undo storms,
// several cursors at once, broken quotes and braces, marks that combine, ranges that do not exist.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace phep::tests {

// [begin, end) becomes `text`.
struct Step {
  std::size_t begin = 0, end = 0;
  std::string text;
};

// What one notification of an editor brings: steps one after another, each on the text that the one
// before left; with `impossible`, a range that the text does not have.
struct Gesture {
  std::string_view name;
  std::vector<Step> steps;
  bool impossible = false;
};

class Hands {
 public:
  explicit Hands(std::uint64_t seed) : random_(seed) {}

  // The next gesture on this text; now and then one of several, as typing a word is.
  Gesture next(const std::string& text);

  // One that knows the language (careful.cpp).
  Gesture careful(const std::string& text);

  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }

 private:
  std::size_t place(const std::string& text);
  Step type_on(const std::string& text);
  Step erase(const std::string& text, std::size_t most);
  Step paste(const std::string& text);
  Step split_keyword(const std::string& text);
  Gesture many_cursors(const std::string& text);
  Gesture begin_word(const std::string& text);
  Gesture change_declarations(const std::string& text);
  Gesture change_word(const std::string& text);
  Gesture change_inside(const std::string& text);

  std::mt19937_64 random_;
  std::size_t cursor_ = 0;
  std::vector<std::pair<std::size_t, std::string>>
      typing_;                     // letters to take back, what comes instead
  std::vector<std::string> undo_;  // older texts
  std::vector<std::string> good_;  // … that careful edits go back to
};

}  // namespace phep::tests
