// Why a case came out as it did.
#pragma once

#include "lsp/ide/cases.h"

#include <atomic>
#include <optional>
#include <string>

namespace phep::ide {

struct CaseExplanation {
  std::string title;
  std::string markdown, text, html;
};
// What the test expected, and of every decision that it takes the reasons. Nothing: stopped.
std::optional<CaseExplanation> explain_case(CaseBench& bench, const Case& one,
                                            std::optional<std::int32_t> day, Language language,
                                            const std::atomic<bool>& stop);

}  // namespace phep::ide
