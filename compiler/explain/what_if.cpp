#include "compiler/explain/what_if.h"

#include "compiler/explain/fact_values.h"
#include "compiler/runtime/answer.h"
#include "compiler/runtime/date.h"
#include "compiler/runtime/determination.h"
#include "compiler/runtime/json_print.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace phep::explain {
namespace {

using Json = nlohmann::json;
using decision::Kind;

constexpr std::size_t kCaseMemory = std::size_t{64} << 20U;
constexpr std::size_t kShown = 8;     // flips of one norm
constexpr std::size_t kPairs = 1024;  // pairs tried for one norm

bool is_time(const decision::Slot& slot) {
  return slot.kind == Kind::Date || slot.kind == Kind::Instant;
}

// How large a number or an amount is, to tell what is near it.
std::optional<double> number_of(const decision::Slot& slot, const Json& value) {
  const bool counts =
      slot.kind == Kind::Int || slot.kind == Kind::Money || slot.kind == Kind::Decimal;
  const Json text = counts && value.is_object() ? value.value("amount", Json()) : value;
  if (counts && text.is_number()) return text.get<double>();
  if (!counts || !text.is_string()) return std::nullopt;
  return std::strtod(text.get<std::string>().c_str(), nullptr);
}

// Distances at which a date or a moment is tried, in its own unit.
std::vector<std::int64_t> distances(Kind kind) {
  std::vector<std::int64_t> out;
  const std::int64_t day = kind == Kind::Date ? 1 : runtime::kDayMs;
  if (kind == Kind::Instant) out = {runtime::kHourMs, 6 * runtime::kHourMs};
  for (std::int64_t days = 1; days <= 2048; days *= 2) out.push_back(days * day);
  return out;
}

}  // namespace

WhatIf::WhatIf(Replay& replay) : replay_(replay) {
  facts_ = Json::parse(replay.question().facts, nullptr, false);
  options_ = options_of(replay.question(), false);
  memory_ = std::make_unique_for_overwrite<std::byte[]>(kCaseMemory);
  list_leaves(replay.decision().facts, 0, true);
  for (const Leaf& leaf : leaves_) slots_.emplace(leaf.pointer, leaf.slot);
  // The replay has decided these facts already; of a list that is unknown there is no status.
  const Json norms = replay.answer().value("norms", Json::object());  // outlives the walk over it
  for (const auto& [key, result] : norms.items())
    now_.norms.push_back(
        status_code(result.value("status", std::string())).value_or(PHEP_UNDETERMINED));
}

void WhatIf::list_leaves(decision::StructId structure, std::uint64_t index, bool root) {
  const decision::Program& program = replay_.program();
  for (const decision::SlotId id : program.structs[structure].slots) {
    const decision::Slot& slot = program.slots[id];
    leaves_.push_back({id, replay_.pointer(id, root ? 0 : index)});
    if (!slot.is_list) continue;
    for (const std::uint64_t element : replay_.elements(id, root ? 0 : index))
      list_leaves(slot.element, element, false);
  }
}

decision::SlotId WhatIf::slot_of(const std::string& pointer) const {
  const auto found = slots_.find(pointer);
  return found == slots_.end() ? decision::SlotId{} : found->second;
}

// ---- deciding ---------------------------------------------------------------------------------

// By the interpreter, as any decision; without the passes for readings, and without text.
std::optional<Verdicts> WhatIf::decide(const Json& facts) {
  if (evaluations_ >= kMostEvaluations || steps_ >= kMostSteps) {
    limit_hit_ = true;
    return std::nullopt;
  }
  ++evaluations_;
  const std::string text = facts.dump();
  const runtime::Header* const image = replay_.image();
  const std::uint32_t index = replay_.question().decision;
  auto* const memory = reinterpret_cast<char*>(memory_.get());
  runtime::Arena arena{memory, memory + kCaseMemory, false};
  runtime::FactsProblem problem{};
  void* typed = nullptr;
  const auto& decided = runtime::items<runtime::Decision>(image, image->decisions)[index];
  runtime::Determinations determinations{options_.as_of,
                                         static_cast<std::int32_t>(decided.zone) * 15, nullptr, 0};
  if (runtime::read_facts(image, index, text.data(), text.size(), arena, &typed, &problem,
                          &determinations) != PHEP_OK)
    return std::nullopt;
  auto* const head = static_cast<phep_result_head*>(runtime::allocate(arena, decided.result_size));
  if (head == nullptr) return std::nullopt;
  head->size = decided.result_size;
  head->layout = decided.layout;
  if (runtime::decide(image, index, nullptr, typed, &options_, head, arena) != PHEP_OK)
    return std::nullopt;
  steps_ += head->steps;
  const auto* const bytes = reinterpret_cast<const char*>(head);
  const runtime::Answer answer{
      image, &decided, static_cast<const char*>(typed), &options_, bytes, head, 0, nullptr};
  Verdicts out;
  runtime::for_each_norm(answer, [&](const runtime::NormView& view) {
    out.norms.push_back(view.norm == nullptr ? std::uint32_t{PHEP_UNDETERMINED}
                                             : static_cast<std::uint32_t>(view.norm->status));
  });
  // Where a recurring duty comes up more or less often, results no longer stand side by side.
  if (!now_.norms.empty() && out.norms.size() != now_.norms.size()) return std::nullopt;
  return out;
}

