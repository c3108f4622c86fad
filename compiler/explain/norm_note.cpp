#include "compiler/explain/norm_note.h"

#include "compiler/base/capital.h"
#include "compiler/base/check.h"
#include "compiler/explain/bearers.h"
#include "compiler/explain/citation_text.h"
#include "compiler/explain/fact_values.h"
#include "compiler/explain/measure_words.h"
#include "compiler/runtime/date.h"

#include <fmt/format.h>

#include <algorithm>

namespace phep::explain {
namespace {

using decision::Kind;

std::string_view kind_name(hir::NormKind kind) {
  switch (kind) {
    case hir::NormKind::Duty: return "duty";
    case hir::NormKind::Prohibition: return "prohibition";
    case hir::NormKind::Permission: return "permission";
    case hir::NormKind::Power: return "power";
    case hir::NormKind::Encouragement: return "encouragement";
  }
  return "norm";
}

// The force of one cited provision: that of the narrowest provision with its own, else the
// instrument's.
std::vector<hir::ForceInterval> force_of(const hir::Instrument& instrument, const Citation& cite) {
  const auto begins = [&](const Citation& of) {
    return of.path.size() <= cite.path.size() &&
           std::equal(of.path.begin(), of.path.end(), cite.path.begin());
  };
  std::size_t longest = 0;
  for (const auto& [of, interval] : instrument.own_force)
    if (begins(of)) longest = std::max(longest, of.path.size());
  if (longest == 0) return instrument.force;
  std::vector<hir::ForceInterval> out;
  for (const auto& [of, interval] : instrument.own_force)
    if (of.path.size() == longest && begins(of)) out.push_back(interval);
  return out;
}

template <class Rows>
const auto* labelled(const Labels& labels, const Rows& rows, const std::string& name) {
  for (const auto& row : rows)
    if (labels.text(row.label) == name) return &row;
  return static_cast<decltype(&rows[0])>(nullptr);
}

}  // namespace

std::optional<std::int64_t> instant_of(const nlohmann::json& value) {
  return time_of(Kind::Instant, value);
}

NormNote NormExplainer::explain(const NormPlace& place, const nlohmann::json& result) {
  Replay& replay = r_.replay();
  const Labels& labels = r_.labels();
  const decision::NormSpec& spec = replay.program().norms[place.output->norm];
  const hir::Def* const def = labels.find(spec.symbol);
  NormNote note;
  note.key = place.key;
  note.symbol = spec.symbol;
  note.result = result;
  note.status = result.value("status", std::string());
  note.status_words = status_words(note.status, r_.speech().language());
  note.binds_nobody = binds_nobody(note.status);
  note.zone_minutes = spec.zone_minutes;
  note.label = def == nullptr ? spec.name : labels.label(*def);
  if (const std::size_t element = place.key.find('[');
      element != std::string::npos && place.output->list.exists())
    note.label += fmt::format(" ({} {})", say("mục thứ", "no."), (place.element & 0xFFFF) + 1);
  const Asked asked{open_norm(r_.replay(), place), spec, def,
                    def == nullptr ? nullptr : std::get_if<hir::Norm>(&def->node),
                    place.output->most != 0 ? place.element : 0};
  if (asked.occurrence != 0) {
    const auto of = period(asked);
    note.period = of ? period_text(asked, *of)
                     : fmt::format("{} {}", say("kỳ thứ", "period"), asked.occurrence);
  }
  note.trigger = trigger_moment(asked.scope, spec);
  who(asked, note);
  clauses(asked, note);
  if (result.contains("status")) {
    steps(asked, note);
    deadlines(place, asked, note);
    replay.enter_world({});
    sanctions(asked, note);
  }
  unsettled(note);
  conclude(r_, spec, note);
  if (!note.period.empty()) note.label += " (" + note.period + ")";
  return note;
}

void NormExplainer::who(const Asked& asked, NormNote& note) const {
  if (asked.norm == nullptr) return;
  const Labels& labels = r_.labels();
  note.kind = kind_name(asked.norm->kind);
  for (const hir::Cite& cite : asked.norm->authority.cites)
    note.cites.push_back({to_source(cite.written, labels.lexicon().names), labels.cite(cite),
                          labels.title(cite), labels.heading(cite), labels.digest(cite)});
  const auto party = [&](hir::DefId id) { return labels.label(labels.def(id)); };
  for (const hir::DefId bearer : asked.norm->bearers) note.bearers.push_back(party(bearer));
  // Where it hangs on the facts who is bound, the answer says who.
  if (const auto bound = note.result.find("bearer");
      facts_decide_bearer(*asked.norm) && bound != note.result.end() && bound->is_object()) {
    note.bearers.clear();
    for (const auto& [name, cites] : bound->items()) {
      std::string called = name;
      for (const auto& [file, module] : labels.lexicon().modules)
        for (const hir::Def& def : module->defs)
          if (std::holds_alternative<hir::Party>(def.node) && labels.text(def.name) == name)
            called = labels.label(def);
      note.bearers.push_back(called);
    }
  }
  note.bearer_mode = note.bearers.size() < 2 ? "one" : asked.norm->each_bearer ? "each" : "any";
  for (const hir::FallbackBearer& fallback : asked.norm->fallback_bearers)
    for (const hir::DefId bearer : fallback.parties) note.fallback.push_back(party(bearer));
  if (asked.norm->toward.exists()) note.toward = party(asked.norm->toward);
  if (asked.norm->action.exists()) note.action = party(asked.norm->action);
}

// ---- the tests, in the order of the table -------------------------------------------------------

void NormExplainer::steps(const Asked& asked, NormNote& note) {
  const decision::NormSpec& spec = asked.spec;
  const Scope& scope = asked.scope;
  const auto reg = [&](decision::Reg at) -> const runtime::Value& {
    return Replay::value(scope, at);
  };
  const std::string& status = note.status;
  if (spec.trigger.exists()) {
    Term trigger = r_.term(scope, spec.trigger);
    const bool absent =
        spec.trigger_present.exists() && runtime::is_false(reg(spec.trigger_present));
    Reason step = r_.as_reason(std::move(trigger));
    step.kind = "trigger";
    step.truth = absent                                                   ? Truth::Fails
                 : Reasons::truth_of(reg(spec.trigger)) == Truth::Unknown ? Truth::Unknown
                                                                          : Truth::Holds;
    step.text = say("Sự kiện làm phát sinh: ", "Trigger: ") + step.text;
    if (asked.occurrence != 0) {
      if (const auto of = period(asked)) step = period_step(asked, *of);
    } else if (asked.norm != nullptr && asked.norm->breach_of.exists()) {
      breach_step(asked, absent, step);
    }
    note.steps.push_back(std::move(step));
    if (absent || status == "upcoming") return;
  }
  force_steps(asked, note);
  if (status == "not_in_force") return;
  if (spec.applies.exists()) {
    Reason step{.kind = "applies", .truth = Reasons::truth_of(reg(spec.applies)), .text = {}};
    step.because = r_.grounds(scope, spec.applies);
    step.text =
        step.truth == Truth::Holds
            ? say("Quy định áp dụng cho trường hợp này", "The provision applies to this case")
        : step.truth == Truth::Fails ? say("Quy định không áp dụng cho trường hợp này",
                                           "The provision does not apply to this case")
                                     : say("Chưa xác định được quy định có áp dụng hay không",
                                           "Whether the provision applies is not known yet");
    note.steps.push_back(std::move(step));
    if (note.steps.back().truth == Truth::Fails) return;
  }
  exemption_steps(asked, note);
  if (status == "exempt") return;
  done_step(asked, note);
  deferral_steps(asked, note);
}

// Each instrument that the norm stands on, and since when it holds.
void NormExplainer::force_steps(const Asked& asked, NormNote& note) {
  if (asked.norm == nullptr) return;
  const Labels& labels = r_.labels();
  const Speech& speech = r_.speech();
  const std::int64_t day = law_day(r_.replay(), asked.scope, asked.spec);
  std::vector<std::string> said;
  bool explained = false;
  for (const hir::Cite& cite : asked.norm->authority.cites) {
    const auto* instrument = std::get_if<hir::Instrument>(&labels.def(cite.instrument).node);
    if (instrument == nullptr) continue;
    if (const hir::Def& own = labels.def(cite.instrument);
        instrument->supposed.exists() && !r_.replay().supposes(own.qualified)) {
      Reason step{.kind = "force",
                  .truth = Truth::Fails,
                  .text = capitalised(instrument_text(*instrument, speech.language())) + " " +
                          say("mới là dự thảo, chưa có hiệu lực", "is a draft and not in force")};
      explained = true;
      note.steps.push_back(std::move(step));
      continue;
    }
    bool holds = false;
    bool moving = false;
    std::vector<std::string> spans;
    for (const hir::ForceInterval& interval : force_of(*instrument, cite.written)) {
      moving = moving || interval.from.expr.exists() || interval.until.expr.exists();
      holds = holds || (interval.from.days <= day && day < interval.until.days);
      std::string span;
      if (interval.from.days != hir::kAlways)
        span = say("từ ngày ", "from ") + speech.date(interval.from.days);
      if (interval.until.days != hir::kForever)
        span += (span.empty() ? "" : " ") + say("đến hết ngày ", "through ") +
                speech.date(std::int64_t{interval.until.days} - 1);
      spans.push_back(span.empty() ? say("không giới hạn thời gian", "without limit of time")
                                   : span);
    }
    if (moving || spans.empty()) continue;
    Reason step{.kind = "force", .truth = holds ? Truth::Holds : Truth::Fails, .text = {}};
    const std::string when = speech.listed(spans, "và", "and");
    step.text = capitalised(instrument_text(*instrument, speech.language())) +
                (holds ? say(" có hiệu lực ", " is in force ") + when
                       : say(" không có hiệu lực vào ngày " + speech.date(day) + " (có hiệu lực ",
                             " is not in force on " + speech.date(day) + " (in force ") +
                             when + ")");
    if (holds) step.text += say("; ngày áp dụng luật: ", "; law date: ") + speech.date(day);
    if (std::ranges::find(said, step.text) != said.end()) continue;
    said.push_back(step.text);
    explained = explained || !holds;
    note.steps.push_back(std::move(step));
  }
  if (note.status != "not_in_force" || explained || !asked.spec.in_force.exists()) return;
  for (Reason& reason : r_.grounds(asked.scope, asked.spec.in_force)) {
    reason.text = capitalised(reason.text);
    note.steps.push_back(std::move(reason));
  }
}

void NormExplainer::exemption_steps(const Asked& asked, NormNote& note) {
  const Labels& labels = r_.labels();
  for (const decision::NormExempt& row : asked.spec.exempts) {
    const NamedPart* const part = labels.part(asked.spec.symbol + ".exempt." + row.name);
    Reason step{.kind = "exempt",
                .truth = Reasons::truth_of(Replay::value(asked.scope, row.guard)),
                .text = {}};
    step.because = r_.grounds(asked.scope, row.guard);
    std::string called;
    if (part != nullptr) {
      step.cites = labels.cites(part->authority->cites);
      if (const std::string words = labels.spoken(*part->words); !words.empty())
        called = " " + Speech::quoted(words);
    } else if (const hir::Def* const choice = labels.find(row.name)) {  // an election
      called = " " + Speech::quoted(labels.label(*choice));
      if (const auto* rule = std::get_if<hir::Rule>(&choice->node))
        step.cites = labels.cites(rule->authority.cites);
    }
    if (called.empty() && step.cites.empty()) called = " " + Speech::quoted(row.name);
    step.text =
        step.truth == Truth::Holds ? say("Thuộc trường hợp được miễn", "Exempt")
        : step.truth == Truth::Fails
            ? say("Không thuộc trường hợp được miễn", "Not exempt")
            : say("Chưa rõ có thuộc trường hợp được miễn hay không", "Not known whether exempt");
    step.text += called;
    note.steps.push_back(std::move(step));
  }
}

void NormExplainer::done_step(const Asked& asked, NormNote& note) {
  const decision::NormSpec& spec = asked.spec;
  // Evidence of another regime that counts as performance; what an authority's power needs.
  for (const decision::NormEvidence& row : spec.evidence) {
    Reason step{.kind = "evidence",
                .truth = Reasons::truth_of(Replay::value(asked.scope, row.guard)),
                .text = {}};
    step.because = r_.grounds(asked.scope, row.guard);
    step.text =
        step.truth == Truth::Holds
            ? say("Được coi là đã thực hiện nhờ ", "Taken as performed by ")
            : say("Không có căn cứ để coi là đã thực hiện từ ", "Not taken as performed by ");
    step.text += Speech::quoted(row.name);
    note.steps.push_back(std::move(step));
  }
  if (spec.available.exists()) {
    Reason step{.kind = "outcome",
                .truth = Reasons::truth_of(Replay::value(asked.scope, spec.available)),
                .text = say("Điều kiện để có thẩm quyền", "Conditions of the power")};
    step.because = r_.grounds(asked.scope, spec.available);
    note.steps.push_back(std::move(step));
  }
  if (!spec.done.exists()) return;
  const Scope& scope = asked.scope;
  if (spec.done_kind == Kind::Bool) {
    Reason step{
        .kind = "outcome", .truth = Reasons::truth_of(Replay::value(scope, spec.done)), .text = {}};
    step.because = r_.grounds(scope, spec.done);
    const bool breach = spec.norm == runtime::NormKind::Prohibition;
    const bool grant =
        spec.norm == runtime::NormKind::Permission || spec.norm == runtime::NormKind::Power;
    const auto pick = [&](std::string_view vi_yes, std::string_view vi_no, std::string_view vi_open,
                          std::string_view en_yes, std::string_view en_no,
                          std::string_view en_open) {
      step.text = step.truth == Truth::Holds   ? say(vi_yes, en_yes)
                  : step.truth == Truth::Fails ? say(vi_no, en_no)
                                               : say(vi_open, en_open);
    };
    if (breach)
      pick("Hành vi bị cấm đã xảy ra", "Hành vi bị cấm không xảy ra",
           "Chưa rõ hành vi bị cấm có xảy ra hay không", "What is forbidden was done",
           "What is forbidden was not done", "Whether what is forbidden was done is not known");
    else if (grant)
      pick("Đủ điều kiện", "Không đủ điều kiện", "Chưa rõ có đủ điều kiện hay không",
           "The conditions are met", "The conditions are not met",
           "Whether the conditions are met is not known");
    else
      pick("Yêu cầu đã được đáp ứng", "Yêu cầu chưa được đáp ứng",
           "Chưa rõ yêu cầu đã được đáp ứng hay chưa", "What is required is met",
           "What is required is not met", "Whether what is required is met is not known");
    note.steps.push_back(std::move(step));
    return;
  }
  const bool absent =
      spec.done_present.exists() && runtime::is_false(Replay::value(scope, spec.done_present));
  Reason step = r_.as_reason(r_.term(scope, spec.done));
  step.kind = "outcome";
  const bool kept = spec.norm == runtime::NormKind::KeptDuty;
  const bool happened = kept ? !note.given_up.empty() : note.result.contains("done");
  const bool later = !happened && !absent && step.truth == Truth::Holds;
  if (absent || later) step.truth = Truth::Fails;
  if (kept && step.truth != Truth::Unknown)  // that it has not ended is what was wanted
    step.truth = step.truth == Truth::Fails ? Truth::Holds : Truth::Fails;
  step.text = (kept ? say("Việc chấm dứt duy trì: ", "Given up: ")
                    : say("Việc thực hiện: ", "Performance: ")) +
              step.text;
  if (later)
    step.text += say(", sau thời điểm xét nên coi là chưa xảy ra",
                     ", after the moment of assessment: it has not happened yet");
  note.steps.push_back(std::move(step));
}

void NormExplainer::deferral_steps(const Asked& asked, NormNote& note) {
  const Labels& labels = r_.labels();
  for (const decision::NormDeferral& row : asked.spec.deferrals) {
    const NamedPart* const part = labels.part(r_.replay().program().certificate_bits.at(row.bit));
    Reason step{.kind = "deferred",
                .truth = Reasons::truth_of(Replay::value(asked.scope, row.guard)),
                .text = {}};
    step.because = r_.grounds(asked.scope, row.guard);
    if (part != nullptr) step.cites = labels.cites(part->authority->cites);
    const runtime::Value& end = Replay::value(asked.scope, row.end);
    const bool known_end = end.state == runtime::State::Known;
    const std::string until =
        known_end ? r_.speech().moment(runtime::signed_of(end), asked.spec.zone_minutes,
                                       Speech::Midnight::Begins)
                  : std::string();
    if (step.truth == Truth::Holds) {
      const bool over = known_end && runtime::signed_of(end) <= r_.replay().question().as_of;
      step.text = (over ? say("Đã được hoãn đến trước ", "Was deferred until ")
                        : say("Được hoãn đến trước ", "Deferred until ")) +
                  until;
      DayCounter counter(r_);
      for (CountStep& one : counter.steps(asked.scope, row.end))
        if (one.what != "moment" && one.what != "day")
          step.because.push_back({.kind = "count",
                                  .text = one.text,
                                  .cites = one.cites,
                                  .because = std::move(one.because)});
    } else {
      step.text = step.truth == Truth::Fails
                      ? say("Không thuộc trường hợp được hoãn", "Not deferred")
                      : say("Chưa rõ có được hoãn hay không", "Not known whether deferred");
    }
    if (part != nullptr)
      if (const std::string words = labels.spoken(*part->words); !words.empty())
        step.text += " " + Speech::quoted(words);
    note.steps.push_back(std::move(step));
  }
}

// ---- the deadline, under every alternative that calendars leave open
// ------------------------------

void NormExplainer::deadlines(const NormPlace& place, const Asked& asked, NormNote& note) {
  if (!asked.spec.due.exists() || note.binds_nobody || note.status == "upcoming") return;
  Replay& replay = r_.replay();
  const auto has_due = [&](const Scope& scope) {
    return !asked.spec.due_present.exists() ||
           runtime::is_true(Replay::value(scope, asked.spec.due_present));
  };
  if (!has_due(asked.scope)) return;
  // Groups met so far; each round may meet more.
  std::uint64_t met = Replay::value(asked.scope, asked.spec.due).groups;
  struct World {
    std::vector<std::uint8_t> ways;
    std::int64_t due;
  };
  std::vector<World> worlds;
  for (std::uint64_t covered = ~met; covered != met;) {
    covered = met;
    worlds.assign(1, {std::vector<std::uint8_t>(groups_.size(), 0), 0});
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      if ((met >> g & 1) == 0) continue;
      const std::size_t before = worlds.size();
      for (std::uint8_t way = 1; way < groups_[g].alternatives.size(); ++way)
        for (std::size_t i = 0; i < before && worlds.size() < runtime::kMaxWorlds; ++i) {
          worlds.push_back(worlds[i]);
          worlds.back().ways[g] = way;
        }
    }
    for (World& world : worlds) {
      replay.enter_world(world.ways);
      const runtime::Value& due = Replay::value(open_norm(r_.replay(), place), asked.spec.due);
      world.due = due.state == runtime::State::Known ? runtime::signed_of(due) : 0;
      met |= due.groups;
    }
  }
  std::ranges::sort(worlds, {},
                    [](const World& world) { return std::pair(world.due, world.ways); });
  for (std::size_t i = 0; i < worlds.size(); ++i) {
    if (i > 0 && worlds[i].due == worlds[i - 1].due) continue;
    replay.enter_world(worlds[i].ways);
    const Scope& scope = open_norm(r_.replay(), place);
    DayCount count;
    DayCounter counter(r_);
    count.steps = counter.steps(scope, asked.spec.due);
    const runtime::Value& due = Replay::value(scope, asked.spec.due);
    if (due.state == runtime::State::Known)
      count.due = r_.speech().moment(
          runtime::signed_of(due), asked.spec.zone_minutes,
          asked.spec.due_before ? Speech::Midnight::Begins : Speech::Midnight::Ends);
    note.deadlines.push_back(std::move(count));
    if (worlds.back().due == worlds.front().due) break;
    // Which alternatives lead here.
    DayCount& last = note.deadlines.back();
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      if ((met >> g & 1) == 0) continue;
      std::vector<std::string> ways;
      for (std::uint8_t way = 0; way < groups_[g].alternatives.size(); ++way)
        if (std::ranges::any_of(
                worlds, [&](const World& w) { return w.due == worlds[i].due && w.ways[g] == way; }))
          ways.push_back(groups_[g].alternatives[way]);
      if (ways.size() == groups_[g].alternatives.size()) continue;
      last.under.push_back(r_.speech().listed(ways, "hoặc", "or"));
      last.awaiting.push_back(groups_[g].awaiting);
    }
  }
  replay.enter_world({});
}

