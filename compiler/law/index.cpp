#include "compiler/law/index.h"

#include "compiler/base/text.h"
#include "compiler/explain/speech.h"
#include "compiler/law/deadline_terms.h"

#include <algorithm>
#include <array>
#include <compare>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace phep::law {
namespace {

// Where an entry stands in its index: compared part by part.
struct Heading {
  std::string first;             // an instrument, a party, or nothing
  Path path;                     // of an article
  std::int64_t kind = 0, n = 0;  // of a deadline: its unit and length
  Json words;                    // {"vi": …, "en": …}

  friend bool operator<(const Heading& a, const Heading& b) {
    if (a.first != b.first) return a.first < b.first;
    if (a.path != b.path) return path_less(a.path, b.path);
    return std::tie(a.kind, a.n) < std::tie(b.kind, b.n);
  }
};

Json both(std::string vi, std::string en) {
  return {{"vi", std::move(vi)}, {"en", std::move(en)}};
}

std::vector<Heading> articles_of(const Register& law, const hir::Norm& norm,
                                 const std::vector<hir::DefId>& only) {
  std::vector<Heading> out;
  for (const hir::Cite& cite : norm.authority.cites) {
    if (!only.empty() && std::ranges::find(only, cite.instrument) == only.end()) continue;
    Json words = citation_json(law, cite.instrument, cite.written);
    if (const auto* entry = entry_of(law.instrument(cite.instrument), cite.written.path))
      add_words(words, *entry);
    out.push_back({law.def(cite.instrument).qualified, cite.written.path, 0, 0, std::move(words)});
  }
  return out;
}

std::vector<Heading> bearers_of(const Register& law, const hir::Norm& norm) {
  std::vector<Heading> out;
  std::vector<hir::DefId> parties = norm.bearers;
  for (const hir::FallbackBearer& row : norm.fallback_bearers)
    parties.insert(parties.end(), row.parties.begin(), row.parties.end());
  for (const hir::DefId party : parties)
    out.push_back({law.def(party).qualified, {}, 0, 0, label_json(law.def(party).label)});
  if (out.empty()) out.push_back({"", {}, 0, 0, both("không nêu ai", "nobody is named")});
  return out;
}

std::vector<Heading> deadlines_of(const Register& law, FileId file, const hir::Norm& norm) {
  // Behind every unit: lengths that facts give, ends that are given, judgments, none.
  constexpr std::int64_t kFacts = 100, kGiven = 101, kJudged = 102, kNone = 103;
  const explain::Speech vi(Language::Vietnamese);
  const explain::Speech en(Language::English);
  std::vector<Heading> out;
  const DeadlineTerms terms = deadline_terms(law, file, norm);
  for (const DeadlineTerm& term : terms.counted) {
    if (!term.count || !term.unit) {
      out.push_back({"", {}, kFacts, 0, both("độ dài do dữ kiện", "of a length that facts give")});
      continue;
    }
    const auto unit = static_cast<decision::Unit>(*term.unit);
    out.push_back({"",
                   {},
                   static_cast<std::int64_t>(*term.unit),
                   *term.count,
                   both(vi.term(*term.count, unit), en.term(*term.count, unit))});
  }
  if (terms.written)
    out.push_back({"", {}, kGiven, 0, both("hạn cho sẵn", "an end that is given")});
  if (norm.due_by_judgment)
    out.push_back({"", {}, kJudged, 0, both("người có thẩm quyền ấn định", "a person sets it")});
  if (out.empty()) out.push_back({"", {}, kNone, 0, both("không có thời hạn", "no deadline")});
  return out;
}

Json entry_json(const Register& law, hir::DefId id, const hir::Norm& norm) {
  const hir::Def& def = law.def(id);
  const KindWords kind = kind_of(def);
  Json cites = Json::array();
  for (const hir::Cite& cite : norm.authority.cites)
    cites.push_back(citation_json(law, cite.instrument, cite.written)["citation"]);
  return {{"name", def.qualified},
          {"kind", kind.key},
          {"kind_words", both(kind.vi, kind.en)},
          {"label", label_json(def.label)},
          {"cites", cites},
          {"confidence", norm.authority.provenance.stated
                             ? Json(std::string(1, norm.authority.provenance.confidence))
                             : Json(nullptr)},
          {"at", place_json(law, def)}};
}

}  // namespace

Json index_page(const Register& law, IndexBy by, const std::vector<hir::DefId>& instruments) {
  std::map<Heading, std::map<std::string, Json>> entries;
  for (const auto& [file, module] : law.modules)
    for (std::uint32_t i = 0; i < module->defs.size(); ++i) {
      const auto* norm = std::get_if<hir::Norm>(&module->defs[i].node);
      if (norm == nullptr) continue;
      const bool chosen =
          instruments.empty() ||
          std::ranges::any_of(norm->authority.cites, [&](const hir::Cite& cite) {
            return std::ranges::find(instruments, cite.instrument) != instruments.end();
          });
      if (!chosen) continue;
      const std::vector<Heading> headings =
          by == IndexBy::Article  ? articles_of(law, *norm, instruments)
          : by == IndexBy::Bearer ? bearers_of(law, *norm)
                                  : deadlines_of(law, file, *norm);
      for (const Heading& heading : headings)
        entries[heading].emplace(module->defs[i].qualified, entry_json(law, {file, i}, *norm));
    }
  constexpr std::array<std::string_view, 3> kBy = {"article", "bearer", "deadline"};
  Json list = Json::array();
  for (const auto& [heading, norms] : entries) {
    Json one = {{"heading", heading.words}, {"norms", Json::array()}};
    for (const auto& [name, norm] : norms) one["norms"].push_back(norm);
    list.push_back(std::move(one));
  }
  return {{"format", "phep-law-index/1"},
          {"by", kBy.at(static_cast<std::size_t>(by))},
          {"entries", list}};
}

std::string index_text(const Json& page, Language language) {
  const bool vi = language == Language::Vietnamese;
  const auto spoken = [&](const Json& label) {
    const std::string own = label.value(vi ? "vi" : "en", "");
    return visible(own.empty() ? label.value(vi ? "en" : "vi", "") : own);
  };
  const std::string by = page["by"].get<std::string>();
  std::string out = "# ";
  if (by == "article") out += vi ? "Quy phạm theo điều khoản" : "Norms by article";
  if (by == "bearer") out += vi ? "Quy phạm theo người có nghĩa vụ" : "Norms by bearer";
  if (by == "deadline") out += vi ? "Quy phạm theo thời hạn" : "Norms by deadline";
  out += "\n";
  for (const Json& one : page["entries"]) {
    const Json& heading = one["heading"];
    out += "\n## " + spoken(heading);
    if (heading.contains("heading")) out += ": " + spoken(heading["heading"]);
    out += "\n\n";
    if (heading.contains("digest")) out += spoken(heading["digest"]) + "\n\n";
    for (const Json& norm : one["norms"]) {
      std::string cites;
      for (const Json& cite : norm["cites"])
        cites += (cites.empty() ? "" : ", ") + cite.get<std::string>();
      out += "- " + spoken(norm["label"]) + " (" + spoken(norm["kind_words"]) +
             (cites.empty() ? "" : "; " + cites) + "): `" +
             visible(norm["name"].get<std::string>()) + "`\n";
    }
  }
  return out;
}

}  // namespace phep::law
