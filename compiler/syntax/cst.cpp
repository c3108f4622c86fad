#include "compiler/syntax/cst.h"

#include "compiler/base/check.h"
#include "compiler/diagnostics/kinds/syntax.h"
#include "compiler/syntax/recovery.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

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

// The words as ANTLR wants them, from `first` on, made as they are looked at. Tokens carry offsets
// of the prepared text, end exclusive, and no text.
class Cst::Stream : public antlr4::TokenStream {
 public:
  Stream(const std::vector<Word>& words, std::size_t first)
      : words_(words), base_(first == 0 ? 0 : first - 1), at_(first) {}

  void consume() override {
    if (at_ + 1 < words_.size()) ++at_;
  }
  std::size_t LA(ssize_t i) override { return LT(i)->getType(); }
  antlr4::Token* LT(ssize_t k) override {
    const auto wanted = static_cast<ssize_t>(at_) + (k > 0 ? k - 1 : k);
    const auto first = static_cast<ssize_t>(base_);
    const auto last = static_cast<ssize_t>(words_.size()) - 1;
    const auto index = static_cast<std::size_t>(std::clamp(wanted, first, last));
    reach_ = std::max(reach_, index);
    return token(index);
  }
  ssize_t mark() override { return 0; }
  void release(ssize_t) override {}
  std::size_t index() override { return at_; }
  void seek(std::size_t index) override { at_ = std::min(index, words_.size() - 1); }
  std::size_t size() override { return words_.size(); }
  antlr4::Token* get(std::size_t i) const override { return token(std::max(i, base_)); }
  antlr4::TokenSource* getTokenSource() const override { return nullptr; }

  // The last word that was looked at since this was last asked.
  std::size_t take_reach() { return std::exchange(reach_, at_); }

  std::string getSourceName() const override { return {}; }
  std::string getText(const antlr4::misc::Interval&) override { return {}; }
  std::string getText() override { return {}; }
  std::string getText(antlr4::RuleContext*) override { return {}; }
  std::string getText(antlr4::Token*, antlr4::Token*) override { return {}; }

 private:
  // In blocks that stay where they are: ANTLR keeps pointers.
  static constexpr std::size_t kBlock = 256;

  antlr4::CommonToken* token(std::size_t index) const {
    while (blocks_.empty() ||
           base_ + (blocks_.size() - 1) * kBlock + blocks_.back().size() <= index)
      add_one();
    return &blocks_[(index - base_) / kBlock][(index - base_) % kBlock];
  }
  void add_one() const {
    if (blocks_.empty() || blocks_.back().size() == kBlock) blocks_.emplace_back().reserve(kBlock);
    const std::size_t index = base_ + (blocks_.size() - 1) * kBlock + blocks_.back().size();
    const Word& word = words_[index];
    auto& token = blocks_.back().emplace_back(antlr_type(word.kind));
    token.setTokenIndex(index);
    token.setStartIndex(word.begin);
    token.setStopIndex(word.end);
    token.setLine(word.line + 1);
  }

  const std::vector<Word>& words_;
  std::size_t base_;
  std::size_t at_;
  std::size_t reach_ = 0;
  mutable std::vector<std::vector<antlr4::CommonToken>> blocks_;  // ANTLR asks const streams
};

// Refuses `if` chains and type arguments that nest too deep: the brackets were counted before,
// these two recurse without brackets. Reading stops there, by ANTLR's own exception for that, which
// parse.cpp catches.
class Cst::Parser : public PhepParser {
 public:
  Parser(Stream* stream, std::shared_ptr<Recovery> recovery, const std::vector<Word>& words,
         const PositionMap& positions, Reports& reports)
      : PhepParser(stream),
        stream_(stream),
        recovery_(recovery.get()),
        words_(words),
        positions_(positions),
        reports_(reports) {
    removeErrorListeners();
    setErrorHandler(std::move(recovery));
  }

  // file : header declaration* EOF, but for a part of it.
  PhepParser::FileContext* stretch(const Stretch& wanted) {
    static const FileStates states = file_states(getATN());
    auto* tree = _tracker.createInstance<FileContext>(_ctx, getState());
    PhepParser::enterRule(tree, 0, RuleFile);
    enterOuterAlt(tree, 1);
    if (wanted.header) {
      setState(states.header);
      header();
      setState(states.loop);
      _errHandler->sync(this);
    }
    while (!ends(wanted)) {
      if (!getATN().nextTokens(getATN().states[states.declaration]).contains(stream_->LA(1)))
        return nullptr;
      setState(states.declaration);
      declaration();
      setState(states.loop_back);
      _errHandler->sync(this);
    }
    note_boundary();
    return tree;
  }

