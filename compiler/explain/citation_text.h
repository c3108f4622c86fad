// Citations as lawyers write them, in Vietnamese and English.
#pragma once

#include "compiler/base/citation.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/hir/hir.h"

#include <string>
#include <vector>

namespace phep::explain {

// `PDPL@7.1.đ` → "điểm đ khoản 1 Điều 7 Luật số 91/2025/QH15", "Point đ, Clause 1, Article 7 of Law
// No. 91/2025/QH15".
std::string citation_text(const Citation& citation, const hir::Instrument& instrument,
                          Language language);

// "điểm đ khoản 1 Điều 7", "Point đ, Clause 1, Article 7".
std::string provision_text(const std::vector<std::string>& path, Language language);

// "Luật số 91/2025/QH15", "Law No. 91/2025/QH15".
std::string instrument_text(const hir::Instrument& instrument, Language language);

}  // namespace phep::explain