// ---- what it costs ------------------------------------------------------------------------------

std::string NormExplainer::sanction_text(const Asked& asked, const decision::NormSanction& row,
                                         const hir::Sanction* declared) {
  const auto amount = [&](decision::Reg reg) -> std::string {
    if (!reg.exists()) return {};
    const runtime::Value& value = Replay::value(asked.scope, reg);
    if (value.state != runtime::State::Known)
      return say("mức chưa xác định", "an amount not yet known");
    if (row.amounts == Kind::Duration)
      return r_.speech().term(runtime::signed_of(value), static_cast<decision::Unit>(value.hi));
    return r_.speech().money(runtime::signed_of(value), row.currency);
  };
  const std::string from = amount(row.from);
  const std::string to = amount(row.to);
  std::string bounds;
  if (!from.empty() && !to.empty())
    bounds = from == to ? " " + from : say(" từ ", " from ") + from + say(" đến ", " to ") + to;
  else if (!to.empty())
    bounds = say(" tối đa ", " of up to ") + to;
  else if (!from.empty())
    bounds = say(" tối thiểu ", " of at least ") + from;
  if (row.kind == "fine") return say("Phạt tiền", "A fine") + bounds;
  if (row.kind == "warning") return say("Cảnh cáo", "A warning");
  if (row.kind == "confiscation") return say("Tịch thu", "Confiscation");
  if (row.kind == "suspension") return say("Đình chỉ hoạt động có thời hạn", "Suspension") + bounds;
  if (row.kind == "not_set")
    return say("Văn bản chưa quy định mức xử phạt cho hành vi này",
               "No figure has been set for this breach");
  if (row.kind == "remedy") {
    std::vector<std::string> measures;
    if (declared != nullptr)
      for (const std::string& measure : declared->measures)
        measures.push_back(measure_words(measure, r_.speech().language()));
    return say("Biện pháp khắc phục hậu quả", "Remedial measure") +
           (measures.empty() ? "" : ": " + r_.speech().listed(measures, "và", "and"));
  }
  return row.kind + bounds;
}

