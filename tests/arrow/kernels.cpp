// Random columns of flat facts, decided by the kernel at each level of x86-64 and row by row: the
// same columns come out, to the byte.
#include "compiler/runtime/columns.h"
#include "compiler/runtime/sections.h"
#include "tests/arrow/batch_run.h"

#include <limits>
#include <random>

namespace phep::tests {
namespace {

using runtime::Kind;

struct Draw {
  std::mt19937_64 draw;
  std::int64_t upto(std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(0, most)(draw);
  }
  bool one_in(std::int64_t n) { return n != 0 && upto(n - 1) == 0; }
};

// How a batch is spelled.
struct Shape {
  std::int64_t rows = 0, offset = 0;
  std::int64_t unknown = 0, wrong = 0, edge = 0;  // one cell in so many
  bool narrow = false;                            // small integers, texts for enums
  bool in_order = true;                           // dictionaries
};

std::string name_of(const runtime::Header* image, const runtime::Slot& slot) {
  const runtime::String path = runtime::string_at(image, slot.path);
  return {path.data + 1, path.length - 1};
}

std::vector<std::string> members_of(const runtime::Header* image, std::uint32_t type) {
  const auto& table = runtime::items<runtime::EnumTable>(image, image->enums)[type];
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < table.members.count; ++i) {
    const runtime::String name =
        runtime::string_at(image, runtime::operands_at(image, table.members.first)[i]);
    names.emplace_back(name.data, name.length);
  }
  return names;
}

// A number within the fact's range, at its ends now and then, and beyond them.
std::int64_t number(Draw& d, const Shape& s, const runtime::Slot& slot) {
  std::int64_t lo = -1'000'000;
  std::int64_t hi = 2'000'000;
  if (slot.kind == Kind::Date) lo = 20'400, hi = 20'600;
  if (slot.kind == Kind::Instant) lo = 1'773'000'000'000, hi = 1'773'200'000'000;
  const bool ranged = (slot.flags & runtime::kRanged) != 0;
  if (ranged) lo = slot.lo, hi = slot.hi;
  if (d.one_in(s.wrong)) {
    if (ranged) return d.one_in(2) ? lo - 1 : hi + 1;
    if (slot.kind == Kind::Date) return d.one_in(2) ? -719'163 : 2'932'897;
    return d.one_in(2) ? INT64_MAX : INT64_MIN + 1;
  }
  if (d.one_in(s.edge)) {
    if (slot.kind == Kind::Date)
      return std::vector<std::int64_t>{20'512, 20'513, 20'514, -719'162,
                                       2'932'896}[static_cast<std::size_t>(d.upto(4))];
    return d.one_in(2) ? lo : hi;
  }
  return lo + d.upto(hi - lo);
}

template <class T>
std::unique_ptr<Made> as(const std::string& name, const char* format,
                         const std::vector<std::int64_t>& values, const std::vector<bool>& valid,
                         const Shape& s, bool count) {
  const std::vector<T> cut(values.begin(), values.end());
  return fixed(name, format, cut, valid, s.offset, count);
}

std::unique_ptr<Made> words(Draw& d, const Shape& s, const std::string& name,
                            std::vector<std::string> shown, const std::vector<bool>& valid,
                            std::size_t rows, bool count) {
  const auto own = static_cast<std::int64_t>(shown.size());
  if (!s.in_order) {
    std::shuffle(shown.begin(), shown.end(), d.draw);
    shown.emplace_back("nobody");
    shown.emplace_back("nothing");
  }
  std::vector<std::int64_t> index;
  std::vector<std::string> told;
  for (std::size_t i = 0; i < rows; ++i) {
    index.push_back(d.upto(own - 1));
    if (d.one_in(s.wrong)) index.back() = d.one_in(2) ? own + 1 : -1;
    const bool inside = index.back() >= 0 && index.back() < own;
    told.push_back(inside ? shown[static_cast<std::size_t>(index.back())] : "?");
  }
  if (s.narrow && d.one_in(3)) return texts(name, told, valid, false, s.offset, count);
  constexpr const char* kFormats[] = {"c", "C", "s", "I", "l"};
  const auto which = static_cast<std::size_t>(d.upto(4));
  std::unique_ptr<Made> made;
  switch (which) {
    case 0: made = as<std::int8_t>(name, kFormats[0], index, valid, s, count); break;
    case 1: made = as<std::uint8_t>(name, kFormats[1], index, valid, s, count); break;
    case 2: made = as<std::int16_t>(name, kFormats[2], index, valid, s, count); break;
    case 3: made = as<std::uint32_t>(name, kFormats[3], index, valid, s, count); break;
    default: made = as<std::int64_t>(name, kFormats[4], index, valid, s, count); break;
  }
  std::vector<bool> there(shown.size(), true);
  if (!s.in_order) there.back() = false;
  made->dictionary = texts("", shown, s.in_order ? std::vector<bool>() : there);
  return made;
}

std::unique_ptr<Made> column_of(Draw& d, const Shape& s, const runtime::Header* image,
                                const runtime::Slot& slot, const std::vector<bool>& valid) {
  const std::string name = name_of(image, slot);
  const auto rows = static_cast<std::size_t>(s.rows);
  const bool count = d.one_in(2);
  std::vector<std::int64_t> values;
  std::vector<bool> flags;
  for (std::size_t i = 0; i < rows; ++i) {
    flags.push_back(d.one_in(2));
    values.push_back(slot.kind == Kind::Enum || slot.kind == Kind::Bool || slot.kind == Kind::Set
                         ? 0
                         : number(d, s, slot));
  }
  switch (slot.kind) {
    case Kind::Bool: return bits(name, flags, valid, s.offset, count);
    case Kind::Enum: return words(d, s, name, members_of(image, slot.type), valid, rows, count);
    case Kind::Date:
      if (s.narrow && d.one_in(2)) {
        for (auto& v : values) v = v * 86'400'000 + (d.one_in(s.wrong) ? 1 : 0);
        return fixed(name, "tdm", values, valid, s.offset, count);
      }
      for (auto& v : values)
        if (d.one_in(s.unknown)) v = INT32_MIN;  // NaT
      return as<std::int32_t>(name, "tdD", values, valid, s, count);
    case Kind::Instant:
      if (s.narrow && d.one_in(2)) {
        for (auto& v : values) v /= 1000;
        return fixed(name, "tss:UTC", values, valid, s.offset, count);
      }
      return fixed(name, "tsm:UTC", values, valid, s.offset, count);
    case Kind::Set: {
      const auto members = static_cast<std::int64_t>(members_of(image, slot.type).size());
      std::vector<std::uint64_t> sets;
      for (std::size_t i = 0; i < rows; ++i)
        sets.push_back(static_cast<std::uint64_t>(
            d.upto((std::int64_t{1} << members) - (d.one_in(s.wrong) ? 0 : 1))));
      return fixed(name, "L", sets, valid, s.offset, count);
    }
    default: break;
  }
  const bool fits =
      std::ranges::all_of(values, [](std::int64_t v) { return v == std::int32_t(v); });
  if (fits && d.one_in(2)) return as<std::int32_t>(name, "i", values, valid, s, count);
  if (s.narrow && fits && d.one_in(2)) {
    std::vector<double> floats(values.begin(), values.end());
    for (auto& v : floats)
      if (d.one_in(s.unknown)) v = std::numeric_limits<double>::quiet_NaN();
    return fixed(name, "g", floats, valid, s.offset, count);
  }
  return fixed(name, "l", values, valid, s.offset, count);
}

std::unique_ptr<Made> batch_of(Draw& d, const Shape& s, const runtime::Header* image) {
  const auto& decision = runtime::items<runtime::Decision>(image, image->decisions)[0];
  const auto& facts = runtime::items<runtime::Struct>(image, image->structs)[decision.structure];
  const auto* const slots = runtime::items<runtime::Slot>(image, image->slots);
  const auto rows = static_cast<std::size_t>(s.rows);
  MadeList columns;
  for (std::uint32_t i = 0; i < facts.slots.count; ++i) {
    const runtime::Slot& slot = slots[facts.slots.first + i];
    const bool optional = (slot.flags & runtime::kOptional) != 0;
    std::vector<bool> valid, absent, told;
    for (std::size_t r = 0; r < rows; ++r) {
      absent.push_back(optional && d.one_in(4));
      told.push_back(!d.one_in(s.unknown));
      valid.push_back((!absent.back() || d.one_in(s.wrong)) && !d.one_in(s.unknown));
    }
    const bool alone = optional && d.one_in(9);
    const bool lacks = std::ranges::find(valid, false) != valid.end();
    if (!alone)
      columns.push_back(column_of(d, s, image, slot, lacks ? valid : std::vector<bool>()));
    if (optional && (alone || !d.one_in(5)))
      columns.push_back(bits(name_of(image, slot) + "_absent", absent,
                             s.unknown != 0 && d.one_in(2) ? told : std::vector<bool>(), s.offset));
  }
  std::vector<bool> there;
  if (s.unknown != 0 && d.one_in(4))
    for (std::size_t r = 0; r < rows; ++r) there.push_back(!d.one_in(s.unknown));
  const std::int64_t skipped = s.rows > 8 && d.one_in(3) ? d.upto(7) : 0;
  auto whole = structure(
      "", s.rows - skipped, std::move(columns),
      there.empty() ? there : std::vector<bool>(there.begin() + skipped, there.end()), skipped);
  whole->close();
  return whole;
}

// ---- the same to the byte ----

bool same_bits(const void* a, const void* b, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i)
    if (bit(a, i) != bit(b, i)) return false;
  return true;
}

