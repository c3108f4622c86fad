#include "compiler/explain/law_notes.h"

#include "compiler/explain/citation_text.h"
#include "compiler/explain/word_row.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace phep::explain {
namespace {

constexpr std::array kDeeds = {
    WordRow{"suspends", "tạm ngưng", "suspends"},
    WordRow{"replaces", "thay thế", "replaces"},
    WordRow{"repeals", "bãi bỏ", "repeals"},
    WordRow{"lapses_with", "bãi bỏ văn bản gốc, nên cũng hết hiệu lực",
            "repeals its parent and so ends"},
    WordRow{"survives", "giữ hiệu lực sau khi hết hiệu lực của", "keeps in force after"},
    WordRow{"prevails", "được ưu tiên hơn", "prevails over"},
    WordRow{"lists", "đưa vào danh mục", "lists"},
    WordRow{"special", "là quy định riêng cho", "is special law for"},
};

// The label of a definition by its qualified name.
std::string named(const Lexicon& lexicon, const std::string& qualified, bool vi) {
  for (const auto& [file, module] : lexicon.modules)
    for (const hir::Def& candidate : module->defs) {
      if (candidate.qualified != qualified || !candidate.name.exists()) continue;
      const std::string& label = vi ? candidate.label.vi : candidate.label.en;
      return label.empty() ? std::string(lexicon.names.text(candidate.name)) : label;
    }
  return qualified;
}

}  // namespace

std::string source_text(const Lexicon& lexicon, const std::string& source, Language language) {
  for (const auto& [file, module] : lexicon.modules) {
    for (const hir::Def& candidate : module->defs) {
      const auto* instrument = std::get_if<hir::Instrument>(&candidate.node);
      const std::string head = std::string(lexicon.names.text(candidate.name)) + "@";
      if (instrument == nullptr || !source.starts_with(head)) continue;
      Citation citation;
      std::string rest = source.substr(head.size());
      const auto split = [](const std::string& dotted) {
        std::vector<std::string> parts;
        for (std::size_t at = 0; at <= dotted.size();) {
          const std::size_t dot = std::min(dotted.find('.', at), dotted.size());
          parts.push_back(dotted.substr(at, dot - at));
          at = dot + 1;
        }
        return parts;
      };
      if (const auto range = rest.find("..@"); range != std::string::npos) {
        citation.last = split(rest.substr(range + 3));
        rest.resize(range);
      }
      if (const auto hash = rest.find('#'); hash != std::string::npos) {
        citation.fragment = rest.substr(hash + 1);
        rest.resize(hash);
      }
      if (!rest.empty()) citation.path = split(rest);
      return citation_text(citation, *instrument, language);
    }
  }
  return source;
}

std::string draft_text(const Lexicon& lexicon, const std::string& name, Language language) {
  for (const auto& [file, module] : lexicon.modules)
    for (const hir::Def& candidate : module->defs) {
      const auto* draft = std::get_if<hir::Instrument>(&candidate.node);
      if (draft == nullptr || candidate.qualified != name) continue;
      const hir::Label& title = draft->title;
      const std::string& own = language == Language::Vietnamese ? title.vi : title.en;
      return own.empty() ? instrument_text(*draft, language) : own;
    }
  return name;
}

std::string law_note_text(const Lexicon& lexicon, const nlohmann::json& note, Language language) {
  const bool vi = language == Language::Vietnamese;
  const auto cited = [&](const std::string& text) {
    return text.contains('@') ? source_text(lexicon, text, language) : text;
  };
  const std::string does = words_of(kDeeds, note.value("does", std::string()), language);
  const std::string of = note.value("of", std::string());
  const std::string on = note.value("on", std::string());
  std::string text = cited(note.value("by", std::string())) + " " + does + " " + cited(of);
  const std::string because = cited(note.value("because", std::string()));
  if (note.value("does", std::string()) == "replaces")
    text += (vi ? " bằng " : " with ") + because;
  else if (!because.empty())
    text += " (" + because + ")";
  if (on != of) text += ": " + named(lexicon, on, vi);
  if (note.value("possible", false))
    text += vi ? " (tùy dữ kiện còn thiếu)" : " (depends on missing facts)";
  return text;
}

}  // namespace phep::explain