  void note_boundary() {
    const std::size_t index = stream_->index();
    boundaries_.push_back({static_cast<std::uint32_t>(index),
                           static_cast<std::uint32_t>(stream_->take_reach()) + kBeyond,
                           reports_.size(), clean()});
  }
  [[nodiscard]] const std::vector<Boundary>& boundaries() const { return boundaries_; }

  // ANTLR's own, without its casts; most rules have no more than three children, and so many cost
  // no more memory than one.
  void addContextToParseTree() override {
    _ctx->children.reserve(kFewChildren);
    if (_ctx->parent != nullptr)
      static_cast<antlr4::ParserRuleContext*>(_ctx->parent)->addChild(_ctx);
  }

  void enterRule(antlr4::ParserRuleContext* context, std::size_t state, std::size_t rule) override {
    if (rule == RuleDeclaration) note_boundary();
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
  // Recovery looks at words beside the one where the parser stands.
  static constexpr std::uint32_t kBeyond = 2;
  static constexpr std::size_t kFewChildren = 3;

  // ANTLR's states inside `file`, as the code that it generated sets them.
  struct FileStates {
    std::size_t header = 0, declaration = 0, loop = 0, loop_back = 0;
  };
  static FileStates file_states(const antlr4::atn::ATN& atn) {
    FileStates out;
    for (antlr4::atn::ATNState* state : atn.states) {
      if (state == nullptr || state->ruleIndex != RuleFile) continue;
      const auto number = static_cast<std::size_t>(state->stateNumber);
      if (state->getStateType() == antlr4::atn::ATNState::STAR_LOOP_ENTRY) out.loop = number;
      if (state->getStateType() == antlr4::atn::ATNState::STAR_LOOP_BACK) out.loop_back = number;
      if (state->transitions.size() != 1) continue;
      const antlr4::atn::ATNState* target = state->transitions.front()->target;
      if (target == atn.ruleToStartState[RuleHeader]) out.header = number;
      if (target == atn.ruleToStartState[RuleDeclaration]) out.declaration = number;
    }
    return out;
  }

  bool clean() {
    return !recovery_->inErrorRecoveryMode(this) && recovery_->over(stream_->index());
  }
  bool ends(const Stretch& wanted) {
    if (stream_->LA(1) == static_cast<std::size_t>(antlr4::Token::EOF)) return true;
    const auto here = static_cast<std::uint32_t>(stream_->index());
    return std::ranges::binary_search(wanted.stops, here) && clean();
  }

  Stream* stream_;
  Recovery* recovery_;
  const std::vector<Word>& words_;
  const PositionMap& positions_;
  Reports& reports_;
  std::vector<Boundary> boundaries_;
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
    : stream_(std::make_unique<Stream>(words, 0)),
      counter_(std::make_unique<AmbiguityCounter>()),
      parser_(std::make_unique<Parser>(stream_.get(),
                                       make_recovery(text, words, positions, reports), words,
                                       positions, reports)) {
  if (prediction == Prediction::Exact) parser_->addErrorListener(counter_.get());
  parser_->getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(
      prediction == Prediction::Exact ? antlr4::atn::PredictionMode::LL_EXACT_AMBIG_DETECTION
                                      : antlr4::atn::PredictionMode::SLL);
  tree_ = parser_->file();
  parser_->note_boundary();
  ambiguities_ = counter_->count;
}

// With SLL prediction what follows a boundary is read by what stands there alone: the rules that
// lead to it have no part in a decision.
Cst::Cst(std::string_view text, const std::vector<Word>& words, const PositionMap& positions,
         Reports& reports, const Stretch& stretch)
    : stream_(std::make_unique<Stream>(words, stretch.first)),
      counter_(std::make_unique<AmbiguityCounter>()),
      parser_(std::make_unique<Parser>(stream_.get(),
                                       make_recovery(text, words, positions, reports), words,
                                       positions, reports)) {
  parser_->getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(
      antlr4::atn::PredictionMode::SLL);
  tree_ = parser_->stretch(stretch);
}

const std::vector<Boundary>& Cst::boundaries() const {
  return parser_->boundaries();
}

Cst::~Cst() = default;

}  // namespace phep::syntax
