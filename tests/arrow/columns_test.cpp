// Arrow columns into decisions: the same facts as columns and as JSON, in every spelling, sliced
// and not; wrong and hostile columns; whose memory is whose.
//   columns_test LIBRARY    a library of tests/data/batch/shop.phep; runs under sanitizers
#include "compiler/runtime/entry.h"
#include "tests/arrow/column.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <limits>
#include <random>
#include <set>

namespace phep::tests {
namespace {

using Json = nlohmann::json;
using MadeList = std::vector<std::unique_ptr<Made>>;

int passed = 0, failed = 0;
void is(bool good, const std::string& what) {
  ++(good ? passed : failed);
  if (!good) std::printf("%s\n", what.c_str());
}

// ---- memory that is counted ----

struct Counted {
  std::set<void*> live;
  long calls = 0, fail_at = -1;
  std::size_t bytes = 0;

  static void* allocate(void* self, std::size_t size) {
    auto& counted = *static_cast<Counted*>(self);
    if (++counted.calls == counted.fail_at) return nullptr;
    void* const memory = std::aligned_alloc(64, (size + 63) / 64 * 64);
    std::memset(memory, 0xA5, size);
    counted.live.insert(memory);
    counted.bytes += size;
    return memory;
  }
  static void release(void* self, void* memory, std::size_t size) {
    auto& counted = *static_cast<Counted*>(self);
    if (counted.live.erase(memory) != 1) std::abort();  // given back twice, or never given
    counted.bytes -= size;
    std::free(memory);
  }
  phep_allocator allocator() { return {this, &allocate, &release}; }
};

// ---- the policy ----

struct Policy {
  const runtime::Header* image;
  int (*batch)(const ArrowSchema*, const ArrowArray*, const phep_options*, const phep_allocator*,
               ArrowSchema*, ArrowArray*, phep_problem*, void*, std::size_t);
  phep_options options{};
  std::vector<char> arena = std::vector<char>(std::size_t{4} << 20U);
};

struct Outcome {
  int status = 0;
  phep_problem problem{};
  std::string at;
  ArrowSchema schema{};
  ArrowArray array{};
};

// By the interpreter under sanitizers, or by the library.
Outcome run(Policy& policy, const Made& rows, Counted& counted, bool library,
            std::size_t arena = std::size_t{4} << 20U) {
  Outcome out;
  const phep_allocator allocator = counted.allocator();
  out.status = library
                   ? policy.batch(&rows.schema, &rows.array, &policy.options, &allocator,
                                  &out.schema, &out.array, &out.problem, policy.arena.data(), arena)
                   : phep_entry_batch(policy.image, 0, nullptr, &rows.schema, &rows.array,
                                      &policy.options, &allocator, &out.schema, &out.array,
                                      &out.problem, policy.arena.data(), arena);
  if (out.problem.at_length != 0) out.at.assign(out.problem.at.ptr, out.problem.at_length);
  return out;
}
void release(Outcome& out) {
  if (out.array.release != nullptr) out.array.release(&out.array);
  if (out.schema.release != nullptr) out.schema.release(&out.schema);
}

// ---- reading what came out ----

bool bit(const void* bits, std::int64_t at) {
  return (static_cast<const unsigned char*>(bits)[at / 8] >> (at % 8) & 1) != 0;
}
bool is_null(const ArrowArray& array, std::int64_t i) {
  return array.buffers[0] != nullptr && !bit(array.buffers[0], i);
}
std::string text(const ArrowArray& array, std::int64_t i) {
  const auto* const at = static_cast<const std::int32_t*>(array.buffers[1]);
  return {static_cast<const char*>(array.buffers[2]) + at[i],
          static_cast<std::size_t>(at[i + 1] - at[i])};
}
Json cell(const ArrowSchema& schema, const ArrowArray& array, std::int64_t i) {
  if (is_null(array, i)) return nullptr;
  const std::string format = schema.format;
  const void* const data = array.buffers[1];
  if (schema.dictionary != nullptr)
    return text(*array.dictionary, static_cast<const std::int32_t*>(data)[i]);
  if (format == "b") return bit(data, i);
  if (format == "u") return text(array, i);
  if (format == "l" || format == "tsm:UTC") return static_cast<const std::int64_t*>(data)[i];
  if (format == "L") return static_cast<const std::uint64_t*>(data)[i];
  if (format == "tdD") return static_cast<const std::int32_t*>(data)[i];
  if (format == "d:38,9") return static_cast<const std::int64_t*>(data)[2 * i];
  if (format == "+l") {
    Json out = Json::array();
    const auto* const at = static_cast<const std::int32_t*>(data);
    for (std::int32_t k = at[i]; k < at[i + 1]; ++k)
      out.push_back(cell(*schema.children[0], *array.children[0], k));
    return out;
  }
  return "?" + format;
}
Json table(const Outcome& out) {
  Json rows = Json::array();
  for (std::int64_t i = 0; i < out.array.length; ++i) {
    Json row = Json::object();
    for (std::int64_t c = 0; c < out.array.n_children; ++c)
      row[out.schema.children[c]->name] = cell(*out.schema.children[c], *out.array.children[c], i);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::int64_t days_of(const std::string& date) {
  std::tm tm{};
  strptime(date.substr(0, 10).c_str(), "%Y-%m-%d", &tm);
  return timegm(&tm) / 86400;
}
std::int64_t ms_of(const std::string& moment) {
  std::tm tm{};
  strptime(moment.c_str(), "%Y-%m-%dT%H:%M:%S", &tm);
  return timegm(&tm) * 1000;
}

// What an output of a JSON answer is as a cell.
Json as_cell(const std::string& name, const Json& value) {
  if (value.is_null() || (value.is_object() && !value.contains("amount") && !value.contains("n")))
    return nullptr;
  if (name == "cost" || name == "bound") return std::stoll(value["amount"].get<std::string>());
  if (name == "began") return days_of(value);
  if (name == "at") return ms_of(value);
  if (name == "period")
    return std::to_string(value["n"].get<int>()) + " " + value["unit"].get<std::string>();
  if (name == "seen") {
    std::uint64_t set = 0;
    for (const auto& member : value)
      set |= std::uint64_t{1} << (member == "logs" ? 0 : member == "training" ? 1 : 2);
    return set;
  }
  if (name == "share") return std::llround(std::stold(value.get<std::string>()) * 1e9L);
  return value;
}

bool agrees(const Json& row, const Json& answer, std::string& why) {
  for (const auto& [name, value] : answer["outputs"].items()) {
    const bool error = value.is_object() && value.contains("$error");
    const Json kind = error ? value["$error"]["kind"] : Json();
    if (row[name] != as_cell(name, value)) why = name;
    if (row[name + "_error"] != kind) why = name + "_error";
    if (!row.contains(name + "_absent")) continue;
    const bool open = value.is_object() && !value.contains("n") && !value.contains("amount");
    const Json absent = open ? Json() : Json(value.is_null());
    if (row[name + "_absent"] != absent) why = name + "_absent";
  }
  std::set<std::string> a, b;
  for (const auto& leaf : row["missing"]) a.insert(leaf.get<std::string>());
  for (const auto& leaf : answer["missing"]) b.insert(leaf.get<std::string>());
  if (a != b) why = "missing";
  if (!row["refused"].is_null()) why = "refused";
  return why.empty();
}

// ---- the same facts as columns and as JSON ----

struct Spelling {
  std::int64_t offset = 0, child_offset = 0;
  bool count_nulls = true, wide = false, dictionary = false, nested = false, small = false;
};

struct Facts {
  std::mt19937_64 draw;
  explicit Facts(std::uint64_t seed) : draw(seed) {}
  std::int64_t upto(std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(0, most)(draw);
  }
  bool yes(double p) { return std::uniform_real_distribution<>(0, 1)(draw) < p; }
};

std::string date_text(std::int64_t days) {
  const std::time_t seconds = days * 86400;
  char out[32];
  std::strftime(out, sizeof out, "%Y-%m-%d", std::gmtime(&seconds));
  return out;
}
std::string moment_text(std::int64_t ms) {
  const std::time_t seconds = ms / 1000;
  char out[32];
  std::strftime(out, sizeof out, "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&seconds));
  return out;
}

const std::vector<std::string> kSizes = {"small", "medium", "large"};
const std::vector<std::string> kPractices = {"logs", "training", "transfer"};
const std::vector<std::string> kUnits = {"hours", "days", "working_days", "months"};

std::unique_ptr<Made> words(const std::string& name, const std::vector<std::string>& all,
                            const std::vector<std::int64_t>& chosen, const std::vector<bool>& valid,
                            const Spelling& s, std::int64_t offset) {
  if (!s.dictionary) {
    std::vector<std::string> values;
    for (const auto i : chosen) values.push_back(all[static_cast<std::size_t>(i)]);
    return texts(name, values, valid, s.wide, offset, s.count_nulls);
  }
  // The words stand in another order, with one that is null and one that nobody uses.
  std::vector<std::string> shown = {"nobody", ""};
  shown.insert(shown.end(), all.rbegin(), all.rend());
  std::vector<bool> there(shown.size(), true);
  there[1] = false;
  const auto index = [&](std::int64_t i) {
    return static_cast<std::int64_t>(shown.size()) - 1 - i;
  };
  std::unique_ptr<Made> made;
  if (s.small) {
    std::vector<std::uint8_t> at;
    for (const auto i : chosen) at.push_back(static_cast<std::uint8_t>(index(i)));
    made = fixed(name, "C", at, valid, offset, s.count_nulls);
  } else {
    std::vector<std::int64_t> at;
    for (const auto i : chosen) at.push_back(index(i));
    made = fixed(name, "l", at, valid, offset, s.count_nulls);
  }
  made->dictionary = texts("", shown, there, s.wide, s.child_offset);
  return made;
}

void compare(Policy& policy, const Spelling& s, std::int64_t n, std::uint64_t seed,
             const std::string& what) {
  Facts f(seed);
  const auto rows = static_cast<std::size_t>(n);
  std::vector<Json> json(rows, {{"acts", {{"$partial", true}}}});
  const std::int64_t off =
      s.offset + s.child_offset;  // of top columns, the batch begins at s.offset
  // Columns hold what lies before the batch, too.
  const auto full = static_cast<std::size_t>(s.offset) + rows;
  MadeList columns, owner, acts;
  const auto column = [&](const char* name, bool optional, auto draw, auto make) {
    std::vector<bool> valid(full, true), absent(full, false);
    using Value = decltype(draw(std::size_t{0}).second);
    std::vector<Value> values;
    std::vector<std::string> way;
    std::string step;
    for (const char* c = name;; ++c) {
      if (*c != '.' && *c != 0) {
        step += *c;
        continue;
      }
      way.push_back(step);
      step.clear();
      if (*c == 0) break;
    }
    for (std::size_t i = 0; i < full; ++i) {
      auto [shown, value] = draw(i);
      values.push_back(value);
      const bool gone = optional && f.yes(0.2), unknown = f.yes(0.15);
      valid[i] = !gone && !unknown;
      absent[i] = gone && !unknown;
      if (i < static_cast<std::size_t>(s.offset) || unknown) continue;
      Json* at = &json[i - static_cast<std::size_t>(s.offset)];
      for (const auto& key : way) at = &(*at)[key];
      *at = gone ? Json() : shown;
    }
    const bool in_owner = s.nested && way[0] == "owner", in_acts = s.nested && way[0] == "acts";
    MadeList& to = in_owner ? owner : in_acts ? acts : columns;
    const std::string shown = in_owner || in_acts ? way[1] : name;
    to.push_back(make(shown, values, valid));
    if (optional) to.push_back(bits(shown + "_absent", absent, {}, s.child_offset));
  };
  const auto integers = [&](const std::string& name, const std::vector<std::int64_t>& values,
                            const std::vector<bool>& valid) -> std::unique_ptr<Made> {
    if (!s.small) return fixed(name, "l", values, valid, s.child_offset, s.count_nulls);
    std::vector<double> floats;
    for (std::size_t i = 0; i < values.size(); ++i)
      floats.push_back(valid[i] ? static_cast<double>(values[i])
                                : std::numeric_limits<double>::quiet_NaN());
    return fixed(name, "g", floats, {}, s.child_offset);
  };
  const auto flags = [&](const std::string& name, const std::vector<bool>& values,
                         const std::vector<bool>& valid) {
    return bits(name, values, valid, s.child_offset, s.count_nulls);
  };
  const auto draw_flag = [&](std::size_t) {
    const bool v = f.yes(0.5);
    return std::pair(Json(v), v);
  };
  const auto draw_money = [&](std::size_t) {
    const auto v = f.upto(1'000'000'000);
    return std::pair(Json{{"amount", std::to_string(v)}, {"currency", "VND"}}, v);
  };
  const auto draw_date = [&](std::size_t) {
    const auto v = 19'700 + f.upto(2'000);
    return std::pair(Json(date_text(v)), v);
  };
  const auto dates = [&](const std::string& name, const std::vector<std::int64_t>& values,
                         const std::vector<bool>& valid) -> std::unique_ptr<Made> {
    if (s.wide) {
      std::vector<std::int64_t> ms;
      for (const auto v : values) ms.push_back(v * 86'400'000);
      return fixed(name, "tdm", ms, valid, s.child_offset, s.count_nulls);
    }
    std::vector<std::int32_t> days;
    for (std::size_t i = 0; i < values.size(); ++i)
      days.push_back(s.small && !valid[i] ? INT32_MIN : static_cast<std::int32_t>(values[i]));
    return fixed(name, "tdD", days, s.small ? std::vector<bool>() : valid, s.child_offset,
                 s.count_nulls);
  };
  column("paid", false, draw_flag, flags);
  column(
      "pieces", false,
      [&](std::size_t) {
        const auto v = f.upto(2000);
        return std::pair(Json(v), v);
      },
      integers);
  column("price", true, draw_money, integers);
  column("bound", false, draw_money, integers);
  column(
      "rate", false,
      [&](std::size_t) {
        const std::int64_t milli = f.upto(9000) - 4500;
        char out[32];
        std::snprintf(out, sizeof out, "%s%ld.%03ld", milli < 0 ? "-" : "", std::labs(milli) / 1000,
                      std::labs(milli) % 1000);
        return std::pair(Json(out), milli);
      },
      [&](const std::string& name, const std::vector<std::int64_t>& values,
          const std::vector<bool>& valid) {
        struct Wide {
          std::int64_t lo, hi;
        };
        std::vector<Wide> wide;
        for (const auto v : values) wide.push_back({v, v < 0 ? -1 : 0});
        return fixed(name, "d:12,3", wide, valid, s.child_offset, s.count_nulls);
      });
  column("on", false, draw_date, dates);
  column(
      "at", true,
      [&](std::size_t) {
        const auto v = (1'700'000'000 + f.upto(90'000'000)) * 1000;
        return std::pair(Json(moment_text(v)), v);
      },
      [&](const std::string& name, std::vector<std::int64_t> values,
          const std::vector<bool>& valid) {
        for (auto& v : values) v = s.wide ? v / 1000 : s.small ? v * 1'000'000 : v;
        if (s.small)
          for (std::size_t i = 0; i < values.size(); ++i)
            if (!valid[i]) values[i] = INT64_MIN;
        return fixed(name,
                     s.wide    ? "tss:Asia/Ho_Chi_Minh"
                     : s.small ? "tsn:+07:00"
                               : "tsm:UTC",
                     values, s.small ? std::vector<bool>() : valid, s.child_offset, s.count_nulls);
      });
  column(
      "term", true,
      [&](std::size_t) {
        const auto count = f.upto(50);
        const auto unit = kUnits[static_cast<std::size_t>(f.upto(3))];
        return std::pair(Json{{"n", count}, {"unit", unit}}, std::to_string(count) + " " + unit);
      },
      [&](const std::string& name, const std::vector<std::string>& values,
          const std::vector<bool>& valid) {
        return texts(name, values, valid, s.wide, s.child_offset, s.count_nulls);
      });
  column(
      "size", false,
      [&](std::size_t) {
        const auto v = f.upto(2);
        return std::pair(Json(kSizes[static_cast<std::size_t>(v)]), v);
      },
      [&](const std::string& name, const std::vector<std::int64_t>& values,
          const std::vector<bool>& valid) {
        return words(name, kSizes, values, valid, s, s.child_offset);
      });
  column(
      "practices", false,
      [&](std::size_t) {
        const auto set = f.upto(7);
        Json shown = Json::array();
        for (std::size_t i = 0; i < 3; ++i)
          if ((set >> i & 1) != 0) shown.push_back(kPractices[i]);
        return std::pair(shown, set);
      },
      [&](const std::string& name, const std::vector<std::int64_t>& values,
          const std::vector<bool>& valid) -> std::unique_ptr<Made> {
        if (s.small) {
          const std::vector<std::uint8_t> sets(values.begin(), values.end());
          return fixed(name, "C", sets, valid, s.child_offset, s.count_nulls);
        }
        std::vector<std::size_t> sizes;
        std::vector<std::int64_t> members;
        for (const auto v : values) {
          std::size_t size = 0;
          for (std::int64_t i = 0; i < 3; ++i)
            if ((v >> i & 1) != 0) {
              members.push_back(i);
              ++size;
            }
          sizes.push_back(size);
        }
        return list(name, sizes, words("item", kPractices, members, {}, s, 3), valid, s.wide,
                    s.child_offset, s.count_nulls);
      });
  column(
      "owner.name", false,
      [&](std::size_t) {
        const std::string v = f.yes(0.3)   ? "An"
                              : f.yes(0.2) ? ""
                                           : "Đỗ 😀 " + std::to_string(f.upto(9));
        return std::pair(Json(v), v);
      },
      [&](const std::string& name, const std::vector<std::string>& values,
          const std::vector<bool>& valid) {
        return texts(name, values, valid, s.wide, s.child_offset, s.count_nulls);
      });
  column("owner.since", true, draw_date, dates);
  column("acts.filed_on", true, draw_date, dates);
  column("acts.told", false, draw_flag, flags);
  struct Visit {
    std::int64_t on, people;
    bool known;
    std::string note;
  };
  column(
      "visits", false,
      [&](std::size_t) {
        Json shown = Json::array();
        std::vector<Visit> visits;
        for (std::int64_t i = f.upto(3); i > 0; --i) {
          visits.push_back(
              {19'700 + f.upto(900), f.upto(1000), f.yes(0.9), "n" + std::to_string(i)});
          shown.push_back({{"on", date_text(visits.back().on)}, {"note", visits.back().note}});
          if (visits.back().known) shown.back()["people"] = visits.back().people;
        }
        return std::pair(shown, visits);
      },
      [&](const std::string& name, const std::vector<std::vector<Visit>>& values,
          const std::vector<bool>& valid) {
        std::vector<std::size_t> sizes;
        std::vector<std::int64_t> on;
        std::vector<std::int16_t> people;
        std::vector<bool> known;
        std::vector<std::string> notes;
        for (const auto& visits : values) {
          sizes.push_back(visits.size());
          for (const Visit& visit : visits) {
            on.push_back(visit.on);
            people.push_back(static_cast<std::int16_t>(visit.people));
            known.push_back(visit.known);
            notes.push_back(visit.note);
          }
        }
        const auto count = static_cast<std::int64_t>(on.size());
        MadeList fields;
        fields.push_back(dates("on", on, std::vector<bool>(on.size(), true)));
        fields.push_back(fixed("people", "s", people, known, 5));
        fields.push_back(texts("note", notes, {}, s.wide, 1));
        return list(name, sizes, structure("item", count, std::move(fields)), valid, s.wide,
                    s.child_offset, s.count_nulls);
      });
  column(
      "codes", false,
      [&](std::size_t) {
        std::vector<std::int64_t> codes;
        for (std::int64_t i = f.upto(4); i > 0; --i) codes.push_back(f.upto(20));
        return std::pair(Json(codes), codes);
      },
      [&](const std::string& name, const std::vector<std::vector<std::int64_t>>& values,
          const std::vector<bool>& valid) {
        std::vector<std::size_t> sizes;
        std::vector<std::uint32_t> all;
        for (const auto& codes : values) {
          sizes.push_back(codes.size());
          for (const auto code : codes) all.push_back(static_cast<std::uint32_t>(code));
        }
        return list(name, sizes, fixed("item", "I", all, {}, 2), valid, s.wide, s.child_offset,
                    s.count_nulls);
      });
  if (s.nested) {
    columns.push_back(structure("owner", static_cast<std::int64_t>(full), std::move(owner)));
    columns.push_back(structure("acts", static_cast<std::int64_t>(full), std::move(acts)));
  }
  (void)off;
  auto batch = structure("", n, std::move(columns), {}, s.offset);
  batch->close();
  Counted counted;
  Outcome ours = run(policy, *batch, counted, false);
  Outcome theirs = run(policy, *batch, counted, true);
  is(ours.status == PHEP_OK && theirs.status == PHEP_OK,
     what + ": status " + std::to_string(ours.status) + ", " + std::to_string(theirs.status) +
         " code " + std::to_string(ours.problem.code) + " at " + ours.at);
  if (ours.status == PHEP_OK && theirs.status == PHEP_OK) {
    const Json told = table(ours);
    is(told == table(theirs), what + ": the library differs from the interpreter");
    is(told.size() == rows, what + ": rows");
    std::vector<char> out(1U << 20U);
    for (std::size_t i = 0; i < rows; ++i) {
      const std::string facts = json[i].dump();
      std::size_t written = 0;
      const int status = phep_entry_decide_json(
          policy.image, 0, nullptr, facts.data(), facts.size(), &policy.options, out.data(),
          out.size(), &written, policy.arena.data(), policy.arena.size());
      std::string why;
      const Json answer = Json::parse(std::string(out.data(), written), nullptr, false);
      const bool same = status == PHEP_OK && agrees(told[i], answer, why);
      is(same, what + ", row " + std::to_string(i) + ": " + why + "\n  " + told[i].dump() + "\n  " +
                   answer.dump() + "\n  " + facts);
      if (!same) break;
    }
  }
  release(ours);
  release(theirs);
  is(counted.live.empty() && counted.bytes == 0, what + ": memory is kept");
}

// ---- wrong and hostile columns ----

using Change = void (*)(Made& batch);
struct Wrong {
  const char* what;
  std::unique_ptr<Made> (*column)();
  Change change;
  int status;
  std::uint32_t code;  // of the batch, or of row 0 where the status is PHEP_OK
};
const char* word_of(std::uint32_t code) {
  static const char* const kWords[] = {"",
                                       "syntax",
                                       "bad_utf8",
                                       "lone_surrogate",
                                       "duplicate_key",
                                       "unknown_key",
                                       "wrong_type",
                                       "out_of_range",
                                       "too_long",
                                       "not_a_member",
                                       "null_not_allowed",
                                       "bad_date",
                                       "bad_instant",
                                       "bad_money",
                                       "bad_decimal",
                                       "depth",
                                       "too_large",
                                       "trailing_text",
                                       "missing_key",
                                       "absent_with_value"};
  return kWords[code];
}

std::unique_ptr<Made> two(std::unique_ptr<Made> a, std::unique_ptr<Made> b) {
  MadeList both;
  const auto n = a->array.length;
  both.push_back(std::move(a));
  both.push_back(std::move(b));
  return structure("", n, std::move(both));
}
std::unique_ptr<Made> one(std::unique_ptr<Made> column) {
  MadeList columns;
  const auto n = column->array.length;
  columns.push_back(std::move(column));
  return structure("", n, std::move(columns));
}
std::unique_ptr<Made> pieces() {
  return one(fixed<std::int64_t>("pieces", "l", {1, 2, 3}, {}));
}
std::unique_ptr<Made> names() {
  return one(texts("owner.name", {"a", "bc", "d"}, {}));
}
std::unique_ptr<Made> sizes() {
  auto made = fixed<std::int8_t>("size", "c", {0, 1, 2}, {});
  made->dictionary = texts("", kSizes, {});
  return one(std::move(made));
}
std::unique_ptr<Made> codes() {
  return one(list("codes", {1, 2, 0}, fixed<std::int32_t>("item", "i", {1, 2, 3}, {}), {}));
}
std::unique_ptr<Made> visits() {
  MadeList fields;
  fields.push_back(fixed<std::int32_t>("people", "i", {1, 2, 3}, {}));
  return one(list("visits", {1, 2, 0}, structure("item", 3, std::move(fields)), {}));
}
Made& first(Made& batch) {
  return *batch.children[0];
}
template <class T>
T* data_of(Made& column, std::size_t buffer = 1) {
  return static_cast<T*>(const_cast<void*>(column.array.buffers[buffer]));
}

void wrong_columns(Policy& policy) {
  const auto nothing = [](Made&) {};
  const std::vector<Wrong> rows = {
      {"no such fact", [] { return one(fixed<std::int64_t>("piecs", "l", {1}, {})); }, nothing,
       PHEP_BAD_FACTS, PHEP_P_UNKNOWN_KEY},
      {"a companion of what is never absent", [] { return one(bits("pieces_absent", {true}, {})); },
       nothing, PHEP_BAD_FACTS, PHEP_P_UNKNOWN_KEY},
      {"twice",
       [] {
         return two(fixed<std::int64_t>("pieces", "l", {1}, {}),
                    fixed<std::int64_t>("pieces", "l", {1}, {}));
       },
       nothing, PHEP_BAD_FACTS, PHEP_P_DUPLICATE_KEY},
      {"no format", pieces, [](Made& b) { first(b).schema.format = nullptr; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"an unknown format", pieces, [](Made& b) { first(b).schema.format = "vz"; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"a format that does not end", pieces, [](Made& b) { first(b).schema.format = "d:"; },
       PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"decimal256", pieces, [](Made& b) { first(b).schema.format = "d:38,2,256"; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"a timestamp without zone", [] { return one(fixed<std::int64_t>("at", "tsm:", {1}, {})); },
       nothing, PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"text for a number", [] { return one(texts("pieces", {"1"}, {})); }, nothing, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"no name", pieces, [](Made& b) { first(b).schema.name = nullptr; }, PHEP_BAD_FACTS,
       PHEP_P_UNKNOWN_KEY},
      {"released", pieces, [](Made& b) { first(b).array.release = nullptr; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"a released schema", pieces, [](Made& b) { first(b).schema.release = nullptr; },
       PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"released as a whole", pieces, [](Made& b) { b.array.release = nullptr; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"no buffers", pieces, [](Made& b) { first(b).array.buffers = nullptr; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"too few buffers", pieces, [](Made& b) { first(b).array.n_buffers = 1; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"no data", pieces, [](Made& b) { first(b).buffers[1] = nullptr; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"nulls without bits", pieces, [](Made& b) { first(b).array.null_count = 1; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"null_count -2", pieces, [](Made& b) { first(b).array.null_count = -2; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"a negative length", pieces, [](Made& b) { b.array.length = -1; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"a negative offset", pieces, [](Made& b) { first(b).array.offset = -1; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"an offset without end", pieces, [](Made& b) { first(b).array.offset = INT64_MAX; },
       PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"a child that is too short", pieces, [](Made& b) { first(b).array.length = 2; },
       PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"a batch behind its child", pieces, [](Made& b) { b.array.offset = 1; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"children that are not there", pieces, [](Made& b) { b.array.children = nullptr; },
       PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"a child that is not there", pieces, [](Made& b) { b.array_children[0] = nullptr; },
       PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"more children than fields", pieces, [](Made& b) { b.array.n_children = 2; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"no struct", [] { return fixed<std::int64_t>("", "l", {1}, {}); }, nothing, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"half a dictionary", sizes, [](Made& b) { first(b).array.dictionary = nullptr; },
       PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"a dictionary of numbers", sizes,
       [](Made& b) {
         first(b).dictionary->schema.format = "l";
         first(b).dictionary->array.n_buffers = 2;
       },
       PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"an index that is a float", sizes, [](Made& b) { first(b).schema.format = "g"; },
       PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"an index below zero", sizes, [](Made& b) { data_of<std::int8_t>(first(b))[0] = -1; },
       PHEP_OK, PHEP_P_WRONG_TYPE},
      {"an index beyond the words", sizes, [](Made& b) { data_of<std::int8_t>(first(b))[0] = 3; },
       PHEP_OK, PHEP_P_WRONG_TYPE},
      {"a word that is no member", [] { return one(texts("size", {"huge"}, {})); }, nothing,
       PHEP_OK, PHEP_P_NOT_A_MEMBER},
      {"text offsets that fall", names, [](Made& b) { data_of<std::int32_t>(first(b))[1] = -5; },
       PHEP_OK, PHEP_P_WRONG_TYPE},
      {"text without bytes", names, [](Made& b) { first(b).buffers[2] = nullptr; }, PHEP_OK,
       PHEP_P_WRONG_TYPE},
      {"text that is no UTF-8", [] { return one(texts("owner.name", {"\xC0\x80"}, {})); }, nothing,
       PHEP_OK, PHEP_P_BAD_UTF8},
      {"a cut letter", [] { return one(texts("owner.name", {"\xE1\xBA"}, {})); }, nothing, PHEP_OK,
       PHEP_P_BAD_UTF8},
      {"list offsets that fall", codes, [](Made& b) { data_of<std::int32_t>(first(b))[0] = 9; },
       PHEP_OK, PHEP_P_WRONG_TYPE},
      {"list offsets beyond the elements", codes,
       [](Made& b) { data_of<std::int32_t>(first(b))[1] = 4; }, PHEP_OK, PHEP_P_WRONG_TYPE},
      {"a list without elements", codes, [](Made& b) { first(b).array.n_children = 0; },
       PHEP_BAD_FACTS, PHEP_P_WRONG_TYPE},
      {"a list that is too long",
       [] {
         return one(list("codes", {5}, fixed<std::int32_t>("item", "i", {1, 2, 3, 4, 5}, {}), {}));
       },
       nothing, PHEP_OK, PHEP_P_TOO_LONG},
      {"elements of the wrong type", visits,
       [](Made& b) { first(b).children[0]->children[0]->schema.format = "u"; }, PHEP_BAD_FACTS,
       PHEP_P_WRONG_TYPE},
      {"an element out of its range",
       [] {
         auto b = visits();
         data_of<std::int32_t>(*b->children[0]->children[0]->children[0], 1);
         return b;
       },
       [](Made& b) { data_of<std::int32_t>(*first(b).children[0]->children[0])[0] = -1; }, PHEP_OK,
       PHEP_P_OUT_OF_RANGE},
      {"out of its range", [] { return one(fixed<std::int64_t>("pieces", "l", {-1}, {})); },
       nothing, PHEP_OK, PHEP_P_OUT_OF_RANGE},
      {"no 64 bits with a sign",
       [] { return one(fixed<std::uint64_t>("price", "L", {UINT64_MAX}, {})); }, nothing, PHEP_OK,
       PHEP_P_OUT_OF_RANGE},
      {"a fraction", [] { return one(fixed<double>("pieces", "g", {1.5}, {})); }, nothing, PHEP_OK,
       PHEP_P_WRONG_TYPE},
      {"infinity", [] { return one(fixed<double>("pieces", "g", {INFINITY}, {})); }, nothing,
       PHEP_OK, PHEP_P_WRONG_TYPE},
      {"a day that no calendar has",
       [] { return one(fixed<std::int32_t>("on", "tdD", {INT32_MAX}, {})); }, nothing, PHEP_OK,
       PHEP_P_BAD_DATE},
      {"part of a day", [] { return one(fixed<std::int64_t>("on", "tdm", {1}, {})); }, nothing,
       PHEP_OK, PHEP_P_BAD_DATE},
      {"part of a millisecond", [] { return one(fixed<std::int64_t>("at", "tsn:UTC", {1}, {})); },
       nothing, PHEP_OK, PHEP_P_BAD_INSTANT},
      {"seconds that overflow",
       [] { return one(fixed<std::int64_t>("at", "tss:UTC", {INT64_MAX}, {})); }, nothing, PHEP_OK,
       PHEP_P_BAD_INSTANT},
      {"a unit that is none", [] { return one(texts("term", {"3 moons"}, {})); }, nothing, PHEP_OK,
       PHEP_P_NOT_A_MEMBER},
      {"a value beside its absence",
       [] {
         return two(fixed<std::int64_t>("price", "l", {1}, {}), bits("price_absent", {true}, {}));
       },
       nothing, PHEP_OK, PHEP_P_ABSENT_WITH_VALUE},
      {"bits beyond the members",
       [] { return one(fixed<std::uint8_t>("practices", "C", {8}, {})); }, nothing, PHEP_OK,
       PHEP_P_NOT_A_MEMBER},
      {"a member twice",
       [] { return one(list("practices", {2}, texts("item", {"logs", "logs"}, {}), {})); }, nothing,
       PHEP_OK, PHEP_P_DUPLICATE_KEY},
  };
  for (const Wrong& row : rows) {
    for (const bool library : {false, true}) {
      auto batch = row.column();
      batch->close();
      row.change(*batch);
      Counted counted;
      Outcome out = run(policy, *batch, counted, library);
      std::string told =
          "status " + std::to_string(out.status) + ", code " + std::to_string(out.problem.code);
      bool good = out.status == row.status;
      if (out.status == PHEP_OK) {
        const Json cell = table(out)[0]["refused"];
        told += ", row " + cell.dump();
        good &= cell == word_of(row.code);
      } else {
        good &= out.problem.code == row.code && out.array.release == nullptr &&
                out.schema.release == nullptr;
      }
      is(good, std::string(row.what) + (library ? " (library): " : ": ") + told);
      release(out);
      is(counted.live.empty(), std::string(row.what) + ": memory is kept");
    }
  }
  auto batch = visits();
  batch->close();
  data_of<std::int32_t>(*first(*batch).children[0]->children[0])[2] = 1001;
  Counted counted;
  Outcome out = run(policy, *batch, counted, true);
  is(table(out)[1]["refused_at"] == "/visits/1/people",
     "the place of an element: " + table(out)[1]["refused_at"].dump());
  is(table(out)[0]["refused"].is_null() && table(out)[2]["refused"].is_null(),
     "other rows are decided");
  release(out);
}

// ---- whose memory is whose ----

void memory(Policy& policy) {
  auto empty = structure("", 0, {});
  empty->close();
  Counted counted;
  Outcome out = run(policy, *empty, counted, true);
  is(out.status == PHEP_OK && out.array.length == 0 &&
         out.array.n_children == out.schema.n_children && out.array.n_children > 0,
     "an empty batch without columns");
  out.array.release(&out.array);
  is(out.array.release == nullptr, "release sets release to null");
  out.schema.release(&out.schema);
  is(out.schema.release == nullptr && counted.live.empty(), "and gives everything back");

  // Children that are moved away live on.
  auto batch = pieces();
  batch->close();
  out = run(policy, *batch, counted, true);
  const Json before = table(out);
  std::vector<ArrowArray> arrays;
  std::vector<ArrowSchema> schemas;
  for (std::int64_t i = 0; i < out.array.n_children; i += 2) {
    arrays.push_back(*out.array.children[i]);
    out.array.children[i]->release = nullptr;
    schemas.push_back(*out.schema.children[i]);
    out.schema.children[i]->release = nullptr;
  }
  release(out);
  bool same = true;
  for (std::size_t i = 0; i < arrays.size(); ++i)
    for (std::int64_t r = 0; r < 3; ++r)
      same &=
          cell(schemas[i], arrays[i], r) == before[static_cast<std::size_t>(r)][schemas[i].name];
  is(same, "moved columns survive");
  for (auto& array : arrays) array.release(&array);
  for (auto& schema : schemas) schema.release(&schema);
  is(counted.live.empty() && counted.bytes == 0, "moved columns give their memory back");

  // Memory that fails at every point.
  const long all = counted.calls;
  for (const bool library : {false, true}) {
    bool good = true;
    for (long at = 1; at <= all; ++at) {
      Counted failing;
      failing.fail_at = at;
      Outcome refused = run(policy, *batch, failing, library);
      if (failing.calls < at) {
        release(refused);
        break;
      }
      good &= refused.status == PHEP_SMALL_ARENA && failing.live.empty() &&
              refused.array.release == nullptr && refused.schema.release == nullptr;
    }
    is(good, "memory that fails");
    good = true;
    for (std::size_t arena = 0; arena < 40'000; arena += arena < 2000 ? 16 : 997) {
      Counted small;
      Outcome refused = run(policy, *batch, small, library, arena);
      good &= refused.status == PHEP_SMALL_ARENA ? small.live.empty() : refused.status == PHEP_OK;
      release(refused);
    }
    is(good, "small arenas");
  }
  Counted unused;
  phep_allocator none{};
  Outcome bad;
  is(policy.batch(nullptr, &batch->array, &policy.options, &none, &bad.schema, &bad.array, nullptr,
                  nullptr, 0) == PHEP_BAD_ARGUMENT,
     "no schema");
  is(policy.batch(&batch->schema, &batch->array, &policy.options, &none, &bad.schema, &bad.array,
                  nullptr, nullptr, 0) == PHEP_BAD_ARGUMENT,
     "no allocator");
}

}  // namespace
}  // namespace phep::tests

int main(int, char** argv) {
  using namespace phep::tests;
  void* const library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    std::printf("%s\n", dlerror());
    return 1;
  }
  Policy policy{};
  policy.image =
      reinterpret_cast<const phep::runtime::Header* (*)()>(dlsym(library, "phep_image"))();
  policy.batch = reinterpret_cast<decltype(policy.batch)>(dlsym(library, "shop_batch"));
  if (policy.batch == nullptr) {
    std::printf("no shop_batch\n");
    return 1;
  }
  policy.options.size = sizeof policy.options;
  policy.options.as_of = 1'773'108'000'000;
  policy.options.law_date = PHEP_NO_DATE;
  std::uint64_t seed = 20260310;
  for (int i = 0; i < 64; ++i) {
    const Spelling s{i % 3 == 0 ? 0 : i % 11,
                     i % 2 == 0 ? 0 : i % 7,
                     i % 4 < 2,
                     (i & 1) != 0,
                     (i & 2) != 0,
                     (i & 4) != 0,
                     (i & 8) != 0};
    compare(policy, s, i % 13 == 0 ? 0 : 5 + i % 9, seed++, "spelling " + std::to_string(i));
  }
  wrong_columns(policy);
  memory(policy);
  std::printf("%d passed, %d failed\n", passed, failed);
  return failed == 0 ? 0 : 1;
}
