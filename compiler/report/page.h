// The frame of a page: head, policy, style, foot. Private to this room.
#pragma once

#include "compiler/explain/speech.h"
#include "compiler/report/report.h"

#include <string>
#include <string_view>
#include <vector>

namespace phep::report {

// A whole page around `body`. Its policy allows the one style that it carries, and nothing else.
std::string page(std::string_view title, std::string_view body, Language language, bool wide);

// `<table>` with a caption, a head that is repeated on every sheet of paper and rows of cells. What
// a cell holds is HTML already; the first cell of a row is its head.
struct Table {
  std::string caption;
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows{};
  std::string kind{};  // a class
};
std::string table_html(const Table& table);

// A status in words, in the tone of the status.
std::string badge_html(std::string_view status, std::string_view words);

// Which law was used, that this is no advice, and where to sign.
std::string foot_html(std::span<const Case> cases, const explain::Speech& speech);

}  // namespace phep::report
