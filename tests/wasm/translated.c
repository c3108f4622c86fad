/* guest.h around a module that wasm2c translated: -DNAME=its decision, -DHEADER=its header, -n policy. */
#include "guest.h"

#include HEADER
#include "wasm-rt-impl.h"

#include <stdlib.h>

#define JOIN(before, name, after) before##name##after
#define DECIDE_JSON(name) JOIN(Z_policyZ_, name, _decide_json)

static Z_policy_instance_t instance;

void guest_open(void) {
  wasm_rt_init();
  Z_policy_init_module();
  Z_policy_instantiate(&instance);
}
uint8_t *guest_memory(void) { return Z_policyZ_memory(&instance)->data; }
size_t guest_memory_size(void) { return Z_policyZ_memory(&instance)->size; }
uint32_t guest_heap_base(void) { return *Z_policyZ___heap_base(&instance); }
uint32_t guest_decide_json(const uint32_t a[8]) {
  if (wasm_rt_impl_try() != 0) abort();
  return DECIDE_JSON(NAME)(&instance, a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]);
}
