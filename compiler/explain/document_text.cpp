// A document as plain text.
#include "compiler/base/text.h"
#include "compiler/explain/document.h"

#include <fmt/format.h>

#include <algorithm>

namespace phep::explain {
namespace {

constexpr std::size_t kWidth = 100;

class Writer {
 public:
  Writer(const Document& document, bool color) : document_(document), color_(color) {}

  std::string write() {
    out_ += paint("1", document_.title) + "\n\n";
    std::size_t widest = 0;
    for (const auto& [name, value] : document_.particulars)
      widest = std::max<std::size_t>(widest, display_width(name));
    for (const auto& [name, value] : document_.particulars)
      wrapped(name + std::string(widest + 2 - display_width(name), ' '), value, widest + 2);
    for (const Section& section : document_.sections) this->section(section, 0);
    out_ += "\n" + std::string(kWidth, '-') + "\n";
    for (const std::string& line : document_.footer) wrapped("", line, 0);
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string paint(std::string_view code, const std::string& text) const {
    return color_ ? "\x1b[" + std::string(code) + "m" + text + "\x1b[0m" : text;
  }

  void section(const Section& section, std::size_t depth) {
    const std::string indent(depth * 2, ' ');
    out_ += "\n";
    const std::string badge = section.badge.empty() ? "" : "  [" + section.badge + "]";
    const std::string code = section.tone == "bad"    ? "1;31"
                             : section.tone == "open" ? "1;33"
                             : section.tone == "good" ? "1;32"
                                                      : "1";
    const std::size_t before = out_.size();
    wrapped(indent, section.heading + badge, depth * 2 + (depth == 0 ? 2 : 0));
    if (color_) {
      const std::string line = out_.substr(before);
      out_.resize(before);
      out_ += paint(code, line.substr(0, line.size() - 1)) + "\n";
    }
    if (depth == 0)
      out_ +=
          indent +
          std::string(std::min<std::size_t>(kWidth, display_width(section.heading + badge)), '=') +
          "\n";
    for (const Block& block : section.blocks) this->block(block, depth * 2 + (depth == 0 ? 0 : 2));
    for (const Section& below : section.below) this->section(below, depth + 1);
  }

  void block(const Block& block, std::size_t indent) {
    const std::string margin(indent, ' ');
    if (block.is == Block::Is::Code) {
      out_ += block.text + "\n";
    } else if (!block.text.empty()) {
      wrapped(margin, block.text, indent);
    }
    std::size_t number = 0;
    for (const Item& item : block.items)
      this->item(item, indent,
                 block.is == Block::Is::Steps ? fmt::format("{}. ", ++number) : std::string());
    for (const auto& row : block.rows) {
      wrapped(margin + "- ", row[0] + ": " + row[1], indent + 2);
      for (std::size_t i = 2; i < row.size(); ++i)
        if (!row[i].empty() && row[i] != "–")
          wrapped(margin + "    ", block.head[i] + ": " + row[i], indent + 6);
    }
  }

  void item(const Item& item, std::size_t indent, const std::string& number) {
    std::string lead = number;
    if (lead.empty()) {
      switch (item.mark) {
        case Item::Mark::None: lead = "- "; break;
        case Item::Mark::Yes: lead = "✓ "; break;
        case Item::Mark::No: lead = "✗ "; break;
        case Item::Mark::Open: lead = "? "; break;
      }
    }
    std::string text = item.text;
    for (std::size_t i = 0; i < item.cites.size(); ++i)
      text += (i == 0 ? " (" : "; ") + item.cites[i];
    if (!item.cites.empty()) text += ")";
    if (!item.link.empty()) text += " <" + item.link + ">";
    const std::size_t inner = indent + display_width(lead);
    wrapped(std::string(indent, ' ') + lead, text, inner);
    for (const Item& below : item.below) this->item(below, inner, {});
  }

  // Breaks at spaces; what goes on stands at `indent`.
  void wrapped(const std::string& lead, const std::string& text, std::size_t indent) {
    out_ += lead;
    std::size_t column = display_width(lead);
    bool fresh = true;
    for (std::size_t at = 0; at < text.size();) {
      std::size_t space = std::min(text.find(' ', at), text.size());
      // "Law No." and "Luật số" stay with their number.
      if (const std::string_view first(text.data() + at, space - at);
          first == "No." || first == "số")
        space = std::min(text.find(' ', space + 1), text.size());
      const std::string word = visible(text.substr(at, space - at));  // facts may hold anything
      const std::size_t width = display_width(word);
      if (!fresh && column + 1 + width > kWidth) {
        out_ += "\n" + std::string(indent, ' ');
        column = indent;
        fresh = true;
      }
      if (!fresh) {
        out_ += ' ';
        ++column;
      }
      out_ += word;
      column += width;
      fresh = false;
      at = space + 1;
    }
    out_ += '\n';
  }

  const Document& document_;
  bool color_;
  std::string out_;
};

}  // namespace

std::string document_text(const Document& document, bool color) {
  return Writer(document, color).write();
}

}  // namespace phep::explain
