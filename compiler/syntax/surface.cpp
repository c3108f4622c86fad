#include "compiler/syntax/surface.h"

#include <algorithm>

namespace phep::syntax {
namespace {

enum class Seen : std::uint8_t { Whole, WithoutBodies, Nothing };

Seen seen(const ast::DeclNode& node) {
  if (std::holds_alternative<ast::Test>(node) || std::holds_alternative<ast::TestTable>(node) ||
      std::holds_alternative<ast::Cases>(node))
    return Seen::Nothing;
  if (const auto* rule = std::get_if<ast::Rule>(&node))
    return rule->params.empty() ? Seen::Whole : Seen::WithoutBodies;
  if (std::holds_alternative<ast::Norm>(node) || std::holds_alternative<ast::Decision>(node))
    return Seen::WithoutBodies;
  return Seen::Whole;
}

// By byte of the file: whether others see it.
std::vector<bool> hidden_bytes(const ast::Module& module, std::size_t size) {
  std::vector<bool> open(size, false);  // in a declaration whose bodies are hidden
  std::vector<bool> hidden(size, false);
  const auto fill = [size](std::vector<bool>& bytes, Span span, bool value) {
    const std::size_t end = std::min<std::size_t>(span.end, size);
    if (span.begin < end)
      std::fill(bytes.begin() + span.begin, bytes.begin() + static_cast<std::ptrdiff_t>(end),
                value);
  };
  for (const ast::Decl& decl : module.decls) {
    const Seen part = seen(decl.node);
    if (part == Seen::Nothing) fill(hidden, decl.span, true);
    if (part == Seen::WithoutBodies) fill(open, decl.span, true);
  }
  for (const ast::Expr& expr : module.exprs)
    if (expr.span.begin < size && open[expr.span.begin]) fill(hidden, expr.span, true);
  for (const ast::Type& type : module.types)
    if (type.span.begin < size && open[type.span.begin]) fill(hidden, type.span, false);
  return hidden;
}

class Hash {
 public:
  void add(std::uint64_t value) {
    for (int i = 0; i < 8; ++i, value >>= 8U) byte(static_cast<unsigned char>(value));
  }
  void add(std::string_view text) {
    for (const char c : text) byte(static_cast<unsigned char>(c));
  }
  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  void byte(unsigned char b) { value_ = (value_ ^ b) * 1099511628211ULL; }
  std::uint64_t value_ = 14695981039346656037ULL;
};

}  // namespace

std::uint64_t surface_of(const ast::Module& module, std::string_view text,
                         const std::vector<Token>& words, const PositionMap& positions) {
  const std::uint32_t size = positions.source(static_cast<std::uint32_t>(text.size()));
  const std::vector<bool> hidden = hidden_bytes(module, size);
  Hash hash;
  for (const Token& word : words) {
    if (word.kind == TokenKind::COMMENT || word.kind == TokenKind::DOC) continue;
    const std::uint32_t at = positions.source(word.begin);
    if (at < size && hidden[at]) continue;
    hash.add(static_cast<std::uint64_t>(word.kind));
    hash.add(text.substr(word.begin, word.end - word.begin));
  }
  return hash.value();
}

}  // namespace phep::syntax
