#include "tests/oracles/sentences.h"

#include "compiler/base/text.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/tokens.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>
#include <utf8proc.h>
#include <vector>

namespace phep::tests {
namespace {

using syntax::TokenKind;

constexpr const char* kBlank = "\u00A0";
constexpr const char* kNarrow = "\u202F";

struct Written {
  std::string text;
  TokenKind kind;
};

TokenKind kind_of(const std::string& token) {
  static const std::map<std::string, TokenKind> kKinds = {
#define PHEP_KEYWORD(TOKEN, CLASS, EN, VI) {#TOKEN, TokenKind::TOKEN},
#include "compiler/syntax/keywords.def"
#undef PHEP_KEYWORD
#define PHEP_MARK(TOKEN) {#TOKEN, TokenKind::TOKEN}
      PHEP_MARK(IDENT),    PHEP_MARK(UNDERSCORE), PHEP_MARK(CITATION), PHEP_MARK(STRING),
      PHEP_MARK(INSTANT),  PHEP_MARK(DATE),       PHEP_MARK(MONEY),    PHEP_MARK(PERCENT),
      PHEP_MARK(DECIMAL),  PHEP_MARK(INT),        PHEP_MARK(NUMLABEL), PHEP_MARK(LBRACE),
      PHEP_MARK(RBRACE),   PHEP_MARK(LPAREN),     PHEP_MARK(RPAREN),   PHEP_MARK(LBRACKET),
      PHEP_MARK(RBRACKET), PHEP_MARK(COMMA),      PHEP_MARK(COLON),    PHEP_MARK(DOTDOT),
      PHEP_MARK(DOT),      PHEP_MARK(QUESTION),   PHEP_MARK(EQ),       PHEP_MARK(NE),
      PHEP_MARK(LE),       PHEP_MARK(GE),         PHEP_MARK(ASSIGN),   PHEP_MARK(LT),
      PHEP_MARK(GT),       PHEP_MARK(PLUS),       PHEP_MARK(MINUS),    PHEP_MARK(STAR),
      PHEP_MARK(SLASH),    PHEP_MARK(BARBAR),     PHEP_MARK(PIPE)};
#undef PHEP_MARK
  return kKinds.at(token);
}

std::string mark_text(TokenKind kind) {
  switch (kind) {
    case TokenKind::UNDERSCORE: return "_";
    case TokenKind::LBRACE: return "{";
    case TokenKind::RBRACE: return "}";
    case TokenKind::LPAREN: return "(";
    case TokenKind::RPAREN: return ")";
    case TokenKind::LBRACKET: return "[";
    case TokenKind::RBRACKET: return "]";
    case TokenKind::COMMA: return ",";
    case TokenKind::COLON: return ":";
    case TokenKind::DOTDOT: return "..";
    case TokenKind::DOT: return ".";
    case TokenKind::QUESTION: return "?";
    case TokenKind::EQ: return "==";
    case TokenKind::NE: return "!=";
    case TokenKind::LE: return "<=";
    case TokenKind::GE: return ">=";
    case TokenKind::ASSIGN: return "=";
    case TokenKind::LT: return "<";
    case TokenKind::GT: return ">";
    case TokenKind::PLUS: return "+";
    case TokenKind::MINUS: return "-";
    case TokenKind::STAR: return "*";
    case TokenKind::SLASH: return "/";
    case TokenKind::BARBAR: return "||";
    case TokenKind::PIPE: return "|";
    default: return {};
  }
}

std::vector<std::string> spellings(std::string_view row) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= row.size();) {
    const std::size_t bar = std::min(row.find('|', at), row.size());
    out.emplace_back(row.substr(at, bar - at));
    at = bar + 1;
  }
  return out;
}

enum class Tongue { English, Vietnamese, Both };

// The words of one declaration, by the grammar.
class Speaker {
 public:
  Speaker(const Grammar& grammar, Random& random, Tongue tongue)
      : grammar_(grammar), random_(random), tongue_(tongue) {}

  void rule(const std::string& name) {
    used_.push_back(name);
    const int depth = depth_;
    if (name == "expr") depth_ = std::min(depth_ + 1, 5);
    if (!by_hand(name)) say(grammar_.rules.at(name));
    depth_ = depth;
  }

