// Typed ids and the append-only stores that own what they name.
#pragma once

#include "compiler/base/check.h"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <utility>

namespace phep {

// Four bytes that name one thing in one store. Ids of different tags do not convert into each
// other.
template <class Tag>
struct Id {
  static constexpr std::uint32_t kNone = 0xFFFF'FFFF;
  std::uint32_t index = kNone;

  [[nodiscard]] constexpr bool exists() const { return index != kNone; }
  friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

// Owns values and hands out their ids. Append-only: references stay valid, nothing is erased.
template <class Tag, class T>
class Store {
 public:
  Id<Tag> add(T value) {
    items_.push_back(std::move(value));
    return {static_cast<std::uint32_t>(items_.size() - 1)};
  }

  const T& operator[](Id<Tag> id) const {
    PHEP_CHECK(id.index < items_.size(), "id is not from this store");
    return items_[id.index];
  }
  T& operator[](Id<Tag> id) {
    PHEP_CHECK(id.index < items_.size(), "id is not from this store");
    return items_[id.index];
  }

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(items_.size()); }
  [[nodiscard]] bool empty() const { return items_.empty(); }
  [[nodiscard]] auto begin() const { return items_.begin(); }
  [[nodiscard]] auto end() const { return items_.end(); }

 private:
  std::deque<T> items_;  // a deque, so references survive later adds
};

}  // namespace phep

template <class Tag>
struct std::hash<phep::Id<Tag>> {
  std::size_t operator()(phep::Id<Tag> id) const noexcept { return id.index; }
};
