#include "compiler/cli/byte_place.h"

#include "compiler/base/text.h"
#include "compiler/cli/json_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace phep::cli {

void print_at_bytes(const Session& session, const std::string& file, const DiagnosticList& found) {
  const Language language = session.options().language;
  nlohmann::ordered_json items = nlohmann::ordered_json::array();
  for (const Diagnostic& one : found.items()) {
    const std::string vi = message(*one.row, one.arguments, Language::Vietnamese);
    const std::string en = message(*one.row, one.arguments, Language::English);
    const std::string code = code_text(one.row->code);
    items.push_back({{"code", code}, {"byte", one.span.begin}, {"vi", vi}, {"en", en}});
    if (session.json()) continue;
    const std::string picture = fmt::format(
        "{}[{}]: {}\n  --> {}: byte {:#x}\n\n", severity_word(one.row->severity, language), code,
        visible(session.say(vi, en)), visible(file), one.span.begin);
    std::fputs(picture.c_str(), stderr);
  }
  if (session.json())
    write_out(json_text(nlohmann::ordered_json{
        {"file", file}, {"verified", found.empty()}, {"diagnostics", std::move(items)}}));
}

}  // namespace phep::cli
