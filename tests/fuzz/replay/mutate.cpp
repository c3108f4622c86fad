#include "tests/fuzz/replay/mutate.h"

#include "compiler/syntax/tokens.h"

#include <algorithm>

namespace phep::fuzz {
namespace {

using testing::Random;

std::size_t below(std::size_t bound, Random& random) {
  return bound == 0 ? 0 : static_cast<std::size_t>(random.next() % bound);
}

std::string word(Random& random) {
  if (random.chance(50))
    return random.pick({"0",
                        "-1",
                        "9223372036854775807",
                        "2026-02-29",
                        "null",
                        "\"",
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        "\n",
                        "\xF0\x9F\x98\x80",
                        "\xC4\x91",
                        "\xCC\x81",
                        "\xFF",
                        "\\u0041",
                        "..",
                        "@1.a",
                        "when",
                        "72 hours",
                        "0 VND"});
  const auto& all = syntax::keywords();
  const syntax::Keyword& one = all[below(all.size(), random)];
  const std::string_view spelling = random.chance(50) ? one.en : one.vi;
  return std::string(spelling.substr(0, spelling.find('|'))) + " ";
}

void change(std::string& text, const std::string& other, Random& random) {
  const std::size_t at = below(text.size() + 1, random);
  const std::size_t length = below(std::min<std::size_t>(text.size() - at, 40) + 1, random);
  switch (random.in(0, 7)) {
    case 0:
      if (at < text.size()) text[at] = static_cast<char>(random.in(0, 255));
      return;
    case 1: text.erase(at, length); return;
    case 2: text.insert(at, word(random)); return;
    case 3: text.replace(at, length, word(random)); return;
    case 4: text.insert(at, text.substr(at, length)); return;
    case 5: {
      const std::size_t from = below(other.size() + 1, random);
      text.insert(at, other.substr(from, below(80, random)));
      return;
    }
    case 6:
      for (std::size_t i = at; i < text.size() && i < at + 12; ++i)
        if (text[i] >= '0' && text[i] <= '9') text[i] = static_cast<char>('0' + random.in(0, 9));
      return;
    default:
      if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << random.in(0, 7)));
  }
}

}  // namespace

std::string mutated(const std::vector<std::string>& inputs, Random& random) {
  std::string out = inputs[below(inputs.size(), random)];
  for (std::int64_t n = random.in(1, 4); n > 0; --n)
    change(out, inputs[below(inputs.size(), random)], random);
  return out;
}

}  // namespace phep::fuzz