// Those that apply; while nothing is breached, those that would.
void NormExplainer::sanctions(const Asked& asked, NormNote& note) {
  if (note.binds_nobody) return;
  const bool breach = is_breach(note.status);
  const bool ahead = note.status == "pending" || note.status == "undetermined" ||
                     note.status == "open" || note.status == "deferred";
  if (!breach && !ahead) return;
  const Labels& labels = r_.labels();
  const nlohmann::json rows = note.result.value("sanctions", nlohmann::json::object());
  for (const decision::NormSanction& row : asked.spec.sanctions) {
    const auto* declared =
        asked.norm == nullptr ? nullptr : labelled(labels, asked.norm->sanctions, row.label);
    const Truth guard = Reasons::truth_of(Replay::value(asked.scope, row.applies));
    if (guard == Truth::Fails) continue;
    nlohmann::json applies = true;
    if (breach && rows.contains(row.label))
      applies = rows[row.label].value("applies", nlohmann::json(true));
    if (applies == nlohmann::json(false)) continue;
    Reason step{
        .kind = "sanction", .truth = Truth::Holds, .text = sanction_text(asked, row, declared)};
    if (applies == nlohmann::json("unknown") || guard == Truth::Unknown) {
      step.truth = Truth::Unknown;
      step.text +=
          say(" (chưa xác định có áp dụng hay không)", " (whether it applies is not known yet)");
    }
    if (row.kind == "fine" || row.kind == "not_set") note.fines.push_back(step.text);
    if (!breach && row.on != 0)
      step.text += row.on == 1 ? say(" (nếu thực hiện trễ hạn)", " (if done late)")
                               : say(" (nếu không thực hiện)", " (if not done)");
    if (declared != nullptr) {
      step.cites = labels.cites(declared->authority.cites);
      if (const std::string words = labels.spoken(declared->words); !words.empty())
        step.text += " " + Speech::quoted(words);
      const char confidence = declared->authority.provenance.confidence;
      if (confidence != 'A')
        step.text += say(" (độ tin cậy của nguồn: ", " (confidence of the source: ") +
                     std::string(1, confidence) + ")";
    }
    for (Reason& reason : r_.grounds(asked.scope, row.applies))
      if (reason.kind != "force") step.because.push_back(std::move(reason));
    figure_grounds(asked, row, step);
    note.sanctions.push_back(std::move(step));
  }
  if (breach && note.sanctions.empty() && !asked.spec.sanctions.empty())
    note.sanctions.push_back(
        {.kind = "sanction",
         .truth = Truth::Fails,
         .text = say("Không có chế tài nào áp dụng theo luật của ngày vi phạm",
                     "No sanction applies under the law of the day of the breach")});
  note.sanctions_lead = breach ? say("Chế tài có thể áp dụng", "Sanctions that may follow")
                               : say("Chế tài nếu vi phạm", "Sanctions in case of breach");
}

