#include "compiler/syntax/surface.h"

#include <algorithm>

namespace phep::syntax {
namespace {

enum class Seen : std::uint8_t { Whole, WithoutBodies, Nothing };

Seen seen(const ast::DeclNode& node) {
  if (std::holds_alternative<ast::Test>(node) || std::holds_alternative<ast::TestTable>(node) ||
      std::holds_alternative<ast::Cases>(node) || std::holds_alternative<ast::Property>(node))
    return Seen::Nothing;
  if (const auto* rule = std::get_if<ast::Rule>(&node))
    return rule->params.empty() ? Seen::Whole : Seen::WithoutBodies;
  if (std::holds_alternative<ast::Norm>(node) || std::holds_alternative<ast::Decision>(node))
    return Seen::WithoutBodies;
  return Seen::Whole;
}

// By byte of what these words fill: whether others see it.
class Hidden {
 public:
  Hidden(std::uint32_t begin, std::uint32_t end) : begin_(begin), hidden_(end - begin) {}

  void fill(Span span, bool value) { fill(hidden_, span, value); }
  void open(Span span) {
    open_.resize(hidden_.size());
    fill(open_, span, true);
  }
  [[nodiscard]] bool is_open(std::uint32_t at) const { return is(open_, at); }
  [[nodiscard]] bool is_hidden(std::uint32_t at) const { return is(hidden_, at); }

 private:
  void fill(std::vector<bool>& bytes, Span span, bool value) const {
    const auto end = static_cast<std::uint32_t>(begin_ + bytes.size());
    const std::uint32_t first = std::clamp(span.begin, begin_, end) - begin_;
    const std::uint32_t last = std::clamp(span.end, begin_, end) - begin_;
    if (first < last) std::fill(bytes.begin() + first, bytes.begin() + last, value);
  }
  [[nodiscard]] bool is(const std::vector<bool>& bytes, std::uint32_t at) const {
    return at >= begin_ && at - begin_ < bytes.size() && bytes[at - begin_];
  }

  std::uint32_t begin_;
  std::vector<bool> open_;  // in a declaration whose bodies are hidden; empty without one
  std::vector<bool> hidden_;
};

Hidden hidden_bytes(const ast::Module& module, const Places& made, Span all) {
  Hidden hidden(all.begin, all.end);
  for (const ast::DeclId id : made.decls) {
    const ast::Decl& decl = module.decls[id];
    const Seen part = seen(decl.node);
    if (part == Seen::Nothing) hidden.fill(decl.span, true);
    if (part == Seen::WithoutBodies) hidden.open(decl.span);
  }
  for (const ast::ExprId id : made.exprs)
    if (const Span span = module.exprs[id].span; hidden.is_open(span.begin))
      hidden.fill(span, true);
  for (const ast::TypeId id : made.types) hidden.fill(module.types[id].span, false);
  return hidden;
}

// What is cited is asked for a description: whether there is one counts.
bool describes_law(const ast::Module& module, const Places& made) {
  return std::ranges::any_of(made.decls, [&](const ast::DeclId id) {
    return std::holds_alternative<ast::Instrument>(module.decls[id].node);
  });
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

Surface surface_of(const ast::Module& module, const Piece& piece, std::string_view text,
                   std::span<const Word> words, const PositionMap& positions) {
  if (words.empty()) return {};
  const Hidden hidden =
      hidden_bytes(module, piece.made, positions.span(words.front().begin, words.back().end));
  const bool recovered = !piece.of_tree.empty();
  const bool labels_count = describes_law(module, piece.made);
  Hash whole;
  Hash without_labels;
  bool any = false;
  TokenKind before = TokenKind::End;
  for (const Word& word : words) {
    const bool label = word.kind == TokenKind::STRING &&
                       (before == TokenKind::KW_VI || before == TokenKind::KW_EN);
    before = word.kind;
    if (recovered && word.first_of_line)
      for (Hash* hash : {&whole, &without_labels})
        hash->add((static_cast<std::uint64_t>(word.kind) << 2U) | (word.column == 0 ? 3U : 1U));
    if (hidden.is_hidden(positions.source(word.begin))) continue;
    any = true;
    for (Hash* hash : {&whole, &without_labels}) {
      hash->add(static_cast<std::uint64_t>(word.kind));
      if (hash == &whole || labels_count || !label)
        hash->add(text.substr(word.begin, word.end - word.begin));
    }
  }
  return any ? Surface{whole.value(), without_labels.value()} : Surface{};
}

Surface surface_of(const std::vector<Piece>& pieces) {
  Hash whole;
  Hash without_labels;
  for (const Piece& piece : pieces) {
    if (piece.surface.whole == 0) continue;
    whole.add(piece.surface.whole);
    without_labels.add(piece.surface.without_labels);
  }
  return {whole.value(), without_labels.value()};
}

}  // namespace phep::syntax
