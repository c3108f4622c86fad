// The predeclared words, in English and Vietnamese, that are names and not keywords.
#pragma once

#include "compiler/hir/expr.h"
#include "compiler/hir/types.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace phep::check {

// `int`, `số_nguyên`, …; nothing when the text is no built-in type.
std::optional<hir::Sort> builtin_type(std::string_view text);

// `late`, `trễ_hạn`, … as phep_norm_status.
std::optional<std::uint32_t> status_word(std::string_view text);
std::vector<std::string_view> status_words();

// The English spelling of a rank, "" when the text is none.
std::string_view rank_word(std::string_view text);
std::vector<std::string_view> rank_words();

std::optional<hir::Rounding> rounding_word(std::string_view text);
std::vector<std::string_view> rounding_words();

// 0 Monday … 6 Sunday.
std::optional<int> weekday_word(std::string_view text);
std::vector<std::string_view> weekday_words();

// What stands after `.` on a norm's result.
enum class ResultMember : std::uint8_t {
  Due,
  Done,
  Until,
  Binds,
  By,
  Missing,
  Status,
  Since,
  Why,
  Amount,
  Sanction
};
std::optional<ResultMember> result_member(std::string_view text);
std::vector<std::string_view> result_members();

// `.from` of a range: false; `.to`: true.
std::optional<bool> range_member(std::string_view text);

// Vietnamese points run a b c d đ e g h i k …: the position of one, or nothing when there is no
// such point.
std::optional<int> point_position(std::string_view text);
// The point at a position, "" past the end.
std::string_view point_at(int position);

}  // namespace phep::check
