// The law as a map: what tests reached of each provision. One file, no scripts, prints.
#include "compiler/coverage/formats.h"
#include "compiler/explain/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace phep::coverage {
namespace {

using explain::escaped_html;

constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--ink:#1b1b1a;--soft:#55534e;--paper:#fffdf8;--rule:#d9d4c7;
--h0:#f6d5d0;--h1:#f8e3c4;--h2:#f3efbf;--h3:#dcedc8;--h4:#bfe3c8}
@media (prefers-color-scheme:dark){:root{--ink:#ece9e2;--soft:#b3aea2;--paper:#191816;--rule:#3c3933;
--h0:#5c2420;--h1:#5e4016;--h2:#55501a;--h3:#35501f;--h4:#1d5333}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 "Noto Serif","Source Serif 4",Cambria,Georgia,serif}
main{max-width:64rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
h1{font-size:1.75rem;line-height:1.25;margin:0 0 .75rem}
h2{font-size:1.2rem;margin:2.5rem 0 .5rem;padding-top:1rem;border-top:1px solid var(--rule)}
p{margin:.5rem 0;color:var(--soft)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem;line-height:1.4}
caption{text-align:left;color:var(--soft);padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--rule)}
thead th{color:var(--soft);font-weight:600}
td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.h0{background:var(--h0)}.h1{background:var(--h1)}.h2{background:var(--h2)}.h3{background:var(--h3)}.h4{background:var(--h4)}
.none{color:var(--soft)}
td.m{color:var(--soft);overflow-wrap:anywhere}
tr.article th{padding-top:.9rem}
@media print{:root{--ink:#000;--soft:#333;--paper:#fff;--rule:#999}body{font-size:10pt}main{max-width:none;padding:0}
tr{break-inside:avoid}@page{margin:2cm}}
)css";

// The parts of a provision, for the order of the law: numbers as numbers, letters after them.
std::vector<std::pair<long, std::string>> order_of(std::string_view provision) {
  std::vector<std::pair<long, std::string>> out;
  for (std::size_t at = 0; at <= provision.size();) {
    const std::size_t dot = std::min(provision.find('.', at), provision.size());
    const std::string_view part = provision.substr(at, dot - at);
    long number = 0;
    const auto read = std::from_chars(part.data(), part.data() + part.size(), number);
    if (read.ec != std::errc{}) number = 1'000'000;
    out.emplace_back(number, std::string(part));
    at = dot + 1;
  }
  return out;
}

std::string cell(const Total& total) {
  if (total.of == 0) return "<td class=\"n none\">–</td>";
  const int heat = total.seen == 0          ? 0
                   : total.seen == total.of ? 4
                                            : 1 + static_cast<int>(3 * total.seen / (total.of + 1));
  return fmt::format("<td class=\"n h{}\">{} / {}</td>", std::min(heat, 4), total.seen, total.of);
}

struct Words {
  Language language;
  [[nodiscard]] std::string_view say(std::string_view vi, std::string_view en) const {
    return language == Language::Vietnamese ? vi : en;
  }
};

std::string article_of(std::string_view provision) {
  const auto dot = provision.find('.');
  return std::string(provision.substr(0, dot));
}

std::string rows_of(const Instrument& instrument, const Words& words) {
  std::string out, article;
  for (const auto& [provision, fared] : instrument.provisions) {
    const std::string own = article_of(provision);
    if (own != article) {
      article = own;
      out += fmt::format(
          "<tr class=\"article\"><th scope=\"rowgroup\" colspan=\"6\">{} {}</th></tr>\n",
          words.say("Điều", "Article"), escaped_html(article));
    }
    std::string missing;
    for (const std::string& one : fared.missing) missing += (missing.empty() ? "" : "; ") + one;
    out += "<tr><th scope=\"row\">" + escaped_html(provision) + "</th>" + cell(fared.statuses);
    for (const Measure measure : {Measure::Cases, Measure::Conditions, Measure::Boundaries})
      out += cell(fared.measures.at(static_cast<std::size_t>(measure)));
    out += "<td class=\"m\">" + escaped_html(missing) + "</td></tr>\n";
  }
  return out;
}

}  // namespace

std::vector<Instrument> instruments_of(const Report& report) {
  std::map<std::string, std::map<std::string, Fared>> fared;
  for (const Point& point : report.points) {
    const bool hit = seen(point, report.hits) != 0;
    for (const std::string& cite : point.cites) {
      const auto at = cite.find('@');
      if (at == std::string::npos) continue;
      Fared& one = fared[cite.substr(0, at)][cite.substr(at + 1)];
      Total& total = point.measure == Measure::Provisions
                         ? one.statuses
                         : one.measures.at(static_cast<std::size_t>(point.measure));
      ++total.of;
      if (hit) ++total.seen;
      const std::string& name = report.def(point.of).qualified;
      if (!hit && one.missing.size() < 12)
        one.missing.push_back(name.substr(name.rfind('.') + 1) + ": " + point.outcome);
    }
  }
  std::vector<Instrument> out;
  for (auto& [name, provisions] : fared) {
    Instrument instrument{.name = name, .title_vi = {}, .title_en = {}, .provisions = {}};
    for (const auto& [file, module] : report.modules)
      for (const hir::Def& def : module->defs)
        if (const auto* found = std::get_if<hir::Instrument>(&def.node);
            found != nullptr && report.names.text(def.name) == name) {
          instrument.title_vi = found->title.vi + " " + found->number;
          instrument.title_en = found->title.en + " " + found->number;
        }
    for (auto& [provision, one] : provisions)
      instrument.provisions.emplace_back(provision, std::move(one));
    std::ranges::sort(instrument.provisions, {},
                      [](const auto& one) { return order_of(one.first); });
    out.push_back(std::move(instrument));
  }
  return out;
}

std::string heat_map(const Report& report, Language language) {
  const Words words{language};
  const std::string title(
      words.say("Kiểm thử chạm tới đâu của luật", "What tests reach of the law"));
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "{}<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n<h1>{}</h1>\n",
      words.say("vi", "en"), explain::kContentPolicy, escaped_html(title), kStyle,
      escaped_html(title));
  out += "<table><thead><tr><th scope=\"col\">" + std::string(words.say("Thước đo", "Measure")) +
         "</th><th scope=\"col\">" + std::string(words.say("Đã thấy", "Seen")) +
         "</th><th scope=\"col\">%</th></tr></thead><tbody>\n";
  for (const Measure measure : kMeasures) {
    const Total all = total(report.points, report.hits, measure);
    out += fmt::format("<tr><th scope=\"row\">{}</th>{}<td class=\"n\">{:.1f}</td></tr>\n",
                       word(measure), cell(all), all.percent());
  }
  out += "</tbody></table>\n";
  for (const Instrument& instrument : instruments_of(report)) {
    const std::string& name =
        language == Language::Vietnamese ? instrument.title_vi : instrument.title_en;
    out += fmt::format("<h2>{} <small>{}</small></h2>\n", escaped_html(instrument.name),
                       escaped_html(name));
    out += fmt::format(
        "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th>"
        "<th scope=\"col\">{}</th><th scope=\"col\">MC/DC</th><th scope=\"col\">{}</th><th "
        "scope=\"col\">{}</th></tr></thead>"
        "<tbody>\n{}</tbody></table></div>\n",
        words.say("Điều khoản", "Provision"), words.say("Tình trạng", "Statuses"),
        words.say("Trường hợp", "Cases"), words.say("Ngày biên", "Boundary days"),
        words.say("Chưa thấy", "Not seen"), rows_of(instrument, words));
  }
  return out + "</main>\n</body>\n</html>\n";
}

}  // namespace phep::coverage
