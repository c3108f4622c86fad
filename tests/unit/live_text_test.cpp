// A text that is read again while it is written: words and trees equal those of the whole.
#include "compiler/syntax/live_text.h"

#include "compiler/syntax/moved.h"
#include "compiler/syntax/print.h"
#include "compiler/syntax/tokens.h"
#include "tests/support/golden.h"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <string>
#include <vector>

namespace phep::syntax {
namespace {

constexpr FileId kFile{0};

// The words of a changed text, put together from those of the text before.
std::vector<Token> put_together(const std::string& text, std::vector<Token> old,
                                const Damage& damage) {
  const Rescanned fresh = rescan(text, old, damage);
  std::vector<Token> out(old.begin(), old.begin() + static_cast<std::ptrdiff_t>(fresh.first));
  out.insert(out.end(), fresh.tokens.begin(), fresh.tokens.end());
  const auto by = static_cast<std::uint32_t>(damage.shift());
  for (std::size_t i = fresh.last; i < old.size(); ++i)
    out.push_back({old[i].kind, old[i].begin + by, old[i].end + by});
  return out;
}

bool same(const Parsed& part, const Parsed& whole, const Interner& names) {
  const auto& a = part.diagnostics.items();
  const auto& b = whole.diagnostics.items();
  if (a.size() != b.size() || part.surface != whole.surface) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].row != b[i].row || a[i].span != b[i].span || a[i].notes.size() != b[i].notes.size())
      return false;
    for (std::size_t n = 0; n < a[i].notes.size(); ++n)
      if (a[i].notes[n].span != b[i].notes[n].span) return false;
  }
  return print(part.module, names) == print(whole.module, names) &&
         places_of(part.module) == places_of(whole.module);
}

// Reads one text after another; each must be as if it were the first. Counts those read in part.
int in_part(const std::vector<std::string>& texts) {
  Interner names;
  LiveText live(kFile, SourceForm::Plain);
  int count = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto read = live.read(texts[i], names);
    live.place();
    INFO("text ", i, ": ", texts[i]);
    CHECK(same(*read, parse(kFile, texts[i], names), names));
    count += live.in_part() ? 1 : 0;
  }
  return count;
}

const std::string kHead = "module m\nuse a.b\n\nparty p vi \"p\" en \"p\"\n\n";
const std::string kTail =
    "\nrule s(x: int) : int {\n  default 1\n  case a: 2 when x > 1 cites PDPL@1 @2\n}\n"
    "/// doc\ntest \"t\" { as_of 2026-01-01 expect s(2) == 2 }\n";

}  // namespace

TEST_CASE("live text: scanning what changed gives the words of the whole") {
  static constexpr std::array kParts = {
      "quy",  " ",      "định", " ",      "tạm", "\n",  "thời",   "\u00A0", "is",
      " not", "ified",  "2026", "-",      "03",  "-01", "T08:00", "+07:00", "1",
      ".5",   " VND",   "%",    "\"",     "\\",  "//",  "/*",     "*/",     "\r\n",
      "@",    "PDPL@8", ".5",   "..@8.7", "#2",  "“",   "”",      "{",      "}",
      "|",    "=",      "a_b",  "đ",      "_",   "&"};
  std::mt19937 random(20261126);
  const auto some = [&random](std::size_t most) {
    std::string out;
    for (std::size_t i = random() % (most + 1); i > 0; --i) out += kParts[random() % kParts.size()];
    return out;
  };
  for (int round = 0; round < 3000; ++round) {
    const std::string front = some(25);
    const std::string back = some(25);
    const std::string before = some(4);
    const std::string now = some(4);
    const std::string text = front + now + back;
    const auto at = [&front](const std::string& part) {
      return static_cast<std::uint32_t>(front.size() + part.size());
    };
    const Damage damage{static_cast<std::uint32_t>(front.size()), at(before), at(now)};
    INFO(front, " [", before, " -> ", now, "] ", back);
    CHECK(put_together(text, scan(front + before + back), damage) == scan(text));
  }
}

TEST_CASE("live text: a word typed in a body is read in part") {
  std::vector<std::string> texts;
  const std::string body = "rule r(x: int) : bool = x > 1";
  for (std::size_t i = 0; i <= body.size(); ++i)
    texts.push_back(kHead + body.substr(0, i) + "\n" + kTail);
  CHECK(in_part(texts) == static_cast<int>(texts.size()) - 1);
}

TEST_CASE("live text: what stands between declarations reaches those beside it") {
  const std::string rule = "rule r(x: int) : bool = x > 1\n";
  CHECK(in_part({kHead + rule + kTail, kHead + "/// doc\n" + rule + kTail,
                 kHead + "  " + rule + kTail, kHead + rule + "source" + kTail,
                 kHead + rule + "source x" + kTail, kHead + rule + "use c" + kTail,
                 kHead + rule + "}" + kTail, kHead + rule + "\"" + kTail, kHead + kTail,
                 "module n\n" + kTail, kTail, ""}) > 6);
}

TEST_CASE("live text: a brace left open above moves what is said below") {
  const std::string wrong = "rule w(x: int) : int {\n  default\n}\n";
  in_part({kHead + kTail + wrong + kTail, kHead + "record R {\n" + kTail + wrong + kTail,
           kHead + "record R { \n" + kTail + wrong + kTail,
           kHead + "record Q { }\nrecord R {\n" + kTail + wrong + kTail,
           kHead + kTail + wrong + kTail});
}

TEST_CASE("live text: what is not plain is read as a whole, and the way back is found") {
  const std::string letter = "// e\n";
  CHECK(in_part({kHead + letter + kTail, kHead + "// e\u0301\n" + kTail, kHead + letter + kTail,
                 kHead + "// ee\n" + kTail, "\uFEFF" + kHead + letter + kTail,
                 kHead + letter + kTail + "\xFF", kHead + letter + kTail}) == 1);
}

TEST_CASE(
    "live text: places behind a change move when they are asked for, all or of one declaration") {
  Interner names;
  LiveText live(kFile, SourceForm::Plain);
  live.read(kHead + kTail + kTail, names);
  const std::string typed = kHead + "party q vi \"q\" en \"q\"\n" + kTail + kTail;
  const auto wanted = places_of(parse(kFile, typed, names).module);
  live.read(kHead + "party q vi \"q\" en \"\"\n" + kTail + kTail, names);
  const auto read = live.read(typed, names);
  REQUIRE(live.in_part());
  const std::size_t last = read->module.order.size() - 1;
  CHECK(places_of(read->module) != wanted);
  live.place(last, 1);
  CHECK(places_of(read->module) != wanted);
  live.place();
  CHECK(places_of(read->module) == wanted);
  live.place();
  CHECK(places_of(read->module) == wanted);
}

TEST_CASE("live text: an answer that is held stays as it was") {
  Interner names;
  LiveText live(kFile, SourceForm::Plain);
  const auto before = live.read(kHead + kTail, names);
  const std::string tree = print(before->module, names);
  const auto after = live.read(kHead + "party q vi \"q\" en \"q\"\n" + kTail, names);
  CHECK(live.in_part());
  CHECK(print(before->module, names) == tree);
  CHECK(print(after->module, names) != tree);
}

}  // namespace phep::syntax
