// What some clauses need said of a norm: the period of a recurring duty, the breach that gave rise
// to it, who bears the burden of proof, what an authority's silence means.
#include "compiler/explain/norm_note.h"
#include "compiler/runtime/date.h"

#include <fmt/format.h>

#include <algorithm>

namespace phep::explain {

using decision::Kind;

// ---- the periods of a recurring duty ------------------------------------------------------------

// Read off its deadline, which is counted from the last day of the period: so many lengths after
// the first day.
std::optional<NormExplainer::Period> NormExplainer::period(const Asked& asked) {
  Replay& replay = r_.replay();
  decision::Reg reg = asked.spec.due;
  const decision::DeadlineInst* deadline = nullptr;
  while (reg.exists() && deadline == nullptr) {
    const decision::Inst* const inst = replay.inst(asked.scope, reg);
    if (inst == nullptr) return std::nullopt;
    deadline = std::get_if<decision::DeadlineInst>(&inst->node);
    if (deadline != nullptr) break;
    const auto* choice = std::get_if<decision::SelectInst>(&inst->node);
    if (choice == nullptr) return std::nullopt;
    const runtime::Value& condition = Replay::value(asked.scope, choice->condition);
    if (condition.state != runtime::State::Known) return std::nullopt;
    reg = condition.lo != 0 ? choice->then_value : choice->else_value;
  }
  if (deadline == nullptr) return std::nullopt;
  const decision::Inst* const last = replay.inst(asked.scope, deadline->anchor);
  const auto* shift = last == nullptr ? nullptr : std::get_if<decision::ShiftDateInst>(&last->node);
  const runtime::Value& through = Replay::value(asked.scope, deadline->anchor);
  const runtime::Value& begin = Replay::value(asked.scope, asked.spec.trigger);
  if (shift == nullptr || !shift->times.exists() || through.state != runtime::State::Known ||
      begin.state != runtime::State::Known)
    return std::nullopt;
  return Period{runtime::local_day(runtime::signed_of(begin), asked.spec.zone_minutes),
                runtime::signed_of(through), shift->date, shift->duration, &asked.scope};
}

std::string NormExplainer::period_text(const Asked& asked, const Period& of) const {
  const Speech& speech = r_.speech();
  return fmt::format("{} {}", say("kỳ thứ", "period"), asked.occurrence) + say(", từ ngày ", ", ") +
         speech.date(of.from) + say(" đến hết ngày ", " through ") + speech.date(of.through);
}

Reason NormExplainer::period_step(const Asked& asked, const Period& of) {
  Term first = r_.term(*of.scope, of.first);
  Term length = r_.term(*of.scope, of.length);
  Reason step{.kind = "trigger", .truth = Truth::Holds, .text = {}};
  step.text = say("Nghĩa vụ định kỳ, ", "A recurring duty: ") + period_text(asked, of) +
              say("; mỗi kỳ ", "; each period lasts ") + length.value +
              say(", tính từ ", ", counted from ") + r_.said(first);
  step.fact = first.fact;
  for (Term* part : {&length, &first})
    for (Reason& reason : part->because) step.because.push_back(std::move(reason));
  return step;
}

// ---- what a breach gives rise to ----------------------------------------------------------------

std::string NormExplainer::cited(const std::string& text,
                                 const std::vector<hir::Cite>& cites) const {
  const std::vector<std::string> all = r_.labels().cites(cites);
  return all.empty() ? text : text + " (" + r_.speech().listed(all, "và", "and") + ")";
}

// In place of a bare moment: the breach, or that there was none.
void NormExplainer::breach_step(const Asked& asked, bool absent, Reason& step) const {
  const Labels& labels = r_.labels();
  const hir::Def& of = labels.def(asked.norm->breach_of);
  const std::string name = Speech::quoted(labels.label(of));
  const auto* breached = std::get_if<hir::Norm>(&of.node);
  const bool own = asked.norm->applies.exists() && !step.fact.empty();
  if (own) return;  // it runs from a trigger of its own
  if (absent) {
    step.text = say(name + " không bị vi phạm nên quy định này không phát sinh",
                    name + " was not breached, so this does not arise");
    if (breached != nullptr) step.cites = labels.cites(breached->authority.cites);
    step.because.clear();
  } else if (step.truth == Truth::Holds) {
    const runtime::Value& at = Replay::value(asked.scope, asked.spec.trigger);
    const std::string when =
        asked.spec.trigger_kind == Kind::Date
            ? r_.speech().day(runtime::signed_of(at))
            : r_.speech().moment(runtime::signed_of(at), asked.spec.zone_minutes,
                                 Speech::Midnight::Ends);
    step.text =
        say("Sự kiện làm phát sinh: vi phạm ", "Trigger: the breach of ") + name + ", " + when;
  }
}

// From the nearest breach back to the first one.
std::string NormExplainer::breach_chain(const hir::Norm& norm) const {
  const Labels& labels = r_.labels();
  std::string out;
  std::vector<hir::DefId> seen;
  for (hir::DefId of = norm.breach_of; of.exists();) {
    if (std::ranges::find(seen, of) != seen.end()) break;
    seen.push_back(of);
    const hir::Def& def = labels.def(of);
    const auto* breached = std::get_if<hir::Norm>(&def.node);
    if (breached == nullptr) break;
    const std::string name = cited(Speech::quoted(labels.label(def)), breached->authority.cites);
    out +=
        out.empty()
            ? say("quy định này phát sinh từ việc vi phạm ", "this arises from the breach of ") +
                  name
            : say(", vốn phát sinh từ việc vi phạm ", ", which itself arises from the breach of ") +
                  name;
    of = breached->breach_of;
  }
  return out;
}

// ---- where a sanction's figure comes from -------------------------------------------------------

// From the outside in: halved for whom it is imposed on, then the row of the rule or table
// that gives it. Which of two laws is milder needs no reason: the figure shows it.
void NormExplainer::figure_grounds(const Asked& asked, const decision::NormSanction& row,
                                   Reason& step) {
  Replay& replay = r_.replay();
  const auto add = [&](Reason reason) {
    for (const Reason& other : step.because)
      if (other.text == reason.text) return;
    step.because.push_back(std::move(reason));
  };
  decision::Reg reg = row.from.exists() ? row.from : row.to;
  while (reg.exists()) {
    const decision::Inst* const inst = replay.inst(asked.scope, reg);
    if (inst == nullptr) return;
    const auto* choice = std::get_if<decision::SelectInst>(&inst->node);
    if (choice == nullptr) break;
    const runtime::Value& condition = Replay::value(asked.scope, choice->condition);
    if (condition.state != runtime::State::Known) return;
    const bool then = condition.lo != 0;
    const decision::Reg chosen = then ? choice->then_value : choice->else_value;
    const bool halved =
        then && runtime::signed_of(Replay::value(asked.scope, chosen)) <
                    runtime::signed_of(Replay::value(asked.scope, choice->else_value));
    for (Reason& reason : r_.grounds(asked.scope, choice->condition)) {
      const bool of_a_person = !reason.fact.empty() || !reason.cites.empty();
      if (row.kind != "fine" || !halved || !of_a_person || reason.truth != Truth::Holds) continue;
      reason.text += say(": mức phạt giảm một nửa", ": the figure is halved");
      add(std::move(reason));
    }
    reg = chosen;
  }
  if (!reg.exists()) return;
  Term figure = r_.term(asked.scope, reg);
  for (Reason& reason : figure.because) add(std::move(reason));
}

// ---- what is to be kept -------------------------------------------------------------------------

// The answer has neither moment: both are asked of the registers.
void NormExplainer::kept(const Asked& asked, NormNote& note) const {
  const decision::NormSpec& spec = asked.spec;
  const auto known = [&](decision::Reg at, decision::Reg present) {
    return at.exists() && Replay::value(asked.scope, at).state == runtime::State::Known &&
           (!present.exists() || runtime::is_true(Replay::value(asked.scope, present)));
  };
  if (known(spec.due, spec.due_present))
    note.kept_through = r_.speech().moment(runtime::signed_of(Replay::value(asked.scope, spec.due)),
                                           spec.zone_minutes, Speech::Midnight::Ends);
  if (spec.done_kind == Kind::Bool || !known(spec.done, spec.done_present)) return;
  const std::int64_t at = runtime::signed_of(Replay::value(asked.scope, spec.done));
  const bool day = spec.done_kind == Kind::Date;
  const std::int64_t today = runtime::local_day(r_.now(), spec.zone_minutes);
  if (day ? at > today : at > r_.now()) return;  // has not happened yet
  note.given_up = day ? r_.speech().day(at)
                      : r_.speech().moment(at, spec.zone_minutes, Speech::Midnight::Begins);
}

// ---- sentences ----------------------------------------------------------------------------------

void NormExplainer::clauses(const Asked& asked, NormNote& note) {
  if (asked.norm == nullptr) return;
  const hir::Norm& norm = *asked.norm;
  const Labels& labels = r_.labels();
  const auto party = [&](hir::DefId id) { return r_.speech().the(labels.label(labels.def(id))); };
  if (norm.breach_of.exists()) note.origin = breach_chain(norm);
  if (norm.proof.exists())
    note.proof = cited(
        say("nghĩa vụ chứng minh thuộc về ", "the burden of proof is on ") + party(norm.proof),
        norm.authority.cites);
  if (asked.spec.kept) kept(asked, note);
  if (asked.spec.silence == 0) return;
  const std::vector<hir::Cite>& basis =
      norm.silence_authority.cites.empty() ? norm.authority.cites : norm.silence_authority.cites;
  const decision::Reg counts = asked.spec.silence_counts;
  if (counts.exists() && runtime::is_false(Replay::value(asked.scope, counts))) {
    note.silence =
        cited(say("quy định về việc không trả lời chưa hoặc không còn hiệu lực vào ngày "
                  "áp dụng luật, nên không trả lời không có nghĩa gì",
                  "the provision on silence is not in force at the law date, so no answer "
                  "means nothing"),
              basis);
    return;
  }
  note.silence =
      cited(asked.spec.silence == 1 ? say("nếu hết hạn mà không trả lời thì được coi là chấp thuận",
                                          "no answer in time counts as granted")
                                    : say("nếu hết hạn mà không trả lời thì bị coi là từ chối",
                                          "no answer in time counts as refused"),
            basis);
}

}  // namespace phep::explain
