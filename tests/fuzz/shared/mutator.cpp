// How libFuzzer changes what is text: half of the time as it changes any bytes, else by whole
// lines, words or digits, as people do who write; and lines of one text come into another. Lengths
// that frames announce are mostly made true again, or a changed message would never be read.
//
// With PHEP_NEAR, folders with colons between, every change is made to one of their files.
#include "tests/fuzz/shared/target.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace {

using Random = std::minstd_rand;

std::size_t below(std::size_t bound, Random& random) {
  return bound == 0 ? 0 : random() % bound;
}

bool is_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) != 0 || c == '_' || byte >= 0x80;
}

// Where lines begin, or words (runs of letters and digits, or of blanks, or one other byte), and
// the end.
std::vector<std::size_t> cuts_of(std::string_view text, bool lines) {
  const auto ends = [&](char a, char b) {
    if (lines) return a == '\n';
    return !(is_word(a) && is_word(b)) && !(a == ' ' && b == ' ');
  };
  std::vector<std::size_t> cuts{0};
  for (std::size_t i = 1; i < text.size(); ++i)
    if (ends(text[i - 1], text[i])) cuts.push_back(i);
  cuts.push_back(text.size());
  return cuts;
}

// Behind the piece with which an element that begins at `first` ends: with its comma, or before the
// bracket around it.
std::size_t end_of_element(std::string_view text, const std::vector<std::size_t>& cuts,
                           std::size_t first) {
  int depth = 0;
  for (std::size_t i = first; i + 1 < cuts.size(); ++i) {
    const char c = text[cuts[i]];
    if (c == '{' || c == '[' || c == '(') ++depth;
    if ((c == '}' || c == ']' || c == ')') && --depth < 0) return std::max(i, first + 1);
    if (c == ',' && depth == 0) return i + 1;
  }
  return cuts.size() - 1;
}

// Copies an element of some brackets to the beginning of others, with its comma: a field of JSON,
// an argument.
void copy_element(std::string& text, Random& random) {
  const std::vector<std::size_t> cuts = cuts_of(text, false);
  std::vector<std::size_t> begins, opens;
  for (std::size_t i = 0; i + 2 < cuts.size(); ++i) {
    const char c = text[cuts[i]];
    if (c == '{' || c == '[' || c == '(') opens.push_back(cuts[i + 1]);
    if (c == ',' || (!opens.empty() && opens.back() == cuts[i + 1])) begins.push_back(i + 1);
  }
  if (begins.empty() || opens.empty()) return;
  const std::size_t first = begins[below(begins.size(), random)];
  const std::size_t end = cuts[end_of_element(text, cuts, first)];
  std::string element = text.substr(cuts[first], end - cuts[first]);
  const std::size_t to = opens[below(opens.size(), random)];
  const bool last = to < text.size() && (text[to] == '}' || text[to] == ']' || text[to] == ')');
  if (!element.ends_with(',') && !last) element += ',';
  text.insert(to, element);
}

// Repeats, drops, copies, moves or writes anew some neighbouring pieces.
void change_pieces(std::string& text, Random& random) {
  const bool lines = below(3, random) == 0;
  const std::vector<std::size_t> cuts = cuts_of(text, lines);
  const std::size_t pieces = cuts.size() - 1;
  const std::size_t most = std::min<std::size_t>(pieces, lines ? 3 : 8);
  const auto end_from = [&](std::size_t first) {
    if (!lines && below(2, random) == 0) return end_of_element(text, cuts, first);
    return std::min(first + 1 + below(most, random), pieces);
  };
  const std::size_t first = below(pieces, random);
  const std::size_t last = end_from(first);
  const std::string range = text.substr(cuts[first], cuts[last] - cuts[first]);
  const std::size_t to = below(pieces, random);
  switch (below(7, random)) {
    case 0: text.insert(cuts[last], range); return;
    case 1: text.erase(cuts[first], range.size()); return;
    case 2: text.insert(cuts[to], range); return;
    case 3: text.replace(cuts[to], cuts[end_from(to)] - cuts[to], range); return;
    case 4: {
      std::uint8_t fresh[64] = {' '};
      const std::size_t size = LLVMFuzzerMutate(fresh, 1, sizeof fresh);
      text.replace(cuts[first], range.size(), phep::fuzz::text_of(fresh, size));
      return;
    }
    case 5: copy_element(text, random); return;
    default:
      text.erase(cuts[first], range.size());
      text.insert(std::min(cuts[to], text.size()), range);
  }
}

