#include "compiler/syntax/respell.h"

#include "compiler/syntax/moved.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

namespace phep::syntax {
namespace {

std::uint32_t narrow(std::size_t n) {
  return static_cast<std::uint32_t>(n);
}

bool continues_letter(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80;
}

// How many bytes two texts begin with alike: by blocks, since nearly all of them are.
std::size_t same_front(std::string_view a, std::string_view b) {
  constexpr std::size_t kBlock = 256;
  const std::size_t most = std::min(a.size(), b.size());
  std::size_t at = 0;
  while (at + kBlock <= most && std::memcmp(a.data() + at, b.data() + at, kBlock) == 0)
    at += kBlock;
  while (at < most && a[at] == b[at]) ++at;
  return at;
}

std::size_t same_back(std::string_view a, std::string_view b, std::size_t most) {
  constexpr std::size_t kBlock = 256;
  std::size_t same = 0;
  while (same + kBlock <= most && std::memcmp(a.data() + (a.size() - same - kBlock),
                                              b.data() + (b.size() - same - kBlock), kBlock) == 0)
    same += kBlock;
  while (same < most && a[a.size() - same - 1] == b[b.size() - same - 1]) ++same;
  return same;
}

// In whole letters.
Damage difference(std::string_view before, std::string_view now) {
  std::size_t front = same_front(before, now);
  while (front > 0 && ((front < before.size() && continues_letter(before[front])) ||
                       (front < now.size() && continues_letter(now[front]))))
    --front;
  std::size_t back = same_back(before, now, std::min(before.size(), now.size()) - front);
  while (back > 0 && continues_letter(now[now.size() - back])) --back;
  return {narrow(front), narrow(before.size() - back), narrow(now.size() - back)};
}

// Replaces [first, last) of a vector.
template <class T>
void splice(std::vector<T>& list, std::size_t first, std::size_t last, std::vector<T> by) {
  const std::size_t same = std::min(last - first, by.size());
  const auto at = std::move(by.begin(), by.begin() + static_cast<std::ptrdiff_t>(same),
                            list.begin() + static_cast<std::ptrdiff_t>(first));
  if (same < last - first) {
    list.erase(at, list.begin() + static_cast<std::ptrdiff_t>(last));
  } else {
    list.insert(at, std::make_move_iterator(by.begin() + static_cast<std::ptrdiff_t>(same)),
                std::make_move_iterator(by.end()));
  }
}

template <class T>
std::size_t first_from(const std::vector<T>& list, std::uint32_t begin) {
  return static_cast<std::size_t>(std::ranges::lower_bound(list, begin, {}, &T::begin) -
                                  list.begin());
}

// Tokens behind the damage but on its line stand in another column now: they are taken along.
void take_rest_of_line(std::string_view text, const std::vector<Token>& old, const Damage& damage,
                       Rescanned& fresh) {
  const auto shift = static_cast<std::uint32_t>(damage.shift());
  std::uint32_t end = damage.end_now;
  if (fresh.last > 0) end = std::max(end, old[fresh.last - 1].end + shift);
  if (!fresh.tokens.empty()) end = std::max(end, fresh.tokens.back().end);
  while (fresh.last < old.size()) {
    const Token& next = old[fresh.last];
    const std::uint32_t begin = next.begin + shift;
    if (begin > end && text.substr(end, begin - end).contains('\n')) return;
    fresh.tokens.push_back({next.kind, begin, next.end + shift});
    end = std::max(end, next.end + shift);
    ++fresh.last;
  }
}

bool is_brace(const Word& word) {
  return word.kind == TokenKind::LBRACE || word.kind == TokenKind::RBRACE;
}

struct Shift {
  std::uint32_t bytes;
  std::uint32_t lines;

