// One call of a Decision IR function, as formulas: a register after another. Private to this room.
#pragma once

#include "compiler/verify/encoder.h"

#include <vector>

namespace phep::verify {

class Function {
 public:
  Function(Encoder& encoder, const decision::Function& function, std::vector<Term> args)
      : e_(encoder), logic_(encoder.logic_), function_(function), registers_(std::move(args)) {}

  void run();
  const Term& operator[](decision::Reg reg) const { return registers_.at(reg.index); }

 private:
  Term one(const decision::ConstInst& inst, Kind kind);
  Term one(const decision::AsOfInst& inst, Kind kind);
  Term one(const decision::AsOfDayInst& inst, Kind kind);
  Term one(const decision::LawDayInst& inst, Kind kind);
  Term one(const decision::LoadInst& inst, Kind kind);
  Term one(const decision::PresentInst& inst, Kind kind);
  Term one(const decision::ListLengthInst& inst, Kind kind);
  Term one(const decision::ReadingInst& inst, Kind kind);
  Term one(const decision::AndInst& inst, Kind kind);
  Term one(const decision::OrInst& inst, Kind kind);
  Term one(const decision::NotInst& inst, Kind kind);
  Term one(const decision::CompareInst& inst, Kind kind);
  Term one(const decision::SetHasInst& inst, Kind kind);
  Term one(const decision::InForceInst& inst, Kind kind);
  Term one(const decision::ArithInst& inst, Kind kind);
  Term one(const decision::NegInst& inst, Kind kind);
  Term one(const decision::ToDecimalInst& inst, Kind kind);
  Term one(const decision::RoundInst& inst, Kind kind);
  Term one(const decision::ShiftDateInst& inst, Kind kind);
  Term one(const decision::DayStartInst& inst, Kind kind);
  Term one(const decision::DayEndInst& inst, Kind kind);
  Term one(const decision::LocalDayInst& inst, Kind kind);
  Term one(const decision::DeadlineInst& inst, Kind kind);
  Term one(const decision::OccurrencesInst& inst, Kind kind);
  Term one(const decision::SelectInst& inst, Kind kind);
  Term one(const decision::CallInst& inst, Kind kind);
  Term one(const decision::QuantifyInst& inst, Kind kind);
  Term one(const decision::ChooseInst& inst, Kind kind);
  Term one(const decision::NormInst& inst, Kind kind);
  Term one(const decision::NormIsInst& inst, Kind kind);
  Term one(const decision::NormDueInst& inst, Kind kind);
  Term one(const decision::NormHasDueInst& inst, Kind kind);
  Term one(const decision::NormDoneInst& inst, Kind kind);
  Term one(const decision::NormHasDoneInst& inst, Kind kind);
  Term one(const decision::MarkInst& inst, Kind kind);

  const Term& at(decision::Reg reg) const { return registers_.at(reg.index); }
  std::uint64_t index_of(decision::Reg reg) const;
  Term strict(Term out, std::initializer_list<const Term*> operands) const;
  Term whole(const decision::ArithInst& inst, Kind kind, const Term& a, const Term& b);
  Term precise(const decision::ArithInst& inst, Kind kind, const Term& a, const Term& b);
  bool product(const expr& a, const expr& b, expr& out) const;
  Term rounded(const decision::RoundInst& inst, Kind kind, const expr& n, const expr& unit);
  Term in_range(Term out, Kind kind) const;
  Term counted(const decision::DeadlineInst& inst, const Term& anchor,
               const std::vector<runtime::Term>& terms);

  Encoder& e_;
  const Logic& logic_;
  const decision::Function& function_;
  std::vector<Term> registers_;
};

}  // namespace phep::verify
