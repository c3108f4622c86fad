#include "compiler/explain/wording.h"

#include "compiler/base/citation.h"
#include "compiler/explain/citation_text.h"
#include "compiler/explain/fact_label.h"
#include "compiler/explain/labels.h"
#include "compiler/explain/status_words.h"
#include "compiler/runtime/phep_abi.h"

#include <set>

namespace phep::explain {

namespace {

class Collector {
 public:
  Collector(const Lexicon& lexicon, hir::DefId target, const decision::Program& program,
            const decision::Decision& decision)
      : lexicon_(lexicon),
        target_(target),
        program_(program),
        decision_(decision),
        labels_(lexicon, target, english_) {}

  Wording collect() {
    out_.title = phrase(labels_.def(target_).label);
    facts(program_.structs[decision_.facts], "");
    enums();
    readings();
    for (const decision::Output& output : decision_.outputs)
      add(out_.outputs, output.name, output_phrase(output.name));
    for (const decision::NormOutput& norm : decision_.norms) norm_words(norm);
    for (const decision::Note& note : program_.notes) cited_.insert({note.by, note.of});
    cites();
    for (std::uint64_t i = 0; i < kStatuses; ++i) {
      const std::string name(status_name(i));
      out_.statuses[name] = {status_words(name, Language::Vietnamese),
                             status_words(name, Language::English)};
    }
    return std::move(out_);
  }

 private:
  static constexpr std::uint64_t kStatuses = PHEP_NORM_ERROR + 1;

  static Phrase phrase(const hir::Label& label) { return {label.vi, label.en}; }
  static void add(Phrases& to, const std::string& key, Phrase words) {
    if (!words.vi.empty() || !words.en.empty()) to.emplace(key, std::move(words));
  }

  void facts(const decision::Struct& structure, const std::string& path);
  void object(const decision::ObjectShape& shape, const std::string& path);
  Phrase output_phrase(const std::string& name) const;
  void enums();
  void readings();
  void norm_words(const decision::NormOutput& norm);
  void cites();

  const Lexicon& lexicon_;
  hir::DefId target_;
  const decision::Program& program_;
  const decision::Decision& decision_;
  const Speech english_{Language::English};
  Labels labels_;
  std::set<std::string> cited_;  // what answers may cite
  Wording out_;
};

void Collector::facts(const decision::Struct& structure, const std::string& path) {
  object(structure.shape, path);
}

void Collector::object(const decision::ObjectShape& shape, const std::string& path) {
  for (const decision::ObjectKey& key : shape.keys) {
    const std::string at = path + "/" + key.key;
    // Labels are found by any element's pointer.
    std::string some = at;
    for (auto star = some.find('*'); star != std::string::npos; star = some.find('*'))
      some[star] = '0';
    add(out_.facts, at,
        {field_label(lexicon_, target_, some, Language::Vietnamese),
         field_label(lexicon_, target_, some, Language::English)});
    if (!key.object.empty()) object(key.object[0], at);
    if (key.slot.exists() && program_.slots[key.slot].is_list)
      facts(program_.structs[program_.slots[key.slot].element], at + "/*");
  }
}

Phrase Collector::output_phrase(const std::string& name) const {
  Phrase words{output_label(lexicon_, target_, name, Language::Vietnamese),
               output_label(lexicon_, target_, name, Language::English)};
  if (words.vi == name) words.vi.clear();
  if (words.en == name) words.en.clear();
  return words;
}

void Collector::enums() {
  for (const decision::EnumTable& table : program_.enums) {
    const auto* found = labels_.find_as<hir::Enum>(table.name);
    if (found == nullptr) continue;
    for (const hir::EnumMember& member : found->members)
      add(out_.enums[table.name], labels_.text(member.name), phrase(member.label));
  }
}

void Collector::readings() {
  for (const decision::Reading& reading : program_.readings) {
    const auto* found = labels_.find_as<hir::Reading>(reading.name);
    if (found == nullptr) continue;
    for (const hir::ReadingOption& option : found->options)
      add(out_.readings[reading.name], labels_.text(option.name), phrase(option.label));
  }
}

void Collector::norm_words(const decision::NormOutput& norm) {
  const decision::NormSpec& spec = program_.norms[norm.norm];
  cited_.insert(spec.cites.begin(), spec.cites.end());
  for (const decision::NormSanction& row : spec.sanctions)
    if (!row.cite.empty()) cited_.insert(row.cite);
  for (const decision::NormBearer& row : spec.possible_bearers) {
    cited_.insert(row.cites.begin(), row.cites.end());
    for (const auto& [file, module] : lexicon_.modules)
      for (const hir::Def& def : module->defs)
        if (std::holds_alternative<hir::Party>(def.node) && labels_.text(def.name) == row.party)
          add(out_.parties, row.party, phrase(def.label));
  }
  if (const hir::Def* def = labels_.find(spec.symbol))
    add(out_.norms, norm.key, phrase(def->label));
  for (const decision::NormExempt& row : spec.exempts)
    if (const NamedPart* part = labels_.part(spec.symbol + ".exempt." + row.name))
      add(out_.reasons, norm.key + "." + row.name, phrase(*part->words));
}

void Collector::cites() {
  for (const auto& [file, module] : lexicon_.modules) {
    for (const hir::Mention& mention : module->mentions) {
      const std::string written = to_source(mention.cite.written, lexicon_.names);
      if (!cited_.contains(written)) continue;
      const auto* law = std::get_if<hir::Instrument>(&labels_.def(mention.cite.instrument).node);
      if (law == nullptr) continue;
      out_.cites[written] = {citation_text(mention.cite.written, *law, Language::Vietnamese),
                             citation_text(mention.cite.written, *law, Language::English)};
    }
  }
}

}  // namespace

Wording wording(const Lexicon& lexicon, hir::DefId target, const decision::Program& program,
                const decision::Decision& decision) {
  return Collector(lexicon, target, program, decision).collect();
}

}  // namespace phep::explain
