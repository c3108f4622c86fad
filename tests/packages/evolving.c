/* A caller that was built with one version of a policy and meets another: evolving LIBRARY old|new|refused
 *   old      its facts are served, later ones are unknown
 *   new      the library is its own version
 *   refused  the library does not know its facts' layout */
#include "evolving.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef int (*decide_fn)(const evolving_facts *, const phep_options *, evolving_result *, void *, size_t);

static uint64_t arena[1 << 14];

static void set(uint64_t *words, int bit) { words[bit / 64] |= (uint64_t)1 << (bit % 64); }

#define KNOWN(facts, name)                            \
  (set((facts)->known, evolving_facts_BIT_##name),    \
   set((facts)->present, evolving_facts_BIT_##name))

int main(int argc, char **argv) {
  void *library = argc == 3 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : NULL, *symbol;
  decide_fn decide;
  evolving_result result;
  phep_options options;
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  char *pages;
  evolving_facts *facts;
  int status;
  if (library == NULL) return 2;
  symbol = dlsym(library, "evolving_decide");
  memcpy(&decide, &symbol, sizeof decide);
  /* The facts end where memory ends: what lies beyond this caller's struct cannot be read. */
  pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED || mprotect(pages + page, page, PROT_NONE) != 0) return 2;
  facts = (evolving_facts *)(pages + page - sizeof *facts);
  memset(facts, 0, sizeof *facts);
  /* Bits that this caller has no names for are left as they may be in its memory. */
#ifndef NEW
  facts->known[0] = facts->present[0] = UINT64_MAX << 4;
#endif
  facts->size = sizeof *facts;
  facts->layout = evolving_facts_LAYOUT;
  facts->staff = 500;
  facts->scale = evolving_Size_large;
  KNOWN(facts, staff);
  KNOWN(facts, scale);
#ifdef NEW
  facts->listed = 1;
  KNOWN(facts, listed);
#endif
  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.as_of = 1773108000000;
  options.law_date = PHEP_NO_DATE;
  memset(&result, 0, sizeof result);
  result.head.size = sizeof result;
  result.head.layout = evolving_result_LAYOUT;
  status = decide(facts, &options, &result, arena, sizeof arena);
  printf("status %d heavy %d/%d insured %d missing %u\n", status, (int)result.heavy.tag, (int)result.heavy.a,
         (int)result.insured.tag, (unsigned)result.head.missing_count);
  if (strcmp(argv[2], "refused") == 0) return status != PHEP_BAD_ARGUMENT;
  if (status != PHEP_OK || result.heavy.tag != PHEP_KNOWN || result.heavy.a != 1) return 1;
  if (strcmp(argv[2], "old") == 0) return !(result.insured.tag == PHEP_UNKNOWN && result.head.missing_count == 2);
#ifdef NEW
  return !(result.insured.tag == PHEP_KNOWN && result.insured.a == 1);
#else
  return !(result.insured.tag == PHEP_UNKNOWN && result.head.missing_count == 1);
#endif
}