bool same_column(const ArrowSchema& schema, const ArrowArray& a, const ArrowArray& b,
                 std::string& why) {
  why = schema.name;
  const std::string format = schema.format;
  if (a.length != b.length || a.null_count != b.null_count) return false;
  if ((a.buffers[0] == nullptr) != (b.buffers[0] == nullptr)) return false;
  if (a.buffers[0] != nullptr && !same_bits(a.buffers[0], b.buffers[0], a.length)) return false;
  if (format == "b") return same_bits(a.buffers[1], b.buffers[1], a.length);
  const bool offsets = format == "u" || format == "+l";
  const std::int64_t width = offsets || format == "i" || format == "tdD" ? 4
                             : format == "d:38,9"                        ? 16
                                                                         : 8;
  const std::int64_t cells = a.length + (offsets ? 1 : 0);
  if (std::memcmp(a.buffers[1], b.buffers[1], static_cast<std::size_t>(cells * width)) != 0)
    return false;
  if (format == "u") {
    const auto bytes = static_cast<const std::int32_t*>(a.buffers[1])[a.length];
    return std::memcmp(a.buffers[2], b.buffers[2], static_cast<std::size_t>(bytes)) == 0;
  }
  if (format == "+l") return same_column(*schema.children[0], *a.children[0], *b.children[0], why);
  if (schema.dictionary == nullptr) return true;
  return same_column(*schema.dictionary, *a.dictionary, *b.dictionary, why);
}

