// Rules and norms, one after another: gaps, overlaps, cases that never decide, norms that never
// bind.
#include "compiler/base/check.h"
#include "compiler/decision/measure.h"
#include "compiler/diagnostics/kinds/proofs.h"
#include "compiler/verify/inquiry.h"
#include "compiler/verify/remembered.h"

#include <algorithm>
#include <map>
#include <set>

namespace phep::verify {

namespace {

// A module's own rules with cases, and its norms.
std::vector<decision::Entry> entries_of(const hir::Module& module, const Options& options) {
  std::vector<decision::Entry> out;
  for (std::uint32_t i = 0; i < module.defs.size(); ++i) {
    const hir::Def& def = module.defs[i];
    if (!def.qualified.contains(options.filter)) continue;
    const auto* rule = std::get_if<hir::Rule>(&def.node);
    const bool chooses = rule != nullptr && !rule->by_judgment && !rule->nodes.empty();
    const auto* norm = std::get_if<hir::Norm>(&def.node);
    const bool asked = norm != nullptr && !norm->occurrence.exists();
    if (chooses || asked) out.push_back({{module.file, i}, module.file});
  }
  return out;
}

class Declarations {
 public:
  Declarations(const testing::Program& program, const hir::Module& module, const Options& options,
               Report& report)
      : program_(program), module_(module), options_(options), report_(report) {}

  void run() {
    const auto entries = entries_of(module_, options_);
    if (entries.empty()) return;
    const auto all = subject_of(program_, entries);
    if (all != nullptr) {
      const Remembered remembered(options_, all->program, "module " + module_.name);
      if (remembered.recall(report_, [&](Result& result) { locate(entries, result); })) return;
      const Report before = report_;
      for (const decision::Entry& entry : entries) ask(*all, entry.target);
      remembered.keep(before, report_);
      return;
    }
    for (const decision::Entry& entry : entries) {
      const auto one = subject_of(program_, std::span(&entry, 1));
      if (one != nullptr) {
        ask(*one, entry.target);
        continue;
      }
      Result result = about(entry.target, Question::Gap);
      result.why = "a declaration that cannot be lowered alone";
      report_.results.push_back(std::move(result));
    }
  }

 private:
  // Where a result of a former run stands now.
  void locate(const std::vector<decision::Entry>& entries, Result& result) const {
    for (const decision::Entry& entry : entries)
      if (const Result here = about(entry.target, result.question);
          here.subject == result.subject) {
        result.def = here.def;
        result.span = here.span;
        if (result.question == Question::DeadCase) to_case(result);
      }
  }

  // A case stands at its own line.
  void to_case(Result& result) const {
    const auto& rule = std::get<hir::Rule>(program_.def(result.def).node);
    for (const hir::RuleNode& node : rule.nodes)
      if (program_.names.text(node.label) == result.part) result.span = node.span;
  }

  Result about(hir::DefId id, Question question) const {
    const hir::Def& def = program_.def(id);
    Result out;
    out.question = question;
    out.subject = def.qualified;
    out.def = id;
    out.span = def.name_span;
    return out;
  }

  // What only a draft says is looked at as if the draft were in force.
  void ask(Subject& subject, hir::DefId id) {
    const std::size_t before = report_.results.size();
    ask(subject, id, false);
    bool drafts = false;
    for (std::uint32_t i = 0; i < subject.program.readings.size(); ++i)
      drafts = drafts || subject.program.readings[decision::ReadingId{i}].draft;
    const bool dead = std::any_of(
        report_.results.begin() + static_cast<std::ptrdiff_t>(before), report_.results.end(),
        [](const Result& one) {
          return one.verdict == Verdict::Vacuous ||
                 (one.verdict == Verdict::Refuted && one.question == Question::DeadNorm);
        });
    if (!drafts || !dead) return;
    report_.results.resize(before);
    ask(subject, id, true);
  }

