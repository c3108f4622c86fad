#include "compiler/law/citation_reader.h"

#include "compiler/base/text.h"
#include "compiler/law/spoken_words.h"

#include <algorithm>
#include <array>

namespace phep::law {
namespace {

enum class Level : std::uint8_t { None, Article, Clause, Point, Annex, Item, Paragraph, Sentence };

struct LevelWord {
  std::string_view word;
  Level level;
};
constexpr std::array kLevels = {
    LevelWord{"dieu", Level::Article},   LevelWord{"article", Level::Article},
    LevelWord{"art", Level::Article},    LevelWord{"khoan", Level::Clause},
    LevelWord{"clause", Level::Clause},  LevelWord{"cl", Level::Clause},
    LevelWord{"diem", Level::Point},     LevelWord{"point", Level::Point},
    LevelWord{"pt", Level::Point},       LevelWord{"annex", Level::Annex},
    LevelWord{"appendix", Level::Annex}, LevelWord{"phuluc", Level::Annex},
    LevelWord{"item", Level::Item},      LevelWord{"muc", Level::Item},
    LevelWord{"doan", Level::Paragraph}, LevelWord{"paragraph", Level::Paragraph},
    LevelWord{"cau", Level::Sentence},   LevelWord{"sentence", Level::Sentence},
};

constexpr std::array<std::string_view, 5> kRangeWords = {"den", "toi", "to", "-", "–"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_number(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, is_digit);
}
// "a" … "y", "đ", and "dd" for đ.
bool is_point(std::string_view word) {
  return word == "đ" || word == "dd" || (word.size() == 1 && word[0] >= 'a' && word[0] <= 'z');
}
// "23", "37a".
bool is_label(std::string_view word) {
  const auto end = word.find_first_not_of("0123456789");
  return end != 0 && !word.empty() && (end == std::string_view::npos || is_point(word.substr(end)));
}
std::string label(std::string_view word) {
  std::string out(word);
  if (out.ends_with("dd")) out.replace(out.size() - 2, 2, "đ");
  return out;
}
std::string upper(std::string_view word) {
  std::string out(word);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return out;
}
// Of an annex: "pl", "vi", "6", "a", "1đ".
bool is_annex_part(std::string_view word) {
  if (word.empty()) return false;
  if (word.ends_with("đ")) word.remove_suffix(std::string_view("đ").size());
  return std::ranges::all_of(word, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); });
}
// Behind '#': "2", "s2".
bool is_fragment(std::string_view word) {
  return is_number(word.substr(word.starts_with('s') ? 1 : 0));
}
bool is_roman(std::string_view word) {
  return !word.empty() && word.find_first_not_of("ivx") == std::string_view::npos;
}

// "23.1.a" → {"23", "1", "a"}; nothing if it is none.
std::optional<Path> dotted_path(std::string_view word) {
  while (word.ends_with('.')) word.remove_suffix(1);
  Path out;
  const bool annex = word.starts_with("pl");
  for (std::size_t at = 0; at <= word.size();) {
    const auto dot = std::min(word.find('.', at), word.size());
    const std::string_view part = word.substr(at, dot - at);
    if (annex) {
      if (!is_annex_part(part)) return std::nullopt;
      out.push_back(upper(part));
    } else {
      const bool fits = out.empty() ? is_label(part) : is_label(part) || is_point(part);
      if (!fits) return std::nullopt;
      out.push_back(label(part));
    }
    at = dot + 1;
  }
  return out;
}

// A word that says a level: "dieu", "khoan:".
const LevelWord* level_word(const std::string& word) {
  std::string key = plain(word);
  while (key.ends_with('.') || key.ends_with(':')) key.pop_back();
  const auto found = std::ranges::find(kLevels, key, &LevelWord::word);
  return found == kLevels.end() ? nullptr : &*found;
}

// How many words around the one at `at` stand in a title just so; none: 0.
std::size_t run_in_title(const std::vector<std::string>& words, std::size_t at,
                         const std::vector<std::string>& title) {
  const auto same = [&](std::size_t i, std::size_t j) {
    return plain(words[i]) == plain(title[j]);
  };
  std::size_t longest = 0;
  for (std::size_t j = 0; j < title.size(); ++j) {
    if (!same(at, j)) continue;
    std::size_t before = 0, after = 0;
    while (before < at && before < j && same(at - before - 1, j - before - 1)) ++before;
    while (at + after + 1 < words.size() && j + after + 1 < title.size() &&
           same(at + after + 1, j + after + 1))
      ++after;
    longest = std::max(longest, before + 1 + after);
  }
  return longest;
}