std::string difference(const Outcome& a, const Outcome& b) {
  if (a.status != b.status)
    return "status " + std::to_string(a.status) + ", " + std::to_string(b.status);
  if (a.status != PHEP_OK) return "";
  if (a.array.length != b.array.length) return "length";
  for (std::int64_t c = 0; c < a.array.n_children; ++c) {
    std::string why;
    if (same_column(*a.schema.children[c], *a.array.children[c], *b.array.children[c], why))
      continue;
    for (std::int64_t i = 0; i < a.array.length; ++i) {
      const Json x = cell(*a.schema.children[c], *a.array.children[c], i);
      const Json y = cell(*b.schema.children[c], *b.array.children[c], i);
      if (x != y)
        return why + ", row " + std::to_string(i) + ": " + x.dump() + ", " + y.dump() + "\n  " +
               table(a)[static_cast<std::size_t>(i)].dump() + "\n  " +
               table(b)[static_cast<std::size_t>(i)].dump();
    }
    return why + ", bytes";
  }
  return "";
}

// The kernel of the library at one level, and how many groups it was asked for.
runtime::Kernel library_kernel = nullptr;
std::uint32_t level = 2;
std::uint64_t groups_decided = 0;
std::uint64_t rows_left = 0;
const runtime::KernelPlan* at_level(std::uint32_t, const void* const* inputs, void* const* results,
                                    const runtime::KernelOptions* options, std::uint64_t* slow,
                                    std::uint64_t groups) {
  groups_decided += groups;
  const auto* const plan = library_kernel(level, inputs, results, options, slow, groups);
  for (std::uint64_t i = 0; i < groups; ++i)
    rows_left += static_cast<std::uint64_t>(__builtin_popcountll(slow[i]));
  return plan;
}

Outcome decide(Policy& policy, const Made& rows, Counted& counted, runtime::Kernel kernel,
               std::size_t arena) {
  Outcome out;
  const phep_allocator allocator = counted.allocator();
  out.status = phep_entry_batch(policy.image, 0, policy.clean, kernel, &rows.schema, &rows.array,
                                &policy.options, &allocator, &out.schema, &out.array, &out.problem,
                                policy.arena.data(), arena);
  return out;
}

}  // namespace

