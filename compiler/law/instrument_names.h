// Which instrument a few words name: by its short name, number, rank, title or the title's
// initials.
#pragma once

#include <string>
#include <vector>

namespace phep::law {

// An instrument as far as its names go.
struct NamedInstrument {
  std::string name;       // "PDPL"
  std::string qualified;  // "vn.instruments.pdpl.PDPL"
  std::string number;     // "91/2025/QH15"
  std::string rank;       // "law"
  std::string title_vi, title_en;
};

// The instruments that the words name, by position; several if they fit equally well, none if a
// word fits nowhere. Without words: all.
std::vector<std::size_t> match_instruments(const std::vector<std::string>& words,
                                           const std::vector<NamedInstrument>& instruments);

}  // namespace phep::law
