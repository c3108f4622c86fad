#include "compiler/law/pages.h"

#include "compiler/base/check.h"
#include "compiler/explain/citation_text.h"

#include <algorithm>

namespace phep::law {
namespace {

Citation as_citation(const Register& law, hir::DefId instrument, const Path& path) {
  return {law.def(instrument).name, path, {}, {}, {}};
}

// One provision as a line: how it is cited, and what the outline says of it.
Json line_json(const Register& law, hir::DefId id, const Path& path) {
  Json out = citation_json(law, id, as_citation(law, id, path));
  if (const auto* entry = entry_of(law.instrument(id), path)) {
    add_words(out, *entry);
  }
  return out;
}

// The day a relation takes effect: its own, else the first day of the instrument that states it.
Json effect_day(const hir::Instrument& by, const hir::Relation& relation) {
  if (relation.from) return day_text(*relation.from);
  std::optional<std::int32_t> first;
  for (const hir::ForceInterval& interval : by.force)
    if (!interval.from.expr.exists() && interval.from.days != hir::kAlways)
      first = std::min(first.value_or(interval.from.days), interval.from.days);
  return first ? Json(day_text(*first)) : Json(nullptr);
}

struct Related {
  hir::DefId by;
  const hir::Relation* relation;
  const hir::Cite* target;
};

// What other instruments do to the provision, a part of it, or a whole that holds it.
std::vector<Related> relations_to(const Register& law, hir::DefId id, const Path& path) {
  std::vector<Related> out;
  for (const hir::DefId by : instruments(law))
    for (const hir::Relation& relation : law.instrument(by).relations)
      for (const hir::Cite& target : relation.targets)
        if (target.instrument == id && overlap(target.written, path) != Overlap::None)
          out.push_back({by, &relation, &target});
  return out;
}

Json relations_json(const Register& law, hir::DefId id, const Path& path) {
  Json out = Json::array();
  const auto add = [&](hir::DefId by, const hir::Relation& relation, const hir::Cite& target) {
    out.push_back({{"kind", relation_word(relation.kind)},
                   {"by", citation_json(law, by, as_citation(law, by, {}))},
                   {"target", citation_json(law, target.instrument, target.written)},
                   {"from", effect_day(law.instrument(by), relation)}});
  };
  for (const Related& one : relations_to(law, id, path)) add(one.by, *one.relation, *one.target);
  if (path.empty())
    for (const hir::Relation& relation : law.instrument(id).relations)
      for (const hir::Cite& target : relation.targets) add(id, relation, target);
  return out;
}

std::string_view overlap_word(Overlap how) {
  switch (how) {
    case Overlap::Same: return "same";
    case Overlap::Part: return "part";
    case Overlap::Whole: return "whole";
    case Overlap::None: break;
  }
  PHEP_UNREACHABLE();
}

std::string trimmed(std::string_view line) {
  const auto begin = std::min(line.find_first_not_of(" \t"), line.size());
  const auto end = line.find_last_not_of(" \t\r");
  return std::string(line.substr(begin, end == std::string_view::npos ? 0 : end + 1 - begin));
}

Json mention_json(const Register& law, const Mention& mention) {
  const hir::Def& def = law.def(mention.by);
  const KindWords kind = kind_of(def);
  Json out = {{"kind", kind.key},
              {"kind_words", {{"vi", kind.vi}, {"en", kind.en}}},
              {"name", def.name.exists() ? Json(def.qualified) : Json(nullptr)},
              {"label", label_json(def.label)}};
  if (!mention.part.empty()) out["part"] = {{"kind", mention.part}, {"label", mention.label}};
  if (const auto* left = std::get_if<hir::Unencoded>(&def.node)) out["reason"] = left->reason;
  out["cites"] = citation_json(law, mention.cite->instrument, mention.cite->written);
  out["relation"] = overlap_word(mention.overlap);
  if (mention.see) out["see"] = true;
  const Span span = mention.cite->written.span;
  out["at"] = place_json(law, span);
  out["line"] = trimmed(law.sources.line(span.file, law.sources.place(span.file, span.begin).line));
  return out;
}

// Encoded by: norms and rules, not the declarations that only talk about law.
bool encodes(const hir::Def& def) {
  return std::holds_alternative<hir::Norm>(def.node) ||
         std::holds_alternative<hir::Rule>(def.node) ||
         std::holds_alternative<hir::Calendar>(def.node);
}

std::string_view known_word(Known how) {
  switch (how) {
    case Known::Listed: return "listed";
    case Known::Accepted: return "accepted";
    case Known::Absent: return "absent";
  }
  PHEP_UNREACHABLE();
}

void add_event(Json& events, Json date, std::string_view what, Json provision, Json more) {
  Json event = {{"date", std::move(date)}, {"event", what}, {"provision", std::move(provision)}};
  for (auto& [key, value] : more.items()) event[key] = value;
  events.push_back(std::move(event));
}

std::string_view event_word(hir::RelationKind kind) {
  switch (kind) {
    case hir::RelationKind::Details: return "detailed";
    case hir::RelationKind::Amends: return "amended";
    case hir::RelationKind::Repeals: return "repealed";
    case hir::RelationKind::Suspends: return "suspended";
    case hir::RelationKind::Replaces: return "replaced";
    case hir::RelationKind::Survives: return "outlived";
  }
  PHEP_UNREACHABLE();
}

void add_force(Json& events, const Json& intervals, const Json& provision) {
  for (const Json& interval : intervals) {
    if (!interval["from"].is_null())
      add_event(events, interval["from"], "in_force", provision, Json::object());
    if (!interval["until"].is_null())
      add_event(events, interval["until"], "ended", provision, Json::object());
  }
}

}  // namespace

std::string_view relation_word(hir::RelationKind kind) {
  switch (kind) {
    case hir::RelationKind::Details: return "details";
    case hir::RelationKind::Amends: return "amends";
    case hir::RelationKind::Repeals: return "repeals";
    case hir::RelationKind::Suspends: return "suspends";
    case hir::RelationKind::Replaces: return "replaces";
    case hir::RelationKind::Survives: return "survives";
  }
  PHEP_UNREACHABLE();
}

Json label_json(const hir::Label& label) {
  return {{"vi", label.vi}, {"en", label.en}};
}

void add_words(Json& out, const hir::OutlineEntry& entry) {
  const auto add = [&](const char* key, const hir::Label& label) {
    if (!label.vi.empty() || !label.en.empty()) out[key] = label_json(label);
  };
  add("heading", entry.heading);
  add("digest", entry.digest);
}

Json citation_json(const Register& law, hir::DefId id, const Citation& citation) {
  const hir::Instrument& instrument = law.instrument(id);
  Citation short_name = citation;
  short_name.instrument = law.def(id).name;
  std::string source = to_source(short_name, law.names);
  if (citation.path.empty()) source = law.names.text(short_name.instrument);
  return {{"citation", source},
          {"vi", explain::citation_text(citation, instrument, Language::Vietnamese)},
          {"en", explain::citation_text(citation, instrument, Language::English)}};
}

Json place_json(const Register& law, Span span) {
  return {{"path", law.sources.file(span.file).path},
          {"line", law.sources.place(span.file, span.begin).line}};
}

Json place_json(const Register& law, const hir::Def& def) {
  return place_json(law, def.name.exists() ? def.name_span : def.span);
}

Json force_json(const std::vector<hir::ForceInterval>& intervals) {
  Json out = Json::array();
  for (const hir::ForceInterval& interval : intervals) {
    Json one = {{"from", nullptr}, {"until", nullptr}};
    for (const auto& [key, bound] :
         {std::pair{"from", &interval.from}, {"until", &interval.until}}) {
      if (bound->expr.exists()) {
        one["depends_on_reading"] = true;
      } else if (bound->days != hir::kAlways && bound->days != hir::kForever) {
        one[key] = day_text(bound->days);
      }
    }
    out.push_back(std::move(one));
  }
  return out;
}

Json instrument_json(const Register& law, hir::DefId id) {
  const hir::Def& def = law.def(id);
  const hir::Instrument& instrument = law.instrument(id);
  return {{"name", law.names.text(def.name)},
          {"qualified", def.qualified},
          {"number", instrument.number},
          {"rank", instrument.rank},
          {"title", label_json(instrument.title)},
          {"vi", explain::instrument_text(instrument, Language::Vietnamese)},
          {"en", explain::instrument_text(instrument, Language::English)},
          {"issuer", instrument.issuer},
          {"adopted", instrument.adopted ? Json(day_text(*instrument.adopted)) : Json(nullptr)},
          {"at", place_json(law, def)}};
}

Json sources_json(const Register& law, const hir::Provenance& provenance) {
  Json out = Json::array();
  for (const hir::DefId id : provenance.sources) {
    const hir::Def& def = law.def(id);
    const auto& source = std::get<hir::Source>(def.node);
    out.push_back({{"name", law.names.text(def.name)},
                   {"title", label_json(source.title)},
                   {"url", source.url},
                   {"kind", source.kind},
                   {"read", day_text(source.read)}});
  }
  return out;
}

Json show_page(const Register& law, hir::DefId id, const Spoken& said,
               std::optional<std::int32_t> day) {
  const hir::Instrument& instrument = law.instrument(id);
  Citation citation = as_citation(law, id, said.path);
  citation.fragment = said.fragment;
  citation.last = said.last;
  Json out = citation_json(law, id, citation);
  out["instrument"] = instrument_json(law, id);
  out["outline"] = known_word(known(instrument, said.path));
  if (const auto* entry = entry_of(instrument, said.path)) {
    add_words(out, *entry);
  }
  Json above = Json::array();
  for (std::size_t n = 1; n < said.path.size(); ++n)
    above.push_back(line_json(
        law, id, Path(said.path.begin(), said.path.begin() + static_cast<std::ptrdiff_t>(n))));
  out["above"] = above;
  std::vector<Path> inner;
  for (const hir::OutlineEntry& entry : instrument.outline)
    if (entry.path.size() == said.path.size() + 1 && begins_with(entry.path, said.path))
      inner.push_back(entry.path);
  std::ranges::sort(inner, path_less);
  Json parts = Json::array();
  for (const Path& path : inner) parts.push_back(line_json(law, id, path));
  out["parts"] = parts;
  const ForceOf force = force_of(law, id, said.path);
  out["force"] = force_json(force.intervals);
  out["force_of"] = citation_of(law, id, force.of);
  if (day) {
    const auto held = in_force(force, *day);
    out["as_of"] = day_text(*day);
    out["in_force"] = held ? Json(*held) : Json("unknown");
  }
  out["relations"] = relations_json(law, id, said.path);
  Json encoded = Json::array();
  Json left = Json::array();
  for (const Mention& mention : mentions_of(law, id, said.path, said.path.empty())) {
    const hir::Def& by = law.def(mention.by);
    if (std::holds_alternative<hir::Unencoded>(by.node))
      left.push_back(mention_json(law, mention));
    else if (encodes(by) && !mention.see)
      encoded.push_back(mention_json(law, mention));
  }
  out["encoded_by"] = encoded;
  out["left_out"] = left;
  const hir::Provenance& provenance = instrument.provenance;
  out["confidence"] =
      provenance.stated ? Json(std::string(1, provenance.confidence)) : Json(nullptr);
  out["sources"] = sources_json(law, provenance);
  return out;
}

Json history_page(const Register& law, hir::DefId id, const Path& path) {
  const hir::Instrument& instrument = law.instrument(id);
  Json out = citation_json(law, id, as_citation(law, id, path));
  out["instrument"] = instrument_json(law, id);
  if (const auto* entry = entry_of(instrument, path)) add_words(out, *entry);
  Json events = Json::array();
  const Json whole = citation_json(law, id, as_citation(law, id, {}));
  if (instrument.adopted)
    add_event(events, day_text(*instrument.adopted), "adopted", whole, Json::object());
  const ForceOf force = force_of(law, id, path);
  add_force(events, force_json(force.intervals),
            citation_json(law, id, as_citation(law, id, force.of)));
  for (const auto& [of, interval] : instrument.own_force)
    if (of.path != force.of && begins_with(of.path, path))
      add_force(events, force_json({interval}), citation_json(law, id, of));
  for (const Related& one : relations_to(law, id, path))
    add_event(events, effect_day(law.instrument(one.by), *one.relation),
              event_word(one.relation->kind), citation_json(law, id, one.target->written),
              {{"by", citation_json(law, one.by, as_citation(law, one.by, {}))}});
  // By date; what has none comes last. Of one day, in the order above.
  std::vector<std::pair<std::string, std::size_t>> order;
  for (std::size_t i = 0; i < events.size(); ++i)
    order.emplace_back(events[i]["date"].is_null() ? "9999" : events[i]["date"].get<std::string>(),
                       i);
  std::ranges::sort(order);
  Json sorted = Json::array();
  for (const auto& [date, i] : order) sorted.push_back(events[i]);
  out["events"] = sorted;
  return out;
}

Json cited_by_page(const Register& law, hir::DefId id, const Path& path) {
  Json out = citation_json(law, id, as_citation(law, id, path));
  out["instrument"] = instrument_json(law, id);
  out["outline"] = known_word(known(law.instrument(id), path));
  if (const auto* entry = entry_of(law.instrument(id), path)) add_words(out, *entry);
  Json mentions = Json::array();
  for (const Mention& mention : mentions_of(law, id, path, true))
    mentions.push_back(mention_json(law, mention));
  out["cited_by"] = mentions;
  return out;
}

}  // namespace phep::law
