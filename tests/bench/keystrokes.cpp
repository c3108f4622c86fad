// What a keystroke in a long module costs until its diagnostics are known: letters typed inside the
// bodies, labels and tests of declarations all over the file.
//   phep_keystrokes [--lines 20000] [--keys 100] [--whole]
#include "compiler/workspace/workspace.h"
#include "tests/bench/sources.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <time.h>
#include <vector>

namespace phep::tests {
namespace {

// Processor time in milliseconds, since other programs may share the machine.
double now() {
  timespec at{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
  return static_cast<double>(at.tv_sec) * 1e3 + static_cast<double>(at.tv_nsec) / 1e6;
}

double since(double start) {
  return now() - start;
}

struct Sample {
  double read = 0, check = 0, total = 0;
};

std::string line_of(std::string_view name, std::vector<Sample> samples, double Sample::* part) {
  std::ranges::sort(samples, {}, part);
  return fmt::format(" {} {:.2f}/{:.2f}", name, samples[samples.size() / 2].*part,
                     samples[samples.size() * 95 / 100].*part);
}

// Where a hand types, and what: each is undone by the next key.
struct Key {
  std::string_view behind, typed;
};
constexpr Key kKeys[] = {{"x.affected >= ", "1"}, {"due      ", "1"},   {"Notice number ", "x"},
                         {"affected: 90", "0"},   {"when x.secr", "t"}, {"as_of  2026-06-0", "x"},
                         {"fine up to ", "1"},    {"x.found_at", "y"},  {"Thông báo ", "số "},
                         {"level", "z"}};

std::size_t after(const std::string& text, std::string_view behind, std::size_t from) {
  auto at = text.find(behind, from);
  if (at == std::string::npos) at = text.find(behind);
  return at + behind.size();
}

void measure(int lines, int keys, bool whole) {
  std::string text = long_source(lines);
  workspace::Workspace workspace(
      [&](const std::string& path) {
        return path == "long.phep" ? std::optional(text) : std::nullopt;
      },
      workspace::embedded_library());
  const FileId file = *workspace.open("long.phep");
  const auto start = now();
  workspace.diagnostics(file);
  const double first = since(start);
  std::mt19937_64 random(1);
  std::vector<Sample> samples;
  std::size_t typed_at = 0, typed = 0, said = 0;
  for (int i = -4; i < keys; ++i) {
    if (typed != 0) {
      text.erase(typed_at, typed);
      typed = 0;
    } else {
      const Key& key = kKeys[random() % std::size(kKeys)];
      typed_at = after(text, key.behind, random() % text.size());
      text.insert(typed_at, key.typed);
      typed = key.typed.size();
    }
    if (whole) workspace.remove(file);  // nothing is kept of it
    workspace.set_text(file, text);
    Sample sample;
    const auto began = now();
    workspace.parsed(file);
    sample.read = since(began);
    workspace.checked(file);
    sample.check = since(began) - sample.read;
    said += workspace.diagnostics(file).items().size();
    sample.total = since(began);
    if (i >= 0) samples.push_back(sample);
  }
  fmt::print("{:>6} lines, median/p95 ms:{}{}{}  first {:.1f}  ({} diagnostics)\n",
             std::ranges::count(text, '\n'), line_of("read", samples, &Sample::read),
             line_of("check", samples, &Sample::check), line_of("total", samples, &Sample::total),
             first, said);
}

}  // namespace
}  // namespace phep::tests

int main(int argc, char** argv) {
  std::vector<int> lines = {1'000, 10'000, 20'000};
  int keys = 100;
  bool whole = false;
  CLI::App app("measures keystrokes in a long module");
  app.add_option("--lines", lines);
  app.add_option("--keys", keys);
  app.add_flag("--whole", whole);
  CLI11_PARSE(app, argc, argv);
  for (const int count : lines) phep::tests::measure(count, keys, whole);
  return 0;
}
