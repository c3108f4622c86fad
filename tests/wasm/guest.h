/* One instance of a WebAssembly module, whatever runs it. A library that holds a translated module
 * exports these functions; translated.c is around what wasm2c makes. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Instantiates the module: once, before anything else. */
void guest_open(void);
/* Its memory, which never grows, and how many bytes it has. */
uint8_t* guest_memory(void);
size_t guest_memory_size(void);
/* Where the module's own data end. */
uint32_t guest_heap_base(void);
/* NAME_decide_json(facts, length, options, out, capacity, written, arena, arena size). A trap ends
 * the process. */
uint32_t guest_decide_json(const uint32_t arguments[8]);

#ifdef __cplusplus
}
#endif
