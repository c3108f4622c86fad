#include "compiler/explain/status_words.h"

#include "compiler/explain/word_row.h"

#include <algorithm>
#include <array>

namespace phep::explain {
namespace {

// In the order of phep_norm_status.
constexpr std::array kStatuses = {
    WordRow{"not_applicable", "KHÔNG ÁP DỤNG", "NOT APPLICABLE"},
    WordRow{"upcoming", "CHƯA PHÁT SINH", "UPCOMING"},
    WordRow{"not_in_force", "KHÔNG CÓ HIỆU LỰC", "NOT IN FORCE"},
    WordRow{"exempt", "ĐƯỢC MIỄN", "EXEMPT"},
    WordRow{"fulfilled", "ĐÃ THỰC HIỆN", "FULFILLED"},
    WordRow{"late", "TRỄ HẠN", "LATE"},
    WordRow{"deferred", "ĐƯỢC HOÃN", "DEFERRED"},
    WordRow{"pending", "CÒN HẠN", "PENDING"},
    WordRow{"violated", "ĐÃ VI PHẠM", "VIOLATED"},
    WordRow{"met", "ĐÁP ỨNG", "MET"},
    WordRow{"granted", "ĐƯỢC PHÉP", "GRANTED"},
    WordRow{"not_granted", "KHÔNG ĐƯỢC PHÉP", "NOT GRANTED"},
    WordRow{"available", "CÓ THẨM QUYỀN", "AVAILABLE"},
    WordRow{"not_available", "KHÔNG CÓ THẨM QUYỀN", "NOT AVAILABLE"},
    WordRow{"possibly_violated", "CÓ THỂ VI PHẠM", "POSSIBLY VIOLATED"},
    WordRow{"undetermined", "CHƯA XÁC ĐỊNH", "UNDETERMINED"},
    WordRow{"open", "ĐỂ NGỎ (CHỜ ĐÁNH GIÁ)", "OPEN (AWAITS A JUDGMENT)"},
    WordRow{"error", "LỖI", "ERROR"},
};

// What matters now comes first; the last three bind nobody.
constexpr std::array<std::string_view, 18> kOrder = {
    "error",        "violated",      "late",          "possibly_violated",
    "undetermined", "open",          "pending",       "upcoming",
    "deferred",     "not_granted",   "not_available", "granted",
    "available",    "met",           "fulfilled",     "exempt",
    "not_in_force", "not_applicable"};

}  // namespace

std::string status_words(std::string_view status, Language language) {
  return words_of(kStatuses, status, language);
}

std::string_view status_name(std::uint64_t status) {
  return status < kStatuses.size() ? kStatuses[status].name : std::string_view("error");
}

std::optional<std::uint32_t> status_code(std::string_view name) {
  const auto found = std::ranges::find(kStatuses, name, &WordRow::name);
  if (found == kStatuses.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - kStatuses.begin());
}

bool is_breach(std::string_view status) {
  return status == "violated" || status == "late" || status == "possibly_violated";
}

bool binds_nobody(std::string_view status) {
  return status == "exempt" || status == "not_in_force" || status == "not_applicable";
}

int status_order(std::string_view status) {
  const auto* const at = std::ranges::find(kOrder, status);
  return static_cast<int>(at - kOrder.begin());
}

}  // namespace phep::explain
