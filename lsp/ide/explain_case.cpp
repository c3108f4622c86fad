#include "lsp/ide/explain_case.h"

#include "compiler/base/check.h"
#include "compiler/explain/document.h"
#include "lsp/ide/views.h"

namespace phep::ide {
namespace {

// Plain text as Markdown: nothing in it is markup.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\`*_{}[]<>#|~").contains(c)) out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

class Markdown {
 public:
  std::string write(const explain::Document& document) {
    for (const auto& [name, value] : document.particulars)
      out_ += "- " + plain(name) + ": " + plain(value) + "\n";
    for (const explain::Section& one : document.sections) section(one, 2);
    for (const std::string& line : document.footer) out_ += "\n" + plain(line) + "\n";
    return std::move(out_);
  }

 private:
  void section(const explain::Section& section, std::size_t depth) {
    out_ += "\n" + std::string(std::min<std::size_t>(depth, 6), '#') + " " + plain(section.heading);
    if (!section.badge.empty()) out_ += " – " + plain(section.badge);
    out_ += "\n\n";
    for (const explain::Block& one : section.blocks) block(one);
    for (const explain::Section& one : section.below) this->section(one, depth + 1);
  }
  void block(const explain::Block& block) {
    if (!block.text.empty()) out_ += plain(block.text) + "\n\n";
    const bool steps = block.is == explain::Block::Is::Steps;
    for (const explain::Item& one : block.items) item(one, 0, steps ? "1. " : "- ");
    if (!block.items.empty()) out_ += "\n";
    if (block.rows.empty()) return;
    row(block.head);
    for (std::size_t i = 0; i < block.head.size(); ++i) out_ += "| --- ";
    out_ += "|\n";
    for (const auto& one : block.rows) row(one);
    out_ += "\n";
  }
  void row(const std::vector<std::string>& cells) {
    for (const std::string& cell : cells) out_ += "| " + plain(cell) + " ";
    out_ += "|\n";
  }
  void item(const explain::Item& item, std::size_t indent, std::string_view lead) {
    out_ += std::string(indent, ' ') + std::string(lead);
    switch (item.mark) {
      case explain::Item::Mark::None: break;
      case explain::Item::Mark::Yes: out_ += "✓ "; break;
      case explain::Item::Mark::No: out_ += "✗ "; break;
      case explain::Item::Mark::Open: out_ += "? "; break;
    }
    out_ += plain(item.text);
    for (std::size_t i = 0; i < item.cites.size(); ++i)
      out_ += (i == 0 ? " (" : "; ") + plain(item.cites[i]);
    if (!item.cites.empty()) out_ += ")";
    out_ += "\n";
    for (const explain::Item& below : item.below) this->item(below, indent + 3, "- ");
  }

  std::string out_;
};

std::string outcome(const CaseResult& result, bool vi) {
  switch (result.is) {
    case CaseResult::Is::Passed: return vi ? "Đạt." : "Passed.";
    case CaseResult::Is::Failed: return (vi ? "Không đạt: " : "Failed: ") + result.message;
    case CaseResult::Is::Errored: return (vi ? "Lỗi: " : "In error: ") + result.message;
  }
  PHEP_UNREACHABLE();
}

}  // namespace

std::optional<CaseExplanation> explain_case(CaseBench& bench, const Case& one,
                                            std::optional<std::int32_t> day, Language language,
                                            const std::atomic<bool>& stop) {
  const bool vi = language == Language::Vietnamese;
  const std::string said = outcome(bench.run(one), vi);
  bench.take_decided();
  CaseExplanation out{one.label, plain(said) + "\n\n", said + "\n\n", ""};
  const explain::Lexicon lexicon = bench.lexicon();
  for (const CaseQuestion& asked : bench.questions(one)) {
    if (stop) return std::nullopt;
    const CaseQuestion question = on_day(bench, asked, day);
    const auto explained = explain::explain(lexicon, question.target,
                                            {.program = &bench.program(),
                                             .image = bench.image(),
                                             .decision = question.decision,
                                             .facts = question.facts,
                                             .as_of = question.options.as_of,
                                             .law_date = question.options.law_date,
                                             .readings = question.options.readings},
                                            {}, language);
    if (!explained) {
      out.markdown += plain(explained.error().output) + "\n";
      out.text += explained.error().output + "\n";
      continue;
    }
    const explain::Document document = explain::compose(*explained);
    out.markdown += "# " + plain(document.title) + "\n\n" + Markdown().write(document) + "\n";
    out.text += explain::document_text(document, false);
    if (out.html.empty()) out.html = explain::document_html(document);
  }
  return out;
}

}  // namespace phep::ide
