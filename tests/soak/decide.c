/* Decides the same cases for as long as it is told: decide CASES COUNT PARTS native|interp [leak], with lines "AS_OF<tab>facts".
 * Prints a line of JSON a part: decisions so far, resident kilobytes, and nanoseconds that half and 99 of 100 of 1,000 decisions
 * take at most. Ends with 1 if a result is not the bytes that it was the first time.
 * With "leak" memory is kept in every part, as a program would that forgets it. */
#include "every_kind.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { kMost = 2048, kArena = 1 << 19, kMemory = 1 << 17, kTimed = 1000, kUnknownEvery = 1000, kLeak = 1 << 17 };

typedef struct Case {
  every_kind_facts facts;
  phep_options options;
  every_kind_result result;
  int status;
} Case;

static Case known[kMost], unknown[kMost];
static size_t known_count, unknown_count;
static char *arena;
static every_kind_result result;

static int decide(const Case *one) {
  memset(&result, 0, sizeof result);
  result.head.size = sizeof result;
  result.head.layout = every_kind_result_LAYOUT;
  return every_kind_decide(&one->facts, &one->options, &result, arena, kArena);
}

/* Cases go where they belong by the way that decides them; those that are no facts are passed over. */
static void read_cases(const char *path, uint32_t flags) {
  FILE *file = fopen(path, "rb");
  char *line = NULL, *end;
  size_t capacity = 0;
  ssize_t length;
  while (file != NULL && known_count < kMost && unknown_count < kMost && (length = getline(&line, &capacity, file)) > 0) {
    Case one;
    phep_problem problem;
    memset(&one, 0, sizeof one);
    one.options.size = sizeof one.options;
    one.options.as_of = strtoll(line, &end, 10);
    one.options.law_date = PHEP_NO_DATE;
    one.facts.size = sizeof one.facts;
    one.facts.layout = every_kind_facts_LAYOUT;
    /* Texts lead into the line, which is kept. */
    const size_t text = (size_t)(line + length - 1 - (end + 1));
    char *kept = memcpy(malloc(text + 1), end + 1, text);
    if (every_kind_read(kept, text, &one.options, &one.facts, &problem, malloc(kMemory), kMemory) != PHEP_OK) continue;
    one.status = decide(&one);
    if (one.status != PHEP_OK) continue;
    const int is_known = result.head.path == 1;
    one.options.flags = flags;
    one.status = decide(&one);
    one.result = result;
    if (is_known) known[known_count++] = one;
    else unknown[unknown_count++] = one;
  }
  free(line);
  if (file != NULL) fclose(file);
}

static long resident_kb(void) {
  long pages = 0, resident = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file == NULL || fscanf(file, "%ld %ld", &pages, &resident) != 2) exit(2);
  fclose(file);
  return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static long long nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static int by_size(const void *a, const void *b) {
  const long long x = *(const long long *)a, y = *(const long long *)b;
  return (x > y) - (x < y);
}

static const Case *case_of(size_t number) {
  if (number % kUnknownEvery == 0) return &unknown[number / kUnknownEvery % unknown_count];
  return &known[number % known_count];
}

int main(int argc, char **argv) {
  static long long timed[kTimed];
  size_t wrong = 0, done = 0;
  if (argc < 5) return 2;
  const size_t count = strtoull(argv[2], NULL, 10), parts = strtoull(argv[3], NULL, 10);
  arena = malloc(kArena);
  read_cases(argv[1], strcmp(argv[4], "interp") == 0 ? PHEP_SLOW_PATH : 0);
  if (known_count == 0 || unknown_count == 0 || count / parts < kTimed) return 2;
  for (size_t part = 0; part < parts; ++part) {
    if (argc > 5) memset(malloc(kLeak), 1, kLeak);
    for (size_t i = 0; i < count / parts; ++i, ++done) {
      const Case *one = case_of(done);
      const long long before = i < kTimed ? nanoseconds() : 0;
      const int status = decide(one);
      if (i < kTimed) timed[i] = nanoseconds() - before;
      wrong += status != one->status || memcmp(&result, &one->result, sizeof result) != 0;
    }
    qsort(timed, kTimed, sizeof *timed, by_size);
    printf("{\"done\":%zu,\"kb\":%ld,\"p50\":%lld,\"p99\":%lld}\n", done, resident_kb(), timed[kTimed / 2],
           timed[kTimed * 99 / 100]);
    fflush(stdout);
  }
  printf("{\"cases\":%zu,\"unknown_cases\":%zu,\"wrong\":%zu}\n", known_count, unknown_count, wrong);
  return wrong != 0;
}
