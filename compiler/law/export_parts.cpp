#include "compiler/law/export_parts.h"

#include "compiler/hir/change_word.h"

#include <algorithm>

namespace phep::law {
namespace {

// Source text on one line, without its comments.
std::string one_line(std::string_view text) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) quoted = !quoted;
    if (!quoted && text.substr(i).starts_with("//")) {
      i = std::min(text.find('\n', i), text.size()) - 1;
      continue;
    }
    const bool blank =
        !quoted && (text[i] == ' ' || text[i] == '\n' || text[i] == '\t' || text[i] == '\r');
    if (!blank) {
      out += text[i];
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

}  // namespace

std::string written(const Exported& at, Span span) {
  return one_line(at.law.sources.text(span));
}
Json written(const Exported& at, ast::ExprId id) {
  return id.exists() ? Json(written(at, at.tree.exprs[id].span)) : Json(nullptr);
}

Json named_json(const Register& law, hir::DefId id) {
  if (!id.exists()) return nullptr;
  const hir::Def& def = law.def(id);
  return {{"name", def.qualified}, {"vi", def.label.vi}, {"en", def.label.en}};
}

Json cites_json(const Register& law, const std::vector<hir::Cite>& cites) {
  Json out = Json::array();
  for (const hir::Cite& cite : cites)
    out.push_back(citation_json(law, cite.instrument, cite.written));
  return out;
}

Json cites_in(const Exported& at, Span span) {
  Json out = Json::array();
  for (const hir::Mention& mention : at.module.mentions) {
    const Span own = mention.cite.written.span;
    if (!mention.see && own.begin >= span.begin && own.end <= span.end)
      out.push_back(citation_json(at.law, mention.cite.instrument, mention.cite.written));
  }
  return out;
}

void add_provenance(Json& out, const Register& law, const hir::Provenance& provenance) {
  out["rows"] = provenance.rows;
  out["confidence"] =
      provenance.stated ? Json(std::string(1, provenance.confidence)) : Json(nullptr);
  Json sources = Json::array();
  for (const hir::DefId id : provenance.sources) sources.push_back(law.def(id).qualified);
  out["sources"] = sources;
}

namespace {

// What other instruments repeal, suspend, replace or keep of what is cited.
Json changes_json(const Register& law, const std::vector<hir::Cite>& cites) {
  Json out = Json::array();
  for (const hir::DefId by : instruments(law))
    for (const hir::Change& change : law.instrument(by).changes)
      for (const hir::Cite& cite : cites) {
        if (change.target.instrument != cite.instrument) continue;
        const Overlap how = overlap(change.target.written, cite.written.path);
        if (how != Overlap::Same && how != Overlap::Whole) continue;
        Json force = Json::array();
        for (const auto& clause : change.force.clauses) force.push_back(force_json(clause));
        out.push_back(
            {{"kind", hir::change_word(change.kind)},
             {"by", law.names.text(law.def(by).name)},
             {"target", citation_json(law, change.target.instrument, change.target.written)},
             {"force", std::move(force)}});
      }
  return out;
}

}  // namespace

void add_authority(Json& out, const Register& law, const hir::Authority& authority) {
  out["rows"] = authority.provenance.rows;
  out["cites"] = cites_json(law, authority.cites);
  if (!authority.see.empty()) out["see"] = cites_json(law, authority.see);
  Json force = Json::array();
  for (const auto& clause : authority.force.clauses) force.push_back(force_json(clause));
  out["force"] = force;
  if (Json changes = changes_json(law, authority.cites); !changes.empty())
    out["changes"] = std::move(changes);
  add_provenance(out, law, authority.provenance);
}

Json head_json(const Exported& at, const hir::Def& def, std::string_view kind) {
  Json out = {{"name", def.qualified}, {"kind", kind}, {"label", label_json(def.label)}};
  if (!def.doc.empty()) out["doc"] = def.doc;
  out["at"] = place_json(at.law, def);
  return out;
}

}  // namespace phep::law
