// Writes down tables, facts and answers for replay.cpp:
//   phep_recorded FILE [--programs N] [--cases N] [--seed S] PATH…
// The tests and case files of the paths, and random cases of N generated programs. What is wrong
// with a test is not this program's business: the answers are recorded as they are.
#include "compiler/cli/case_files.h"
#include "compiler/cli/session.h"
#include "compiler/decision/image.h"
#include "compiler/decision/lower.h"
#include "compiler/engines/engines.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/runtime/runtime.h"
#include "compiler/testing/run.h"
#include "tests/generated/facts_writer.h"
#include "tests/generated/program_writer.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

namespace phep::tests {
namespace {

struct Settings {
  std::string file;
  std::vector<std::string> paths;
  std::uint64_t programs = 0, cases = 20, seed = 1;
};

class Recording {
 public:
  explicit Recording(const std::string& path) : file_(std::fopen(path.c_str(), "wb")) {}
  ~Recording() {
    if (file_ != nullptr) std::fclose(file_);
  }
  Recording(const Recording&) = delete;
  Recording& operator=(const Recording&) = delete;
  [[nodiscard]] bool open() const { return file_ != nullptr; }
  [[nodiscard]] std::uint64_t cases() const { return cases_; }

  void add_image(std::span<const std::uint8_t> image) {
    std::fprintf(file_, "image %zu\n", image.size());
    std::fwrite(image.data(), 1, image.size(), file_);
  }
  // `decision` is an index of the image.
  void add_case(std::uint32_t decision, std::string_view facts, const testing::CaseOptions& options,
                int status, const std::string& answer) {
    ++cases_;
    std::fprintf(file_, "case %u %lld %d %u %zu", decision, static_cast<long long>(options.as_of),
                 options.law_date.value_or(PHEP_NO_DATE),
                 options.certificate ? unsigned{PHEP_WITH_CERTIFICATE} : 0U,
                 options.readings.size());
    for (const std::int32_t reading : options.readings) std::fprintf(file_, " %d", reading);
    std::fprintf(file_, " %zu %d %zu\n", facts.size(), status, answer.size());
    std::fwrite(facts.data(), 1, facts.size(), file_);
    std::fwrite(answer.data(), 1, answer.size(), file_);
  }

 private:
  std::FILE* file_;
  std::uint64_t cases_ = 0;
};

// The interpreter, which is written down while it decides.
Result<std::vector<testing::Engine>> recorded(Recording& recording,
                                              const decision::Program& program,
                                              std::span<const std::uint8_t> image) {
  auto made = engines::make_interpreter(program, image);
  if (!made) return std::unexpected(made.error());
  const std::shared_ptr<engines::Engine> interpreter = std::move(*made);
  recording.add_image(image);
  const auto* header = reinterpret_cast<const runtime::Header*>(image.data());
  std::vector<std::uint32_t> indices;
  for (const decision::Decision& decision : program.decisions)
    indices.push_back(runtime::find_decision(header, decision.name.data(), decision.name.size()));
  const auto run = [&recording, interpreter, indices](std::uint32_t decision,
                                                      std::string_view facts,
                                                      const testing::CaseOptions& options) {
    testing::CaseOutcome out;
    const auto status = interpreter->answer(
        decision, facts, {options.as_of, options.law_date, options.readings, options.certificate},
        out.output);
    out.status = status ? *status : -1;
    recording.add_case(indices[decision], facts, options, out.status, out.output);
    return out;
  };
  return std::vector<testing::Engine>{{"interp", run}};
}

testing::MakeEngines recorder(Recording& recording) {
  return [&recording](const decision::Program& program, std::span<const std::uint8_t> image) {
    return recorded(recording, program, image);
  };
}

bool record_tests(const std::vector<std::string>& paths, Recording& recording) {
  auto session = cli::Session::start({});
  if (!session) return false;
  const auto files = session->open(paths);
  if (!files) return false;
  workspace::Workspace& workspace = session->workspace();
  for (const FileId file : *files) {
    const auto checked = workspace.checked(file);
    const auto modules = workspace.modules(file);
    const auto outside = workspace.outside_specials(file);
    DiagnosticList list;
    const auto cases = cli::case_texts(workspace, file, list);
    const testing::Program program{modules, workspace.types(), workspace.names(), outside};
    const auto results =
        testing::run_module(program, checked->module, {}, recorder(recording), list, cases);
    if (results) continue;
    std::fprintf(stderr, "%s: %s\n", workspace.sources().file(file).path.c_str(),
                 results.error().message.c_str());
    return false;
  }
  return true;
}

bool record_program(std::uint64_t seed, std::uint64_t cases, Recording& recording) {
  const GeneratedProgram program = write_program(seed);
  workspace::Workspace workspace(
      [&](const std::string& path) -> std::optional<std::string> {
        return path == "generated.phep" ? std::optional(program.source) : std::nullopt;
      },
      workspace::embedded_library());
  const FileId file = *workspace.open("generated.phep");
  const auto checked = workspace.checked(file);
  const std::vector<decision::Entry> entries = decision::declared_decisions(checked->module);
  const auto lowered =
      decision::lower(workspace.modules(file), workspace.types(), workspace.names(), entries, {});
  if (lowered.diagnostics.has_errors()) return false;
  const auto image = decision::encode(lowered.program);
  const auto engines = recorded(recording, lowered.program, image);
  if (!engines) return false;
  Random random(seed ^ 0xC0FFEE);
  for (std::uint64_t i = 0; i < cases; ++i) {
    const GeneratedCase made = write_case(program, 40, random);
    testing::CaseOptions options;
    options.as_of = made.as_of;
    options.readings.assign(lowered.program.readings.size(), random.chance(30) ? 1 : -1);
    (*engines)[0].run(0, made.facts.dump(), options);
  }
  return true;
}

int run(const Settings& settings) {
  Recording recording(settings.file);
  if (!recording.open()) {
    std::perror(settings.file.c_str());
    return cli::kIo;
  }
  if (!record_tests(settings.paths, recording)) return 1;
  const std::uint64_t of_tests = recording.cases();
  for (std::uint64_t i = 0; i < settings.programs; ++i)
    if (!record_program(settings.seed + i, settings.cases, recording)) {
      std::fprintf(stderr, "the program of seed %llu is not valid\n",
                   static_cast<unsigned long long>(settings.seed + i));
      return 1;
    }
  std::printf("%llu cases of tests, %llu of generated programs\n",
              static_cast<unsigned long long>(of_tests),
              static_cast<unsigned long long>(recording.cases() - of_tests));
  return 0;
}

}  // namespace
}  // namespace phep::tests

int main(int argc, char** argv) {
  phep::tests::Settings settings;
  CLI::App app("tables, facts and answers, for other machines");
  app.add_option("file", settings.file)->required();
  app.add_option("paths", settings.paths)->required();
  app.add_option("--programs", settings.programs);
  app.add_option("--cases", settings.cases);
  app.add_option("--seed", settings.seed);
  CLI11_PARSE(app, argc, argv);
  return phep::tests::run(settings);
}
