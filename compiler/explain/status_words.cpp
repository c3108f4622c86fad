#include "compiler/explain/status_words.h"

#include <algorithm>
#include <array>

namespace phep::explain {
namespace {

struct Status {
  std::string_view name, vi, en;
};
// In the order of phep_norm_status.
constexpr std::array kStatuses = {
    Status{"not_applicable", "KHÔNG ÁP DỤNG", "NOT APPLICABLE"},
    Status{"upcoming", "CHƯA PHÁT SINH", "UPCOMING"},
    Status{"not_in_force", "KHÔNG CÓ HIỆU LỰC", "NOT IN FORCE"},
    Status{"exempt", "ĐƯỢC MIỄN", "EXEMPT"},
    Status{"fulfilled", "ĐÃ THỰC HIỆN", "FULFILLED"},
    Status{"late", "TRỄ HẠN", "LATE"},
    Status{"deferred", "ĐƯỢC HOÃN", "DEFERRED"},
    Status{"pending", "CÒN HẠN", "PENDING"},
    Status{"violated", "ĐÃ VI PHẠM", "VIOLATED"},
    Status{"met", "ĐÁP ỨNG", "MET"},
    Status{"granted", "ĐƯỢC PHÉP", "GRANTED"},
    Status{"not_granted", "KHÔNG ĐƯỢC PHÉP", "NOT GRANTED"},
    Status{"available", "CÓ THẨM QUYỀN", "AVAILABLE"},
    Status{"not_available", "KHÔNG CÓ THẨM QUYỀN", "NOT AVAILABLE"},
    Status{"possibly_violated", "CÓ THỂ VI PHẠM", "POSSIBLY VIOLATED"},
    Status{"undetermined", "CHƯA XÁC ĐỊNH", "UNDETERMINED"},
    Status{"open", "ĐỂ NGỎ (CHỜ ĐÁNH GIÁ)", "OPEN (AWAITS A JUDGMENT)"},
    Status{"error", "LỖI", "ERROR"},
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
  for (const Status& row : kStatuses)
    if (row.name == status) return std::string(language == Language::Vietnamese ? row.vi : row.en);
  return std::string(status);
}

std::string_view status_name(std::uint64_t status) {
  return status < kStatuses.size() ? kStatuses[status].name : std::string_view("error");
}

std::optional<std::uint32_t> status_code(std::string_view name) {
  const auto found = std::ranges::find(kStatuses, name, &Status::name);
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
