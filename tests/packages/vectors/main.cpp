// Cases of one decision with the interpreter's answers, as a package brings them:
//   phep_vectors FILE --decision NAME --count N [--seed S]
#include "compiler/cli/engine_set.h"
#include "compiler/cli/options.h"
#include "compiler/cli/session.h"
#include "compiler/cli/target.h"
#include "compiler/decision/image.h"
#include "compiler/testing/vectors.h"

#include <CLI/CLI.hpp>
#include <cstdio>

namespace phep::tests {
namespace {

struct Settings {
  std::string file, decision;
  std::uint64_t count = 1'000, seed = 1;
};

int run(const Settings& settings) {
  auto session = cli::Session::start({});
  if (!session) return cli::kIo;
  const auto target = cli::open_target(*session, settings.file, settings.decision);
  if (!target) return target.error();
  const auto program = cli::lower_targets(*session, target->file, {target->def});
  if (!program) return program.error();
  const auto image = decision::encode(*program);
  const auto engines = (*cli::engine_set("interp", 0))(*program, image);
  if (!engines) return cli::kInternal;
  testing::Vectors vectors(*program, 0, (*engines)[0], settings.seed);
  for (std::uint64_t i = 0; i < settings.count; ++i) std::puts(vectors.next().c_str());
  return 0;
}

}  // namespace
}  // namespace phep::tests

int main(int argc, char** argv) {
  phep::tests::Settings settings;
  CLI::App app("cases with the interpreter's answers");
  app.add_option("file", settings.file)->required();
  app.add_option("--decision", settings.decision);
  app.add_option("--count", settings.count);
  app.add_option("--seed", settings.seed);
  CLI11_PARSE(app, argc, argv);
  return phep::tests::run(settings);
}
