// The fuzz targets without a fuzzer: each over its seeds, over the crashes that were kept, and over
// seeded mutations of both.
//   phep_fuzz_replay --list
//   phep_fuzz_replay TARGET [--mutations N] [--seed N] [--found FILE]
//   phep_fuzz_replay TARGET FILE…             these files alone
// A target that breaks a promise ends the process; the input is written to FILE first.
#include "tests/fuzz/replay/mutate.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

#define PHEP_TARGET(name) extern "C" int fuzz_##name(const std::uint8_t* data, std::size_t size);
#include "fuzz_targets.inc"
#undef PHEP_TARGET

namespace {

using Target = int (*)(const std::uint8_t*, std::size_t);
const std::map<std::string, Target, std::less<>> kTargets = {
#define PHEP_TARGET(name) {#name, fuzz_##name},
#include "fuzz_targets.inc"
#undef PHEP_TARGET
};

// How many mutations `./dev test` has time for.
const std::map<std::string, std::uint64_t, std::less<>> kMutations = {
    {"dates", 200'000}, {"text", 20'000},   {"citation", 20'000}, {"manifest", 40'000},
    {"image", 4'000},   {"rpc", 4'000},     {"wasm", 4'000},      {"csv", 4'000},
    {"facts", 4'000},   {"bundle", 40'000}, {"abi", 4'000},       {"columns", 4'000}};
constexpr std::uint64_t kFewMutations = 300;

std::string read_file(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

std::vector<std::string> kept(const std::string& target) {
  std::vector<std::filesystem::path> paths;
  for (const char* folder : {"seeds", "crashes"}) {
    const auto place = std::filesystem::path(PHEP_SOURCE_DIR) / "tests/fuzz" / folder / target;
    if (std::filesystem::is_directory(place))
      for (const auto& entry : std::filesystem::directory_iterator(place))
        paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  std::vector<std::string> out;
  for (const auto& path : paths) out.push_back(read_file(path));
  return out;
}

// What is being tried, for the handler of signals.
const char* found_path = "fuzz-found";
const char* trying = nullptr;
std::size_t trying_size = 0;

void on_death(int signal) {
  const int file = ::open(found_path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file >= 0 && ::write(file, trying, trying_size) >= 0) ::close(file);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void run(Target target, const std::string& input) {
  // Of exactly its size, on the heap, as libFuzzer gives it.
  const std::vector<char> bytes(input.begin(), input.end());
  trying = bytes.data();
  trying_size = bytes.size();
  target(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty() || words[0] == "--list") {
    for (const auto& [name, target] : kTargets) std::puts(name.c_str());
    return words.empty() ? 64 : 0;
  }
  const auto target = kTargets.find(words[0]);
  if (target == kTargets.end()) {
    std::fprintf(stderr, "no target %s\n", words[0].c_str());
    return 64;
  }
  const auto known = kMutations.find(words[0]);
  std::uint64_t mutations = known == kMutations.end() ? kFewMutations : known->second;
  std::uint64_t seed = 1;
  std::vector<std::string> files;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const bool more = i + 1 < words.size();
    if (words[i] == "--mutations" && more)
      mutations = std::stoull(words[++i]);
    else if (words[i] == "--seed" && more)
      seed = std::stoull(words[++i]);
    else if (words[i] == "--found" && more)
      found_path = words[++i].c_str();
    else
      files.push_back(words[i]);
  }
  for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) std::signal(signal, on_death);
  if (!files.empty()) {
    for (const std::string& file : files) run(target->second, read_file(file));
    return 0;
  }
  const std::vector<std::string> inputs = kept(words[0]);
  if (inputs.empty()) {
    std::fprintf(stderr, "no seeds for %s\n", words[0].c_str());
    return 1;
  }
  run(target->second, "");
  for (const std::string& input : inputs) run(target->second, input);
  phep::testing::Random random(seed);
  for (std::uint64_t n = 0; n < mutations; ++n)
    run(target->second, phep::fuzz::mutated(inputs, random));
  std::printf("%s: %zu kept, %llu mutations\n", words[0].c_str(), inputs.size(),
              static_cast<unsigned long long>(mutations));
}
