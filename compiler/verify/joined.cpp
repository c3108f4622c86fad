// Duties and prohibitions that a decision asks of one set of facts: may both bind, of one act and
// bearer?
//
// That they may is no finding: a duty may say how an act is done, and the prohibition which of its
// kinds is not. It is a pair that a person has to look at, with a case.
#include "compiler/verify/inquiry.h"
#include "compiler/verify/pairing.h"
#include "compiler/verify/remembered.h"

#include <algorithm>
#include <set>
#include <utility>

namespace phep::verify {

namespace {

class Joined {
 public:
  Joined(const testing::Program& program, const Options& options, Report& report)
      : program_(program), options_(options), report_(report) {}

  void run(std::span<const FileId> files) {
    std::vector<std::pair<hir::DefId, const hir::Def*>> decisions;
    for (const FileId file : files) {
      const hir::Module& module = *program_.modules.at(file);
      for (std::uint32_t i = 0; i < module.defs.size(); ++i)
        if (std::holds_alternative<hir::Decision>(module.defs[i].node))
          decisions.push_back({{file, i}, &module.defs[i]});
    }
    std::ranges::sort(decisions, {}, [](const auto& one) { return one.second->qualified; });
    for (const auto& [id, def] : decisions) look(id, *def);
  }

 private:
  struct Use {
    hir::DefId id;
    const hir::Def* def;
    const hir::Norm* norm;
    const NormTerm* term = nullptr;
    std::string key{};
  };

  // The norms of a decision that are asked once of its facts.
  std::vector<Use> uses_of(const hir::Def& decision) const {
    std::vector<Use> out;
    for (const hir::NormUse& use : std::get<hir::Decision>(decision.node).norms) {
      const hir::Def& def = program_.def(use.norm);
      const auto& norm = std::get<hir::Norm>(def.node);
      if (norm.action.exists() && !use.list.exists() && !use.occurrences.exists())
        out.push_back({use.norm, &def, &norm});
    }
    std::ranges::sort(out, {}, [](const Use& use) { return use.def->qualified; });
    return out;
  }

  void look(hir::DefId id, const hir::Def& decision) {
    std::vector<Use> uses = uses_of(decision);
    std::vector<std::pair<const Use*, const Use*>> pairs;
    for (const Use& duty : uses)
      for (const Use& ban : uses) {
        if (duty.norm->kind != hir::NormKind::Duty ||
            ban.norm->kind != hir::NormKind::Prohibition ||
            !of_one_act(program_, *duty.norm, *ban.norm) ||
            shared_bearers(program_, *duty.norm, *ban.norm).empty() ||
            !(decision.qualified.contains(options_.filter) ||
              duty.def->qualified.contains(options_.filter) ||
              ban.def->qualified.contains(options_.filter)) ||
            !seen_.emplace(duty.id, ban.id).second)
          continue;
        pairs.emplace_back(&duty, &ban);
      }
    if (pairs.empty()) return;
    const decision::Entry entry{id, id.file};
    const auto subject = subject_of(program_, {&entry, 1});
    if (subject == nullptr) return;
    const Remembered remembered(options_, subject->program, "joined by " + decision.qualified);
    const auto locate = [&](Result& known) {
      for (const auto& [duty, ban] : pairs)
        if (duty->def->qualified == known.subject && ban->def->qualified == known.part)
          known = about(*duty, *ban, decision, known);
    };
    if (remembered.recall(report_, locate)) return;
    const Report before = report_;
    ask(*subject, decision, uses, pairs);
    remembered.keep(before, report_);
  }

  void ask(Subject& subject, const hir::Def& decision, std::vector<Use>& uses,
           const std::vector<std::pair<const Use*, const Use*>>& pairs) {
    Encoder encoder(subject.context, subject.program, subject.interpreter.image(),
                    {.elements = options_.elements});
    const decision::Decision& lowered = decision_of(subject.program, decision.qualified);
    const Encoded encoded = encoder.encode(lowered);
    for (Use& use : uses)
      for (const Encoded::NormResult& found : encoded.norms)
        if (subject.program.norms[found.output->norm].symbol == use.def->qualified &&
            use.term == nullptr) {
          use.term = found.norm.get();
          use.key = found.output->key;
        }
    const Logic& logic = encoder.logic();
    const auto binds = [&](const Use& use) {
      return logic.both(use.term->binds.value, logic.negate(use.term->binds.fails));
    };
    Inquiry inquiry(encoder, options_);
    for (const auto& [duty, ban] : pairs) {
      if (duty->term == nullptr || ban->term == nullptr) continue;
      Result result = about(*duty, *ban, decision, {});
      inquiry.refute({{binds(*duty), binds(*ban)},
                      [&](const Case& one) {
                        const auto answer = subject.interpreter.decide(lowered, one);
                        const auto norms = answer.value("norms", nlohmann::json::object());
                        return norms.contains(duty->key) && norms.contains(ban->key) &&
                               norms[duty->key].value("binds", nlohmann::json()) == true &&
                               norms[ban->key].value("binds", nlohmann::json()) == true;
                      }},
                     lowered, result);
      report_.results.push_back(std::move(result));
    }
    count_constructs(encoder, report_);
  }

  Result about(const Use& duty, const Use& ban, const hir::Def& decision, Result out) const {
    out.question = Question::DoubleBind;
    out.candidate = true;
    out.subject = duty.def->qualified;
    out.part = ban.def->qualified;
    out.def = duty.id;
    out.other = ban.id;
    out.span = duty.def->name_span;
    out.about = std::string(program_.names.text(program_.def(duty.norm->action).name)) + " × " +
                shared_bearers(program_, *duty.norm, *ban.norm) + " × " + decision.qualified;
    return out;
  }

  const testing::Program& program_;
  const Options& options_;
  Report& report_;
  std::set<std::pair<hir::DefId, hir::DefId>> seen_;
};

}  // namespace

void verify_joined(const testing::Program& program, std::span<const FileId> files,
                   const Options& options, Report& report) {
  Joined(program, options, report).run(files);
}

}  // namespace phep::verify
