#include "compiler/testing/random_facts.h"

#include "compiler/runtime/date.h"

#include <algorithm>
#include <array>
#include <limits>

namespace phep::testing {

namespace {

using decision::Kind;
using decision::Slot;

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kFirst = 19'724;  // 2024-01-02
constexpr std::int64_t kDays = 1'400;

class FactsWriter {
 public:
  FactsWriter(const decision::Program& program, int known, Random& random)
      : program_(program), known_(known), random_(random) {}

  FactsDocument object(const decision::ObjectShape& shape);

 private:
  FactsDocument slot(const Slot& slot);
  FactsDocument scalar(const Slot& slot);
  FactsDocument money(const Slot& slot);
  FactsDocument list(const Slot& slot);
  std::int64_t number(const Slot& slot);
  std::string day(std::int64_t days);
  std::string moment(std::int64_t ms);

  const decision::Program& program_;
  int known_;
  Random& random_;
};

FactsDocument FactsWriter::object(const decision::ObjectShape& shape) {
  FactsDocument out = FactsDocument::object();
  for (const decision::ObjectKey& key : shape.keys) {
    if (!random_.chance(known_)) continue;
    out[key.key] = key.slot.exists() ? slot(program_.slots[key.slot]) : object(key.object[0]);
  }
  if (shape.closed && random_.chance(20)) out["$partial"] = random_.chance(70);
  return out;
}

FactsDocument FactsWriter::slot(const Slot& slot) {
  if (slot.is_list) return list(slot);
  FactsDocument value = slot.optional && random_.chance(25) ? FactsDocument(nullptr) : scalar(slot);
  if (!slot.judgment || !random_.chance(40)) return value;
  FactsDocument made = {
      {"author", "Nguyễn Thị A"}, {"on", day(kFirst + random_.in(0, kDays))}, {"value", value}};
  if (random_.chance(30)) made["until"] = day(kFirst + random_.in(0, kDays));
  if (random_.chance(30)) made["basis"] = "Biên bản số 5";
  return made;
}

FactsDocument FactsWriter::scalar(const Slot& slot) {
  switch (slot.kind) {
    case Kind::Bool: return random_.chance(60);
    case Kind::Int: return number(slot);
    case Kind::Decimal:
    case Kind::Amount: {
      static const std::vector<std::string> kTexts = {"0", "0.05", "-1.5",
                                                      "123456789012345678901.000000001"};
      if (random_.chance(30)) return 0.25;
      return random_.pick(kTexts);
    }
    case Kind::Money: return money(slot);
    case Kind::Date: {
      const auto days = static_cast<std::int64_t>(kFirst + random_.in(0, kDays));
      return day(slot.ranged ? std::clamp(days, slot.lo, slot.hi) : days);
    }
    case Kind::Instant:
      return moment((kFirst + random_.in(0, kDays)) * kDayMs + random_.in(0, kDayMs - 1));
    case Kind::Duration: {
      static const std::vector<std::string> kUnits = {"hours", "days", "working_days", "months",
                                                      "years"};
      return {{"n", random_.in(0, 400)}, {"unit", random_.pick(kUnits)}};
    }
    case Kind::Text: {
      static const std::vector<std::string> kTexts = {"", "a", "Nguyễn Văn \"B\"", "\\/\n\t",
                                                      "\U0001F600"};
      return random_.pick(kTexts);
    }
    case Kind::Enum: return random_.pick(program_.enums[slot.enumeration].members);
    case Kind::Set: {
      FactsDocument members = FactsDocument::array();
      for (const std::string& member : program_.enums[slot.enumeration].members)
        if (random_.chance(50)) members.push_back(member);
      return members;
    }
    case Kind::Norm: break;
  }
  return nullptr;
}

// A bound, one beside what the program compares with, or beside what a double still holds exactly.
std::int64_t FactsWriter::number(const Slot& slot) {
  std::vector<std::int64_t> choices = slot.representatives;
  const std::int64_t least = slot.ranged ? slot.lo : std::numeric_limits<std::int64_t>::min();
  const std::int64_t most = slot.ranged ? slot.hi : std::numeric_limits<std::int64_t>::max();
  for (const std::int64_t one :
       {least, most, std::int64_t{0}, std::int64_t{1}, std::int64_t{1'000'000},
        (std::int64_t{1} << 53) - 1, std::int64_t{1} << 53, (std::int64_t{1} << 53) + 1})
    choices.push_back(std::clamp(one, least, most));
  return random_.pick(choices);
}

FactsDocument FactsWriter::money(const Slot& slot) {
  const std::int64_t amount = number(slot);
  if (random_.chance(40)) return amount;
  if (random_.chance(40)) return std::to_string(amount);
  return {{"amount", std::to_string(amount)}, {"currency", slot.currency}};
}

FactsDocument FactsWriter::list(const Slot& slot) {
  FactsDocument items = FactsDocument::array();
  const decision::Struct& element = program_.structs[slot.element];
  for (std::int64_t n = random_.in(0, std::min<std::int64_t>(slot.hi, 4)); n > 0; --n)
    items.push_back(element.shape.keys.empty() ? scalar(program_.slots[element.slots[0]])
                                               : object(element.shape));
  return items;
}

std::string FactsWriter::day(std::int64_t days) {
  std::array<char, runtime::kDateTextMax> text{};
  return {text.data(), runtime::print_date(static_cast<std::int32_t>(days), text.data())};
}

// In UTC or in Vietnam's time, with or without seconds.
std::string FactsWriter::moment(std::int64_t ms) {
  const bool local = random_.chance(50);
  const std::int64_t shown = (ms + (local ? 7 * 3'600'000 : 0)) / 1'000 * 1'000;
  std::array<char, runtime::kInstantTextMax> text{};
  std::string out(text.data(), runtime::print_instant(shown, text.data()));
  if (local) out.replace(out.size() - 1, 1, "+07:00");
  return out;
}

// Every value of a document, the document itself first.
void collect(FactsDocument& at, std::vector<FactsDocument*>& out) {
  out.push_back(&at);
  if (at.is_structured())
    for (FactsDocument& child : at) collect(child, out);
}

// One value becomes another of any type, well formed as JSON.
void misplace(FactsDocument& facts, Random& random) {
  static const std::vector<FactsDocument> kStrangers = {nullptr,
                                                        true,
                                                        1,
                                                        -1,
                                                        1.5,
                                                        "x",
                                                        "",
                                                        "2026-02-29",
                                                        "2026-13-01",
                                                        "2026-03-01T25:00Z",
                                                        "2026-03-01T08:00",
                                                        "2024-02-29T24:00+07:00",
                                                        "0000-01-01",
                                                        FactsDocument::array(),
                                                        FactsDocument::object(),
                                                        FactsDocument::array({1}),
                                                        FactsDocument::array({"x", "x"}),
                                                        {{"amount", "1"}, {"currency", "USD"}},
                                                        {{"amount", 1}, {"currency", "VND"}},
                                                        {{"n", -1}, {"unit", "days"}},
                                                        {{"n", 1}, {"unit", "decades"}},
                                                        {{"author", "x"}},
                                                        "1e5",
                                                        "01",
                                                        "-0",
                                                        std::numeric_limits<std::int64_t>::max(),
                                                        std::numeric_limits<std::uint64_t>::max()};
  std::vector<FactsDocument*> values;
  collect(facts, values);
  *random.pick(values) = random.pick(kStrangers);
}

}  // namespace

FactsDocument random_facts(const decision::Program& program, const decision::Decision& decision,
                           int known, Random& random) {
  return FactsWriter(program, known, random).object(program.structs[decision.facts].shape);
}

std::string spoiled(FactsDocument facts, Random& random) {
  if (random.chance(60)) {
    misplace(facts, random);
    return facts.dump();
  }
  if (random.chance(20) && facts.is_object()) {
    facts["stranger"] = 1;
    return facts.dump();
  }
  std::string text = facts.dump();
  const auto at =
      static_cast<std::size_t>(random.in(0, static_cast<std::int64_t>(text.size()) - 1));
  switch (random.in(0, 7)) {
    case 0: return text.substr(0, at);
    case 1: return text + " x";
    case 2: return text.insert(at, 1, '\x01');
    case 3: return text.insert(at, "\xff");
    case 4: return text.insert(at, "\\ud800");
    case 5: return "{\"a\":" + text + "}";
    case 6: return std::string(70, '[') + text + std::string(70, ']');
    default: return text.insert(1, text.substr(1, text.find(',')));  // its first key twice
  }
}

}  // namespace phep::testing
