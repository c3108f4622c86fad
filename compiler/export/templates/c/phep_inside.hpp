// How the C++17 wrappers of compiled policies move values between their types and C's. Nothing here
// is for callers.
#ifndef PHEP_INSIDE_HPP
#define PHEP_INSIDE_HPP

#include "phep.hpp"
#include <cstring>
#include <memory>
#include <type_traits>

namespace phep {

namespace inside {

// Memory that lives as long as a case; its blocks never move.
class Memory {
 public:
  void* take(std::size_t bytes) {
    blocks_.push_back(std::unique_ptr<std::uint64_t[]>(new std::uint64_t[bytes / 8 + 1]()));
    return blocks_.back().get();
  }

 private:
  std::vector<std::unique_ptr<std::uint64_t[]>> blocks_;
};

constexpr std::size_t kFirstArena = std::size_t{16} << 10;
constexpr std::size_t kMostArena = std::size_t{1} << 30;

inline phep_options options_of(const When& when, const std::int32_t* readings,
                               std::uint32_t count) {
  phep_options options{};
  options.size = sizeof options;
  options.flags = (when.certificate ? std::uint32_t{PHEP_WITH_CERTIFICATE} : 0u) |
                  (when.slow_path ? std::uint32_t{PHEP_SLOW_PATH} : 0u);
  options.as_of = when.as_of.ms;
  options.law_date = when.law_date ? when.law_date->days : PHEP_NO_DATE;
  options.reading_count = count;
  options.readings.ptr = readings;
  return options;
}

inline void put(bool from, std::uint8_t& to, Memory&) {
  to = from ? 1 : 0;
}
inline void put(std::int64_t from, std::int64_t& to, Memory&) {
  to = from;
}
inline void put(Date from, std::int32_t& to, Memory&) {
  to = from.days;
}
inline void put(Instant from, std::int64_t& to, Memory&) {
  to = from.ms;
}
inline void put(Money from, std::int64_t& to, Memory&) {
  to = from.minor;
}
inline void put(Decimal from, std::int64_t (&to)[2], Memory&) {
  to[0] = static_cast<std::int64_t>(from.low);
  to[1] = from.high;
}
inline void put(Duration from, std::int64_t (&to)[2], Memory&) {
  to[0] = from.n;
  to[1] = static_cast<std::int64_t>(from.unit);
}
inline void put(const std::string& from, phep_text& to, Memory& memory) {
  char* bytes = static_cast<char*>(memory.take(from.size()));
  std::memcpy(bytes, from.data(), from.size());
  to.data.slot = 0;
  to.data.ptr = bytes;
  to.length = static_cast<std::uint32_t>(from.size());
}
template <class E>
void put(Set<E> from, std::uint64_t& to, Memory&) {
  to = from.bits;
}
template <class E, class = std::enable_if_t<std::is_enum_v<E>>>
void put(E from, std::int32_t& to, Memory&) {
  to = static_cast<std::int32_t>(from);
}

inline void take(std::uint8_t from, bool& to) {
  to = from != 0;
}
inline void take(std::int64_t from, std::int64_t& to) {
  to = from;
}
inline void take(std::int32_t from, Date& to) {
  to.days = from;
}
inline void take(std::int64_t from, Instant& to) {
  to.ms = from;
}
inline void take(std::int64_t from, Money& to) {
  to.minor = from;
}
inline void take(const std::int64_t (&from)[2], Decimal& to) {
  to = {static_cast<std::uint64_t>(from[0]), from[1]};
}
inline void take(const std::int64_t (&from)[2], Duration& to) {
  to = {from[0], static_cast<Unit>(from[1])};
}
inline void take(const phep_text& from, std::string& to) {
  to.assign(from.data.ptr, from.length);
}
template <class E>
void take(std::uint64_t from, Set<E>& to) {
  to.bits = from;
}
template <class E, class = std::enable_if_t<std::is_enum_v<E>>>
void take(std::int32_t from, E& to) {
  to = static_cast<E>(from);
}

// One fact of a struct: its words of known and present bits, and its bit in them.
struct Bits {
  std::uint64_t* known;
  std::uint64_t* present;
  unsigned bit;
  bool is_known() const { return (known[bit / 64] >> (bit % 64) & 1) != 0; }
  bool is_present() const { return (present[bit / 64] >> (bit % 64) & 1) != 0; }
  void set(bool exists) const {
    known[bit / 64] |= std::uint64_t{1} << (bit % 64);
    if (exists) present[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
};

// `copy` moves one value between the wrapper's struct and C's.
template <class T, class Copy>
void pack(const std::optional<T>& from, Bits bits, Copy copy) {
  if (!from) return;
  bits.set(true);
  copy(*from);
}
template <class T, class Copy>
void pack(const Perhaps<T>& from, Bits bits, Copy copy) {
  if (!from.is_known()) return;
  bits.set(from.has_value());
  if (from.has_value()) copy(*from);
}
template <class T, class Copy>
void unpack(std::optional<T>& to, Bits bits, Copy copy) {
  if (!bits.is_known()) return;
  T value{};
  copy(value);
  to = std::move(value);
}
template <class T, class Copy>
void unpack(Perhaps<T>& to, Bits bits, Copy copy) {
  if (!bits.is_known()) return;
  if (!bits.is_present()) {
    to = absent;
    return;
  }
  T value{};
  copy(value);
  to = Perhaps<T>(std::move(value));
}

// A list on the way from the root to a fact: where it stands in its struct, and how large its
// elements are.
struct Step {
  std::uint32_t offset, element, bits, words, bit;
  const char* path;
};
// A fact of the policy, by its slot.
struct Leaf {
  std::uint32_t slot;
  const char* path;
  const Step* steps;
  std::uint32_t depth;
};

// Finds element number `*ordinal` of those that the steps lead to, and writes its JSON pointer.
inline bool locate(const char* base, const Step* step, std::uint32_t depth, std::uint32_t* ordinal,
                   std::string* out) {
  if (depth == 0) return (*ordinal)-- == 0;
  std::uint64_t known = 0;
  std::memcpy(&known, base + step->bits + step->bit / 64 * 8, sizeof known);
  if ((known >> (step->bit % 64) & 1) == 0) return false;
  phep_list list;
  std::memcpy(&list, base + step->offset, sizeof list);
  const std::size_t before = out->size();
  for (std::uint32_t i = 0; i < list.length; ++i) {
    *out += step->path;
    *out += '/';
    *out += std::to_string(i);
    const char* item = static_cast<const char*>(list.items.ptr) + std::size_t{i} * step->element;
    if (locate(item, step + 1, depth - 1, ordinal, out)) return true;
    out->resize(before);
  }
  return false;
}

// What a norm's rows are called.
struct SanctionText {
  const char* label;
  const char* kind;
  bool exact;  // its amounts are no money
};
struct NormText {
  const char* const* exempts;
  std::uint32_t exempt_count;
  const char* const* evidence;
  std::uint32_t evidence_count;
  const char* const* bearers;
  std::uint32_t bearer_count;
  bool bearers_fixed;  // no fact decides which of them are bound: all are
  const SanctionText* sanctions;
  std::uint32_t sanction_count;
  bool power;
};
// What the parts of a policy's answers are called.
struct Texts {
  const Leaf* leaves;
  std::uint32_t leaf_count;
  const char* const* symbols;
  std::uint32_t symbol_count;
  const char* const* groups;  // of calendars, by what they await
  std::uint32_t group_count;
};

inline void known_value(const phep_value& value, bool& to) {
  to = value.a != 0;
}
inline void known_value(const phep_value& value, std::int64_t& to) {
  to = static_cast<std::int64_t>(value.a);
}
inline void known_value(const phep_value& value, Date& to) {
  to.days = static_cast<std::int32_t>(value.a);
}
inline void known_value(const phep_value& value, Instant& to) {
  to.ms = static_cast<std::int64_t>(value.a);
}
inline void known_value(const phep_value& value, Money& to) {
  to.minor = static_cast<std::int64_t>(value.a);
}
inline void known_value(const phep_value& value, Decimal& to) {
  to = {value.a, static_cast<std::int64_t>(value.b)};
}
inline void known_value(const phep_value& value, Duration& to) {
  to = {static_cast<std::int64_t>(value.a), static_cast<Unit>(value.b)};
}
inline void known_value(const phep_value& value, std::string& to) {
  to.assign(reinterpret_cast<const char*>(static_cast<std::uintptr_t>(value.a)),
            static_cast<std::size_t>(value.b));
}
template <class E>
void known_value(const phep_value& value, Set<E>& to) {
  to.bits = value.a;
}
template <class E, class = std::enable_if_t<std::is_enum_v<E>>>
void known_value(const phep_value& value, E& to) {
  to = static_cast<E>(value.a);
}
template <class T>
T end_of(std::int64_t minor) {
  T value{};
  known_value(phep_value{PHEP_KNOWN, 0, static_cast<std::uint64_t>(minor), 0}, value);
  return value;
}

// Reads one answer: its records, and the words for them.
class Reader {
 public:
  Reader(const Texts& texts, const void* facts, const phep_result_head* head)
      : texts_(texts), facts_(static_cast<const char*>(facts)), head_(head) {}

  std::string pointer(std::uint32_t leaf) const {
    for (std::uint32_t i = 0; i < texts_.leaf_count; ++i) {
      const Leaf& row = texts_.leaves[i];
      if (row.slot != (leaf & 0xFFFF)) continue;
      std::string out;
      std::uint32_t ordinal = leaf >> 16;
      locate(facts_, row.steps, row.depth, &ordinal, &out);
      return out + row.path;
    }
    return {};
  }
  std::vector<std::string> pointers(std::uint64_t first, std::uint64_t count) const {
    std::vector<std::string> out;
    for (std::uint64_t i = first; i < first + count; ++i)
      out.push_back(pointer(head_->missing.ptr[i]));
    return out;
  }
  Error error(std::uint64_t kind, std::uint64_t symbol) const {
    return {static_cast<ErrorKind>(kind),
            symbol < texts_.symbol_count ? texts_.symbols[symbol] : ""};
  }
  std::vector<std::string> awaited(std::uint32_t mask) const {
    std::vector<std::string> out;
    for (std::uint32_t i = 0; i < texts_.group_count && i < 32; ++i)
      if ((mask >> i & 1) != 0) out.emplace_back(texts_.groups[i]);
    return out;
  }

  template <class T>
  Out<T> out(const phep_value& value) const {
    switch (value.tag) {
      case PHEP_KNOWN: {
        Known<T> found{};
        known_value(value, found.value);
        return found;
      }
      case PHEP_ABSENT: return Absent{};
      case PHEP_ERROR: return error(value.a, value.b);
      case PHEP_ONE_OF: {
        OneOf<T> found;
        const auto* all = reinterpret_cast<const phep_value*>(static_cast<std::uintptr_t>(value.a));
        for (std::uint64_t i = 0; i < value.b; ++i) {
          T one{};
          known_value(all[i], one);
          found.values.push_back(std::move(one));
        }
        found.awaiting = awaited(value.aux);
        return found;
      }
      case PHEP_BETWEEN: {
        const auto& ends =
            *reinterpret_cast<const phep_bounds*>(static_cast<std::uintptr_t>(value.a));
        Between<T> found;
        if ((ends.flags & PHEP_B_LEAST) != 0) found.least = end_of<T>(ends.least);
        if ((ends.flags & PHEP_B_MOST) != 0) found.most = end_of<T>(ends.most);
        found.inexact = (ends.flags & PHEP_B_INEXACT) != 0;
        found.missing = pointers(ends.missing_first, ends.missing_count);
        return found;
      }
      default: return Unknown{pointers(value.a, value.b), (value.aux & 1) != 0};
    }
  }

  Norm norm(const phep_norm& from, const phep_sanction* rows, const NormText& text) const {
    Norm norm;
    const auto flag = [&](std::uint32_t one) { return (from.flags & one) != 0; };
    norm.status = static_cast<NormStatus>(from.status);
    norm.binds = flag(PHEP_N_BINDS_UNKNOWN) ? Truth::unknown
                 : flag(PHEP_N_BINDS)       ? Truth::yes
                                            : Truth::no;
    norm.excused = flag(PHEP_N_EXCUSED_UNKNOWN) ? Truth::unknown
                   : flag(PHEP_N_EXCUSED)       ? Truth::yes
                                                : Truth::no;
    norm.inexact = flag(PHEP_N_INEXACT);
    norm.due = due(from);
    const bool failed = from.status == PHEP_NORM_ERROR;
    if (failed)
      norm.error =
          error(static_cast<std::uint64_t>(from.done), static_cast<std::uint64_t>(from.by_ms));
    if (!failed && flag(PHEP_N_DONE)) {
      norm.done = Done{};
      if (flag(PHEP_N_DONE_DAY))
        norm.done->on = Date{static_cast<std::int32_t>(from.done)};
      else
        norm.done->at = Instant{from.done};
    }
    if (!failed && flag(PHEP_N_BY)) norm.by_ms = from.by_ms;
    if (flag(PHEP_N_UNTIL)) norm.until = Instant{from.until};
    if (flag(PHEP_N_SINCE)) norm.since = Instant{from.since};
    norm.missing = pointers(from.missing_first, from.missing_count);
    norm.why = why(from, text);
    if (norm.binds == Truth::no) return norm;
    norm.bearers_unknown = text.bearer_count != 0 && flag(PHEP_N_BEARERS_UNKNOWN);
    for (std::uint32_t i = 0; i < text.bearer_count && i < 64 && !norm.bearers_unknown; ++i)
      if (text.bearers_fixed || (from.bearers >> i & 1) != 0) norm.bearers.emplace_back(text.bearers[i]);
    for (std::uint32_t i = 0; i < text.sanction_count; ++i)
      norm.sanctions.push_back(sanction(rows[i], text.sanctions[i]));
    return norm;
  }

  Norms norms(const phep_norm_array& from, const NormText& text) const {
    Norms norms;
    if (from.length == PHEP_UNKNOWN_LIST) {
      norms.unknown = pointer(head_->missing.ptr[from.stride]);
      return norms;
    }
    const char* at = static_cast<const char*>(from.items.ptr);
    for (std::uint32_t i = 0; i < from.length; ++i, at += from.stride) {
      const auto* record = reinterpret_cast<const phep_norm*>(at);
      norms.items.push_back(
          norm(*record, reinterpret_cast<const phep_sanction*>(record + 1), text));
    }
    return norms;
  }

 private:
  std::optional<Due> due(const phep_norm& from) const {
    Due due;
    if ((from.flags & PHEP_N_DUE) != 0) {
      due.at = Instant{from.due_min};
    } else if ((from.flags & PHEP_N_DUE_ONE_OF) != 0) {
      for (std::uint32_t i = 0; i < from.alternative_count; ++i)
        due.one_of.push_back(Instant{from.alternatives.ptr[i]});
      due.awaiting = awaited(from.awaiting);
    } else if ((from.flags & PHEP_N_DUE_FROM) != 0) {
      due.from = Instant{from.due_min};
      due.awaiting.push_back("calendar " + std::to_string(from.awaiting));
    } else if ((from.flags & PHEP_N_DUE_UP_TO) != 0) {
      due.up_to = Instant{from.due_max};
      due.awaiting.push_back("calendar " + std::to_string(from.awaiting));
    } else {
      return std::nullopt;
    }
    return due;
  }

  static std::vector<std::string> why(const phep_norm& from, const NormText& text) {
    if ((from.flags & PHEP_N_NO_TRIGGER) != 0) return {"no_trigger"};
    if ((from.flags & PHEP_N_ENDED) != 0) return {"ended"};
    if (text.power && (from.status == PHEP_GRANTED || from.status == PHEP_NOT_GRANTED))
      return {"silence"};
    std::vector<std::string> out;
    const bool exempt = from.status == PHEP_EXEMPT;
    const char* const* names = exempt ? text.exempts : text.evidence;
    const std::uint32_t count = exempt ? text.exempt_count : text.evidence_count;
    for (std::uint32_t i = 0; i < count && i < 64; ++i)
      if ((from.why >> i & 1) != 0) out.emplace_back(names[i]);
    return out;
  }

  Sanction sanction(const phep_sanction& row, const SanctionText& text) const {
    Sanction sanction;
    sanction.label = text.label;
    sanction.kind = text.kind;
    sanction.applies = static_cast<Truth>(row.applies);
    if (row.applies == 0) return sanction;
    if (text.exact) {
      if (row.from.tag != PHEP_ABSENT) sanction.from_exact = out<Decimal>(row.from);
      if (row.to.tag != PHEP_ABSENT) sanction.to_exact = out<Decimal>(row.to);
    } else {
      if (row.from.tag != PHEP_ABSENT) sanction.from = out<Money>(row.from);
      if (row.to.tag != PHEP_ABSENT) sanction.to = out<Money>(row.to);
    }
    if ((row.flags & PHEP_S_LIMITED) != 0) sanction.limit = Instant{row.limit};
    sanction.time_barred = (row.flags & PHEP_S_BARRED) != 0           ? Truth::yes
                           : (row.flags & PHEP_S_BARRED_UNKNOWN) != 0 ? Truth::unknown
                                                                      : Truth::no;
    return sanction;
  }

  const Texts& texts_;
  const char* facts_;
  const phep_result_head* head_;
};

// Writes one answer as text: `attempt(out, capacity, &written, arena, size)` with more memory until
// it suffices.
template <class Attempt>
int text_of(std::string& out, Attempt attempt) {
  std::vector<std::uint64_t> arena(kFirstArena / 2);
  out.resize(kFirstArena / 4);
  for (;;) {
    std::size_t written = 0;
    const int status =
        attempt(&out[0], out.size(), &written, static_cast<void*>(arena.data()), arena.size() * 8);
    if (status == PHEP_SMALL_ARENA && written > out.size()) {
      out.resize(written);
    } else if (status == PHEP_SMALL_ARENA && arena.size() * 8 < kMostArena) {
      arena.assign(arena.size() * 4, 0);
    } else {
      out.resize(status == PHEP_OK || status == PHEP_BAD_FACTS ? written : 0);
      return status;
    }
  }
}

// Calls `attempt(arena, size)` with more memory until it suffices; the arena stays with the caller.
template <class Attempt>
int with_arena(std::vector<std::uint64_t>& arena, Attempt attempt) {
  if (arena.empty()) arena.resize(kFirstArena / 8);
  for (;;) {
    const int status = attempt(static_cast<void*>(arena.data()), arena.size() * 8);
    if (status != PHEP_SMALL_ARENA || arena.size() * 8 >= kMostArena) return status;
    arena.assign(arena.size() * 4, 0);
  }
}

}  // namespace inside

}  // namespace phep

#endif
