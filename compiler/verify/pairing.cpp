#include "compiler/verify/pairing.h"

#include <algorithm>
#include <vector>

namespace phep::verify {

namespace {

// The act itself, or a part of a wider one.
bool within(const testing::Program& program, hir::DefId act, hir::DefId wider) {
  for (int depth = 0; act.exists() && depth < 64; ++depth) {
    if (act == wider) return true;
    act = std::get<hir::Action>(program.def(act).node).within;
  }
  return false;
}

}  // namespace

bool of_one_act(const testing::Program& program, const hir::Norm& duty, const hir::Norm& ban) {
  return within(program, duty.action, ban.action) || within(program, ban.action, duty.action);
}

std::string shared_bearers(const testing::Program& program, const hir::Norm& duty,
                           const hir::Norm& ban) {
  const auto name = [&](hir::DefId id) { return program.names.text(program.def(id).name); };
  const auto anyone = [&](const hir::Norm& norm) {
    return std::ranges::any_of(norm.bearers, [&](hir::DefId one) { return name(one) == "anyone"; });
  };
  std::string out;
  const auto add = [&](hir::DefId one) {
    out += (out.empty() ? "" : ", ") + std::string(name(one));
  };
  for (const hir::DefId one : duty.bearers)
    if (anyone(ban) || std::ranges::find(ban.bearers, one) != ban.bearers.end()) add(one);
  if (out.empty() && anyone(duty))
    for (const hir::DefId one : ban.bearers) add(one);
  return out;
}

}  // namespace phep::verify
