// Which duty and which prohibition speak of the same: act and bearer. Private to this room.
#pragma once

#include "compiler/hir/hir.h"
#include "compiler/testing/facts_json.h"

#include <string>

namespace phep::verify {

// Of the same act, or one of an act that is a part of the other's.
bool of_one_act(const testing::Program& program, const hir::Norm& duty, const hir::Norm& ban);

// The parties that both bind, with commas between; whom a norm on `anyone` binds is bound by the
// other. Empty: none.
std::string shared_bearers(const testing::Program& program, const hir::Norm& duty,
                           const hir::Norm& ban);

}  // namespace phep::verify
