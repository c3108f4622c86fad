#include "compiler/inspect/proof.h"

#include "compiler/diagnostics/kinds/artefact.h"
#include "compiler/inspect/control.h"
#include "compiler/runtime/phep_abi.h"

#include <algorithm>

namespace phep::inspect {

namespace {

using Body = std::vector<WasmInstruction>;

// Reads instructions one after another; once one is another than awaited it matches nothing more.
class Pattern {
 public:
  Pattern(const Body& body, std::size_t at) : body_(body), at_(at) {}
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] bool done() const { return at_ == body_.size(); }
  std::uint64_t any(What what) {
    ok_ = ok_ && at_ < body_.size() && body_[at_].what == what;
    return ok_ ? body_[at_++].value : 0;
  }
  void exactly(What what, std::uint64_t value) { ok_ = any(what) == value && ok_; }

 private:
  const Body& body_;
  std::size_t at_;
  bool ok_ = true;
};

// One module while it is examined.
class Proof {
 public:
  Proof(const WasmModule& module, MeterFound meter, DiagnosticList& found)
      : module_(module), meter_(meter), found_(found) {}
  void run();

 private:
  [[nodiscard]] std::size_t after_leaving(const WasmFunction& function, Pattern pattern) const;
  [[nodiscard]] std::size_t after_meter(const WasmFunction& function, std::size_t at) const;
  [[nodiscard]] bool is_test(const WasmFunction& function, std::size_t at) const;
  [[nodiscard]] bool is_entry(const WasmFunction& function) const;
  void find_run_outs();
  void loops(std::uint32_t index);
  void calls(std::uint32_t index);
  void settings(std::uint32_t index);
  void recursion();
  void exports();

