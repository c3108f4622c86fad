#include "compiler/export/sample_facts.h"

#include "compiler/export/script_text.h"
#include "compiler/runtime/date.h"

#include <algorithm>

namespace phep::exports {

namespace {

using decision::Kind;
using decision::Slot;

class Sample {
 public:
  explicit Sample(const decision::Program& program) : program_(program) {}

  std::string object(const decision::ObjectShape& shape, int depth);

 private:
  std::string value(const Slot& slot, int depth);
  std::string scalar(const Slot& slot);

  const decision::Program& program_;
};

std::string Sample::object(const decision::ObjectShape& shape, int depth) {
  const std::string indent(2 * static_cast<std::size_t>(depth), ' ');
  std::string out = "{\n";
  for (const decision::ObjectKey& key : shape.keys) {
    out += indent + "  " + property(key.key) + ": " +
           (key.slot.exists() ? value(program_.slots[key.slot], depth + 1)
                              : object(key.object[0], depth + 1)) +
           ",\n";
  }
  return out + indent + "}";
}

std::string Sample::value(const Slot& slot, int depth) {
  if (!slot.is_list) return scalar(slot);
  if (slot.hi == 0) return "[]";
  const decision::Struct& element = program_.structs[slot.element];
  return "[" +
         (element.shape.keys.empty() ? scalar(program_.slots[element.slots[0]])
                                     : object(element.shape, depth)) +
         "]";
}

std::string Sample::scalar(const Slot& slot) {
  const auto near = [&](std::int64_t wanted) {
    return slot.ranged ? std::clamp(wanted, slot.lo, slot.hi) : wanted;
  };
  switch (slot.kind) {
    case Kind::Bool: return "true";
    case Kind::Int: {
      const std::int64_t number = near(1);
      const bool safe = number > -(std::int64_t{1} << 53) && number < std::int64_t{1} << 53;
      return std::to_string(number) + (safe ? "" : "n");
    }
    case Kind::Decimal:
    case Kind::Amount: return "'0.5'";
    case Kind::Money: return std::to_string(near(1'000'000)) + "n";
    case Kind::Date: {
      constexpr std::int32_t kFirstOfSeptember = 20'697;  // 2026-09-01
      char text[runtime::kDateTextMax];
      const auto day = static_cast<std::int32_t>(near(kFirstOfSeptember));
      return "'" + std::string(text, runtime::print_date(day, text)) + "'";
    }
    case Kind::Instant: return "'2026-09-01T08:15+07:00'";
    case Kind::Duration: return "{ n: 3, unit: 'days' }";
    case Kind::Text: return "'text'";
    case Kind::Enum: return script_literal(program_.enums[slot.enumeration].members[0]);
    case Kind::Set: return "[" + script_literal(program_.enums[slot.enumeration].members[0]) + "]";
    case Kind::Norm: break;
  }
  PHEP_UNREACHABLE();
}

}  // namespace

std::string sample_facts(const decision::Program& program, const decision::Decision& decision) {
  return Sample(program).object(program.structs[decision.facts].shape, 1);
}

}  // namespace phep::exports
