// How a mistake reads: the text that would stand where it is made.
#include "compiler/hir/children.h"
#include "compiler/mutation/maker.h"
#include "compiler/syntax/parse.h"

#include <algorithm>

namespace phep::mutation {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
// Of a word: letters of any script are bytes above ASCII.
bool in_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Behind a comment or a string that begins at `at`; `at` itself where none does.
std::size_t skipped(std::string_view text, std::size_t at) {
  if (text.substr(at).starts_with("//")) return std::min(text.find('\n', at), text.size());
  if (text[at] != '"') return at;
  for (std::size_t end = at + 1; end < text.size(); ++end) {
    if (text[end] == '\\') {
      ++end;
    } else if (text[end] == '"') {
      return end + 1;
    }
  }
  return text.size();
}

// A conversion that nobody writes.
hir::ExprId converted(const hir::ExprNode& node) {
  if (const auto* one = std::get_if<hir::Wrap>(&node)) return one->value;
  if (const auto* one = std::get_if<hir::Unwrap>(&node)) return one->value;
  if (const auto* one = std::get_if<hir::Widen>(&node)) return one->operand;
  if (const auto* one = std::get_if<hir::LocalDay>(&node)) return one->instant;
  if (const auto* one = std::get_if<hir::DayStart>(&node)) return one->date;
  return {};
}

std::string_view sign(hir::CompareOp op) {
  switch (op) {
    case hir::CompareOp::Eq: return " == ";
    case hir::CompareOp::Ne: return " != ";
    case hir::CompareOp::Lt: return " < ";
    case hir::CompareOp::Le: return " <= ";
    case hir::CompareOp::Gt: return " > ";
    case hir::CompareOp::Ge: break;
  }
  return " >= ";
}

}  // namespace

bool is_converted(const hir::ExprNode& node) {
  return converted(node).exists();
}

Shown Maker::beside(Span near, std::string_view note) const {
  const std::string& text = law_.sources.file(near.file).text;
  auto end = std::min(text.find('\n', near.end), text.size());
  if (end > 0 && end < text.size() && text[end - 1] == '\r') --end;
  const auto at = static_cast<std::uint32_t>(end);
  return {{near.file, at, at}, "  // " + std::string(note)};
}

Shown Maker::behind(Span at, std::string_view more) {
  return {{at.file, at.end, at.end}, std::string(more)};
}

Shown Maker::clause(std::string_view text) const {
  const Span whole = home().span;
  const std::string_view written = law_.sources.text(whole);
  const std::size_t brace = written.rfind('}');
  if (brace == std::string_view::npos) return beside(def().name_span, text);
  const std::size_t line = written.rfind('\n', brace);
  const auto at = static_cast<std::uint32_t>(whole.begin + brace);
  const bool alone =
      line != std::string_view::npos && written.find_first_not_of(" \t", line + 1) == brace;
  return {{whole.file, at, at}, alone ? "  " + std::string(text) + "\n" : std::string(text) + " "};
}

Span Maker::with_keyword(Span at, std::initializer_list<std::string_view> words) const {
  const Span whole = home().span;
  if (!within(at, whole)) return at;
  std::string_view before = law_.sources.text({whole.file, whole.begin, at.begin});
  while (!before.empty() && is_blank(before.back())) before.remove_suffix(1);
  for (const std::string_view word : words) {
    if (!before.ends_with(word)) continue;
    const std::size_t begin = before.size() - word.size();
    if (begin > 0 && in_word(before[begin - 1])) continue;
    return {at.file, static_cast<std::uint32_t>(whole.begin + begin), at.end};
  }
  return at;
}

std::optional<Span> Maker::find_words(const std::vector<Spellings>& words) const {
  const Span whole = home().span;
  const std::string_view text = law_.sources.text(whole);
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t past = skipped(text, at); past != at) {
      at = past;
      continue;
    }
    if (at > 0 && in_word(text[at - 1])) {
      ++at;
      continue;
    }
    std::size_t begin = at, end = at;
    const bool all = std::ranges::all_of(words, [&](const Spellings& ways) {
      while (end < text.size() && is_blank(text[end])) ++end;
      const auto found = std::ranges::find_if(ways, [&](std::string_view way) {
        const std::size_t past = end + way.size();
        return text.substr(end).starts_with(way) && (past == text.size() || !in_word(text[past]));
      });
      if (found == ways.end()) return false;
      begin = end;
      end += found->size();
      return true;
    });
    if (all)
      return Span{whole.file, static_cast<std::uint32_t>(whole.begin + begin),
                  static_cast<std::uint32_t>(whole.begin + end)};
    ++at;
  }
  return std::nullopt;
}

Span Maker::word_at(std::uint32_t begin) const {
  const Span whole = home().span;
  const std::string& text = law_.sources.file(whole.file).text;
  while (begin < whole.end && is_blank(text[begin])) ++begin;
  std::uint32_t end = begin;
  while (end < whole.end && in_word(text[end])) ++end;
  return {whole.file, begin, end};
}