  const WasmModule& module_;
  MeterFound meter_;
  DiagnosticList& found_;
  std::vector<bool> exported_;     // by function
  std::vector<bool> may_run_out_;  // by function
};

std::int64_t number(std::uint64_t index) {
  return static_cast<std::int64_t>(index);
}

void Proof::run() {
  exported_.assign(module_.functions.size(), false);
  for (const WasmExport& one : module_.exports)
    if (one.function && one.index < exported_.size()) exported_[one.index] = true;
  find_run_outs();
  for (std::uint32_t i = 0; i < module_.functions.size(); ++i) {
    loops(i);
    calls(i);
    settings(i);
  }
  recursion();
  exports();
}

// if zero { return zeros }; what follows it, or 0 if it is not there
std::size_t Proof::after_leaving(const WasmFunction& function, Pattern pattern) const {
  pattern.any(What::I64Eqz);
  pattern.any(What::If);
  for (const bool wide : function.wide_results)
    pattern.exactly(wide ? What::I64Const : What::I32Const, 0);
  pattern.any(What::Return);
  pattern.any(What::End);
  return pattern.ok() ? pattern.at() : 0;
}

// The meter counts down one, and leaves when that is zero; what follows it, or 0.
std::size_t Proof::after_meter(const WasmFunction& function, std::size_t at) const {
  Pattern pattern(function.body, at);
  pattern.exactly(What::GlobalGet, meter_.global);
  pattern.exactly(What::I64Const, 1);
  pattern.any(What::I64Sub);
  const std::uint64_t local = pattern.any(What::LocalTee);
  pattern.exactly(What::GlobalSet, meter_.global);
  pattern.exactly(What::LocalGet, local);
  return after_leaving(function, pattern);
}

bool Proof::is_test(const WasmFunction& function, std::size_t at) const {
  Pattern pattern(function.body, at);
  pattern.exactly(What::GlobalGet, meter_.global);
  return after_leaving(function, pattern) != 0;
}

// Sets the meter, calls with the same arguments, and returns what that says, or PHEP_LIMIT with the
// stack as it was.
bool Proof::is_entry(const WasmFunction& function) const {
  const std::uint32_t stack = function.parameters;
  const std::uint32_t status = stack + 1;
  Pattern pattern(function.body, 0);
  pattern.exactly(What::I64Const, meter_.limit);
  pattern.exactly(What::GlobalSet, meter_.global);
  const std::uint64_t pointer = pattern.any(What::GlobalGet);
  pattern.exactly(What::LocalSet, stack);
  for (std::uint32_t i = 0; i < function.parameters; ++i) pattern.exactly(What::LocalGet, i);
  pattern.any(What::Call);
  pattern.exactly(What::LocalSet, status);
  pattern.exactly(What::GlobalGet, meter_.global);
  pattern.any(What::I64Eqz);
  pattern.any(What::If);
  pattern.exactly(What::LocalGet, stack);
  pattern.exactly(What::GlobalSet, pointer);
  pattern.exactly(What::I32Const, PHEP_LIMIT);
  pattern.any(What::Return);
  pattern.any(What::End);
  pattern.exactly(What::LocalGet, status);
  pattern.any(What::End);
  return pattern.ok() && pattern.done() && pointer != meter_.global &&
         function.wide_results == std::vector<bool>{false};
}

// A function may run out that touches the meter, or calls one that may. Entries are apart: they end
// what they begin.
void Proof::find_run_outs() {
  std::vector<std::vector<std::uint32_t>> callers(module_.functions.size());
  std::vector<std::uint32_t> open;
  may_run_out_.assign(module_.functions.size(), false);
  for (std::uint32_t i = 0; i < module_.functions.size(); ++i) {
    if (is_entry(module_.functions[i])) continue;
    for (const WasmInstruction& inst : module_.functions[i].body) {
      if (inst.what == What::Call && inst.value < callers.size()) callers[inst.value].push_back(i);
      if (inst.what == What::Loop || (inst.what == What::GlobalGet && inst.value == meter_.global))
        may_run_out_[i] = true;
    }
    if (may_run_out_[i]) open.push_back(i);
  }
  while (!open.empty()) {
    const std::uint32_t index = open.back();
    open.pop_back();
    for (const std::uint32_t caller : callers[index]) {
      if (may_run_out_[caller]) continue;
      may_run_out_[caller] = true;
      open.push_back(caller);
    }
  }
}

// With the meters taken out, control runs forward only.
void Proof::loops(std::uint32_t index) {
  const WasmFunction& function = module_.functions[index];
  std::vector<bool> meters(function.body.size(), false);
  for (std::size_t i = 0; i < function.body.size(); ++i)
    for (std::size_t end = after_meter(function, i), at = i; at < end; ++at) meters[at] = true;
  for (const std::uint32_t at : cycles(control_flow(function), meters))
    found_.report(diag::ArtefactLoop, byte_at(function.body[at].offset), number(index));
}

void Proof::calls(std::uint32_t index) {
  const WasmFunction& function = module_.functions[index];
  if (is_entry(function)) return;
  for (std::size_t i = 0; i < function.body.size(); ++i) {
    const WasmInstruction& inst = function.body[i];
    if (inst.what != What::Call || inst.value >= may_run_out_.size()) continue;
    if (may_run_out_[inst.value] && !is_test(function, i + 1))
      found_.report(diag::ArtefactCall, byte_at(inst.offset), number(index), number(inst.value));
    if (is_entry(module_.functions[inst.value]))
      found_.report(diag::ArtefactMeter, byte_at(inst.offset),
                    Argument("hàm " + std::to_string(index) + " gọi một hàm xuất",
                             "function " + std::to_string(index) + " calls an exported one"));
  }
}

// Only meters and entries write to the meter.
void Proof::settings(std::uint32_t index) {
  const WasmFunction& function = module_.functions[index];
  const bool entry = is_entry(function) && exported_[index];
  constexpr std::size_t kSetInMeter = 4;  // the fifth instruction of a meter
  for (std::size_t i = 0; i < function.body.size(); ++i) {
    const WasmInstruction& inst = function.body[i];
    if (inst.what != What::GlobalSet || inst.value != meter_.global) continue;
    const bool meter = i >= kSetInMeter && after_meter(function, i - kSetInMeter) != 0;
    if (meter || (entry && i == 1)) continue;
    found_.report(diag::ArtefactMeter, byte_at(inst.offset),
                  Argument("hàm " + std::to_string(index) + " ghi vào nó",
                           "function " + std::to_string(index) + " writes to it"));
  }
}

// With the functions that begin with a meter taken out, calls lead downward only.
void Proof::recursion() {
  std::vector<std::vector<std::uint32_t>> next(module_.functions.size());
  std::vector<bool> metered(module_.functions.size(), false);
  for (std::uint32_t i = 0; i < next.size(); ++i) {
    metered[i] = after_meter(module_.functions[i], 0) != 0;
    for (const WasmInstruction& inst : module_.functions[i].body)
      if (inst.what == What::Call && inst.value < next.size())
        next[i].push_back(static_cast<std::uint32_t>(inst.value));
  }
  for (const std::uint32_t index : cycles(next, metered))
    found_.report(diag::ArtefactRecursion, byte_at(module_.functions[index].offset), number(index));
}

void Proof::exports() {
  for (const WasmExport& one : module_.exports) {
    if (one.global && one.index == meter_.global)
      found_.report(diag::ArtefactMeter, byte_at(0),
                    Argument("nó được xuất với tên `" + one.name + "`",
                             "it is exported as `" + one.name + "`"));
    if (!one.function || one.index >= module_.functions.size()) continue;
    const WasmFunction& function = module_.functions[one.index];
    if (may_run_out_[one.index])
      found_.report(diag::ArtefactEntry, byte_at(function.offset), one.name);
  }
}

}  // namespace

std::optional<MeterFound> find_meter(const WasmModule& module) {
  for (const WasmExport& one : module.exports) {
    if (!one.function || one.index >= module.functions.size()) continue;
    Pattern pattern(module.functions[one.index].body, 0);
    MeterFound meter;
    meter.limit = pattern.any(What::I64Const);
    meter.global = static_cast<std::uint32_t>(pattern.any(What::GlobalSet));
    if (pattern.ok()) return meter;
  }
  return std::nullopt;
}

void prove_meters(const WasmModule& module, MeterFound meter, DiagnosticList& found) {
  Proof(module, meter, found).run();
}

Span byte_at(std::uint32_t offset) {
  return {FileId{0}, offset, offset};
}

}  // namespace phep::inspect
