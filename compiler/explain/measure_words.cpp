#include "compiler/explain/measure_words.h"

#include "compiler/explain/word_row.h"

#include <algorithm>
#include <array>

namespace phep::explain {
namespace {

constexpr std::array kMeasures = {
    WordRow{"apologise", "xin lỗi", "apologise"},
    WordRow{"correct", "cải chính, chỉnh sửa", "correct"},
    WordRow{"erase", "xóa, hủy dữ liệu", "erase the data"},
    WordRow{"recipient_erases", "bên nhận xóa, hủy dữ liệu", "have the recipient erase the data"},
    WordRow{"repair", "khắc phục", "repair"},
    WordRow{"repay", "hoàn trả, nộp lại số tiền đã nhận", "pay back what was gained"},
    WordRow{"replace_officer", "thay người phụ trách", "replace the officer"},
    WordRow{"stop_processing", "ngừng xử lý dữ liệu", "stop the processing"},
    WordRow{"stop_transfer", "ngừng chuyển dữ liệu", "stop the transfer"},
    WordRow{"store", "lưu trữ", "store"},
    WordRow{"take_down", "gỡ bỏ", "take down"},
    WordRow{"tell_subjects", "thông báo cho chủ thể dữ liệu", "tell the data subjects"},
};

}  // namespace

std::string measure_words(std::string_view measure, Language language) {
  std::string out = words_of(kMeasures, measure, language);
  if (out == measure) std::ranges::replace(out, '_', ' ');
  return out;
}

}  // namespace phep::explain