  std::vector<Written> words;
  [[nodiscard]] const std::vector<std::string>& used() const { return used_; }

 private:
  // How likely something optional is: rare inside expressions, which branch at every level.
  [[nodiscard]] int wish(char repeat) const {
    if (words.size() > 260) return 0;
    static constexpr int kInside[] = {0, 14, 10, 6, 3, 1};
    if (depth_ > 0) return kInside[depth_];
    return repeat == '?' ? 45 : 58;
  }
  void say(const Element& element) {
    int times = element.repeat == 0 || element.repeat == '+' ? 1 : 0;
    if (element.repeat == '?') times = random_.chance(wish('?')) ? 1 : 0;
    if (element.repeat == '*' || element.repeat == '+')
      while (random_.chance(wish(element.repeat))) ++times;
    for (; times > 0; --times) once(element);
  }
  void once(const Element& element) {
    switch (element.sort) {
      case Element::Sort::Token: token(element.name); return;
      case Element::Sort::Rule: rule(element.name); return;
      case Element::Sort::Sequence:
        for (const Element& part : element.parts) say(part);
        return;
      case Element::Sort::Choice: {
        const int least = std::ranges::min(element.parts, {}, &Element::least).least;
        const bool short_only = words.size() > 260 || depth_ > 3;
        std::vector<const Element*> open;
        for (const Element& part : element.parts)
          if (!short_only || part.least == least) open.push_back(&part);
        say(*random_.pick(open));
        return;
      }
    }
  }

  // What the grammar alone would nearly always say in a way that the tree builder refuses.
  bool by_hand(const std::string& name) {
    if (name == "name" || name == "fieldName") {
      if (random_.chance(80))
        token("IDENT");
      else
        contextual(grammar_.rules.at(name));
      return true;
    }
    if (name == "path") {
      rule("name");
      for (; random_.chance(15);) {
        token("DOT");
        rule("fieldName");
      }
      return true;
    }
    if (name == "overList") {
      if (random_.chance(30)) return rule("expr"), true;
      token("IDENT");
      token("KW_IN");
      rule("withFallback");
      for (const char* word : {"KW_WHERE", "COLON"})
        if (random_.chance(50)) {
          token(word);
          rule("expr");
        }
      return true;
    }
    if (name == "chain") return chain(), true;
    if (name == "onStatus") {
      token("KW_ON");
      words.push_back(
          {random_.pick({"late", "violated", "trễ_hạn", "đã_vi_phạm"}), TokenKind::IDENT});
      return true;
    }
    if (name == "tableHeader") return header(), true;
    if (name == "tableRow") return row(), true;
    if (name == "nodeModifier" && random_.chance(40)) return rule("whenClause"), true;
    return false;
  }
  // Only names are called and stand before braces.
  void chain() {
    const std::size_t before = words.size();
    rule("primary");
    const bool named = words.size() == before + 1 && words.back().kind == TokenKind::IDENT;
    for (int links = 0; links < 3 && random_.chance(named ? 40 : 10); ++links) {
      used_.push_back("link");
      if (named && random_.chance(50)) return rule(random_.chance(60) ? "arguments" : "recordBody");
      token("DOT");
      rule("fieldName");
    }
  }
  void header() {
    inputs_ = static_cast<int>(random_.in(1, 3));
    outputs_ = static_cast<int>(random_.in(1, 2));
    for (int i = 0; i < inputs_; ++i) {
      token("PIPE");
      rule("name");
    }
    for (int i = 0; i < outputs_; ++i) {
      token(i == 0 ? "BARBAR" : "PIPE");
      rule("expr");
    }
    token("PIPE");
  }
  void row() {
    for (int i = 0; i < inputs_ + outputs_; ++i) {
      token(i == inputs_ ? "BARBAR" : "PIPE");
      rule("cell");
    }
    token("PIPE");
  }

