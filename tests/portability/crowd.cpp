// Many threads over one table: each decides all its cases, from another one on.
#include "tests/portability/portable.h"
#include "tests/portability/recording.h"

#include <atomic>
#include <cinttypes>
#include <thread>

namespace phep::portability {
namespace {

// How many answers differ from those recorded.
std::uint64_t decide_all(const Table& table, const std::vector<Case>& cases, unsigned threads) {
  std::atomic<std::uint64_t> differ{0};
  std::vector<std::thread> crowd;
  for (unsigned t = 0; t < threads; ++t)
    crowd.emplace_back([&, t] {
      Memory memory;
      std::string answer;
      for (std::size_t i = 0; i < cases.size(); ++i) {
        const Case& one = cases[(i + t * cases.size() / threads) % cases.size()];
        if (memory.decide(table.header(), one, answer) != one.status || answer != one.answer)
          ++differ;
      }
    });
  for (std::thread& one : crowd) one.join();
  return differ;
}

// Two threads that count in one place: what a sanitizer must find, so that its silence means
// something.
void race() {
  static std::uint64_t count = 0;
  const auto add = [] {
    for (int i = 0; i < 1000; ++i) ++count;
  };
  std::thread one(add), other(add);
  one.join();
  other.join();
  std::printf("%" PRIu64 "\n", count);
}

}  // namespace

int crowd(std::FILE* recording, unsigned threads, std::uint64_t share, std::uint64_t of) {
  if (threads == 0) {
    race();
    return 0;
  }
  Table table, next;
  std::vector<Case> cases;
  std::uint64_t number = 0, decided = 0, differ = 0;
  for (Item item = Item::Table; item != Item::End;) {
    Case one;
    item = read_item(recording, next, one);
    if (item == Item::Broken) return 2;
    if (item == Item::Case) {
      if (number++ % of != share) continue;
      cases.push_back(
          std::move(one));  // the options lead into its readings, which stay where they are
      continue;
    }
    if (!cases.empty()) differ += decide_all(table, cases, threads);
    decided += cases.size() * threads;
    cases.clear();
    table = next;
  }
  std::printf("{\"decisions\":%" PRIu64 ",\"differ\":%" PRIu64 "}\n", decided, differ);
  return differ == 0 ? 0 : 1;
}

}  // namespace phep::portability
