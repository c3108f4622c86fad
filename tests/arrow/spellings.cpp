// The same random facts as Arrow columns in many spellings, sliced and not, and as JSON.
#include "tests/arrow/batch_run.h"

#include <cmath>
#include <ctime>
#include <limits>
#include <random>

namespace phep::tests {
namespace {

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

}  // namespace

void compare_spelling(Policy& policy, int number) {
  const Spelling s{number % 3 == 0 ? 0 : number % 11,
                   number % 2 == 0 ? 0 : number % 7,
                   number % 4 < 2,
                   (number & 1) != 0,
                   (number & 2) != 0,
                   (number & 4) != 0,
                   (number & 8) != 0};
  compare(policy, s, number % 13 == 0 ? 0 : 5 + number % 9,
          std::uint64_t{20260310} + static_cast<std::uint64_t>(number),
          "spelling " + std::to_string(number));
}

}  // namespace phep::tests
