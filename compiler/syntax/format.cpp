#include "compiler/syntax/format.h"

#include "compiler/base/check.h"
#include "compiler/base/text.h"
#include "compiler/diagnostics/kinds/syntax.h"
#include "compiler/syntax/cst.h"
#include "compiler/syntax/layout.h"
#include "compiler/syntax/live_text.h"
#include "compiler/syntax/pieces.h"
#include "compiler/syntax/print.h"
#include "compiler/syntax/word_roles.h"

#include <algorithm>
#include <optional>

namespace phep::syntax {
namespace {

std::string_view spelling(std::string_view spellings, std::size_t index) {
  for (; index > 0 && spellings.contains('|'); --index)
    spellings.remove_prefix(spellings.find('|') + 1);
  return spellings.substr(0, spellings.find('|'));
}

// A text's words with one blank between them.
std::string single_spaced(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    const std::size_t wide = rest.starts_with("\u00A0") ? 2 : rest.starts_with("\u202F") ? 3 : 0;
    const bool blank = wide > 0 || std::string_view(" \t\r\n\f").contains(rest.front());
    if (!blank)
      out += rest.front();
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
    if (wide > 0) at += wide - 1;
  }
  return out;
}

// How a keyword is written: in the language asked for, in its first spelling.
std::string keyword_text(const Keyword& row, std::string_view written, KeywordLanguage language,
                         bool singular, bool behind_rounded) {
  const std::string now = single_spaced(written);
  const auto is_one_of = [&now](std::string_view spellings) {
    for (std::size_t at = 0; at <= spellings.size();) {
      const auto bar = std::min(spellings.find('|', at), spellings.size());
      if (spellings.substr(at, bar - at) == now) return true;
      at = bar + 1;
    }
    return false;
  };
  const bool english = is_one_of(row.en);
  const bool to_english =
      language == KeywordLanguage::English || (language == KeywordLanguage::Keep && english);
  if (behind_rounded && row.kind == TokenKind::KW_UP_TO) return to_english ? "up to" : "up tới";
  if (!to_english) return std::string(spelling(row.vi, 0));
  if (english) return now;  // "hour" and "hours" both stay
  return std::string(spelling(row.en, singular ? 1 : 0));
}

// Would these words, one after the other, be read as other words? In `gọi is x`, `là` for `is`
// would make `gọi là`, which is one keyword.
bool fuses(std::string_view first, TokenKind first_kind, std::string_view second,
           TokenKind second_kind) {
  const std::string both = std::string(first) + " " + std::string(second);
  const std::vector<Token> read = scan(both);
  return read.size() != 3 || read[0].kind != first_kind || read[1].kind != second_kind ||
         read[0].end != first.size();
}

bool is_wordlike(TokenKind kind) {
  return kind == TokenKind::IDENT || is_keyword(kind);
}

class Formatter {
 public:
  // `source` is the prepared text.
  Formatter(std::string_view source, const FormatOptions& options)
      : source_(source), options_(options) {}

  // Both need a text without syntax errors.
  void read(const std::vector<Word>& words, const std::vector<WordRole>& roles,
            const std::vector<Token>& tokens);
  [[nodiscard]] std::string lay_out_between(std::uint32_t begin, std::uint32_t end) const;
  // The whole text laid out; of a literate file what stands between its blocks is as it was.
  [[nodiscard]] std::string lay_out_all(std::string_view text) const;
  // Whether a text holds the same words and comments in the same order: then it has the same tree.
  [[nodiscard]] bool reads_back(FileId file, std::string_view text) const;

