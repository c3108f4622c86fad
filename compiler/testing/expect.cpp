#include "compiler/testing/expect.h"

#include "compiler/base/check.h"
#include "compiler/runtime/date.h"
#include "compiler/runtime/decimal.h"
#include "compiler/runtime/phep_abi.h"

#include <algorithm>
#include <array>
#include <compare>
#include <set>

namespace phep::testing {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 18> kStatusWords = {
    "not_applicable", "upcoming",    "not_in_force", "exempt",        "fulfilled",
    "late",           "deferred",    "pending",      "violated",      "met",
    "granted",        "not_granted", "available",    "not_available", "possibly_violated",
    "undetermined",   "open",        "error"};

// Where in the answer the target's result stands; null if nowhere. A range is two results: `end`
// says which.
const Json* locate(const Program& program, const hir::Expectation& expectation, const Json& answer,
                   std::string_view end) {
  const hir::Def& def = program.def(expectation.target);
  std::string name(program.names.text(def.name));
  if (expectation.output.exists()) name = program.names.text(expectation.output);
  name += end;
  for (const char* part : {"norms", "outputs"}) {
    const auto section = answer.find(part);
    if (section == answer.end()) continue;
    if (const auto found = section->find(name); found != section->end()) return &*found;
  }
  const auto outputs = answer.find("outputs");
  if (expectation.output.exists() || outputs == answer.end()) return nullptr;
  const auto value = outputs->find("value" + std::string(end));
  return value == outputs->end() ? nullptr : &*value;
}

std::optional<Json> member_of(const hir::Expectation& expectation, const Json& result,
                              const Interner& names) {
  const auto get = [&](const char* key) -> std::optional<Json> {
    const auto found = result.find(key);
    return found == result.end() ? std::nullopt : std::optional<Json>(*found);
  };
  const auto sanction = [&](const char* key) -> std::optional<Json> {
    const auto rows = result.find("sanctions");
    if (rows == result.end()) return std::nullopt;
    const auto row = rows->find(std::string(names.text(expectation.sanction)));
    if (row == rows->end() || !row->contains(key)) return std::nullopt;
    return (*row)[key];
  };
  switch (expectation.member) {
    case hir::TargetMember::Whole: return result;
    // Of what is to be kept, its end and when it was given up.
    case hir::TargetMember::Due: return get(result.contains("through") ? "through" : "due");
    case hir::TargetMember::Done: return get(result.contains("ended") ? "ended" : "done");
    case hir::TargetMember::Until: return get("until");
    case hir::TargetMember::Binds: return get("binds");
    case hir::TargetMember::SanctionFrom: return sanction("from");
    case hir::TargetMember::SanctionTo: return sanction("to");
    case hir::TargetMember::SanctionApplies: return sanction("applies");
    case hir::TargetMember::SanctionLimitation: return sanction("limitation");
    case hir::TargetMember::SanctionBarred: {
      auto barred = sanction("time_barred");
      return barred ? barred : std::optional<Json>(false);
    }
    case hir::TargetMember::Since: return get("since");
    case hir::TargetMember::RangeFrom:
    case hir::TargetMember::RangeTo: return result;
    case hir::TargetMember::Range:
    case hir::TargetMember::ExposureFrom:
    case hir::TargetMember::ExposureTo: break;  // judged by themselves
  }
  PHEP_UNREACHABLE();
}

std::set<std::string> strings(const Json& array) {
  std::set<std::string> out;
  if (array.is_array())
    for (const Json& item : array)
      out.insert(item.is_string() ? item.get<std::string>() : item.dump());
  return out;
}

bool has_key(const Json& value, const char* key) {
  return value.is_object() && value.contains(key);
}

// The status arguments that were written: a moment, a length of time, or names.
bool arguments_met(const Program& program, const hir::Expectation& expectation,
                   const Json& result) {
  if (!expectation.has_args) return true;
  const std::set<std::string> wanted(expectation.names.begin(), expectation.names.end());
  switch (expectation.status) {
    case PHEP_EXEMPT:
    case PHEP_NOT_APPLICABLE: return strings(result.value("why", Json::array())) == wanted;
    case PHEP_UNDETERMINED:
    case PHEP_OPEN: return strings(result.value("missing", Json::array())) == wanted;
    default: break;
  }
  if (expectation.values.size() != 1) return expectation.values.empty();
  const hir::Expr& value = expectation.values[0];
  if (const auto* duration = std::get_if<hir::DurationConst>(&value.node)) {
    const std::int64_t hours = duration->unit == hir::Unit::Hours  ? duration->amount
                               : duration->unit == hir::Unit::Days ? duration->amount * 24
                                                                   : -1;
    return hours >= 0 && result.value("by_ms", std::int64_t{-1}) == hours * 3'600'000;
  }
  // A breach has its moment: of a duty its deadline, of a prohibition the conduct.
  const bool dated = expectation.status == PHEP_VIOLATED && result.contains("since");
  const char* key = expectation.status == PHEP_DEFERRED    ? "until"
                    : expectation.status == PHEP_FULFILLED ? "done"
                    : dated                                ? "since"
                                                           : "due";
  return result.contains(key) && result[key] == constant_json(program, value);
}

std::string wanted_status(const Program& program, const hir::Expectation& expectation) {
  std::string out(status_word(expectation.status));
  if (!expectation.has_args) return out;
  out += "(";
  std::string separator;
  for (const std::string& name : expectation.names) out += std::exchange(separator, ", ") + name;
  for (const hir::Expr& value : expectation.values)
    out += std::exchange(separator, ", ") + constant_json(program, value).dump();
  return out + ")";
}

// A number as decimal notation; nothing if it is none.
std::optional<runtime::Wide> number(const Json& value) {
  const Json& amount = value.is_object() ? value.value("amount", Json()) : value;
  const std::string text = amount.is_string() ? amount.get<std::string>() : amount.dump();
  runtime::Number out{};
  if (!runtime::parse_decimal(text.data(), static_cast<std::uint32_t>(text.size()), false, &out) ||
      out.status != runtime::NumberStatus::Ok)
    return std::nullopt;
  return out.value;
}

std::optional<std::int64_t> moment(const Json& value) {
  const std::string text = value.is_string() ? value.get<std::string>() : std::string();
  std::int64_t ms = 0;
  if (runtime::parse_instant(text.data(), static_cast<std::uint32_t>(text.size()), &ms) !=
      runtime::InstantStatus::Ok)
    return std::nullopt;
  return ms;
}

// Where a member stands among those of its enum.
std::optional<std::size_t> step(const Program& program, hir::DefId of, const Json& value) {
  const auto& members = std::get<hir::Enum>(program.def(of).node).members;
  const auto found = std::ranges::find_if(
      members, [&](const hir::EnumMember& one) { return value == program.names.text(one.name); });
  if (found == members.end()) return std::nullopt;
  return static_cast<std::size_t>(found - members.begin());
}

template <class T>
std::partial_ordering by(const std::optional<T>& left, const std::optional<T>& right) {
  if (!left || !right) return std::partial_ordering::unordered;
  return *left <=> *right;
}

bool holds(hir::CompareOp op, std::partial_ordering order) {
  switch (op) {
    case hir::CompareOp::Lt: return order < 0;
    case hir::CompareOp::Le: return order <= 0;
    case hir::CompareOp::Gt: return order > 0;
    case hir::CompareOp::Ge: return order >= 0;
    case hir::CompareOp::Eq:
    case hir::CompareOp::Ne: break;
  }
  PHEP_UNREACHABLE();
}

bool compared(const Program& program, const hir::Expectation& expectation, const Json& found,
              const Json& wanted) {
  if (expectation.op == hir::CompareOp::Eq) return found == wanted;
  if (expectation.op == hir::CompareOp::Ne) return found != wanted;
  return holds(expectation.op, order_of(program, expectation.values[0].type, found, wanted));
}

std::string_view op_text(hir::CompareOp op) {
  constexpr std::array<std::string_view, 6> kTexts = {"==", "!=", "<", "<=", ">", ">="};
  return kTexts.at(static_cast<std::size_t>(op));
}

Verdict judge_value(const Program& program, const hir::Expectation& expectation,
                    const std::optional<Json>& value) {
  const std::string found = value ? value->dump() : "nothing";
  const std::set<std::string> names(expectation.names.begin(), expectation.names.end());
  switch (expectation.kind) {
    case hir::ExpectKind::Status: break;
    case hir::ExpectKind::Value: {
      PHEP_CHECK(expectation.values.size() == 1, "a value expectation has one value");
      const Json wanted = constant_json(program, expectation.values[0]);
      const bool known = value && !has_key(*value, "$unknown") && !has_key(*value, "$error") &&
                         !has_key(*value, "$one_of") && !has_key(*value, "$from");
      return {known && compared(program, expectation, *value, wanted),
              std::string(op_text(expectation.op)) + " " + wanted.dump(), found};
    }
    case hir::ExpectKind::Unknown: {
      const bool unknown = value && has_key(*value, "$unknown");
      const bool same =
          !expectation.has_args || (unknown && strings((*value)["$unknown"]) == names);
      return {unknown && same,
              "unknown" + (expectation.has_args ? Json(names).dump() : std::string()), found};
    }
    case hir::ExpectKind::IsError: {
      const bool error = value && has_key(*value, "$error");
      const bool same =
          names.empty() || (error && names.contains((*value)["$error"].value("kind", "")));
      return {error && same, "error" + (names.empty() ? std::string() : Json(names).dump()), found};
    }
    case hir::ExpectKind::Undecided: {
      std::set<std::string> wanted;
      for (const hir::Expr& alternative : expectation.values) {
        const Json json = constant_json(program, alternative);
        wanted.insert(json.is_string() ? json.get<std::string>() : json.dump());
      }
      const bool undecided = value && has_key(*value, "$one_of");
      const bool same = undecided && (wanted.empty() || strings((*value)["$one_of"]) == wanted);
      const bool awaiting =
          names.empty() ||
          (undecided && strings(value->value("$awaiting", Json::array())) == names);
      return {same && awaiting, "one of " + Json(wanted).dump(), found};
    }
    case hir::ExpectKind::Absent: return {!value || value->is_null(), "null", found};
  }
  PHEP_UNREACHABLE();
}

// An end of what breaches may cost; an upper end that is not there is unknown.
Verdict judge_exposure(const Program& program, const hir::Expectation& expectation,
                       const Json& answer) {
  const std::string name(program.names.text(expectation.output));
  const char* end = expectation.member == hir::TargetMember::ExposureFrom ? "from" : "to";
  Json found = {{"$unknown", Json::array()}};
  std::string currency;
  if (!expectation.values.empty())
    currency = constant_json(program, expectation.values[0]).value("currency", "");
  const Json exposure = answer.value("exposure", Json::object()).value(name, Json::object());
  const Json amounts = exposure.value("amounts", Json::object());
  for (const auto& [key, amount] : amounts.items())
    if ((currency.empty() || key == currency) && amount.contains(end)) found = amount[end];
  Verdict verdict = judge_value(program, expectation, found);
  if (expectation.negated) {
    verdict.met = !verdict.met;
    verdict.expected = "not " + verdict.expected;
  }
  return verdict;
}

// Both ends as they were written.
Verdict judge_range(const Program& program, const hir::Expectation& expectation,
                    const Json& answer) {
  PHEP_CHECK(expectation.values.size() == 2, "a range has two ends");
  Verdict verdict{true, {}, {}};
  constexpr std::array<std::string_view, 2> kEnds = {".from", ".to"};
  for (std::size_t i = 0; i < kEnds.size(); ++i) {
    const Json* found = locate(program, expectation, answer, kEnds.at(i));
    const Json wanted = constant_json(program, expectation.values[i]);
    verdict.met = verdict.met && found != nullptr && *found == wanted;
    verdict.expected += (i == 0 ? "== " : " to ") + wanted.dump();
    verdict.found += (i == 0 ? "" : " to ") + (found == nullptr ? "nothing" : found->dump());
  }
  if (expectation.op == hir::CompareOp::Ne) verdict.met = !verdict.met;
  if (expectation.negated) {
    verdict.met = !verdict.met;
    verdict.expected = "not " + verdict.expected;
  }
  return verdict;
}

}  // namespace

