// Four engines, one answer: the tour's law and programs written as Decision IR, to the byte.
#include "compiler/engines/engines.h"

#include "compiler/codegen/codegen.h"
#include "tests/unit/decision_world.h"

#include <doctest/doctest.h>

#include <chrono>

namespace phep::tests {

namespace {

using decision_test::moment;
using decision_test::sound;
using decision_test::tour;
using decision_test::World;

constexpr const char* kEngines[] = {"interp", "jit", "native", "wasm"};

// All engines over one program.
struct Bench {
  explicit Bench(const decision::Program& program, int sabotage = 0) {
    const auto image = decision::encode(program);
    for (const char* name : kEngines) {
      auto made = engines::make_engine(name, program, image, {sabotage});
      if (!made) FAIL(name, ": ", made.error().message);
      engines.push_back(std::move(*made));
    }
  }

  // The common answer; which way the JIT decided goes to *path.
  std::string run(std::uint32_t decision, std::string_view facts,
                  const engines::CaseOptions& options, engines::Path* path = nullptr) {
    std::string first;
    for (const auto& engine : engines) {
      const auto result = engine->run(decision, facts, options);
      if (!result) FAIL(engine->name(), ": ", result.error().message);
      if (engine == engines.front()) first = result->output;
      if (engine->name() == "jit" && path != nullptr) *path = result->path;
      CHECK_MESSAGE(result->output == first, engine->name(), " disagrees on ", facts);
    }
    return first;
  }

  std::vector<std::unique_ptr<engines::Engine>> engines;
};

}  // namespace

TEST_CASE("engines: the tour's breach report, clean and slow") {
  World w(std::vector<std::uint32_t>{});
  const auto law = tour(w);
  const decision::Program program = sound(w.lower({law.report, law.comply}));
  const auto begin = std::chrono::steady_clock::now();
  Bench bench(program);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  MESSAGE("four engines made in ms: ", took.count());
  engines::CaseOptions options;
  options.as_of = moment("2026-03-10T09:00+07:00");
  engines::Path path{};
  const std::string late = bench.run(
      0,
      R"({"detected_at":"2026-03-01T08:00+07:00","notified_at":"2026-03-04T10:00+07:00","harm":"serious","state_secret":false,"encrypted":true,"affected":12000})",
      options, &path);
  CHECK(path == engines::Path::Generated);
  CHECK(late.find(R"("status":"late")") != std::string::npos);
  MESSAGE(late);
  bench.run(
      0,
      R"({"detected_at":"2026-03-01T08:00+07:00","notified_at":null,"harm":"serious","encrypted":false})",
      options, &path);
  CHECK(path == engines::Path::Interpreted);
  MESSAGE(bench.run(0, R"({"harm":"grave"})", options));
  options.as_of = moment("2026-11-21T00:00+07:00");
  MESSAGE(bench.run(1, R"({"since":"2026-03-01","complied_on":null})", options, &path));
  CHECK(path == engines::Path::Interpreted);
}

}  // namespace phep::tests
