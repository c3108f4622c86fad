// Dates and terms under the pointer: what a calendar and the law of counting say of them.
#include "compiler/explain/citation_text.h"
#include "compiler/runtime/date.h"
#include "compiler/syntax/tokens.h"
#include "lsp/ide/hover_parts.h"
#include "lsp/ide/symbols.h"

#include <algorithm>
#include <cstdlib>

namespace phep::ide {
namespace {

using syntax::TokenKind;

// Where no calendar says otherwise, as a calendar without a zone has it.
constexpr std::int32_t kZoneOfVietnam = 420;

// The calendar that the module counts by, or null.
const hir::Calendar* calendar_of(workspace::Workspace& workspace, FileId file) {
  const auto parsed = workspace.parsed(file);
  const Span path = parsed->module.calendar.span;
  if (!parsed->module.calendar.exists()) return nullptr;
  const auto name = name_at(workspace, file, path.end);
  if (!name) return nullptr;
  const hir::Def* def = definition_of(workspace, name->symbol);
  return def == nullptr ? nullptr : std::get_if<hir::Calendar>(&def->node);
}

const hir::CalendarDays* row_of(const std::vector<hir::CalendarDays>& rows, std::int32_t day) {
  for (const hir::CalendarDays& row : rows)
    if (row.first <= day && day <= row.last) return &row;
  return nullptr;
}

// By what the day is as it is: citations, else the sources.
std::string basis_words(workspace::Workspace& workspace, const hir::Calendar& calendar,
                        const hir::CalendarDays& row, Language language) {
  std::vector<std::string> said;
  const auto cites = [&](const hir::Authority& authority) {
    for (const hir::Cite& cite : authority.cites) {
      const hir::Def* def = definition_of(workspace, hir::Symbol{cite.instrument});
      const auto* instrument = def == nullptr ? nullptr : std::get_if<hir::Instrument>(&def->node);
      if (instrument != nullptr)
        said.push_back(explain::citation_text(cite.written, *instrument, language));
    }
  };
  cites(row.authority);
  if (said.empty()) cites(calendar.authority);
  for (const hir::DefId id : row.authority.provenance.sources) {
    const hir::Def* def = definition_of(workspace, hir::Symbol{id});
    if (const auto* source = def == nullptr ? nullptr : std::get_if<hir::Source>(&def->node))
      said.push_back(words_in(source->title, language));
  }
  std::string out;
  for (const std::string& one : said) out += (out.empty() ? "" : "; ") + one;
  return out;
}

std::string row_words(workspace::Workspace& workspace, const hir::Calendar& calendar,
                      const hir::CalendarDays& row, const explain::Speech& speech) {
  std::string out = row.worked ? speech.say("Ngày làm bù", "Day worked in exchange")
                               : speech.say("Ngày nghỉ", "Rest day");
  const std::string& words = words_in(row.words, speech.language());
  if (!words.empty()) out += ": " + words;
  const std::string basis = basis_words(workspace, calendar, row, speech.language());
  if (!basis.empty()) out += speech.say(" (căn cứ: ", " (by ") + basis + ")";
  return out;
}

std::string day_words(workspace::Workspace& workspace, const hir::Calendar& calendar,
                      std::int32_t day, const explain::Speech& speech) {
  if (const auto* row = row_of(calendar.days, day))
    return row_words(workspace, calendar, *row, speech);
  for (const hir::CalendarGroup& group : calendar.groups)
    for (const hir::CalendarAlternative& way : group.alternatives)
      if (const auto* row = row_of(way.days, day)) {
        std::string out = row_words(workspace, calendar, *row, speech);
        out += speech.say("; chưa chốt", "; not settled");
        const std::string& words = words_in(way.words, speech.language());
        if (!words.empty()) out += speech.say(", theo phương án ", ", under ") + words;
        if (!group.awaiting.empty()) out += speech.say("; chờ ", "; awaiting ") + group.awaiting;
        return out;
      }
  if ((calendar.weekly >> runtime::weekday(day) & 1U) != 0)
    return speech.say("Ngày nghỉ hằng tuần", "Weekly rest day");
  if (day < calendar.first || day > calendar.last)
    return speech.say("Lịch không bao quát ngày này", "The calendar does not cover this day");
  return speech.say("Ngày làm việc", "Working day");
}

std::optional<syntax::Token> word_at(workspace::Workspace& workspace, FileId file,
                                     std::uint32_t offset) {
  const SourceFile& source = workspace.sources().file(file);
  for (const syntax::Token& word : syntax::words_of(source.text, syntax::form_of(source.path))) {
    if (word.begin > offset) break;
    if (word.kind != TokenKind::End && offset <= word.end && word.end > word.begin &&
        (offset < word.end || word.kind == TokenKind::DATE || word.kind == TokenKind::INSTANT))
      return word;
  }
  return std::nullopt;
}

// The narrowest counted term whose text holds the place; null: none.
const hir::Counted* term_at(const hir::Module& module, std::uint32_t offset, Span& span) {
  const hir::Counted* best = nullptr;
  for (const hir::Expr& expr : module.exprs) {
    const auto* counted = std::get_if<hir::Counted>(&expr.node);
    if (counted == nullptr || expr.span.file != module.file || expr.span.begin > offset ||
        offset > expr.span.end)
      continue;
    if (best != nullptr && expr.span.end - expr.span.begin > span.end - span.begin) continue;
    best = counted;
    span = expr.span;
  }
  return best;
}

// How a term of this unit runs, and what says so.
void add_steps(const hir::Counted& term, hir::Unit unit, const explain::Speech& speech,
               std::vector<std::string>& out) {
  const bool regulation = (term.ways & hir::kHoldsTwoWorkingDays) != 0;
  const auto by = [&](std::string_view vi, std::string_view en) {
    if (regulation)
      return speech.say(" (Quy chế (EEC, Euratom) số 1182/71)",
                        " (Regulation (EEC, Euratom) No 1182/71)");
    return speech.say(" (" + std::string(vi) + " Bộ luật Dân sự số 91/2015/QH13)",
                      " (" + std::string(en) + " of the Civil Code, No. 91/2015/QH13)");
  };
  if (unit == hir::Unit::Hours) {
    out.push_back(speech.say("Tính liên tục theo giờ, không trừ ngày nghỉ",
                             "Runs by the hour; rest days are not left out") +
                  by("khoản 1 Điều 147", "Clause 1, Article 147"));
    return;
  }
  out.push_back(
      term.backward
          ? speech.say("Ngày của mốc không được tính; thời hạn tính lùi từ ngày liền trước",
                       "The day of the anchor is not counted; counting goes back from the "
                       "day before it") +
                by("khoản 2 Điều 147", "Clause 2, Article 147")
          : speech.say("Ngày của mốc không được tính; thời hạn tính từ ngày tiếp theo",
                       "The day of the anchor is not counted; counting starts on the next "
                       "day") +
                by("khoản 2 Điều 147", "Clause 2, Article 147"));
  if (unit == hir::Unit::WorkingDays)
    out.push_back(speech.say("Chỉ tính ngày làm việc theo lịch",
                             "Only working days of the calendar are counted"));
  else if (term.rolls && !term.backward)
    out.push_back(
        speech.say("Ngày cuối cùng là ngày nghỉ: thời hạn kết thúc tại thời điểm kết thúc "
                   "ngày làm việc tiếp theo",
                   "A last day that is a rest day: the term ends with the next working "
                   "day") +
        by("khoản 5 Điều 148", "Clause 5, Article 148"));
  out.push_back(
      speech.say("Kết thúc lúc 24 giờ của ngày cuối cùng", "Ends at 24:00 of the last day") +
      by("khoản 6 Điều 148", "Clause 6, Article 148"));
}

// A written anchor and a written term of days by the calendar alone: where it ends before anything
// rolls.
std::string plain_end(const hir::Module& module, const hir::Counted& term,
                      const hir::DurationConst& length, const explain::Speech& speech) {
  const auto* date = std::get_if<hir::DateConst>(&module.exprs[term.anchor].node);
  std::int32_t end = 0;
  if (date == nullptr ||
      !runtime::shift_date(date->days, term.backward ? -length.amount : length.amount,
                           static_cast<runtime::Unit>(length.unit), &end))
    return {};
  return speech.say("Ngày cuối trước khi xét ngày nghỉ: ",
                    "Last day before rest days are looked at: ") +
         speech.day(end);
}

}  // namespace

std::optional<Hover> hover_day(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                               const Saying& saying) {
  const auto word = word_at(workspace, file, offset);
  if (!word || (word->kind != TokenKind::DATE && word->kind != TokenKind::INSTANT))
    return std::nullopt;
  const Span span{file, word->begin, word->end};
  const std::string_view text = workspace.sources().text(span);
  const explain::Speech speech(saying.language);
  std::int32_t day = 0;
  const hir::Calendar* calendar = calendar_of(workspace, file);
  Hover out{span, {}, {}};
  if (word->kind == TokenKind::DATE) {
    if (!runtime::parse_date(text.data(), static_cast<std::uint32_t>(text.size()), &day))
      return std::nullopt;
    out.paragraphs.push_back(speech.day(day));
  } else {
    std::int64_t ms = 0;
    if (runtime::parse_instant(text.data(), static_cast<std::uint32_t>(text.size()), &ms) !=
        runtime::InstantStatus::Ok)
      return std::nullopt;
    const std::int32_t zone = calendar == nullptr ? kZoneOfVietnam : calendar->zone_minutes;
    day = static_cast<std::int32_t>(runtime::local_day(ms, zone));
    out.paragraphs.push_back(speech.moment(ms, zone, explain::Speech::Midnight::Begins));
  }
  if (calendar != nullptr) out.paragraphs.push_back(day_words(workspace, *calendar, day, speech));
  if (saying.as_of) {
    const std::int32_t away = day - *saying.as_of;
    const std::string count = std::to_string(std::abs(away));
    out.paragraphs.push_back(
        away == 0  ? speech.say("Chính là ngày đang xét", "The day that is looked at")
        : away > 0 ? speech.say(count + " ngày sau ngày đang xét",
                                count + " days after the day that is looked at")
                   : speech.say(count + " ngày trước ngày đang xét",
                                count + " days before the day that is looked at"));
  }
  return out;
}

std::optional<Hover> hover_term(workspace::Workspace& workspace, FileId file, std::uint32_t offset,
                                const Saying& saying) {
  const auto word = word_at(workspace, file, offset);
  const auto checked = workspace.checked(file);
  Span span{file, 0, 0};
  const hir::Module& module = checked->module;
  if (!word) return std::nullopt;
  const bool due = word->kind == TokenKind::KW_DUE;
  const hir::Counted* term = term_at(module, due ? word->end + 1 : offset, span);
  if (term == nullptr) return std::nullopt;
  const auto* length = std::get_if<hir::DurationConst>(&module.exprs[term->duration].node);
  if (length == nullptr) return std::nullopt;
  const explain::Speech speech(saying.language);
  Hover out{span, std::string(workspace.sources().text(span)), {}};
  out.paragraphs.push_back(speech.say("Thời hạn: ", "Term: ") +
                           speech.term(length->amount, static_cast<decision::Unit>(length->unit)) +
                           (term->backward ? speech.say(", tính lùi", ", counted backward") : ""));
  add_steps(*term, length->unit, speech, out.paragraphs);
  if (std::string end = plain_end(module, *term, *length, speech); !end.empty())
    out.paragraphs.push_back(std::move(end));
  if (!term->extensions.empty())
    out.paragraphs.push_back(
        speech.say("Gia hạn tính tiếp từ ngày cuối trước khi xét ngày nghỉ",
                   "Extensions run on from the last day before rest days are looked at"));
  if (term->calendar.exists())
    if (const hir::Def* calendar = definition_of(workspace, hir::Symbol{term->calendar}))
      out.paragraphs.push_back(speech.say("Lịch: ", "Calendar: ") + calendar->qualified);
  return out;
}

}  // namespace phep::ide
