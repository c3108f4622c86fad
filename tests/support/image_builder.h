// Small policy images made by hand, with code: functions, norms and decisions, and facts to decide
// them on.
//
// For tests of the interpreter alone; the compiler writes its own images. One word of known bits a
// struct.
#pragma once

#include "compiler/runtime/image.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/runtime/runtime.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace phep::tests {

using namespace phep::runtime;  // NOLINT: tests of the runtime speak its words

using RegIndex = std::uint32_t;

struct SlotOptions {
  bool optional = false;
  bool judgment = false;
  std::uint32_t type = kNone;                   // enum
  std::vector<std::int64_t> representatives{};  // makes it finite
  bool ranged = false;
  std::int64_t lo = 0, hi = 0;
};

class ImageBuilder;

// One function in the making. Register 0 is the law date.
class FunctionBuilder {
 public:
  FunctionBuilder(ImageBuilder& image, std::string symbol, std::uint32_t parameters);

  RegIndex inst(Op op, Kind kind, std::uint32_t a = 0, std::uint32_t b = 0, std::uint32_t c = 0,
                std::uint8_t aux = 0);
  RegIndex constant(Kind kind, std::int64_t lo, std::uint64_t hi = 0);
  RegIndex text(std::string_view text);
  RegIndex boolean(bool value) { return constant(Kind::Bool, value ? 1 : 0); }
  RegIndex integer(std::int64_t value) { return constant(Kind::Int, value); }
  RegIndex wide(Kind kind, std::int64_t units,
                std::int64_t billionths);  // may be negative together
  RegIndex load(std::uint32_t slot, RegIndex index = kNone);
  RegIndex present(std::uint32_t slot, RegIndex index = kNone);
  RegIndex and_(RegIndex a, RegIndex b) { return inst(Op::And, Kind::Bool, a, b); }
  RegIndex or_(RegIndex a, RegIndex b) { return inst(Op::Or, Kind::Bool, a, b); }
  RegIndex not_(RegIndex a) { return inst(Op::Not, Kind::Bool, a); }
  RegIndex compare(Compare op, Kind of, RegIndex a, RegIndex b);
  RegIndex arith(Arith op, Kind kind, RegIndex a, RegIndex b);
  RegIndex select(Kind kind, RegIndex condition, RegIndex a, RegIndex b);
  RegIndex call(std::uint32_t function, Kind kind, const std::vector<RegIndex>& args);
  RegIndex quantify(Quantifier quantifier, Kind kind, std::uint32_t list, std::uint32_t predicate,
                    std::uint32_t value, std::int32_t n = 0,
                    const std::vector<RegIndex>& captures = {}, RegIndex owner = kNone);

  struct Node {
    RegIndex guard;
    RegIndex conclusion;  // or kLifted
    std::uint32_t bit = kNone;
    enum { Case, Whole, Nodes } parents = Case;
    std::vector<std::uint32_t> targets{};
  };
  RegIndex choose(Kind kind, Picks picks, RegIndex fallback, const std::vector<Node>& nodes);

  Kind kind_of(RegIndex reg) const;
  RegIndex last() const;

  std::vector<Inst> insts;
  std::string symbol;
  std::uint32_t parameters;

 private:
  ImageBuilder& image_;
};

// A norm's registers and rows; what is not set is not there.
struct NormRows {
  NormKind norm = NormKind::EventDuty;
  Kind trigger_kind = Kind::Instant;
  Kind done_kind = Kind::Instant;
  std::uint8_t zone = 28;
  RegIndex trigger_present = kNone, trigger = kNone, in_force = kNone, applies = kNone;
  std::vector<RegIndex> exempts{};
  struct Deferral {
    RegIndex guard, end;
  };
  std::vector<Deferral> deferrals{};
  RegIndex done_present = kNone, done = kNone, due_present = kNone, due = kNone;
  struct Sanction {
    RegIndex applies, from, to;
    std::uint32_t on;
    RegIndex limit = kNone;
  };
  std::vector<Sanction> sanctions{};
  bool due_before = false;
  RegIndex available = kNone;  // of a power
};

struct OutputRow {
  std::string name;
  Kind kind;
  RegIndex value;
  RegIndex present = kNone;
};
struct NormRow {
  std::uint32_t spec;
  RegIndex value;
  std::uint32_t function = kNone;  // for each element of `list`
  std::uint32_t list = kNone;
};

class ImageBuilder {
 public:
  ImageBuilder();

  std::uint32_t string(std::string_view text);
  std::uint32_t symbol(std::string_view name);  // give them in order of names
  std::uint32_t constant(std::uint64_t lo, std::uint64_t hi = 0);
  std::uint32_t operand(const std::vector<std::uint32_t>& words);
  std::uint32_t bit() { return bits_++; }  // a new certificate bit
  std::uint32_t enumeration(std::uint32_t members);
  std::uint32_t reading(std::uint32_t members, std::uint32_t default_member);
  // Days from `first`, weekly rest on Saturday and Sunday, further rest days; pending groups of
  // alternatives, each a list of rest days.
  std::uint32_t calendar(std::int32_t first, std::uint32_t days,
                         const std::vector<std::int32_t>& rest = {},
                         const std::vector<std::vector<std::vector<std::int32_t>>>& groups = {});

