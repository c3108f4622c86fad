// Tests: norms that none asks about, and tests that repeat each other.
#include "compiler/diagnostics/kinds/drafting.h"
#include "compiler/lint/passes.h"

#include <map>
#include <set>
#include <string>

namespace phep::lint {
namespace {

// Norms that some test or recorded case asks about by name. Of a recorded case its file must hold
// the name: what it says of it is checked elsewhere.
std::set<hir::DefId> asked_norms(const Workspace& workspace) {
  const law::Register& law = workspace.law;
  std::set<hir::DefId> out;
  const auto decision_of = [&](hir::DefId id) {
    return std::get_if<hir::Decision>(&law.def(id).node);
  };
  for (const auto& [file, module] : law.modules)
    for (const hir::Test& test : module->tests)
      for (const hir::Expectation& expectation : test.expectations) {
        out.insert(expectation.target);
        const hir::Decision* decision = decision_of(expectation.target);
        if (decision == nullptr || !expectation.output.exists()) continue;
        for (const hir::NormUse& use : decision->norms)
          if (law.def(use.norm).name == expectation.output) out.insert(use.norm);
      }
  for (const CaseText& cases : workspace.cases) {
    const hir::Decision* decision = decision_of(cases.decision);
    if (decision == nullptr) continue;
    for (const hir::NormUse& use : decision->norms)
      if (cases.text.contains(law.names.text(law.def(use.norm).name))) out.insert(use.norm);
  }
  return out;
}

// The steps of a test without its title and layout; "" for a row of a table.
std::string steps_of(std::string_view text) {
  const auto title = text.find('"');
  const auto open =
      title == std::string_view::npos ? title : text.find('{', text.find('"', title + 1));
  if (open == std::string_view::npos || text.substr(0, title).contains('|')) return {};
  std::string out;
  for (const char c : text.substr(open)) {
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!space) {
      out += c;
    } else if (!out.ends_with(' ')) {
      out += ' ';
    }
  }
  return out;
}

// The lines that hold nothing but the span, with one blank line before them.
Span whole_lines(const SourceFile& source, Span span) {
  const std::string& text = source.text;
  std::uint32_t begin = span.begin;
  while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t')) --begin;
  std::uint32_t end = span.end;
  while (end < text.size() && (text[end] == ' ' || text[end] == '\t' || text[end] == '\r')) ++end;
  const bool alone =
      (begin == 0 || text[begin - 1] == '\n') && end < text.size() && text[end] == '\n';
  if (!alone) return span;
  if (begin >= 2 && text[begin - 2] == '\n') --begin;
  return {span.file, begin, end + 1};
}

void compare_tests(const law::Register& law, FileId file, DiagnosticList& out) {
  std::map<std::string, const hir::Test*> by_steps;
  std::map<std::string, const hir::Test*> by_title;
  for (const hir::Test& test : law.modules.at(file)->tests) {
    const std::string steps = steps_of(law.sources.text(test.span));
    if (steps.empty()) continue;
    const auto [same, fresh] = by_steps.try_emplace(steps, &test);
    if (!fresh) {
      out.report(diag::TestRepeats, test.span, test.title, same->second->title)
          .fix(FixGrade::Safe, {"xóa kiểm thử này", "remove this test"},
               {{whole_lines(law.sources.file(file), test.span), ""}});
      continue;
    }
    if (!by_title.try_emplace(test.title, &test).second)
      out.report(diag::TitleRepeats, test.span, test.title);
  }
}

}  // namespace

void look_at_tests(const Workspace& workspace, DiagnosticList& out) {
  const law::Register& law = workspace.law;
  const std::set<hir::DefId> asked = asked_norms(workspace);
  for (const FileId file : workspace.files) {
    const hir::Module& module = *law.modules.at(file);
    for (std::uint32_t i = 0; i < module.defs.size(); ++i)
      if (std::holds_alternative<hir::Norm>(module.defs[i].node) && !asked.contains({file, i}))
        out.report(diag::NormWithoutTest, module.defs[i].name_span,
                   law.names.text(module.defs[i].name));
    compare_tests(law, file, out);
  }
}

}  // namespace phep::lint
