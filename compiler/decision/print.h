// Decision IR → text: the canonical dump that golden files compare and the release id digests.
#pragma once

#include "compiler/decision/decision.h"
#include "compiler/runtime/kind_word.h"

#include <string>
#include <string_view>

namespace phep::decision {

// The whole program, without spans. Equal text means equal meaning; everything that can change an
// answer is in it, the release id itself is not.
std::string print(const Program& program);

// What a calendar says of its days: its content, by which it is named.
std::string print(const Calendar& calendar);

// One instruction on one line, `load s4 [%1]`. Injective: different instructions print differently.
// With a program, slots and functions carry their names as comments for the reader.
std::string print_inst(const Inst& inst, const Program* program = nullptr);

// `money`, `date`, …: a kind's word, in dumps and in what developers receive.
using runtime::kind_word;

// "bool", "date?", "money VND", "list": what must stay the same in a committed place of a layout.
std::string layout_kind(const Slot& slot);

}  // namespace phep::decision
