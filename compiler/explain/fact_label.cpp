#include "compiler/explain/fact_label.h"

#include <algorithm>

namespace phep::explain {

std::vector<std::string> steps_of(const std::string& pointer) {
  std::vector<std::string> steps;
  for (std::size_t at = pointer.find('/'); at != std::string::npos;) {
    const std::size_t next = pointer.find('/', at + 1);
    steps.push_back(pointer.substr(at + 1, next == std::string::npos ? next : next - at - 1));
    at = next;
  }
  return steps;
}

namespace {

std::string spoken(const hir::Label& label, Language language) {
  return language == Language::Vietnamese ? label.vi : label.en;
}

const hir::Def& def_at(const Lexicon& lexicon, hir::DefId id) {
  return lexicon.modules.at(id.file)->defs.at(id.index);
}

const std::vector<hir::LocalId>* parameters_of(const hir::Def& def) {
  if (const auto* decision = std::get_if<hir::Decision>(&def.node)) return &decision->params;
  if (const auto* norm = std::get_if<hir::Norm>(&def.node)) return &norm->params;
  if (const auto* rule = std::get_if<hir::Rule>(&def.node)) return &rule->params;
  return nullptr;
}

// The record that a value of the type is or holds, or null.
const hir::Record* record_of(const Lexicon& lexicon, hir::TypeId type) {
  const hir::Type* at = &lexicon.types[type];
  while (at->sort == hir::Sort::Optional || at->sort == hir::Sort::List)
    at = &lexicon.types[at->element];
  if (at->sort != hir::Sort::Record) return nullptr;
  return std::get_if<hir::Record>(&def_at(lexicon, at->def).node);
}

// A determination is named by its rule.
std::string judgment_label(const Lexicon& lexicon, const std::string& name, Language language) {
  for (const auto& [file, module] : lexicon.modules)
    for (const hir::Def& def : module->defs)
      if (const auto* rule = std::get_if<hir::Rule>(&def.node);
          rule != nullptr && rule->by_judgment && lexicon.names.text(def.name) == name)
        return spoken(def.label, language);
  return {};
}

const hir::Expr* output_value(const Lexicon& lexicon, hir::DefId target, const std::string& name) {
  const auto* decision = std::get_if<hir::Decision>(&def_at(lexicon, target).node);
  if (decision == nullptr) return nullptr;
  for (const hir::Output& output : decision->outputs)
    if (lexicon.names.text(output.name) == name)
      return &lexicon.modules.at(target.file)->exprs[output.value];
  return nullptr;
}

}  // namespace

std::string field_label(const Lexicon& lexicon, hir::DefId target, const std::string& pointer,
                        Language language) {
  const std::vector<std::string> steps = steps_of(pointer);
  const auto* params = parameters_of(def_at(lexicon, target));
  if (params == nullptr || params->empty()) return {};
  const hir::Module& module = *lexicon.modules.at(target.file);
  const auto type_of = [&](hir::LocalId local) { return module.locals[local].type; };
  const hir::Record* record = record_of(lexicon, type_of(params->front()));
  std::size_t at = 0;
  if (params->size() != 1 || record == nullptr) {
    record = nullptr;
    for (const hir::LocalId param : *params)
      if (!steps.empty() && lexicon.names.text(module.locals[param].name) == steps.front())
        record = record_of(lexicon, type_of(param));
    at = 1;
  }
  hir::Label label;
  for (; at < steps.size() && record != nullptr; ++at) {
    const std::string& step = steps[at];
    if (step == "$judgments")
      return at + 1 < steps.size() ? judgment_label(lexicon, steps[at + 1], language)
                                   : std::string();
    if (std::ranges::all_of(step, [](char c) { return c >= '0' && c <= '9'; })) continue;
    const auto field = std::ranges::find_if(
        record->fields, [&](const auto& f) { return lexicon.names.text(f.name) == step; });
    if (field == record->fields.end()) return {};
    label = field->label;
    record = record_of(lexicon, field->type);
  }
  return at == steps.size() ? spoken(label, language) : std::string();
}

std::string fact_label(const Lexicon& lexicon, hir::DefId target, const std::string& pointer,
                       Language language) {
  const std::string label = field_label(lexicon, target, pointer, language);
  return label.empty() ? pointer : label + " (" + pointer + ")";
}

std::string output_label(const Lexicon& lexicon, hir::DefId target, const std::string& name,
                         Language language) {
  const hir::Expr* value = output_value(lexicon, target, name);
  const auto* call = value == nullptr ? nullptr : std::get_if<hir::CallRule>(&value->node);
  const std::string label =
      call == nullptr ? std::string() : spoken(def_at(lexicon, call->rule).label, language);
  return label.empty() ? name : label;
}

std::string member_label(const Lexicon& lexicon, hir::DefId target, const std::string& output,
                         const std::string& member, Language language) {
  const hir::Expr* value = output_value(lexicon, target, output);
  if (value == nullptr) return {};
  const hir::Type& type = lexicon.types[lexicon.types.without_optional(value->type)];
  if (type.sort != hir::Sort::Enum && type.sort != hir::Sort::Set) return {};
  const auto* chosen = std::get_if<hir::Enum>(&def_at(lexicon, type.def).node);
  if (chosen == nullptr) return {};
  for (const hir::EnumMember& candidate : chosen->members)
    if (lexicon.names.text(candidate.name) == member) return spoken(candidate.label, language);
  return {};
}

}  // namespace phep::explain
