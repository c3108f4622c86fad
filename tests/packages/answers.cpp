// Decides cases by the interpreter: phep_answers FILE DECISION < cases > answers. A case is a line
// "AS_OF<tab>facts", an answer "STATUS<tab>JSON".
#include "compiler/cli/session.h"
#include "compiler/cli/target.h"
#include "compiler/decision/image.h"
#include "compiler/engines/engines.h"

#include <cstdio>
#include <cstdlib>
#include <string>

namespace phep::tests {
namespace {

int run(const std::string& file, const std::string& decision) {
  auto session = cli::Session::start({});
  if (!session) return cli::kIo;
  const auto target = cli::open_target(*session, file, decision);
  if (!target) return target.error();
  const auto program = cli::lower_targets(*session, target->file, {target->def});
  if (!program) return program.error();
  const auto interpreter = engines::make_interpreter(*program, decision::encode(*program));
  if (!interpreter) return cli::kInternal;
  std::string line;
  for (int c = std::getchar(); c != EOF; c = std::getchar()) {
    if (c != '\n') {
      line += static_cast<char>(c);
      continue;
    }
    engines::CaseOptions options;
    options.as_of = std::strtoll(line.c_str(), nullptr, 10);
    options.certificate = false;
    const auto answer =
        (*interpreter)->run(0, std::string_view(line).substr(line.find('\t') + 1), options);
    if (!answer) return cli::kInternal;
    std::printf("%d\t%s\n", answer->status, answer->output.c_str());
    line.clear();
  }
  return 0;
}

}  // namespace
}  // namespace phep::tests

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  return phep::tests::run(argv[1], argv[2]);
}
