#include "compiler/explain/replay.h"

#include "compiler/base/check.h"
#include "compiler/runtime/determination.h"
#include "compiler/runtime/facts.h"
#include "compiler/runtime/sections.h"

#include <algorithm>

namespace phep::explain {
namespace {

// Untouched pages cost nothing, so there is room for large facts.
constexpr std::size_t kMemory = std::size_t{256} << 20U;
constexpr std::size_t kFirstOutput = std::size_t{64} << 10U;
constexpr std::size_t kMostOutput = std::size_t{64} << 20U;

}  // namespace

phep_options options_of(const Question& question, bool certificate) {
  phep_options options{};
  options.size = sizeof options;
  options.flags = certificate ? PHEP_WITH_CERTIFICATE : 0;
  options.as_of = question.as_of;
  options.law_date = question.law_date.value_or(PHEP_NO_DATE);
  options.reading_count = static_cast<std::uint32_t>(question.readings.size());
  options.readings.slot = 0;
  if (!question.readings.empty()) options.readings.ptr = question.readings.data();
  return options;
}

std::expected<std::unique_ptr<Replay>, Refusal> Replay::start(const Question& question) {
  std::unique_ptr<Replay> replay(new Replay(question));
  replay->options_ = options_of(replay->question_, true);
  replay->memory_ = std::make_unique_for_overwrite<std::byte[]>(kMemory);
  if (auto refused = replay->decide()) return std::unexpected(std::move(*refused));
  if (auto refused = replay->prepare()) return std::unexpected(std::move(*refused));
  return replay;
}

const runtime::Header* Replay::image() const {
  return reinterpret_cast<const runtime::Header*>(question_.image.data());
}

std::optional<Refusal> Replay::decide() {
  std::string out(kFirstOutput, '\0');
  for (;;) {
    auto* const memory = reinterpret_cast<char*>(memory_.get());
    arena_ = {memory, memory + kMemory, false};
    runtime::FactsProblem problem{};
    std::size_t written = 0;
    const int status = runtime::decide_json(
        image(), question_.decision, nullptr, question_.facts.data(), question_.facts.size(),
        &options_, out.data(), out.size(), &written, arena_, &problem);
    if (status == PHEP_SMALL_ARENA && written > out.size() && written <= kMostOutput) {
      out.resize(written);
      continue;
    }
    if (written <= out.size()) out.resize(written);
    if (status != PHEP_OK) return Refusal{status, out};
    answer_ = nlohmann::json::parse(out, nullptr, false);
    return std::nullopt;
  }
}

// The facts once more, as typed structs, and the tables of the unknown ones: what decide() does
// before its first pass.
std::optional<Refusal> Replay::prepare() {
  auto* const memory = reinterpret_cast<char*>(memory_.get());
  arena_ = {memory, memory + kMemory, false};
  runtime::FactsProblem problem{};
  void* facts = nullptr;
  const auto& decided =
      runtime::items<runtime::Decision>(image(), image()->decisions)[question_.decision];
  runtime::Determinations determinations{question_.as_of,
                                         static_cast<std::int32_t>(decided.zone) * 15, nullptr, 0};
  int status =
      runtime::read_facts(image(), question_.decision, question_.facts.data(),
                          question_.facts.size(), arena_, &facts, &problem, &determinations);
  if (status != PHEP_OK) return Refusal{status, {}};
  std::uint32_t unknown_leaves = 0;
  status = runtime::check_facts(image(), decided.structure, facts, &unknown_leaves);
  if (status != PHEP_OK) return Refusal{status, {}};
  ctx_ = runtime::begin(image(), &options_, arena_);
  ctx_.zone = static_cast<std::int32_t>(decided.zone) * 15;
  runtime::give_facts(ctx_, decided.structure, facts);
  if (unknown_leaves != 0) status = runtime::find_leaves(ctx_, decided, unknown_leaves);
  kept_ = arena_.begin;
  return status == PHEP_OK ? std::nullopt : std::optional(Refusal{status, {}});
}

// ---- scopes
// ---------------------------------------------------------------------------------------

void Replay::forget() {
  scopes_.clear();
  blank_.clear();
  arena_.begin = kept_;
  arena_.failed = false;
  ctx_.failure = PHEP_OK;
}

const Scope& Replay::open(decision::FunctionId function, const runtime::Value* given,
                          std::size_t count, const Scope* caller,
                          std::vector<decision::Reg> registers) {
  const decision::Function& callee = program().functions[function];
  PHEP_CHECK(count == callee.parameters.size(), "a call with another number of arguments");
  const runtime::Frame frame = runtime::open_frame(ctx_, function.index);
  const runtime::Value* values = frame.registers;
  if (frame.registers != nullptr) {
    std::copy(given, given + count, frame.registers);
    runtime::run_frame(ctx_, frame);
  }
  --ctx_.depth;
  if (ctx_.failure != PHEP_OK) {  // readable, and unknown, all of it
    blank_.emplace_back(callee.parameters.size() + callee.insts.size(), runtime::unknown(nullptr));
    values = blank_.back().data();
  }
  scopes_.push_back({function, values, caller, std::move(registers)});
  return scopes_.back();
}

const Scope& Replay::entry() {
  const runtime::Value law_date = runtime::as_of_day(ctx_, ctx_.zone);
  return open(decision().entry, &law_date, 1, nullptr, {decision::Reg{}});
}

const Scope& Replay::element(decision::FunctionId function, std::uint64_t index) {
  const runtime::Value given[] = {runtime::as_of_day(ctx_, ctx_.zone), runtime::known(index)};
  return open(function, given, 2, nullptr, {decision::Reg{}, decision::Reg{}});
}

const Scope& Replay::call(const Scope& from, decision::Reg at) {
  const decision::Inst* const found = inst(from, at);
  const auto* const node =
      found == nullptr ? nullptr : std::get_if<decision::CallInst>(&found->node);
  PHEP_CHECK(node != nullptr, "not a call");
  std::vector<runtime::Value> given;
  for (const decision::Reg arg : node->args) given.push_back(value(from, arg));
  return open(node->function, given.data(), given.size(), &from, node->args);
}

const Scope& Replay::body(const Scope& from, const decision::QuantifyInst& node,
                          decision::FunctionId function, std::uint64_t index) {
  std::vector<runtime::Value> given = {from.registers[0], runtime::known(index)};
  std::vector<decision::Reg> registers = {decision::Reg{0}, decision::Reg{}};
  for (const decision::Reg captured : node.captures) {
    given.push_back(value(from, captured));
    registers.push_back(captured);
  }
  return open(function, given.data(), given.size(), &from, std::move(registers));
}

bool Replay::supposes(std::string_view draft) const {
  std::size_t at = 0;
  for (const decision::Reading& reading : program().readings) {
    const std::int32_t chosen =
        at < question_.readings.size() ? question_.readings[at] : std::int32_t{-1};
    ++at;
    if (reading.draft && reading.name == draft) return chosen == 1;
  }
  return false;
}

const decision::Inst* Replay::inst(const Scope& scope, decision::Reg reg) const {
  const decision::Function& function = program().functions[scope.function];
  const std::size_t parameters = function.parameters.size();
  if (!reg.exists() || reg.index < parameters) return nullptr;
  return &function.insts.at(reg.index - parameters);
}

void Replay::enter_world(const std::vector<std::uint8_t>& alternatives) {
  std::fill(std::begin(ctx_.world), std::end(ctx_.world), std::uint8_t{0});
  std::copy_n(alternatives.begin(),
              std::min<std::size_t>(alternatives.size(), std::size(ctx_.world)), ctx_.world);
}

// ---- places
// ---------------------------------------------------------------------------------------

std::vector<std::uint64_t> Replay::elements(decision::SlotId list, std::uint64_t owner) {
  std::vector<std::uint64_t> out;
  const decision::Slot& slot = program().slots[list];
  const bool nested = !program().structs[slot.structure].root;
  for (runtime::Elements e(image(), slot.element.index, ctx_.facts.root); e.valid(); e.next())
    if (!nested || e.index() >> 16U == owner) out.push_back(e.index());
  return out;
}

bool Replay::knows(decision::SlotId list, std::uint64_t owner) {
  return !runtime::is_unknown(runtime::list_length(ctx_, list.index, owner));
}

runtime::Value Replay::load(decision::SlotId slot, std::uint64_t index) {
  return runtime::load(ctx_, slot.index, index);
}

runtime::Value Replay::present(decision::SlotId slot, std::uint64_t index) {
  return runtime::present(ctx_, slot.index, index);
}

std::string Replay::pointer(decision::SlotId slot, std::uint64_t index) const {
  const runtime::Leaf leaf{index, slot.index, 0, false};
  std::string out(runtime::leaf_path(ctx_, leaf, nullptr, 0), '\0');
  runtime::leaf_path(ctx_, leaf, out.data(), static_cast<std::uint32_t>(out.size()));
  return out;
}

}  // namespace phep::explain
