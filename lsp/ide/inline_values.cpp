#include "lsp/ide/inline_values.h"

#include "compiler/decision/mark_text.h"
#include "compiler/explain/certificate.h"
#include "compiler/explain/status_words.h"
#include "compiler/runtime/phep_abi.h"
#include "lsp/ide/coverage.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace phep::ide {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kShownOfMany = 3;

// Values of each field of each record in the facts of a case.
class Fields {
 public:
  Fields(const CaseBench& bench) : bench_(bench) {}

  void read(const CaseQuestion& question) {
    const Json facts = Json::parse(question.facts, nullptr, false);
    const hir::Def& def = bench_.def(question.target);
    const auto* params = params_of(def);
    if (params == nullptr || !facts.is_object()) return;
    const hir::Module& home = *bench_.lexicon().modules.at(question.target.file);
    for (const hir::LocalId id : *params) {
      const hir::Local& param = home.locals[id];
      const bool whole = params->size() == 1 && record_of(param.type) != nullptr;
      const std::string key(bench_.lexicon().names.text(param.name));
      const auto inner = facts.find(key);
      if (whole) {
        value(param.type, facts);
      } else if (inner != facts.end()) {
        value(param.type, *inner);
      }
    }
  }
  [[nodiscard]] const std::set<std::string>* of(hir::DefId record, std::uint32_t field) const {
    const auto found = seen_.find({record, field});
    return found == seen_.end() ? nullptr : &found->second;
  }

 private:
  static const std::vector<hir::LocalId>* params_of(const hir::Def& def) {
    if (const auto* node = std::get_if<hir::Rule>(&def.node)) return &node->params;
    if (const auto* node = std::get_if<hir::Norm>(&def.node)) return &node->params;
    if (const auto* node = std::get_if<hir::Decision>(&def.node)) return &node->params;
    return nullptr;
  }
  // The type without `?` and list, if it is a record.
  [[nodiscard]] const hir::Type* record_of(hir::TypeId id) const {
    const hir::Type& type = bench_.lexicon().types[id];
    if (type.sort == hir::Sort::Record) return &type;
    if (type.sort == hir::Sort::Optional) return record_of(type.element);
    return nullptr;
  }
  void value(hir::TypeId id, const Json& json) {
    const hir::Type& type = bench_.lexicon().types[id];
    if (type.sort == hir::Sort::Optional) {
      value(type.element, json);
    } else if (type.sort == hir::Sort::List && json.is_array()) {
      for (const Json& one : json) value(type.element, one);
    } else if (type.sort == hir::Sort::Record && json.is_object()) {
      record(type.def, json);
    }
  }
  void record(hir::DefId id, const Json& json) {
    const auto* record = std::get_if<hir::Record>(&bench_.def(id).node);
    if (record == nullptr) return;
    for (std::uint32_t i = 0; i < record->fields.size(); ++i) {
      const hir::Field& field = record->fields[i];
      const auto found = json.find(std::string(bench_.lexicon().names.text(field.name)));
      const bool nested = found != json.end() && found->is_structured();
      if (nested) value(field.type, *found);
      if (found == json.end() || !found->is_object() || record_of(field.type) == nullptr)
        seen_[{id, i}].insert(found == json.end() ? "unknown" : text(*found));
    }
  }
  static std::string text(const Json& json) {
    if (json.is_string()) return json.get<std::string>();
    if (json.is_object() && json.contains("amount") && json["amount"].is_string())
      return json["amount"].get<std::string>() + " " + json.value("currency", "");
    return json.dump();
  }

  const CaseBench& bench_;
  std::map<std::pair<hir::DefId, std::uint32_t>, std::set<std::string>> seen_;
};

std::string listed(const std::set<std::string>& values) {
  std::string out;
  std::size_t shown = 0;
  for (const std::string& one : values) {
    if (shown == kShownOfMany) return out + ", …";
    out += (shown++ == 0 ? "" : ", ") + one;
  }
  return out;
}

struct Collector {
  const CaseBench& bench;
  FileId file;
  std::uint32_t begin, end;
  std::vector<InlineValue> out{};

