#include "compiler/law/instrument_names.h"

#include "compiler/base/text.h"
#include "compiler/law/spoken_words.h"

#include <algorithm>

namespace phep::law {
namespace {

// "Luật Bảo vệ dữ liệu cá nhân" → "bvdlcn", as lawyers shorten titles.
std::string initials(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words)
    if (rank_of(plain(word)).empty() && !is_connector(plain(word))) out += plain(word)[0];
  return out;
}

bool says(const std::vector<std::string>& title, std::string_view word) {
  return std::ranges::any_of(title, [&](const std::string& one) { return plain(one) == word; });
}

// The words of a title that a reader of citations passes on.
std::vector<std::string> telling(const std::vector<std::string>& title) {
  std::vector<std::string> out;
  for (const std::string& word : title)
    if (!is_connector(plain(word))) out.push_back(plain(word));
  return out;
}

// How well one word names an instrument; 0: not at all. `ranked`: its rank has been said, so that
// a rank may be a word of its title, "Nghị định … Luật …".
int word_score(const std::string& word, const NamedInstrument& instrument, bool ranked) {
  if (fold(instrument.qualified) == word) return 12;
  if (fold(instrument.name) == word) return 10;
  const auto bare = [](std::string text) {
    std::erase(text, '-');
    return text;
  };
  // "(EU) 2024/1689": the number proper stands last.
  auto numbered = telling(spoken_words(instrument.number));
  const std::string number = numbered.empty() ? std::string() : bare(numbered.back());
  const std::string wanted = bare(word);
  if (!number.empty() && number == wanted) return 10;
  if (!numbered.empty()) numbered.pop_back();
  if (says(numbered, word)) return 2;
  if (word[0] >= '0' && word[0] <= '9' && number.starts_with(wanted + "/")) return 6;
  const auto vi = spoken_words(instrument.title_vi);
  const auto en = spoken_words(instrument.title_en);
  if (const auto rank = rank_of(word); !rank.empty()) {
    if (rank == instrument.rank) return 1;
    return ranked && (says(vi, word) || says(en, word)) ? 1 : 0;
  }
  // "nd142", "luat91".
  const auto split = word.find_first_of("0123456789");
  if (split != std::string::npos && split > 0 &&
      rank_of(word.substr(0, split)) == instrument.rank &&
      number.starts_with(wanted.substr(split) + "/"))
    return 6;
  if (says(vi, word) || says(en, word)) return 2;
  if (word.size() >= 2 && (initials(vi) == word || initials(en) == word)) return 5;
  return word.size() >= 2 && number.ends_with("/" + wanted) ? 1 : 0;
}

}  // namespace

std::vector<std::size_t> match_instruments(const std::vector<std::string>& words,
                                           const std::vector<NamedInstrument>& instruments) {
  std::vector<std::size_t> best;
  int best_score = 0;
  for (std::size_t i = 0; i < instruments.size(); ++i) {
    int score = words.empty() ? 1 : 0;
    bool fits = true, ranked = false;
    for (const std::string& word : words) {
      const int one = word_score(word, instruments[i], ranked);
      ranked = ranked || rank_of(word) == instruments[i].rank;
      fits = fits && one > 0;
      score += one;
    }
    constexpr int kWholeTitle = 5;  // rather than one that only holds all its words
    if (!words.empty() && (words == telling(spoken_words(instruments[i].title_vi)) ||
                           words == telling(spoken_words(instruments[i].title_en)))) {
      fits = true;  // "Artificial Intelligence Act" may be the title of a regulation
      score += kWholeTitle;
    }
    if (!fits || score < best_score) continue;
    if (score > best_score) best.clear();
    best_score = score;
    best.push_back(i);
  }
  return best;
}

}  // namespace phep::law
