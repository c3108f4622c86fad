/* Callers with one mistake in their memory, against an object that a sanitizer watches:
 *   sanitised short|race generated|interpreted
 * `short`: facts that end after their head, though they say that they are whole. `race`: two threads write one answer.
 * Which code meets the mistake: what was generated of the policy, or the runtime's interpreter. Without a sanitizer both
 * end with 0. */
#include "every_kind.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { kArena = 1 << 19, kTimes = 2000 };

static uint32_t flags;
static every_kind_facts whole;
static every_kind_result shared;

static phep_options options_of(void) {
  phep_options options;
  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.as_of = 1773108000000;
  options.law_date = PHEP_NO_DATE;
  options.flags = flags;
  return options;
}

static int decide(const every_kind_facts *facts, every_kind_result *result, void *arena) {
  const phep_options options = options_of();
  return every_kind_decide(facts, &options, result, arena, kArena);
}

static void *decide_often(void *arena) {
  for (int i = 0; i < kTimes; ++i) decide(&whole, &shared, arena);
  return NULL;
}

/* A case that generated code decides: everything is known. */
static int complete(const char *json) {
  phep_problem problem;
  phep_options options = options_of();
  void *arena = malloc(kArena);
  const int status = every_kind_read(json, strlen(json), &options, &whole, &problem, arena, kArena);
  shared.head.size = sizeof shared;
  shared.head.layout = every_kind_result_LAYOUT;
  return status; /* what lists hold stays in the arena */
}

int main(int argc, char **argv) {
  pthread_t one, other;
  if (argc != 4 || complete(argv[3]) != PHEP_OK) return 2;
  if (strcmp(argv[2], "interpreted") == 0) flags = PHEP_SLOW_PATH;
  if (strcmp(argv[1], "short") == 0) {
    const size_t head = 16;
    every_kind_facts *facts = malloc(head);
    memcpy(facts, &whole, head);
    decide(facts, &shared, malloc(kArena));
    return 0;
  }
  if (pthread_create(&one, NULL, decide_often, malloc(kArena)) != 0) return 2;
  if (pthread_create(&other, NULL, decide_often, malloc(kArena)) != 0) return 2;
  pthread_join(one, NULL);
  pthread_join(other, NULL);
  return 0;
}
