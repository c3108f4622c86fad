// Requests that help to write.
#include "compiler/base/text.h"
#include "compiler/syntax/format.h"
#include "lsp/ide/complete.h"
#include "lsp/server/analysis.h"
#include "lsp/server/handlers.h"

#include <algorithm>

namespace phep::server {
namespace {

// LSP's CompletionItemKind.
int kind_of(ide::ProposalKind kind) {
  switch (kind) {
    case ide::ProposalKind::Keyword: return 14;
    case ide::ProposalKind::Definition: return 21;  // Constant
    case ide::ProposalKind::Function: return 3;
    case ide::ProposalKind::Norm: return 7;   // Class
    case ide::ProposalKind::Type: return 22;  // Struct
    case ide::ProposalKind::Member: return 20;
    case ide::ProposalKind::Field: return 5;
    case ide::ProposalKind::Local: return 6;  // Variable
    case ide::ProposalKind::Module: return 9;
    case ide::ProposalKind::Provision: return 18;  // Reference
    case ide::ProposalKind::Unit: return 11;
    case ide::ProposalKind::Word: return 12;  // Value
  }
  return 1;
}

std::string rank_text(std::size_t rank) {
  const std::string digits = std::to_string(rank);
  return std::string(4 - std::min<std::size_t>(4, digits.size()), '0') + digits;
}

// The lines of a text, breaks included.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
    out.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

// Edits that turn one text into the other: one a run of lines that differ.
Json edits_between(const Document& document, std::string_view after, Encoding encoding) {
  const auto old_lines = lines_of(document.text);
  const auto new_lines = lines_of(after);
  std::size_t head = 0;
  const std::size_t least = std::min(old_lines.size(), new_lines.size());
  while (head < least && old_lines[head] == new_lines[head]) ++head;
  std::size_t tail = 0;
  while (tail < least - head &&
         old_lines[old_lines.size() - 1 - tail] == new_lines[new_lines.size() - 1 - tail])
    ++tail;
  Json out = Json::array();
  const auto offset = [&](const std::vector<std::string_view>& lines, std::string_view text,
                          std::size_t line) {
    return static_cast<std::uint32_t>(
        line < lines.size() ? static_cast<std::size_t>(lines[line].data() - text.data())
                            : text.size());
  };
  const auto add = [&](std::size_t old_from, std::size_t old_to, std::size_t new_from,
                       std::size_t new_to) {
    const std::uint32_t begin = offset(old_lines, document.text, old_from);
    const std::uint32_t end = offset(old_lines, document.text, old_to);
    const std::uint32_t from = offset(new_lines, after, new_from);
    const std::uint32_t to = offset(new_lines, after, new_to);
    out.push_back({{"range", range_json(document.lines(), begin, end, encoding)},
                   {"newText", after.substr(from, to - from)}});
  };
  const std::size_t old_end = old_lines.size() - tail;
  const std::size_t new_end = new_lines.size() - tail;
  if (old_end - head != new_end - head) {
    if (head < old_end || head < new_end) add(head, old_end, head, new_end);
    return out;
  }
  for (std::size_t line = head; line < old_end;) {
    std::size_t end = line;
    while (end < old_end && old_lines[end] != new_lines[end]) ++end;
    if (end > line) add(line, end, line, end);
    line = end + 1;
  }
  return out;
}

}  // namespace

Reply completion(Analysis& analysis, const PositionParams& params, const Ask& ask) {
  const auto place = analysis.place(params, ask);
  if (!place) return std::unexpected(place.error());
  const ide::Proposals found = ide::complete(analysis.workspace(), place->file, place->offset,
                                             analysis.saying(), ask.stop);
  const std::string_view text = analysis.lines(place->file).text;
  Json items = Json::array();
  for (const ide::Proposal& one : found.items) {
    // The editor would filter once more, without folding: it is told what was typed.
    Json item = {{"label", one.text},
                 {"kind", kind_of(one.kind)},
                 {"filterText", text.substr(one.replaced.begin, one.replaced.end - one.replaced.begin)},
                 {"sortText", rank_text(items.size())},
                 {"textEdit", {{"range", analysis.range(one.replaced)}, {"newText", one.text}}}};
    if (!one.detail.empty()) item["detail"] = one.detail;
    if (one.deprecated()) item["tags"] = Json::array({1});
    items.push_back(std::move(item));
  }
  return Json{{"isIncomplete", true}, {"items", std::move(items)}};
}

Reply formatting(const FormattingParams& /*params*/, const Ask& ask) {
  if (ask.document == nullptr || ask.document->lost)
    return refuse(ErrorCode::RequestFailed, "the document is not open");
  syntax::FormatOptions options;
  options.form = syntax::form_of(ask.document->path);
  const syntax::Formatted done = syntax::format({}, ask.document->text, options);
  if (done.text == ask.document->text) return Json::array();
  return edits_between(*ask.document, done.text, ask.encoding);
}

}  // namespace phep::server
