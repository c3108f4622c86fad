// Tables of words: what programs call a thing, and what people do, in both languages.
#pragma once

#include "compiler/diagnostics/diagnostic.h"

#include <string>
#include <string_view>

namespace phep::explain {

struct WordRow {
  std::string_view name, vi, en;
};

// The words of the row with this name; a name without one as it is.
template <class Table>
std::string words_of(const Table& table, std::string_view name, Language language) {
  for (const WordRow& row : table)
    if (row.name == name) return std::string(language == Language::Vietnamese ? row.vi : row.en);
  return std::string(name);
}

}  // namespace phep::explain
