// Measures what the README's table says. Medians of repeated runs; the hand-written decisions stand
// beside ours in the same process and on the same facts, and every answer is compared before
// anything is timed.
//   phep_bench --phep build/bin/phep --out results.json --table results.md
#include "compiler/codegen/codegen.h"
#include "compiler/decision/image.h"
#include "compiler/decision/lower.h"
#include "compiler/workspace/workspace.h"
#include "tests/bench/decisions.h"
#include "tests/bench/sources.h"
#include "tests/bench/table.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

namespace phep::tests {
namespace {

using Json = nlohmann::ordered_json;

// Processor time, since other programs may share the machine.
double milliseconds(const std::function<void()>& work) {
  const auto now = [] {
    timespec at{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return static_cast<double>(at.tv_sec) * 1e3 + static_cast<double>(at.tv_nsec) / 1e6;
  };
  const double start = now();
  work();
  return now() - start;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values.at(values.size() / 2);
}

double median_of(int runs, const std::function<void()>& work) {
  std::vector<double> values;
  for (int i = 0; i < runs; ++i) values.push_back(milliseconds(work));
  return median(values);
}

// A new process from start to end: its processor time, loading included.
double process_milliseconds(const std::vector<std::string>& words) {
  const int pid = fork();
  if (pid == 0) {
    const int null = open("/dev/null", O_WRONLY);
    dup2(null, 1);
    dup2(null, 2);
    std::vector<char*> args;
    for (const std::string& word : words) args.push_back(const_cast<char*>(word.c_str()));
    args.push_back(nullptr);
    execv(args[0], args.data());
    _exit(127);
  }
  int status = 0;
  rusage used{};
  wait4(pid, &status, 0, &used);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    std::fprintf(stderr, "phep_bench: %s failed\n", words[0].c_str());
  const auto ms = [](const timeval& at) {
    return static_cast<double>(at.tv_sec) * 1e3 + static_cast<double>(at.tv_usec) / 1e3;
  };
  return ms(used.ru_utime) + ms(used.ru_stime);
}

double median_process(int runs, const std::vector<std::string>& words) {
  std::vector<double> values;
  for (int i = 0; i < runs; ++i) values.push_back(process_milliseconds(words));
  return median(values);
}

struct Source {
  std::string text;
  std::optional<std::string> operator()(const std::string& path) const {
    return path == "long.phep" ? std::optional(text) : std::nullopt;
  }
};

void measure_front_end(Json& out) {
  const std::string text = long_source(10'000);
  const auto lines = std::ranges::count(text, '\n');
  bool valid = true;
  const double ms = median_of(7, [&] {
    workspace::Workspace workspace(Source{text}, workspace::embedded_library());
    const FileId file = *workspace.open("long.phep");
    valid = valid && !workspace.diagnostics(file).has_errors();
  });
  if (!valid) std::fprintf(stderr, "the long source has errors\n");
  out["check_10000_lines"] = {{"lines", lines},
                              {"bytes", text.size()},
                              {"ms", ms},
                              {"valid", valid},
                              {"mb_per_s", static_cast<double>(text.size()) / 1e6 / (ms / 1000)}};
}

// Every decision of the library to a shared library, module by module.
void measure_native_compile(Json& out) {
  workspace::Workspace workspace([](const std::string&) { return std::nullopt; },
                                 workspace::embedded_library());
  std::size_t decisions = 0;
  std::size_t bytes = 0;
  const double ms = milliseconds([&] {
    for (const auto& file : workspace::embedded_library().files) {
      std::string name = file.path.substr(0, file.path.rfind(".phep"));
      std::ranges::replace(name, '/', '.');
      const FileId id = workspace.open_library(name);
      const auto checked = workspace.checked(id);
      const std::vector<decision::Entry> entries = decision::declared_decisions(checked->module);
      if (entries.empty()) continue;
      const auto lowered =
          decision::lower(workspace.modules(id), workspace.types(), workspace.names(), entries, {});
      const auto image = decision::encode(lowered.program);
      const auto artifact =
          codegen::emit(lowered.program, image, codegen::Target::NativeShared, {});
      decisions += entries.size();
      if (artifact) bytes += artifact->bytes.size();
    }
  });
  out["native_compile_stdlib"] = {{"ms", ms}, {"decisions", decisions}, {"bytes", bytes}};
}

int run(const std::string& phep, const std::string& stdlib, const std::string& file,
        const std::string& markdown, bool only_decisions) {
  Json out;
  if (only_decisions) {
    out = measure_decisions();
    std::puts(out.dump(2).c_str());
    return out.is_array() ? 0 : 1;
  }
  out["version_ms"] = median_process(21, {phep, "--version"});
  out["check_stdlib_ms"] = median_process(7, {phep, "check", stdlib, "--no-cache"});
  out["check_stdlib_recalled_ms"] = median_process(7, {phep, "check", stdlib});
  measure_front_end(out);
  measure_native_compile(out);
  out["decisions"] = measure_decisions();
  std::ofstream(file) << out.dump(2) << "\n";
  std::puts(out.dump(2).c_str());
  if (out["decisions"].is_string())
    std::fprintf(stderr, "phep_bench: %s\n", out["decisions"].get<std::string>().c_str());
  if (!out["decisions"].is_array() || !out["check_10000_lines"]["valid"].get<bool>()) return 1;
  if (!markdown.empty()) std::ofstream(markdown) << table(out);
  return 0;
}

}  // namespace
}  // namespace phep::tests

int main(int argc, char** argv) {
  std::string phep = "build/bin/phep";
  std::string stdlib = "stdlib";
  std::string file = "build/bench.json";
  std::string markdown;
  bool only_decisions = false;
  CLI::App app("measures what the README's table says");
  app.add_option("--phep", phep);
  app.add_option("--stdlib", stdlib);
  app.add_option("--out", file);
  app.add_option("--table", markdown);
  app.add_flag("--only-decisions", only_decisions, "hold compiled against hand-written, and stop");
  CLI11_PARSE(app, argc, argv);
  return phep::tests::run(phep, stdlib, file, markdown, only_decisions);
}
