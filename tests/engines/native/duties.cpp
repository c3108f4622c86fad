// P2n: twelve duties, compiled and by hand, on the typed documents of P2. Every byte of both
// answers but the certificate is compared before anything is timed; the arms take turns.
//   duties FOLDER DATA [--rounds N]      FOLDER holds libp2n.so, p2n.abi.json and libhand.so
//   duties FOLDER DATA --once ours|hand  decides each document once: for counting instructions
#include "built.h"
#include "p2n.h"
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fstream>

using phep::engines::Built;
using Clock = std::chrono::steady_clock;
using Hand = int (*)(const void*, const phep_options*, p2n_result*);

namespace {

constexpr int kSamples = 50;  // of all documents once, of each arm in a round

std::vector<std::vector<std::uint64_t>> documents_of(const Built& built, const std::string& data) {
  std::vector<std::vector<std::uint64_t>> documents;
  std::ifstream in(data + "/P2.ndjson");
  std::uint32_t number = 12345;
  for (std::string line; std::getline(in, line);) {
    // What is done already is no fact of the workload: any of the twelve, by chance.
    number = number * 1664525U + 1013904223U;
    std::string done;
    for (int i = 0; i < 12; ++i)
      if ((number >> (8 + i) & 1) != 0)
        done += (done.empty() ? "\"O" : ",\"O") + std::string(i < 9 ? "0" : "") +
                std::to_string(i + 1) + '"';
    line.insert(line.size() - 1, ",\"fulfilled\":[" + done + "]");
    documents.push_back(phep::engines::typed_facts(built, line));
  }
  return documents;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string folder = argv[1];
  const auto built = phep::engines::load_built(folder, "p2n");
  void* const library = dlopen((folder + "/libhand.so").c_str(), RTLD_NOW);
  const auto hand =
      library == nullptr ? nullptr : reinterpret_cast<Hand>(dlsym(library, "hand_duties"));
  if (built == nullptr || hand == nullptr) return std::puts("{\"unavailable\":\"no library\"}"), 1;
  const auto documents = documents_of(*built, argv[2]);
  phep_options options{};
  options.size = sizeof options;
  options.as_of = 1'773'108'000'000;
  options.law_date = PHEP_NO_DATE;
  static p2n_result ours, theirs;
  static char arena[1 << 16];
  ours.head.size = theirs.head.size = sizeof ours;
  ours.head.layout = theirs.head.layout = p2n_result_LAYOUT;
  const auto decide = [&](const auto& d) {
    return built->decide(d.data(), &options, &ours, arena, sizeof arena);
  };
  const auto by_hand = [&](const auto& d) { return hand(d.data(), &options, &theirs); };

  const std::string mode = argc > 4 ? argv[3] : "";
  if (mode == "--once") {
    const bool compiled = std::strcmp(argv[4], "ours") == 0;
    int status = 0;
    for (const auto& d : documents) status |= compiled ? decide(d) : by_hand(d);
    return status;
  }
  constexpr std::size_t kFrom = sizeof(phep_result_head);
  constexpr std::size_t kBytes = offsetof(p2n_result, certificate) - kFrom;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const int a = decide(documents[i]);
    const int b = by_hand(documents[i]);
    if (a != PHEP_OK || b != PHEP_OK || ours.head.path != 1 ||
        std::memcmp(reinterpret_cast<char*>(&ours) + kFrom,
                    reinterpret_cast<char*>(&theirs) + kFrom, kBytes) != 0) {
      std::printf("{\"wrong\":%zu,\"ours\":%d,\"hand\":%d,\"path\":%u}\n", i, a, b, ours.head.path);
      return 1;
    }
  }
  const int rounds = mode == "--rounds" ? std::atoi(argv[4]) : 7;
  std::vector<double> samples[2];
  volatile int sink = 0;
  const auto timed = [&](int arm) {
    const auto start = Clock::now();
    for (const auto& d : documents) sink = sink + (arm == 0 ? decide(d) : by_hand(d));
    const std::chrono::duration<double, std::nano> took = Clock::now() - start;
    samples[arm].push_back(took.count() / static_cast<double>(documents.size()));
  };
  for (int round = 0; round < kSamples * rounds; ++round) {
    timed(round % 2);
    timed(1 - round % 2);
  }
  for (auto& s : samples) std::sort(s.begin(), s.end());
  std::printf(
      "{\"checked\":%zu,\"ours\":{\"median_ns\":%.2f,\"min_ns\":%.2f},\"hand\":{\"median_ns\":%.2f,"
      "\"min_ns\":%.2f}}\n",
      documents.size(), samples[0][samples[0].size() / 2], samples[0][0],
      samples[1][samples[1].size() / 2], samples[1][0]);
}
