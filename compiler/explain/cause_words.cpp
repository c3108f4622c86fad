#include "compiler/explain/cause_words.h"

#include "compiler/explain/word_row.h"

#include <array>

namespace phep::explain {
namespace {

constexpr std::array kErrorRows = {
    WordRow{"calendar_exhausted", "lịch chưa có dữ liệu cho ngày đó",
            "the calendar has no data for that day"},
    WordRow{"conflict", "các trường hợp cùng áp dụng cho kết luận khác nhau",
            "cases that apply conclude differently"},
    WordRow{"date_out_of_range", "ngày nằm ngoài các năm từ 1 đến 9999",
            "a day outside the years 1 to 9999"},
    WordRow{"division_by_zero", "chia cho 0", "a division by zero"},
    WordRow{"gap", "không trường hợp nào áp dụng", "no case applies"},
    WordRow{"needs_rounding", "kết quả phải làm tròn mà không có quy định cách làm tròn",
            "the result must be rounded, and nothing says how"},
    WordRow{"overflow", "số lớn quá mức tính được", "a number larger than can be computed"},
};
constexpr std::array kCauseRows = {
    WordRow{"ended", "đã qua thời gian phải duy trì",
            "the time for which it is to be kept is over"},
    WordRow{"no_trigger", "không có sự kiện làm phát sinh", "nothing has triggered it"},
    WordRow{"silence", "không trả lời trong thời hạn", "no answer in time"},
};

}  // namespace

std::string error_words(std::string_view kind, Language language) {
  return words_of(kErrorRows, kind, language);
}

std::string cause_words(std::string_view why, Language language) {
  return words_of(kCauseRows, why, language);
}

}  // namespace phep::explain
