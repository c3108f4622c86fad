// Mistakes in expressions: numbers, periods, words, conditions.
#include "compiler/hir/children.h"
#include "compiler/mutation/maker.h"
#include "compiler/runtime/date.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace phep::mutation {
namespace {

constexpr std::string_view kDigits = "0123456789";

// The digits of a number from `at` on, with what groups them.
std::size_t number_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && (kDigits.contains(text[end]) ||
                               ((text[end] == '_' || text[end] == '.') && end + 1 < text.size() &&
                                kDigits.contains(text[end + 1]))))
    ++end;
  return end;
}

// "40000001" as "40_000_001".
std::string grouped(std::string digits) {
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, "_");
  return digits;
}

// A number as it is written: its digits as one whole number, and how many of them are decimals.
struct Written {
  std::int64_t digits = 0;
  std::size_t places = 0;
  bool percent = false;
};
std::optional<Written> read_number(std::string_view text) {
  const std::size_t begin = text.find_first_of(kDigits);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::size_t end = number_end(text, begin);
  Written out;
  std::string digits;
  bool point = false;
  for (const char c : text.substr(begin, end - begin)) {
    if (c == '.') point = true;
    if (!kDigits.contains(c)) continue;
    digits += c;
    if (point) ++out.places;
  }
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), out.digits);
  if (read.ec != std::errc{} || out.digits > std::int64_t{1} << 60U) return std::nullopt;
  out.percent = end < text.size() && text[end] == '%';
  return out;
}

std::string show_number(std::int64_t digits, std::size_t places) {
  std::string out = std::to_string(digits);
  if (places == 0) return out;
  if (out.size() <= places) out.insert(0, places + 1 - out.size(), '0');
  return out.insert(out.size() - places, ".");
}

std::string unit_words(hir::Unit unit, std::int64_t n) {
  constexpr std::array<std::string_view, 7> kUnits = {"hour",  "day",     "working day", "week",
                                                      "month", "quarter", "year"};
  return std::to_string(n) + " " + std::string(kUnits.at(static_cast<std::size_t>(unit))) +
         (n == 1 ? "" : "s");
}

}  // namespace

std::string Maker::renumbered(hir::ExprId id, const std::string& number) const {
  std::string whole = text(id);
  const std::size_t begin = whole.find_first_of(kDigits);
  if (begin == std::string::npos) return number;
  const std::size_t end = number_end(whole, begin);
  const bool groups = std::string_view(whole).substr(begin, end - begin).contains('_');
  return whole.replace(begin, end - begin, groups ? grouped(number) : number);
}

// ---- the walk -----------------------------------------------------------------------------------

void Maker::root(hir::ExprId id) {
  if (!id.exists() || seen_.contains(id)) return;
  if (own(id)) {
    const hir::ExprNode node = expr(id).node;
    if (const auto* negated = std::get_if<hir::Not>(&node);
        negated != nullptr && expr(negated->operand).span != expr(id).span) {
      edit(Fault::Guard, id, expr(negated->operand).node, text(negated->operand));
    } else if (negated != nullptr) {  // `is not`, or what is asked the other way round
      edit(Fault::Guard, id, expr(negated->operand).node, "not (" + text(id) + ")");
    } else if (in_cell(id)) {
      edit(Fault::Guard, id, hir::Not{copy(id)},
           beside(place(id), "where this cell does not hold"));
    } else if (!std::holds_alternative<hir::BoolConst>(node)) {
      edit(Fault::Guard, id, hir::Not{copy(id)}, "not (" + text(id) + ")");
    }
  }
  walk(id, Role::Root);
}

void Maker::walk(hir::ExprId id, Role role) {
  if (!id.exists() || !seen_.insert(id).second) return;
  around_.push_back(id);
  walk_into(id, role);
  around_.pop_back();
}

