// Edits of somebody who knows what to write: most leave a text that can be read, and often one
// whose meaning changes in a single declaration.
#include "tests/edits/edits.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace phep::tests {
namespace {

bool of_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}

// The word around or behind a place; empty at the end.
std::pair<std::size_t, std::size_t> word_at(const std::string& text, std::size_t at) {
  while (at > 0 && at <= text.size() && of_word(text[at - 1])) --at;
  while (at < text.size() && !of_word(text[at])) ++at;
  std::size_t end = at;
  while (end < text.size() && of_word(text[end])) ++end;
  return {at, end};
}

// Where declarations begin: lines that begin with a letter.
std::vector<std::size_t> declarations(const std::string& text) {
  std::vector<std::size_t> out;
  for (std::size_t at = 0; at < text.size();) {
    if (of_word(text[at])) out.push_back(at);
    at = std::min(text.find('\n', at), text.size() - 1) + 1;
  }
  out.push_back(text.size());
  return out;
}

constexpr std::array<std::string_view, 12> kAfterWords = {
    "x",  " and true", " or false", "?",       " + 1", " is not late",
    "_2", " ",         " // note",  " // due", "\n",   ".due"};

}  // namespace

Gesture Hands::change_declarations(const std::string& text) {
  const std::vector<std::size_t> begins = declarations(text);
  if (begins.size() < 3) return {"digit", {}};
  const std::size_t which = below(begins.size() - 1);
  const std::size_t begin = begins[which];
  const std::size_t end = begins[which + 1];
  const std::size_t to = begins[below(begins.size())];
  std::string what = text.substr(begin, end - begin);
  switch (below(5)) {
    case 0: return {"delete declaration", {{begin, end, ""}}};
    case 1: return {"copy declaration", {{to, to, std::move(what)}}};
    case 2: return {"document", {{begin, begin, "/// Note.\n"}}};
    default:
      if (to >= begin && to <= end) return {"delete declaration", {{begin, end, ""}}};
      if (to > end) return {"move declaration", {{to, to, what}, {begin, end, ""}}};
      return {"move declaration", {{begin, end, ""}, {to, to, what}}};
  }
}

Gesture Hands::change_word(const std::string& text) {
  const auto [begin, end] = word_at(text, below(text.size() + 1));
  const std::string word = text.substr(begin, end - begin);
  switch (below(5)) {
    case 0: {  // everywhere
      Gesture out{"rename", {}};
      std::string now = text;
      for (std::size_t at = text.size(); !word.empty() && at != std::string::npos && at > 0;) {
        at = text.rfind(word, at - 1);
        if (at == std::string::npos) break;
        const auto [first, last] = word_at(text, at);
        if (first == at && last == at + word.size()) out.steps.push_back({first, last, word + "n"});
      }
      return out;
    }
    case 1: {  // as it is called elsewhere
      const auto [first, last] = word_at(text, below(text.size() + 1));
      return {"other word", {{begin, end, text.substr(first, last - first)}}};
    }
    case 2:
    case 3:
      return {"after word", {{end, end, std::string(kAfterWords[below(kAfterWords.size())])}}};
    default: {
      std::size_t letter = std::min(end, begin + 1);
      while (letter < end && (static_cast<unsigned char>(text[letter]) & 0xC0U) == 0x80) ++letter;
      return {"shorten word", {{begin, letter, ""}}};
    }
  }
}

Gesture Hands::change_inside(const std::string& text) {
  if (below(3) == 0) {
    const std::string_view label = below(2) == 0 ? "vi \"" : "en \"";
    const auto at = text.find(label, below(text.size() + 1));
    if (at != std::string::npos) return {"label", {{at + 4, at + 4, below(2) == 0 ? "x" : "Ố"}}};
  }
  const auto at = text.find_first_of("0123456789", below(text.size() + 1));
  if (at == std::string::npos) return change_word(text);
  return {"digit", {{at, at + below(2), std::string(1, static_cast<char>('1' + below(9)))}}};
}

Gesture Hands::careful(const std::string& text) {
  if (!good_.empty() && below(3) == 0) {  // what was broken is mended
    std::string before = good_.back();
    if (below(4) == 0) good_.pop_back();
    // An editor sends the part that differs.
    const auto differ = std::ranges::mismatch(text, before);
    std::size_t begin = static_cast<std::size_t>(differ.in1 - text.begin());
    while (begin > 0 && begin < before.size() &&
           (static_cast<unsigned char>(before[begin]) & 0xC0U) == 0x80)
      --begin;
    while (begin > 0 && begin < text.size() &&
           (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80)
      --begin;
    return {"mend", {{begin, text.size(), before.substr(begin)}}};
  }
  good_.push_back(text);
  if (good_.size() > 6) good_.erase(good_.begin() + 1);
  switch (below(8)) {
    case 0: return change_declarations(text);
    case 1:
    case 2:
    case 3: return change_word(text);
    default: return change_inside(text);
  }
}

}  // namespace phep::tests
