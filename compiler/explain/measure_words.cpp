#include "compiler/explain/measure_words.h"

#include <algorithm>
#include <array>

namespace phep::explain {
namespace {

struct Measure {
  std::string_view name, vi, en;
};
constexpr std::array kMeasures = {
    Measure{"apologise", "xin lỗi", "apologise"},
    Measure{"correct", "cải chính, chỉnh sửa", "correct"},
    Measure{"erase", "xóa, hủy dữ liệu", "erase the data"},
    Measure{"recipient_erases", "bên nhận xóa, hủy dữ liệu", "have the recipient erase the data"},
    Measure{"repair", "khắc phục", "repair"},
    Measure{"repay", "hoàn trả, nộp lại số tiền đã nhận", "pay back what was gained"},
    Measure{"replace_officer", "thay người phụ trách", "replace the officer"},
    Measure{"stop_processing", "ngừng xử lý dữ liệu", "stop the processing"},
    Measure{"stop_transfer", "ngừng chuyển dữ liệu", "stop the transfer"},
    Measure{"store", "lưu trữ", "store"},
    Measure{"take_down", "gỡ bỏ", "take down"},
    Measure{"tell_subjects", "thông báo cho chủ thể dữ liệu", "tell the data subjects"},
};

}  // namespace

std::string measure_words(std::string_view measure, Language language) {
  for (const Measure& measured : kMeasures)
    if (measured.name == measure)
      return std::string(language == Language::Vietnamese ? measured.vi : measured.en);
  std::string out(measure);
  std::ranges::replace(out, '_', ' ');
  return out;
}

}  // namespace phep::explain