// Another digit in some number, as in a date that does not exist.
void change_number(std::string& text, Random& random) {
  const auto digits = std::ranges::count_if(text, [](unsigned char c) { return std::isdigit(c); });
  std::size_t left = below(static_cast<std::size_t>(digits), random);
  for (char& c : text)
    if (std::isdigit(static_cast<unsigned char>(c)) != 0 && left-- == 0)
      c = static_cast<char>('0' + below(10, random));
}

void leave_out_line(std::string& text, Random& random) {
  const std::vector<std::size_t> cuts = cuts_of(text, true);
  const std::size_t line = below(cuts.size() - 1, random);
  text.erase(cuts[line], cuts[line + 1] - cuts[line]);
}

// A letter too few, or twice.
void mistype(std::string& text, Random& random) {
  const std::size_t at = below(text.size(), random);
  if (below(2, random) == 0)
    text.erase(at, 1);
  else
    text.insert(at, 1, text[at]);
}

void mend_lengths(std::string& text) {
  constexpr std::string_view kHeader = "Content-Length: ";
  for (std::size_t at = text.find(kHeader); at != std::string::npos;) {
    const std::size_t number = at + kHeader.size();
    const std::size_t line = text.find("\r\n", number);
    const std::size_t blank = text.find("\r\n\r\n", number);
    if (blank == std::string::npos) return;
    const std::size_t next = text.find(kHeader, blank);
    const std::size_t end = next == std::string::npos ? text.size() : next;
    const std::string length = std::to_string(end - blank - 4);
    text.replace(number, line - number, length);
    at = next == std::string::npos ? next : next + number + length.size() - line;
  }
}

std::vector<std::string> files_of_near() {
  const char* const folders = std::getenv("PHEP_NEAR");
  std::vector<std::string> out;
  for (std::string_view left = folders == nullptr ? "" : folders; !left.empty();) {
    const std::string_view folder = left.substr(0, left.find(':'));
    left.remove_prefix(std::min(left.size(), folder.size() + 1));
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      std::ifstream in(file.path(), std::ios::binary);
      out.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
  }
  return out;
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  Random random(seed);
  for (int i = 0; i < 4; ++i) random();  // neighbouring seeds begin alike
  static const std::vector<std::string> near = files_of_near();
  if (!near.empty()) {
    const std::string& file = near[below(near.size(), random)];
    size = std::min(file.size(), most);
    std::memcpy(data, file.data(), size);
  }
  const bool bytes = size == 0 || below(2, random) == 0;
  if (bytes) size = LLVMFuzzerMutate(data, size, most);
  std::string text(phep::fuzz::text_of(data, size));
  if (!bytes) {
    const std::size_t way = below(8, random);
    if (way == 0)
      change_number(text, random);
    else if (way == 1)
      mistype(text, random);
    else if (way == 2)
      leave_out_line(text, random);
    else
      change_pieces(text, random);
  }
  if (below(8, random) != 0) mend_lengths(text);
  size = std::min(text.size(), most);
  std::memcpy(data, text.data(), size);
  return size;
}

// Some lines of one text between the lines of the other.
extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* data, std::size_t size,
                                                 const std::uint8_t* other, std::size_t other_size,
                                                 std::uint8_t* out, std::size_t most,
                                                 unsigned seed) {
  Random random(seed);
  for (int i = 0; i < 4; ++i) random();
  std::string text(phep::fuzz::text_of(data, size));
  const std::string_view from = phep::fuzz::text_of(other, other_size);
  const std::vector<std::size_t> cuts = cuts_of(from, true);
  const std::size_t first = below(cuts.size() - 1, random);
  const std::size_t last = std::min(first + 1 + below(4, random), cuts.size() - 1);
  std::string lines(from.substr(cuts[first], cuts[last] - cuts[first]));
  if (!lines.ends_with('\n')) lines += '\n';
  const std::vector<std::size_t> places = cuts_of(text, true);
  text.insert(places[below(places.size(), random)], lines);
  size = std::min(text.size(), most);
  std::memcpy(out, text.data(), size);
  return size;
}
