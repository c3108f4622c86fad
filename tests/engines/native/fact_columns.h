// A policy's facts as Arrow columns, of which each value is given by whoever makes them.
#pragma once

#include "tests/arrow/column.h"

#include "built.h"
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace phep::engines {

// Rows [from, to), a column for each fact; `value(place, fact, row)` gives each. With `unknown`, of
// every hundredth row one fact is not known.
template <class Value>
std::unique_ptr<tests::Made> fact_columns(const Built& built, std::size_t from, std::size_t to,
                                          bool unknown, const Value& value) {
  std::vector<std::unique_ptr<tests::Made>> columns;
  for (std::size_t f = 0; f < built.facts.size(); ++f) {
    const Place& place = built.facts[f];
    std::vector<bool> bits, valid;
    std::vector<std::int32_t> numbers;
    std::vector<std::int8_t> members;
    for (std::size_t i = from; i < to; ++i) {
      const std::int64_t one = value(place, f, i);
      if (place.kind == Kind::Bool)
        bits.push_back(one != 0);
      else if (place.kind == Kind::Enum)
        members.push_back(static_cast<std::int8_t>(one));
      else
        numbers.push_back(static_cast<std::int32_t>(one));
      if (unknown) valid.push_back(i % 100 != 7 || i / 100 % built.facts.size() != f);
    }
    std::string name = place.name;
    while (name.starts_with('/')) name.erase(0, 1);
    if (place.kind == Kind::Bool) {
      columns.push_back(tests::bits(name, bits, valid));
    } else if (place.kind == Kind::Enum) {
      columns.push_back(tests::fixed(name, "c", members, valid));
      columns.back()->dictionary = tests::texts("", place.members, {});
    } else {
      columns.push_back(tests::fixed(name, place.kind == Kind::Date ? "tdD" : "i", numbers, valid));
    }
  }
  auto batch = tests::structure("", static_cast<std::int64_t>(to - from), std::move(columns));
  batch->close();
  return batch;
}

}  // namespace phep::engines
