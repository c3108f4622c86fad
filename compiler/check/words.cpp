#include "compiler/check/words.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace phep::check {
namespace {

template <class T>
struct Word {
  std::string_view en, vi;
  T value;
};

template <class T, std::size_t N>
std::optional<T> find(const std::array<Word<T>, N>& words, std::string_view text) {
  for (const Word<T>& word : words)
    if (text == word.en || (!word.vi.empty() && text == word.vi)) return word.value;
  return std::nullopt;
}

template <class T, std::size_t N>
std::vector<std::string_view> spellings(const std::array<Word<T>, N>& words) {
  std::vector<std::string_view> out;
  for (const Word<T>& word : words) {
    out.push_back(word.en);
    if (!word.vi.empty()) out.push_back(word.vi);
  }
  return out;
}

using hir::Rounding;
using hir::Sort;

constexpr std::array<Word<Sort>, 11> kTypes = {{{"bool", "đúng_sai", Sort::Bool},
                                                {"int", "số_nguyên", Sort::Int},
                                                {"decimal", "số_thập_phân", Sort::Decimal},
                                                {"money", "tiền", Sort::Money},
                                                {"date", "ngày_tháng", Sort::Date},
                                                {"instant", "thời_điểm", Sort::Instant},
                                                {"duration", "thời_hạn", Sort::Duration},
                                                {"text", "chuỗi", Sort::Text},
                                                {"set", "tập", Sort::Set},
                                                {"list", "danh_sách", Sort::List},
                                                {"range", "khoảng", Sort::Range}}};

// The numbers are phep_norm_status of the ABI, which never change.
constexpr std::array<Word<std::uint32_t>, 18> kStatuses = {
    {{"not_applicable", "không_áp_dụng", 0},
     {"upcoming", "chưa_phát_sinh", 1},
     {"not_in_force", "chưa_hiệu_lực", 2},
     {"exempt", "được_miễn", 3},
     {"fulfilled", "đã_thực_hiện", 4},
     {"late", "trễ_hạn", 5},
     {"deferred", "được_hoãn", 6},
     {"pending", "còn_hạn", 7},
     {"violated", "đã_vi_phạm", 8},
     {"met", "đã_đáp_ứng", 9},
     {"granted", "được_cho_phép", 10},
     {"not_granted", "không_được_cho_phép", 11},
     {"available", "có_quyền", 12},
     {"not_available", "không_có_quyền", 13},
     {"possibly_violated", "có_thể_vi_phạm", 14},
     {"undetermined", "chưa_xác_định", 15},
     {"open", "để_ngỏ", 16},
     {"error", "lỗi", 17}}};

constexpr std::array<Word<int>, 9> kRanks = {{{"constitution", "hiến_pháp", 0},
                                              {"law", "luật", 1},
                                              {"ordinance", "pháp_lệnh", 2},
                                              {"resolution", "nghị_quyết", 3},
                                              {"decree", "nghị_định", 4},
                                              {"circular", "thông_tư", 5},
                                              {"agency_decision", "quyết_định", 6},
                                              {"treaty", "điều_ước", 7},
                                              {"regulation", "quy_chế", 8}}};

constexpr std::array<Word<Rounding>, 6> kRoundings = {
    {{"half_up", "nửa_lên", Rounding::HalfUp},
     {"half_even", "nửa_chẵn", Rounding::HalfEven},
     {"up", "lên", Rounding::Up},
     {"down", "xuống", Rounding::Down},
     {"ceiling", "trần", Rounding::Ceiling},
     {"floor", "sàn", Rounding::Floor}}};

constexpr std::array<Word<int>, 7> kWeekdays = {{{"monday", "thứ_hai", 0},
                                                 {"tuesday", "thứ_ba", 1},
                                                 {"wednesday", "thứ_tư", 2},
                                                 {"thursday", "thứ_năm", 3},
                                                 {"friday", "thứ_sáu", 4},
                                                 {"saturday", "thứ_bảy", 5},
                                                 {"sunday", "chủ_nhật", 6}}};

constexpr std::array<Word<ResultMember>, 11> kMembers = {
    {{"due", "hạn", ResultMember::Due},
     {"done", "hoàn_thành", ResultMember::Done},
     {"until", "đến_trước", ResultMember::Until},
     {"binds", "ràng_buộc", ResultMember::Binds},
     {"by", "trễ", ResultMember::By},
     {"missing", "còn_thiếu", ResultMember::Missing},
     {"status", "trạng_thái", ResultMember::Status},
     {"since", "từ_lúc", ResultMember::Since},
     {"why", "lý_do", ResultMember::Why},
     {"amount", "mức", ResultMember::Amount},
     {"sanction", "chế_tài", ResultMember::Sanction}}};

constexpr std::array<std::string_view, 23> kPoints = {"a", "b", "c", "d", "đ", "e", "g", "h",
                                                      "i", "k", "l", "m", "n", "o", "p", "q",
                                                      "r", "s", "t", "u", "v", "x", "y"};

}  // namespace

std::optional<bool> range_member(std::string_view text) {
  if (text == "from" || text == "từ") return false;
  if (text == "to" || text == "tới") return true;
  return std::nullopt;
}

std::optional<Sort> builtin_type(std::string_view text) {
  return find(kTypes, text);
}

std::optional<std::uint32_t> status_word(std::string_view text) {
  return find(kStatuses, text);
}
std::vector<std::string_view> status_words() {
  return spellings(kStatuses);
}

std::string_view rank_word(std::string_view text) {
  for (const auto& word : kRanks)
    if (text == word.en || text == word.vi) return word.en;
  return {};
}
std::vector<std::string_view> rank_words() {
  return spellings(kRanks);
}

std::optional<Rounding> rounding_word(std::string_view text) {
  return find(kRoundings, text);
}
std::vector<std::string_view> rounding_words() {
  return spellings(kRoundings);
}

std::optional<int> weekday_word(std::string_view text) {
  return find(kWeekdays, text);
}
std::vector<std::string_view> weekday_words() {
  return spellings(kWeekdays);
}

std::optional<ResultMember> result_member(std::string_view text) {
  return find(kMembers, text);
}
std::vector<std::string_view> result_members() {
  return spellings(kMembers);
}

std::optional<int> point_position(std::string_view text) {
  const auto found = std::ranges::find(kPoints, text);
  if (found == kPoints.end()) return std::nullopt;
  return static_cast<int>(found - kPoints.begin());
}

std::string_view point_at(int position) {
  return position >= 0 && position < static_cast<int>(kPoints.size())
             ? kPoints[static_cast<std::size_t>(position)]
             : std::string_view();
}

}  // namespace phep::check
