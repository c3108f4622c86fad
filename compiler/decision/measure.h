// What a finished program is measured by: steps, the facts it needs, the values that can matter.
#pragma once

#include "compiler/decision/decision.h"

#include <string_view>
#include <vector>

namespace phep::decision {

// Fills Function::bound and Decision::bound: the instructions one call executes at most, calls
// inlined, quantifier bodies times the declared maximum of their list. Saturates at 2^64-1.
void compute_bounds(Program& program);

// bound(decision) as compute_bounds fills it, from the program alone.
std::uint64_t bound(const Program& program, const Decision& decision);

// Fills ArithInst::cannot_fail: set where the declared ranges of the facts prove that whole numbers
// cannot overflow. Parameters count as unbounded.
void prove_ranges(Program& program);

// Fills Slot::finite and Slot::representatives. Finite are booleans, enums, and the numbers and
// dates that the program only compares with constants; representatives are their members, or c-1,
// c, c+1 of each constant c within the slot's range, in units of the representation. An optional
// of which only the presence is asked is finite with one stand-in value.
void find_representatives(Program& program);

// How many instructions each function is with its calls written out in their places, by id; bodies
// of quantifiers once. Saturates as bounds do.
std::vector<std::uint64_t> written_out(const Program& program);

// The leaves that the decision reads, by slot: what must be known for the clean path.
std::vector<SlotId> needed_slots(const Program& program, const Decision& decision);

// The functions that the decision may call, its entry and those of `for each` among them, by id.
std::vector<FunctionId> reached_functions(const Program& program, const Decision& decision);

// The leaves that each output may hang on, sorted: what its registers lead to, of functions that
// are called everything.
std::vector<std::vector<SlotId>> slots_of_outputs(const Program& program, const Decision& decision);

// Why a native library decides columns row by row; empty: it has a column kernel for the decision
// (compiler/runtime/kernel.h), which takes 64 rows at a time.
std::string_view rows_because(const Program& program, const Decision& decision);

}  // namespace phep::decision
