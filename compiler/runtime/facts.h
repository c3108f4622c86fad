// Facts of one call: reading the caller's typed structs, the unknown leaves in them, and fillings
// of those.
//
// A slot whose known bit is clear is unknown, whatever its present bit says; known and not present
// is null. A leaf is a value, the presence of an optional, or a whole list; an unknown optional is
// two leaves.
#pragma once

#include "compiler/runtime/image.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/runtime/value.h"

#include <stdint.h>

namespace phep::runtime {

struct Evaluation;

struct Leaf {
  uint64_t index;  // of the element that holds the slot (see image.h); 0 in the root
  uint32_t slot;
  uint32_t ordinal;  // of that element among all of its kind
  bool presence;     // else its value, or a list
};

// What a completion puts in place of an unknown leaf.
struct Filling {
  Const value;
  bool set;
};

struct Facts {
  const unsigned char* root;
  const Struct* structure;  // of the root
  const Leaf* leaves;       // sorted by slot, index, presence first
  Filling* fillings;        // one a leaf
  uint64_t* filled;         // the leaves whose filling is set
  uint32_t leaf_count;
};

// Checks every known fact: PHEP_OK, PHEP_BAD_FACTS (a bool above 1, a member out of its enum, a
// number out of its range, a duration below zero, too long a list, a null pointer with a length) or
// PHEP_LIMIT (too many unknown leaves). Counts them.
int check_facts(const Header* image, uint32_t structure, const void* root,
                uint32_t* unknown_leaves);

// Makes a struct the facts of an evaluation.
void give_facts(Evaluation& ctx, uint32_t structure, const void* root);

// Numbers the unknown leaves that check_facts counted. PHEP_OK, PHEP_SMALL_ARENA or PHEP_LIMIT.
int find_leaves(Evaluation& ctx, const Decision& decision, uint32_t count);

// Op::Load, Op::Present and Op::ListLength. An absent optional loads as zero, an absent list is
// empty. An index that names no element, and a slot of other facts than these, give the error
// `gap`.
Value load(Evaluation& ctx, uint32_t slot, uint64_t index);
Value present(Evaluation& ctx, uint32_t slot, uint64_t index);
Value list_length(Evaluation& ctx, uint32_t slot, uint64_t index);

// How many representatives a leaf has, or 0 if it is not finite; and the i-th.
uint32_t representative_count(const Evaluation& ctx, const Leaf& leaf);
Const representative(const Evaluation& ctx, const Leaf& leaf, uint32_t i);
bool is_judgment(const Evaluation& ctx, const Leaf& leaf);

// Writes the JSON pointer of a leaf, at most `capacity` bytes of it, and returns its whole length.
uint32_t leaf_path(const Evaluation& ctx, const Leaf& leaf, char* out, uint32_t capacity);

// All elements of one struct, outer lists first: for (Elements e(…); e.valid(); e.next()).
class Elements {
 public:
  Elements(const Header* image, uint32_t structure, const void* root);
  bool valid() const { return valid_; }
  void next();
  const unsigned char* at() const { return at_[depth_]; }
  uint64_t index() const;
  uint32_t ordinal() const { return ordinal_; }

  // Lists nest at most so deep: an index has sixteen bits a level.
  static constexpr uint32_t kDepth = 4;

 private:
  bool enter(uint32_t level);
  bool advance();

  const Header* image_;
  uint32_t chain_[kDepth + 1];
  const unsigned char* at_[kDepth + 1];
  uint32_t i_[kDepth + 1];
  uint32_t length_[kDepth + 1];
  uint32_t depth_ = 0;
  uint32_t ordinal_ = 0;
  bool valid_ = true;
};

}  // namespace phep::runtime
