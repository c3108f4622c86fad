// Three views of a file or of a case in it: its obligations, its exceptions, its timeline.
#pragma once

#include "lsp/ide/cases.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace phep::ide {

inline constexpr std::int64_t kDayMs = 86'400'000;

enum class RowStatus : std::uint8_t {
  None,
  Met,
  Violated,
  Pending,
  NotApplicable,
  Unknown,
  InForce,
  NotYet,
  Repealed,
  Wins,
  Yields
};
struct ViewRow {
  std::string label, description{};
  RowStatus status = RowStatus::None;
  std::string due{}, citation{};
  std::optional<Span> at{};
  std::vector<ViewRow> rows{};
};

// What is looked at, and on which day.
struct ViewOf {
  CaseBench& bench;
  const Case* one = nullptr;              // null: the file itself
  std::optional<std::int32_t> as_of{};    // a day; none: the case's own moment
  std::int32_t today = 0;                 // for what has no moment of its own
  std::optional<std::uint32_t> offset{};  // a rule or norm there is looked at alone
  Language language = Language::Vietnamese;
};

std::vector<ViewRow> obligations(const ViewOf& of);
std::vector<ViewRow> exceptions(const ViewOf& of);
std::vector<ViewRow> timeline(const ViewOf& of);

// The questions of the view's case on its day, each with its answer.
struct Answered {
  CaseQuestion question;
  Decided decided;
};
std::vector<Answered> answered(const ViewOf& of);
// The question of a case on another day: its beginning, where the decision is taken.
CaseQuestion on_day(const CaseBench& bench, CaseQuestion question, std::optional<std::int32_t> day);

}  // namespace phep::ide
