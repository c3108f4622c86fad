// `phep fmt PATH…`: canonical source, in place; with --check only says which files differ.
#include "compiler/base/text.h"
#include "compiler/cli/commands/commands.h"
#include "compiler/cli/json_text.h"
#include "compiler/cli/session.h"
#include "compiler/cli/status_spelling.h"
#include "compiler/syntax/format.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace phep::cli {

int run_fmt(const CommonOptions& common, const FmtOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  const auto keywords = options.keywords == "vi"   ? syntax::KeywordLanguage::Vietnamese
                        : options.keywords == "en" ? syntax::KeywordLanguage::English
                                                   : syntax::KeywordLanguage::Keep;
  int exit = kOk;
  std::size_t different = 0;
  nlohmann::ordered_json paths = nlohmann::ordered_json::array();
  for (const std::string& path : options.paths)
    if (path == "-") {
      session->fail("fmt chưa đọc từ đầu vào chuẩn", "fmt does not read standard input");
      return kUsage;
    }
  const auto files = session->open(options.paths);
  if (!files) return kIo;
  for (const FileId file : *files) {
    const SourceFile& source = session->workspace().sources().file(file);
    std::string text = source.text;
    if (keywords != syntax::KeywordLanguage::Keep) {
      workspace::Workspace& workspace = session->workspace();
      text = with_statuses_in(keywords == syntax::KeywordLanguage::Vietnamese,
                              workspace.parsed(file)->module, workspace.checked(file)->module,
                              workspace.names(), text);
    }
    const auto formatted = syntax::format(file, text, {keywords, syntax::form_of(source.path)});
    if (formatted.diagnostics.has_errors()) {
      // What cannot be read is not rewritten: its diagnostics say why.
      session->print(formatted.diagnostics);
      exit = kInvalid;
      continue;
    }
    if (formatted.text == source.text) continue;
    ++different;
    paths.push_back(source.path);
    if (options.check) {
      if (!session->json()) write_out(visible(source.path) + "\n");
    } else if (const auto written = write_file(source.path, formatted.text); !written) {
      session->fail("không ghi được " + source.path, written.error().message);
      return kIo;
    }
  }
  if (exit == kOk && options.check && different > 0) exit = kFindings;
  if (session->json())
    write_out(
        json_text(nlohmann::ordered_json{{options.check ? "different" : "rewritten", paths}}));
  if (!session->json() && !options.check)
    std::fputs(fmt::format("{}\n", session->vi() ? fmt::format("đã viết lại {} tệp", different)
                                                 : fmt::format("{} file{} rewritten", different,
                                                               different == 1 ? "" : "s"))
                   .c_str(),
               stderr);
  return exit;
}

}  // namespace phep::cli
