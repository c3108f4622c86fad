#include "compiler/testing/facts_refusal.h"

#include "compiler/base/text.h"
#include "compiler/diagnostics/kinds/facts.h"

#include <nlohmann/json.hpp>

#include <array>
#include <vector>

namespace phep::testing {
namespace {

// RFC 6901: `~1` is '/', `~0` is '~'.
std::vector<std::string> tokens_of(std::string_view pointer) {
  std::vector<std::string> tokens;
  for (std::size_t at = pointer.starts_with('/') ? 1 : pointer.size();
       at <= pointer.size() && !pointer.empty();) {
    const std::size_t slash = std::min(pointer.find('/', at), pointer.size());
    std::string token;
    for (std::size_t i = at; i < slash; ++i) {
      const bool escape = pointer[i] == '~' && i + 1 < slash;
      token += escape ? (pointer[i + 1] == '1' ? '/' : '~') : pointer[i];
      if (escape) ++i;
    }
    tokens.push_back(token);
    at = slash + 1;
  }
  return tokens;
}

// What stands at a pointer: the object shape that its last token is a key of, and the slot it leads
// to.
struct Place {
  const decision::ObjectShape* shape = nullptr;
  decision::SlotId slot;
};

Place find_place(const decision::Program& program, const decision::Decision& decision,
                 const std::vector<std::string>& tokens) {
  Place place{&program.structs[decision.facts].shape, {}};
  const decision::ObjectShape* shape = place.shape;
  for (const std::string& token : tokens) {
    if (shape == nullptr) return place;  // inside a list: the token is an index
    place = {shape, {}};
    const decision::ObjectKey* found = nullptr;
    for (const decision::ObjectKey& key : shape->keys)
      if (key.key == token) found = &key;
    if (found == nullptr) return place;
    place.slot = found->slot;
    if (!found->object.empty()) {
      shape = &found->object[0];
    } else if (found->slot.exists() && program.slots[found->slot].is_list) {
      // The next token is the index, then the element's own keys.
      const auto element = program.slots[found->slot].element;
      const auto next = static_cast<std::size_t>(&token - tokens.data()) + 2;
      if (next > tokens.size()) return place;
      const std::vector<std::string> rest(
          tokens.begin() + static_cast<std::ptrdiff_t>(std::min(next, tokens.size())),
          tokens.end());
      decision::Decision inner = decision;
      inner.facts = element;
      return rest.empty() ? place : find_place(program, inner, rest);
    } else {
      shape = nullptr;
    }
  }
  return place;
}

std::string expected_type(const decision::Program& program, const decision::Slot& slot, bool vi) {
  const auto say = [&](const char* v, const char* e) { return std::string(vi ? v : e); };
  if (slot.is_list) return say("danh sách", "a list");
  std::string out;
  switch (slot.kind) {
    case decision::Kind::Bool: out = "true / false"; break;
    case decision::Kind::Int: out = say("số nguyên", "an integer"); break;
    case decision::Kind::Decimal:
    case decision::Kind::Amount:
      out = say("số thập phân, ví dụ \"0.05\"", "a decimal such as \"0.05\"");
      break;
    case decision::Kind::Money:
      out = say("số tiền, ví dụ ", "an amount such as ") + R"({"amount":"3000000","currency":")" +
            slot.currency + "\"}";
      break;
    case decision::Kind::Date:
      out = say("ngày, ví dụ \"2026-03-02\"", "a date such as \"2026-03-02\"");
      break;
    case decision::Kind::Instant:
      out = say("thời điểm, ví dụ ", "a moment such as ") + "\"2026-03-02T09:30+07:00\"";
      break;
    case decision::Kind::Duration: out = R"({"n":3,"unit":"working_days"})"; break;
    case decision::Kind::Text: out = say("chuỗi", "a text"); break;
    case decision::Kind::Enum:
    case decision::Kind::Set: {
      const auto& members = program.enums[slot.enumeration].members;
      for (std::size_t i = 0; i < members.size() && i < 8; ++i)
        out += (i == 0 ? "" : ", ") + members[i];
      if (members.size() > 8) out += ", …";
      out = (slot.kind == decision::Kind::Set ? say("mảng gồm: ", "an array of: ")
                                              : say("một trong: ", "one of: ")) +
            out;
      break;
    }
    case decision::Kind::Norm: break;
  }
  return slot.optional ? out + say(" hoặc null", " or null") : out;
}

struct Refusal {
  std::string code, pointer;
  std::uint32_t offset = 0;
};

void report_unknown_key(DiagnosticList& list, const Refusal& refusal, const Place& place,
                        Span span) {
  const auto tokens = tokens_of(refusal.pointer);
  const std::string key = tokens.empty() ? std::string() : tokens.back();
  std::vector<std::string_view> candidates;
  if (place.shape != nullptr)
    for (const decision::ObjectKey& candidate : place.shape->keys)
      candidates.push_back(candidate.key);
  auto& diagnostic = list.report(diag::FactUnknownKey, span, key, refusal.pointer);
  if (const auto near = nearest(key, candidates); !near.empty())
    diagnostic.fix(FixGrade::Guess,
                   {"dùng `" + std::string(near) + "`", "use `" + std::string(near) + "`"}, {});
}

}  // namespace

