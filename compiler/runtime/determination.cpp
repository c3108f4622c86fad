#include "compiler/runtime/determination.h"

#include "compiler/runtime/date.h"
#include "compiler/runtime/json_print.h"
#include "compiler/runtime/json_values.h"
#include "compiler/runtime/sha256.h"

namespace phep::runtime {

namespace {

enum Key : uint32_t { kAuthor, kBasis, kId, kOn, kUntil, kValue, kKeys };
constexpr String kNames[kKeys] = {literal("author"), literal("basis"), literal("id"),
                                  literal("on"),     literal("until"), literal("value")};

// What has been read so far: `value` is the text as it stands.
struct Parts {
  String text[kKeys];
  int32_t day[2];  // on, until
  bool seen[kKeys];
  bool absent;
};

bool read_parts(Reader& in, const Slot& slot, const Subject& subject, char* field, Parts& parts);
bool read_part(Reader& in, const Slot& slot, const Subject& member, char* field, uint32_t key,
               Parts& parts);
bool read_day(Reader& in, const Subject& member, int32_t* out);
DeterminationState state_of(const Determinations& all, int32_t on, int32_t until);
bool name_by_content(Reader& in, const Parts& parts, String place, String* id);
void insert(Determinations& all, Determination* one);

}  // namespace

[[gnu::weak]] bool is_determination(Reader& in, const Slot& slot) {
  if (in.determinations == nullptr || (slot.flags & kJudgment) == 0 || !next_is(in, '{')) {
    return false;
  }
  if (slot.kind != Kind::Money && slot.kind != Kind::Duration) return true;
  // Money and durations are objects themselves: their first key tells.
  Reader ahead = in;
  ++ahead.at;
  skip_space(ahead);
  for (const String& name : kNames) {
    const auto left = static_cast<uint64_t>(ahead.end - ahead.at);
    if (left < uint64_t{name.length} + 2 || !next_is(ahead, '"')) continue;
    const String found{ahead.at + 1, name.length};
    if (equal(found, name) && ahead.at[name.length + 1] == '"') return true;
  }
  return false;
}

[[gnu::weak]] bool read_determination(Reader& in, const Slot& slot, const Subject& subject,
                                      char* field, uint64_t* word, uint64_t mask, Determined* out) {
  const char* const open = in.at;
  Parts parts{};
  parts.day[1] = PHEP_NO_DATE;
  if (!read_parts(in, slot, subject, field, parts)) return false;
  constexpr uint32_t kNeeded[] = {kAuthor, kOn, kValue};
  for (const uint32_t key : kNeeded) {
    if (parts.seen[key]) continue;
    const Place place{subject.place, kNames[key], 0};
    return fail(in, FactsError::MissingKey, {&place, kNone, subject.depth + 1}, open);
  }
  Determinations& all = *in.determinations;
  if (all.count == kMaxDeterminations) return fail(in, FactsError::TooLarge, subject, open);
  auto* const one = static_cast<Determination*>(allocate(in.arena, sizeof(Determination)));
  String place{};
  if (one == nullptr || !pointer_of(in, subject.place, &place)) {
    in.status = PHEP_SMALL_ARENA;
    return false;
  }
  *one = {nullptr,
          word,
          mask,
          place,
          parts.text[kAuthor],
          parts.text[kBasis],
          parts.text[kId],
          parts.day[0],
          parts.day[1],
          state_of(all, parts.day[0], parts.day[1]),
          false};
  if (!parts.seen[kId] && !name_by_content(in, parts, place, &one->id)) return false;
  insert(all, one);
  *out = {one->state == DeterminationState::Made, parts.absent};
  return true;
}

void move_determinations(Determinations* all, const char* from, size_t bytes, const char* to) {
  if (all == nullptr) return;
  const auto begin = reinterpret_cast<uintptr_t>(from);
  for (Determination* one = all->first; one != nullptr; one = one->next) {
    const auto at = reinterpret_cast<uintptr_t>(one->known);
    if (at < begin || at - begin >= bytes) continue;
    one->known = reinterpret_cast<uint64_t*>(reinterpret_cast<uintptr_t>(to) + (at - begin));
  }
}

namespace {

bool read_parts(Reader& in, const Slot& slot, const Subject& subject, char* field, Parts& parts) {
  if (!expect(in, '{', subject)) return false;
  skip_space(in);
  bool closed = next_is(in, '}');
  if (closed) ++in.at;
  while (!closed) {
    const char* const where = in.at;
    if (!next_is(in, '"')) return fail(in, FactsError::Syntax, subject, in.at);
    String name{};
    if (!read_string(in, subject, &name)) return false;
    const Place place{subject.place, name, 0};
    const Subject member{&place, subject.slot, subject.depth + 1};
    uint32_t key = 0;
    while (key < kKeys && !equal(name, kNames[key])) ++key;
    if (key == kKeys) {
      return fail(in, FactsError::UnknownKey, {&place, kNone, member.depth}, where);
    }
    if (parts.seen[key]) return fail(in, FactsError::DuplicateKey, member, where);
    parts.seen[key] = true;
    skip_space(in);
    if (!expect(in, ':', member)) return false;
    skip_space(in);
    if (!read_part(in, slot, member, field, key, parts)) return false;
    closed = at_close(in, '}', subject);
    if (in.status != PHEP_OK) return false;
  }
  return true;
}

bool read_part(Reader& in, const Slot& slot, const Subject& member, char* field, uint32_t key,
               Parts& parts) {
  const char* const from = in.at;
  if (key == kOn || key == kUntil) {
    return read_day(in, {member.place, kNone, member.depth}, &parts.day[key == kOn ? 0 : 1]);
  }
  if (key == kValue) {
    parts.absent = (slot.flags & kOptional) != 0 && take_literal(in, "null");
    if (!parts.absent && !read_value(in, slot, member, field)) return false;
    parts.text[key] = {from, static_cast<uint32_t>(in.at - from)};
    return true;
  }
  const Subject text{member.place, kNone, member.depth};
  if (!next_is(in, '"')) return fail_type(in, text);
  return read_string(in, text, &parts.text[key]);
}

bool read_day(Reader& in, const Subject& member, int32_t* out) {
  Slot date{};
  date.kind = Kind::Date;
  char field[8] = {};
  if (!read_value(in, date, member, field)) return false;
  __builtin_memcpy(out, field, sizeof *out);
  return true;
}

// Made from the beginning of its day on; over when the day of `until` begins.
DeterminationState state_of(const Determinations& all, int32_t on, int32_t until) {
  if (day_start(on, all.zone) > all.as_of) return DeterminationState::NotYet;
  const bool over = until != PHEP_NO_DATE && day_start(until, all.zone) <= all.as_of;
  return over ? DeterminationState::Expired : DeterminationState::Made;
}

// A determination without a name of its own is called by the digest of what it says.
bool name_by_content(Reader& in, const Parts& parts, String place, String* id) {
  char* const before = in.arena.begin;
  size_t length = 0;
  char* text = nullptr;
  for (int pass = 0; pass < 2; ++pass) {
    Writer writer{text, pass == 0 ? 0 : length, 0};
    put_string(writer, place);
    put_string(writer, parts.text[kAuthor]);
    put_string(writer, parts.text[kBasis]);
    put_integer(writer, parts.day[0]);
    put(writer, ' ');
    put_integer(writer, parts.day[1]);
    put_string(writer, parts.text[kValue]);
    if (pass != 0) break;
    length = writer.length;
    text = static_cast<char*>(allocate(in.arena, length));
    if (text == nullptr) {
      in.status = PHEP_SMALL_ARENA;
      return false;
    }
  }
  uint8_t digest[kDigestBytes];
  sha256(text, length, digest);
  in.arena.begin = before;
  char* const hex = static_cast<char*>(allocate(in.arena, size_t{2} * kDigestBytes));
  if (hex == nullptr) {
    in.status = PHEP_SMALL_ARENA;
    return false;
  }
  Writer writer{hex, size_t{2} * kDigestBytes, 0};
  put_hex(writer, digest, kDigestBytes);
  *id = {hex, 2 * kDigestBytes};
  return true;
}

// In the order of their places, so that the order of keys in the facts cannot show.
void insert(Determinations& all, Determination* one) {
  Determination** at = &all.first;
  while (*at != nullptr && compare((*at)->place, one->place) < 0) at = &(*at)->next;
  one->next = *at;
  *at = one;
  ++all.count;
}

}  // namespace

}  // namespace phep::runtime
