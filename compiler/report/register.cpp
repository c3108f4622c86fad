// The register of obligations, as a table for a spreadsheet and as a page.
#include "compiler/base/capital.h"
#include "compiler/explain/document.h"
#include "compiler/report/page.h"
#include "compiler/report/rows.h"

#include <algorithm>
#include <array>

namespace phep::report {

using explain::escaped_html;
using explain::Speech;

namespace {

// The columns, those that a person fills in last.
std::vector<std::string> heads(const Speech& speech) {
  return {speech.say("hồ sơ", "case"),
          speech.say("nghĩa vụ", "obligation"),
          speech.say("căn cứ", "provision"),
          speech.say("chủ thể", "bearer"),
          speech.say("đối với", "addressee"),
          speech.say("hình thức", "form"),
          speech.say("hạn", "due"),
          speech.say("tình trạng", "status"),
          speech.say("mức phạt", "fine"),
          speech.say("độ tin cậy", "confidence"),
          speech.say("người phụ trách", "owner"),
          speech.say("bằng chứng", "evidence")};
}

// What a spreadsheet would run: a sign in front, also where blanks or a line break hide it, or in
// its full-width form.
bool starts_formula(std::string_view text) {
  constexpr std::array<std::string_view, 8> kSigns = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};
  if (text.starts_with('\t') || text.starts_with('\r') || text.starts_with('\n')) return true;
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return std::ranges::any_of(kSigns, [&](std::string_view sign) { return text.starts_with(sign); });
}

std::string cell(const std::string& given) {
  const std::string text = starts_formula(given) ? "'" + given : given;
  const bool plain = text.find_first_of(",;\"\r\n\t") == std::string::npos &&
                     !text.starts_with(' ') && !text.ends_with(' ');
  if (plain) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string line(const std::vector<std::string>& cells) {
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) out += (i == 0 ? "" : ",") + cell(cells[i]);
  return out + "\r\n";
}

}  // namespace

std::string register_csv(std::span<const Case> cases, Language language, bool mark) {
  std::string out = mark ? "\xEF\xBB\xBF" : "";
  out += line(heads(Speech(language)));
  for (const Row& row : rows_of(cases, language))
    out += line({row.of->name, row.obligation, row.provision, row.bearer, row.addressee, row.form,
                 row.due_digits, row.status, row.fine, row.confidence, "", ""});
  return out;
}

std::string register_html(std::span<const Case> cases, Language language) {
  const Speech speech(language);
  const std::vector<Row> rows = rows_of(cases, language);
  Table table{
      .caption = speech.say("Mỗi dòng là một nghĩa vụ; hai cột cuối để người phụ trách điền",
                            "A row is one obligation; the last two columns are to be filled "
                            "in by whoever sees to it"),
      .head = {},
      .kind = "register"};
  // The obligation stands first: it is what a row is about.
  for (const std::string& head : heads(speech)) table.head.push_back(capitalised(head));
  std::ranges::rotate(table.head.begin(), table.head.begin() + 1, table.head.begin() + 2);
  for (const Row& row : rows)
    table.rows.push_back({escaped_html(row.obligation), escaped_html(row.of->name),
                          escaped_html(row.provision), escaped_html(row.bearer),
                          escaped_html(row.addressee), escaped_html(row.form),
                          escaped_html(row.due), badge_html(row.norm->status, row.status),
                          escaped_html(row.fine), escaped_html(row.confidence), "", ""});
  const std::string title = speech.say("Sổ theo dõi nghĩa vụ", "Register of obligations");
  std::string body = "<header class=\"mast\">\n<p class=\"kind\">" +
                     speech.say("Phép · Sổ theo dõi", "Phép · Register") + "</p>\n<h1>" +
                     escaped_html(title) + "</h1>\n<p>" +
                     escaped_html(speech.say(std::to_string(rows.size()) + " nghĩa vụ trong " +
                                                 std::to_string(cases.size()) + " hồ sơ",
                                             std::to_string(rows.size()) + " obligations in " +
                                                 std::to_string(cases.size()) +
                                                 (cases.size() == 1 ? " case" : " cases"))) +
                     "</p>\n</header>\n";
  body += table_html(table) + foot_html(cases, speech);
  return page(title, body, language, true);
}

}  // namespace phep::report
