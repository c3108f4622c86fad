// The order of writing must not show in an answer: rows in an order of what they say, and names by
// what they say for those that have no label.
#pragma once

#include "compiler/check/context.h"
#include "compiler/syntax/print.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace phep::check {

// What a row says: its words without their order, for parts of it may be written in another one;
// then as it is written.
std::pair<std::vector<std::string>, std::string> said(std::string text);

// The rows, in order of what they say.
template <class Row>
std::vector<const Row*> in_order(const Context& ctx, const std::vector<Row>& rows) {
  std::vector<const Row*> out;
  for (const Row& row : rows) out.push_back(&row);
  if (rows.size() > 1)
    std::ranges::stable_sort(
        out, {}, [&](const Row* row) { return said(syntax::print(ctx.tree, ctx.names, *row)); });
  return out;
}

// The label of each row; rows without one are numbered in order of what they say, past the labels
// that are written. The first of them is called `first`, if that is given.
template <class Row>
std::vector<Name> row_names(Context& ctx, const std::vector<Row>& rows, std::string_view word,
                            std::string_view first = {}) {
  std::vector<Name> out(rows.size());
  std::unordered_set<Name> taken;
  for (const Row& row : rows)
    if (row.label.exists()) taken.insert(row.label.name);
  std::size_t number = 0;
  for (const Row* row : in_order(ctx, rows)) {
    Name& name = out[static_cast<std::size_t>(row - rows.data())];
    name = row->label.name;
    while (!name.exists() || (!row->label.exists() && taken.contains(name))) {
      ++number;
      name = ctx.names.intern(number == 1 && !first.empty()
                                  ? std::string(first)
                                  : std::string(word) + "_" + std::to_string(number));
    }
    taken.insert(name);
  }
  return out;
}

}  // namespace phep::check