// Which words look like levels or numbers and belong to a title: amid three words of it, or, of a
// level without a label of its own, beside one.
std::vector<bool> titled(const std::vector<std::string>& words,
                         const std::vector<std::string>& titles) {
  std::vector<bool> out(words.size());
  std::vector<std::size_t> levels;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (level_word(words[i]) != nullptr || is_number(words[i])) levels.push_back(i);
  if (levels.empty()) return out;
  for (const std::string& written : titles) {
    const std::vector<std::string> title = spoken_words(written);
    for (const std::size_t i : levels) {
      const std::size_t run = run_in_title(words, i, title);
      const bool labelled =
          i + 1 < words.size() &&
          (is_label(words[i + 1]) || is_point(words[i + 1]) || is_roman(words[i + 1]));
      if (run >= 3 || (run == 2 && !labelled && !is_number(words[i]))) out[i] = true;
    }
  }
  return out;
}

// Collects labels by level as the words go by.
class Reader {
 public:
  explicit Reader(const std::vector<std::string>& names) : names_(names) {}

  // False at the first thing that cannot be; `wrong_` says what.
  bool take(const std::vector<std::string>& words, const std::vector<bool>& titled) {
    for (std::size_t i = 0; i < words.size() && !wrong_; ++i) {
      const std::string& word = words[i];
      const std::string next = i + 1 < words.size() ? words[i + 1] : std::string();
      const bool name = titled[i] || std::ranges::find(names_, plain(word)) != names_.end();
      if (pending_ == Level::None && name) {
        take_name(word);
        continue;
      }
      if (take_range(word, next)) continue;
      if (take_level(word) || take_compact(word) || take_label(word)) continue;
      std::string bare = plain(word);
      if (bare.ends_with('.')) bare.pop_back();
      if (is_connector(bare)) {
        number_next_ = number_next_ || bare == "so" || bare == "no";
        continue;
      }
      take_name(word);
    }
    if (pending_ != Level::None && !wrong_) wrong_ = Misread::NoLabel;
    return !wrong_;
  }

  std::expected<Spoken, Misread> finish() {
    if (wrong_) return std::unexpected(*wrong_);
    if (annex_) {
      out_.path = {"PL"};
      out_.path.insert(out_.path.end(), annex_parts_.begin(), annex_parts_.end());
      out_.path.insert(out_.path.end(), items_before_.begin(), items_before_.end());
      return out_;
    }
    const bool inner = !clause_.empty() || !point_.empty() || !out_.fragment.empty();
    if (article_.empty() && inner) return std::unexpected(Misread::NoArticle);
    for (const std::string* part : {&article_, &clause_, &point_})
      if (!part->empty()) out_.path.push_back(*part);
    out_.path.insert(out_.path.end(), deeper_.begin(), deeper_.end());
    if (!range_end_.empty() && !out_.path.empty()) {
      // The end of "khoản 5 đến khoản 7" replaces the label of its own level, which must be there:
      // "Điều 8 đến khoản 7" has no beginning.
      const bool begun = range_level_ == Level::Article  ? !article_.empty()
                         : range_level_ == Level::Clause ? !clause_.empty()
                                                         : !point_.empty();
      const bool numbered = range_level_ == Level::Article || range_level_ == Level::Clause;
      if (!begun || (numbered && !is_label(range_end_))) return std::unexpected(Misread::NoLabel);
      out_.last = out_.path;
      const std::size_t depth = range_level_ == Level::Article  ? 0
                                : range_level_ == Level::Clause ? 1
                                                                : out_.path.size() - 1;
      out_.last.resize(depth + 1);
      out_.path.resize(depth + 1);
      out_.last[depth] = range_end_;
    }
    return out_;
  }

 private:
  void fail(Misread why) {
    if (!wrong_) wrong_ = why;
  }
  void put(std::string& slot, std::string value) {
    if (!slot.empty()) fail(Misread::TwoOfOneLevel);
    slot = std::move(value);
  }

  // "đến", "-" after a label, when a label or its level follows.
  bool take_range(const std::string& word, const std::string& next) {
    if (last_ == Level::None || pending_ != Level::None) return false;
    if (std::ranges::find(kRangeWords, plain(word)) == kRangeWords.end()) return false;
    const bool level = std::ranges::find(kLevels, plain(next), &LevelWord::word) != kLevels.end();
    if (!level && !is_label(next) && !is_point(next)) return false;
    range_ = true;
    pending_ = level ? Level::None : last_;
    return true;
  }

