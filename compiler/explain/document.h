// An explanation or a review sheet laid out: headings, paragraphs, lists, a table. Text and HTML
// are two ways to show one document.
#pragma once

#include "compiler/explain/explanation.h"

#include <string>
#include <vector>

namespace phep::explain {

struct Item {
  enum class Mark : std::uint8_t { None, Yes, No, Open };
  std::string text;
  Mark mark = Mark::None;
  std::vector<std::string> cites{};
  std::vector<Item> below{};
  std::string link{};  // an address on the web, shown behind the text
};

struct Block {
  enum class Is : std::uint8_t { Paragraph, List, Steps, Table, Quiet, Code } is = Is::Paragraph;
  std::string text{};
  std::vector<Item> items{};
  std::vector<std::string> head{};               // of a table
  std::vector<std::vector<std::string>> rows{};  // of a table
};

struct Section {
  std::string heading{};
  std::string badge{};  // a status in words
  std::string tone{};   // bad, open, good, quiet: how the badge is shown
  std::vector<Block> blocks{};
  std::vector<Section> below{};
};

struct Document {
  Language language = Language::Vietnamese;
  std::string title;
  std::vector<std::pair<std::string, std::string>> particulars;  // moment, law date, certificate
  std::vector<Section> sections;
  std::vector<std::string> footer;
};

Document compose(const Explanation& explanation);

// The same laid out part by part, for pages that put several explanations together. Parts that
// there are none of have no blocks; the sections of `norms` have no numbers.
struct Parts {
  std::string title;
  std::vector<std::pair<std::string, std::string>> particulars;
  std::vector<Section> outputs;                 // as the explanation has them
  std::vector<const NormNote*> bound, unbound;  // norms that bind somebody, and that bind nobody
  std::vector<Section> norms;                   // of `bound`, one for one
  Section absent;                               // why each of `unbound` binds nobody
  Section readings, notes;
};
Parts parts_of(const Explanation& explanation);
// How the badge of a status is shown: bad, open, good or quiet.
std::string tone_of(std::string_view status);

// A page of text, at most 100 columns wide.
std::string document_text(const Document& document, bool color);
// One HTML file that needs nothing else: no script, no font, no network.
std::string document_html(const Document& document);
// One section with all below it, its heading of this level (1 to 6); and the style that it is
// written for.
std::string section_html(const Section& section, int level, Language language);
std::string_view page_style();
// What a page may load, which is nothing: a line of its head.
inline constexpr std::string_view kContentPolicy =
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
    "'unsafe-inline'\">\n";
// Text as HTML shows it: & < > " and ' escaped, in content and in quoted attributes.
std::string escaped_html(std::string_view text);

// Stable keys, as grammar/REFERENCE.md documents them.
nlohmann::json explanation_json(const Explanation& explanation);

}  // namespace phep::explain