void Maker::walk_into(hir::ExprId id, Role role) {
  const hir::ExprNode node = expr(id).node;  // a copy: expressions are added below
  if (const auto* local = std::get_if<hir::LocalRef>(&node)) {
    const hir::ExprId value = module().locals[local->local].value;
    if (!value.exists()) return;
    return law_.types.is(expr(value).type, hir::Sort::Bool) ? root(value)
                                                            : walk(value, Role::Plain);
  }
  if (const auto* joined = std::get_if<hir::And>(&node))
    return operands(id, joined->operands, true);
  if (const auto* joined = std::get_if<hir::Or>(&node))
    return operands(id, joined->operands, false);
  if (const auto* comparison = std::get_if<hir::Compare>(&node))
    return compare(id, *comparison, role);
  if (const auto* over = std::get_if<hir::Quantify>(&node)) return quantifier(id, *over);
  if (const auto* end = std::get_if<hir::Counted>(&node)) return counted(id, *end);
  if (std::holds_alternative<hir::DurationConst>(node)) return term(id, false);
  if (const auto* shift = std::get_if<hir::ShiftDate>(&node)) {
    walk(shift->date, Role::Plain);
    term(shift->duration, false);
    return walk(shift->times, Role::Plain);
  }
  if (const auto* choice = std::get_if<hir::If>(&node)) {
    const bool narrows = holds_exists(choice->condition) &&
                         (holds_unwrap(choice->then_value) || holds_unwrap(choice->else_value));
    narrows ? walk(choice->condition, Role::Plain) : root(choice->condition);
    walk(choice->then_value, Role::Plain);
    return walk(choice->else_value, Role::Plain);
  }
  if (own(id)) {
    numbers(id, role);
    words(id, role);
    computed(id);
  }
  hir::each_child(node, [&](hir::ExprId child) { walk(child, Role::Plain); });
}

// ---- conditions ---------------------------------------------------------------------------------

void Maker::operands(hir::ExprId id, const std::vector<hir::ExprId>& list, bool all) {
  const bool written_here = own(id);
  for (const hir::ExprId operand : list) {
    const bool needed = holds_exists(operand) && std::ranges::any_of(list, [&](hir::ExprId other) {
                          return other != operand && holds_unwrap(other);
                        });
    if (own(operand) && !needed && !std::holds_alternative<hir::BoolConst>(expr(operand).node)) {
      const bool cell = in_cell(operand);
      const bool skips = cell && all && expr(operand).span != expr(id).span;
      // What is asked the other way round, as `lost when`, is left out by its opposite.
      const auto* turned = std::get_if<hir::Not>(&expr(operand).node);
      const bool opposite =
          turned != nullptr && !written_here && expr(turned->operand).span == expr(operand).span;
      if (cell && !skips)
        edit(Fault::Condition, operand, hir::BoolConst{all},
             beside(place(operand), "whatever stands in this cell"));
      else
        edit(Fault::Condition, operand, hir::BoolConst{all},
             skips             ? "_"
             : all != opposite ? "true"
                               : "false");
    }
    // What the checker joined to it from elsewhere is not written here: its own part is a root.
    written_here ? walk(operand, Role::Plain) : root(operand);
  }
  const bool narrows =
      std::ranges::any_of(list, [&](hir::ExprId one) { return holds_unwrap(one); });
  if (!written_here || narrows || list.size() < 2) return;
  const hir::ExprNode other = all ? hir::ExprNode(hir::Or{list}) : hir::ExprNode(hir::And{list});
  const auto made = [&](hir::ExprId operand) {
    return !inside(operand) || expr(operand).span == expr(id).span;
  };
  if (in_cell(id) || std::ranges::any_of(list, [&](hir::ExprId one) { return in_cell(one); }))
    return edit(Fault::Condition, id, other,
                beside(place(id), all ? "any of its cells" : "all of its cells"));
  if (std::ranges::any_of(list, made)) {
    std::string text;
    for (const hir::ExprId operand : list) {
      const auto one = spelled(operand, place(id), {}, {});
      if (!one) return edit(Fault::Condition, id, other, beside(place(id), all ? "or" : "and"));
      text += (text.empty() ? "" : all ? " or " : " and ") + *one;
    }
    return edit(Fault::Condition, id, other, "(" + text + ")");
  }
  // Between two operands stands one word, and whatever brackets there are.
  std::string instead = text(list.front());
  for (std::size_t i = 1; i < list.size(); ++i) {
    const Span gap{place(id).file, place(list[i - 1]).end, place(list[i]).begin};
    std::string between = gap.begin <= gap.end ? std::string(law_.sources.text(gap)) : "";
    const auto joins = all ? std::array<std::string_view, 2>{"and", "và"}
                           : std::array<std::string_view, 2>{"or", "hoặc"};
    const auto* const word =
        std::ranges::find_if(joins, [&](std::string_view one) { return between.contains(one); });
    if (word == joins.end())  // the clauses of a scope
      return edit(Fault::Condition, id, other, beside(place(id), all ? "or" : "and"));
    between.replace(between.find(*word), word->size(), all ? "or" : "and");
    instead += between + text(list[i]);
  }
  const Span whole = place(id);
  instead.insert(0, law_.sources.text({whole.file, whole.begin, place(list.front()).begin}));
  instead += law_.sources.text({whole.file, place(list.back()).end, whole.end});
  edit(Fault::Condition, id, other, instead);
}