  bool take_level(const std::string& word) {
    const LevelWord* found = level_word(word);
    if (found == nullptr) return false;
    if (pending_ != Level::None) fail(Misread::NoLabel);
    pending_ = found->level;
    if (pending_ == Level::Annex) {
      annex_ = true;
      pending_ = Level::None;
      last_ = Level::Annex;
    }
    return true;
  }

  // "d20k2", "đ20k2đb", "k2", "dieu20", "khoan2", "pl.vi.6".
  bool take_compact(const std::string& word) {
    if (pending_ != Level::None) return false;
    if (word == "pl" || word.starts_with("pl.")) {
      annex_ = true;
      last_ = Level::Annex;
      const auto path = dotted_path(word);
      if (path) annex_parts_.assign(path->begin() + 1, path->end());
      return true;
    }
    for (const LevelWord& row : kLevels) {
      const std::string key = plain(word);
      if (!key.starts_with(row.word) || row.level > Level::Point) continue;
      std::string_view rest(word);
      // What `plain` took off: đ is one byte longer.
      rest.remove_prefix(row.word.size() + (word.starts_with("đ") ? 1 : 0));
      if (rest.starts_with('.')) rest.remove_prefix(1);
      if (rest.empty() || !is_digit(rest[0])) continue;
      pending_ = row.level;
      return take_label(std::string(rest));
    }
    std::string_view rest(word);
    const std::size_t d = rest.starts_with("đ") ? 2 : rest.starts_with('d') ? 1 : 0;
    const auto digit_at = [&rest](std::size_t at) {
      if (at < rest.size() && rest[at] == '.') ++at;
      return at < rest.size() && is_digit(rest[at]);
    };
    if (d != 0 ? !article_.empty() || !digit_at(d) : !rest.starts_with('k') || !digit_at(1))
      return false;
    std::string article, clause, point;
    rest.remove_prefix(d);
    if (d != 0 && rest.starts_with('.')) rest.remove_prefix(1);
    const auto number = [&rest] {
      const auto end = std::min(rest.find_first_not_of("0123456789"), rest.size());
      std::string out(rest.substr(0, end));
      rest.remove_prefix(end);
      return out;
    };
    if (d != 0) article = number();
    if (rest.starts_with('k') && digit_at(1)) {
      rest.remove_prefix(rest[1] == '.' ? 2 : 1);
      clause = number();
    }
    if (is_point(rest)) {
      point = label(rest);
    } else if ((rest.starts_with('d') && is_point(rest.substr(1))) ||
               (rest.starts_with("đ") && is_point(rest.substr(2)))) {
      point = label(rest.substr(rest[0] == 'd' ? 1 : 2));
    } else if (!rest.empty()) {
      return false;
    }
    if (clause.empty() && !point.empty() && d != 0) {  // "d37a" is Article 37a
      article += point;
      point.clear();
    }
    if (!article.empty()) put(article_, article);
    if (!clause.empty()) put(clause_, clause);
    if (!point.empty()) put(point_, point);
    last_ = !point.empty() ? Level::Point : !clause.empty() ? Level::Clause : Level::Article;
    return true;
  }

  bool take_label(const std::string& word) {
    if (range_ && pending_ != Level::None) {
      if (!is_label(word) && !is_point(word)) return false;
      range_end_ = label(word);
      range_level_ = pending_;
      range_ = false;
      last_ = pending_ = Level::None;
      return true;
    }
    if (pending_ == Level::None) return take_bare(word);
    const Level level = pending_;
    if (!is_label(word) && !is_point(word) && !is_roman(word) && !dotted_path(word)) {
      fail(Misread::NoLabel);
      return true;
    }
    pending_ = Level::None;
    last_ = level;
    switch (level) {
      case Level::Article: return take_path(word);
      case Level::Clause: {
        const auto path = dotted_path(word);
        if (!path || !is_label(path->front())) return fail(Misread::NoLabel), true;  // "khoản PL"
        put(clause_, path->front());
        if (path->size() > 1) put(point_, path->at(1));
        return true;
      }
      case Level::Point:
        if (!is_label(word) && !is_point(word)) return fail(Misread::NoLabel), true;
        put(point_, label(word));
        return true;
      case Level::Item: {  // "mục 6 phụ lục VI" goes from the small to the large
        Path items = dotted_path(word).value_or(Path{word});  // "mục 6.1" is two labels
        for (std::string& one : items) one = upper(one);
        if (annex_)
          annex_parts_.insert(annex_parts_.end(), items.begin(), items.end());
        else
          items_before_.insert(items_before_.begin(), items.begin(), items.end());
        return true;
      }
      case Level::Paragraph:
      case Level::Sentence:
        if (!is_number(word)) return fail(Misread::NoLabel), true;
        put(out_.fragment, level == Level::Sentence ? "s" + word : word);
        return true;
      case Level::None:
      case Level::Annex: break;
    }
    return true;
  }

