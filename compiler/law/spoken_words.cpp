#include "compiler/law/spoken_words.h"

#include "compiler/base/text.h"

#include <algorithm>
#include <array>

namespace phep::law {
namespace {

constexpr std::array<std::string_view, 13> kConnectors = {
    "cua", "of", "the", "thuoc", "tai", "so", "no", "theo", "tu", "from", "va", "and", "on"};

struct RankWord {
  std::string_view word, rank;
};
constexpr std::array kRanks = {
    RankWord{"regulation", "regulation"},
    RankWord{"luat", "law"},
    RankWord{"law", "law"},
    RankWord{"act", "law"},
    RankWord{"nd", "decree"},
    RankWord{"decree", "decree"},
    RankWord{"nq", "resolution"},
    RankWord{"resolution", "resolution"},
    RankWord{"qd", "agency_decision"},
    RankWord{"decision", "agency_decision"},
    RankWord{"tt", "circular"},
    RankWord{"circular", "circular"},
    RankWord{"hienphap", "constitution"},
    RankWord{"constitution", "constitution"},
    RankWord{"phaplenh", "ordinance"},
    RankWord{"ordinance", "ordinance"},
};
// Words of two syllables, said as one.
constexpr std::array<std::array<std::string_view, 2>, 7> kPairs = {{{"nghi dinh", "nd"},
                                                                    {"nghi quyet", "nq"},
                                                                    {"quyet dinh", "qd"},
                                                                    {"thong tu", "tt"},
                                                                    {"hien phap", "hienphap"},
                                                                    {"phap lenh", "phaplenh"},
                                                                    {"phu luc", "phuluc"}}};

}  // namespace

std::string fold_but_dd(std::string_view text) {
  std::string out;
  std::size_t from = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    const bool dd = rest.starts_with("Đ") || rest.starts_with("đ") || rest.starts_with("Ð") ||
                    rest.starts_with("ð");
    if (!dd && !rest.empty()) continue;
    out += fold(text.substr(from, at - from));
    if (dd) out += "đ";
    from = at + (dd ? 2 : 1);
    if (dd) ++at;
  }
  return out;
}
std::string plain(std::string word) {
  for (auto at = word.find("đ"); at != std::string::npos; at = word.find("đ"))
    word.replace(at, 2, "d");
  return word;
}

std::string_view rank_of(std::string_view word) {
  const auto found = std::ranges::find(kRanks, word, &RankWord::word);
  return found == kRanks.end() ? std::string_view() : found->rank;
}

bool is_connector(std::string_view word) {
  return std::ranges::find(kConnectors, word) != kConnectors.end();
}

std::vector<std::string> spoken_words(std::string_view text) {
  std::string folded = fold_but_dd(text);
  std::vector<std::string> words(1);
  for (const char c : folded) {
    if (c == ' ' || c == ',' || c == ';' || c == '(' || c == ')' || c == '\t' || c == '\n' ||
        c == '"') {
      if (!words.back().empty()) words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  if (words.back().empty()) words.pop_back();
  std::vector<std::string> joined;
  for (const std::string& word : words) {
    std::string pair = joined.empty() ? std::string() : plain(joined.back()) + " " + plain(word);
    const auto found = std::ranges::find(kPairs, pair, [](const auto& row) { return row[0]; });
    if (found != kPairs.end()) {
      joined.back() = found->at(1);
    } else {
      joined.push_back(word);
    }
  }
  return joined;
}

}  // namespace phep::law
