// A document as one HTML file: opens offline, prints, reads in light and dark, without scripts.
#include "compiler/base/text.h"
#include "compiler/explain/document.h"
#include "compiler/explain/speech.h"

#include <algorithm>

namespace phep::explain {
namespace {

constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--ink:#1b1b1a;--soft:#55534e;--paper:#fffdf8;--rule:#d9d4c7;--card:#f6f2e8;
--bad:#9b1c1c;--open:#7a4f00;--good:#1d5b35;--quiet:#4a4843}
@media (prefers-color-scheme:dark){:root{--ink:#ece9e2;--soft:#b3aea2;--paper:#191816;--rule:#3c3933;--card:#242220;
--bad:#ff9d95;--open:#f0c674;--good:#8fd3a5;--quiet:#c5c0b5}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.6 "Noto Serif","Source Serif 4",Cambria,Georgia,"Times New Roman",serif}
main{max-width:50rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
h1{font-size:1.75rem;line-height:1.25;margin:0 0 .75rem;text-wrap:balance}
h2{font-size:1.25rem;line-height:1.35;margin:2.5rem 0 .5rem;padding-top:1rem;border-top:1px solid var(--rule)}
h3{font-size:1rem;margin:1.5rem 0 .35rem;color:var(--soft)}
p{margin:.5rem 0}
dl.particulars{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0 0 1rem;font-size:.95rem}
dl.particulars dt{color:var(--soft)}
dl.particulars dd{margin:0;overflow-wrap:anywhere}
.badge{display:inline-block;font:600 .8rem/1.4 system-ui,sans-serif;letter-spacing:.02em;border:1px solid currentColor;border-radius:.3rem;
padding:.05rem .45rem;margin-left:.35rem;vertical-align:.12em}
.bad{color:var(--bad)}.open{color:var(--open)}.good{color:var(--good)}.quiet{color:var(--quiet)}
.basis{color:var(--soft);font-size:.95rem}
ul,ol{margin:.4rem 0;padding-left:1.5rem}
ul.reasons{list-style:none;padding-left:0}
ul.reasons ul{list-style:none;padding-left:0;margin:.1rem 0 .3rem 1.6rem;border-left:1px solid var(--rule);padding-left:.8rem}
ol.reasons>li>ul{list-style:none;margin:.1rem 0 .3rem;padding-left:.8rem;border-left:1px solid var(--rule)}
li{margin:.22rem 0}ul.reasons li{padding-left:1.35rem}ol.reasons ul li{padding-left:1.35rem}
.mark{display:inline-block;width:1.35rem;margin-left:-1.35rem;font:600 .9rem/1 system-ui,sans-serif}
.mark.yes{color:var(--good)}.mark.no{color:var(--bad)}.mark.ask{color:var(--open)}
cite{font-style:italic;color:var(--soft)}
.scroll{overflow-x:auto}
pre{font:.82rem/1.5 "Noto Sans Mono","DejaVu Sans Mono",Consolas,monospace;background:var(--card);border:1px solid var(--rule);
border-radius:.3rem;padding:.7rem .8rem;white-space:pre-wrap;overflow-wrap:anywhere}
a{color:inherit;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;font-size:.92rem;line-height:1.45}
th,td{text-align:left;vertical-align:top;padding:.45rem .6rem .45rem 0;border-bottom:1px solid var(--rule)}
th{color:var(--soft);font-weight:600}
.sign{display:grid;grid-template-columns:1fr 1fr;gap:2rem;margin:3rem 0 1rem;font-size:.95rem}
.sign div{border-top:1px solid var(--ink);padding-top:.35rem;margin-top:3rem}
footer{margin-top:2rem;padding-top:.75rem;border-top:1px solid var(--rule);color:var(--soft);font-size:.82rem;overflow-wrap:anywhere}
.said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (max-width:34rem){body{font-size:16px}dl.particulars{grid-template-columns:1fr}dl.particulars dd{margin-bottom:.35rem}
ul.reasons ul,ol.reasons ul{margin-left:.15rem;padding-left:.25rem}li{overflow-wrap:anywhere}}
@media print{:root{--ink:#000;--soft:#333;--paper:#fff;--rule:#999;--card:#fff;--bad:#000;--open:#000;--good:#000;--quiet:#000}
body{font-size:10.5pt}main{max-width:none;padding:0}h2,h3{break-after:avoid}li,tr,.sign{break-inside:avoid}@page{margin:2cm 2cm 2.2cm 3cm}}
)css";

class HtmlPage {
 public:
  explicit HtmlPage(Language language) : speech_(language) {}

  std::string write(const Document& document) {
    const std::string title = escaped_html(document.title);
    out_ += "<!DOCTYPE html>\n<html lang=\"" + speech_.say("vi", "en") +
            "\">\n<head>\n<meta charset=\"utf-8\">\n";
    out_ += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
    out_ += std::string(kContentPolicy) + "<title>" + title + "</title>\n<style>" +
            std::string(kStyle) + "</style>\n</head>\n<body>\n<main>\n<header>\n<h1>" + title +
            "</h1>\n";
    out_ += "<dl class=\"particulars\">\n";
    for (const auto& [name, value] : document.particulars)
      out_ += "<dt>" + escaped_html(name) + "</dt><dd>" + escaped_html(value) + "</dd>\n";
    out_ += "</dl>\n</header>\n";
    for (const Section& section : document.sections) this->section(section, 2);
    out_ += "<div class=\"sign\"><div>" +
            escaped_html(
                speech_.say("Người rà soát (ký, ghi rõ họ tên)", "Reviewed by (signature, name)")) +
            "</div><div>" + escaped_html(speech_.say("Ngày, tháng, năm", "Date")) +
            "</div></div>\n<footer>\n";
    for (const std::string& line : document.footer) out_ += "<p>" + escaped_html(line) + "</p>\n";
    out_ += "</footer>\n</main>\n</body>\n</html>\n";
    return std::move(out_);
  }

  std::string write(const Section& section, int level) {
    this->section(section, level);
    return std::move(out_);
  }

 private:
  void section(const Section& section, int level) {
    const std::string tag = "h" + std::to_string(std::min(level, 6));
    out_ += "<section>\n<" + tag + ">" + escaped_html(section.heading);
    if (!section.badge.empty())
      out_ += " <span class=\"badge " + escaped_html(section.tone) + "\">" +
              escaped_html(section.badge) + "</span>";
    out_ += "</" + tag + ">\n";
    for (const Block& block : section.blocks) this->block(block, section.heading);
    for (const Section& below : section.below) this->section(below, level + 1);
    out_ += "</section>\n";
  }

  void block(const Block& block, const std::string& heading) {
    if (block.is == Block::Is::Code) {
      out_ += "<pre><code>" + escaped_html(block.text) + "</code></pre>\n";
    } else if (!block.text.empty())
      out_ += std::string("<p") + (block.is == Block::Is::Quiet ? " class=\"basis\"" : "") + ">" +
              escaped_html(block.text) + "</p>\n";
    if (!block.items.empty()) {
      const bool numbered = block.is == Block::Is::Steps;
      out_ += numbered ? "<ol class=\"reasons\">\n" : "<ul class=\"reasons\">\n";
      for (const Item& item : block.items) this->item(item, !numbered);
      out_ += numbered ? "</ol>\n" : "</ul>\n";
    }
    if (block.rows.empty()) return;
    out_ += "<div class=\"scroll\"><table>\n<caption class=\"said\">" + escaped_html(heading) +
            "</caption>\n<thead><tr>";
    for (const std::string& cell : block.head)
      out_ += "<th scope=\"col\">" + escaped_html(cell) + "</th>";
    out_ += "</tr></thead>\n<tbody>\n";
    for (const auto& row : block.rows) {
      out_ += "<tr>";
      for (const std::string& cell : row) out_ += "<td>" + escaped_html(cell) + "</td>";
      out_ += "</tr>\n";
    }
    out_ += "</tbody></table></div>\n";
  }

  void item(const Item& item, bool marked) {
    out_ += "<li>";
    if (marked) mark(item.mark);
    out_ += escaped_html(item.text);
    for (std::size_t i = 0; i < item.cites.size(); ++i)
      out_ +=
          std::string(i == 0 ? " (" : "; ") + "<cite>" + escaped_html(item.cites[i]) + "</cite>";
    if (!item.cites.empty()) out_ += ")";
    // Nothing else than the web is led to, whatever a source says.
    const std::string address = escaped_html(item.link);
    if (item.link.starts_with("https://") || item.link.starts_with("http://"))
      out_ += " <a href=\"" + address + "\" rel=\"noreferrer\">" + address + "</a>";
    else if (!item.link.empty())
      out_ += " " + address;
    if (!item.below.empty()) {
      out_ += "\n<ul>\n";
      for (const Item& below : item.below) this->item(below, true);
      out_ += "</ul>\n";
    }
    out_ += "</li>\n";
  }

  // The sign is for the eye; who listens hears the word.
  void mark(Item::Mark mark) {
    const auto put = [&](const char* name, const char* sign, const std::string& word) {
      out_ += std::string("<span class=\"mark ") + name + "\" aria-hidden=\"true\">" + sign +
              "</span><span class=\"said\">" + escaped_html(word) + ": </span>";
    };
    switch (mark) {
      case Item::Mark::None: out_ += "<span class=\"mark\" aria-hidden=\"true\">–</span>"; break;
      case Item::Mark::Yes: put("yes", "✓", speech_.say("đúng", "yes")); break;
      case Item::Mark::No: put("no", "✗", speech_.say("không", "no")); break;
      case Item::Mark::Open: put("ask", "?", speech_.say("chưa rõ", "open")); break;
    }
  }

  Speech speech_;
  std::string out_;
};

}  // namespace

std::string escaped_html(std::string_view text) {
  std::string out;
  const auto escape = [&](std::string_view part) {
    for (const char c : part) {
      switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += c;
      }
    }
  };
  // Controls are shown, as on a terminal; a page cannot hold them. Layout stays what it is.
  while (!text.empty()) {
    const std::size_t layout = std::min(text.find_first_of("\n\t\r"), text.size());
    escape(visible(text.substr(0, layout)));
    if (layout < text.size()) out += text[layout];
    text.remove_prefix(std::min(layout + 1, text.size()));
  }
  return out;
}

std::string document_html(const Document& document) {
  return HtmlPage(document.language).write(document);
}

std::string section_html(const Section& section, int level, Language language) {
  return HtmlPage(language).write(section, level);
}

std::string_view page_style() {
  return kStyle;
}

}  // namespace phep::explain
