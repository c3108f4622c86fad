// A batch of columns, each buffer exactly as long as its column says: refused at a column, or each
// row is decided or refused by itself, the same way in a batch of its own, by code and by the
// interpreter; and all memory is given back. Of the structs of Arrow whatever can be noticed may be
// a lie; that a buffer is shorter than it should be nobody can notice.
//
// Two bytes say how little memory there may be; then how many rows, how many columns, each column,
// and what is changed of them.
#include "compiler/runtime/entry.h"
#include "compiler/runtime/sections.h"
#include "tests/arrow/batch_run.h"
#include "tests/fuzz/shared/compiled.h"
#include "tests/fuzz/shared/target.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace phep;
using fuzz::holds;
using tests::Json;
using tests::Made;
using MadeColumn = std::unique_ptr<Made>;
using In = fuzz::Bytes;

const fuzz::Compiled& policy() {
  return fuzz::compiled("tests/packages/every_kind.phep");
}

// ---- columns ----

// Names of facts as columns have them, those of elements too.
const std::vector<std::string>& names() {
  static const std::vector<std::string> known = [] {
    std::vector<std::string> out{"nobody"};
    for (std::uint32_t i = 0; i < policy().image()->slots.count; ++i) {
      const auto& slot =
          runtime::items<runtime::Slot>(policy().image(), policy().image()->slots)[i];
      const runtime::String path = runtime::string_at(policy().image(), slot.path);
      std::string name(path.data + 1, path.length - 1);
      std::ranges::replace(name, '/', '.');
      out.push_back(std::move(name));
    }
    return out;
  }();
  return known;
}
std::string name_of(In& in) {
  const auto byte = in.take<std::uint8_t>();
  return names()[byte % names().size()] + (byte >= 0xE0 ? "_absent" : "");
}

constexpr std::array<std::string_view, 16> kWords = {
    "red",      "green", "blue",       "asked", "told", "shut", "3 days", "18 months",
    "-1 hours", "",      "2026-01-20", "chữ",   "a",    "\xFF", "none",   "9 working_days"};

struct Format {
  std::string_view name;
  std::size_t width;  // of a value, in bytes
};
constexpr std::array kFormats = {
    Format{"c", 1},       Format{"C", 1},          Format{"s", 2},      Format{"S", 2},
    Format{"i", 4},       Format{"I", 4},          Format{"l", 8},      Format{"L", 8},
    Format{"f", 4},       Format{"g", 8},          Format{"tdD", 4},    Format{"tdm", 8},
    Format{"tss:UTC", 8}, Format{"tsm:+07:00", 8}, Format{"tsu:", 8},   Format{"d:18,2", 16},
    Format{"d:38,9", 16}, Format{"w:4", 4},        Format{"d:9,12", 16}};

// Rows of a column: the first of them may stand behind others.
struct Rows {
  std::int64_t offset, count;
  [[nodiscard]] std::size_t all() const { return static_cast<std::size_t>(offset + count); }
};

std::string value(In& in, std::size_t width) {
  const auto kind = in.take<std::uint8_t>();
  std::string out(width, kind % 16 == 1 ? '\xFF' : '\0');
  if (kind % 4 == 3) {
    for (char& byte : out) byte = static_cast<char>(in.take<std::uint8_t>());
  } else if (kind % 4 == 2 && width >= 4) {
    // Near a day of these years, in days or milliseconds.
    const std::int64_t day = 20'450 + kind / 4;
    const std::int64_t near = width == 4 ? day : day * 86'400'000;
    std::memcpy(out.data(), &near, std::min(width, sizeof near));
  } else {
    out[0] = static_cast<char>(out[0] ^ kind / 16);
  }
  return out;
}

void keep_fixed(Made& made, In& in, const Rows& rows, std::size_t width) {
  std::string all(static_cast<std::size_t>(rows.offset) * width, '\0');
  for (std::int64_t i = 0; i < rows.count; ++i) all += value(in, width);
  made.buffers.push_back(made.keep(all.data(), all.size()));
}

