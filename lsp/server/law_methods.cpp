// Requests about law itself: its pages, links to it, its identity.
#include "compiler/diagnostics/explanation.h"
#include "lsp/ide/identity.h"
#include "lsp/ide/links.h"
#include "lsp/ide/page.h"
#include "lsp/server/analysis.h"
#include "lsp/server/handlers.h"
#include "lsp/server/uri.h"

#include <charconv>

namespace phep::server {
namespace {

std::string_view kind_word(ide::IdentityKind kind) {
  switch (kind) {
    case ide::IdentityKind::Import: return "import";
    case ide::IdentityKind::Export: return "export";
    case ide::IdentityKind::Local: return "local";
  }
  return "local";
}

// What `phep explain P2001` says.
constexpr std::string_view kExplainPages = "phep:explain/P";
std::optional<std::string> page_of_code(std::string_view digits, Language language) {
  std::uint16_t code = 0;
  const char* end = digits.data() + digits.size();
  const auto [rest, problem] = std::from_chars(digits.data(), end, code);
  if (problem != std::errc() || rest != end) return std::nullopt;
  return explanation(code, language);
}

}  // namespace

// The pages of law and of diagnostics, and the modules of the library as they are.
Reply text_content(Analysis& analysis, const DocumentParams& params, const Ask& ask) {
  if (params.path.starts_with(kExplainPages)) {
    auto text =
        page_of_code(params.path.substr(kExplainPages.size()), analysis.settings().language);
    if (!text) return refuse(ErrorCode::RequestFailed, "no such code");
    return Json{{"text", std::move(*text)}};
  }
  if (params.path.starts_with("phep:")) {
    const auto file = analysis.file(params.path, ask);
    if (!file) return std::unexpected(file.error());
    return Json{{"text", analysis.lines(*file).text}};
  }
  const auto files = analysis.everything(ask);
  if (!files) return std::unexpected(files.error());
  const std::vector<std::string> folders = analysis.folder_paths();
  auto text =
      ide::page(analysis.workspace(), params.path, *files, folders, analysis.saying(), ask.stop);
  if (!text)
    return refuse(ErrorCode::RequestFailed,
                  analysis.vi() ? "không có văn bản này" : "no such instrument");
  return Json{{"text", std::move(*text)}};
}

Reply document_link(Analysis& analysis, const DocumentParams& params, const Ask& ask) {
  const auto file = analysis.file(params.path, ask);
  if (!file) return std::unexpected(file.error());
  Json out = Json::array();
  for (const ide::Link& link : ide::links(analysis.workspace(), *file)) {
    if (ask.stop) break;
    out.push_back({{"range", analysis.range(link.span)}, {"data", {{"uri", analysis.uri(*file)}}}});
  }
  return out;
}

// No network is asked: a target is only looked at for its form.
Reply resolve_link(Analysis& analysis, const LinkParams& params, const Ask& ask) {
  const auto place = analysis.place(params.at, ask);
  if (!place) return std::unexpected(place.error());
  Json out = params.link;
  const auto found = ide::destination(analysis.workspace(), place->file, place->offset,
                                      analysis.settings().language);
  if (!found) return out;
  if (found->file.exists()) {
    out["target"] = analysis.uri(found->file);
  } else if (!found->url.empty() && !analysis.client().content) {
    out["target"] = found->url;
  } else if (found->address.starts_with("law:")) {
    out["target"] = uri_of_path(found->address);
  } else if (!found->address.empty()) {
    out["target"] = found->address;
  }
  if (!found->words.empty()) {
    out["tooltip"] = found->words;
    if (!found->url.empty()) out["tooltip"] = found->words + " · " + found->url;
  }
  return out;
}

Reply moniker(Analysis& analysis, const PositionParams& params, const Ask& ask) {
  const auto place = analysis.place(params, ask);
  if (!place) return std::unexpected(place.error());
  Json out = Json::array();
  if (const auto found = ide::identity_at(analysis.workspace(), place->file, place->offset))
    out.push_back({{"scheme", found->scheme},
                   {"identifier", found->identifier},
                   {"unique", found->everywhere ? "global" : "scheme"},
                   {"kind", kind_word(found->kind)}});
  return out;
}

}  // namespace phep::server
