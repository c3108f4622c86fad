#include "lsp/ide/hint.h"

#include "compiler/runtime/date.h"
#include "compiler/syntax/tokens.h"
#include "lsp/ide/days.h"
#include "lsp/ide/force_days.h"
#include "lsp/ide/law_view.h"
#include "lsp/ide/symbols.h"

#include <algorithm>
#include <array>
#include <optional>

namespace phep::ide {
namespace {

std::string_view weekday(std::int32_t day, Language language) {
  constexpr std::array<std::string_view, 7> kVi = {"thứ Hai", "thứ Ba",  "thứ Tư",  "thứ Năm",
                                                   "thứ Sáu", "thứ Bảy", "Chủ nhật"};
  constexpr std::array<std::string_view, 7> kEn = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  const std::uint32_t index = runtime::weekday(day);
  return language == Language::Vietnamese ? kVi[index] : kEn[index];
}

// The amount of `3_000_000 VND`; nothing for other currencies and for zero.
std::optional<std::uint64_t> dong(std::string_view text) {
  if (!text.ends_with("VND")) return std::nullopt;
  std::uint64_t out = 0;
  for (const char c : text) {
    if (c == '_') continue;
    if (c < '0' || c > '9') break;
    if (out > UINT64_MAX / 10 - 1) return std::nullopt;
    out = out * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return out == 0 ? std::nullopt : std::optional(out);
}

std::string force_label(const ForceDays& days, Language language) {
  const bool vi = language == Language::Vietnamese;
  const bool from = days.from != hir::kAlways;
  const bool until = days.until != hir::kForever;
  std::string out = from ? date_text(days.from) : "…";
  out += " → ";
  out += until ? date_text(days.until - 1) : "…";
  return (vi ? "hiệu lực " : "in force ") + out;
}

// The provisions that the force of a declaration is taken from, in words.
std::string basis_of(workspace::Workspace& workspace, const hir::Authority& authority) {
  std::string out;
  for (const hir::Cite& cite : authority.cites)
    out += (out.empty() ? "" : ", ") + to_source(cite.written, workspace.names());
  return out;
}

std::uint32_t line_end(std::string_view text, std::uint32_t at) {
  auto end = static_cast<std::uint32_t>(std::min(text.find('\n', at), text.size()));
  while (end > at && (text[end - 1] == '\r' || text[end - 1] == ' ')) --end;
  return end;
}

void add_force(workspace::Workspace& workspace, Span within, std::string_view text,
               Language language, std::vector<Hint>& out) {
  const auto checked = workspace.checked(within.file);
  for (const hir::Def& def : checked->module.defs) {
    const hir::Authority* authority = authority_of(def);
    if (authority == nullptr || !def.name.exists() || def.name_span.file != within.file) continue;
    const std::uint32_t at = line_end(text, def.name_span.end);
    if (at < within.begin || at > within.end) continue;
    const auto days = force_days(authority->force);
    if (days && !days->open())
      out.push_back({at, force_label(*days, language), basis_of(workspace, *authority)});
  }
}

void add_word(const syntax::Token& word, std::string_view text, Language language,
              std::vector<Hint>& out) {
  const std::string_view written = text.substr(word.begin, word.end - word.begin);
  if (word.kind == syntax::TokenKind::MONEY) {
    if (const auto amount = dong(written))
      out.push_back({word.end, dong_words(*amount, language), grouped(*amount, language) + " ₫"});
  } else if (word.kind == syntax::TokenKind::DATE || word.kind == syntax::TokenKind::INSTANT) {
    if (const auto day = read_date(written.substr(0, 10)))
      out.push_back({word.end, std::string(weekday(*day, language)), {}});
  }
}

}  // namespace

std::string grouped(std::uint64_t amount, Language language) {
  std::string out = std::to_string(amount);
  for (std::size_t at = out.size(); at > 3; at -= 3)
    out.insert(at - 3, language == Language::Vietnamese ? "." : ",");
  return out;
}

std::string dong_words(std::uint64_t amount, Language language) {
  struct Step {
    std::uint64_t of;
    std::string_view vi, en;
  };
  constexpr std::array<Step, 3> kSteps = {{{1'000'000'000, "tỷ", "billion"},
                                           {1'000'000, "triệu", "million"},
                                           {1'000, "nghìn", "thousand"}}};
  const bool vi = language == Language::Vietnamese;
  std::string out;
  for (const Step& step : kSteps) {
    if (amount < step.of) continue;
    out += grouped(amount / step.of, language) + " " + std::string(vi ? step.vi : step.en) + " ";
    amount %= step.of;
  }
  if (amount > 0) out += std::to_string(amount) + " ";
  return out + "đồng";
}

std::vector<Hint> hints(workspace::Workspace& workspace, Span within, Language language,
                        const std::atomic<bool>& stop) {
  std::vector<Hint> out;
  const SourceFile& source = workspace.sources().file(within.file);
  add_force(workspace, within, source.text, language, out);
  for (const syntax::Token& word : syntax::words_of(source.text, syntax::form_of(source.path))) {
    if (stop.load(std::memory_order_relaxed)) return out;
    if (word.end > within.begin && word.begin < within.end)
      add_word(word, source.text, language, out);
  }
  std::ranges::stable_sort(out, {}, &Hint::at);
  return out;
}

}  // namespace phep::ide