// Offsets that rise to `last` at most; some fall.
void keep_offsets(Made& made, In& in, const Rows& rows, bool wide, std::size_t last) {
  std::vector<std::int64_t> all(static_cast<std::size_t>(rows.offset) + 1, 0);
  for (std::int64_t i = 0; i < rows.count; ++i) {
    const auto step = in.take<std::uint8_t>();
    const std::int64_t next = step == 0xFF ? in.take<std::int8_t>() : all.back() + step % 4;
    all.push_back(std::min(next, static_cast<std::int64_t>(last)));
  }
  const std::vector<std::int32_t> narrow(all.begin(), all.end());
  made.buffers.push_back(wide ? made.keep(all.data(), all.size() * 8)
                              : made.keep(narrow.data(), narrow.size() * 4));
}

void keep_texts(Made& made, In& in, const Rows& rows, bool wide) {
  std::vector<std::size_t> sizes;
  std::string all;
  for (std::int64_t i = 0; i < rows.count; ++i) {
    const auto which = in.take<std::uint8_t>();
    const std::string_view word = which < 0xE0 ? kWords[which % kWords.size()] : in.text(which % 8);
    sizes.push_back(word.size());
    all += word;
  }
  if (in.take<std::uint8_t>() >= 0xF0)
    keep_offsets(made, in, rows, wide, all.size());
  else
    made.buffers.push_back(tests::offsets(made, sizes, wide, rows.offset));
  made.buffers.push_back(made.keep(all.data(), all.size()));
}

MadeColumn column(In& in, std::string name, std::int64_t count, int depth) {
  const auto shape = in.take<std::uint8_t>();
  const Rows rows{shape >= 0xE0 ? shape % 4 : 0, count};
  auto made = std::make_unique<Made>();
  made->name = std::move(name);
  made->array.length = count;
  made->array.offset = rows.offset;
  made->buffers.push_back(nullptr);
  const auto nulls = in.take<std::uint8_t>();
  if (nulls % 4 == 1) {
    const std::string bits(rows.all() / 8 + 1, static_cast<char>(nulls));
    made->buffers[0] = made->keep(bits.data(), (rows.all() + 7) / 8);
    made->array.null_count = nulls >= 0x80 ? -1 : nulls % 8;
  }
  const bool wide = nulls >= 0xC0;
  switch (shape % 8) {
    case 0: {  // bits
      made->format = "b";
      const std::string bits(rows.all() / 8 + 1, static_cast<char>(in.take<std::uint8_t>()));
      made->buffers.push_back(made->keep(bits.data(), (rows.all() + 7) / 8));
      return made;
    }
    case 1:
    case 2:
      made->format = wide ? "U" : "u";
      keep_texts(*made, in, rows, wide);
      return made;
    case 3: {  // words by their number
      made->format = "c";
      keep_fixed(*made, in, rows, 1);
      made->dictionary = std::make_unique<Made>();
      made->dictionary->format = "u";
      made->dictionary->buffers.push_back(nullptr);
      made->dictionary->array.length = 3;
      keep_texts(*made->dictionary, in, {0, 3}, false);
      return made;
    }
    case 4: {  // lists
      if (depth == 0) break;
      made->format = wide ? "+L" : "+l";
      const std::int64_t elements = in.take<std::uint8_t>() % 8;
      keep_offsets(*made, in, rows, wide, 64);  // beyond the elements, too: that shows
      made->children.push_back(column(in, "item", elements, depth - 1));
      return made;
    }
    case 5:
      if (depth == 0) break;
      made->format = "+s";
      for (int left = in.take<std::uint8_t>() % 4; left >= 0; --left) {
        std::string field = name_of(in);
        made->children.push_back(
            column(in, std::move(field), static_cast<std::int64_t>(rows.all()), depth - 1));
      }
      return made;
    default: break;
  }
  const Format& format = kFormats[in.take<std::uint8_t>() % kFormats.size()];
  made->format = format.name;
  keep_fixed(*made, in, rows, format.width);
  return made;
}

MadeColumn batch(In& in) {
  auto made = std::make_unique<Made>();
  made->format = "+s";
  made->array.length = in.take<std::uint8_t>() % 6;
  made->buffers.push_back(nullptr);
  for (int left = in.take<std::uint8_t>() % 12; left > 0 && !in.empty(); --left) {
    std::string name = name_of(in);
    made->children.push_back(column(in, std::move(name), made->array.length, 3));
  }
  made->close();
  return made;
}

// ---- lies ----

Made& some_column(Made& batch, In& in) {
  Made* at = &batch;
  while (!at->children.empty()) {
    const auto which = in.take<std::uint8_t>();
    if (which == 0) break;
    at = at->children[which % at->children.size()].get();
  }
  return *at;
}

