#include "compiler/runtime/json_scan.h"

#include "compiler/runtime/byte_order.h"
#include "compiler/runtime/plain_text.h"

namespace phep::runtime {

namespace {

// One character of a string: how many bytes it takes in the text, and its scalar value if escaped.
struct Char {
  uint32_t taken;  // 0: a problem, named by `error`
  uint32_t scalar;
  FactsError error;
};

Char read_char(const char* at, const char* end);
Char read_escape(const char* at, const char* end);
bool read_hex(const char* at, const char* end, uint32_t* out);
uint32_t utf8_length(const char* at, const char* end);
uint32_t put_utf8(uint32_t scalar, char* out);
bool unescape(Reader& in, const char* from, uint32_t length, String* out);
bool scan_number(Reader& in, const Subject& subject, Token* out);
bool nests_deeper(const char* at, const char* end, int limit);
uint32_t pointer_length(const Place* place);
void write_pointer(const Place* place, char* end);
uint32_t decimal_digits(uint32_t value);
bool is_digit(const char* at, const char* end) {
  return at != end && *at >= '0' && *at <= '9';
}

}  // namespace

bool pointer_of(Reader& in, const Place* place, String* out) {
  const uint32_t length = pointer_length(place);
  char* const text = static_cast<char*>(allocate(in.arena, length + 1));
  if (text == nullptr) return false;
  write_pointer(place, text + length);
  *out = {text, length};
  return true;
}

[[gnu::cold]] bool fail(Reader& in, FactsError error, const Subject& subject, const char* where) {
  if (in.status != PHEP_OK) return false;
  in.status = error == FactsError::TooLarge ? PHEP_LIMIT : PHEP_BAD_FACTS;
  String text{};
  if (!pointer_of(in, subject.place, &text)) {
    in.status = PHEP_SMALL_ARENA;
    return false;
  }
  *in.problem = {error, static_cast<uint32_t>(where - in.begin), text.data, text.length,
                 subject.slot};
  return false;
}

[[gnu::cold]] bool fail_type(Reader& in, const Subject& subject) {
  FactsError error = FactsError::Syntax;
  if (in.at == in.end) {
    return fail(in, error, subject, in.at);
  }
  if (literal_is_next(in, "null")) {
    error = FactsError::NullNotAllowed;
  } else if (*in.at == '{' || *in.at == '[') {
    error = nests_deeper(in.at, in.end, kDepthMax - subject.depth) ? FactsError::Depth
                                                                   : FactsError::WrongType;
  } else if (*in.at == '"' || *in.at == '-' || is_digit(in.at, in.end) ||
             literal_is_next(in, "true") || literal_is_next(in, "false")) {
    error = FactsError::WrongType;
  }
  return fail(in, error, subject, in.at);
}

bool read_string(Reader& in, const Subject& subject, String* out) {
  const char* const from = in.at + 1;
  const char* at = from;
  uint32_t shrinks = 0;  // bytes that unescaping saves
  bool escaped = false;
  for (;;) {
    at = skip_plain<Beyond::Stops>(at, in.end);
    if (at == in.end) return fail(in, FactsError::Syntax, subject, at);
    if (*at == '"') break;
    const Char next = read_char(at, in.end);
    if (next.taken == 0) return fail(in, next.error, subject, at);
    if (*at == '\\') {
      char ignored[4];
      escaped = true;
      shrinks += next.taken - put_utf8(next.scalar, ignored);
    }
    at += next.taken;
  }
  const auto length = static_cast<uint32_t>(at - from);
  if (!escaped) {
    *out = {from, length};
  } else if (!unescape(in, from, length - shrinks, out)) {
    return false;
  }
  in.at = at + 1;
  return true;
}

bool read_token(Reader& in, const Subject& subject, Token* out) {
  Token token{{nullptr, 0}, in.at, next_is(in, '"'), false};
  if (token.is_string) {
    if (!read_string(in, subject, &token.text)) return false;
  } else if (next_is(in, '-') || is_digit(in.at, in.end)) {
    if (!scan_number(in, subject, &token)) return false;
  } else {
    return fail_type(in, subject);
  }
  *out = token;
  return true;
}

bool read_pair(Reader& in, const Subject& subject, const PairKeys& keys, Token out[2]) {
  const char* const open = in.at;
  if (!expect(in, '{', subject)) return false;
  skip_space(in);
  bool seen[2] = {false, false};
  bool closed = next_is(in, '}');
  if (closed) ++in.at;
  while (!closed) {
    const char* const where = in.at;
    if (!next_is(in, '"')) return fail(in, FactsError::Syntax, subject, in.at);
    String key{};
    if (!read_string(in, subject, &key)) return false;
    const Place place{subject.place, key, 0};
    const Subject member{&place, subject.slot, subject.depth + 1};
    const int which = equal(key, keys.key[0]) ? 0 : equal(key, keys.key[1]) ? 1 : 2;
    if (which == 2) return fail(in, FactsError::UnknownKey, member, where);
    if (seen[which]) return fail(in, FactsError::DuplicateKey, member, where);
    seen[which] = true;
    skip_space(in);
    if (!expect(in, ':', member)) return false;
    skip_space(in);
    if (!read_token(in, member, &out[which])) return false;
    closed = at_close(in, '}', subject);
    if (in.status != PHEP_OK) return false;
  }
  return (seen[0] && seen[1]) || fail(in, keys.missing, subject, open);
}

bool at_close(Reader& in, char close, const Subject& subject) {
  skip_space(in);
  if (next_is(in, close)) {
    ++in.at;
    return true;
  }
  if (expect(in, ',', subject)) skip_space(in);
  return false;
}

namespace {

// A character that is not plain ASCII.
Char read_char(const char* at, const char* end) {
  if (*at == '\\') return read_escape(at, end);
  if (static_cast<unsigned char>(*at) < 0x20) return {0, 0, FactsError::Syntax};
  return {utf8_length(at, end), 0, FactsError::BadUtf8};
}

Char read_escape(const char* at, const char* end) {
  constexpr Char kBad{0, 0, FactsError::Syntax};
  if (end - at < 2) return kBad;
  switch (at[1]) {
    case '"':
    case '\\':
    case '/': return {2, static_cast<unsigned char>(at[1]), FactsError::None};
    case 'b': return {2, '\b', FactsError::None};
    case 'f': return {2, '\f', FactsError::None};
    case 'n': return {2, '\n', FactsError::None};
    case 'r': return {2, '\r', FactsError::None};
    case 't': return {2, '\t', FactsError::None};
    case 'u': break;
    default: return kBad;
  }
  uint32_t first = 0;
  if (!read_hex(at + 2, end, &first)) return kBad;
  if (first < 0xD800 || first > 0xDFFF) return {6, first, FactsError::None};
  uint32_t second = 0;
  const bool pair = first < 0xDC00 && end - at >= 8 && at[6] == '\\' && at[7] == 'u' &&
                    read_hex(at + 8, end, &second) && second >= 0xDC00 && second <= 0xDFFF;
  if (!pair) return {0, 0, FactsError::LoneSurrogate};
  return {12, 0x1'0000 + ((first - 0xD800) << 10) + (second - 0xDC00), FactsError::None};
}

// Four hexadecimal digits.
bool read_hex(const char* at, const char* end, uint32_t* out) {
  if (end - at < 4) return false;
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = at[i];
    const char lower = static_cast<char>(c | 0x20);
    uint32_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<uint32_t>(c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      digit = static_cast<uint32_t>(lower - 'a') + 10;
    } else {
      return false;
    }
    value = value << 4 | digit;
  }
  *out = value;
  return true;
}

// Bytes of the UTF-8 sequence, or 0 if it is cut, overlong, a surrogate or beyond Unicode.
uint32_t utf8_length(const char* at, const char* end) {
  const auto byte = [&](int i) { return static_cast<uint32_t>(static_cast<unsigned char>(at[i])); };
  const uint32_t lead = byte(0);
  const int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || end - at < length) return 0;
  for (int i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  if ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F)) return 0;
  if ((lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F)) return 0;
  return static_cast<uint32_t>(length);
}