  [[nodiscard]] Word operator()(Word word) const {
    word.begin += bytes;
    word.end += bytes;
    word.line += lines;
    return word;
  }
};

// What is left of the changed words once those that are the same on both sides are taken off.
ChangedWords narrowed(std::span<const Word> before, std::span<const Word> now, const Damage& damage,
                      Shift shift) {
  std::size_t front = 0;
  const std::size_t most = std::min(before.size(), now.size());
  while (front < most && now[front].end <= damage.begin && before[front] == now[front]) ++front;
  std::size_t back = 0;
  while (back < most - front && now[now.size() - back - 1].begin >= damage.end_now &&
         shift(before[before.size() - back - 1]) == now[now.size() - back - 1])
    ++back;
  ChangedWords out;
  out.first = narrow(front);
  out.last = narrow(before.size() - back);
  // Also those that stay: between two cursors they do not move as what is behind both.
  out.braces = std::ranges::any_of(before.subspan(front, before.size() - back - front), is_brace) ||
               std::ranges::any_of(now.subspan(front, now.size() - back - front), is_brace);
  return out;
}

void move_diagnostics(std::vector<Diagnostic>& list, std::uint32_t begin, std::uint32_t end,
                      std::int32_t by, const Reports& fresh) {
  const auto from = [&list](std::uint32_t at) {
    return std::ranges::lower_bound(list, at, {}, [](const Diagnostic& d) { return d.span.begin; });
  };
  const auto first = from(begin);
  const auto last = from(end);
  std::for_each(last, list.end(), [&](Diagnostic& one) { move_places(one, by, end); });
  list.insert(list.erase(first, last), fresh.items().begin(), fresh.items().end());
}

}  // namespace

std::optional<ChangedWords> respell(Kept& kept, FileId file, std::string_view text, bool skip) {
  const Damage damage = difference(kept.text, text);
  if (damage.begin == damage.end && damage.begin == damage.end_now)
    return ChangedWords{.nothing = true};
  const std::string_view added = text.substr(damage.begin, damage.end_now - damage.begin);
  if (text.size() > kMaxSourceBytes || !is_plain(added)) return std::nullopt;
  const auto lines = static_cast<std::uint32_t>(
      std::ranges::count(added, '\n') -
      std::count(kept.text.begin() + damage.begin, kept.text.begin() + damage.end, '\n'));
  kept.text.replace(damage.begin, damage.end - damage.begin, added);

  Rescanned fresh = rescan(kept.text, kept.tokens, damage);
  if (skip && fresh.tokens.size() > 1) fresh.tokens.erase(fresh.tokens.end() - 1);
  take_rest_of_line(kept.text, kept.tokens, damage, fresh);
  const Shift shift{static_cast<std::uint32_t>(damage.shift()), lines};
  const std::uint32_t end_of_all = narrow(kept.text.size()) - shift.bytes + 1;
  const std::uint32_t begin =
      fresh.first < kept.tokens.size() ? kept.tokens[fresh.first].begin : end_of_all;
  const std::uint32_t end =
      fresh.last < kept.tokens.size() ? kept.tokens[fresh.last].begin : end_of_all;
  const std::size_t first = first_from(kept.words, begin);
  const std::size_t last = first_from(kept.words, end);

  Reports reports;
  std::vector<Token> docs;
  std::vector<Word> words = sift(kept.text, fresh.tokens, PositionMap(file), reports, docs,
                                 first == 0 ? nullptr : &kept.words[first - 1]);
  if (reports.size() + 1 >= kMaxDiagnostics) return std::nullopt;
  ChangedWords out =
      narrowed(std::span(kept.words).subspan(first, last - first), words, damage, shift);
  // What stands before the first unchanged word may be other blanks or another comment.
  out.first += narrow(first);
  out.last = std::min(narrow(kept.words.size()), out.last + narrow(first) + 1);
  out.shift = narrow(words.size()) - narrow(last - first);
  out.bytes = damage.shift();
  out.from = damage.end;

  for (Token& token : std::span(kept.tokens).subspan(fresh.last)) {
    token.begin += shift.bytes;
    token.end += shift.bytes;
  }
  const std::size_t first_doc = first_from(kept.docs, begin);
  const std::size_t last_doc = first_from(kept.docs, end);
  for (Token& doc : std::span(kept.docs).subspan(last_doc)) {
    doc.begin += shift.bytes;
    doc.end += shift.bytes;
  }
  for (Word& word : std::span(kept.words).subspan(last)) word = shift(word);
  splice(kept.tokens, fresh.first, fresh.last, std::move(fresh.tokens));
  splice(kept.docs, first_doc, last_doc, std::move(docs));
  splice(kept.words, first, last, std::move(words));
  move_diagnostics(kept.of_words, begin, end, damage.shift(), reports);
  return out;
}

}  // namespace phep::syntax
