#include "compiler/verify/case.h"

#include "compiler/base/check.h"
#include "compiler/decision/image.h"
#include "compiler/runtime/date.h"
#include "compiler/runtime/json_values.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>

namespace phep::verify {

namespace {

using Json = nlohmann::ordered_json;
using decision::Slot;

std::string day_text(std::int64_t day) {
  std::array<char, runtime::kDateTextMax> text{};
  return {text.data(), runtime::print_date(static_cast<std::int32_t>(day), text.data())};
}

std::string instant_text(std::int64_t ms) {
  std::array<char, runtime::kInstantTextMax> text{};
  return {text.data(), runtime::print_instant(ms, text.data())};
}

// A count of 10^-9 as a decimal.
std::string decimal_text(std::string units) {
  const bool negative = units.starts_with('-');
  if (negative) units.erase(0, 1);
  if (units.size() < 10) units.insert(0, 10 - units.size(), '0');
  std::string part = units.substr(units.size() - 9);
  units.resize(units.size() - 9);
  while (!part.empty() && part.back() == '0') part.pop_back();
  if (!part.empty()) units += "." + part;
  return negative && units != "0" ? "-" + units : units;
}

class Facts {
 public:
  Facts(const std::vector<const Encoder*>& encoders, const z3::model& model,
        const std::set<std::string>& names)
      : encoder_(*encoders.front()), program_(encoder_.program()), model_(model), names_(names) {
    for (const Encoder* other : encoders) {
      for (const auto& [place, fact] : other->facts())
        facts_.emplace(pointer(other->program(), place), &fact);
      for (const auto& [place, count] : other->lengths())
        lengths_.emplace(pointer(other->program(), place), &count);
    }
  }

  Json object(const decision::ObjectShape& shape, std::uint64_t index) const {
    Json out = Json::object();
    for (const decision::ObjectKey& key : shape.keys)
      out[key.key] = key.slot.exists() ? slot(key.slot, index) : object(key.object[0], index);
    return out;
  }

 private:
  [[nodiscard]] const Fact* fact_at(const Place& place) const {
    const Fact* found = nullptr;
    if (const auto own = encoder_.facts().find(place); own != encoder_.facts().end())
      found = &own->second;
    else if (const auto other = facts_.find(pointer(program_, place)); other != facts_.end())
      found = other->second;
    if (found == nullptr) return nullptr;
    const auto asked = [&](const expr& word) {
      return word.is_const() && !word.is_numeral() && names_.contains(word.decl().name().str());
    };
    const Term& value = found->value;
    bool any = asked(found->present) || asked(value.value) || asked(value.rest);
    for (const expr& bit : value.bits) any = any || asked(bit);
    return any ? found : nullptr;
  }
  [[nodiscard]] const expr* length_at(const Place& place) const {
    const auto own = encoder_.lengths().find(place);
    if (own != encoder_.lengths().end()) return &own->second;
    const auto other = lengths_.find(pointer(program_, place));
    return other == lengths_.end() ? nullptr : other->second;
  }
  [[nodiscard]] bool truth(const expr& formula) const {
    return model_.eval(formula, true).is_true();
  }
  [[nodiscard]] std::int64_t number(const expr& formula) const {
    std::int64_t out = 0;
    PHEP_CHECK(constant(model_.eval(formula, true), out), "a fact without a value in a model");
    return out;
  }

  [[nodiscard]] Json slot(decision::SlotId id, std::uint64_t index) const {
    const Slot& slot = program_.slots[id];
    if (slot.is_list) return list(id, slot, index);
    const Fact* const found = fact_at({id, index});
    if (found == nullptr || found->value.kind != slot.kind)
      return slot.optional ? Json(nullptr) : simplest(slot);
    const Fact& fact = *found;
    if (slot.optional && !truth(fact.present)) return nullptr;
    return value(slot, fact.value);
  }

  [[nodiscard]] Json list(decision::SlotId id, const Slot& slot, std::uint64_t index) const {
    Json out = Json::array();
    const expr* const found = length_at({id, index});
    if (found == nullptr) return out;
    const decision::Struct& element = program_.structs[slot.element];
    const std::int64_t count = number(*found);
    for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(count); ++i) {
      const std::uint64_t at = index << 16U | i;
      out.push_back(element.shape.keys.empty() ? this->slot(element.slots[0], at)
                                               : object(element.shape, at));
    }
    return out;
  }

  [[nodiscard]] Json money(const Slot& slot, std::int64_t amount) const {
    return {{"amount", std::to_string(amount)}, {"currency", slot.currency}};
  }

  [[nodiscard]] Json unit(std::int64_t count, std::int64_t unit) const {
    const runtime::String name = runtime::unit_name(static_cast<std::uint32_t>(unit));
    return {{"n", count}, {"unit", std::string(name.data, name.length)}};
  }

