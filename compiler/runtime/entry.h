// The entry points of a compiled policy: what NAME_decide, NAME_decide_json and NAME_read call.
// Plain C names, the same in native code and WebAssembly.
#pragma once

#include "compiler/runtime/kernel.h"
#include "compiler/runtime/runtime.h"

extern "C" {

// All return a phep_status. The arena may be null when its size is 0, and so may `problem`.
int phep_entry_decide(const phep::runtime::Header* image, uint32_t decision,
                      phep::runtime::CleanPath clean, const void* facts,
                      const phep_options* options, void* result, void* arena, size_t arena_size);
int phep_entry_decide_json(const phep::runtime::Header* image, uint32_t decision,
                           phep::runtime::CleanPath clean, const char* json, size_t length,
                           const phep_options* options, char* out, size_t capacity, size_t* written,
                           void* arena, size_t arena_size);
int phep_entry_read(const phep::runtime::Header* image, uint32_t decision, const char* json,
                    size_t length, const phep_options* options, void* facts, phep_problem* problem,
                    void* arena, size_t arena_size);

// Decides the rows of a struct array. What comes in is borrowed; what goes out is of the caller's
// allocator, and is released by its own callbacks. The arena serves one row after another.
// `kernel` may be null (columns.h): then each row is decided by itself.
int phep_entry_batch(const phep::runtime::Header* image, uint32_t decision,
                     phep::runtime::CleanPath clean, phep::runtime::Kernel kernel,
                     const ArrowSchema* schema, const ArrowArray* array,
                     const phep_options* options, const phep_allocator* allocator,
                     ArrowSchema* out_schema, ArrowArray* out, phep_problem* problem, void* arena,
                     size_t arena_size);

}  // extern "C"
