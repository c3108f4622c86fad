// How long requests took, of each method the last thousand: for `phep/stats`, `--stats` and traces.
#pragma once

#include "lsp/server/rpc.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace phep::server {

class Timings {
 public:
  using Duration = std::chrono::steady_clock::duration;

  void add(std::string_view method, Duration took);
  // { methods: [{ method, count, p50, p95, p99 }], resident }: milliseconds, bytes.
  [[nodiscard]] Json table() const;

 private:
  struct Row {
    std::uint64_t count = 0;
    std::vector<float> last;  // milliseconds, a ring
  };

  mutable std::mutex mutex_;
  std::map<std::string, Row, std::less<>> rows_;
};

// "12.3"
std::string milliseconds_text(Timings::Duration took);

}  // namespace phep::server
