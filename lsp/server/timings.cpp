#include "lsp/server/timings.h"

#include "lsp/server/platform.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace phep::server {
namespace {

constexpr std::size_t kKept = 1000;

double milliseconds(Timings::Duration took) {
  return std::chrono::duration<double, std::milli>(took).count();
}

// Of sorted values: the one below which `part` of them lie.
double percentile(const std::vector<float>& sorted, double part) {
  const auto place = static_cast<std::size_t>(std::ceil(part * static_cast<double>(sorted.size())));
  const double found = sorted.at(std::max<std::size_t>(place, 1) - 1);
  return std::round(found * 1000) / 1000;
}

}  // namespace

void Timings::add(std::string_view method, Duration took) {
  const std::scoped_lock lock(mutex_);
  auto found = rows_.find(method);
  if (found == rows_.end()) found = rows_.try_emplace(std::string(method)).first;
  Row& row = found->second;
  const auto value = static_cast<float>(milliseconds(took));
  if (row.last.size() < kKept) {
    row.last.push_back(value);
  } else {
    row.last[row.count % kKept] = value;
  }
  ++row.count;
}

Json Timings::table() const {
  Json methods = Json::array();
  const std::scoped_lock lock(mutex_);
  for (const auto& [method, row] : rows_) {
    std::vector<float> sorted = row.last;
    std::ranges::sort(sorted);
    methods.push_back({{"method", method},
                       {"count", row.count},
                       {"p50", percentile(sorted, 0.50)},
                       {"p95", percentile(sorted, 0.95)},
                       {"p99", percentile(sorted, 0.99)}});
  }
  return {{"methods", std::move(methods)}, {"resident", resident_bytes()}};
}

std::string milliseconds_text(Timings::Duration took) {
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%.1f", milliseconds(took));
  return out.data();
}

}  // namespace phep::server
