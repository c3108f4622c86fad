// Telling the client that answers which it has may be different now: at most one of each kind in
// 200 ms.
#pragma once

#include "lsp/server/client.h"
#include "lsp/server/outbox.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

namespace phep::server {

enum class Refresh : std::uint8_t { Diagnostics, Tokens, Hints, Lenses, Values, Own };
inline constexpr std::size_t kRefreshes = 6;

class Refreshes {
 public:
  using Clock = std::chrono::steady_clock;

  Refreshes(const Client& client, Outbox& outbox) : client_(client), outbox_(outbox) {}

  void want(Refresh what) { wanted_.at(static_cast<std::size_t>(what)) = true; }
  void want_all() { wanted_.fill(true); }
  // Sends what is due.
  void send(Clock::time_point now);
  // When something that is wanted will be due; nothing: nothing is wanted.
  [[nodiscard]] std::optional<Clock::time_point> next() const;

 private:
  [[nodiscard]] bool taken(Refresh what) const;

  const Client& client_;
  Outbox& outbox_;
  std::array<bool, kRefreshes> wanted_{};
  std::array<std::optional<Clock::time_point>, kRefreshes> sent_{};
};

}  // namespace phep::server