void NormExplainer::unsettled(NormNote& note) const {
  const Speech& speech = r_.speech();
  if (const auto found = note.result.find("confidence"); found != note.result.end())
    note.unsettled.push_back(
        say("Độ tin cậy của việc đọc văn bản: ", "Confidence in the reading of the text: ") +
        found->get<std::string>() +
        (*found == "B" ? say(" (bản tóm tắt, hoặc một phần văn bản chưa được đọc)",
                             " (a summary, or a part of the text was not read)")
                       : say(" (kiến thức chung, chưa đối chiếu văn bản)",
                             " (general knowledge, not checked against the text)")));
  if (note.result.value("beyond_knowledge", false))
    note.unsettled.push_back(
        say("Hạn nằm sau ngày mà thư viện luật được cập nhật; luật có thể đã thay đổi",
            "The deadline lies after the day to which the library of law is known; the law may "
            "have changed"));
  if (const auto excused = note.result.find("excused"); excused != note.result.end())
    note.unsettled.push_back(*excused == true
                                 ? say("Việc trễ hạn được miễn trách", "The delay is excused")
                                 : say("Chưa rõ việc trễ hạn có được miễn trách hay không",
                                       "Whether the delay is excused is not known yet"));
  if (note.result.value("$inexact", false))
    note.unsettled.push_back(
        say("Danh sách dữ kiện còn thiếu có thể rộng hơn mức cần thiết: đã chạm giới hạn tính toán",
            "The list of missing facts may be longer than needed: a stated bound was hit"));
  if (const auto due = note.result.find("due");
      due != note.result.end() && due->is_object() && due->contains("$awaiting")) {
    std::vector<std::string> awaited;
    for (const DayCount& count : note.deadlines)
      for (const std::string& one : count.awaiting)
        if (std::ranges::find(awaited, one) == awaited.end()) awaited.push_back(one);
    if (awaited.empty())
      for (const auto& one : (*due)["$awaiting"]) awaited.push_back(one.get<std::string>());
    note.unsettled.push_back(
        say("Hạn cuối chưa chốt, còn chờ: ", "The deadline is not settled; it awaits ") +
        speech.listed(awaited, "và", "and"));
  }
}

}  // namespace phep::explain