Span Maker::row_end(Name label, const hir::Authority& authority) const {
  const Span line = label_place(label);
  if (!authority.cites.empty()) {
    const Span cite = authority.cites.back().written.span;
    if (within(cite, home().span) && cite.begin >= line.begin && line != def().name_span)
      return cite;
  }
  return line;
}

// Only what the checker made is spelled; what is written within stays as it is.
std::optional<std::string> Maker::spelled(hir::ExprId id, Span written, hir::ExprId part,
                                          const std::string& instead) const {
  if (id == part) return "(" + instead + ")";
  const hir::Expr& one = expr(id);
  if (const hir::ExprId inner = converted(one.node); inner.exists())
    return spelled(inner, written, part, instead);
  if (one.span != written) return inside(id) ? std::optional(text(id)) : std::nullopt;
  const auto joined = [&](const std::vector<hir::ExprId>& operands,
                          std::string_view word) -> std::optional<std::string> {
    std::string out;
    for (const hir::ExprId operand : operands) {
      const auto said = spelled(operand, written, part, instead);
      if (!said) return std::nullopt;
      out += (out.empty() ? "" : std::string(word)) + *said;
    }
    return "(" + out + ")";
  };
  if (const auto* both = std::get_if<hir::And>(&one.node)) return joined(both->operands, " and ");
  if (const auto* either = std::get_if<hir::Or>(&one.node)) return joined(either->operands, " or ");
  if (const auto* negated = std::get_if<hir::Not>(&one.node)) {
    const auto said = spelled(negated->operand, written, part, instead);
    return said ? std::optional("not (" + *said + ")") : std::nullopt;
  }
  if (const auto* compared = std::get_if<hir::Compare>(&one.node)) {
    const auto left = spelled(compared->left, written, part, instead);
    const auto right = spelled(compared->right, written, part, instead);
    return left && right ? std::optional(*left + std::string(sign(compared->op)) + *right)
                         : std::nullopt;
  }
  if (const auto* exists = std::get_if<hir::Exists>(&one.node)) {
    const auto said = spelled(exists->value, written, part, instead);
    return said ? std::optional("exists " + *said) : std::nullopt;
  }
  if (std::holds_alternative<hir::LawDate>(one.node)) return "law_date";
  return std::nullopt;
}

std::optional<Span> Maker::literal(hir::ExprId id, std::string_view written) const {
  const std::size_t at = text(id).find(written);
  if (at == std::string::npos) return std::nullopt;
  const auto begin = static_cast<std::uint32_t>(place(id).begin + at);
  return Span{place(id).file, begin, static_cast<std::uint32_t>(begin + written.size())};
}

std::string Maker::resigned(hir::ExprId id, hir::ExprId left, hir::ExprId right,
                            std::initializer_list<std::string_view> signs,
                            std::string_view instead) const {
  const Span whole = expr(id).span, a = expr(left).span, b = expr(right).span;
  const std::string plain = text(left) + " " + std::string(instead) + " " + text(right);
  if (!within(a, whole) || !within(b, whole) || a.end > b.begin || a == whole) return plain;
  std::string out = text(id);
  for (const std::string_view sign : signs) {
    const std::size_t at = out.find(sign, a.end - whole.begin);
    if (at == std::string::npos || at + sign.size() > b.begin - whole.begin) continue;
    return out.replace(at, sign.size(), instead);
  }
  return plain;
}

bool Maker::in_cell(hir::ExprId id) const {
  const Span own = expr(id).span;
  bool outside = false;
  hir::each_child(expr(id).node, [&](hir::ExprId child) {
    const Span at = expr(child).span;
    const bool local = std::holds_alternative<hir::LocalRef>(expr(child).node);
    if (at == own)
      outside = outside || in_cell(child);
    else
      outside = outside || (inside(child) && !local && !within(at, own));
  });
  return outside;
}

bool Maker::readable(const Shown& shown) const {
  const std::string& text = law_.sources.file(shown.at.file).text;
  const Span whole = home().span;
  if (shown.at.begin < whole.begin) return false;
  const std::size_t end = std::min(text.find('\n', std::max(whole.end, shown.at.end)), text.size());
  const std::string read = text.substr(whole.begin, shown.at.begin - whole.begin) + shown.instead +
                           text.substr(shown.at.end, end - shown.at.end);
  Interner names;
  return !syntax::parse(whole.file, read, names).diagnostics.has_errors();
}

std::vector<const hir::RuleNode*> Maker::due_rows(const hir::Norm& node) const {
  std::vector<const hir::RuleNode*> out;
  if (!node.due.exists()) return out;
  const auto* call = std::get_if<hir::CallRule>(&expr(node.due).node);
  if (call == nullptr || call->rule.file != id_.file || expr(node.due).span != def().name_span)
    return out;
  const auto* rule = std::get_if<hir::Rule>(&module().defs[call->rule.index].node);
  if (rule == nullptr) return out;
  for (const hir::RuleNode& row : rule->nodes) out.push_back(&row);
  return out;
}

}  // namespace phep::mutation
