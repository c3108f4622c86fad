/* Callers with one mistake in their memory, against an object that a sanitizer watches:
 *   sanitised short|race generated|interpreted
 * `short`: facts that end after their head, though they say that they are whole. `race`: two threads write one answer.
 * Which code meets the mistake: what was generated of the policy, or the runtime's interpreter. Without a sanitizer both
 * end with 0. */
#include "breach_report.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { kArena = 1 << 19, kTimes = 20000, kTimesInterpreted = 500 };

static uint32_t flags;
static breach_report_facts whole;
static breach_report_result shared;

static phep_options options_of(void) {
  phep_options options;
  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.as_of = 1773108000000;
  options.law_date = PHEP_NO_DATE;
  options.flags = flags;
  return options;
}

static int decide(const breach_report_facts *facts, breach_report_result *result, void *arena) {
  const phep_options options = options_of();
  return breach_report_decide(facts, &options, result, arena, kArena);
}

/* Both begin at the same time, and go on for longer than one of them is left alone. */
static pthread_barrier_t together;

static void *decide_often(void *arena) {
  pthread_barrier_wait(&together);
  const int times = flags == PHEP_SLOW_PATH ? kTimesInterpreted : kTimes;
  for (int i = 0; i < times; ++i) decide(&whole, &shared, arena);
  return NULL;
}

/* Everything is known, and mostly zero: generated code decides. */
static int is_complete(void) {
  whole.size = sizeof whole;
  whole.layout = breach_report_facts_LAYOUT;
  memset(whole.known, 0xFF, sizeof whole.known);
  memset(whole.present, 0xFF, sizeof whole.present);
  shared.head.size = sizeof shared;
  shared.head.layout = breach_report_result_LAYOUT;
  return decide(&whole, &shared, malloc(kArena)) == PHEP_OK && shared.head.path == 1;
}

int main(int argc, char **argv) {
  pthread_t one, other;
  if (argc != 3 || !is_complete()) return 2;
  if (strcmp(argv[2], "interpreted") == 0) flags = PHEP_SLOW_PATH;
  if (strcmp(argv[1], "short") == 0) {
    const size_t head = 16;
    breach_report_facts *facts = malloc(head);
    memcpy(facts, &whole, head);
    decide(facts, &shared, malloc(kArena));
    return 0;
  }
  if (pthread_barrier_init(&together, NULL, 2) != 0) return 2;
  if (pthread_create(&one, NULL, decide_often, malloc(kArena)) != 0) return 2;
  if (pthread_create(&other, NULL, decide_often, malloc(kArena)) != 0) return 2;
  pthread_join(one, NULL);
  pthread_join(other, NULL);
  return 0;
}
