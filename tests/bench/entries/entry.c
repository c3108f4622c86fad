/* Times one entry decision of the library on cases as JSON, one a line on standard input:
 *   entry ROUNDS AS_OF_MS CASE.ndjson
 * For each case a line of JSON: the median nanoseconds of reading, of deciding typed facts and of text to text; by what
 * path it was decided, what it misses, and the answer. */
#include "ai_obligations.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { kArena = 64 << 20, kText = 16 << 20, kMost = 4096 };
static _Alignas(16) char arena[kArena];
static _Alignas(16) char other[kArena];
static char text[kText];
static char line[kText];
static ai_obligations_facts facts;
static ai_obligations_result result;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}
static int by_size(const void* a, const void* b) {
  const double x = *(const double*)a, y = *(const double*)b;
  return (x > y) - (x < y);
}
static double median(double* all, int count) {
  qsort(all, (size_t)count, sizeof *all, by_size);
  return all[count / 2];
}
static void must(int status, const char* what) {
  if (status == PHEP_OK) return;
  fprintf(stderr, "%s: status %d: %s\n", what, status, text);
  exit(1);
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  int rounds = atoi(argv[1]);
  if (rounds < 1 || rounds > kMost) return 2;
  phep_options options = {.size = sizeof options, .as_of = atoll(argv[2]), .law_date = PHEP_NO_DATE};
  static double reading[kMost], deciding[kMost], texts[kMost];
  while (fgets(line, sizeof line, stdin)) {
    const size_t length = strcspn(line, "\n");
    size_t written = 0;
    for (int i = 0; i < rounds; ++i) {
      facts.size = sizeof facts;
      facts.layout = ai_obligations_facts_LAYOUT;
      const double begun = now();
      must(ai_obligations_read(line, length, &options, &facts, NULL, arena, sizeof arena), "read");
      const double read = now();
      result.head.size = sizeof result;
      result.head.layout = ai_obligations_result_LAYOUT;
      must(ai_obligations_decide(&facts, &options, &result, other, sizeof other), "decide");
      const double decided = now();
      must(ai_obligations_decide_json(line, length, &options, text, sizeof text, &written, arena, sizeof arena), "text");
      reading[i] = read - begun;
      deciding[i] = decided - read;
      texts[i] = now() - decided;
    }
    printf("{\"read_ns\":%.0f,\"decide_ns\":%.0f,\"text_ns\":%.0f,\"path\":%u,\"missing\":%u,\"answer\":%.*s}\n",
           median(reading, rounds), median(deciding, rounds), median(texts, rounds), result.head.path,
           result.head.missing_count, (int)written, text);
  }
  return 0;
}