std::optional<Verdicts> WhatIf::decide_with(const std::vector<Change>& changes) {
  Json facts = facts_;
  for (const Change& change : changes) facts[Json::json_pointer(change.fact)] = change.to;
  return decide(facts);
}

// ---- candidates -------------------------------------------------------------------------------

Json WhatIf::current(const std::string& pointer) const {
  const Json::json_pointer at(pointer);
  return facts_.contains(at) ? facts_[at] : Json();
}

std::vector<Json> WhatIf::alternatives(const Leaf& leaf) const {
  const decision::Slot& slot = replay_.program().slots[leaf.slot];
  const Json now = current(leaf.pointer);
  std::vector<Json> out;
  if (slot.optional && !now.is_null()) out.emplace_back(nullptr);
  if (slot.kind == Kind::Set && !slot.is_list) {
    const auto& members = replay_.program().enums[slot.enumeration].members;
    for (const Json& set : toggled_sets(members, now)) out.push_back(set);
    return out;
  }
  if (slot.is_list || is_time(slot)) return out;
  for (const std::int64_t value : slot.representatives) {
    Json candidate = fact_json(replay_.program(), slot, value);
    if (candidate != now) out.push_back(std::move(candidate));
  }
  // The smallest change first.
  if (const auto at = number_of(slot, now))
    std::ranges::stable_sort(out, {}, [&](const Json& one) {
      return std::abs(number_of(slot, one).value_or(*at) - *at);
    });
  return out;
}

// Of what is not known whether it exists at all, that it does not is an answer, too.
const WhatIf::Tried& WhatIf::tried(const Leaf& leaf) {
  const auto [found, fresh] = tried_.try_emplace(leaf.pointer);
  if (!fresh) return found->second;
  std::vector<Json> values = alternatives(leaf);
  const bool unknown = !facts_.contains(Json::json_pointer(leaf.pointer));
  if (replay_.program().slots[leaf.slot].optional && unknown)
    values.insert(values.begin(), Json(nullptr));
  for (const Json& value : values)
    if (auto verdicts = decide_with({{leaf.pointer, value}}))
      found->second.emplace_back(value, std::move(*verdicts));
  return found->second;
}

const std::vector<WhatIf::Scan>& WhatIf::scans(const Leaf& leaf) {
  if (const auto found = scans_.find(leaf.pointer); found != scans_.end()) return found->second;
  const decision::Slot& slot = replay_.program().slots[leaf.slot];
  const Json now = current(leaf.pointer);
  const std::int64_t as_of = replay_.question().as_of;
  std::optional<std::int64_t> from = time_of(slot.kind, now);
  const bool given = from.has_value();
  if (!given)
    from = slot.kind == Kind::Date ? runtime::local_day(as_of, replay_.decision().zone_minutes)
                                   : as_of;
  std::vector<Scan> out;
  for (const Change::Side side : {Change::Side::NotLater, Change::Side::NotEarlier}) {
    // What has not happened can only be supposed up to now.
    if (!given && side == Change::Side::NotEarlier) continue;
    Scan scan{{}, {}, side};
    const auto try_value = [&](std::int64_t value) {
      const auto verdicts =
          decide_with({{leaf.pointer, fact_json(replay_.program(), slot, value), side}});
      if (!verdicts) return false;
      scan.values.push_back(value);
      scan.verdicts.push_back(*verdicts);
      return true;
    };
    if (!given && !try_value(*from)) continue;
    for (const std::int64_t distance : distances(slot.kind))
      if (!try_value(side == Change::Side::NotLater ? *from - distance : *from + distance)) break;
    out.push_back(std::move(scan));
  }
  return scans_.emplace(leaf.pointer, std::move(out)).first->second;
}

