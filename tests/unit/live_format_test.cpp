// A document that is laid out again and again while it is written: as if each text were the first.
#include "compiler/syntax/format.h"
#include "tests/support/golden.h"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <string>
#include <string_view>
#include <utility>

namespace phep::syntax {
namespace {

// One thing that somebody does to a text; some leave it unreadable.
std::string edited(std::string text, std::mt19937& random) {
  static constexpr std::array kParts = {" ",
                                        "   ",
                                        "\n",
                                        "\n\n",
                                        "// ghi chú\n",
                                        "/// doc\n",
                                        "x",
                                        " 1 ",
                                        "is",
                                        "không",
                                        "ê",
                                        "e\u0323\u0302",
                                        " && ",
                                        "..",
                                        "\"chữ\"",
                                        "@38.1",
                                        "|",
                                        "\r\n",
                                        "(",
                                        "}",
                                        "min(a, b)",
                                        "hour hours"};
  const auto place = [&] {
    std::size_t at = random() % (text.size() + 1);
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
    return at;
  };
  const auto line = [&] {
    const std::size_t at = text.rfind('\n', place());
    return at == std::string::npos ? 0 : at + 1;
  };
  switch (random() % 4) {
    case 0: return text.insert(place(), kParts[random() % kParts.size()]);
    case 1: {
      const std::size_t at = line();
      return text.erase(at, text.find('\n', at) - at);
    }
    case 2: {
      const std::size_t at = line();
      return text.insert(at, text.substr(at, text.find('\n', at) - at) + "\n");
    }
    default: return text.insert(line(), std::string(random() % 5, ' '));
  }
}

struct Counts {
  int laid_out = 0;  // of these texts
  int refused = 0;
};

// A walk of edits from the text, each laid out by the memory of those before it; what nobody can
// read is undone, as an author would.
Counts walk(const std::string& from, SourceForm form, int edits, std::mt19937& random) {
  Counts out;
  LiveFormat live(form);
  std::string text = from;
  for (int i = 0; i < edits; ++i) {
    const std::string next = edited(text, random);
    const Formatted wanted = format({}, next, {KeywordLanguage::Keep, form});
    const Formatted got = live.format(next);
    INFO("edit ", i);
    REQUIRE(got.text == wanted.text);
    REQUIRE(got.diagnostics.items().size() == wanted.diagnostics.items().size());
    const bool wrong = wanted.diagnostics.has_errors();
    (wrong ? out.refused : out.laid_out) += 1;
    if (!wrong) text = next;
    if (i % 5 == 4) text = wanted.text;
  }
  return out;
}

}  // namespace

TEST_CASE("live format: whatever was written before, a text is laid out as if it came first") {
  std::mt19937 random(20261127);
  Counts all;
  constexpr std::array<std::pair<std::string_view, int>, 4> kWalks = {
      {{"stdlib/vn/pdpl/requests.phep", 10},
       {"stdlib/vn/ai/state.phep", 20},
       {"tests/data/format/untidy.phep", 60},
       {"tests/data/format/tables.phep", 60}}};
  for (const auto& [path, edits] : kWalks) {
    INFO(path);
    const std::string text = tests::read_file(tests::source_dir() + "/" + std::string(path));
    const Counts one = walk(text, SourceForm::Plain, edits, random);
    all.laid_out += one.laid_out;
    all.refused += one.refused;
  }
  CHECK(all.laid_out > 20);
  CHECK(all.refused > 20);
}

TEST_CASE("live format: a literate file, too") {
  std::mt19937 random(27);
  const auto files = tests::files_below("stdlib/cases", {".phep.md"});
  REQUIRE(!files.empty());
  const std::string text = tests::read_file(tests::source_dir() + "/" + files.front());
  CHECK(walk(text, SourceForm::Literate, 12, random).laid_out > 2);
}

TEST_CASE("live format: tables keep their columns apart when a declaration between them changes") {
  const std::string table =
      "test table \"t\" {\n  | x || r(x) |\n  | 1 || false |\n  | 200 || true |\n}\n";
  const std::string rule = "rule r(x: int) : bool = x > 1\n";
  LiveFormat live(SourceForm::Plain);
  for (const std::string& between : {rule, rule + rule, std::string("// a\n"), rule}) {
    const std::string text = "module m\n\n" + table + "\n" + between + "\n" + table;
    const Formatted got = live.format(text);
    CHECK(!got.diagnostics.has_errors());
    CHECK(got.text == format({}, text).text);
  }
}

}  // namespace phep::syntax
