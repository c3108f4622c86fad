#include "compiler/diagnostics/diagnostic.h"

#include "compiler/base/check.h"

#include <algorithm>
#include <cstdio>
#include <tuple>

namespace phep {

Argument::Argument(std::int64_t number) : vi(std::to_string(number)), en(vi) {}

const std::vector<CatalogRow>& catalog() {
  static const std::vector<CatalogRow> rows = {
#define PHEP_DIAGNOSTIC(NAME, CODE, SEVERITY, PARAMETERS, VI, EN) \
  diag::Kind<PARAMETERS>(#NAME, CODE, Severity::SEVERITY, VI, EN).row,
#define PHEP_RETIRED(CODE)
#include "compiler/diagnostics/catalog.def"
#undef PHEP_DIAGNOSTIC
#undef PHEP_RETIRED
  };
  return rows;
}

const CatalogRow* find_in_catalog(std::uint16_t code) {
  const auto& rows = catalog();
  const auto found = std::ranges::find(rows, code, &CatalogRow::code);
  return found == rows.end() ? nullptr : &*found;
}

void DiagnosticList::append(const DiagnosticList& other) {
  items_.insert(items_.end(), other.items_.begin(), other.items_.end());
}

void DiagnosticList::sort() {
  std::ranges::stable_sort(items_, [](const Diagnostic& a, const Diagnostic& b) {
    return std::tuple(a.span.file.index, a.span.begin, a.row->code, a.span.end) <
           std::tuple(b.span.file.index, b.span.begin, b.row->code, b.span.end);
  });
}

void DiagnosticList::drop_repeats() {
  const auto same = [](const Argument& a, const Argument& b) {
    return a.vi == b.vi && a.en == b.en;
  };
  const auto repeated = std::ranges::unique(items_, [&](const Diagnostic& a, const Diagnostic& b) {
    return a.row->code == b.row->code && a.span == b.span &&
           std::ranges::equal(a.arguments, b.arguments, same);
  });
  items_.erase(repeated.begin(), repeated.end());
}

bool DiagnosticList::has_errors() const {
  return std::ranges::any_of(
      items_, [](const Diagnostic& d) { return d.row->severity == Severity::Error; });
}

std::string code_text(std::uint16_t code) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "P%04u", static_cast<unsigned>(code));
  return text.data();
}

std::string message(const CatalogRow& row, const std::vector<Argument>& arguments,
                    Language language) {
  const std::string_view shape = language == Language::Vietnamese ? row.vi : row.en;
  std::string out;
  for (std::size_t at = 0; at < shape.size(); ++at) {
    const bool hole = shape[at] == '{' && at + 2 < shape.size() && shape[at + 2] == '}' &&
                      shape[at + 1] >= '0' && shape[at + 1] <= '9';
    const auto index = hole ? static_cast<std::size_t>(shape[at + 1] - '0') : arguments.size();
    if (index < arguments.size()) {
      out += language == Language::Vietnamese ? arguments[index].vi : arguments[index].en;
      at += 2;
    } else {
      out += shape[at];
    }
  }
  return out;
}

std::string_view severity_word(Severity severity, Language language) {
  const bool vi = language == Language::Vietnamese;
  switch (severity) {
    case Severity::Error: return vi ? "lỗi" : "error";
    case Severity::Warning: return vi ? "cảnh báo" : "warning";
    case Severity::Lint: return vi ? "gợi ý" : "lint";
    case Severity::Note: return vi ? "ghi chú" : "note";
  }
  PHEP_UNREACHABLE();
}

}  // namespace phep
