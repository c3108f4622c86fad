#include "lsp/ide/action.h"

#include "compiler/diagnostics/fixes.h"
#include "lsp/ide/days.h"

#include <algorithm>
#include <string>

namespace phep::ide {
namespace {

// How long an allowance is proposed to last: a quarter, so that somebody looks again.
constexpr std::int32_t kAllowedDays = 90;

bool touches(Span span, Span at) {
  return span.file == at.file && span.begin <= at.end && at.begin <= span.end;
}

// Where the line of this place begins, above its documentation: a comment between would part them.
std::uint32_t line_above(std::string_view text, std::uint32_t offset) {
  const auto begin_of = [&](std::size_t at) {
    const auto before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    return before == std::string_view::npos ? std::size_t{0} : before + 1;
  };
  std::size_t line = begin_of(offset);
  while (line > 0) {
    const std::size_t above = begin_of(line - 1);
    const auto word = text.find_first_not_of(" \t", above);
    if (word == std::string_view::npos || !text.substr(word).starts_with("///")) break;
    line = above;
  }
  return static_cast<std::uint32_t>(line);
}

Action allow(const SourceFile& source, const Diagnostic& item, std::size_t index,
             std::int32_t today) {
  const std::string_view text = source.text;
  const std::uint32_t begin = line_above(text, item.span.begin);
  const auto word = std::min(text.find_first_not_of(" \t", begin), text.size());
  const std::string indent(text.substr(begin, word - begin));
  const std::string code = code_text(item.row->code);
  const std::string until = date_text(today + kAllowedDays);
  return {ActionKind::Allow,
          {"cho phép " + code + " đến " + until + ", ghi lý do",
           "allow " + code + " until " + until + ", with a reason"},
          index,
          false,
          {{{item.span.file, begin, begin},
            indent + "// phép: allow " + code + " until " + until + " \"?\"\n"}}};
}

// Warnings that a comment can let stand: not those about such comments.
bool can_stand(const Diagnostic& item) {
  const bool mild = item.row->severity == Severity::Warning || item.row->severity == Severity::Lint;
  return mild && !std::string_view(item.row->name).starts_with("Allowance") &&
         std::string_view(item.row->name) != "NotAllowable";
}

}  // namespace

std::vector<Action> actions(workspace::Workspace& workspace, FileId file,
                            const DiagnosticList& told, Span at, std::int32_t today) {
  std::vector<Action> out;
  if (workspace.in_library(file)) return out;  // nobody edits the embedded library
  const SourceFile& source = workspace.sources().file(file);
  for (std::size_t i = 0; i < told.items().size(); ++i) {
    const Diagnostic& item = told.items()[i];
    if (!touches(item.span, at)) continue;
    for (const Fix& fix : item.fixes)
      if (!fix.edits.empty())
        out.push_back({ActionKind::QuickFix, fix.title, i, fix.grade == FixGrade::Safe, fix.edits});
    if (auto mended = mend(workspace, file, item)) {
      mended->diagnostic = i;
      out.push_back(std::move(*mended));
    }
  }
  for (std::size_t i = 0; i < told.items().size(); ++i)
    if (const Diagnostic& item = told.items()[i]; touches(item.span, at) && can_stand(item))
      out.push_back(allow(source, item, i, today));
  if (auto edits = safe_edits(told, file); !edits.empty())
    out.push_back({ActionKind::FixAll,
                   {"sửa mọi chỗ sửa được an toàn", "apply all safe fixes"},
                   std::nullopt,
                   false,
                   std::move(edits)});
  for (Action& one : rewrites(workspace, at)) out.push_back(std::move(one));
  if (told.has_errors()) return out;  // what is broken is mended first
  if (auto extracted = extract_condition(workspace, file, at)) out.push_back(std::move(*extracted));
  if (auto test = add_test(workspace, file, at.begin, today)) out.push_back(std::move(*test));
  return out;
}

}  // namespace phep::ide