  // Slots of the root, or of a list's elements. All slots of one struct are made in a row.
  std::uint32_t slot(std::string_view path, Kind kind, SlotOptions options = {});
  std::uint32_t slot_in(std::uint32_t list, std::string_view path, Kind kind,
                        SlotOptions options = {});
  std::uint32_t list(std::string_view path, std::uint32_t most, bool optional = false);
  std::uint32_t list_in(std::uint32_t list, std::string_view path, std::uint32_t most);

  std::uint32_t add(const FunctionBuilder& function, RegIndex result);
  std::uint32_t norm(const NormRows& rows);  // → spec, for Op::Norm
  std::uint32_t spec_bit(std::uint32_t spec) const { return norm_specs_[spec].bit; }

  // The one decision. Outputs and norms are registers of `entry`.
  const Header* build(const FunctionBuilder& entry, const std::vector<OutputRow>& outputs,
                      const std::vector<NormRow>& norms = {});

  const std::vector<std::uint64_t>& bytes() const { return buffer_; }
  const Slot& at(std::uint32_t slot) const { return slots_[slot]; }
  const Struct& root() const { return structs_[0]; }
  const Struct& element(std::uint32_t list) const { return structs_[slots_[list].type]; }
  std::uint32_t member_count(std::uint32_t enumeration) const;
  std::uint32_t bits() const { return bits_; }

 private:
  std::uint32_t add_slot(std::uint32_t structure, std::string_view path, Kind kind,
                         const SlotOptions& options);
  void number_slots();
  template <class T>
  void lay(Section& section, const std::vector<T>& items);

  std::vector<Range> strings_;
  std::vector<char> text_;
  std::vector<std::uint32_t> symbols_;
  std::vector<Decision> decisions_;
  std::vector<Struct> structs_;
  std::vector<Slot> slots_;
  std::vector<ObjectNode> objects_;
  std::vector<EnumTable> enums_;
  std::vector<ReadingTable> readings_;
  std::vector<Calendar> calendars_;
  std::vector<PendingAlternative> alternatives_;
  std::vector<PendingGroup> groups_;
  std::vector<std::uint64_t> words_;
  std::vector<Function> functions_;
  std::vector<Inst> insts_;
  std::vector<std::uint32_t> operands_;
  std::vector<Const> constants_;
  std::vector<NormSpec> norm_specs_;
  std::vector<NormText> norm_texts_;
  std::vector<Output> outputs_;
  std::vector<NormOutput> norm_outputs_;
  std::vector<std::uint64_t> buffer_;
  std::uint32_t bits_ = 0;
};

// Facts of the root or of one element. Everything is unknown until it is set.
class Facts {
 public:
  Facts(const ImageBuilder& image, const Struct& structure);
  Facts& set(std::uint32_t slot, std::int64_t lo, std::uint64_t hi = 0);
  Facts& set_text(std::uint32_t slot, std::string_view text);
  Facts& set_null(std::uint32_t slot);
  Facts& set_list(std::uint32_t slot, const std::vector<Facts>& elements);
  const void* data() const { return bytes_.data(); }
  void* data() { return bytes_.data(); }

 private:
  void mark(const Slot& slot, bool present);

  const ImageBuilder* image_;
  const Struct* structure_;
  std::vector<std::uint64_t> bytes_;
  // What the bytes point to; shared with copies, which never change it.
  std::vector<std::shared_ptr<const std::vector<std::uint64_t>>> lists_;
  std::vector<std::shared_ptr<const std::string>> texts_;
};

// One decided case.
struct Decided {
  int status = -1;
  std::vector<std::uint64_t> result;
  std::vector<std::uint64_t> memory;  // the arena, to which the result points
  std::vector<std::uint64_t> image_bytes;
  const Header* image = nullptr;

  const phep_result_head& head() const;
  const phep_value& output(std::uint32_t i) const;
  const phep_norm& norm(std::uint32_t i) const;
  const phep_norm_array& norms(std::uint32_t i) const;
  const phep_sanction& sanction(std::uint32_t norm, std::uint32_t row) const;
  bool marked_true(std::uint32_t bit) const;
  bool marked_unknown(std::uint32_t bit) const;
  // Slot numbers with the element in the high half, in asking order.
  std::vector<std::uint32_t> missing(const phep_value& value) const;
  std::vector<std::uint32_t> missing(const phep_norm& norm) const;

 private:
  bool bit(std::uint32_t index) const;
};

struct CaseOptions {
  std::int64_t as_of = 1'772'000'000'000;  // 2026-02-25
  std::int32_t law_date = PHEP_NO_DATE;
  std::vector<std::int32_t> readings{};
  std::size_t arena = std::size_t{1} << 20;
};
Decided decide_case(const Header* image, const Facts& facts, const CaseOptions& options = {});

}  // namespace phep::tests