  [[nodiscard]] Json value(const Slot& slot, const Term& term) const {
    const auto& members = [&]() -> const std::vector<std::string>& {
      return program_.enums[slot.enumeration].members;
    };
    switch (slot.kind) {
      case Kind::Bool: return truth(term.value);
      case Kind::Int: return number(term.value);
      case Kind::Money: return money(slot, number(term.value));
      case Kind::Decimal:
      case Kind::Amount:
        return decimal_text(Z3_get_numeral_string(model_.ctx(), model_.eval(term.value, true)));
      case Kind::Date: return day_text(number(term.value));
      case Kind::Instant: {
        const std::int64_t start = runtime::day_start(number(term.value), kHomeZone);
        return instant_text(start + number(term.rest));
      }
      case Kind::Duration: {
        const std::int64_t count = number(term.value);
        return unit(count, number(term.rest));
      }
      case Kind::Text: {
        const auto index = static_cast<std::size_t>(number(term.value));
        if (index < encoder_.texts().size()) return encoder_.texts()[index];
        return "text " + std::to_string(index);
      }
      case Kind::Enum: return members().at(static_cast<std::size_t>(number(term.value)));
      case Kind::Set: {
        Json out = Json::array();
        for (std::size_t i = 0; i < term.bits.size(); ++i)
          if (truth(term.bits[i])) out.push_back(members().at(i));
        return out;
      }
      case Kind::Norm: break;
    }
    return nullptr;
  }

  // A value that no formula asks for.
  [[nodiscard]] Json simplest(const Slot& slot) const {
    const auto nearest = [&](std::int64_t wanted) {
      return slot.ranged ? std::clamp(wanted, slot.lo, slot.hi) : wanted;
    };
    switch (slot.kind) {
      case Kind::Bool: return false;
      case Kind::Int: return nearest(0);
      case Kind::Money: return money(slot, nearest(0));
      case Kind::Decimal:
      case Kind::Amount: return "0";
      case Kind::Date: return day_text(nearest(encoder_.options().first_day));
      case Kind::Instant:
        return instant_text(runtime::day_start(encoder_.options().first_day, kHomeZone));
      case Kind::Duration: return unit(0, 0);
      case Kind::Text: return "";
      case Kind::Enum: return program_.enums[slot.enumeration].members.front();
      case Kind::Set: return Json::array();
      case Kind::Norm: break;
    }
    return nullptr;
  }

  const Encoder& encoder_;
  const decision::Program& program_;
  const z3::model& model_;
  const std::set<std::string>& names_;
  std::map<std::string, const Fact*> facts_;  // of all encoders, by place in the document
  std::map<std::string, const expr*> lengths_;
};

}  // namespace

Case case_of(const std::vector<const Encoder*>& encoders, const decision::Decision& decision,
             const z3::model& model, const std::set<std::string>& names) {
  const Encoder& encoder = *encoders.front();
  const decision::Program& program = encoder.program();
  const auto number = [&](const expr& formula) {
    std::int64_t out = 0;
    PHEP_CHECK(constant(model.eval(formula, true), out), "a moment without a value in a model");
    return out;
  };
  Case out;
  out.facts = Facts(encoders, model, names).object(program.structs[decision.facts].shape, 0);
  const Term& as_of = encoder.as_of();
  out.as_of = runtime::day_start(number(as_of.value), kHomeZone);
  out.as_of += number(as_of.rest);
  out.law_date = encoder.options().law_date;
  for (std::uint32_t i = 0; i < program.readings.size(); ++i) {
    // A reading that only another side asks has its default here, as it has no part.
    const auto found = encoder.readings().find(i);
    out.readings.push_back(
        found == encoder.readings().end() ? -1 : static_cast<std::int32_t>(number(found->second)));
  }
  return out;
}

// ---- the interpreter ----------------------------------------------------------------------------

Interpreter::Interpreter(const decision::Program& program)
    : out_(std::size_t{64} << 10U), arena_(std::size_t{4} << 20U) {
  const std::vector<std::uint8_t> bytes = decision::encode(program);
  image_.resize((bytes.size() + 7) / 8);
  std::memcpy(image_.data(), bytes.data(), bytes.size());
}

const runtime::Header* Interpreter::image() const {
  return reinterpret_cast<const runtime::Header*>(image_.data());
}

std::string Interpreter::decide(const decision::Decision& decision, const std::string& facts,
                                const Case& one) {
  phep_options options{};
  options.size = sizeof(phep_options);
  options.as_of = one.as_of;
  options.law_date = one.law_date.value_or(PHEP_NO_DATE);
  options.reading_count = static_cast<std::uint32_t>(one.readings.size());
  options.readings.ptr = one.readings.empty() ? nullptr : one.readings.data();
  const std::uint32_t index =
      runtime::find_decision(image(), decision.name.data(), decision.name.size());
  constexpr std::size_t kMost = std::size_t{1} << 30U;
  for (;;) {
    runtime::Arena arena{arena_.data(), arena_.data() + arena_.size(), false};
    runtime::FactsProblem problem{};
    std::size_t written = 0;
    const int status =
        runtime::decide_json(image(), index, nullptr, facts.data(), facts.size(), &options,
                             out_.data(), out_.size(), &written, arena, &problem);
    if (status != PHEP_SMALL_ARENA) return {out_.data(), std::min(written, out_.size())};
    std::vector<char>& small = written <= out_.size() ? arena_ : out_;
    PHEP_CHECK(small.size() < kMost, "a case needs more than a gigabyte of memory");
    small.resize(small.size() * 2);
  }
}

nlohmann::json Interpreter::decide(const decision::Decision& decision, const Case& one) {
  return nlohmann::json::parse(decide(decision, one.facts.dump(), one), nullptr, false);
}

}  // namespace phep::verify