  void ask(Subject& subject, hir::DefId id, bool drafts) {
    const hir::Def& def = program_.def(id);
    Encoder encoder(subject.context, subject.program, subject.interpreter.image(),
                    {.elements = options_.elements, .drafts = drafts});
    const decision::Decision& decision = decision_of(subject.program, def.qualified);
    const Encoded encoded = encoder.encode(decision);
    Inquiry inquiry(encoder, options_);
    if (std::holds_alternative<hir::Rule>(def.node))
      rule(subject, encoder, inquiry, decision, id);
    else
      norm(encoder, inquiry, encoded, id);
    count_constructs(encoder, report_);
    for (const decision::FunctionId f : decision::reached_functions(subject.program, decision))
      report_.instructions += subject.program.functions[f].insts.size();
  }

  void rule(Subject& subject, Encoder& encoder, Inquiry& inquiry,
            const decision::Decision& decision, hir::DefId id) {
    const hir::Def& def = program_.def(id);
    const Logic& logic = encoder.logic();
    const expr premise = encoder.in_force_somewhere(def.qualified);
    std::vector<const ChoiceSeen*> choices;
    for (const ChoiceSeen& seen : encoder.choices())
      if (seen.rule == def.qualified) choices.push_back(&seen);
    if (choices.empty()) return;
    expr somewhere = logic.no();
    for (const ChoiceSeen* seen : choices)
      for (const ChoiceSeen::Node& node : seen->nodes)
        somewhere = logic.either(somewhere, node.guard);
    if (vacuous(inquiry, encoder, logic.both(premise, somewhere), id, Question::Gap)) return;

    expr gap = logic.no();
    expr conflict = logic.no();
    for (const ChoiceSeen* seen : choices) {
      gap = logic.either(gap, seen->gap);
      conflict = logic.either(conflict, seen->conflict);
    }
    // A case stands once in every choice of the rule: of its value, its presence, its upper end.
    std::map<std::string, expr> chosen;
    for (const ChoiceSeen* seen : choices)
      for (const ChoiceSeen::Node& node : seen->nodes) {
        const auto [found, fresh] = chosen.emplace(node.name, node.chosen);
        if (!fresh) found->second = logic.either(found->second, node.chosen);
      }
    if (!std::get<hir::Rule>(def.node).fallback.exists())
      never(subject, encoder, inquiry, decision, id, Question::Gap, {premise, gap}, "gap");
    never(subject, encoder, inquiry, decision, id, Question::Overlap, {premise, conflict},
          "conflict");

    for (const auto& [name, decides] : chosen) {
      if (name == def.qualified) continue;  // a rule in one expression
      Result result = about(id, Question::DeadCase);
      result.part =
          name.starts_with(def.qualified + ".") ? name.substr(def.qualified.size() + 1) : name;
      to_case(result);
      inquiry.witness({decides}, result);
      report_.results.push_back(std::move(result));
    }
  }

  // No condition of it ever holds while it is in force: whatever is proved of it says nothing.
  bool vacuous(Inquiry& inquiry, const Encoder& encoder, const expr& premise, hir::DefId id,
               Question question) {
    if (premise.is_true() || inquiry.possible({premise}) != Answer::No) return false;
    Result result = about(id, question);
    const bool cuts_lists = encoder.cuts_lists({premise});
    result.verdict = cuts_lists ? Verdict::NotDecided : Verdict::Vacuous;
    if (cuts_lists) result.why = "lists of more elements";
    report_.results.push_back(std::move(result));
    return true;
  }

  void never(Subject& subject, Encoder& encoder, Inquiry& inquiry,
             const decision::Decision& decision, hir::DefId id, Question question,
             const std::vector<expr>& wanted, const std::string& error) {
    const hir::Def& def = program_.def(id);
    Result result = about(id, question);
    const auto refuted = inquiry.refute(
        {wanted,
         [&](const Case& one) {
           return has_error(subject.interpreter.decide(decision, one), error, def.qualified);
         }},
        decision, result);
    const std::string title = std::string(word(question)) + " in " + def.qualified;
    if (refuted && !program_.names.text(def.name).contains('.'))
      result.test =
          test_text(program_, title, *refuted, subject.program, {{id, "is error(" + error + ")"}});
    else if (refuted)
      through_norm(subject, encoder, inquiry, id, question, error, title, result);
    report_.results.push_back(std::move(result));
  }