// Where a status is likely to turn: at an expected moment, or where the present value moves by the
// distance between two of them.
std::vector<std::int64_t> WhatIf::guesses(const Leaf& leaf) const {
  const decision::Slot& slot = replay_.program().slots[leaf.slot];
  const auto given = time_of(slot.kind, current(leaf.pointer));
  std::vector<std::int64_t> out = moments_;
  if (slot.kind == Kind::Instant) {
    for (const std::int64_t a : moments_)
      for (const std::int64_t b : moments_)
        if (given && a != b) out.push_back(*given + a - b);
    return out;
  }
  const std::int32_t zone = replay_.decision().zone_minutes;
  for (std::int64_t& moment : out) moment = runtime::local_day(moment, zone);
  const std::size_t days = out.size();
  for (std::size_t i = 0; i < days; ++i) out.push_back(out[i] - 1);
  return out;
}

// Between a value that keeps the status and one that gives `status`: the first that gives it.
std::int64_t WhatIf::boundary(const Leaf& leaf, std::int64_t keeps, std::int64_t flips,
                              std::size_t norm, std::uint32_t status) {
  const decision::Slot& slot = replay_.program().slots[leaf.slot];
  const auto gives = [&](std::int64_t value) {
    const auto verdicts = decide_with({{leaf.pointer, fact_json(replay_.program(), slot, value)}});
    return verdicts && verdicts->norms[norm] == status;
  };
  const std::int64_t toward = keeps < flips ? -1 : 1;  // from a guess back to what keeps
  for (const std::int64_t guess : guesses(leaf)) {
    const bool between =
        guess != keeps && std::min(keeps, flips) <= guess && guess <= std::max(keeps, flips);
    if (between && gives(guess) && (guess + toward == keeps || !gives(guess + toward)))
      return guess;
  }
  while ((keeps - flips > 1 || flips - keeps > 1) && !limit_hit_) {
    const std::int64_t middle = keeps + (flips - keeps) / 2;
    (gives(middle) ? flips : keeps) = middle;
  }
  return flips;
}

// ---- missing facts ----------------------------------------------------------------------------

std::vector<Supposed> WhatIf::answers(const std::string& pointer, std::size_t norm) {
  std::vector<Supposed> out;
  const decision::SlotId id = slot_of(pointer);
  if (!id.exists()) return out;
  const Leaf leaf{id, pointer};
  const decision::Slot& slot = replay_.program().slots[id];
  for (const auto& [value, verdicts] : tried(leaf))
    out.push_back({{pointer, value}, verdicts.norms.at(norm)});
  if (slot.is_list || !is_time(slot)) return out;
  for (const Scan& scan : scans(leaf))
    for (std::size_t i = 0; i < scan.values.size(); ++i) {
      const std::uint32_t status = scan.verdicts[i].norms.at(norm);
      if (i > 0 && scan.verdicts[i - 1].norms.at(norm) == status) continue;
      const std::int64_t at =
          i == 0 ? scan.values[0]
                 : boundary(leaf, scan.values[i - 1], scan.values[i], norm, status);
      out.push_back({{pointer, fact_json(replay_.program(), slot, at), scan.side}, status});
    }
  return out;
}

// ---- flips --------------------------------------------------------------------------------------

std::set<decision::SlotId> WhatIf::read_by(decision::FunctionId function) const {
  std::set<decision::SlotId> out;
  std::set<decision::FunctionId> seen;
  std::vector<decision::FunctionId> open = {function};
  while (!open.empty()) {
    const decision::FunctionId at = open.back();
    open.pop_back();
    if (!at.exists() || !seen.insert(at).second) continue;
    for (const decision::Inst& inst : replay_.program().functions[at].insts) {
      if (const auto* load = std::get_if<decision::LoadInst>(&inst.node)) out.insert(load->slot);
      if (const auto* is = std::get_if<decision::PresentInst>(&inst.node)) out.insert(is->slot);
      if (const auto* call = std::get_if<decision::CallInst>(&inst.node))
        open.push_back(call->function);
      if (const auto* over = std::get_if<decision::QuantifyInst>(&inst.node))
        open.insert(open.end(), {over->predicate, over->value});
    }
  }
  return out;
}

void WhatIf::flips_of(const Leaf& leaf, std::size_t norm, std::vector<Flip>& out) {
  const std::uint32_t now = now_.norms[norm];
  std::set<std::uint32_t> reached;
  for (const auto& [value, verdicts] : tried(leaf)) {
    const std::uint32_t status = verdicts.norms.at(norm);
    // Of several values with one outcome the first will do; a set's members each speak for
    // themselves.
    if (status == now || (!value.is_array() && !reached.insert(status).second)) continue;
    out.push_back({{{leaf.pointer, value}}, status});
  }
  const decision::Slot& slot = replay_.program().slots[leaf.slot];
  if (slot.is_list || !is_time(slot)) return;
  const auto given = time_of(slot.kind, current(leaf.pointer));
  for (const Scan& scan : scans(leaf)) {
    std::optional<std::int64_t> keeps = given;
    std::uint32_t before = now;
    for (std::size_t i = 0; i < scan.values.size(); ++i) {
      const std::uint32_t status = scan.verdicts[i].norms.at(norm);
      if (status != now && status != before && reached.insert(status).second) {
        const std::int64_t at =
            keeps ? boundary(leaf, *keeps, scan.values[i], norm, status) : scan.values[i];
        out.push_back(
            {{{leaf.pointer, fact_json(replay_.program(), slot, at), scan.side}}, status});
        if (given) break;  // of a given date the nearest boundary on each side
      }
      keeps = scan.values[i];
      before = status;
    }
  }
}

