// Labels: whether there are any, and whether their numbers agree with each other and with the
// deadline.
#include "compiler/base/text.h"
#include "compiler/diagnostics/kinds/drafting.h"
#include "compiler/law/deadline_terms.h"
#include "compiler/lint/passes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

namespace phep::lint {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The numbers of a label, sorted. Separators inside a number and zeros before it are dropped: 1.000
// and 1,000 are one number, and so are 05 and 5.
std::vector<std::string> numbers_in(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    std::string digits;
    while (at < text.size()) {
      const bool inside =
          (text[at] == '.' || text[at] == ',') && at + 1 < text.size() && is_digit(text[at + 1]);
      if (!is_digit(text[at]) && !inside) break;
      if (!inside) digits += text[at];
      ++at;
    }
    out.push_back(digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1)));
  }
  std::ranges::sort(out);
  return out;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

struct Length {
  std::int64_t count;
  hir::Unit unit;
  friend bool operator==(const Length&, const Length&) = default;
};

struct UnitWords {
  hir::Unit unit;
  std::string_view vi, en;
};
// Longer names first: "ngày làm việc" begins as "ngày" does.
constexpr std::array<UnitWords, 7> kUnits = {{
    {hir::Unit::WorkingDays, "ngày làm việc", "working day"},
    {hir::Unit::Hours, "giờ", "hour"},
    {hir::Unit::Days, "ngày", "day"},
    {hir::Unit::Weeks, "tuần", "week"},
    {hir::Unit::Months, "tháng", "month"},
    {hir::Unit::Quarters, "quý", "quarter"},
    {hir::Unit::Years, "năm", "year"},
}};

std::string words_of(Length length, bool vi) {
  for (const UnitWords& row : kUnits)
    if (row.unit == length.unit)
      return std::to_string(length.count) + " " + std::string(vi ? row.vi : row.en) +
             (!vi && length.count != 1 ? "s" : "");
  return {};
}

// The first `N unit` of a label that gives one length of time: a label that gives several says more
// than a deadline.
std::optional<Length> length_in(std::string_view text, bool vi) {
  std::optional<Length> out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_digit(text[at]) || (at > 0 && (is_digit(text[at - 1]) || text[at - 1] == '.')))
      continue;
    std::int64_t count = 0;
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end]) && count < 100'000)
      count = count * 10 + (text[end++] - '0');
    std::string_view rest = text.substr(end);
    if (rest.starts_with(' ') || rest.starts_with('-')) rest.remove_prefix(1);
    for (const UnitWords& row : kUnits) {
      if (!rest.starts_with(vi ? row.vi : row.en)) continue;
      if (out && *out != Length{count, row.unit}) return std::nullopt;
      out = Length{count, row.unit};
      break;
    }
  }
  return out;
}

// A norm whose label gives a length of time that its deadline never is.
void compare_deadline(const law::Register& law, FileId file, const hir::Def& def,
                      const hir::Norm& norm, DiagnosticList& out) {
  if (norm.occurrence.exists()) return;  // each time falls due by itself
  const auto vi = length_in(def.label.vi, true);
  const auto en = length_in(def.label.en, false);
  const std::optional<Length> said = vi ? vi : en;
  if (!said || (vi && en && *vi != *en))
    return;  // of two that differ P7505 speaks, or a person must
  const law::DeadlineTerms terms = law::deadline_terms(law, file, norm);
  if (terms.written || terms.counted.empty()) return;
  std::string vi_terms;
  std::string en_terms;
  for (const law::DeadlineTerm& term : terms.counted) {
    if (!term.count || !term.unit || term.backward || term.extended) return;
    const Length length{*term.count, *term.unit};
    if (length == *said) return;
    vi_terms += (vi_terms.empty() ? "" : ", ") + words_of(length, true);
    en_terms += (en_terms.empty() ? "" : ", ") + words_of(length, false);
  }
  out.report(diag::DeadlineUnlikeWords, def.name_span, law.names.text(def.name),
             Argument(vi_terms, en_terms), Argument(words_of(*said, true), words_of(*said, false)));
}

void compare_languages(const law::Register& law, const hir::Def& def, DiagnosticList& out) {
  if (def.label.vi.empty() || def.label.en.empty()) return;
  const auto vi = numbers_in(def.label.vi);
  const auto en = numbers_in(def.label.en);
  // A number that only one side has may be a word on the other ("one", "February").
  const bool contained = std::ranges::includes(vi, en) || std::ranges::includes(en, vi);
  if (contained) return;
  out.report(diag::LabelsOfOtherNumbers, def.name_span, law.names.text(def.name), joined(vi),
             joined(en));
}

bool blank(const hir::Label& label) {
  return label.vi.empty() && label.en.empty();
}

}  // namespace

void look_at_labels(const Workspace& workspace, DiagnosticList& out) {
  const law::Register& law = workspace.law;
  for (const FileId file : workspace.files)
    for (const hir::Def& def : law.modules.at(file)->defs) {
      if (!is_written(law, def)) continue;
      if (const auto* rule = std::get_if<hir::Rule>(&def.node);
          rule != nullptr && rule->by_judgment && blank(def.label))
        out.report(diag::JudgmentWithoutLabel, def.name_span, law.names.text(def.name));
      if (const auto* record = std::get_if<hir::Record>(&def.node))
        for (const hir::Field& field : record->fields)
          if (blank(field.label) &&
              law.types[law.types.without_optional(field.type)].sort != hir::Sort::Record)
            out.report(diag::FactWithoutLabel, field.span, law.names.text(field.name));
      if (const auto* norm = std::get_if<hir::Norm>(&def.node)) {
        compare_languages(law, def, out);
        compare_deadline(law, file, def, *norm, out);
      }
    }
}

}  // namespace phep::lint
