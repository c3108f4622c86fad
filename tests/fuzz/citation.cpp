// Citations as people write them: what was read, written as the language writes it, reads the same.
#include "compiler/base/text.h"
#include "compiler/law/citation_reader.h"
#include "tests/fuzz/shared/target.h"

namespace {

using namespace phep;
using fuzz::holds;

// "LAW@23.1.a..@23.1.b#s2".
std::string written(const law::Spoken& spoken) {
  std::string out = "LAW@" + law::dotted(spoken.path);
  if (!spoken.last.empty()) out += "..@" + law::dotted(spoken.last);
  if (!spoken.fragment.empty()) out += "#" + spoken.fragment;
  return out;
}

void orders(const law::Spoken& spoken) {
  const law::Path& path = spoken.path;
  for (const std::string& a : path) {
    holds(!a.empty(), "no label is empty");
    holds(!law::label_less(a, a), "no label comes before itself");
    for (const std::string& b : path)
      holds(!(law::label_less(a, b) && law::label_less(b, a)), "labels are in one order");
  }
  holds(!law::path_less(path, path), "no provision comes before itself");
  holds(law::begins_with(path, law::unit_of(path)), "a provision is part of its unit");
}

}  // namespace

PHEP_FUZZ_TARGET {
  const std::string_view text = fuzz::text_of(data, size);
  // The names and titles of the first two instruments are known.
  const auto spoken = law::read_citation(text, {"d356", "nd13"},
                                         {"Quy định chi tiết một số điều của Luật Dữ liệu"});
  if (!spoken) {
    holds(spoken.error() != law::Misread::BadText || first_invalid_utf8(text) != kValidUtf8,
          "only what is no UTF-8 is refused as that");
    return 0;
  }
  holds(text.size() <= law::kLongestCitation, "no citation is longer than is said");
  orders(*spoken);
  for (const std::string& word : spoken->instrument)
    holds(!word.empty() && first_invalid_utf8(word) == kValidUtf8, "words of a name are words");
  if (!spoken->path.empty() && !text.contains('@')) {
    const std::string out = written(*spoken);
    const auto again = law::read_citation(out);
    const bool too_long = out.size() > law::kLongestCitation;  // by the `@` that was not there
    holds(too_long ||
              (again.has_value() && again->path == spoken->path && again->last == spoken->last),
          "what was read reads the same as the language writes it");
  }
  fuzz::plant(1, spoken->path.size() == 3 && spoken->path[2] == "đ");
  fuzz::plant(2, spoken->last.size() == 2 && spoken->path.size() == 2);
  fuzz::plant(3, spoken->path.size() >= 3 && spoken->path[0] == "PL" && spoken->path[1] == "VI" &&
                     spoken->instrument.size() == 1);
  return 0;
}
