#include "lsp/ide/lens.h"

#include "lsp/ide/days.h"
#include "lsp/ide/force_days.h"
#include "lsp/ide/law_view.h"

#include <algorithm>

namespace phep::ide {
namespace {

Argument force_words(const ForceDays& days) {
  std::string vi;
  std::string en;
  if (days.from != hir::kAlways) {
    vi = "hiệu lực từ " + date_text(days.from);
    en = "in force from " + date_text(days.from);
  }
  if (days.until != hir::kForever) {
    vi += (vi.empty() ? "hiệu lực" : "") + std::string(" đến hết ") + date_text(days.until - 1);
    en += (en.empty() ? "in force" : "") + std::string(" through ") + date_text(days.until - 1);
  }
  return {std::move(vi), std::move(en)};
}

bool is_tested(const hir::Def& def) {
  return std::holds_alternative<hir::Norm>(def.node) ||
         std::holds_alternative<hir::Rule>(def.node) ||
         std::holds_alternative<hir::Decision>(def.node);
}

void add_definition(const hir::Def& def, std::vector<Lens>& out) {
  const auto* instrument = std::get_if<hir::Instrument>(&def.node);
  const hir::Authority* authority = authority_of(def);
  std::optional<ForceDays> days;
  if (instrument != nullptr) days = force_days(instrument->force);
  if (authority != nullptr) days = force_days(authority->force);
  if (days && !days->open())
    out.push_back({LensKind::InForce, def.name_span, {}, force_words(*days)});
  if (instrument != nullptr) out.push_back({LensKind::CitedBy, def.name_span, {}, {""}});
  if (is_tested(def)) out.push_back({LensKind::Tests, def.name_span, {}, {""}});
}

// The definition whose name stands exactly here.
hir::DefId named_at(const hir::Module& module, Span at) {
  for (std::uint32_t i = 0; i < module.defs.size(); ++i)
    if (module.defs[i].name.exists() && module.defs[i].name_span == at) return {module.file, i};
  return {};
}

bool asks_about(const hir::Test& test, hir::DefId def) {
  return std::ranges::any_of(test.expectations,
                             [&](const hir::Expectation& one) { return one.target == def; });
}

}  // namespace

std::vector<Lens> lenses(workspace::Workspace& workspace, FileId file) {
  std::vector<Lens> out;
  const auto parsed = workspace.parsed(file);
  if (parsed->diagnostics.has_errors()) return out;
  const auto checked = workspace.checked(file);
  for (const hir::Def& def : checked->module.defs)
    if (def.name.exists() && def.name_span.begin < def.name_span.end && def.name_span.file == file)
      add_definition(def, out);
  const auto run = [&](const ast::Text& title) {
    out.push_back({LensKind::RunTest, title.span, title.value, {"chạy kiểm thử", "run test"}});
  };
  for (const ast::DeclId id : parsed->module.order) {
    const ast::Decl& decl = parsed->module.decls[id];
    if (const auto* test = std::get_if<ast::Test>(&decl.node)) run(test->title);
    if (const auto* table = std::get_if<ast::TestTable>(&decl.node)) run(table->title);
  }
  std::ranges::stable_sort(out, {}, [](const Lens& one) { return one.at.begin; });
  return out;
}

std::vector<Span> counted(workspace::Workspace& workspace, LensKind kind, Span at,
                          std::span<const FileId> files, const std::atomic<bool>& stop) {
  std::vector<Span> out;
  const hir::DefId def = named_at(workspace.checked(at.file)->module, at);
  if (!def.exists()) return out;
  for (const FileId file : files) {
    if (stop.load(std::memory_order_relaxed)) return out;
    const auto checked = workspace.checked(file);
    if (kind == LensKind::Tests)
      for (const hir::Test& test : checked->module.tests)
        if (asks_about(test, def)) out.push_back(test.span);
    if (kind == LensKind::CitedBy)
      for (const hir::Mention& mention : checked->module.mentions)
        if (mention.cite.instrument == def) out.push_back(mention.cite.written.span);
  }
  std::ranges::sort(out);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Argument count_words(LensKind kind, std::size_t count) {
  const std::string number = std::to_string(count);
  if (kind == LensKind::CitedBy) return {number + " chỗ viện dẫn", "cited by " + number};
  return {number + " kiểm thử", number + (count == 1 ? " test" : " tests")};
}

Argument coverage_words(std::uint32_t seen, std::uint32_t of) {
  const std::string share =
      std::to_string(std::uint64_t{100} * seen / of) + " % (" + std::to_string(seen);
  return {"độ phủ " + share + "/" + std::to_string(of) + ")",
          "coverage " + share + " of " + std::to_string(of) + ")"};
}

}  // namespace phep::ide
