#include "compiler/explain/cause_words.h"

#include <array>

namespace phep::explain {
namespace {

struct CauseRow {
  std::string_view word, vi, en;
};
constexpr std::array kErrorRows = {
    CauseRow{"calendar_exhausted", "lịch chưa có dữ liệu cho ngày đó",
             "the calendar has no data for that day"},
    CauseRow{"conflict", "các trường hợp cùng áp dụng cho kết luận khác nhau",
             "cases that apply conclude differently"},
    CauseRow{"date_out_of_range", "ngày nằm ngoài các năm từ 1 đến 9999",
             "a day outside the years 1 to 9999"},
    CauseRow{"division_by_zero", "chia cho 0", "a division by zero"},
    CauseRow{"gap", "không trường hợp nào áp dụng", "no case applies"},
    CauseRow{"needs_rounding", "kết quả phải làm tròn mà không có quy định cách làm tròn",
             "the result must be rounded, and nothing says how"},
    CauseRow{"overflow", "số lớn quá mức tính được", "a number larger than can be computed"},
};
constexpr std::array kCauseRows = {
    CauseRow{"ended", "đã qua thời gian phải duy trì",
             "the time for which it is to be kept is over"},
    CauseRow{"no_trigger", "không có sự kiện làm phát sinh", "nothing has triggered it"},
    CauseRow{"silence", "không trả lời trong thời hạn", "no answer in time"},
};

template <class Table>
std::string row_of(const Table& table, std::string_view word, Language language) {
  for (const CauseRow& row : table)
    if (row.word == word) return std::string(language == Language::Vietnamese ? row.vi : row.en);
  return std::string(word);
}

}  // namespace

std::string error_words(std::string_view kind, Language language) {
  return row_of(kErrorRows, kind, language);
}

std::string cause_words(std::string_view why, Language language) {
  return row_of(kCauseRows, why, language);
}

}  // namespace phep::explain