std::vector<Flip> WhatIf::pairs(const std::vector<Leaf>& leaves, std::size_t norm) {
  // Dates take part with a few values only: gone, now, and a month and a year either way.
  struct Option {
    std::size_t leaf;
    Change change;
  };
  std::vector<Option> options;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const decision::Slot& slot = replay_.program().slots[leaves[i].slot];
    for (const Json& value : alternatives(leaves[i]))
      options.push_back({i, {leaves[i].pointer, value}});
    if (slot.is_list || !is_time(slot)) continue;
    const auto given = time_of(slot.kind, current(leaves[i].pointer));
    for (const Scan& scan : scans(leaves[i]))
      for (std::size_t k = 0; k < scan.values.size(); k += 5)
        options.push_back({i,
                           {leaves[i].pointer, fact_json(replay_.program(), slot, scan.values[k]),
                            given ? scan.side : Change::Side::NotLater}});
  }
  std::vector<Flip> out;
  std::set<std::uint32_t> reached;
  std::size_t tried = 0;
  for (std::size_t a = 0; a < options.size(); ++a)
    for (std::size_t b = a + 1; b < options.size(); ++b) {
      if (options[a].leaf == options[b].leaf) continue;
      if (++tried > kPairs) {
        limit_hit_ = true;
        return out;
      }
      const auto verdicts = decide_with({options[a].change, options[b].change});
      if (!verdicts) {
        if (limit_hit_) return out;
        continue;
      }
      const std::uint32_t status = verdicts->norms.at(norm);
      if (status == now_.norms[norm] || !reached.insert(status).second) continue;
      Flip flip{{options[a].change, options[b].change}, status};
      for (Change& change : flip.changes) change.side = Change::Side::Exactly;
      out.push_back(std::move(flip));
    }
  return out;
}

std::vector<Flip> WhatIf::flips(std::size_t norm, decision::NormId id) {
  if (norm >= now_.norms.size()) return {};
  const decision::NormSpec& spec = replay_.program().norms[id];
  const std::set<decision::SlotId> read = read_by(spec.function);
  // What was done is what a party can still change: it comes first.
  std::set<decision::SlotId> acts;
  const decision::Function& function = replay_.program().functions[spec.function];
  for (const decision::Reg reg : {spec.done_present, spec.done}) {
    if (!reg.exists() || reg.index < function.parameters.size()) continue;
    const decision::Inst& inst = function.insts[reg.index - function.parameters.size()];
    if (const auto* load = std::get_if<decision::LoadInst>(&inst.node)) acts.insert(load->slot);
    if (const auto* is = std::get_if<decision::PresentInst>(&inst.node)) acts.insert(is->slot);
  }
  std::vector<Leaf> leaves;
  for (const Leaf& leaf : leaves_)
    if (read.contains(leaf.slot)) leaves.push_back(leaf);
  std::ranges::sort(leaves, {}, [&](const Leaf& leaf) {
    return std::pair(!acts.contains(leaf.slot), leaf.pointer);
  });
  std::vector<Flip> out;
  for (const Leaf& leaf : leaves) flips_of(leaf, norm, out);
  if (out.empty()) out = pairs(leaves, norm);
  // Another time of the events themselves is no answer where another fact is one.
  const auto only_moves_time = [](const Flip& flip) {
    return flip.status == PHEP_UPCOMING || flip.status == PHEP_NOT_IN_FORCE;
  };
  if (!std::ranges::all_of(out, only_moves_time)) std::erase_if(out, only_moves_time);
  // Of what one fact does, what makes a breach or unmakes it comes first.
  const bool breached = is_breach(status_name(now_.norms[norm]));
  const auto crosses = [&](const Flip& flip) {
    return is_breach(status_name(flip.status)) != breached;
  };
  for (auto from = out.begin(); from != out.end();) {
    const auto to = std::find_if(from, out.end(), [&](const Flip& flip) {
      return flip.changes.front().fact != from->changes.front().fact;
    });
    std::vector<Flip> same(from, to);
    auto place = from;
    for (const bool first : {true, false})
      for (const Flip& flip : same)
        if (crosses(flip) == first) *place++ = flip;
    from = to;
  }
  if (out.size() > kShown) out.resize(kShown);
  return out;
}

}  // namespace phep::explain
