// Properties at scale and oracles that nobody here wrote: the programs behind tests/checks.
//   phep_oracles fmt     --programs 10000 [--seed N]
//   phep_oracles order   --times 100 [--seed N]
//   phep_oracles readings --cases 100 [--seed N] [--engine jit]
//   phep_oracles answers --engine interp,jit < cases.jsonl > answers.jsonl
#include "tests/oracles/answers.h"
#include "tests/oracles/formatting.h"
#include "tests/oracles/grammar.h"
#include "tests/oracles/order.h"
#include "tests/oracles/readings.h"
#include "tests/oracles/sentences.h"
#include "tests/oracles/sources.h"

#include <CLI/CLI.hpp>
#include <cstdio>

namespace {

int close(const phep::tests::Tally& tally) {
  std::printf("%llu passed, %llu failed\n", static_cast<unsigned long long>(tally.passed),
              static_cast<unsigned long long>(tally.failed));
  return tally.failed == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace phep::tests;
  CLI::App app("properties at scale");
  app.require_subcommand(1);
  std::uint64_t programs = 300, seed = 1;
  bool show = false, no_sources = false;
  CLI::App* formatting = app.add_subcommand("fmt", "what the formatter promises");
  formatting->add_option("--programs", programs, "random programs");
  formatting->add_option("--seed", seed);
  formatting->add_flag("--no-sources", no_sources, "random programs only");
  formatting->add_flag("--show", show, "print the program of a seed and stop");
  std::uint64_t times = 2;
  CLI::App* order = app.add_subcommand("order", "order never changes a result byte");
  order->add_option("--times", times, "orders tried");
  order->add_option("--seed", seed);
  std::string engine = "interp";
  CLI::App* answers = app.add_subcommand("answers", "cases by lines of JSON");
  answers->add_option("--engine", engine, "interp, jit, native, wasm or all");
  std::uint64_t cases = 10;
  CLI::App* readings = app.add_subcommand("readings", "what an answer rests on");
  readings->add_option("--cases", cases, "random cases of each decision");
  readings->add_option("--seed", seed);
  readings->add_option("--engine", engine, "interp, jit, native or wasm");
  CLI11_PARSE(app, argc, argv);
  if (*order) return close(check_order(times, seed));
  if (*readings) return close(check_readings(cases, seed, engine));
  if (*answers) return serve_answers(engine);
  if (*formatting) {
    if (!show) return close(check_formatting(!no_sources, programs, seed));
    Random random(seed);
    SentenceCounts counts;
    const auto grammar = read_grammar(source_text("grammar/PhepParser.g4"));
    std::fputs(write_sentences(grammar, random, counts).c_str(), stdout);
  }
  return 0;
}