  // A keyword of one word in the place of a name.
  void contextual(const Element& names) {
    std::vector<std::string> tokens;
    const auto collect = [&](const auto& self, const Element& element) -> void {
      if (element.sort == Element::Sort::Token && element.name.starts_with("KW_"))
        tokens.push_back(element.name);
      if (element.sort == Element::Sort::Rule) self(self, grammar_.rules.at(element.name));
      for (const Element& part : element.parts) self(self, part);
    };
    collect(collect, names);
    for (int tries = 0; tries < 9; ++tries) {
      const TokenKind kind = kind_of(random_.pick(tokens));
      const std::string word = keyword_text(kind);
      if (!word.contains(' ')) return words.push_back({word, kind});
    }
    token("IDENT");
  }
  std::string keyword_text(TokenKind kind) {
    const syntax::Keyword& row = syntax::keyword(kind);
    const bool english =
        tongue_ == Tongue::English || (tongue_ == Tongue::Both && random_.chance(50));
    return random_.pick(spellings(english ? row.en : row.vi));
  }

  // A name that is the first or last word of some keyword, which it must not complete.
  std::string broken_off() {
    const syntax::Keyword& row = random_.pick(syntax::keywords());
    const std::string word = random_.pick(spellings(random_.chance(70) ? row.vi : row.en));
    const std::size_t gap = random_.chance(50) ? word.find(' ') : word.rfind(' ');
    if (gap == std::string::npos) return "t";
    const std::string part = random_.chance(50) ? word.substr(0, gap) : word.substr(gap + 1);
    const auto read = syntax::scan(part);
    return read[0].kind == TokenKind::IDENT && read[0].end == part.size() ? part : "b2";
  }

  void token(const std::string& name) {
    if (name == "EOF") return;
    const TokenKind kind = kind_of(name);
    words.push_back({syntax::is_keyword(kind) ? keyword_text(kind) : text_of(kind), kind});
  }
  std::string text_of(TokenKind kind) {
    switch (kind) {
      case TokenKind::IDENT:
        if (random_.chance(12)) return broken_off();
        return random_.pick({"a", "b1", "đơn_vị", "mức_phạt", "Vụ", "ngày_nộp", "is_notified",
                             "notified", "K_01", "t", "Ngưỡng", "late", "law", "half_up", "tập"});
      case TokenKind::CITATION:
        return random_.pick({"SAMPLE@1.2", "LUẬT@37a", "L@7.1.đ", "L@PL.VI.6", "L@11.4#2",
                             "L@23.1#s2", "L@8.5..@8.7", "D13@2"});
      case TokenKind::STRING:
        return random_.pick({"\"\"", "\"Điều 5\"", "\"a \\\"b\\\" \\\\ \\n\"", "\"// không phải\"",
                             "\"hai  dấu cách\"", "\"S-1-1\"", "\"mẫu\u00A0này\""});
      case TokenKind::INSTANT:
        return random_.pick(
            {"2026-03-01T08:00+07:00", "2026-03-01T24:00Z", "2026-03-01T08:00:30.5-01:30"});
      case TokenKind::DATE: return random_.pick({"2026-03-01", "0001-01-01", "2024-02-29"});
      case TokenKind::MONEY: return random_.pick({"3_000_000 VND", "12.50 EUR", "0 VND"});
      case TokenKind::PERCENT: return random_.pick({"5%", "2.5%", "100%"});
      case TokenKind::DECIMAL: return random_.pick({"0.5", "1_000.25", "3.0"});
      case TokenKind::INT: return random_.pick({"0", "1", "2", "10_000", "72", "15"});
      case TokenKind::NUMLABEL: return random_.pick({"37a", "2đ"});
      default: return mark_text(kind);
    }
  }

  const Grammar& grammar_;
  Random& random_;
  Tongue tongue_;
  std::vector<std::string> used_;
  int depth_ = 0;
  int inputs_ = 1, outputs_ = 1;
};

// Words as text, with white space of every kind between them.
class Scribe {
 public:
  Scribe(Random& random, int wildness) : random_(random), wildness_(wildness) {}

