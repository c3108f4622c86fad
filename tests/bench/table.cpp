#include "tests/bench/table.h"

#include <fmt/format.h>

#include <fstream>
#include <thread>

namespace phep::tests {
namespace {

using Json = nlohmann::ordered_json;

// The value behind a key of /proc/cpuinfo or /etc/os-release.
std::string entry(const char* file, const std::string& key, const std::string& fallback) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(key)) continue;
    std::string value = line.substr(line.find_first_of(":=") + 1);
    value.erase(0, value.find_first_not_of(" \""));
    if (value.ends_with('"')) value.pop_back();
    return value;
  }
  return fallback;
}

std::string thousands(double value) {
  std::string digits = fmt::format("{:.0f}", value);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string kilobytes(const Json& bytes) {
  return fmt::format("{:.0f} KB", bytes.get<double>() / 1000);
}

std::string time_of(double ms) {
  return ms < 10     ? fmt::format("{:.1f} ms", ms)
         : ms < 2000 ? fmt::format("{:.0f} ms", ms)
                     : fmt::format("{:.1f} s", ms / 1000);
}

std::string row(const std::string& what, const std::string& figure) {
  return "| " + what + " | " + figure + " |\n";
}

}  // namespace

std::string table(const Json& results) {
  const Json& check = results["check_10000_lines"];
  const Json& compile = results["native_compile_stdlib"];
  std::string out = "| what | processor time, median |\n| --- | ---: |\n";
  out += row("`phep --version`, a new process", time_of(results["version_ms"]));
  out += row("`phep check stdlib --no-cache`, a new process", time_of(results["check_stdlib_ms"]));
  out += row("`phep check stdlib`, unchanged since", time_of(results["check_stdlib_recalled_ms"]));
  out += row(fmt::format("parse and check {} lines ({})", thousands(check["lines"]),
                         kilobytes(check["bytes"])),
             fmt::format("{}, {:.1f} MB/s", time_of(check["ms"]), check["mb_per_s"].get<double>()));
  out += row(fmt::format("all {} decisions of the library to native code, once",
                         compile["decisions"].get<int>()),
             time_of(compile["ms"]));
  out +=
      "\n| decision | facts, norms | `.so` | `.wasm` | typed struct | by hand | ratio | JSON text "
      "|\n"
      "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n";
  for (const Json& d : results["decisions"])
    out += fmt::format("| `{}` | {}, {} | {} | {} | {:.0f} ns | {:.0f} ns | {:.2f} | {:.1f} µs |\n",
                       d["decision"].get<std::string>(), d["facts"].get<int>(),
                       d["norms"].get<int>(), kilobytes(d["so_bytes"]), kilobytes(d["wasm_bytes"]),
                       d["typed_ns"].get<double>(), d["hand_ns"].get<double>(),
                       d["ratio"].get<double>(), d["json_ns"].get<double>() / 1000);
  out += fmt::format(
      "\n*By hand* is a C++ function of the same law ([`tests/bench/`](tests/bench)), compiled by "
      "clang++ 19 with "
      "`-O2 -march=x86-64-v2`; it\nchecks the same ranges and fills the same struct, and every "
      "byte of both answers "
      "is compared before anything is timed. {} random\ncomplete cases a decision, the arms taking "
      "turns, medians "
      "of the rounds of wall time; JSON text includes writing the answer.\nMeasured on {}, {} "
      "cores, {}, LLVM "
      "19, by `./dev bench --readme`.\n",
      results["decisions"][0]["cases"].get<int>(),
      entry("/proc/cpuinfo", "model name", "an unnamed processor"),
      std::thread::hardware_concurrency(), entry("/etc/os-release", "PRETTY_NAME", "Linux"));
  return out;
}

}  // namespace phep::tests
