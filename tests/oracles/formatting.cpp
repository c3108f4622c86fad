#include "tests/oracles/formatting.h"

#include "compiler/base/check.h"
#include "compiler/base/text.h"
#include "compiler/syntax/format.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/print.h"
#include "compiler/syntax/tokens.h"
#include "tests/oracles/sentences.h"
#include "tests/oracles/sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

namespace phep::tests {
namespace {

using syntax::FormatOptions;
using syntax::KeywordLanguage;
using syntax::SourceForm;

constexpr FileId kFile{0};

std::optional<std::string> tree_of(const std::string& text, SourceForm form) {
  Interner names;
  const syntax::Parsed parsed = syntax::parse(kFile, text, names, form);
  if (parsed.diagnostics.has_errors()) return std::nullopt;
  return syntax::print(parsed.module, names);
}

// The comments in order, without the blanks at their ends, which a layout may drop.
std::vector<std::string> comments_of(const std::string& text) {
  std::vector<std::string> out;
  const std::string composed = normalise(text);
  for (const syntax::Token& token : syntax::scan(composed)) {
    if (token.kind != syntax::TokenKind::COMMENT && token.kind != syntax::TokenKind::DOC) continue;
    const std::string comment = composed.substr(token.begin, token.end - token.begin);
    out.push_back(comment.substr(0, comment.find_last_not_of(" \t\f") + 1));
  }
  return out;
}

// The first place where two texts part, with the lines around it.
std::string difference(const std::string& a, const std::string& b) {
  const auto at = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  const auto around = [at](const std::string& text) {
    const std::size_t from = at < 200 ? 0 : at - 200;
    return from < text.size() ? visible(text.substr(from, 400)) : std::string("<end>");
  };
  return fmt::format("--- one\n{}\n--- other\n{}", around(a), around(b));
}

// What a text's layouts break; nothing if all hold.
std::optional<std::string> broken_promise(const std::string& text, SourceForm form) {
  const auto laid_out = [&](const std::string& from, KeywordLanguage language) {
    return syntax::format(kFile, from, FormatOptions{language, form}).text;
  };
  const auto tree = tree_of(text, form);
  if (!tree) return "it does not parse";
  using enum KeywordLanguage;
  const std::string once = laid_out(text, Keep);
  const std::string vi = laid_out(text, Vietnamese);
  const std::string en = laid_out(text, English);
  struct Promise {
    const char* name;
    std::string one, other;
  };
  const std::vector<Promise> promises = {
      {"fmt(fmt x) = fmt x", once, laid_out(once, Keep)},
      {"fmt(vi x) = vi x", vi, laid_out(vi, Keep)},
      {"fmt(en x) = en x", en, laid_out(en, Keep)},
      {"vi(en(vi x)) = vi x", vi, laid_out(laid_out(vi, English), Vietnamese)},
      {"en(vi(en x)) = en x", en, laid_out(laid_out(en, Vietnamese), English)},
      {"parse(fmt x) = parse x", *tree, tree_of(once, form).value_or("unreadable")},
      {"parse(vi x) = parse x", *tree, tree_of(vi, form).value_or("unreadable")},
      {"parse(en x) = parse x", *tree, tree_of(en, form).value_or("unreadable")}};
  for (const Promise& promise : promises)
    if (promise.one != promise.other)
      return fmt::format("{} does not hold\n{}", promise.name,
                         difference(promise.one, promise.other));
  if (form == SourceForm::Plain)
    for (const std::string& other : {once, vi, en})
      if (comments_of(text) != comments_of(other)) return "comments were lost";
  return std::nullopt;
}

// As above; a broken invariant of the formatter's own is a failure of this text, not of the run.
std::optional<std::string> tried(const std::string& text, SourceForm form) {
  try {
    return broken_promise(text, form);
  } catch (const InternalBug& bug) {
    return std::string(bug.what());
  }
}

std::vector<std::string> our_sources() {
  std::vector<std::string> out;
  for (const char* folder : {"stdlib", "tests", "compiler", "grammar"})
    for (const char* ending : {".phep", ".phep.md"})
      for (const std::string& path : sources_below(folder, ending)) out.push_back(path);
  return out;
}

}  // namespace

namespace {

void check_sources(Tally& tally) {
  std::uint64_t refused = 0;
  const auto paths = our_sources();
  for (const std::string& path : paths) {
    const std::string text = source_text(path);
    const SourceForm form = syntax::form_of(path);
    // Sources that show a syntax error are left as they are.
    if (first_invalid_utf8(text) != kValidUtf8 || !tree_of(text, form)) {
      ++refused;
      tally.check(syntax::format(kFile, text, {KeywordLanguage::Keep, form}).text == text,
                  path + ": unreadable, and yet rewritten");
      continue;
    }
    const auto broken = tried(text, form);
    tally.check(!broken, path + ": " + broken.value_or(""));
  }
  fmt::print("{} sources of the repository, {} of them with syntax errors\n", paths.size(),
             refused);
}

void check_sentences(std::uint64_t programs, std::uint64_t seed, Tally& tally) {
  const Grammar grammar = read_grammar(source_text("grammar/PhepParser.g4"));
  SentenceCounts counts;
  for (std::uint64_t i = 0; i < programs; ++i) {
    Random random(seed + i);
    const std::string text = write_sentences(grammar, random, counts);
    const auto broken = tried(text, SourceForm::Plain);
    tally.check(!broken, fmt::format("seed {}: {}", seed + i, broken.value_or("")));
  }
  for (const std::string& rule : grammar.order)
    if (rule != "file")
      tally.check(counts.rules.contains(rule), "no random sentence held the rule `" + rule + "`");
  fmt::print("{} random programs; {} of {} sentences were refused by the parser\n", programs,
             counts.refused, counts.declarations);
}

}  // namespace

Tally check_formatting(bool sources, std::uint64_t programs, std::uint64_t seed) {
  Tally tally;
  if (sources) check_sources(tally);
  if (programs > 0) check_sentences(programs, seed, tally);
  return tally;
}

}  // namespace phep::tests
