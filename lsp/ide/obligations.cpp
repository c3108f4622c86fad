// The norms of a case as decided, or of a file with their deadlines in words.
#include "compiler/explain/labels.h"
#include "compiler/explain/law_notes.h"
#include "compiler/explain/norm_note.h"
#include "compiler/explain/status_words.h"
#include "compiler/runtime/phep_abi.h"
#include "lsp/ide/force.h"
#include "lsp/ide/views.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace phep::ide {
namespace {

using Json = nlohmann::json;

RowStatus status_of(std::string_view status) {
  if (status == "fulfilled" || status == "met" || status == "granted" || status == "available")
    return RowStatus::Met;
  if (status == "violated" || status == "late") return RowStatus::Violated;
  if (status == "pending" || status == "deferred" || status == "upcoming")
    return RowStatus::Pending;
  if (explain::binds_nobody(status) || status == "not_granted" || status == "not_available")
    return RowStatus::NotApplicable;
  return RowStatus::Unknown;
}

// A moment of an answer in words; alternatives one after the other.
std::string when(const Json& norm, const char* key, const explain::Speech& speech,
                 const decision::NormSpec& spec) {
  const auto found = norm.find(key);
  if (found == norm.end()) return {};
  const auto midnight =
      spec.due_before ? explain::Speech::Midnight::Begins : explain::Speech::Midnight::Ends;
  std::vector<std::string> ways;
  const auto add = [&](const Json& value) {
    if (!value.is_string()) return;
    if (const auto ms = explain::instant_of(value))
      ways.push_back(speech.moment(*ms, spec.zone_minutes, midnight));
  };
  add(*found);
  if (found->is_object() && found->contains("$one_of"))
    for (const Json& one : (*found)["$one_of"]) add(one);
  return speech.listed(ways, "hoặc", "or");
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& one : parts) out += (out.empty() ? "" : "; ") + one;
  return out;
}

// What stands in the brackets of an answer's key: `answer[/requests/3]`.
std::string element_of(const std::string& key, const explain::Labels& labels) {
  const std::size_t open = key.find('[');
  if (open == std::string::npos || !key.ends_with(']')) return {};
  const std::string inner = key.substr(open + 1, key.size() - open - 2);
  return inner.starts_with('/') ? labels.fact(inner) : inner;
}

void add_norms(const ViewOf& of, const Answered& one, std::set<std::string>& seen,
               std::vector<ViewRow>& out) {
  const Json answer = Json::parse(one.decided.output, nullptr, false);
  if (one.decided.status != PHEP_OK || !answer.is_object()) {
    out.push_back(
        {.label = of.language == Language::Vietnamese ? "không ra được quyết định" : "no decision",
         .description = one.decided.output,
         .status = RowStatus::Unknown});
    return;
  }
  const explain::Speech speech(of.language);
  const explain::Lexicon lexicon = of.bench.lexicon();
  const explain::Labels labels(lexicon, one.question.target, speech);
  const decision::Program& program = of.bench.program();
  const decision::Decision& decision = program.decisions[one.question.decision];
  const Json norms = answer.value("norms", Json::object());
  for (const auto& [key, norm] : norms.items()) {
    const auto output = std::ranges::find_if(decision.norms, [&](const auto& row) {
      return key == row.key || key.starts_with(row.key + "[");
    });
    if (output == decision.norms.end() || !norm.is_object()) continue;
    const decision::NormSpec& spec = program.norms[output->norm];
    const hir::Def* def = labels.find(spec.symbol);
    if (def == nullptr || !seen.insert(spec.symbol + key).second) continue;
    const std::string status = norm.value("status", "error");
    ViewRow row{.label = labels.label(*def),
                .description = explain::status_words(status, of.language),
                .status = status_of(status),
                .due = when(norm, norm.contains("through") ? "through" : "due", speech, spec),
                .at = def->name_span};
    if (const std::string element = element_of(key, labels); !element.empty())
      row.label += " – " + element;
    std::vector<std::string> cites;
    for (const Json& cite : norm.value("cites", Json::array()))
      if (cite.is_string())
        cites.push_back(explain::source_text(lexicon, cite.get<std::string>(), of.language));
    row.citation = joined(cites);
    out.push_back(std::move(row));
  }
}

std::string due_words(const ast::Norm& norm, const std::string& text) {
  std::string out;
  for (const ast::DueRow& row : norm.due) {
    std::string one = text.substr(row.span.begin, row.span.end - row.span.begin);
    std::ranges::replace(one, '\n', ' ');
    if (!out.empty()) out += "; ";
    out += one;
  }
  return out;
}

RowStatus status_of(InForce force) {
  switch (force) {
    case InForce::Yes: return RowStatus::InForce;
    case InForce::NotYet: return RowStatus::NotYet;
    case InForce::NoMore: return RowStatus::Repealed;
    case InForce::Unknown: break;
  }
  return RowStatus::Unknown;
}

}  // namespace

CaseQuestion on_day(const CaseBench& bench, CaseQuestion question,
                    std::optional<std::int32_t> day) {
  if (!day) return question;
  const decision::Decision& decision = bench.program().decisions[question.decision];
  question.options.as_of =
      std::int64_t{*day} * kDayMs - std::int64_t{decision.zone_minutes} * 60'000;
  return question;
}

std::vector<Answered> answered(const ViewOf& of) {
  std::vector<Answered> out;
  if (of.one == nullptr) return out;
  for (CaseQuestion& question : of.bench.questions(*of.one)) {
    CaseQuestion asked = on_day(of.bench, std::move(question), of.as_of);
    Decided decided = of.bench.decide(asked);
    out.push_back({std::move(asked), std::move(decided)});
  }
  return out;
}

std::vector<ViewRow> obligations(const ViewOf& of) {
  std::vector<ViewRow> out;
  if (of.one != nullptr) {
    std::set<std::string> seen;
    for (const Answered& one : answered(of)) add_norms(of, one, seen, out);
    return out;
  }
  const explain::Speech speech(of.language);
  const explain::Lexicon lexicon = of.bench.lexicon();
  const explain::Labels labels(lexicon, {}, speech);
  const CaseBench::Member& member = of.bench.members().back();  // the file itself: imports first
  LawOn::Modules modules;
  for (const CaseBench::Member& one : of.bench.members()) modules.push_back(one.checked);
  const LawOn law(std::move(modules), of.as_of.value_or(of.today));
  for (const ast::DeclId id : member.parsed->module.order) {
    const ast::Decl& decl = member.parsed->module.decls[id];
    const auto* written = std::get_if<ast::Norm>(&decl.node);
    if (written == nullptr) continue;
    for (const hir::Def& def : member.checked->module.defs) {
      const auto* norm = std::get_if<hir::Norm>(&def.node);
      if (norm == nullptr || def.span.begin != decl.span.begin) continue;
      out.push_back({.label = labels.label(def),
                     .description = due_words(*written, of.bench.text(member.file)),
                     .status = status_of(law.of(norm->authority)),
                     .citation = joined(labels.cites(norm->authority.cites)),
                     .at = def.name_span});
    }
  }
  return out;
}

}  // namespace phep::ide