FactPlace fact_place(const decision::Program& program, const decision::Decision& decision,
                     const std::vector<std::string>& path) {
  FactPlace out;
  // Behind a fact no key is another fact's, and what is inside a list has no column.
  for (std::size_t n = 1; n < path.size(); ++n)
    if (find_place(program, decision, {path.begin(), path.begin() + static_cast<std::ptrdiff_t>(n)})
            .slot.exists())
      return out;
  const Place found = find_place(program, decision, path);
  if (found.slot.exists()) out.slot = &program.slots[found.slot];
  std::string prefix;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) prefix += path[i] + ".";
  if (found.shape != nullptr)
    for (const decision::ObjectKey& key : found.shape->keys)
      out.siblings.push_back(prefix + key.key);
  return out;
}

DiagnosticList facts_diagnostics(std::string_view refusal_text, const decision::Program& program,
                                 const decision::Decision& decision, FileId file) {
  DiagnosticList list;
  const auto json = nlohmann::json::parse(refusal_text, nullptr, false);
  Refusal refusal;
  if (json.is_object() && json.contains("error")) {
    refusal.code = json["error"].value("code", "");
    refusal.pointer = json["error"].value("at", "");
    refusal.offset = json["error"].value("offset", 0U);
  }
  const Span span{file, refusal.offset, refusal.offset + 1};
  const Place place = find_place(program, decision, tokens_of(refusal.pointer));
  const std::string at = refusal.pointer.empty() ? "/" : refusal.pointer;
  const Argument wanted = place.slot.exists()
                              ? Argument(expected_type(program, program.slots[place.slot], true),
                                         expected_type(program, program.slots[place.slot], false))
                              : Argument("đối tượng JSON", "a JSON object");
  const std::string& code = refusal.code;
  if (code == "syntax" || code == "trailing_text")
    list.report(diag::FactSyntax, span, refusal.offset);
  else if (code == "bad_utf8" || code == "lone_surrogate")
    list.report(diag::FactBadText, span, refusal.offset);
  else if (code == "duplicate_key")
    list.report(diag::FactDuplicateKey, span, at);
  else if (code == "unknown_key")
    report_unknown_key(list, refusal, place, span);
  else if (code == "out_of_range")
    list.report(diag::FactOutOfRange, span, at);
  else if (code == "too_long")
    list.report(diag::FactTooLong, span, at);
  else if (code == "null_not_allowed")
    list.report(diag::FactNullNotAllowed, span, at);
  else if (code == "missing_key")
    list.report(diag::FactMissingKey, span, at);
  else if (code == "absent_with_value")
    list.report(diag::FactAbsentWithValue, span, at);
  else if (code == "depth" || code == "too_large")
    list.report(diag::FactTooLarge, span, at);
  else
    list.report(diag::FactWrongType, span, at, wanted);
  return list;
}

}  // namespace phep::testing
