// Lowering of one Decision IR function: one overload a kind of instruction. Private to this room.
#pragma once

#include "compiler/codegen/emission.h"
#include "compiler/runtime/runtime.h"

#include <map>
#include <span>

namespace phep::codegen {

struct LaneTable;
struct Conjunctions;
struct LanePlan;

// Where the lowered code stands: inside which LLVM function, and the pointers it was given.
struct Place {
  llvm::Function* function;
  llvm::Value* facts;
  llvm::Value* frame;
};

class FunctionLowering {
 public:
  // `record` is where the function's Norm result goes, or null when the result is no norm.
  FunctionLowering(Emission& emission, const decision::Function& source, Place place,
                   llvm::Value* record);

  // Runs all instructions on these parameters, at the end of the block.
  void run(llvm::BasicBlock* block, std::span<const Value> parameters);

  [[nodiscard]] const Value& value(decision::Reg reg) const;
  Builder& builder() { return b_; }

  // Storage for the record of the Norm register, instead of the stack: for norms that are outputs.
  void place_record(decision::Reg reg, llvm::Value* record);

  // The parts of the result.
  void write_output(llvm::Value* at, const decision::Output& output);
  void write_norm_array(llvm::Value* at, const decision::NormOutput& output, llvm::Value* law_date);
  Value as_of_day(std::int32_t zone_minutes);

  void set_frame(llvm::Value* frame) { place_.frame = frame; }
  llvm::Value* slow();  // i1: something marked or written so far was an error
  llvm::Value* left();  // i32: runtime::Left
  void leave_open(const Value& norm);

  // Building blocks shared with the shells.
  llvm::Value* scratch_bytes(std::uint32_t size);
  llvm::Value* frame_field(FrameField field);
  void mark_slow(llvm::Value* condition);
  void leave(llvm::Value* condition, runtime::Left what);
  void mark(std::uint32_t bit, llvm::Value* condition);  // a certificate bit
  void clear_marks(std::uint32_t words);
  void keep_marks();  // adds those of this function to the frame's
  void write_marks(llvm::Value* into, std::uint32_t words);  // words of the certificate
  llvm::Value* address(llvm::Value* base, std::uint32_t offset);
  // The element struct that an index names, and the list header that holds a list slot.
  llvm::Value* element(decision::StructId structure, llvm::Value* index);
  llvm::Value* list_header(decision::SlotId list, llvm::Value* index);
  Value load_field(const decision::Slot& slot, llvm::Value* base);
  // Calls body(index, element) for each element of the list; leaves the builder after the loop.
  struct Loop {
    llvm::BasicBlock* head;
    llvm::BasicBlock* done;
    llvm::Value* slot;
    llvm::Value* index;   // i64
    llvm::Value* length;  // i64
  };
  Loop begin_loop(llvm::Value* length);
  void end_loop(const Loop& loop);
  Value call(decision::FunctionId callee, std::span<const Value> arguments, llvm::Value* record);

 private:
  Value lower(const decision::ConstInst& inst, Kind kind);
  Value lower(const decision::AsOfInst& inst, Kind kind);
  Value lower(const decision::AsOfDayInst& inst, Kind kind);
  Value lower(const decision::LawDayInst& inst, Kind kind);
  Value lower(const decision::LoadInst& inst, Kind kind);
  Value lower(const decision::PresentInst& inst, Kind kind);
  Value lower(const decision::ListLengthInst& inst, Kind kind);
  Value lower(const decision::ReadingInst& inst, Kind kind);
  Value lower(const decision::AndInst& inst, Kind kind);
  Value lower(const decision::OrInst& inst, Kind kind);
  Value lower(const decision::NotInst& inst, Kind kind);
  Value lower(const decision::CompareInst& inst, Kind kind);
  Value lower(const decision::SetHasInst& inst, Kind kind);
  Value lower(const decision::InForceInst& inst, Kind kind);
  Value lower(const decision::ArithInst& inst, Kind kind);
  Value lower(const decision::NegInst& inst, Kind kind);
  Value lower(const decision::ToDecimalInst& inst, Kind kind);
  Value lower(const decision::RoundInst& inst, Kind kind);
  Value lower(const decision::ShiftDateInst& inst, Kind kind);
  Value lower(const decision::OccurrencesInst& inst, Kind kind);
  Value lower(const decision::DayStartInst& inst, Kind kind);
  Value lower(const decision::DayEndInst& inst, Kind kind);
  Value lower(const decision::LocalDayInst& inst, Kind kind);
  Value lower(const decision::DeadlineInst& inst, Kind kind);
  Value lower(const decision::SelectInst& inst, Kind kind);
  Value lower(const decision::CallInst& inst, Kind kind);
  Value lower(const decision::QuantifyInst& inst, Kind kind);
  Value lower(const decision::ChooseInst& inst, Kind kind);
  Value lower(const decision::NormInst& inst, Kind kind);
  Value lower(const decision::NormIsInst& inst, Kind kind);
  Value lower(const decision::NormDueInst& inst, Kind kind);
  Value lower(const decision::NormHasDueInst& inst, Kind kind);
  Value lower(const decision::NormDoneInst& inst, Kind kind);
  Value lower(const decision::NormHasDoneInst& inst, Kind kind);
  Value lower(const decision::MarkInst& inst, Kind kind);