  // A clause of a norm, as its deadlines, is no target of a test: the norm is, where it binds. Its
  // facts are not those of the clause alone, which is handed the trigger.
  void through_norm(Subject& subject, Encoder& encoder, Inquiry& inquiry, hir::DefId clause,
                    Question question, const std::string& error, const std::string& title,
                    Result& result) {
    const std::string_view name = program_.names.text(program_.def(clause).name);
    const std::string& whole = program_.def(clause).qualified;
    const std::string norm = whole.substr(0, whole.size() - name.size() + name.find('.'));
    const auto found =
        std::ranges::find(subject.program.decisions, norm, &decision::Decision::name);
    if (found == subject.program.decisions.end()) return;
    std::optional<hir::DefId> id;
    for (std::uint32_t i = 0; i < module_.defs.size(); ++i)
      if (module_.defs[i].qualified == norm) id = {module_.file, i};
    const std::size_t before = encoder.choices().size();
    const Encoded encoded = encoder.encode(*found);
    if (!id || encoded.norms.empty()) return;
    expr wanted = encoder.logic().no();
    for (std::size_t i = before; i < encoder.choices().size(); ++i)
      if (const ChoiceSeen& seen = encoder.choices()[i]; seen.rule == whole)
        wanted =
            encoder.logic().either(wanted, question == Question::Gap ? seen.gap : seen.conflict);
    const Term& binds = encoded.norms.front().norm->binds;
    Result again;
    const auto shown = inquiry.refute(
        {{wanted, encoder.logic().both(binds.value, encoder.logic().negate(binds.fails))},
         [&](const Case& one) {
           const auto answer = subject.interpreter.decide(*found, one);
           const auto norms = answer.value("norms", nlohmann::json::object());
           return norms.size() == 1 && norms.begin()->value("status", std::string()) == "error" &&
                  has_error(*norms.begin(), error, whole);
         }},
        *found, again);
    if (!shown) return;
    result.facts = shown->facts.dump();
    result.test =
        test_text(program_, title, *shown, subject.program, {{*id, "is error(" + error + ")"}});
  }

  void norm(Encoder& encoder, Inquiry& inquiry, const Encoded& encoded, hir::DefId id) {
    if (encoded.norms.empty()) return;
    const Logic& logic = encoder.logic();
    const NormTerm& norm = *encoded.norms.front().norm;
    const auto value = [&](const Term& term) {
      return logic.both(term.value, logic.negate(term.fails));
    };
    Result result = about(id, Question::DeadNorm);
    inquiry.witness({value(norm.binds)}, result);
    report_.results.push_back(std::move(result));
  }

  const testing::Program& program_;
  const hir::Module& module_;
  const Options& options_;
  Report& report_;
};

}  // namespace

void verify_module(const testing::Program& program, const hir::Module& module,
                   const Options& options, Report& report) {
  Declarations(program, module, options, report).run();
}

DiagnosticList findings(const testing::Program& program, const Report& report) {
  DiagnosticList out;
  for (const Result& result : report.results) {
    if (result.verdict == Verdict::Vacuous) {
      if (result.question == Question::Property)
        out.report(diag::PropertyOfNothing, result.span, result.subject);
      else
        out.report(diag::NothingToProve, result.span, result.subject);
      continue;
    }
    if (result.verdict != Verdict::Refuted || result.candidate) continue;
    switch (result.question) {
      case Question::Gap: out.report(diag::RuleGap, result.span, result.subject); break;
      case Question::Overlap: out.report(diag::RuleOverlap, result.span, result.subject); break;
      case Question::DeadCase:
        out.report(diag::CaseNeverDecides, result.span, result.subject, result.part);
        break;
      case Question::DeadNorm: out.report(diag::NormNeverBinds, result.span, result.subject); break;
      case Question::DoubleBind:
        out.report(diag::DoubleBind, result.span, result.subject,
                   program.def(result.other).qualified);
        break;
      case Question::Transition:
        out.report(diag::TransitionGap, result.span, result.subject,
                   program.def(result.other).qualified, result.part);
        break;
      case Question::Property: out.report(diag::PropertyFails, result.span, result.subject); break;
    }
  }
  return out;
}

}  // namespace phep::verify
