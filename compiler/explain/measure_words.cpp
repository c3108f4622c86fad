#include "compiler/explain/measure_words.h"

#include <algorithm>
#include <array>

namespace phep::explain {
namespace {

struct Words {
  std::string_view name, vi, en;
};
constexpr std::array kMeasures = {
    Words{"apologise", "xin lỗi", "apologise"},
    Words{"correct", "cải chính, chỉnh sửa", "correct"},
    Words{"erase", "xóa, hủy dữ liệu", "erase the data"},
    Words{"recipient_erases", "bên nhận xóa, hủy dữ liệu", "have the recipient erase the data"},
    Words{"repair", "khắc phục", "repair"},
    Words{"repay", "hoàn trả, nộp lại số tiền đã nhận", "pay back what was gained"},
    Words{"replace_officer", "thay người phụ trách", "replace the officer"},
    Words{"stop_processing", "ngừng xử lý dữ liệu", "stop the processing"},
    Words{"stop_transfer", "ngừng chuyển dữ liệu", "stop the transfer"},
    Words{"store", "lưu trữ", "store"},
    Words{"take_down", "gỡ bỏ", "take down"},
    Words{"tell_subjects", "thông báo cho chủ thể dữ liệu", "tell the data subjects"},
};

}  // namespace

std::string measure_words(std::string_view measure, Language language) {
  for (const Words& words : kMeasures)
    if (words.name == measure)
      return std::string(language == Language::Vietnamese ? words.vi : words.en);
  std::string out(measure);
  std::ranges::replace(out, '_', ' ');
  return out;
}

}  // namespace phep::explain