void Maker::compare(hir::ExprId id, const hir::Compare& node, Role role) {
  using Op = hir::CompareOp;
  const auto whole_number = [&](hir::ExprId side) {
    return std::holds_alternative<hir::IntConst>(expr(side).node) ||
           std::holds_alternative<hir::MoneyConst>(expr(side).node) ||
           std::holds_alternative<hir::DateConst>(expr(side).node);
  };
  const auto other = [&](Op op, const char* sign, Fault fault) {
    const Span own_place = expr(id).span;
    const bool made = expr(node.left).span == own_place || expr(node.right).span == own_place;
    std::string instead =
        in_cell(id)
            ? sign + (" " + text(node.right))
            : resigned(id, node.left, node.right,
                       {"==", "!=", "<=", ">=", "<", ">", "is not", "khác", "is", "là"}, sign);
    if (made) {
      const auto left = spelled(node.left, own_place, {}, {});
      const auto right = spelled(node.right, own_place, {}, {});
      if (!left || !right)
        return edit(fault, id, hir::Compare{op, node.left, node.right},
                    beside(own_place, std::string("at its end: ") + sign));
      instead = *left + " " + sign + " " + *right;
    }
    edit(fault, id, hir::Compare{op, node.left, node.right}, std::move(instead));
  };
  // One more or one less of a whole number says the same as the other sign.
  const bool counted = whole_number(node.left) || whole_number(node.right);
  if (own(id)) {
    if (node.op == Op::Eq && role != Role::Root) other(Op::Ne, "!=", Fault::Guard);
    if (node.op == Op::Ne && role != Role::Root) other(Op::Eq, "==", Fault::Guard);
    if (node.op == Op::Lt && !counted) other(Op::Le, "<=", Fault::Boundary);
    if (node.op == Op::Le && !counted) other(Op::Lt, "<", Fault::Boundary);
    if (node.op == Op::Gt && !counted) other(Op::Ge, ">=", Fault::Boundary);
    if (node.op == Op::Ge && !counted) other(Op::Gt, ">", Fault::Boundary);
  }
  walk(node.left, Role::Compared);
  walk(node.right, Role::Compared);
}

void Maker::quantifier(hir::ExprId id, const hir::Quantify& node) {
  if (own(id)) {
    const auto with = [&](const auto& change, std::string instead) {
      hir::Quantify other = node;
      change(other);
      edit(Fault::Quantifier, id, other, std::move(instead));
    };
    const auto swapped = [&](hir::QuantifierKind kind, std::array<std::string_view, 2> ways,
                             std::string_view to) {
      std::string instead = text(id);
      for (const std::string_view from : ways)
        if (instead.starts_with(from)) {
          instead.replace(0, from.size(), to);
          break;
        }
      with([&](hir::Quantify& other) { other.kind = kind; }, instead);
    };
    if (node.kind == hir::QuantifierKind::Some && node.body.exists())
      swapped(hir::QuantifierKind::All, {"some", "có"}, "all");
    if (node.kind == hir::QuantifierKind::All && node.body.exists())
      swapped(hir::QuantifierKind::Some, {"all", "mọi"}, "some");
    if (node.kind == hir::QuantifierKind::AtLeast) {
      const auto count = [&](std::int64_t n) {
        with([&](hir::Quantify& other) { other.at_least = n; }, renumbered(id, std::to_string(n)));
      };
      count(node.at_least + 1);
      if (node.at_least > 1) count(node.at_least - 1);
    }
  }
  if (node.where.exists() && own(node.where) && !holds_exists(node.where))
    edit(Fault::Condition, node.where, hir::BoolConst{true}, "true");
  walk(node.list, Role::Plain);
  node.where.exists() && !holds_exists(node.where) ? root(node.where)
                                                   : walk(node.where, Role::Plain);
  if (node.body.exists() && law_.types.is(expr(node.body).type, hir::Sort::Bool))
    root(node.body);
  else
    walk(node.body, Role::Plain);
}

// ---- numbers ------------------------------------------------------------------------------------

