#include "compiler/explain/inquiry.h"

#include "compiler/explain/citation_text.h"
#include "compiler/explain/fact_label.h"
#include "compiler/explain/reply.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace phep::explain {
namespace {

using Json = nlohmann::json;
using decision::Kind;

const decision::ObjectKey* key_of(const decision::ObjectShape* shape, const std::string& key) {
  if (shape == nullptr) return nullptr;
  const auto found = std::ranges::find(shape->keys, key, &decision::ObjectKey::key);
  return found == shape->keys.end() ? nullptr : &*found;
}

// What stands behind a key: an object, the elements of a list, or a value.
const decision::ObjectShape* below(const decision::Program& program,
                                   const decision::ObjectKey* key) {
  if (key == nullptr) return nullptr;
  if (!key->object.empty()) return key->object.data();
  if (!key->slot.exists() || !program.slots[key->slot].is_list) return nullptr;
  return &program.structs[program.slots[key->slot].element].shape;
}

bool is_list(const decision::Program& program, const decision::ObjectKey* key) {
  return key != nullptr && key->object.empty() && key->slot.exists() &&
         program.slots[key->slot].is_list;
}

const decision::Slot* slot_of(const decision::Program& program, const decision::Decision& decision,
                              const std::string& fact) {
  const decision::ObjectShape* shape = &program.structs[decision.facts].shape;
  const std::vector<std::string> steps = steps_of(fact);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const decision::ObjectKey* key = key_of(shape, steps[i]);
    if (key == nullptr) return nullptr;
    if (i + 1 == steps.size()) return key->slot.exists() ? &program.slots[key->slot] : nullptr;
    if (is_list(program, key)) ++i;  // the index
    shape = below(program, key);
  }
  return nullptr;
}

// The value that each element of a list is, where it is no record.
const decision::Slot* plain_element(const decision::Program& program, const decision::Slot& list) {
  const decision::Struct& element = program.structs[list.element];
  if (element.slots.size() != 1) return nullptr;
  const decision::Slot& slot = program.slots[element.slots[0]];
  return slot.path.empty() ? &slot : nullptr;
}

bool holds(const Json& list, const std::string& fact) {
  return list.is_array() && std::ranges::find(list, Json(fact)) != list.end();
}

// Whether something in it is unknown for want of the fact: a status, or the figure of a sanction.
bool waits(const Json& value, const std::string& fact) {
  if (value.is_object() &&
      (holds(value.value("missing", Json()), fact) || holds(value.value("$unknown", Json()), fact)))
    return true;
  return value.is_structured() &&
         std::ranges::any_of(value, [&](const Json& part) { return waits(part, fact); });
}

const hir::Rule* judgment_of(const Labels& labels, const std::string& name) {
  for (const auto& [file, module] : labels.lexicon().modules)
    for (const hir::Def& def : module->defs)
      if (const auto* rule = std::get_if<hir::Rule>(&def.node);
          rule != nullptr && rule->by_judgment && labels.text(def.name) == name)
        return rule;
  return nullptr;
}

// What of the answer is unknown for want of the fact.
std::vector<std::string> awaiting(const Labels& labels, const decision::Program& program,
                                  const decision::Decision& decision, const Json& answer,
                                  const std::string& fact) {
  std::vector<std::string> out;
  const Json outputs = answer.value("outputs", Json::object());  // outlives the walk over it
  for (const auto& [name, value] : outputs.items())
    if (waits(value, fact)) out.push_back(labels.output(name));
  const Json norms = answer.value("norms", Json::object());
  for (const decision::NormOutput& norm : decision.norms) {
    bool waiting = false;
    for (const auto& [key, result] : norms.items()) {
      const bool of_norm =
          key == norm.key || (key.starts_with(norm.key) && key[norm.key.size()] == '[');
      waiting = waiting || (of_norm && waits(result, fact));
    }
    if (!waiting) continue;
    const hir::Def* def = labels.find(program.norms[norm.norm].symbol);
    if (def == nullptr) continue;
    std::string words = labels.label(*def);
    if (const auto* spec = std::get_if<hir::Norm>(&def->node);
        spec != nullptr && !spec->authority.cites.empty())
      words += " (" + labels.cite(spec->authority.cites.front()) + ")";
    if (std::ranges::find(out, words) == out.end()) out.push_back(std::move(words));
  }
  return out;
}

}  // namespace