  // Values.
  Value make(Kind kind, llvm::Value* lo, llvm::Value* error = nullptr, llvm::Value* hi = nullptr);
  Value zero(Kind kind);
  Value constant(Kind kind, const decision::Payload& payload, const std::string& text);
  Value select(llvm::Value* condition, const Value& a, const Value& b);
  llvm::Value* any(llvm::Value* a, llvm::Value* b) { return b_.CreateOr(a, b); }
  llvm::Value* when(llvm::Value* condition, llvm::Value* error) {
    return b_.CreateAnd(condition, error);
  }
  llvm::ConstantInt* i64(std::int64_t value);
  llvm::ConstantInt* i32(std::uint32_t value);
  llvm::ConstantInt* i1(bool value);
  llvm::Value* bit(llvm::Value* word, unsigned index);
  llvm::AllocaInst* scratch(llvm::Type* type, const char* name);  // a stack slot in the entry block

  // Comparisons and numbers.
  llvm::Value* equals(const Value& a, const Value& b);
  llvm::Value* less(const Value& a, const Value& b);
  llvm::Value* arith_code(const decision::ArithInst& inst, Kind kind);
  std::pair<llvm::Value*, llvm::Value*> words_of(const Value& value);
  llvm::Value* from_words(llvm::Value* lo, llvm::Value* hi);
  Value wide_call(const char* name, Kind kind, std::span<llvm::Value* const> arguments,
                  llvm::Value* error);
  Value narrow_arith(const decision::ArithInst& inst, Kind kind);
  llvm::Value* unchecked(decision::Arith op, llvm::Value* a, llvm::Value* b);
  Value wide_arith(decision::Arith op, const Value& a, const Value& b);
  Value extreme_of(decision::Arith op, Kind kind, const Value& left, const Value& right);
  Value promoted(Kind kind, const Value& operand);
  Value in_decimal_range(Kind kind, llvm::Value* wide, llvm::Value* error);
  const decision::ArithInst* product_of(decision::Reg reg) const;

  // Time.
  Value counted_now(const decision::DeadlineInst& inst, const Value& anchor, const Value& term,
                    const Value& extension);
  Value counted_in_place(const decision::DeadlineInst& inst, const Value& anchor,
                         const Value& term);
  Value looked_up(const decision::DeadlineInst& inst, const Value& anchor, const Value& term,
                  const Value& extension);
  Value counted_by_call(const decision::DeadlineInst& inst, const Value& anchor, const Value& term,
                        const Value& extension);
  llvm::Value* local_day(llvm::Value* instant, std::int32_t zone_minutes);
  llvm::Value* in_range(llvm::Value* value, std::int64_t lo, std::int64_t hi);
  llvm::Value* overridden(llvm::Value* day);
  Value checked_day(Kind kind, llvm::Value* day, llvm::Value* error);
  Value checked_instant(Kind kind, llvm::Value* instant, llvm::Value* error);

  void lower_inst(std::size_t i);  // and what it results in
  void demand(decision::Reg reg);  // lowers what waits for this case and leads to it
  void breathe();                  // of giant functions: begins a new block now and then