void compare_kernel(Policy& policy, const std::string& name, runtime::Kernel kernel) {
  is(kernel != nullptr, name + " has no kernel");
  if (kernel == nullptr) return;
  library_kernel = kernel;
  groups_decided = rows_left = 0;
  constexpr std::int64_t kRows[] = {0,   1,   63,  64,   65,   100,  128, 191,
                                    320, 640, 999, 1024, 1025, 1088, 2047};
  const bool has_readings = policy.image->readings.count != 0;
  const phep_options before = policy.options;
  for (int i = 0; i < 60; ++i) {
    Draw d{std::mt19937_64(static_cast<std::uint64_t>(i) + 26)};
    Shape s;
    s.rows = kRows[static_cast<std::size_t>(i) % std::size(kRows)];
    s.offset = i % 3 == 0 ? 0 : i % 3 == 1 ? d.upto(17) : 8;
    s.unknown = i % 4 == 0 ? 0 : i % 4 == 1 ? 2000 : i % 4 == 2 ? 60 : 7;
    if (s.rows > 200 && s.unknown == 7) s.unknown = 400;  // row by row takes long
    s.wrong = i % 5 < 3 ? 0 : i % 5 == 3 ? 1500 : 40;
    s.edge = i % 2 == 0 ? 20 : 0;
    s.narrow = i % 6 == 5;
    s.in_order = i % 2 == 0;
    const std::unique_ptr<Made> rows = batch_of(d, s, policy.image);
    const std::int32_t reading = static_cast<std::int32_t>(d.upto(1));
    if (has_readings && d.one_in(2)) {
      policy.options.reading_count = 1;
      policy.options.readings.ptr = &reading;
    }
    if (d.one_in(3)) policy.options.law_date = d.one_in(2) ? 20'500 : 20'522;
    if (d.one_in(11)) policy.options.as_of = INT64_MAX;  // no moment: refused either way
    if (d.one_in(11)) policy.options.flags = PHEP_SLOW_PATH;
    Counted counted;
    Outcome one_by_one = decide(policy, *rows, counted, nullptr, policy.arena.size());
    for (const std::uint32_t at : {2U, 3U, 4U}) {
      const bool has = at == 2 || (at == 3 ? __builtin_cpu_supports("x86-64-v3") != 0
                                           : __builtin_cpu_supports("x86-64-v4") != 0);
      if (!has) continue;
      level = at;
      Outcome by_kernel = decide(policy, *rows, counted, &at_level, policy.arena.size());
      const std::string differs = difference(by_kernel, one_by_one);
      is(differs.empty(),
         name + " v" + std::to_string(at) + ", batch " + std::to_string(i) + ": " + differs);
      release(by_kernel);
    }
    Outcome whole = run(policy, *rows, counted, true);
    const std::string differs = difference(whole, one_by_one);
    is(differs.empty(), name + ", batch " + std::to_string(i) + " of the library: " + differs);
    release(whole);
    release(one_by_one);
    is(counted.live.empty() && counted.bytes == 0, name + ": memory is kept");
    policy.options = before;
  }
  is(groups_decided > 1000, name + ": the kernel decided " + std::to_string(groups_decided));
  is(rows_left < groups_decided * 40, name + ": the kernel left " + std::to_string(rows_left));
}

// Memory that fails at each of its requests, and arenas of every size.
void kernel_memory(Policy& policy, runtime::Kernel kernel) {
  if (kernel == nullptr) return;
  library_kernel = kernel;
  level = 2;
  Draw d{std::mt19937_64(7)};
  const std::unique_ptr<Made> rows =
      batch_of(d, {.rows = 200, .offset = 3, .unknown = 50}, policy.image);
  Counted free;
  Outcome wanted = decide(policy, *rows, free, &at_level, policy.arena.size());
  const long calls = free.calls;
  is(wanted.status == PHEP_OK, "a batch of 200");
  for (long fail = 1; fail <= calls; ++fail) {
    Counted counted;
    counted.fail_at = fail;
    Outcome out = decide(policy, *rows, counted, &at_level, policy.arena.size());
    is(out.status == PHEP_SMALL_ARENA && counted.live.empty(), "request " + std::to_string(fail));
    release(out);
  }
  for (std::size_t arena = 0; arena < 120'000; arena += 1'700) {
    Counted counted;
    Outcome out = decide(policy, *rows, counted, &at_level, arena);
    is(out.status == PHEP_OK ? difference(out, wanted).empty() : out.status == PHEP_SMALL_ARENA,
       "an arena of " + std::to_string(arena));
    release(out);
    is(counted.live.empty(), "memory is kept");
  }
  release(wanted);
}

}  // namespace phep::tests
