#include "compiler/syntax/cst.h"

#include "compiler/base/check.h"
#include "compiler/diagnostics/kinds/syntax.h"
#include "compiler/syntax/recovery.h"

#include <array>
#include <string>

namespace phep::syntax {
namespace {

constexpr std::size_t kKinds = static_cast<std::size_t>(TokenKind::COMMENT) + 1;

constexpr std::array<std::size_t, kKinds> antlr_types() {
  std::array<std::size_t, kKinds> types{};
  const auto set = [&types](TokenKind kind, std::size_t type) {
    types[static_cast<std::size_t>(kind)] = type;
  };
#define PHEP_KEYWORD(TOKEN, CLASS, EN, VI) set(TokenKind::TOKEN, PhepParser::TOKEN);
#include "compiler/syntax/keywords.def"
#undef PHEP_KEYWORD
#define PHEP_SAME(TOKEN) set(TokenKind::TOKEN, PhepParser::TOKEN)
  PHEP_SAME(IDENT), PHEP_SAME(UNDERSCORE), PHEP_SAME(CITATION), PHEP_SAME(STRING);
  PHEP_SAME(INSTANT), PHEP_SAME(DATE), PHEP_SAME(MONEY), PHEP_SAME(PERCENT), PHEP_SAME(DECIMAL);
  PHEP_SAME(INT), PHEP_SAME(NUMLABEL), PHEP_SAME(LBRACE), PHEP_SAME(RBRACE), PHEP_SAME(LPAREN);
  PHEP_SAME(RPAREN), PHEP_SAME(LBRACKET), PHEP_SAME(RBRACKET), PHEP_SAME(COMMA), PHEP_SAME(COLON);
  PHEP_SAME(DOTDOT), PHEP_SAME(DOT), PHEP_SAME(QUESTION), PHEP_SAME(EQ), PHEP_SAME(NE);
  PHEP_SAME(LE), PHEP_SAME(GE), PHEP_SAME(ASSIGN), PHEP_SAME(LT), PHEP_SAME(GT), PHEP_SAME(PLUS);
  PHEP_SAME(MINUS), PHEP_SAME(STAR), PHEP_SAME(SLASH), PHEP_SAME(BARBAR), PHEP_SAME(PIPE);
#undef PHEP_SAME
  set(TokenKind::End, static_cast<std::size_t>(antlr4::Token::EOF));
  return types;
}

constexpr std::array<std::size_t, kKinds> kAntlrTypes = antlr_types();

}  // namespace

std::size_t antlr_type(TokenKind kind) {
  return kAntlrTypes[static_cast<std::size_t>(kind)];
}

// The words as ANTLR wants them. Tokens carry offsets of the prepared text, end exclusive, and no
// text.
class Cst::Stream : public antlr4::TokenStream {
 public:
  explicit Stream(const std::vector<Word>& words) {
    tokens_.reserve(words.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
      auto& token = tokens_.emplace_back(antlr_type(words[i].kind));
      token.setTokenIndex(i);
      token.setStartIndex(words[i].begin);
      token.setStopIndex(words[i].end);
      token.setLine(words[i].line + 1);
    }
  }

  void consume() override {
    if (at_ + 1 < tokens_.size()) ++at_;
  }
  std::size_t LA(ssize_t i) override { return LT(i)->getType(); }
  antlr4::Token* LT(ssize_t k) override {
    const auto wanted = static_cast<ssize_t>(at_) + (k > 0 ? k - 1 : k);
    const auto last = static_cast<ssize_t>(tokens_.size()) - 1;
    return &tokens_[static_cast<std::size_t>(wanted < 0 ? 0 : wanted > last ? last : wanted)];
  }
  ssize_t mark() override { return 0; }
  void release(ssize_t) override {}
  std::size_t index() override { return at_; }
  void seek(std::size_t index) override { at_ = std::min(index, tokens_.size() - 1); }
  std::size_t size() override { return tokens_.size(); }
  std::string getSourceName() const override { return {}; }
  antlr4::Token* get(std::size_t i) const override {
    return const_cast<antlr4::CommonToken*>(&tokens_[i]);  // ANTLR's interface is not const-correct
  }
  antlr4::TokenSource* getTokenSource() const override { return nullptr; }
  std::string getText(const antlr4::misc::Interval&) override { return {}; }
  std::string getText() override { return {}; }
  std::string getText(antlr4::RuleContext*) override { return {}; }
  std::string getText(antlr4::Token*, antlr4::Token*) override { return {}; }

 private:
  std::vector<antlr4::CommonToken> tokens_;
  std::size_t at_ = 0;
};

// Refuses `if` chains and type arguments that nest too deep: the brackets were counted before,
// these two recurse without brackets. Reading stops there, by ANTLR's own exception for that, which
// parse.cpp catches.
class Cst::Parser : public PhepParser {
 public:
  Parser(antlr4::TokenStream* stream, const std::vector<Word>& words, const PositionMap& positions,
         Reports& reports)
      : PhepParser(stream), words_(words), positions_(positions), reports_(reports) {}

  void enterRule(antlr4::ParserRuleContext* context, std::size_t state, std::size_t rule) override {
    PhepParser::enterRule(context, state, rule);
    if (rule != RuleConditional && rule != RuleTypeRef) return;
    int depth = 0;
    for (const antlr4::tree::ParseTree* at = context; at != nullptr; at = at->parent)
      if (static_cast<const antlr4::RuleContext*>(at)->getRuleIndex() == rule) ++depth;
    if (depth <= kMaxDepth) return;
    const Word& word = words_[getTokenStream()->index()];
    reports_.report(diag::TooDeep, positions_.span(word.begin, word.end), std::int64_t{kMaxDepth});
    throw antlr4::ParseCancellationException("nested too deep");
  }

 private:
  const std::vector<Word>& words_;
  const PositionMap& positions_;
  Reports& reports_;
};

class Cst::AmbiguityCounter : public antlr4::BaseErrorListener {
 public:
  int count = 0;
  void reportAmbiguity(antlr4::Parser*, const antlr4::dfa::DFA&, std::size_t, std::size_t, bool,
                       const antlrcpp::BitSet&, antlr4::atn::ATNConfigSet*) override {
    ++count;
  }
};

Cst::Cst(std::string_view text, const std::vector<Word>& words, const PositionMap& positions,
         Reports& reports, Prediction prediction)
    : stream_(std::make_unique<Stream>(words)),
      counter_(std::make_unique<AmbiguityCounter>()),
      parser_(std::make_unique<Parser>(stream_.get(), words, positions, reports)) {
  parser_->removeErrorListeners();
  if (prediction == Prediction::Exact) parser_->addErrorListener(counter_.get());
  parser_->setErrorHandler(make_recovery(text, words, positions, reports));
  parser_->getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(
      prediction == Prediction::Exact ? antlr4::atn::PredictionMode::LL_EXACT_AMBIG_DETECTION
                                      : antlr4::atn::PredictionMode::SLL);
  tree_ = parser_->file();
  ambiguities_ = counter_->count;
}

Cst::~Cst() = default;

}  // namespace phep::syntax
