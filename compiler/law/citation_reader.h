// Reads a provision as people write it: "điểm b khoản 2 Điều 12 Luật 134/2025", "d20k2",
// "PDPL@7.1.dd", "Article 12(2)(b) ND142". Diacritics, case and Unicode form do not matter; only đ
// and d differ.
#pragma once

#include "compiler/law/provision.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phep::law {

// What was said: the provision's labels, and the words that are left over, which name the
// instrument.
struct Spoken {
  std::vector<std::string> instrument;  // folded words: {"luat", "91/2025"}; none: not said
  Path path;
  Path last;             // of a range
  std::string fragment;  // "2": paragraph; "s2": sentence
};

enum class Misread : std::uint8_t {
  Nothing,        // no words
  TooLong,        // over kLongestCitation bytes
  BadText,        // not UTF-8
  NoArticle,      // a clause or a point, and no article
  NoLabel,        // "khoản" with nothing after it
  TwoOfOneLevel,  // two articles, two clauses
};
inline constexpr std::size_t kLongestCitation = 400;

// A word that is one of `names` (folded) names an instrument, whatever else it might be: "d356". So
// does a level's word amid words of one of `titles`: "chi tiết một số điều".
std::expected<Spoken, Misread> read_citation(std::string_view text,
                                             const std::vector<std::string>& names = {},
                                             const std::vector<std::string>& titles = {});

}  // namespace phep::law
