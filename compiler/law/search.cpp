// Search: every word must be found in what is shown of an entry; titles weigh more than digests.
#include "compiler/base/text.h"
#include "compiler/explain/citation_text.h"
#include "compiler/law/pages.h"

#include <algorithm>
#include <set>

namespace phep::law {
namespace {

struct Field {
  std::string folded;
  int weight;
};
struct Entry {
  Json shown;
  std::vector<Field> fields;
  std::string order;  // ties
};

std::vector<std::string> split(const std::string& folded) {
  std::vector<std::string> words(1);
  for (const char c : folded) {
    const bool part = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' || c == '_' ||
                      static_cast<unsigned char>(c) >= 0x80;
    if (part) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

// A whole word 4, the beginning of one 2, somewhere inside 1; times the field's weight.
int score_of(const std::string& word, const Entry& entry) {
  int best = 0;
  for (const Field& field : entry.fields)
    for (std::size_t at = field.folded.find(word); at != std::string::npos;
         at = field.folded.find(word, at + 1)) {
      const auto letter = [&](std::size_t i) {
        const char c = i < field.folded.size() ? field.folded[i] : ' ';
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      };
      const bool begins = at == 0 || !letter(at - 1);
      const bool ends = !letter(at + word.size());
      best = std::max(best, field.weight * (begins && ends ? 4 : begins ? 2 : 1));
    }
  return best;
}

// The words in a row, as they were asked, are worth more than the words apart.
int phrase_bonus(const std::string& phrase, const Entry& entry) {
  int best = 0;
  for (const Field& field : entry.fields)
    if (field.folded.contains(phrase)) best = std::max(best, field.weight * 3);
  return best;
}

void add_instrument(const Register& law, hir::DefId id, std::vector<Entry>& out) {
  const hir::Def& def = law.def(id);
  const hir::Instrument& instrument = law.instrument(id);
  const std::string name(law.names.text(def.name));
  out.push_back({{{"kind", "instrument"},
                  {"kind_words", {{"vi", "văn bản"}, {"en", "instrument"}}},
                  {"citation", name},
                  {"label", label_json(instrument.title)},
                  {"at", place_json(law, def)}},
                 {{fold(instrument.title.vi), 6},
                  {fold(instrument.title.en), 6},
                  {fold(explain::instrument_text(instrument, Language::Vietnamese)), 6},
                  {fold(name), 6}},
                 name});
  for (const hir::OutlineEntry& entry : instrument.outline) {
    if (!entry.described()) continue;
    const std::string citation = citation_of(law, id, entry.path);
    Json shown = {{"kind", "provision"},
                  {"kind_words", {{"vi", "điều khoản"}, {"en", "provision"}}},
                  {"citation", citation},
                  {"label", label_json(entry.heading)}};
    if (!entry.digest.vi.empty() || !entry.digest.en.empty())
      shown["digest"] = label_json(entry.digest);
    shown["at"] = place_json(law, def);
    out.push_back({std::move(shown),
                   {{fold(entry.heading.vi), 5},
                    {fold(entry.heading.en), 5},
                    {fold(entry.digest.vi), 3},
                    {fold(entry.digest.en), 3},
                    {fold(citation), 2}},
                   citation});
  }
}

void add_declaration(const Register& law, const hir::Module& module, const hir::Def& def,
                     std::vector<Entry>& out) {
  const bool hidden = def.label.vi.empty() && def.label.en.empty() && def.doc.empty();
  if (hidden || std::holds_alternative<hir::Instrument>(def.node)) return;
  const KindWords kind = kind_of(def);
  Json cites = Json::array();
  std::string cited;
  for (const hir::Mention& mention : module.mentions) {
    const Span span = mention.cite.written.span;
    if (span.begin < def.span.begin || span.end > def.span.end || mention.see) continue;
    Json one = citation_json(law, mention.cite.instrument, mention.cite.written)["citation"];
    if (std::ranges::find(cites, one) == cites.end()) {
      cited += one.get<std::string>() + " ";
      cites.push_back(std::move(one));
    }
  }
  out.push_back({{{"kind", kind.key},
                  {"kind_words", {{"vi", kind.vi}, {"en", kind.en}}},
                  {"name", def.name.exists() ? Json(def.qualified) : Json(nullptr)},
                  {"label", label_json(def.label)},
                  {"cites", cites},
                  {"at", place_json(law, def.span)}},
                 {{fold(def.label.vi), 4},
                  {fold(def.label.en), 4},
                  {fold(def.qualified), 3},
                  {fold(def.doc), 2},
                  {fold(cited), 2}},
                 def.qualified});
  const auto* record = std::get_if<hir::Record>(&def.node);
  if (record == nullptr) return;
  for (const hir::Field& field : record->fields) {
    if (field.label.vi.empty() && field.label.en.empty()) continue;
    const std::string name = def.qualified + "." + std::string(law.names.text(field.name));
    out.push_back({{{"kind", "fact"},
                    {"kind_words", {{"vi", "dữ kiện"}, {"en", "fact"}}},
                    {"name", name},
                    {"label", label_json(field.label)},
                    {"at", place_json(law, field.span)}},
                   {{fold(field.label.vi), 2}, {fold(field.label.en), 2}, {fold(name), 1}},
                   name});
  }
}

}  // namespace

Json search_page(const Register& law, std::string_view words, std::size_t limit) {
  const std::string phrase = fold(normalise(words));
  const auto wanted = split(phrase);
  std::vector<Entry> entries;
  for (const hir::DefId id : instruments(law)) add_instrument(law, id, entries);
  for (const auto& [file, module] : law.modules)
    for (const hir::Def& def : module->defs) add_declaration(law, *module, def, entries);

  struct Hit {
    int score;
    const Entry* entry;
  };
  std::vector<Hit> hits;
  for (const Entry& entry : entries) {
    int total = 0;
    bool all = !wanted.empty();
    for (const std::string& word : wanted) {
      const int one = score_of(word, entry);
      all = all && one > 0;
      total += one;
    }
    if (all) hits.push_back({total + phrase_bonus(phrase, entry), &entry});
  }
  std::ranges::sort(hits, [](const Hit& a, const Hit& b) {
    if (a.score != b.score) return a.score > b.score;
    return a.entry->order < b.entry->order;
  });
  Json out = {{"words", std::string(words)}, {"found", hits.size()}, {"hits", Json::array()}};
  for (std::size_t i = 0; i < hits.size() && i < limit; ++i) {
    Json hit = hits[i].entry->shown;
    hit["score"] = hits[i].score;
    out["hits"].push_back(std::move(hit));
  }
  if (!hits.empty()) return out;
  // Nothing holds all words: the nearest word of the register for each that it does not know.
  std::set<std::string> vocabulary;
  for (const Entry& entry : entries)
    for (const Field& field : entry.fields)
      for (std::string& word : split(field.folded)) vocabulary.insert(std::move(word));
  const std::vector<std::string_view> known(vocabulary.begin(), vocabulary.end());
  Json suggestions = Json::array();
  for (const std::string& word : wanted)
    if (!vocabulary.contains(word))
      if (const auto near = nearest(word, known); !near.empty())
        suggestions.push_back({{"word", word}, {"suggestion", near}});
  out["suggestions"] = suggestions;
  return out;
}

}  // namespace phep::law