 private:
  std::string_view source_;
  const FormatOptions& options_;
  std::vector<LaidPiece> pieces_;
  std::vector<std::uint32_t> begins_;  // of each
};

void Formatter::read(const std::vector<Word>& words, const std::vector<WordRole>& roles,
                     const std::vector<Token>& tokens) {
  const std::string_view text = source_;
  std::uint32_t line = 0;
  std::size_t line_begin = 0;
  std::size_t line_break = text.find('\n');
  std::size_t measured = 0;  // from the line's beginning to here there are `column` cells
  std::uint32_t column = 0;
  std::size_t word = 0;
  bool stayed = false;  // the piece before is written as it was
  const auto advance = [&](std::size_t to) {
    for (; line_break < to; line_break = text.find('\n', line_break + 1)) {
      ++line;
      line_begin = line_break + 1;
      measured = line_begin;
      column = 0;
    }
    column += display_width(text.substr(measured, to - measured));
    measured = to;
  };
  const auto spelled = [&](const Token& token) {
    return text.substr(token.begin, token.end - token.begin);
  };
  for (std::size_t i = 0; i < tokens.size() && tokens[i].kind != TokenKind::End; ++i) {
    const Token& token = tokens[i];
    LaidPiece piece;
    piece.kind = token.kind;
    advance(token.begin);
    piece.line = line;
    piece.column = column;
    if (!pieces_.empty() && pieces_.back().end_line == line) {
      std::size_t blank = token.begin;
      while (blank > line_begin && std::string_view(" \t").contains(text[blank - 1])) --blank;
      piece.gap = static_cast<std::uint32_t>(token.begin - blank);
      if (text.substr(blank, token.begin - blank).contains('\t')) piece.gap += 1;
    }
    const std::string_view written = spelled(token);
    if (token.kind == TokenKind::DOC || token.kind == TokenKind::COMMENT) {
      piece.text = written.substr(0, written.find_last_not_of(" \t\f") + 1);
    } else {
      piece.tight = roles[word].tight;
      piece.begins_unit = roles[word].begins_unit;
      piece.lines_up = roles[word].lines_up;
      piece.table = roles[word].table;
      if (is_keyword(token.kind) && !roles[word].name) {
        const bool singular =
            word > 0 && words[word - 1].kind == TokenKind::INT &&
            text.substr(words[word - 1].begin, words[word - 1].end - words[word - 1].begin) == "1";
        const bool rounded = word > 0 && words[word - 1].kind == TokenKind::KW_ROUNDED;
        piece.text =
            keyword_text(keyword(token.kind), written, options_.keywords, singular, rounded);
        const bool name_follows = word + 1 < words.size() &&
                                  tokens[i + 1].begin == words[word + 1].begin &&
                                  (roles[word + 1].name || tokens[i + 1].kind == TokenKind::IDENT);
        const bool word_before = i > 0 && is_wordlike(tokens[i - 1].kind);
        // `rounded up to 2 places` is `làm tròn up tới 2 chữ số`: behind `rounded` both are read
        // alike.
        const bool two_words = (rounded && token.kind == TokenKind::KW_UP_TO) ||
                               (word > 1 && token.kind == TokenKind::KW_TO &&
                                words[word - 2].kind == TokenKind::KW_ROUNDED);
        // Two words that both stay as they are written were not read as one before.
        const bool stays = piece.text == written;
        if (!two_words &&
            ((word_before && !(stays && stayed) &&
              fuses(pieces_.back().text, tokens[i - 1].kind, piece.text, token.kind)) ||
             (name_follows && !stays &&
              fuses(piece.text, token.kind, spelled(tokens[i + 1]), tokens[i + 1].kind))))
          piece.text = single_spaced(written);  // in the language in which it does not
      } else if (token.kind == TokenKind::MONEY) {
        piece.text = single_spaced(written);
      } else {
        piece.text = written;
      }
      ++word;
    }
    stayed = piece.text == written;
    advance(token.end);
    piece.end_line = line;
    pieces_.push_back(std::move(piece));
    begins_.push_back(token.begin);
  }
}

std::string Formatter::lay_out_between(std::uint32_t begin, std::uint32_t end) const {
  const auto at = [this](std::uint32_t place) {
    return static_cast<std::size_t>(std::ranges::lower_bound(begins_, place) - begins_.begin());
  };
  return lay_out(std::span(pieces_).subspan(at(begin), at(end) - at(begin)));
}

std::string Formatter::lay_out_all(std::string_view text) const {
  if (options_.form == SourceForm::Plain) return lay_out(pieces_);
  std::string out;
  std::size_t from = 0;
  for (const Fence& fence : program_blocks(text)) {
    out += text.substr(from, fence.begin - from);
    out += lay_out_between(fence.begin, fence.end);
    from = fence.end;
  }
  return out += text.substr(from);
}

bool Formatter::reads_back(FileId file, std::string_view text) const {
  Reports quiet;
  const Prepared laid_out = prepare(file, text, options_.form, quiet);
  const std::vector<Token> tokens = scan(laid_out.text);
  if (!laid_out.readable || tokens.size() != pieces_.size() + 1) return false;
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const LaidPiece& piece = pieces_[i];
    const std::string_view spelled =
        std::string_view(laid_out.text).substr(tokens[i].begin, tokens[i].end - tokens[i].begin);
    if (tokens[i].kind != piece.kind || spelled != piece.text) return false;
  }
  return true;
}

// The tree of a text as bytes, to compare two texts by; its names are interned alike in both.
std::string tree_of(FileId file, std::string_view text, SourceForm form) {
  Interner names;
  const Parsed parsed = parse(file, text, names, form);
  PHEP_CHECK(!parsed.diagnostics.has_errors(), "formatting made a program unreadable");
  return print(parsed.module, names);
}