  std::string write(const std::vector<Written>& words) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (i > 0) out += between(words[i - 1].kind, words[i].kind);
      out += spaced(words[i]);
    }
    return out + "\n";
  }
  std::string gap() {
    switch (random_.in(0, 9)) {
      case 0: return "\t";
      case 1: return "   ";
      case 2: return kBlank;
      case 3: return kNarrow;
      case 4: return "\r\n  ";
      case 5: return "\n\n\n";
      case 6: return " // " + random_.pick({"ghi chú", "a  b", "\"", "@", "khi"}) + "  \n";
      case 7: return "\n/// " + random_.pick({"tài liệu", "doc", ""}) + "\n   ";
      case 8: return "\n" + std::string(static_cast<std::size_t>(random_.in(0, 9)), ' ');
      default: return "\n";
    }
  }

 private:
  std::string between(TokenKind before, TokenKind after) {
    if (random_.chance(wildness_)) return gap();
    const auto mark = [](TokenKind kind) { return kind >= TokenKind::LBRACE; };
    if ((mark(before) || mark(after)) && random_.chance(40)) return {};
    return " ";
  }
  // Inside a keyword of several words, and before a currency, any white space may stand.
  std::string spaced(const Written& word) {
    const bool amount = word.kind == TokenKind::MONEY;
    if (!amount && !syntax::is_keyword(word.kind)) return word.text;
    std::string out;
    for (const char c : word.text) {
      if (c != ' ' || !random_.chance(20))
        out += c;
      else
        out += random_.pick({"  ", "\t", kBlank, kNarrow, amount ? " " : "\n    "});
    }
    return out;
  }

  Random& random_;
  int wildness_;
};

// Letters and their marks apart.
std::string decomposed(const std::string& text) {
  utf8proc_uint8_t* bytes = utf8proc_NFD(reinterpret_cast<const utf8proc_uint8_t*>(text.c_str()));
  std::string out(reinterpret_cast<const char*>(bytes));
  std::free(bytes);
  return out;
}

bool parses(const std::string& text) {
  Interner names;
  return !syntax::parse(FileId{0}, text, names).diagnostics.has_errors();
}

// Did the white space keep the words apart, and put none together?
bool reads_as(const std::string& text, const std::vector<Written>& words) {
  std::size_t at = 0;
  for (const syntax::Token& token : syntax::scan(text)) {
    if (token.kind == TokenKind::COMMENT || token.kind == TokenKind::DOC) continue;
    if (token.kind == TokenKind::End) break;
    if (at == words.size() || words[at++].kind != token.kind) return false;
  }
  return at == words.size();
}

}  // namespace

std::string write_sentences(const Grammar& grammar, Random& random, SentenceCounts& counts) {
  const Tongue tongue = random.pick(std::vector{Tongue::English, Tongue::Vietnamese, Tongue::Both});
  Scribe scribe(random, static_cast<int>(random.in(0, 1) * random.in(2, 30)));
  std::string text;
  // Adds a sentence of the rule that parses, and that holds the rule `goal` if there is one.
  const auto part = [&](const std::string& rule, const std::string& goal) {
    for (int tries = goal.empty() ? 40 : 400; tries > 0; --tries) {
      Speaker speaker(grammar, random, tongue);
      speaker.rule(rule);
      if (!goal.empty() && std::ranges::find(speaker.used(), goal) == speaker.used().end())
        continue;
      const std::string piece = scribe.write(speaker.words);
      ++counts.declarations;
      if (reads_as(piece, speaker.words) && parses(text + piece)) {
        text += piece;
        for (const std::string& used : speaker.used()) ++counts.rules[used];
        return;
      }
      ++counts.refused;
    }
  };
  if (random.chance(50)) part("header", "");
  for (std::int64_t n = random.in(0, 3); n > 0; --n) {
    if (random.chance(30)) text += scribe.gap();
    part("declaration", "");
  }
  // And one with the construct that was rarest so far.
  part("declaration", std::ranges::min(grammar.order, {}, [&](const std::string& rule) {
         static const std::set<std::string> kElsewhere = {
             "file",         "header",       "moduleLine",       "useLine",
             "countingLine", "calendarLine", "knownThroughLine", "declaration"};
         return kElsewhere.contains(rule) ? std::uint64_t{1} << 63 : counts.rules[rule];
       }));
  return random.chance(20) ? decomposed(text) : text;
}

}  // namespace phep::tests