  // A label without its level: what follows an article is a clause, then a point.
  bool take_bare(const std::string& word) {
    if (word.contains('/')) return false;
    if (annex_ && last_ == Level::Annex && (is_roman(word) || is_label(word))) {
      annex_parts_.push_back(upper(word));
      return true;
    }
    if (word.starts_with('#') && is_fragment(word.substr(1))) {
      put(out_.fragment, word.substr(1));
      return true;
    }
    if (number_next_) return false;
    if (article_.empty()) {
      const auto path = dotted_path(word);
      return path && (path->size() > 1 || is_number(word) || is_label(word)) && take_path(word);
    }
    if (last_ == Level::Article && is_label(word)) {
      put(clause_, label(word));
      last_ = Level::Clause;
      return true;
    }
    if ((last_ == Level::Article || last_ == Level::Clause) && is_point(word) && point_.empty()) {
      put(point_, label(word));
      last_ = Level::Point;
      return true;
    }
    return false;
  }

  bool take_path(const std::string& word) {
    const auto path = dotted_path(word);
    if (!path || !is_label(path->front())) return fail(Misread::NoLabel), true;  // "điều PL"
    put(article_, path->front());
    last_ = Level::Article;
    std::size_t at = 1;
    if (path->size() > at && is_label(path->at(at))) {
      put(clause_, path->at(at++));
      last_ = Level::Clause;
    }
    if (path->size() > at) {
      put(point_, path->at(at++));
      last_ = Level::Point;
    }
    deeper_.assign(path->begin() + static_cast<std::ptrdiff_t>(at), path->end());
    return true;
  }

  void take_name(const std::string& word) {
    std::string name = plain(word);
    while (name.ends_with('.')) name.pop_back();
    if (name.empty()) return;
    number_next_ = !rank_of(name).empty();
    out_.instrument.push_back(std::move(name));
    last_ = Level::None;
  }

  const std::vector<std::string>& names_;
  Spoken out_;
  std::string article_, clause_, point_;
  Path deeper_, annex_parts_, items_before_;
  bool annex_ = false, range_ = false;
  bool number_next_ = false;  // after "luật", "số": a number names the instrument
  Level pending_ = Level::None, last_ = Level::None, range_level_ = Level::None;
  std::string range_end_;
  std::optional<Misread> wrong_;
};

// `PDPL@8.5..@8.7`, `AIL@11.4#s2`: what the language itself writes.
std::expected<Spoken, Misread> read_written(const std::string& text, std::size_t at) {
  Spoken out;
  for (const std::string& word : spoken_words(text.substr(0, at)))
    if (!is_connector(word)) out.instrument.push_back(plain(word));
  std::string rest = fold_but_dd(text.substr(at + 1));
  std::erase_if(rest, [](char c) { return c == ' ' || c == '@'; });
  if (const auto hash = rest.find('#'); hash != std::string::npos) {
    const auto end = std::min(rest.find("..", hash), rest.size());
    out.fragment = rest.substr(hash + 1, end - hash - 1);
    if (!is_fragment(out.fragment)) return std::unexpected(Misread::NoLabel);
    rest.erase(hash, end - hash);
  }
  if (const auto dots = rest.find(".."); dots != std::string::npos) {
    const auto last = dotted_path(rest.substr(dots + 2));
    if (!last) return std::unexpected(Misread::NoLabel);
    out.last = *last;
    rest.resize(dots);
  }
  const auto path = dotted_path(rest);
  if (!path) return std::unexpected(Misread::NoLabel);
  out.path = *path;
  return out;
}

}  // namespace

std::expected<Spoken, Misread> read_citation(std::string_view given,
                                             const std::vector<std::string>& names,
                                             const std::vector<std::string>& titles) {
  if (given.size() > kLongestCitation) return std::unexpected(Misread::TooLong);
  if (first_invalid_utf8(given) != kValidUtf8) return std::unexpected(Misread::BadText);
  const std::string text = normalise(given);
  if (const auto at = text.find('@'); at != std::string::npos) return read_written(text, at);
  const auto words = spoken_words(text);
  if (words.empty()) return std::unexpected(Misread::Nothing);
  Reader reader(names);
  reader.take(words, titled(words, titles));
  return reader.finish();
}

}  // namespace phep::law
