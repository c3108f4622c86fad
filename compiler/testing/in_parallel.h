// Many independent pieces of work on a few threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <future>
#include <vector>

namespace phep::testing {

// Calls `work(thread, index)` once for each index below `count`, on `jobs` threads, each of which
// is one `thread`. What is thrown in one of them comes out here. The order is nobody's: results
// belong to their index.
template <class Work>
void in_parallel(std::size_t count, unsigned jobs, const Work& work) {
  std::atomic<std::size_t> next{0};
  const auto run = [&](unsigned thread) {
    for (std::size_t i = next++; i < count; i = next++) work(thread, i);
  };
  std::vector<std::future<void>> others;
  for (unsigned thread = 1; thread < jobs; ++thread)
    others.push_back(std::async(std::launch::async, run, thread));
  run(0);
  for (std::future<void>& other : others) other.get();
}

}  // namespace phep::testing
