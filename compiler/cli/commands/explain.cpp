// `phep explain P1234`: the long text of a diagnostic. `phep explain FILE --facts F.json`: why a
// decision is what it is.
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/session.h"
#include "compiler/diagnostics/explanation.h"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <string>

namespace phep::cli {

int run_explain(const CommonOptions& common, const ExplainOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  if (!options.facts.empty()) return run_explain_case(*session, options);
  std::string code = options.what;
  if (!code.empty() && (code[0] == 'P' || code[0] == 'p')) code.erase(0, 1);
  const bool digits = code.size() == 4 && code.find_first_not_of("0123456789") == std::string::npos;
  const auto text = digits
                        ? explanation(static_cast<std::uint16_t>(std::stoi(code)), common.language)
                        : std::nullopt;
  if (!text) {
    session->fail(
        "không có mã chẩn đoán `" + options.what + "`; để giải thích một quyết định, thêm --facts",
        "no diagnostic has the code `" + options.what + "`; to explain a decision, add --facts");
    return kUsage;
  }
  if (session->json()) {
    const auto number = static_cast<std::uint16_t>(std::stoi(code));
    write_out(nlohmann::ordered_json{{"code", "P" + code},
                                     {"vi", explanation(number, Language::Vietnamese).value_or("")},
                                     {"en", explanation(number, Language::English).value_or("")}}
                  .dump(2) +
              "\n");
    return kOk;
  }
  write_out(*text);
  return kOk;
}

}  // namespace phep::cli
