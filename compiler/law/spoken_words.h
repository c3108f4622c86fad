// The words of a spoken citation, as its readers compare them. Private to this room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace phep::law {

// Words in small letters without diacritics, in which đ stays đ: a point d is not a point đ. Split
// at blanks, commas and parentheses; "nghị định" and its like are one word, "nd".
std::vector<std::string> spoken_words(std::string_view text);

// The word with đ as d, too.
std::string plain(std::string word);

// "luat" → "law", "nd" → "decree"; "" if the word is no rank.
std::string_view rank_of(std::string_view word);

// What stands between the parts of a citation and says nothing: "của", "of", "số".
bool is_connector(std::string_view word);

// Text without diacritics in small letters, but with đ.
std::string fold_but_dd(std::string_view text);

}  // namespace phep::law