std::uint32_t status_count() {
  return static_cast<std::uint32_t>(kStatusWords.size());
}

std::string_view status_word(std::uint32_t status) {
  PHEP_CHECK(status < kStatusWords.size(), "no such status");
  return kStatusWords[status];
}

std::partial_ordering order_of(const Program& program, hir::TypeId id, const Json& a,
                               const Json& b) {
  const hir::Type& type = program.types[program.types.without_optional(id)];
  switch (type.sort) {
    case hir::Sort::Enum: return by(step(program, type.def, a), step(program, type.def, b));
    case hir::Sort::Instant: return by(moment(a), moment(b));
    case hir::Sort::Date:
      return a.is_string() && b.is_string() ? a <=> b : std::partial_ordering::unordered;
    default: break;
  }
  const auto left = number(a);
  const auto right = number(b);
  if (!left || !right) return std::partial_ordering::unordered;
  return runtime::compare(*left, *right) <=> 0;
}

Verdict judge(const Program& program, const hir::Expectation& expectation, const Json& answer) {
  if (expectation.member == hir::TargetMember::Range)
    return judge_range(program, expectation, answer);
  if (expectation.member == hir::TargetMember::ExposureFrom ||
      expectation.member == hir::TargetMember::ExposureTo)
    return judge_exposure(program, expectation, answer);
  const std::string_view end = expectation.member == hir::TargetMember::RangeFrom ? ".from"
                               : expectation.member == hir::TargetMember::RangeTo ? ".to"
                                                                                  : "";
  const Json* result = locate(program, expectation, answer, end);
  if (result == nullptr) return {false, "an answer for the target", answer.dump()};
  Verdict verdict;
  if (expectation.kind == hir::ExpectKind::Status) {
    const std::string found = result->value("status", result->dump());
    verdict = {
        found == status_word(expectation.status) && arguments_met(program, expectation, *result),
        wanted_status(program, expectation), result->dump()};
  } else {
    verdict = judge_value(program, expectation, member_of(expectation, *result, program.names));
  }
  if (expectation.negated) {
    verdict.met = !verdict.met;
    verdict.expected = "not " + verdict.expected;
  }
  return verdict;
}

}  // namespace phep::testing
