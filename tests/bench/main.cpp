// Measures what the README's table says. Medians of repeated runs; the hand-written decisions stand
// beside ours in the same process and on the same facts, and every answer is compared before
// anything is timed.
//   phep_bench --phep build/bin/phep --out results.json [--work FOLDER]
#include "compiler/codegen/codegen.h"
#include "compiler/decision/image.h"
#include "compiler/decision/lower.h"
#include "compiler/workspace/workspace.h"
#include "tests/bench/decisions.h"
#include "tests/bench/sources.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sys/wait.h>
#include <unistd.h>

namespace phep::tests {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

double milliseconds(const std::function<void()>& work) {
  const auto start = Clock::now();
  work();
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
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

void run_process(const std::vector<std::string>& words) {
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
  waitpid(pid, &status, 0);
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
      std::vector<decision::Entry> entries;
      for (std::uint32_t i = 0; i < checked->module.defs.size(); ++i)
        if (std::holds_alternative<hir::Decision>(checked->module.defs[i].node))
          entries.push_back({{id, i}});
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

int run(const std::string& phep, const std::string& stdlib, const std::string& file) {
  Json out;
  out["version_ms"] = median_of(21, [&] { run_process({phep, "--version"}); });
  out["check_stdlib_ms"] = median_of(7, [&] { run_process({phep, "check", stdlib}); });
  measure_front_end(out);
  measure_native_compile(out);
  out["decisions"] = measure_decisions();
  std::ofstream(file) << out.dump(2) << "\n";
  std::puts(out.dump(2).c_str());
  return out["decisions"].is_array() ? 0 : 1;
}

}  // namespace
}  // namespace phep::tests

int main(int argc, char** argv) {
  std::string phep = "build/bin/phep";
  std::string stdlib = "stdlib";
  std::string file = "build/bench.json";
  CLI::App app("measures what the README's table says");
  app.add_option("--phep", phep);
  app.add_option("--stdlib", stdlib);
  app.add_option("--out", file);
  CLI11_PARSE(app, argc, argv);
  return phep::tests::run(phep, stdlib, file);
}
