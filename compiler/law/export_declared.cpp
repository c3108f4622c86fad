// The declarations that are neither norm nor rule: instruments, readings, parties, lists,
// calendars, elections, and what is left out.
#include "compiler/law/export_parts.h"

#include <algorithm>

namespace phep::law {

Json instrument_out(const Exported& at, hir::DefId id) {
  const hir::Instrument& instrument = at.law.instrument(id);
  Json out = instrument_json(at.law, id);
  if (const auto* tree = tree_of<ast::Instrument>(at, at.law.def(id))) {
    out["overlay"] = tree->overlay;
    out["draft"] = tree->draft;
  }
  // Its own provisions that say what it changes in others.
  std::vector<hir::Cite> changing;
  for (const hir::Change& change : instrument.changes)
    for (const hir::Cite& cite : change.cites)
      if (std::ranges::find(changing, cite.written.span, [](const hir::Cite& one) {
            return one.written.span;
          }) == changing.end())
        changing.push_back(cite);
  out["cites"] = cites_json(at.law, changing);
  out["force"] = force_json(instrument.force);
  Json own = Json::array();
  for (const auto& [of, interval] : instrument.own_force)
    own.push_back({{"provision", citation_json(at.law, id, of)["citation"]},
                   {"force", force_json({interval})}});
  out["own_force"] = own;
  Json outline = Json::array();
  for (const hir::OutlineEntry& entry : instrument.outline) {
    Json one = {{"provision", dotted(entry.path)}};
    add_words(one, entry);
    outline.push_back(std::move(one));
  }
  out["outline"] = outline;
  out["outline_closed"] = instrument.outline_closed;
  Json relations = Json::array();
  for (const hir::Relation& relation : instrument.relations)
    for (const hir::Cite& target : relation.targets)
      relations.push_back(
          {{"kind", relation_word(relation.kind)},
           {"target", citation_json(at.law, target.instrument, target.written)},
           {"from", relation.from ? Json(day_text(*relation.from)) : Json(nullptr)}});
  out["relations"] = relations;
  Json figures = Json::array();
  for (const auto& [of, individuals] : instrument.figures)
    figures.push_back({{"provision", citation_json(at.law, id, of)["citation"]},
                       {"for", individuals ? "individuals" : "organisations"}});
  out["figures"] = figures;
  out["rows"] = instrument.provenance.rows;
  out["confidence"] = instrument.provenance.stated
                          ? Json(std::string(1, instrument.provenance.confidence))
                          : Json(nullptr);
  out["sources"] = sources_json(at.law, instrument.provenance);
  return out;
}

Json unencoded_json(const Exported& at, const hir::Def& def, const hir::Unencoded& left) {
  return {{"cites", cites_json(at.law, left.cites)},
          {"rows", left.provenance.rows},
          {"reason", left.reason},
          {"label", label_json(def.label)},
          {"at", place_json(at.law, def.span)}};
}

Json reading_json(const Exported& at, const hir::Def& def, const hir::Reading& reading) {
  Json out = head_json(at, def, "reading");
  Json options = Json::array();
  for (const hir::ReadingOption& option : reading.options)
    options.push_back({{"name", at.text(option.name)}, {"label", label_json(option.label)}});
  out["options"] = options;
  out["default"] = reading.fallback < reading.options.size()
                       ? Json(at.text(reading.options[reading.fallback].name))
                       : Json(nullptr);
  out["basis"] = reading.basis;
  out["cites"] = cites_json(at.law, reading.cites);
  add_provenance(out, at.law, reading.provenance);
  return out;
}

// Who has a role, and by what.
Json party_json(const Exported& at, const hir::Def& def, const hir::Party& party,
                const ast::Party& tree) {
  Json out = head_json(at, def, "party");
  Json held = Json::array();
  for (std::size_t i = 0; i < party.held.size(); ++i) {
    const hir::Holding& holding = party.held[i];
    Json one = {{"label", holding.label.exists() ? Json(at.text(holding.label)) : Json(nullptr)},
                {"through", named_json(at.law, holding.through)},
                {"when", i < tree.held.size() ? written(at, tree.held[i].when) : Json(nullptr)}};
    add_authority(one, at.law, holding.authority);
    held.push_back(std::move(one));
  }
  out["held"] = held;
  return out;
}

// The items in the order of writing. One that is not encoded has no node: its rows are as written.
Json list_json(const Exported& at, const hir::Def& def, const hir::Enum& list,
               const ast::ClosedList& tree) {
  Json out = head_json(at, def, "closed list");
  const hir::Def& hidden = at.law.def(list.items);
  const auto& rule = std::get<hir::Rule>(hidden.node);
  add_authority(out, at.law, rule.authority);
  Json items = Json::array();
  for (const ast::ListItem& item : tree.items) {
    Json one = {{"label", at.text(item.label.name)},
                {"code", item.code.value},
                {"encoded", !item.unencoded},
                {"when", written(at, item.when)},
                {"since", written(at, item.since)}};
    const auto node = std::ranges::find(rule.nodes, item.label.name, &hir::RuleNode::label);
    if (node != rule.nodes.end()) {
      add_authority(one, at.law, node->authority);
    } else {
      Json rows = Json::array();
      for (const ast::Text& row : item.authority.provenance.rows) rows.push_back(row.value);
      one["rows"] = rows;
      one["cites"] = cites_in(at, item.span);
    }
    items.push_back(std::move(one));
  }
  out["items"] = items;
  return out;
}

Json calendar_json(const Exported& at, const hir::Def& def, const hir::Calendar& calendar) {
  Json out = head_json(at, def, "calendar");
  add_authority(out, at.law, calendar.authority);
  out["covers"] = {{"from", day_text(calendar.first)}, {"through", day_text(calendar.last)}};
  const auto days_json = [&](const std::vector<hir::CalendarDays>& rows) {
    Json days = Json::array();
    for (const hir::CalendarDays& row : rows) {
      Json one = {{"first", day_text(row.first)},
                  {"last", day_text(row.last)},
                  {"kind", row.worked ? "worked" : "rest"},
                  {"label", label_json(row.words)}};
      add_authority(one, at.law, row.authority);
      days.push_back(std::move(one));
    }
    return days;
  };
  out["days"] = days_json(calendar.days);
  Json groups = Json::array();
  for (const hir::CalendarGroup& group : calendar.groups) {
    Json ways = Json::array();
    for (const hir::CalendarAlternative& way : group.alternatives)
      ways.push_back({{"name", at.text(way.name)},
                      {"proposal", way.proposal},
                      {"label", label_json(way.words)},
                      {"days", days_json(way.days)}});
    groups.push_back(
        {{"name", at.text(group.name)}, {"awaiting", group.awaiting}, {"alternatives", ways}});
  }
  out["pending"] = groups;
  return out;
}

Json election_json(const Exported& at, const hir::Def& def, const hir::Rule& rule,
                   const ast::Elect& tree) {
  Json out = head_json(at, def, "elect");
  add_authority(out, at.law, rule.authority);
  out["made"] = written(at, tree.made);
  out["available"] = written(at, tree.available);
  out["lost"] = written(at, tree.lost);
  out["disapplies"] = cites_json(at.law, rule.disapplies);
  return out;
}

}  // namespace phep::law
