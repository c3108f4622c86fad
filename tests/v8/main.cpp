// Runs the tests of .phep files in V8 beside the interpreter: phep_v8_tests PATH…
#include "compiler/cli/code_memory.h"
#include "compiler/cli/engine_set.h"
#include "compiler/cli/session.h"
#include "compiler/cli/user_cache.h"
#include "tests/v8/v8_engine.h"

#include <cstdio>
#include <string>
#include <vector>

namespace phep::tests {
namespace {

int run(const std::vector<std::string>& paths) {
  auto session = cli::Session::start({});
  auto node = Node::start();
  const auto interpreter = cli::engine_set("interp", 0);
  const auto code = cli::may_recall() ? cli::code_memory() : nullptr;
  if (!session || !node || !interpreter) return 2;
  const testing::MakeEngines make =
      [&](const decision::Program& program,
          std::span<const std::uint8_t> image) -> Result<std::vector<testing::Engine>> {
    auto engines = (*interpreter)(program, image);
    if (!engines) return engines;
    auto v8 = v8_engine(*node, program, image, code.get());
    if (!v8) return std::unexpected(v8.error());
    engines->push_back(std::move(*v8));
    return engines;
  };
  const auto files = session->open(paths);
  if (!files) return cli::kIo;
  std::size_t passed = 0;
  std::size_t failed = 0;
  workspace::Workspace& workspace = session->workspace();
  for (const FileId file : *files) {
    const auto checked = workspace.checked(file);
    const auto modules = workspace.modules(file);
    const testing::Program program{modules, workspace.types(), workspace.names()};
    DiagnosticList lowering;
    const auto results = testing::run_module(program, checked->module, {}, make, lowering);
    if (!results) {
      std::fprintf(stderr, "%s: %s\n", workspace.sources().file(file).path.c_str(),
                   results.error().message.c_str());
      return 1;
    }
    for (const testing::TestResult& test : results->tests) {
      ++(test.passed() ? passed : failed);
      for (const testing::TestFailure& failure : test.failures)
        std::fprintf(stderr, "%s: expected %s, found %s\n", test.title.c_str(),
                     failure.expected.c_str(), failure.found.c_str());
    }
  }
  std::printf("%zu passed, %zu failed\n", passed, failed);
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace phep::tests

int main(int argc, char** argv) {
  return phep::tests::run({argv + 1, argv + argc});
}