Inquiry inquiry(const Labels& labels, const decision::Program& program,
                const decision::Decision& decision, const Json& answer, const std::string& fact) {
  Inquiry out;
  out.fact = fact;
  out.label = labels.fact(fact);
  out.zone_minutes = decision.zone_minutes;
  out.slot = slot_of(program, decision, fact);
  out.awaiting = awaiting(labels, program, decision, answer, fact);
  if (out.slot == nullptr) return out;
  out.judgment = out.slot->judgment;
  if (out.judgment)
    if (const hir::Rule* rule = judgment_of(labels, steps_of(fact).back())) out.basis = rule->basis;
  if (out.slot->is_list) {
    out.element = plain_element(program, *out.slot);
    out.closed_elements = program.structs[out.slot->element].shape.closed;
  }
  const decision::Slot& value = out.element == nullptr ? *out.slot : *out.element;
  if (value.is_list || (value.kind != Kind::Enum && value.kind != Kind::Set)) return out;
  const decision::EnumTable& table = program.enums[value.enumeration];
  const auto* members = labels.find_as<hir::Enum>(table.name);
  for (const std::string& name : table.members) {
    InquiryChoice choice{name, {}};
    if (members != nullptr)
      for (const hir::EnumMember& member : members->members)
        if (labels.text(member.name) == name) choice.label = labels.spoken(member.label);
    out.choices.push_back(std::move(choice));
  }
  return out;
}

std::vector<std::string> inquiry_text(const Inquiry& asked, const Speech& speech) {
  std::vector<std::string> out;
  constexpr std::size_t kAwaitingShown = 3;
  for (std::size_t i = 0; i < asked.awaiting.size() && i < kAwaitingShown; ++i)
    out.push_back((i == 0 ? speech.say("cần cho: ", "for: ") : speech.say("         ", "     ")) +
                  asked.awaiting[i]);
  if (asked.awaiting.size() > kAwaitingShown) {
    const std::size_t more = asked.awaiting.size() - kAwaitingShown;
    out.push_back(speech.say(fmt::format("         và {} kết luận khác", more),
                             fmt::format("     and {} more", more)));
  }
  if (asked.judgment)
    out.push_back(
        speech.say("người có thẩm quyền nhận định", "a person's judgment") +
        (asked.basis.empty() ? "" : speech.say("; căn cứ: ", "; it rests on: ") + asked.basis));
  const std::size_t width = std::to_string(std::min(asked.choices.size(), kChoicesShown)).size();
  for (std::size_t i = 0; i < asked.choices.size() && i < kChoicesShown; ++i)
    out.push_back(fmt::format("  {:>{}}  {}{}", i + 1, width, asked.choices[i].name,
                              asked.choices[i].label.empty() ? "" : ": " + asked.choices[i].label));
  if (asked.choices.size() > kChoicesShown)
    out.push_back(speech.say(
        fmt::format("  … trong {} lựa chọn; gõ một từ để tìm", asked.choices.size()),
        fmt::format("  … of {} choices; type a word to find one", asked.choices.size())));
  out.push_back(reply_help(asked, speech));
  return out;
}

void put_fact(const decision::Program& program, const decision::Decision& decision,
              const std::string& fact, Json value, Json& facts) {
  const decision::ObjectShape* shape = &program.structs[decision.facts].shape;
  const std::vector<std::string> steps = steps_of(fact);
  Json* at = &facts;
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    const decision::ObjectKey* key = key_of(shape, steps[i]);
    const bool fresh = !at->contains(steps[i]);
    at = &(*at)[steps[i]];
    shape = below(program, key);
    if (is_list(program, key) && i + 2 < steps.size()) {
      std::size_t index = 0;
      const std::string& text = steps[++i];
      std::from_chars(text.data(), text.data() + text.size(), index);
      at = &(*at)[index];
    } else if (fresh) {
      *at = Json::object();
      if (shape != nullptr && shape->closed) (*at)["$partial"] = true;
    }
  }
  if (!steps.empty()) (*at)[steps.back()] = std::move(value);
}

Json no_facts(const decision::Program& program, const decision::Decision& decision) {
  Json facts = Json::object();
  if (program.structs[decision.facts].shape.closed) facts["$partial"] = true;
  return facts;
}

}  // namespace phep::explain
