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

// How well one word names an instrument; 0: not at all.
int word_score(const std::string& word, const NamedInstrument& instrument) {
  if (fold(instrument.qualified) == word) return 12;
  if (fold(instrument.name) == word) return 10;
  const auto bare = [](std::string text) {
    std::erase(text, '-');
    return text;
  };
  const std::string number = bare(fold(instrument.number));
  const std::string wanted = bare(word);
  if (number == wanted) return 10;
  if (word[0] >= '0' && word[0] <= '9' && number.starts_with(wanted + "/")) return 6;
  if (const auto rank = rank_of(word); !rank.empty()) return rank == instrument.rank ? 1 : 0;
  // "nd142", "luat91".
  const auto split = word.find_first_of("0123456789");
  if (split != std::string::npos && split > 0 &&
      rank_of(word.substr(0, split)) == instrument.rank &&
      number.starts_with(wanted.substr(split) + "/"))
    return 6;
  const auto vi = spoken_words(instrument.title_vi);
  const auto en = spoken_words(instrument.title_en);
  for (const auto* title : {&vi, &en})
    if (std::ranges::any_of(*title, [&](const std::string& w) { return plain(w) == word; }))
      return 2;
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
    bool fits = true;
    for (const std::string& word : words) {
      const int one = word_score(word, instruments[i]);
      fits = fits && one > 0;
      score += one;
    }
    if (!fits || score < best_score) continue;
    if (score > best_score) best.clear();
    best_score = score;
    best.push_back(i);
  }
  return best;
}

}  // namespace phep::law