std::optional<std::string> formatted_text(FileId file, std::string_view text,
                                          const FormatOptions& options, Reports& reports) {
  // What is written is NFC; composing first keeps the offsets of a literate file's blocks.
  const std::string composed = normalise(text);
  const Prepared source = prepare(file, composed, options.form, reports);
  if (!source.readable) return std::nullopt;
  std::vector<Token> docs;
  const std::vector<Token> tokens = scan(source.text);
  const std::vector<Word> words = sift(source.text, tokens, source.positions, reports, docs);
  if (nests_too_deep(words, source.positions, reports)) return std::nullopt;
  const Cst cst(source.text, words, source.positions, reports);
  Formatter formatter(source.text, options);
  formatter.read(words, roles_of(cst.tree(), words), tokens);
  return formatter.lay_out_all(composed);
}

// A text of which nothing has to be said, whose keywords stay as they are: read once, and the
// result needs no second tree. None for any other text.
std::optional<std::string> formatted_at_once(LiveText& live, Interner& names, FileId file,
                                             std::string_view text, SourceForm form) {
  const auto parsed = live.read(text, names);
  const Kept& kept = live.kept();
  // What is as it was before it was prepared is NFC.
  if (!parsed->diagnostics.items().empty() || (kept.text != text && normalise(text) != text))
    return std::nullopt;
  const FormatOptions options{KeywordLanguage::Keep, form};
  Formatter formatter(kept.text, options);
  formatter.read(kept.words, roles_of(kept), kept.tokens);
  std::string out = formatter.lay_out_all(text);
  if (!formatter.reads_back(file, out)) return std::nullopt;
  return out;
}

// Words of another length can bring columns together that did not belong together. So a converted
// text is taken there and back until it stays as it is: vi(en(vi x)) = vi x.
std::string at_rest(FileId file, std::string text, const FormatOptions& options) {
  if (options.keywords == KeywordLanguage::Keep) return text;
  FormatOptions other = options;
  other.keywords = options.keywords == KeywordLanguage::English ? KeywordLanguage::Vietnamese
                                                                : KeywordLanguage::English;
  constexpr int kTurns = 8;  // each turn can only join more columns
  for (int turn = 0; turn < kTurns; ++turn) {
    Reports quiet;
    const auto there = formatted_text(file, text, other, quiet);
    PHEP_CHECK(there.has_value(), "converting keywords made a program unreadable");
    auto back = formatted_text(file, *there, options, quiet);
    PHEP_CHECK(back.has_value(), "converting keywords made a program unreadable");
    if (*back == text) break;
    text = std::move(*back);
  }
  return text;
}

// With as many readings as it takes.
Formatted formatted_at_length(FileId file, std::string_view text, const FormatOptions& options) {
  Formatted out;
  Interner names;
  Parsed before = parse(file, text, names, options.form);
  out.diagnostics = std::move(before.diagnostics);
  out.text = text;
  Reports again;  // what these would say has been said
  const auto laid_out =
      out.diagnostics.has_errors() ? std::nullopt : formatted_text(file, text, options, again);
  if (!laid_out) {
    out.diagnostics.report(diag::NotFormatted, Span{file, 0, 0});
    return out;
  }
  out.text = at_rest(file, *laid_out, options);
  PHEP_CHECK(tree_of(file, out.text, options.form) == print(before.module, names),
             "formatting changed what a program says");
  return out;
}

}  // namespace

Formatted format(FileId file, std::string_view text, const FormatOptions& options) {
  if (options.keywords == KeywordLanguage::Keep) {
    Interner names;
    LiveText live(file, options.form, LiveText::Notes::Roles);
    if (auto laid_out = formatted_at_once(live, names, file, text, options.form))
      return {std::move(*laid_out), {}};
  }
  return formatted_at_length(file, text, options);
}

struct LiveFormat::Memory {
  explicit Memory(SourceForm read_as) : form(read_as), live({}, read_as, LiveText::Notes::Roles) {}

  SourceForm form;
  Interner names;
  LiveText live;
};

LiveFormat::LiveFormat(SourceForm form) : memory_(std::make_unique<Memory>(form)) {}
LiveFormat::~LiveFormat() = default;
LiveFormat::LiveFormat(LiveFormat&&) noexcept = default;
LiveFormat& LiveFormat::operator=(LiveFormat&&) noexcept = default;

Formatted LiveFormat::format(std::string_view text) {
  Memory& of = *memory_;
  if (auto laid_out = formatted_at_once(of.live, of.names, {}, text, of.form))
    return {std::move(*laid_out), {}};
  return formatted_at_length({}, text, {KeywordLanguage::Keep, of.form});
}

}  // namespace phep::syntax
