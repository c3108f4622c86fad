// `phep version`: the tool, the language edition, the ABI and the library it carries.
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/json_text.h"
#include "compiler/cli/session.h"
#include "compiler/runtime/phep_abi.h"

#include <nlohmann/json.hpp>

namespace phep::cli {

int run_version(const CommonOptions& common) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  const std::string hash = workspace::library_hash(session->workspace().library());
  if (session->json()) {
    const nlohmann::ordered_json out = {
        {"tool", PHEP_VERSION},
        {"language", PHEP_EDITION},
        {"abi", PHEP_ABI_VERSION},
        {"library", {{"sha256", hash}, {"modules", session->workspace().library().files.size()}}}};
    write_out(json_text(out));
  } else {
    write_out("phep " PHEP_VERSION " (language " PHEP_EDITION ", ABI " +
              std::to_string(PHEP_ABI_VERSION) + ", library " + hash.substr(0, 12) + ")\n");
  }
  return kOk;
}

}  // namespace phep::cli
