#include "tests/fuzz/shared/facts_text.h"

#include "compiler/runtime/date.h"
#include "compiler/runtime/phep_abi.h"
#include "tests/fuzz/shared/target.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

namespace phep::fuzz {
namespace {

using decision::Kind;
using Json = nlohmann::ordered_json;

template <class T>
T at(const char* field) {
  T out;
  std::memcpy(&out, field, sizeof out);
  return out;
}

std::string day_text(std::int32_t day) {
  std::array<char, runtime::kDateTextMax> out{};
  return {out.data(), runtime::print_date(day, out.data())};
}
std::string moment_text(std::int64_t ms) {
  std::array<char, runtime::kInstantTextMax> out{};
  return {out.data(), runtime::print_instant(ms, out.data())};
}

// A count of 10^-9 as digits.
std::string decimal_text(std::uint64_t low, std::uint64_t high) {
  __extension__ using Whole = __int128;
  __extension__ using Bits = unsigned __int128;
  auto value = static_cast<Whole>((static_cast<Bits>(high) << 64U) | low);
  const bool negative = value < 0;
  std::string digits;
  for (int i = 0; value != 0 || i < 10; ++i) {
    const auto digit = static_cast<int>(value % 10);
    digits += static_cast<char>('0' + (digit < 0 ? -digit : digit));
    value /= 10;
    if (i == 8) digits += '.';
  }
  std::ranges::reverse(digits);
  return (negative ? "-" : "") + digits;
}

class Printer {
 public:
  explicit Printer(const decision::Program& program) : program_(program) {}

  Json object(const decision::ObjectShape& shape, const decision::Struct& structure,
              const char* base) const {
    Json out = Json::object();
    if (shape.closed) out["$partial"] = true;
    for (const decision::ObjectKey& key : shape.keys) {
      if (!key.slot.exists()) {
        out[key.key] = object(key.object[0], structure, base);
        continue;
      }
      const decision::Slot& slot = program_.slots[key.slot];
      const char* known = base + (structure.root ? 8 : 0) + slot.bit / 64 * 8;
      const char* present = known + std::size_t{structure.words} * 8;
      const auto set = [&](const char* word) {
        return (at<std::uint64_t>(word) >> (slot.bit % 64) & 1U) != 0;
      };
      if (!set(known)) continue;
      out[key.key] = set(present) ? value(slot, base + slot.offset) : Json(nullptr);
    }
    return out;
  }

 private:
  [[nodiscard]] Json value(const decision::Slot& slot, const char* field) const {
    if (slot.is_list) return list(slot, field);
    switch (slot.kind) {
      case Kind::Bool: return at<std::uint8_t>(field) != 0;
      case Kind::Int: return at<std::int64_t>(field);
      case Kind::Decimal:
      case Kind::Amount:
        return decimal_text(at<std::uint64_t>(field), at<std::uint64_t>(field + 8));
      case Kind::Money:
        return {{"amount", std::to_string(at<std::int64_t>(field))}, {"currency", slot.currency}};
      case Kind::Date: return day_text(at<std::int32_t>(field));
      case Kind::Instant: return moment_text(at<std::int64_t>(field));
      case Kind::Duration: {
        constexpr std::array kUnits = {"hours",  "days",     "working_days", "weeks",
                                       "months", "quarters", "years"};
        return {{"n", at<std::int64_t>(field)},
                {"unit", kUnits.at(static_cast<std::size_t>(at<std::int64_t>(field + 8)))}};
      }
      case Kind::Text: {
        const auto text = at<phep_text>(field);
        return std::string(text.data.ptr, text.length);
      }
      case Kind::Enum:
        return program_.enums[slot.enumeration].members.at(
            static_cast<std::size_t>(at<std::int32_t>(field)));
      case Kind::Set: {
        Json out = Json::array();
        const auto& members = program_.enums[slot.enumeration].members;
        for (std::size_t i = 0; i < members.size(); ++i)
          if ((at<std::uint64_t>(field) >> i & 1U) != 0) out.push_back(members[i]);
        return out;
      }
      case Kind::Norm: break;
    }
    broken("a fact is of a kind that facts have");
  }

  [[nodiscard]] Json list(const decision::Slot& slot, const char* field) const {
    const auto items = at<phep_list>(field);
    holds(items.length <= static_cast<std::uint64_t>(slot.hi), "a list is no longer than declared");
    const decision::Struct& element = program_.structs[slot.element];
    Json out = Json::array();
    for (std::uint32_t i = 0; i < items.length; ++i) {
      const char* base = static_cast<const char*>(items.items.ptr) + std::size_t{i} * element.size;
      if (element.shape.keys.empty()) {
        const decision::Slot& only = program_.slots[element.slots[0]];
        out.push_back(value(only, base + only.offset));
      } else {
        out.push_back(object(element.shape, element, base));
      }
    }
    return out;
  }

  const decision::Program& program_;
};

// Writes what it is told of, in another spelling.
class Speller final : public nlohmann::json_sax<nlohmann::json> {
 public:
  std::string out;

  bool null() override { return put("null"); }
  bool boolean(bool value) override { return put(value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return put(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return put(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& text) override { return put(text); }
  bool string(string_t& value) override { return put(quoted(value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open('{'); }
  bool key(string_t& value) override {
    put(quoted(value));
    out += ':';
    comma_ = false;
    return true;
  }
  bool end_object() override { return close('}'); }
  bool start_array(std::size_t) override { return open('['); }
  bool end_array() override { return close(']'); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    broken("JSON that is taken can be walked");
  }

 private:
  bool put(std::string_view text) {
    if (comma_) out += ',';
    out += text;
    return comma_ = true;
  }
  bool open(char bracket) {
    put(std::string_view(&bracket, 1));
    comma_ = false;
    return true;
  }
  bool close(char bracket) {
    out += bracket;
    return comma_ = true;
  }
  static std::string quoted(const std::string& value) {
    std::string text = nlohmann::json(value).dump(-1, ' ', true);
    std::string escaped;
    for (const char c : text) {
      if (c == '/') escaped += '\\';
      escaped += c;
    }
    return escaped;
  }

  bool comma_ = false;
};

}  // namespace

std::string facts_text(const decision::Program& program, const decision::Decision& decision,
                       const void* facts) {
  const decision::Struct& root = program.structs[decision.facts];
  return Printer(program).object(root.shape, root, static_cast<const char*>(facts)).dump();
}

std::string respelled(std::string_view json) {
  Speller speller;
  nlohmann::json::sax_parse(json, &speller);
  return std::move(speller.out);
}

}  // namespace phep::fuzz