bool lie(Made& batch, In& in) {
  if (in.empty()) return false;
  Made& of = some_column(batch, in);
  const auto which = in.take<std::uint8_t>();
  const auto number = in.take<std::int64_t>();
  switch (which % 12) {
    case 0: of.schema.format = number % 2 == 0 ? nullptr : "vz"; break;
    case 1: of.schema.name = nullptr; break;
    case 2: of.array.n_buffers = number; break;
    case 3: of.array.null_count = number; break;
    case 4: of.array.length = number < of.array.length ? number : 0; break;
    case 5: of.array.offset = number < 0 ? number : INT64_MAX; break;
    case 6: of.buffers[static_cast<std::uint64_t>(number) % of.buffers.size()] = nullptr; break;
    case 7: of.array.children = nullptr; break;
    case 8: of.array.n_children = number % 4 - 1; break;
    case 9: of.array.dictionary = nullptr; break;
    case 10: of.array.release = nullptr; break;
    default: of.schema.release = nullptr; break;
  }
  return true;
}

// ---- what becomes of them ----

struct Told {
  int status = 0;
  Json rows;
};
struct Ways {
  phep_options options{};
  runtime::CleanPath clean = nullptr;
  std::size_t memory = std::size_t{1} << 17U;
  long fails_at = -1;  // which allocation does
};
Told decide(const Made& batch, const Ways& ways) {
  tests::Counted counted;
  counted.fail_at = ways.fails_at;
  const phep_allocator allocator = counted.allocator();
  const auto arena = std::make_unique_for_overwrite<char[]>(ways.memory);
  tests::Outcome out;
  Told told;
  told.status = phep_entry_batch(policy().image(), 0, ways.clean, nullptr, &batch.schema,
                                 &batch.array, &ways.options, &allocator, &out.schema, &out.array,
                                 &out.problem, arena.get(), ways.memory);
  holds(told.status >= PHEP_OK && told.status <= PHEP_LIMIT, "a status is one of its words");
  holds((told.status == PHEP_OK) == (out.array.release != nullptr), "what is decided is answered");
  holds(told.status != PHEP_BAD_FACTS || out.problem.code != 0, "a refusal says what is wrong");
  if (told.status == PHEP_OK) {
    holds(out.array.length == batch.array.length, "each row has an answer");
    told.rows = tests::table(out);
  }
  tests::release(out);
  holds(counted.live.empty(), "memory is given back");
  return told;
}

void same(const Told& one, const Told& other, std::string_view promise) {
  if (one.status == other.status && one.rows == other.rows) return;
  std::fprintf(stderr, "%d %s\n%d %s\n", one.status, one.rows.dump().c_str(), other.status,
               other.rows.dump().c_str());
  fuzz::broken(promise);
}

}  // namespace

PHEP_FUZZ_TARGET {
  In in(data, size);
  Ways ways;
  ways.options.size = sizeof ways.options;
  ways.options.as_of = 1'772'000'000'000;  // 2026-02-25
  ways.options.law_date = PHEP_NO_DATE;
  const auto how = in.take<std::uint16_t>();
  const MadeColumn made = batch(in);
  bool lied = false;
  for (int n = 0; n < 3 && lie(*made, in); ++n) lied = true;

  const Told whole = decide(*made, ways);
  ways.clean = policy().clean();
  same(whole, decide(*made, ways), "code decides as the interpreter does");
  Ways less = ways;
  less.memory = how % 8192;
  less.fails_at = how / 8192 * 8;
  const Told little = decide(*made, less);
  if (little.status != PHEP_SMALL_ARENA) same(whole, little, "memory decides nothing");
  fuzz::plant(1, lied && whole.status == PHEP_OK && made->array.length > 2);
  if (whole.status != PHEP_OK) return 0;
  const std::int64_t first = made->array.offset;
  for (std::int64_t row = 0; row < made->array.length; ++row) {
    ArrowArray one = made->array;
    one.offset = first + row;
    one.length = 1;
    Made alone;
    alone.schema = made->schema;
    alone.array = one;
    const Told told = decide(alone, ways);
    holds(told.status == PHEP_OK && told.rows[0] == whole.rows[static_cast<std::size_t>(row)],
          "a row is decided alone as among others");
    const Json& cells = told.rows[0];
    fuzz::plant(2, cells.value("fee", Json()) == 500);
    fuzz::plant(3, cells.value("keep", Json()) == "late");
  }
  return 0;
}