uint32_t put_utf8(uint32_t scalar, char* out) {
  if (scalar < 0x80) {
    out[0] = static_cast<char>(scalar);
    return 1;
  }
  const uint32_t length = scalar < 0x800 ? 2 : scalar < 0x1'0000 ? 3 : 4;
  for (uint32_t i = length - 1; i > 0; --i) {
    out[i] = static_cast<char>(0x80 | (scalar & 0x3F));
    scalar >>= 6;
  }
  const uint32_t marks = length == 2 ? 0xC0 : length == 3 ? 0xE0 : 0xF0;
  out[0] = static_cast<char>(marks | scalar);
  return length;
}

// The text of a string that was already found right, `length` bytes long when unescaped.
bool unescape(Reader& in, const char* from, uint32_t length, String* out) {
  char* const text = static_cast<char*>(allocate(in.arena, length + 1));
  if (text == nullptr) {
    in.status = PHEP_SMALL_ARENA;
    return false;
  }
  const char* at = from;
  for (uint32_t i = 0; i < length;) {
    if (*at == '\\') {
      const Char next = read_escape(at, in.end);
      i += put_utf8(next.scalar, text + i);
      at += next.taken;
    } else {
      text[i++] = *at++;
    }
  }
  *out = {text, length};
  return true;
}

