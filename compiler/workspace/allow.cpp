#include "compiler/workspace/allow.h"

#include "compiler/base/text.h"
#include "compiler/diagnostics/kinds/project.h"
#include "compiler/runtime/date.h"
#include "compiler/syntax/tokens.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace phep::workspace {
namespace {

// One comment that allows one code on one line.
struct Allowance {
  std::uint16_t code = 0;
  Span comment;
  std::uint32_t line = 0;  // that it speaks of, from 0
  std::int32_t until = 0;  // the first day on which it says nothing any more
  std::string date;
  std::string reason;
  bool used = false;
};

std::uint32_t line_of(const SourceFile& source, std::uint32_t offset) {
  const auto after = std::ranges::upper_bound(source.line_starts, offset);
  return static_cast<std::uint32_t>(after - source.line_starts.begin()) - 1;
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

// Takes a word off the front of a text.
bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text = trimmed(text.substr(word.size()));
  return true;
}

// `P7016 until 2027-01-01 "reason"`, what stands behind `allow`. Nothing: it is not of this shape.
std::optional<Allowance> read_allowance(std::string_view text) {
  Allowance out;
  if (text.size() < 5 || text[0] != 'P') return std::nullopt;
  for (const char digit : text.substr(1, 4)) {
    if (digit < '0' || digit > '9') return std::nullopt;
    out.code = static_cast<std::uint16_t>(out.code * 10 + (digit - '0'));
  }
  text = trimmed(text.substr(5));
  if (!take(text, "until ")) return std::nullopt;
  const std::string_view date = text.substr(0, 10);
  if (date.size() < 10 || !runtime::parse_date(date.data(), 10, &out.until)) return std::nullopt;
  out.date = date;
  text = trimmed(text.substr(10));
  if (text.size() < 3 || text.front() != '"' || text.back() != '"') return std::nullopt;
  out.reason = trimmed(text.substr(1, text.size() - 2));
  return out.reason.empty() ? std::nullopt : std::optional(out);
}

// Whether a code can be allowed: of a warning or lint, and not of what is said of allowances.
bool allowable(std::uint16_t code) {
  const CatalogRow* row = find_in_catalog(code);
  if (row == nullptr || (row->severity != Severity::Warning && row->severity != Severity::Lint))
    return false;
  constexpr std::array kOwn = {diag::AllowanceUnread.row.code, diag::NotAllowable.row.code,
                               diag::AllowanceExpired.row.code, diag::AllowanceUnused.row.code};
  return std::ranges::find(kOwn, code) == kOwn.end();
}

// The whole line of a comment that stands alone on it, so that removing it leaves no gap.
Span whole_line(const SourceFile& source, Span comment) {
  const std::uint32_t line = line_of(source, comment.begin);
  const std::uint32_t begin = source.line_starts[line];
  const std::string_view before =
      std::string_view(source.text).substr(begin, comment.begin - begin);
  if (!trimmed(before).empty() || line + 1 >= source.line_starts.size()) return comment;
  return {comment.file, begin, source.line_starts[line + 1]};
}

std::vector<Allowance> allowances(FileId file, const SourceFile& source, DiagnosticList& said) {
  std::vector<Allowance> out;
  std::size_t waiting = 0;  // those before it know their line
  for (const syntax::Token& word : syntax::words_of(source.text, syntax::form_of(source.path))) {
    if (word.kind == syntax::TokenKind::DOC) continue;
    if (word.kind != syntax::TokenKind::COMMENT) {
      for (; waiting < out.size(); ++waiting) out[waiting].line = line_of(source, word.begin);
      continue;
    }
    const std::string comment =
        normalise(std::string_view(source.text).substr(word.begin, word.end - word.begin));
    std::string_view text = trimmed(std::string_view(comment).substr(2));
    if (!take(text, "phép:") || !take(text, "allow")) continue;
    const Span span{file, word.begin, word.end};
    auto read = read_allowance(text);
    if (!read) {
      said.report(diag::AllowanceUnread, span);
    } else if (!allowable(read->code)) {
      said.report(diag::NotAllowable, span, code_text(read->code));
    } else {
      read->comment = span;
      out.push_back(std::move(*read));
    }
  }
  return out;
}

}  // namespace

Finder finder_of(std::uint16_t code) {
  if (code >= 8000 && code < 9000) return Finder::Verify;
  return code >= 7500 && code < 7600 ? Finder::Lint : Finder::Check;
}

Judged judge(DiagnosticList all, FileId file, const SourceFile& source,
             std::optional<std::int32_t> today, Finder finder) {
  // A quick look spares all other files the reading of their words.
  if (!source.text.contains("allow") || first_invalid_utf8(source.text) != kValidUtf8)
    return {std::move(all), {}};
  DiagnosticList said;
  std::vector<Allowance> allowed = allowances(file, source, said);
  if (finder != Finder::Check) said = {};
  if (allowed.empty() && said.empty()) return {std::move(all), {}};
  Judged out;
  for (const Diagnostic& item : all.items()) {
    const auto own = std::ranges::find_if(allowed, [&](const Allowance& one) {
      return one.code == item.row->code && item.span.file == file &&
             line_of(source, item.span.begin) == one.line;
    });
    if (own != allowed.end()) own->used = true;
    if (own != allowed.end() && (!today || *today < own->until)) {
      out.allowed.push_back({item, own->comment, own->reason, own->date});
    } else {
      out.told.add(item);
    }
  }
  for (const Allowance& one : allowed) {
    if (today && *today >= one.until) {
      if (finder == Finder::Check)
        said.report(diag::AllowanceExpired, one.comment, code_text(one.code), one.date);
    } else if (!one.used && !all.has_errors() && finder_of(one.code) == finder) {
      // Beside errors some checks are not made: then silence proves nothing.
      said.report(diag::AllowanceUnused, one.comment, code_text(one.code))
          .fix(FixGrade::Safe, {"xóa dòng này", "remove this line"},
               {{whole_line(source, one.comment), ""}});
    }
  }
  out.told.append(said);
  out.told.sort();
  return out;
}

}  // namespace phep::workspace
