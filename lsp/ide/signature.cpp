#include "lsp/ide/signature.h"

#include "compiler/base/text.h"
#include "compiler/syntax/tokens.h"
#include "lsp/ide/brackets.h"
#include "lsp/ide/symbols.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace phep::ide {
namespace {

using syntax::Token;
using syntax::TokenKind;

// What is built in, as it is written; the parts in brackets of the table are its parameters.
struct BuiltIn {
  TokenKind word;
  std::string_view label;
  std::array<std::string_view, 4> parts;  // "" behind the last
  std::string_view vi, en;
};
constexpr std::array<BuiltIn, 8> kBuiltIns = {{
    {TokenKind::KW_COUNT,
     "count (x in list where P)",
     {"x in list", "where P", "", ""},
     "số phần tử mà điều kiện đúng",
     "how many elements the condition holds of"},
    {TokenKind::KW_SUM,
     "sum (x in list where P : E)",
     {"x in list", "where P", ": E", ""},
     "tổng của E trên các phần tử mà điều kiện đúng",
     "E added up over the elements that the condition holds of"},
    {TokenKind::KW_SOME,
     "some (x in list where P)",
     {"x in list", "where P", "", ""},
     "có phần tử mà điều kiện đúng",
     "the condition holds of some element"},
    {TokenKind::KW_ALL,
     "all (x in list where P : Q)",
     {"x in list", "where P", ": Q", ""},
     "mọi phần tử mà P đúng thì Q cũng đúng",
     "Q holds of every element that P holds of"},
    {TokenKind::KW_FILTER,
     "filter (x in list where P)",
     {"x in list", "where P", "", ""},
     "các phần tử mà điều kiện đúng",
     "the elements that the condition holds of"},
    {TokenKind::KW_MIN,
     "min (a, b)",
     {"a", "b", "", ""},
     "giá trị nhỏ nhất; của danh sách: min (x in list : E)",
     "the least value; of a list: min (x in list : E)"},
    {TokenKind::KW_MAX,
     "max (a, b)",
     {"a", "b", "", ""},
     "giá trị lớn nhất; của danh sách: max (x in list : E)",
     "the greatest value; of a list: max (x in list : E)"},
    {TokenKind::KW_MOMENT,
     "moment (x in list dated D where P : E reaches N)",
     {"x in list", "dated D", "where P : E", "reaches N"},
     "ngày sớm nhất mà tổng của E trên các phần tử đến ngày đó đạt N",
     "the least day by which E of the elements dated no later adds up to N"},
}};

bool is_unit(TokenKind kind) {
  return kind >= TokenKind::KW_HOURS && kind <= TokenKind::KW_YEARS;
}
// The words before the place, comments left out.
std::vector<Token> words_before(std::string_view text, std::uint32_t offset,
                                syntax::SourceForm form) {
  std::vector<Token> out;
  for (const Token& word : syntax::words_of(text, form)) {
    if (word.begin >= offset || word.kind == TokenKind::End) break;
    if (word.kind == TokenKind::COMMENT || word.kind == TokenKind::DOC) continue;
    out.push_back(word);
  }
  return out;
}

// The round bracket that is open at the end, by its index; nothing inside of braces.
std::optional<std::size_t> open_call(const std::vector<Token>& words) {
  int depth = 0;
  for (std::size_t i = words.size(); i > 0; --i) {
    const TokenKind kind = words[i - 1].kind;
    if (closes(kind)) ++depth;
    if (!opens(kind)) continue;
    if (depth == 0) return kind == TokenKind::LPAREN ? std::optional(i - 1) : std::nullopt;
    --depth;
  }
  return std::nullopt;
}

// How many of these words stand behind the bracket, outside of inner ones.
std::uint32_t marks_behind(const std::vector<Token>& words, std::size_t bracket,
                           std::initializer_list<TokenKind> marks) {
  int depth = 0;
  std::uint32_t out = 0;
  for (std::size_t i = bracket + 1; i < words.size(); ++i) {
    if (opens(words[i].kind)) ++depth;
    if (closes(words[i].kind)) --depth;
    if (depth == 0 && std::ranges::find(marks, words[i].kind) != marks.end()) ++out;
  }
  return out;
}

std::optional<Signature> of_built_in(const std::vector<Token>& words, std::size_t bracket,
                                     Language language) {
  for (const BuiltIn& one : kBuiltIns) {
    if (words[bracket - 1].kind != one.word) continue;
    Signature out{std::string(one.label),
                  {},
                  0,
                  std::string(language == Language::Vietnamese ? one.vi : one.en)};
    for (const std::string_view part : one.parts)
      if (!part.empty()) out.parameters.emplace_back(part);
    out.active = one.word == TokenKind::KW_MIN || one.word == TokenKind::KW_MAX
                     ? marks_behind(words, bracket, {TokenKind::COMMA})
                     : marks_behind(words, bracket,
                                    {TokenKind::KW_WHERE, TokenKind::COLON, TokenKind::KW_DATED,
                                     TokenKind::KW_REACHES});
    out.active = std::min(out.active, static_cast<std::uint32_t>(out.parameters.size() - 1));
    return out;
  }
  return std::nullopt;
}

// The definition of this name: of the module itself, or of what it imports.
std::pair<std::shared_ptr<const check::Checked>, const hir::Def*> find_definition(
    workspace::Workspace& workspace, FileId file, std::string_view text) {
  const auto checked = workspace.checked(file);
  const Name name = workspace.names().find(normalise(text));
  if (!name.exists()) return {};
  for (const hir::Def& def : checked->module.defs)
    if (def.name == name) return {checked, &def};
  for (const auto& import : checked->imports)
    if (const auto found = import->names.find(name); found != import->names.end())
      return {import, &import->module.defs[found->second]};
  return {};
}

const std::vector<hir::LocalId>* parameters_of(const hir::Def& def) {
  if (const auto* rule = std::get_if<hir::Rule>(&def.node)) return &rule->params;
  if (const auto* norm = std::get_if<hir::Norm>(&def.node)) return &norm->params;
  return nullptr;
}

std::string cited(workspace::Workspace& workspace, const hir::Authority& authority,
                  Language language) {
  std::string out;
  for (const hir::Cite& cite : authority.cites)
    out += (out.empty() ? "" : ", ") + to_source(cite.written, workspace.names());
  if (out.empty()) return out;
  return (language == Language::Vietnamese ? "Căn cứ: " : "Basis: ") + out;
}

std::optional<Signature> of_call(workspace::Workspace& workspace, FileId file,
                                 std::string_view text, const std::vector<Token>& words,
                                 std::size_t bracket, Language language) {
  const Token& callee = words[bracket - 1];
  const auto [home, def] =
      find_definition(workspace, file, text.substr(callee.begin, callee.end - callee.begin));
  const auto* params = def == nullptr ? nullptr : parameters_of(*def);
  if (params == nullptr) return std::nullopt;
  const Interner& names = workspace.names();
  Signature out{std::string(names.text(def->name)) + "(", {}, 0, words_in(def->label, language)};
  for (const hir::LocalId id : *params) {
    const hir::Local& local = home->module.locals[id];
    out.parameters.push_back(std::string(names.text(local.name)) + ": " +
                             type_words(workspace, local.type));
    out.label += (out.parameters.size() > 1 ? ", " : "") + out.parameters.back();
  }
  out.label += ")";
  const auto* rule = std::get_if<hir::Rule>(&def->node);
  if (rule != nullptr) out.label += " : " + type_words(workspace, rule->result);
  const std::string basis =
      cited(workspace, rule != nullptr ? rule->authority : std::get<hir::Norm>(def->node).authority,
            language);
  if (!basis.empty()) out.words += (out.words.empty() ? "" : "\n") + basis;
  out.active = marks_behind(words, bracket, {TokenKind::COMMA});
  if (!out.parameters.empty())
    out.active = std::min(out.active, static_cast<std::uint32_t>(out.parameters.size() - 1));
  return out;
}

// By what the module counts, and what that says of such a term.
std::string counting_words(workspace::Workspace& workspace, FileId file, TokenKind unit,
                           bool backward, Language language) {
  const auto parsed = workspace.parsed(file);
  std::string law;
  for (const ast::Ident& part : parsed->module.counting.parts)
    law += (law.empty() ? "" : ".") + std::string(workspace.names().text(part.name));
  const bool vi = language == Language::Vietnamese;
  const bool hours = unit == TokenKind::KW_HOURS;
  if (law == "vn.civil_code") {
    if (hours)
      return vi ? "Tính liên tục theo giờ từ thời điểm, không trừ ngày nghỉ.\nCăn cứ: khoản 1 Điều "
                  "147 Bộ luật Dân sự "
                  "91/2015/QH13"
                : "Runs by the hour from the moment; rest days are not left out.\nBasis: Clause 1, "
                  "Article 147 of the "
                  "Civil Code 91/2015/QH13";
    std::string out = vi ? "Ngày đầu không tính; kết thúc lúc 24 giờ ngày cuối cùng."
                         : "The first day is not counted; it ends at 24:00 of its last day.";
    if (unit == TokenKind::KW_WORKING_DAYS)
      out += vi ? " Chỉ tính ngày làm việc." : " Only working days are counted.";
    else if (!backward)
      out += vi ? " Ngày cuối là ngày nghỉ thì dời đến hết ngày làm việc tiếp theo."
                : " A last day that is a rest day moves to the end of the next working day.";
    const bool rolls = unit != TokenKind::KW_WORKING_DAYS && !backward;
    if (vi)
      return out + "\nCăn cứ: khoản 2 Điều 147, " + (rolls ? "khoản 5 và khoản 6" : "khoản 6") +
             " Điều 148 Bộ luật Dân sự 91/2015/QH13";
    return out + "\nBasis: Clause 2, Article 147; " + (rolls ? "Clauses 5 and 6" : "Clause 6") +
           ", Article 148 of the Civil Code 91/2015/QH13";
  }
  if (law == "eu.reg_1182_71")
    return vi ? "Tính theo Quy định (EEC, Euratom) số 1182/71"
              : "Counted by Regulation (EEC, Euratom) No 1182/71";
  return vi ? "Tệp chưa nói thời hạn tính theo luật nào: viết dòng `counting`"
            : "The file does not say by what law terms are counted: write a `counting` line";
}

// `72 hours after …`, `15 days before …`: with its number and unit written.
std::optional<Signature> of_term(workspace::Workspace& workspace, FileId file,
                                 std::string_view text, const std::vector<Token>& words,
                                 Language language) {
  std::size_t at = words.size();
  std::optional<TokenKind> direction;
  // Behind `after` a name or two may stand already.
  for (std::size_t back = 0; back < 4 && at > 0 && !direction; ++back) {
    const TokenKind kind = words[at - 1].kind;
    if (is_unit(kind)) break;
    if (kind == TokenKind::KW_AFTER || kind == TokenKind::KW_BEFORE) direction = kind;
    --at;
  }
  if (at < 2 || !is_unit(words[at - 1].kind) || words[at - 2].kind != TokenKind::INT)
    return std::nullopt;
  if (!direction && at != words.size()) return std::nullopt;
  const std::string term(text.substr(words[at - 2].begin, words[at - 1].end - words[at - 2].begin));
  const bool backward = direction == TokenKind::KW_BEFORE;
  Signature out{term + (backward ? " before x" : " after x"),
                {term, backward ? "before x" : "after x"},
                direction ? 1U : 0U,
                counting_words(workspace, file, words[at - 1].kind, backward, language)};
  return out;
}

}  // namespace

std::optional<Signature> signature(workspace::Workspace& workspace, FileId file,
                                   std::uint32_t offset, Language language) {
  const SourceFile& source = workspace.sources().file(file);
  const auto words = words_before(source.text, offset, syntax::form_of(source.path));
  if (words.empty() || words.back().end > offset) return std::nullopt;  // inside of a word
  if (auto term = of_term(workspace, file, source.text, words, language)) return term;
  const auto bracket = open_call(words);
  if (!bracket || *bracket == 0) return std::nullopt;
  if (auto built_in = of_built_in(words, *bracket, language)) return built_in;
  return of_call(workspace, file, source.text, words, *bracket, language);
}

}  // namespace phep::ide
