// What generated code calls: the ground meaning of the operations that are not lowered in place,
// and the entry points of a compiled policy. Plain C names and words, the same in native code and
// WebAssembly.
//
// Those that return uint32_t return 0 for a value in *out, and 1 for an error or for what only the
// interpreter decides (a pending calendar day, the end of a calendar).
#pragma once

#include "compiler/runtime/deadline.h"
#include "compiler/runtime/image.h"
#include "compiler/runtime/phep_abi.h"
#include "compiler/runtime/runtime.h"

#include <stddef.h>
#include <stdint.h>

extern "C" {

// code: Arith, and in the bytes above it the kinds of the result, of a and of b.
uint32_t phep_clean_arith(uint64_t code, uint64_t a_lo, uint64_t a_hi, uint64_t b_lo, uint64_t b_hi,
                          phep::runtime::Const* out);
uint32_t phep_clean_decimal(int64_t value, phep::runtime::Const* out);
// how: Rounding, and the kind of the result in the byte above it.
uint32_t phep_clean_round(uint64_t how, uint64_t lo, uint64_t hi, uint64_t quantum_lo,
                          uint64_t quantum_hi, phep::runtime::Const* out);
uint32_t phep_clean_round_product(uint64_t how, uint64_t code, uint64_t a_lo, uint64_t a_hi,
                                  uint64_t b_lo, uint64_t b_hi, uint64_t quantum_lo,
                                  uint64_t quantum_hi, phep::runtime::Const* out);

uint32_t phep_clean_shift(uint64_t kind, int64_t zone, int64_t from, int64_t count, uint64_t unit,
                          int64_t* out);
// ShiftDate by `times` durations; and Occurrences.
uint32_t phep_clean_shift_times(uint64_t kind, int64_t zone, int64_t from, int64_t count,
                                uint64_t unit, int64_t times, int64_t* out);
uint32_t phep_clean_occurrences(int64_t zone, int64_t from, int64_t count, uint64_t unit,
                                int64_t moment, int64_t* out);
// `more` of `more_count` terms are further extensions.
uint32_t phep_clean_deadline(const phep::runtime::Header* image, uint32_t calendar, uint32_t flags,
                             uint32_t anchor_kind, int64_t anchor, int64_t count, uint64_t unit,
                             int64_t extension_count, uint64_t extension_unit,
                             const phep::runtime::Term* more, uint32_t more_count, int64_t* due);

// Texts; these return 1 for yes.
uint32_t phep_clean_same_text(const char* a, uint64_t a_length, const char* b, uint64_t b_length);
uint32_t phep_clean_text_less(const char* a, uint64_t a_length, const char* b, uint64_t b_length);

// The chosen member of each reading of the image into out[]; 1 if a choice is not one of its
// members.
uint32_t phep_clean_readings(const phep::runtime::Header* image, const phep_options* options,
                             int32_t* out);
void* phep_clean_allocate(phep::runtime::Arena* arena, uint64_t bytes);

}  // extern "C"
