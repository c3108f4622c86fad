#include "compiler/explain/labels.h"

#include "compiler/explain/citation_text.h"
#include "compiler/explain/fact_label.h"
#include "compiler/explain/law_notes.h"

#include <algorithm>
#include <array>

namespace phep::explain {

Labels::Labels(const Lexicon& lexicon, hir::DefId target, const Speech& speech)
    : lexicon_(lexicon), target_(target), speech_(speech) {
  for (const auto& [file, module] : lexicon.modules)
    for (std::uint32_t i = 0; i < module->defs.size(); ++i)
      by_name_.emplace(module->defs[i].qualified, hir::DefId{file, i});
  for (const auto& [file, module] : lexicon.modules)
    for (const hir::Def& def : module->defs) {
      if (const auto* special = std::get_if<hir::Special>(&def.node)) {
        // What a special law adds is named after its module.
        if (lexicon.modules.contains(special->of.file))
          list_parts(this->def(special->of).qualified, hir::special_label(*module, ""), def);
      } else {
        list_parts(def.qualified, "", def);
      }
    }
}

void Labels::list_parts(const std::string& of, const std::string& prefix, const hir::Def& def) {
  const auto list = [&](const auto& rows, std::string_view kind) {
    for (const auto& row : rows)
      parts_.emplace(of + std::string(kind) + prefix + text(row.label),
                     NamedPart{&row.authority, &row.words});
  };
  if (const auto* rule = std::get_if<hir::Rule>(&def.node)) list(rule->nodes, ".");
  if (const auto* norm = std::get_if<hir::Norm>(&def.node)) {
    list(norm->exemptions, ".exempt.");
    list(norm->deferrals, ".deferred.");
  }
  if (const auto* special = std::get_if<hir::Special>(&def.node)) {
    list(special->nodes, ".");
    list(special->exemptions, ".exempt.");
    list(special->deferrals, ".deferred.");
  }
}

const NamedPart* Labels::part(std::string_view name) const {
  const auto found = parts_.find(name);
  return found == parts_.end() ? nullptr : &found->second;
}

const hir::Def& Labels::def(hir::DefId id) const {
  return lexicon_.modules.at(id.file)->defs.at(id.index);
}

const hir::Def* Labels::find(std::string_view qualified) const {
  const auto found = by_name_.find(qualified);
  return found == by_name_.end() ? nullptr : &def(found->second);
}

std::string Labels::spoken(const hir::Label& label) const {
  const std::string& own = speech_.vi() ? label.vi : label.en;
  return own.empty() ? (speech_.vi() ? label.en : label.vi) : own;
}

std::string Labels::label(const hir::Def& def) const {
  const std::string own = spoken(def.label);
  return own.empty() ? text(def.name) : own;
}

std::string Labels::fact(const std::string& pointer) const {
  const std::string label = field_label(lexicon_, target_, pointer, speech_.language());
  std::string out = label;
  // Elements of lists are counted from one, as people do.
  std::string places;
  for (std::size_t at = pointer.find('/'); at != std::string::npos;) {
    const std::size_t next = pointer.find('/', at + 1);
    const std::string step =
        pointer.substr(at + 1, next == std::string::npos ? next : next - at - 1);
    const bool index =
        !step.empty() && std::ranges::all_of(step, [](char c) { return c >= '0' && c <= '9'; });
    if (index) {
      const std::string list =
          field_label(lexicon_, target_, pointer.substr(0, at), speech_.language());
      const std::string number = std::to_string(std::stoul(step) + 1);
      const bool last = next == std::string::npos;  // the element itself
      places += (list.empty() ? pointer.substr(0, at) : list) +
                speech_.say(" (mục thứ ", " (no. ") + number + (last ? ")" : "): ");
      if (last) out.clear();
    }
    at = next;
  }
  return label.empty() ? pointer : places + out;
}

std::string Labels::member(std::string_view enumeration, std::uint32_t index) const {
  const auto* found = find_as<hir::Enum>(enumeration);
  if (found == nullptr || index >= found->members.size()) return std::to_string(index);
  const hir::EnumMember& member = found->members[index];
  const std::string label = spoken(member.label);
  return label.empty() ? text(member.name) : label;
}

std::string Labels::reading(std::string_view name) const {
  if (is_draft(name)) return draft_text(lexicon_, std::string(name), speech_.language());
  return speech_.say("cách hiểu ", "reading ") + std::string(name.substr(name.rfind('.') + 1));
}

std::string Labels::option(std::string_view reading, std::uint32_t index) const {
  if (is_draft(reading))
    return index == 0 ? speech_.say("là dự thảo, chưa có hiệu lực", "a draft, not in force")
                      : speech_.say("dự thảo được coi là đã có hiệu lực",
                                    "a draft that is treated as in force");
  const auto* found = find_as<hir::Reading>(reading);
  if (found == nullptr || index >= found->options.size()) return std::to_string(index);
  const hir::ReadingOption& option = found->options[index];
  const std::string label = spoken(option.label);
  return label.empty() ? text(option.name) : label;
}

std::string Labels::option(std::string_view reading, std::string_view name) const {
  if (const auto* found = find_as<hir::Reading>(reading))
    for (std::uint32_t i = 0; i < found->options.size(); ++i)
      if (lexicon_.names.text(found->options[i].name) == name) return option(reading, i);
  return std::string(name);
}

std::string Labels::output(const std::string& name) const {
  const auto label = [&](const std::string& of) {
    return output_label(lexicon_, target_, of, speech_.language());
  };
  for (const auto& [end, vi, en] : {std::array{".from", "mức thấp nhất", "lower end"},
                                    std::array{".to", "mức cao nhất", "upper end"}}) {
    if (!name.ends_with(end)) continue;
    const std::string range = name.substr(0, name.rfind('.'));
    const std::string whole = label(range);
    return whole == range ? name : whole + " (" + speech_.say(vi, en) + ")";
  }
  return label(name);
}

std::string Labels::cite(const hir::Cite& cite) const {
  const auto* instrument = std::get_if<hir::Instrument>(&def(cite.instrument).node);
  return instrument == nullptr ? to_source(cite.written, lexicon_.names)
                               : citation_text(cite.written, *instrument, speech_.language());
}

std::vector<std::string> Labels::cites(const std::vector<hir::Cite>& cites) const {
  std::vector<std::string> out;
  for (const hir::Cite& one : cites) out.push_back(cite(one));
  return out;
}

std::string Labels::heading(const hir::Cite& cite) const {
  const auto* instrument = std::get_if<hir::Instrument>(&def(cite.instrument).node);
  if (instrument == nullptr) return {};
  std::vector<std::string> path = cite.written.path;
  for (; !path.empty(); path.pop_back()) {
    const auto found = std::ranges::find(instrument->outline, path, &hir::OutlineEntry::path);
    if (found == instrument->outline.end()) continue;
    if (std::string text = spoken(found->heading); !text.empty()) return text;
  }
  return {};
}

std::string Labels::digest(const hir::Cite& cite) const {
  const auto* instrument = std::get_if<hir::Instrument>(&def(cite.instrument).node);
  if (instrument == nullptr || !cite.written.last.empty()) return {};
  const auto found =
      std::ranges::find(instrument->outline, cite.written.path, &hir::OutlineEntry::path);
  return found == instrument->outline.end() ? std::string() : spoken(found->digest);
}

std::string Labels::title(const hir::Cite& cite) const {
  const auto* instrument = std::get_if<hir::Instrument>(&def(cite.instrument).node);
  return instrument == nullptr ? std::string() : spoken(instrument->title);
}

}  // namespace phep::explain
