#include "compiler/explain/citation_text.h"

#include <array>
#include <string_view>
#include <vector>

namespace phep::explain {
namespace {

struct RankWords {
  std::string_view rank, vi, en;
};
constexpr std::array kRanks = {
    RankWords{"constitution", "Hiến pháp", "Constitution"},
    RankWords{"law", "Luật", "Law"},
    RankWords{"ordinance", "Pháp lệnh", "Ordinance"},
    RankWords{"resolution", "Nghị quyết", "Resolution"},
    RankWords{"decree", "Nghị định", "Decree"},
    RankWords{"circular", "Thông tư", "Circular"},
    RankWords{"agency_decision", "Quyết định", "Decision"},
    RankWords{"treaty", "Điều ước", "Treaty"},
    RankWords{"regulation", "Quy chế", "Regulation"},
};

bool is_letter(const std::string& part) {
  return !part.empty() && (part[0] < '0' || part[0] > '9');
}

struct Level {
  std::string_view vi, en;
};
constexpr Level kArticle{"Điều", "Article"};
constexpr Level kClause{"khoản", "Clause"};
constexpr Level kPoint{"điểm", "Point"};
constexpr Level kAnnex{"Phụ lục", "Annex"};
constexpr Level kItem{"mục", "Item"};

struct Part {
  Level level;
  std::string label;
};

// "37a" is an article, a bare letter in second place is a point that stands without a clause.
std::vector<Part> parts_of(const std::vector<std::string>& path) {
  std::vector<Part> parts;
  const bool annex = !path.empty() && path[0].starts_with("PL");
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (annex) {
      if (i == 0) {
        parts.push_back({kAnnex, path[0].substr(2)});
      } else if (i == 1) {
        parts.push_back({kItem, path[1]});
      } else {
        parts.back().label += "." + path[i];
      }
    } else if (i == 0) {
      parts.push_back({kArticle, path[0]});
    } else {
      parts.push_back({i == 1 && !is_letter(path[1]) ? kClause : kPoint, path[i]});
    }
  }
  return parts;
}

std::string words(const Part& part, Language language) {
  const std::string_view level = language == Language::Vietnamese ? part.level.vi : part.level.en;
  return part.label.empty() ? std::string(level) : std::string(level) + " " + part.label;
}

// The smallest part first, as both languages do.
std::string join_parts(const std::vector<Part>& parts, Language language) {
  std::string out;
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    if (!out.empty()) out += language == Language::Vietnamese ? " " : ", ";
    out += words(*part, language);
  }
  return out;
}

std::string fragment_text(const std::string& fragment, Language language) {
  const bool vi = language == Language::Vietnamese;
  const bool sentence = fragment.starts_with('s');
  const std::string number = sentence ? fragment.substr(1) : fragment;
  if (sentence) return (vi ? "câu " : "Sentence ") + number;
  return (vi ? "đoạn " : "Paragraph ") + number;
}

}  // namespace

std::string provision_text(const std::vector<std::string>& path, Language language) {
  return join_parts(parts_of(path), language);
}

std::string instrument_text(const hir::Instrument& instrument, Language language) {
  const bool vi = language == Language::Vietnamese;
  std::string rank = vi ? "văn bản" : "Instrument";
  for (const RankWords& row : kRanks)
    if (row.rank == instrument.rank) rank = vi ? row.vi : row.en;
  if (instrument.number.empty()) return rank;
  // What has no number may have words in its place; those of the European Union begin with "(EU)".
  const auto first = static_cast<unsigned char>(instrument.number.front());
  const bool letter =
      first >= 0x80 || (first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z');
  if (letter) return rank + " (" + instrument.number + ")";
  return rank + (vi ? " số " : " No. ") + instrument.number;
}

std::string citation_text(const Citation& citation, const hir::Instrument& instrument,
                          Language language) {
  const bool vi = language == Language::Vietnamese;
  const std::string of = (vi ? " " : " of ") + instrument_text(instrument, language);
  auto parts = parts_of(citation.path);
  std::string out;
  if (!citation.last.empty() && !parts.empty()) {
    // The smallest parts differ; what stands above them is said once.
    const auto last = parts_of(citation.last);
    const Part from = parts.back();
    parts.pop_back();
    out = (vi ? "từ " : "") + words(from, language) + (vi ? " đến " : " to ") +
          words(last.back(), language);
    if (!parts.empty()) out += (vi ? " " : ", ") + join_parts(parts, language);
  } else {
    out = join_parts(parts, language);
  }
  if (!citation.fragment.empty())
    out = fragment_text(citation.fragment, language) + (vi ? " " : ", ") + out;
  return out.empty() ? instrument_text(instrument, language) : out + of;
}

}  // namespace phep::explain
