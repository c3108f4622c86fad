// Numbers as they are written → numbers as they are kept.
#pragma once

#include "compiler/check/context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace phep::check {

inline constexpr std::size_t kDecimalPlaces = 9;  // the runtime's decimals count 10^-9

// "12.50" with 2 minor digits → 1250. Reports what does not fit.
std::optional<std::int64_t> minor_units(Context& ctx, std::string_view digits, int minor,
                                        Span span);

// "12.5" → "12500000000": a count of 10^-9. `shift` moves the point left (2 for per cent). Reports
// more than nine places and numbers of 10^29 and more.
std::optional<std::string> nano_units(Context& ctx, std::string_view digits, int shift, Span span);

// An integer, possibly under Negate; nothing (and no report) when it is another expression.
std::optional<std::int64_t> written_int(const Context& ctx, ast::ExprId id);
std::optional<std::int32_t> written_date(const Context& ctx, ast::ExprId id);

// A date literal, or a report that one was needed.
std::optional<std::int32_t> need_date(Context& ctx, ast::ExprId id);

std::string date_text(std::int32_t days);

}  // namespace phep::check
