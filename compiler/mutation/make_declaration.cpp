// Mistakes in the clauses of norms, rules and special law: left out, turned round, in another
// order.
#include "compiler/mutation/maker.h"

#include <algorithm>
#include <utility>

namespace phep::mutation {

void Maker::left_out(Fault fault, Name label, hir::ExprId when, const hir::Authority* by,
                     hir::DefNode without) {
  by_ = by;
  if (when.exists() && own(when))
    edit(fault, when, hir::BoolConst{false}, "false");
  else
    replace(fault,
            label.exists() && by != nullptr ? behind(row_end(label, *by), " when false")
                                            : beside(label_place(label), "left out"),
            std::move(without));
}

// ---- norms --------------------------------------------------------------------------------------

void Maker::norm(const hir::Norm& node) {
  own_force(node.authority, [&](hir::Force force) {
    return changed(node, [&](hir::Norm& other) { other.authority.force = std::move(force); });
  });
  if (!node.authority.force.clauses.empty() && !node.authority.cites.empty())
    replace(
        Fault::Force,
        beside(node.authority.cites.front().written.span, "whether it is in force is not asked"),
        changed(node, [](hir::Norm& other) { other.authority.force.clauses.clear(); }));
  walk(node.trigger, Role::Plain);
  never(node);
  if (node.applies.exists()) {
    if (own(node.applies) && !std::holds_alternative<hir::BoolConst>(expr(node.applies).node))
      edit(Fault::Condition, node.applies, hir::BoolConst{true}, "true");
    root(node.applies);
  }
  for (std::size_t i = 0; i < node.exemptions.size(); ++i) exemption(node.exemptions[i], i);
  for (std::size_t i = 0; i < node.deferrals.size(); ++i) deferral(node.deferrals[i], i);
  by_ = nullptr;
  due(node);
  outcome(node);
  sanctions(node);
}

// It binds nobody, whatever the case.
void Maker::never(const hir::Norm& node) {
  if (node.applies.exists() && own(node.applies))
    return edit(Fault::Condition, node.applies, hir::BoolConst{false}, "false");
  replace(Fault::Condition,
          node.applies.exists() ? beside(def().name_span, "never applies")
                                : clause("applies when false"),
          changed(node, [&](hir::Norm& other) { other.applies = truth(false); }));
}

void Maker::exemption(const hir::Exemption& row, std::size_t i) {
  hir::DefNode without = def().node;
  const auto erase = [&](auto& other) {
    other.exemptions.erase(other.exemptions.begin() + static_cast<std::ptrdiff_t>(i));
  };
  if (auto* norm = std::get_if<hir::Norm>(&without)) erase(*norm);
  if (auto* special = std::get_if<hir::Special>(&without)) erase(*special);
  left_out(Fault::Exemption, row.label, row.when, &row.authority, std::move(without));
  root(row.when);
}

void Maker::deferral(const hir::Deferral& row, std::size_t i) {
  hir::DefNode without = def().node;
  const auto erase = [&](auto& other) {
    other.deferrals.erase(other.deferrals.begin() + static_cast<std::ptrdiff_t>(i));
  };
  if (auto* norm = std::get_if<hir::Norm>(&without)) erase(*norm);
  if (auto* special = std::get_if<hir::Special>(&without)) erase(*special);
  by_ = &row.authority;
  replace(Fault::Grace, Shown{place(row.until), "0001-01-01"}, std::move(without));
  walk(row.until, Role::Compared);
  root(row.when);
}

void Maker::due(const hir::Norm& node) {
  const bool anchors = std::ranges::any_of(
      node.sanctions, [](const hir::Sanction& row) { return row.limitation.exists(); });
  const std::vector<const hir::RuleNode*> rows = due_rows(node);
  const bool answers = node.silence != hir::Silence::Nothing;
  if (node.due.exists() && !node.kept && !node.dated_breach && !anchors && !answers) {
    Span at = with_keyword(with_keyword(place(node.due), {"before", "trước"}), {"due", "hạn"});
    if (!rows.empty()) at = join(rows.front()->span, rows.back()->span);
    replace(Fault::Term, at == place(node.due) ? beside(at, "no deadline") : Shown{at, ""},
            changed(node, [](hir::Norm& other) { other.due = {}; }));
  }
  // A recurring duty is due by the end of its period, and no row can say otherwise.
  if (node.due.exists() && !node.due_exclusive.exists() && !node.kept &&
      !node.occurrence.exists()) {
    const Span at = place(node.due);
    const Span before = with_keyword(at, {"before", "trước"});
    Shown shown{{at.file, at.begin, at.begin}, "before "};
    if (node.due_before) shown = {{at.file, before.begin, at.begin}, ""};
    if (!rows.empty())
      shown =
          beside(rows.front()->span, node.due_before ? "each by its end" : "each before its end");
    replace(Fault::Boundary, std::move(shown),
            changed(node, [](hir::Norm& other) { other.due_before = !other.due_before; }));
  }
  term(node.due, false);
  root(node.due_exclusive);
}

void Maker::outcome(const hir::Norm& node) {
  if (node.outcome == hir::OutcomeKind::Done)
    walk(node.outcome_value, Role::Plain);
  else
    root(node.outcome_value);
  for (std::size_t i = 0; i < node.evidence.size(); ++i) {
    const hir::Evidence& row = node.evidence[i];
    left_out(Fault::Performance, row.label, row.when, &row.authority,
             changed(node, [&](hir::Norm& other) {
               other.evidence.erase(other.evidence.begin() + static_cast<std::ptrdiff_t>(i));
             }));
    root(row.when);
    walk(row.value, Role::Plain);
  }
  by_ = nullptr;
  if (node.excused.exists()) {
    by_ = &node.excuse_authority;
    if (own(node.excused)) edit(Fault::Performance, node.excused, hir::BoolConst{false}, "false");
    root(node.excused);
  }
  for (std::size_t i = 0; i < node.fallback_bearers.size(); ++i) {
    const hir::FallbackBearer& row = node.fallback_bearers[i];
    left_out(Fault::Performance, {}, row.when, &row.authority, changed(node, [&](hir::Norm& other) {
               other.fallback_bearers.erase(other.fallback_bearers.begin() +
                                            static_cast<std::ptrdiff_t>(i));
             }));
    root(row.when);
  }
  by_ = nullptr;
  if (node.available.exists()) {
    if (own(node.available)) edit(Fault::Condition, node.available, hir::BoolConst{true}, "true");
    root(node.available);
  }
  if (node.silence != hir::Silence::Nothing) {
    const bool granted = node.silence == hir::Silence::Granted;
    const std::string other_word = granted ? "refused" : "granted";
    const auto means = find_words({{"silence", "im lặng"}, {"means", "coi là"}});
    replace(Fault::Conclusion,
            means ? Shown{word_at(means->end), other_word}
                  : beside(def().name_span, "silence means " + other_word),
            changed(node,
                    [&](hir::Norm& other) {
                      other.silence = granted ? hir::Silence::Refused : hir::Silence::Granted;
                    }),
            &node.silence_authority);
  }
}

void Maker::sanctions(const hir::Norm& node) {
  // Whatever breaches a norm that cannot be late violates it.
  const bool can_be_late = node.outcome == hir::OutcomeKind::Done && node.due.exists();
  for (std::size_t i = 0; i < node.sanctions.size(); ++i) {
    const hir::Sanction& row = node.sanctions[i];
    by_ = &row.authority;
    const Span end = row_end(row.label, row.authority);
    const auto becomes = [&](Shown shown, const auto& change) {
      replace(Fault::Sanction, std::move(shown),
              changed(node, [&](hir::Norm& other) { change(other.sanctions[i]); }));
    };
    // The word behind `on`, from the row's label on.
    const auto on = [&](const std::string& status) -> Shown {
      const Span line = label_place(row.label);
      const std::string_view text = law_.sources.text(line);
      for (const std::string_view now : {" on late", " on violated"})
        if (const auto at = text.find(now); at != std::string_view::npos)
          return {word_at(static_cast<std::uint32_t>(line.begin + at + 4)), status};
      return beside(line, "on " + status);
    };
    left_out(Fault::Sanction, row.label, row.when, &row.authority,
             changed(node, [&](hir::Norm& other) { other.sanctions[i].when = truth(false); }));
    using On = hir::SanctionOn;
    if (row.on == On::Any && can_be_late && node.kind == hir::NormKind::Duty &&
        row.kind != hir::ConsequenceKind::NotSet)
      becomes(behind(end, " on violated"), [](hir::Sanction& other) { other.on = On::Violated; });
    if (row.on == On::Late)
      becomes(on("violated"), [](hir::Sanction& other) { other.on = On::Violated; });
    if (row.on == On::Violated)
      becomes(on("late"), [](hir::Sanction& other) { other.on = On::Late; });
    if (row.milder)
      becomes(beside(label_place(row.label), "by the law of the conduct alone"),
              [](hir::Sanction& other) { other.milder = false; });
    walk(row.from, Role::Plain);
    walk(row.to, Role::Plain);
    root(row.when);
    term(row.limitation, true);
  }
  by_ = nullptr;
}

// ---- rules --------------------------------------------------------------------------------------

void Maker::rule(const hir::Rule& node) {
  if (node.by_judgment) return;
  own_force(node.authority, [&](hir::Force force) {
    return changed(node, [&](hir::Rule& other) { other.authority.force = std::move(force); });
  });
  if (node.body.exists())
    law_.types.is(expr(node.body).type, hir::Sort::Bool) ? root(node.body)
                                                         : walk(node.body, Role::Plain);
  if (node.picks == hir::Picks::Highest || node.picks == hir::Picks::Lowest) {
    const bool highest = node.picks == hir::Picks::Highest;
    const auto word =
        find_words({{"picks", "chọn"}, {"highest", "cao nhất", "lowest", "thấp nhất"}});
    const std::string other_word = highest ? "lowest" : "highest";
    replace(Fault::Priority,
            word ? Shown{*word, other_word} : beside(def().name_span, "picks " + other_word),
            changed(node, [&](hir::Rule& other) {
              other.picks = highest ? hir::Picks::Lowest : hir::Picks::Highest;
            }));
  }
  if (node.fallback.exists() && !node.nodes.empty() && node.picks != hir::Picks::All &&
      inside(node.fallback)) {
    const Span at = with_keyword(place(node.fallback), {"default", "mặc định"});
    replace(Fault::Case, at == place(node.fallback) ? beside(at, "no default") : Shown{at, ""},
            changed(node, [](hir::Rule& other) { other.fallback = {}; }));
  }
  walk(node.fallback, Role::Plain);
  for (std::size_t i = 0; i < node.nodes.size(); ++i) rule_node(node.nodes, i);
  by_ = nullptr;
  order(node);
}

// A case or an exception, which is left out by a condition that never holds: others may except it.
void Maker::rule_node(std::span<const hir::RuleNode> nodes, std::size_t i) {
  const hir::RuleNode& row = nodes[i];
  const Fault fault = row.parents == hir::Parents::Case ? Fault::Case : Fault::Exception;
  hir::DefNode without = def().node;
  const hir::ExprId never = truth(false);
  if (auto* rule = std::get_if<hir::Rule>(&without)) rule->nodes[i].when = never;
  if (auto* special = std::get_if<hir::Special>(&without)) special->nodes[i].when = never;
  by_ = &row.authority;
  const auto* rule = std::get_if<hir::Rule>(&def().node);
  const bool chosen = rule != nullptr && rule->election;
  // A row of a table says it behind its last bar, any other one at its end.
  const auto bar = row.table == 0 || !row.value.exists() || !inside(row.value)
                       ? std::string::npos
                       : law_.sources.file(row.span.file).text.find('|', expr(row.value).span.end);
  if (row.when.exists() && own(row.when) && row.table == 0) {
    edit(fault, row.when, hir::BoolConst{false}, "false");
  } else {
    const auto end = static_cast<std::uint32_t>(bar == std::string::npos ? 0 : bar + 1);
    replace(fault,
            chosen ? (find_words({{"lost", "mất"}}) ? beside(def().name_span, "never made")
                                                    : clause("lost when true"))
            : bar != std::string::npos ? behind({row.span.file, end, end}, " when false")
            : row.when.exists() || row.table != 0 || row.span == def().name_span
                ? beside(row.span, "left out")
                : behind(row.span, " when false"),
            std::move(without));
  }
  root(row.when);
  if (!row.value.exists()) return;
  law_.types.is(expr(row.value).type, hir::Sort::Bool) &&
          !std::holds_alternative<hir::BoolConst>(expr(row.value).node)
      ? root(row.value)
      : walk(row.value, Role::Plain);
}

// Rows that are tried in turn, two neighbours at a time in the other order.
void Maker::order(const hir::Rule& node) {
  for (std::size_t i = 0; i + 1 < node.nodes.size(); ++i) {
    const hir::RuleNode& one = node.nodes[i];
    const hir::RuleNode& next = node.nodes[i + 1];
    if (one.turn == 0 || one.turn != next.turn || one.span.file != def().span.file) continue;
    const auto excepted = [&](const hir::RuleNode& other) {
      return std::ranges::any_of(
          other.targets, [&](std::uint32_t target) { return target == i || target == i + 1; });
    };
    if (std::ranges::any_of(node.nodes, excepted)) continue;
    const std::string both =
        std::string(law_.sources.text(next.span)) + "\n" + std::string(law_.sources.text(one.span));
    replace(
        Fault::Priority,
        one.table == 0 ? Shown{join(one.span, next.span), both}
                       : beside(one.span, "tried behind the next row"),
        changed(node, [&](hir::Rule& other) { std::swap(other.nodes[i], other.nodes[i + 1]); }));
  }
}

void Maker::special(const hir::Special& node) {
  own_force(node.authority, [&](hir::Force force) {
    return changed(node, [&](hir::Special& other) { other.authority.force = std::move(force); });
  });
  for (std::size_t i = 0; i < node.nodes.size(); ++i) rule_node(node.nodes, i);
  for (std::size_t i = 0; i < node.exemptions.size(); ++i) exemption(node.exemptions[i], i);
  for (std::size_t i = 0; i < node.deferrals.size(); ++i) deferral(node.deferrals[i], i);
  by_ = nullptr;
}

}  // namespace phep::mutation