void Maker::numbers(hir::ExprId id, Role role) {
  const hir::ExprNode node = expr(id).node;
  const Fault fault = role == Role::Compared ? Fault::Threshold : Fault::Figure;
  // A figure is shown as it is: one more is found by whoever finds one less.
  const std::vector<int> steps = fault == Fault::Threshold ? std::vector{1, -1} : std::vector{1};
  const auto written = read_number(text(id));
  for (const int step : steps) {
    if (const auto* number = std::get_if<hir::IntConst>(&node)) {
      if (written && written->digits != number->value) continue;  // worked out by the checker
      edit(fault, id, hir::IntConst{number->value + step},
           renumbered(id, std::to_string(number->value + step)));
    } else if (const auto* money = std::get_if<hir::MoneyConst>(&node)) {
      // What is halved is there a second time, as its half, which is not written.
      if (!written || written->digits == 0 || money->minor % written->digits != 0) continue;
      edit(fault, id, hir::MoneyConst{money->minor + step * (money->minor / written->digits)},
           renumbered(id, show_number(written->digits + step, written->places)));
    } else if (const auto* decimal = std::get_if<hir::DecimalConst>(&node)) {
      std::int64_t units = 0;
      const auto read = std::from_chars(decimal->units.data(),
                                        decimal->units.data() + decimal->units.size(), units);
      if (read.ec != std::errc{} || !written || written->digits == 0 ||
          units % written->digits != 0)
        continue;
      edit(fault, id, hir::DecimalConst{std::to_string(units + step * (units / written->digits))},
           renumbered(id, show_number(written->digits + step, written->places)));
    } else if (const auto* day = std::get_if<hir::DateConst>(&node)) {
      if (!runtime::is_date(day->days + step)) continue;
      if (const auto at = literal(id, day_text(day->days)))
        edit(fault, id, hir::DateConst{day->days + step}, Shown{*at, day_text(day->days + step)});
    } else if (const auto* moment = std::get_if<hir::InstantConst>(&node)) {
      constexpr std::int64_t kMinute = 60'000;
      constexpr std::int32_t kVietnam = 420;  // minutes east of UTC
      edit(fault, id, hir::InstantConst{moment->ms + step * kMinute},
           testing::moment_text(moment->ms + step * kMinute, kVietnam));
    }
  }
}

void Maker::term(hir::ExprId id, bool counted) {
  if (!id.exists()) return;
  const hir::ExprNode node = expr(id).node;
  if (const auto* choice = std::get_if<hir::If>(&node)) {
    if (!seen_.insert(id).second) return;
    root(choice->condition);
    term(choice->then_value, counted);
    return term(choice->else_value, counted);
  }
  const auto* period = std::get_if<hir::DurationConst>(&node);
  if (period == nullptr) return walk(id, Role::Plain);
  seen_.insert(id);
  if (!own(id) || period->amount == 0) return;
  const auto becomes = [&](Fault fault, std::int64_t n, hir::Unit unit) {
    edit(fault, id, hir::DurationConst{n, unit},
         unit == period->unit && !text(id).ends_with(unit_words(unit, period->amount))
             ? renumbered(id, std::to_string(n))
             : unit_words(unit, n));
  };
  becomes(Fault::Term, period->amount + 1, period->unit);
  if (period->amount > 1) becomes(Fault::Term, period->amount - 1, period->unit);
  if (!counted) return;
  constexpr std::int64_t kDay = 24;
  if (period->unit == hir::Unit::Days)
    becomes(Fault::DayKind, period->amount, hir::Unit::WorkingDays);
  if (period->unit == hir::Unit::WorkingDays)
    becomes(Fault::DayKind, period->amount, hir::Unit::Days);
  if (period->unit == hir::Unit::Hours && period->amount % kDay == 0)
    becomes(Fault::DayKind, period->amount / kDay, hir::Unit::Days);
}

void Maker::counted(hir::ExprId id, const hir::Counted& node) {
  const auto* period = std::get_if<hir::DurationConst>(&expr(node.duration).node);
  const bool may_roll =
      node.rolls && (period == nullptr ||
                     (period->unit != hir::Unit::Hours && period->unit != hir::Unit::WorkingDays));
  if (inside(id) && may_roll) {
    hir::Counted other = node;
    other.rolls = false;
    edit(Fault::Roll, id, other, beside(place(id), "an end on a rest day stays there"));
  }
  for (std::size_t i = 0; i < node.extensions.size(); ++i) {
    hir::Counted other = node;
    other.extensions.erase(other.extensions.begin() + static_cast<std::ptrdiff_t>(i));
    const hir::ExprId by = node.extensions[i];
    const bool whole_row = std::holds_alternative<hir::If>(expr(by).node);
    edit(Fault::Grace, id, other,
         !inside(by) ? beside(place(id), "not extended")
         : whole_row ? Shown{place(by), ""}
                     : Shown{place(by), "0 days"});
  }
  term(node.duration, true);
  walk(node.anchor, Role::Plain);
  for (const hir::ExprId extension : node.extensions) term(extension, true);
}

