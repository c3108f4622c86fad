// phep-lsp: the language server, over standard input and output.
#include "compiler/base/out_of_memory.h"
#include "lsp/server/methods.h"
#include "lsp/server/platform.h"
#include "lsp/server/server.h"

#include <cstdio>
#include <cstring>
#include <new>
#include <string>

namespace {

constexpr const char* kHelp =
    "phep-lsp " PHEP_VERSION
    "\n"
    "Máy chủ ngôn ngữ của Phép: trình soạn thảo khởi động nó và nói LSP qua stdin, stdout.\n"
    "The language server of Phép: an editor starts it and speaks LSP on stdin and stdout.\n"
    "  --version  phiên bản / its version\n"
    "  --stats    khi kết thúc, ghi thời gian từng yêu cầu ra stderr / at the end, what requests "
    "took, on stderr\n";

// Every method with its lane and capability, and what clients are told, for the tests that hold
// them against each other.
std::string table() {
  phep::server::Json rows = phep::server::Json::array();
  for (const phep::server::Method& method : phep::server::methods())
    rows.push_back({{"name", method.name},
                    {"request", method.sort == phep::server::Sort::Request},
                    {"lane", static_cast<int>(method.lane)},
                    {"capability", method.capability},
                    {"for_tests", method.for_tests}});
  phep::server::Json told = phep::server::Json::array();
  for (const std::string_view one : phep::server::told_to_clients()) told.push_back(one);
  const phep::server::Json out = {{"methods", std::move(rows)}, {"told", std::move(told)}};
  return out.dump(1) + "\n";
}

}  // namespace

int main(int argc, char** argv) {
  phep::server::prepare_streams();
  // No request is answered half, and no document kept that an edit reached in part: editors start
  // the server anew and send it what they hold.
  std::set_new_handler(phep::end_without_memory);
  phep::end_where_nobody_catches();
  phep::server::Options options;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--help") == 0) return std::fputs(kHelp, stdout) < 0;
    if (std::strcmp(argv[i], "--version") == 0) return std::puts("phep-lsp " PHEP_VERSION) < 0;
    if (std::strcmp(argv[i], "--methods") == 0) return std::fputs(table().c_str(), stdout) < 0;
    if (std::strcmp(argv[i], "--test-hold") == 0) options.test_hold = true;
    if (std::strcmp(argv[i], "--test-progress") == 0) options.progress_at_once = true;
    if (std::strcmp(argv[i], "--stats") == 0) options.stats = true;
    // `--stdio` and what else clients add are accepted: there is only one way to talk.
  }
  phep::server::Server server(0, 1, options);
  return server.run();
}
