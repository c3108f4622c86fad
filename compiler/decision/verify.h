// Named structural invariants of Decision IR. Whoever runs a program may rely on every one of them.
#pragma once

#include "compiler/decision/decision.h"

#include <string>
#include <string_view>
#include <vector>

namespace phep::decision {

enum class Invariant : std::uint8_t {
  RegisterOrder,    // an operand is a parameter or an earlier instruction
  OperandMissing,   // an operand that must be there is
  OperandKind,      // operands and results have the kinds that the instruction asks for
  ConstantRange,    // a constant is a value of its kind
  SlotUse,          // slots exist; an element's slot is read with an index, a root's without
  CallOrder,        // a function calls earlier ones only: no recursion
  CallDepth,        // at most 64 calls deep
  CallArguments,    // as many and of the kinds that the callee takes; the law date first
  QuantifierBody,   // bodies take (law date, index, captures); conditions give bool
  ChooseTargets,    // an exception stands after the nodes that it excepts
  NormHome,         // every norm has exactly one instruction, in the function it names
  CertificateBit,   // bits are in range; their names sorted, each once
  FunctionShape,    // the law date is the first parameter, none is a norm; there is a result
  StructLayout,     // slots stand together, apart, aligned, inside; bits are their own
  StructShape,      // every slot has exactly one JSON key, every list its element struct
  SetSize,          // a set is over at most 64 members
  Representatives,  // of finite slots: sorted, each once, in range, at least one
  TableOrder,       // enums, readings, calendars and decisions by name, each once
  ReadingListed,    // a decision lists exactly the readings that it reaches
  CalendarShape,    // days in order, alternatives there
  Zone,             // quarters of an hour, east of UTC
  DecisionShape,    // entry, outputs, norms and lists fit each other
  RangeProof,       // arithmetic cannot fail only where the ranges prove it
  Bound,            // the stated bounds are the computed ones
};

std::string_view name(Invariant invariant);

struct Violation {
  Invariant invariant;
  std::string detail;  // where, and what is wrong; English, for us
};

// All violations, in order of place; none for a program that engines may take.
std::vector<Violation> verify(const Program& program);

// The violations of one function's instructions. Part of verify().
void verify_function(const Program& program, FunctionId id, std::vector<Violation>& found);

}  // namespace phep::decision
