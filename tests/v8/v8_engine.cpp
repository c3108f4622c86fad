#include "tests/v8/v8_engine.h"

#include "compiler/codegen/codegen.h"
#include "compiler/runtime/phep_abi.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

namespace phep::tests {

using Json = nlohmann::json;

Result<std::shared_ptr<Node>> Node::start() {
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  // Closed on exec: a child that held another child's pipe open would keep it from ever ending.
  if (pipe2(in.data(), O_CLOEXEC) != 0 || pipe2(out.data(), O_CLOEXEC) != 0)
    return std::unexpected(Failure{"no pipes"});
  const int pid = fork();
  if (pid == 0) {
    dup2(in[0], 0);
    dup2(out[1], 1);
    execlp("node", "node", PHEP_SOURCE_DIR "/tests/v8/runner.mjs", nullptr);
    _exit(127);
  }
  close(in[0]);
  close(out[1]);
  if (pid < 0) return std::unexpected(Failure{"cannot fork"});
  std::shared_ptr<Node> node(new Node);
  node->pid_ = pid;
  node->to_ = in[1];
  node->from_ = out[0];
  return node;
}

Node::~Node() {
  close(to_);
  close(from_);
  int status = 0;
  waitpid(pid_, &status, 0);
}

std::string Node::ask(const std::string& line) {
  const std::string request = line + "\n";
  for (std::size_t at = 0; at < request.size();) {
    const auto n = write(to_, request.data() + at, request.size() - at);
    if (n <= 0) return {};
    at += static_cast<std::size_t>(n);
  }
  for (;;) {
    if (const auto end = buffer_.find('\n'); end != std::string::npos) {
      std::string answer = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      return answer;
    }
    std::array<char, 65536> chunk{};
    const auto n = read(from_, chunk.data(), chunk.size());
    if (n <= 0) return {};
    buffer_.append(chunk.data(), static_cast<std::size_t>(n));
  }
}

Result<testing::Engine> v8_engine(const std::shared_ptr<Node>& node,
                                  const decision::Program& program,
                                  std::span<const std::uint8_t> image, codegen::KeptCode* kept) {
  codegen::EmitOptions options;
  options.kept = kept;
  options.runtime = codegen::RuntimeLink::Prebuilt;
  const auto artifact = codegen::emit(program, image, codegen::Target::Wasm, options);
  if (!artifact) return std::unexpected(artifact.error());
  const auto path =
      std::filesystem::temp_directory_path() / ("phep-v8-" + std::to_string(getpid()) + ".wasm");
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(artifact->bytes.data()),
             static_cast<std::streamsize>(artifact->bytes.size()));
  const Json loaded = Json::parse(node->ask(Json{{"load", path.string()}}.dump()), nullptr, false);
  std::filesystem::remove(path);
  if (!loaded.is_object() || !loaded.contains("module"))
    return std::unexpected(Failure{"node did not load the module (is there a node on the PATH?)"});
  std::vector<std::string> exports;
  for (const decision::Decision& decision : program.decisions)
    exports.push_back(decision.export_name);
  const auto run = [node, exports, module = loaded["module"].get<int>()](
                       std::uint32_t decision, std::string_view facts,
                       const testing::CaseOptions& chosen) {
    const Json request = {{"module", module},
                          {"name", exports.at(decision)},
                          {"facts", facts},
                          {"as_of", std::to_string(chosen.as_of)},
                          {"law_date", chosen.law_date ? Json(*chosen.law_date) : Json(nullptr)},
                          {"readings", chosen.readings},
                          {"flags", chosen.certificate ? PHEP_WITH_CERTIFICATE : 0}};
    const Json answer = Json::parse(node->ask(request.dump()), nullptr, false);
    testing::CaseOutcome outcome;
    outcome.status = answer.is_object() ? answer.value("status", -1) : -1;
    outcome.output = answer.is_object() ? answer.value("output", "") : "node died";
    return outcome;
  };
  return testing::Engine{"v8", run};
}

}  // namespace phep::tests