  // Quantifiers.
  struct Tally;
  void count_element(const decision::QuantifyInst& inst, const Tally& tally,
                     std::span<const Value> arguments);
  Value quantified(const decision::QuantifyInst& inst, Kind kind, const Tally& tally,
                   llvm::Value* length);
  Value load_total(const Tally& tally);
  void store_total(const Tally& tally, const Value& total);
  Value accumulated(decision::Quantifier quantifier, const Value& so_far, const Value& element,
                    llvm::Value* first);
  llvm::Value* length_of(decision::SlotId list, llvm::Value* index);
  llvm::Value* present_bit(const decision::Slot& slot, llvm::Value* index);

  // Choose: whether a node concludes, whether to nothing (lifted), and what.
  struct Outcome {
    llvm::Value* concludes;
    llvm::Value* lifted;
    Value value;
  };
  Kind conclusion_kind_ = Kind::Bool;  // of the ChooseInst being lowered
  Outcome none();
  Outcome conclude(const decision::ChooseNode& node, const Outcome& excepted);
  Outcome agreed(std::span<const std::uint32_t> nodes, std::span<const Outcome> found);
  Outcome agree(const Outcome& so_far, const Outcome& next);
  Outcome extreme(decision::Picks picks, const Outcome& so_far, const Outcome& next);
  Outcome united(const Outcome& so_far, const Outcome& next);
  Outcome kept(const Outcome& outcome);
  Value with_fallback(const decision::ChooseInst& inst, Kind kind, const Outcome& excepted,
                      const Outcome& cases);
  static bool is_never(llvm::Value* condition);

  // Choose, many cases at once (lanes.h).
  Value in_lanes(const LanePlan& plan);
  llvm::Value* lanes_that_hold(const Conjunctions& all, llvm::Value* tables, std::size_t& at);
  llvm::Value* place_in(const LaneTable& table, decision::SlotId slot);
  void mark_lanes(const LanePlan& plan, llvm::Value* cases, llvm::Value* exceptions);

  // Norms.
  struct NormTable;
  void norm_graces(NormTable& table);
  void norm_due(NormTable& table);
  void norm_done(NormTable& table);
  void norm_evidence(NormTable& table);
  void norm_status(NormTable& table);
  llvm::Value* later_rows(NormTable& table);
  llvm::Value* power_rows(NormTable& table);
  llvm::Value* kept_rows(const NormTable& table);
  llvm::Value* in_time(const NormTable& table, llvm::Value* at, bool whole_day);
  llvm::Value* moment(const decision::NormSpec& spec, llvm::Value* at, Kind kind, bool end);
  llvm::Value* began(const decision::NormSpec& spec);
  void write_record(NormTable& table, llvm::Value* record);
  void mark_table(const NormTable& table);
  void write_sanction(NormTable& table, const decision::NormSanction& sanction, llvm::Value* at);
  llvm::Value* record_for(decision::Reg reg, decision::NormId norm);
  // Whether whoever gave storage for the record looks at its error.
  [[nodiscard]] bool is_placed(decision::Reg reg) const { return records_[reg.index] != nullptr; }
  llvm::Value* load_norm(const Value& norm, std::uint32_t offset, llvm::Type* type);
  llvm::Value* norm_flag(const Value& norm, std::uint32_t flag);
  void store_value(llvm::Value* at, const Value& value);

  Emission& e_;
  const decision::Function& source_;
  Place place_;
  llvm::Value* record_;
  Builder b_;
  std::vector<Value> regs_;
  llvm::Value* marks_of(std::uint32_t word);
  std::map<std::uint32_t, llvm::AllocaInst*> marks_;  // by word of the certificate
  unsigned marked_ = 0;
  std::vector<bool> waits_;            // by instruction
  std::vector<llvm::DebugLoc> lines_;  // by instruction, if anybody is to know
  std::vector<llvm::Value*> records_;  // by register: storage given by place_record
  bool giant_;
  unsigned since_break_ = 0;
  decision::Reg current_;  // register of the instruction being lowered
};

// The declaration of a function of the program, made once; and its body.
llvm::Function* declare(Emission& emission, decision::FunctionId id);
void define(Emission& emission, decision::FunctionId id);

// The norm whose record a function that results in a norm fills.
decision::NormId norm_of(const decision::Program& program, decision::FunctionId id);

}  // namespace phep::codegen
