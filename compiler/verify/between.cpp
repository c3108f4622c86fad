// Norms against norms, over modules: a duty to do what is prohibited, and days that an old norm no
// longer and a new one not yet covers.
#include "compiler/base/check.h"
#include "compiler/runtime/date.h"
#include "compiler/verify/inquiry.h"
#include "compiler/verify/pairing.h"
#include "compiler/verify/remembered.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace phep::verify {

namespace {

struct Norm {
  hir::DefId id;
  const hir::Def* def;
  const hir::Norm* norm;
  const hir::Module* module;
};

bool is_duty(const Norm& norm) {
  return norm.norm->kind == hir::NormKind::Duty;
}

class Between {
 public:
  Between(const testing::Program& program, const Options& options, Report& report)
      : program_(program), options_(options), report_(report) {}

  void run(std::span<const FileId> files) {
    std::vector<Norm> norms;
    for (const FileId file : files) {
      const hir::Module& module = *program_.modules.at(file);
      for (std::uint32_t i = 0; i < module.defs.size(); ++i)
        if (const auto* norm = std::get_if<hir::Norm>(&module.defs[i].node))
          if (norm->action.exists() && !norm->occurrence.exists())
            norms.push_back({{file, i}, &module.defs[i], norm, &module});
    }
    std::ranges::sort(norms, {}, [](const Norm& norm) { return norm.def->qualified; });
    for (const Norm& duty : norms)
      for (const Norm& ban : norms) {
        const bool pair = is_duty(duty) && ban.norm->kind == hir::NormKind::Prohibition &&
                          of_one_act(program_, *duty.norm, *ban.norm);
        if (!pair || !selected(duty, ban) || !shared_bearer(duty, ban)) continue;
        if (same_object(duty, ban))
          double_bind(duty, ban);
        else
          ++report_.of_other_facts;
      }
    for (const Norm& old : norms)
      for (const Norm& next : norms)
        if (old.norm->kind == next.norm->kind && old.norm->action == next.norm->action &&
            selected(old, next) && shared_bearer(old, next) && same_object(old, next))
          transition(old, next);
  }

 private:
  bool selected(const Norm& a, const Norm& b) const {
    return a.def->qualified.contains(options_.filter) || b.def->qualified.contains(options_.filter);
  }

  static bool shared_bearer(const Norm& a, const Norm& b) {
    return std::ranges::any_of(a.norm->bearers, [&](hir::DefId one) {
      return std::ranges::find(b.norm->bearers, one) != b.norm->bearers.end();
    });
  }

  // They speak of the same facts.
  static bool same_object(const Norm& a, const Norm& b) {
    if (a.norm->params.size() != 1 || b.norm->params.size() != 1) return false;
    return a.module->locals[a.norm->params[0]].type == b.module->locals[b.norm->params[0]].type;
  }

  Result about(const Norm& a, const Norm& b, Question question) const {
    Result out;
    out.question = question;
    out.subject = a.def->qualified;
    out.part = b.def->qualified;
    out.def = a.id;
    out.other = b.id;
    const auto name = [&](hir::DefId id) {
      return std::string(program_.names.text(program_.def(id).name));
    };
    std::string bearers;
    for (const hir::DefId one : a.norm->bearers)
      if (std::ranges::find(b.norm->bearers, one) != b.norm->bearers.end())
        bearers += (bearers.empty() ? "" : ", ") + name(one);
    const hir::Type& type = program_.types[a.module->locals[a.norm->params[0]].type];
    out.about = name(a.norm->action) + " × " + bearers + " × " +
                (type.def.exists() ? name(type.def) : std::string("facts"));
    out.span = a.def->name_span;
    return out;
  }

  void double_bind(const Norm& duty, const Norm& ban) {
    Result result = about(duty, ban, Question::DoubleBind);
    const std::array<decision::Entry, 2> entries = {decision::Entry{duty.id, duty.id.file},
                                                    decision::Entry{ban.id, ban.id.file}};
    const auto subject = subject_of(program_, entries);
    if (subject == nullptr) {
      result.why = "a norm that cannot be lowered alone";
      report_.results.push_back(std::move(result));
      return;
    }
    const Remembered remembered(options_, subject->program, "both bind");
    const Result here = result;
    const auto locate = [&](Result& known) {
      known.def = here.def;
      known.other = here.other;
      known.span = here.span;
    };
    if (remembered.recall(report_, locate)) return;
    const Report before = report_;
    Encoder encoder(subject->context, subject->program, subject->interpreter.image(),
                    {.elements = options_.elements});
    const auto& first = decision_of(subject->program, duty.def->qualified);
    const auto& second = decision_of(subject->program, ban.def->qualified);
    const Encoded a = encoder.encode(first);
    const Encoded b = encoder.encode(second);
    const Logic& logic = encoder.logic();
    const auto binds = [&](const Encoded& encoded) {
      const Term& term = encoded.norms.front().norm->binds;
      return logic.both(term.value, logic.negate(term.fails));
    };
    const auto bound = [&](const decision::Decision& decision, const Case& one) {
      const auto answer = subject->interpreter.decide(decision, one);
      const auto norms = answer.value("norms", nlohmann::json::object());
      return !norms.empty() && norms.begin()->value("binds", nlohmann::json()) == true;
    };
    Inquiry inquiry(encoder, options_);
    const auto refuted =
        inquiry.refute({{binds(a), binds(b)},
                        [&](const Case& one) { return bound(first, one) && bound(second, one); }},
                       first, result);
    if (refuted) {
      const auto status = [&](const decision::Decision& decision) {
        const auto answer = subject->interpreter.decide(decision, *refuted);
        return answer["norms"].begin()->value("status", std::string());
      };
      result.test = test_text(program_, "bound both ways", *refuted, subject->program,
                              {{duty.id, "is " + status(first)}, {ban.id, "is " + status(second)}});
    }
    count_constructs(encoder, report_);
    report_.results.push_back(std::move(result));
    remembered.keep(before, report_);
  }

  // The days, [from, until), on which all clauses hold, where they are fixed and one interval.
  static std::optional<hir::ForceInterval> days_of(const Norm& norm) {
    hir::ForceInterval out{{hir::kAlways, {}}, {hir::kForever, {}}};
    for (const auto& clause : norm.norm->authority.force.clauses) {
      if (clause.size() != 1) return std::nullopt;
      const hir::ForceInterval& one = clause.front();
      if (one.from.expr.exists() || one.until.expr.exists()) return std::nullopt;
      out.from.days = std::max(out.from.days, one.from.days);
      out.until.days = std::min(out.until.days, one.until.days);
    }
    return out;
  }

  void transition(const Norm& old, const Norm& next) {
    const auto before = days_of(old);
    const auto after = days_of(next);
    if (!before || !after || before->until.days == hir::kForever ||
        after->from.days == hir::kAlways || before->from.days >= after->from.days)
      return;
    Result result = about(old, next, Question::Transition);
    result.verdict = after->from.days <= before->until.days ? Verdict::Proved : Verdict::Refuted;
    if (result.verdict == Verdict::Refuted) {
      std::array<char, runtime::kDateTextMax> text{};
      result.part = {text.data(), runtime::print_date(before->until.days, text.data())};
    }
    report_.results.push_back(std::move(result));
  }

  const testing::Program& program_;
  const Options& options_;
  Report& report_;
};

}  // namespace

void verify_between(const testing::Program& program, std::span<const FileId> files,
                    const Options& options, Report& report) {
  Between(program, options, report).run(files);
}

}  // namespace phep::verify