// ---- words --------------------------------------------------------------------------------------

void Maker::words(hir::ExprId id, Role role) {
  const hir::ExprNode node = expr(id).node;
  if (const auto* known = std::get_if<hir::BoolConst>(&node))
    return edit(Fault::Conclusion, id, hir::BoolConst{!known->value},
                known->value ? "false" : "true");
  const hir::Type& type = law_.types[law_.types.without_optional(expr(id).type)];
  if (type.sort != hir::Sort::Enum && type.sort != hir::Sort::Set) return;
  const auto& members = std::get<hir::Enum>(law_.def(type.def).node).members;
  const auto name = [&](std::size_t i) { return std::string(law_.names.text(members.at(i).name)); };
  if (const auto* one = std::get_if<hir::EnumConst>(&node)) {
    if (members.size() < 2) return;
    const auto next = static_cast<std::uint32_t>((one->member + 1) % members.size());
    edit(role == Role::Compared ? Fault::Member : Fault::Conclusion, id, hir::EnumConst{next},
         name(next));
  } else if (const auto* set = std::get_if<hir::SetConst>(&node)) {
    const auto becomes = [&](std::uint64_t chosen) {
      std::string instead;
      for (std::size_t i = 0; i < members.size(); ++i)
        if ((chosen >> i & 1U) != 0) instead += (instead.empty() ? " " : ", ") + name(i);
      edit(Fault::Member, id, hir::SetConst{chosen},
           "{" + instead + (instead.empty() ? "}" : " }"));
    };
    bool widened = false;
    for (std::size_t i = 0; i < members.size(); ++i) {
      const std::uint64_t bit = std::uint64_t{1} << i;
      if ((set->members & bit) != 0) becomes(set->members & ~bit);
      if ((set->members & bit) == 0 && !std::exchange(widened, true)) becomes(set->members | bit);
    }
  }
}

// ---- arithmetic ---------------------------------------------------------------------------------

void Maker::computed(hir::ExprId id) {
  const hir::ExprNode node = expr(id).node;
  if (const auto* sum = std::get_if<hir::Arith>(&node)) {
    const auto becomes = [&](hir::ArithOp op, std::string_view from, std::string_view to) {
      const hir::Arith other{op, sum->left, sum->right};
      std::string instead = text(id);
      if (!instead.starts_with(from) && (from == "min" || from == "max"))
        return edit(Fault::Arithmetic, id, other, beside(place(id), to));
      if (from == "min" || from == "max")
        instead.replace(0, from.size(), to);
      else
        instead = resigned(id, sum->left, sum->right, {from}, to);
      edit(Fault::Arithmetic, id, other, instead);
    };
    if (sum->op == hir::ArithOp::Add) becomes(hir::ArithOp::Sub, "+", "-");
    if (sum->op == hir::ArithOp::Sub) becomes(hir::ArithOp::Add, "-", "+");
    if (sum->op == hir::ArithOp::Min) becomes(hir::ArithOp::Max, "min", "max");
    if (sum->op == hir::ArithOp::Max) becomes(hir::ArithOp::Min, "max", "min");
  } else if (const auto* rounded = std::get_if<hir::Round>(&node)) {
    hir::Round other = *rounded;
    const bool upward = rounded->mode == hir::Rounding::Up ||
                        rounded->mode == hir::Rounding::Ceiling ||
                        rounded->mode == hir::Rounding::HalfUp;
    other.mode = upward ? hir::Rounding::Down : hir::Rounding::Up;
    const std::string mode = upward ? "down" : "up";
    const std::string whole = text(id);
    for (const std::string_view word : {"rounded", "làm tròn"})
      if (const auto at = whole.find(word, std::min(whole.size(), text(rounded->operand).size()));
          at != std::string::npos)
        return edit(
            Fault::Arithmetic, id, other,
            Shown{word_at(static_cast<std::uint32_t>(place(id).begin + at + word.size())), mode});
    edit(Fault::Arithmetic, id, other, beside(place(id), "rounded " + mode));
  }
}

}  // namespace phep::mutation