  [[nodiscard]] bool wanted(Span span) const {
    return span.file == file && span.begin >= begin && span.begin < end;
  }
  [[nodiscard]] std::size_t line_of(std::uint32_t offset) const {
    const std::string& text = bench.text(file);
    return static_cast<std::size_t>(std::ranges::count(text.substr(0, offset), '\n'));
  }

  void fields(const hir::Module& module, const Fields& fields) {
    std::set<std::pair<std::size_t, std::string>> once;
    for (const hir::Occurrence& name : module.occurrences) {
      if (name.declares || name.symbol.part != hir::SymbolPart::Field || !wanted(name.span))
        continue;
      const auto* values = fields.of(name.symbol.def, name.symbol.index);
      if (values == nullptr) continue;
      const std::string& text = bench.text(file);
      const std::string said =
          text.substr(name.span.begin, name.span.end - name.span.begin) + " = " + listed(*values);
      if (once.emplace(line_of(name.span.begin), said).second) out.push_back({name.span, said});
    }
  }

  void answer(const hir::Module& module, const Answered& one, Language language) {
    const Json json = Json::parse(one.decided.output, nullptr, false);
    if (one.decided.status != PHEP_OK || !json.is_object()) return;
    const decision::Decision& decision = bench.program().decisions[one.question.decision];
    const Json norms = json.value("norms", Json::object());
    for (const auto& [key, norm] : norms.items()) {
      const auto output = std::ranges::find(decision.norms, key, &decision::NormOutput::key);
      if (output == decision.norms.end()) continue;
      const std::string& symbol = bench.program().norms[output->norm].symbol;
      for (const hir::Def& def : module.defs)
        if (def.qualified == symbol && wanted(def.name_span))
          out.push_back(
              {def.name_span, explain::status_words(norm.value("status", "error"), language)});
    }
    const hir::Def& target = bench.def(one.question.target);
    const Json outputs = json.value("outputs", Json::object());
    if (std::holds_alternative<hir::Rule>(target.node) && wanted(target.name_span) &&
        outputs.contains("value")) {
      const Json& value = outputs["value"];
      out.push_back(
          {target.name_span, "= " + (value.is_string() ? value.get<std::string>() : value.dump())});
    }
  }

  void conditions(const CaseBench::Member& member, const Answered& one, bool vi) {
    const auto certificate = explain::read_certificate(one.decided.output);
    if (one.decided.status != PHEP_OK || !certificate) return;
    const auto places = named_places(member, bench);
    for (const std::uint32_t bit : reached_bits(bench.program(), one.question.decision)) {
      const auto place = places.find(bench.program().certificate_bits.at(bit));
      if (place == places.end() || !place->second.guarded || !wanted(place->second.span)) continue;
      const unsigned mark = decision::mark_at(certificate->bits, bit);
      const std::string said = (mark & 2U) != 0 ? (vi ? "chưa biết" : "unknown")
                               : mark == 1      ? (vi ? "đúng" : "true")
                                                : (vi ? "sai" : "false");
      const Span at = place->second.span;
      const bool known = std::ranges::any_of(out, [&](const InlineValue& other) {
        return other.span.begin == at.begin && other.text == said;
      });
      if (!known) out.push_back({at, said});
    }
  }
};

}  // namespace

std::vector<InlineValue> inline_values(const CaseBench& bench, FileId file,
                                       const std::vector<Answered>& answered, std::uint32_t begin,
                                       std::uint32_t end, Language language) {
  Collector collector{bench, file, begin, end};
  Fields fields(bench);
  for (const Answered& one : answered) fields.read(one.question);
  for (const CaseBench::Member& member : bench.members()) {
    if (member.file != file) continue;
    collector.fields(member.checked->module, fields);
    for (const Answered& one : answered) {
      collector.answer(member.checked->module, one, language);
      collector.conditions(member, one, language == Language::Vietnamese);
    }
  }
  std::ranges::stable_sort(collector.out, {},
                           [](const InlineValue& one) { return one.span.begin; });
  return std::move(collector.out);
}

}  // namespace phep::ide