bool scan_number(Reader& in, const Subject& subject, Token* out) {
  const char* at = in.at;
  if (*at == '-') ++at;
  const bool zero = at != in.end && *at == '0';
  if (!is_digit(at, in.end)) return fail(in, FactsError::Syntax, subject, at);
  if (zero && is_digit(at + 1, in.end)) return fail(in, FactsError::Syntax, subject, at + 1);
  while (is_digit(at, in.end)) ++at;
  bool integer = true;
  if (at != in.end && *at == '.') {
    integer = false;
    if (!is_digit(++at, in.end)) return fail(in, FactsError::Syntax, subject, at);
    while (is_digit(at, in.end)) ++at;
  }
  if (at != in.end && (*at == 'e' || *at == 'E')) {
    integer = false;
    ++at;
    if (at != in.end && (*at == '-' || *at == '+')) ++at;
    if (!is_digit(at, in.end)) return fail(in, FactsError::Syntax, subject, at);
    while (is_digit(at, in.end)) ++at;
  }
  out->text = {in.at, static_cast<uint32_t>(at - in.at)};
  out->is_integer = integer;
  in.at = at;
  return true;
}

// Whether the list or object at hand opens more than `limit` levels, itself counted. Strings are
// skipped loosely: the text is being refused either way.
bool nests_deeper(const char* at, const char* end, int limit) {
  int depth = 0;
  for (bool quoted = false; at != end; ++at) {
    if (quoted) {
      if (*at == '\\' && at + 1 != end)
        ++at;
      else if (*at == '"')
        quoted = false;
    } else if (*at == '"') {
      quoted = true;
    } else if (*at == '[' || *at == '{') {
      if (++depth > limit) return true;
    } else if (*at == ']' || *at == '}') {
      if (--depth == 0) return false;
    }
  }
  return false;
}

uint32_t pointer_length(const Place* place) {
  uint32_t length = 0;
  for (; place != nullptr; place = place->up) {
    length += 1;
    if (place->key.data == nullptr) {
      length += decimal_digits(place->index);
      continue;
    }
    length += place->key.length;
    for (uint32_t i = 0; i < place->key.length; ++i) {
      const char c = place->key.data[i];
      if (c == '~' || c == '/') ++length;
    }
  }
  return length;
}

// From the last byte to the first, as the places lead.
void write_pointer(const Place* place, char* end) {
  for (; place != nullptr; place = place->up) {
    if (place->key.data == nullptr) {
      uint32_t index = place->index;
      do {
        *--end = static_cast<char>('0' + index % 10);
        index /= 10;
      } while (index != 0);
    }
    for (uint32_t i = place->key.data == nullptr ? 0 : place->key.length; i > 0; --i) {
      const char c = place->key.data[i - 1];
      if (c == '~' || c == '/') {
        *--end = c == '~' ? '0' : '1';
        *--end = '~';
      } else {
        *--end = c;
      }
    }
    *--end = '/';
  }
}

uint32_t decimal_digits(uint32_t value) {
  uint32_t count = 1;
  for (; value >= 10; value /= 10) ++count;
  return count;
}

}  // namespace

bool is_utf8(String text) {
  const char* at = text.data;
  const char* const end = at + text.length;
  while (at != end) {
    if (static_cast<unsigned char>(*at) < 0x80) {
      ++at;
      continue;
    }
    const uint32_t length = utf8_length(at, end);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

}  // namespace phep::runtime
