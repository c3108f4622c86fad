#include "compiler/report/page.h"

#include "compiler/explain/document.h"
#include "compiler/runtime/sha256.h"

#include <array>
#include <set>

namespace phep::report {

using explain::escaped_html;
using explain::Speech;

namespace {

constexpr std::string_view kStyle = R"css(
:root{--bar:#c9c2b2;--accent:#7d1d1d}
@media (prefers-color-scheme:dark){:root{--bar:#57524a;--accent:#f0b4ae}}
body{overflow-wrap:anywhere}
main{max-width:66rem}
main.wide{max-width:96rem}
.mast{border-top:4px solid var(--accent);border-bottom:1px solid var(--rule);padding:1rem 0 .9rem;margin-bottom:1.5rem}
.mast p{margin:0;color:var(--soft)}
.mast .kind{font:600 .78rem/1.4 system-ui,sans-serif;letter-spacing:.12em;text-transform:uppercase;color:var(--accent)}
h1{font-size:2rem;margin:.2rem 0 .35rem}
h2{font-size:1.45rem;margin-top:3.2rem;padding-top:1.2rem;border-top:3px double var(--rule)}
.mast+.case>h2{border-top:0;margin-top:0;padding-top:0}
h3{font-size:1.15rem;color:var(--ink);margin:2.2rem 0 .5rem}
h4{font-size:1.02rem;line-height:1.4;margin:1.5rem 0 .3rem}
h5{font-size:.92rem;margin:.9rem 0 .2rem;color:var(--soft)}
.case>section>h3 .badge,.case h4 .badge{white-space:normal}
ul.tally{list-style:none;display:flex;flex-wrap:wrap;gap:.6rem;padding:0;margin:1rem 0}
ul.tally li{flex:1 1 8.5rem;margin:0;padding:.55rem .8rem .6rem;background:var(--card);border:1px solid var(--rule);border-top:3px solid currentColor;
border-radius:.25rem;font:.82rem/1.35 system-ui,sans-serif}
ul.tally b{display:block;font:600 1.55rem/1.2 "Noto Serif","Source Serif 4",Cambria,Georgia,serif;font-variant-numeric:lining-nums tabular-nums}
ul.tally li.zero{color:var(--quiet)}
.scroll{margin:.6rem 0 1rem}
.scroll table{overflow-wrap:normal;font:.86rem/1.45 system-ui,sans-serif}
caption{text-align:left;color:var(--soft);font-style:italic;padding:0 0 .4rem}
thead th{border-bottom:2px solid var(--ink);color:var(--ink);vertical-align:bottom}
tbody th{color:var(--ink);font-weight:600}
tbody tr:last-child>*{border-bottom:1px solid var(--soft)}
td.n{text-align:right;font-variant-numeric:tabular-nums}
table.register th,table.register td{padding:.4rem .55rem;border:1px solid var(--rule);overflow-wrap:break-word}
table.register td.blank{min-width:7rem}
th .badge,td .badge{margin-left:0;white-space:normal;min-width:6.4rem}
.norm{border-left:3px solid var(--bar);padding-left:1rem;margin:1.4rem 0}
.norm.bad{border-color:var(--bad)}.norm.open{border-color:var(--open)}.norm.good{border-color:var(--good)}
.norm.bad,.norm.open,.norm.good,.norm.quiet{color:inherit}
figure{margin:.6rem 0 1rem;overflow-x:auto}
figure svg{display:block;width:100%;min-width:38rem;height:auto}
figcaption{color:var(--soft);font:italic .86rem/1.45 system-ui,sans-serif}
.tl text{font:13px system-ui,sans-serif;fill:var(--ink);paint-order:stroke;stroke:var(--paper);stroke-width:4px}
.tl .small{font-size:11.5px;fill:var(--soft)}
.tl .end{text-anchor:end}.tl .mid{text-anchor:middle}
.tl .grid{stroke:var(--rule);stroke-width:1}
.tl .row{stroke:var(--rule);stroke-width:1}
.tl .now{stroke:var(--accent);stroke-width:1.5;stroke-dasharray:4 3}
.tl .nowtext{fill:var(--accent);font-weight:600;font-size:11.5px}
.tl .run{fill:var(--bar)}
.tl .over{stroke-width:3;stroke-dasharray:2 3}
.tl .bad{fill:var(--bad);stroke:var(--bad)}.tl .open{fill:var(--open);stroke:var(--open)}
.tl .good{fill:var(--good);stroke:var(--good)}.tl .quiet{fill:var(--quiet);stroke:var(--quiet)}
.tl .hollow{fill:var(--paper)}
.tl text.bad,.tl text.open,.tl text.good,.tl text.quiet{stroke:var(--paper);font-weight:600}
a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
@media print{:root{--bar:#999;--accent:#000}
.case+.case,.break{break-before:page}main,main.wide{max-width:none;padding:0}.case h2{border-top:none;margin-top:0;padding-top:0}
main.wide{font-size:9pt}
thead{display:table-header-group}tr,figure,.tally,ul.tally li{break-inside:avoid}
h3,h4,h5,caption{break-after:avoid}
.scroll,figure{overflow:visible}figure svg{min-width:0}a{text-decoration:none}
.badge{border-color:#000}}
)css";

std::string base64(const std::uint8_t* bytes, std::size_t count) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < count; i += 3) {
    std::uint32_t three = 0;
    for (std::size_t k = 0; k < 3; ++k) three = three << 8U | (i + k < count ? bytes[i + k] : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k <= count ? kDigits[three >> (18 - 6 * k) & 63U] : '=';
  }
  return out;
}

// What the policy knows the style by.
std::string digest_of(std::string_view text) {
  std::array<std::uint8_t, runtime::kDigestBytes> digest{};
  runtime::sha256(text.data(), text.size(), digest.data());
  return "sha256-" + base64(digest.data(), digest.size());
}

}  // namespace

std::string page(std::string_view title, std::string_view body, Language language, bool wide) {
  const Speech speech(language);
  std::string style = std::string(explain::page_style()) + std::string(kStyle);
  if (wide) style += "@media print{@page{size:A4 landscape;margin:1.2cm}}\n";
  std::string out = "<!DOCTYPE html>\n<html lang=\"" + speech.say("vi", "en") +
                    "\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                    "style-src '" +
                    digest_of(style) +
                    "'; base-uri 'none'; form-action 'none'\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta name=\"referrer\" content=\"no-referrer\">\n";
  out +=
      "<title>" + escaped_html(title) + "</title>\n<style>" + style + "</style>\n</head>\n<body>\n";
  out += wide ? "<main class=\"wide\">\n" : "<main>\n";
  return out + std::string(body) + "</main>\n</body>\n</html>\n";
}

std::string table_html(const Table& table) {
  // What scrolls must be reached by keyboard, too.
  std::string out = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" +
                    escaped_html(table.caption) + "\"><table";
  if (!table.kind.empty()) out += " class=\"" + table.kind + "\"";
  out += ">\n<caption>" + escaped_html(table.caption) + "</caption>\n<thead><tr>";
  for (const std::string& cell : table.head)
    out += "<th scope=\"col\">" + escaped_html(cell) + "</th>";
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i == 0)
        out += "<th scope=\"row\">" + row[i] + "</th>";
      else
        out += (row[i].empty() ? "<td class=\"blank\">" : "<td>") + row[i] + "</td>";
    }
    out += "</tr>\n";
  }
  return out + "</tbody>\n</table></div>\n";
}

std::string badge_html(std::string_view status, std::string_view words) {
  return "<span class=\"badge " + explain::tone_of(status) + "\">" + escaped_html(words) +
         "</span>";
}

std::string foot_html(std::span<const Case> cases, const Speech& speech) {
  std::set<std::string> releases;
  for (const Case& one : cases)
    releases.insert(one.explanation.decision + ": " + one.explanation.release);
  std::string out =
      "<div class=\"sign\"><div>" +
      escaped_html(
          speech.say("Người rà soát (ký, ghi rõ họ tên)", "Reviewed by (signature, name)")) +
      "</div><div>" + escaped_html(speech.say("Ngày, tháng, năm", "Date")) +
      "</div></div>\n<footer>\n<p>" +
      escaped_html(speech.say(
          "Mọi kết luận được dựng lại từ chính phép tính đã cho ra kết quả, theo các dữ kiện được "
          "cung cấp, và không thay thế ý kiến của luật sư. Văn bản tiếng Việt của luật có giá trị "
          "áp dụng.",
          "Every conclusion was replayed from the very computation that gave the result, on the "
          "facts that were given, and does not replace a lawyer's opinion. The Vietnamese text of "
          "the law prevails.")) +
      "</p>\n";
  for (const std::string& release : releases)
    out += "<p>" + escaped_html(speech.say("Phiên bản luật, ", "Release, ") + release) + "</p>\n";
  return out + "</footer>\n";
}

}  // namespace phep::report
