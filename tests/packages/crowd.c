/* Many callers at once, and callers whose memory ends where they say: crowd CASES [plant], with lines "AS_OF<tab>facts".
 *   64 threads decide all cases, each from another one on; answers are those of one thread alone.
 *   Facts, options, answer and arena lie at the very end and at the very beginning of what may be touched.
 * With "plant" the facts are said to be a byte longer than they are, which must end the process. Prints "N passed, N failed". */
#include "every_kind.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { kThreads = 64, kMost = 4096, kOut = 1 << 16, kArena = 1 << 19 };

typedef struct Case {
  const char *facts;
  size_t length;
  int64_t as_of;
  int status;
  size_t written;
  char *answer;
} Case;

static Case cases[kMost];
static size_t count;

static phep_options options_at(int64_t as_of) {
  phep_options options;
  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.as_of = as_of;
  options.law_date = PHEP_NO_DATE;
  return options;
}

static int same(const Case *one, int status, const char *out, size_t written) {
  return status == one->status && written == one->written && memcmp(out, one->answer, written) == 0;
}

static void read_cases(const char *path) {
  FILE *file = fopen(path, "rb");
  char *line = NULL, *end;
  size_t capacity = 0;
  ssize_t length;
  while (file != NULL && count < kMost && (length = getline(&line, &capacity, file)) > 0) {
    Case *one = &cases[count++];
    one->as_of = strtoll(line, &end, 10);
    one->length = (size_t)(line + length - 1 - (end + 1));
    one->facts = memcpy(malloc(one->length + 1), end + 1, one->length);
  }
  free(line);
  if (file != NULL) fclose(file);
}

static void decide_alone(void) {
  char *out = malloc(kOut), *arena = malloc(kArena);
  for (size_t i = 0; i < count; ++i) {
    const phep_options options = options_at(cases[i].as_of);
    cases[i].status = every_kind_decide_json(cases[i].facts, cases[i].length, &options, out, kOut, &cases[i].written, arena, kArena);
    cases[i].answer = memcpy(malloc(cases[i].written + 1), out, cases[i].written);
  }
  free(out);
  free(arena);
}

/* Decides all cases from `first` on; how many of them differ. */
static void *decide_all(void *first) {
  char *out = malloc(kOut), *arena = malloc(kArena);
  size_t different = 0;
  for (size_t i = 0; i < count; ++i) {
    const Case *one = &cases[((size_t)first + i) % count];
    const phep_options options = options_at(one->as_of);
    size_t written = 0;
    const int status = every_kind_decide_json(one->facts, one->length, &options, out, kOut, &written, arena, kArena);
    different += !same(one, status, out, written);
  }
  free(out);
  free(arena);
  return (void *)different;
}

/* Memory between two pages that nobody may touch. */
typedef struct Room {
  char *begin, *end;
} Room;

static Room room_of(size_t least) {
  const size_t page = (size_t)sysconf(_SC_PAGESIZE), size = (least + page - 1) / page * page;
  char *at = mmap(NULL, size + 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED || mprotect(at, page, PROT_NONE) != 0 || mprotect(at + page + size, page, PROT_NONE) != 0) exit(2);
  return (Room){at + page, at + page + size};
}

/* At either end of their rooms; how many cases differ. */
static size_t decide_cornered(int at_end, size_t beyond) {
  const Room facts = room_of(1 << 16), opts = room_of(sizeof(phep_options)), outs = room_of(kOut), memory = room_of(kArena),
             sizes = room_of(sizeof(size_t));
  size_t different = 0;
  for (size_t i = 0; i < count; ++i) {
    const Case *one = &cases[i];
    char *text = at_end ? facts.end - one->length : facts.begin;
    phep_options *options = (phep_options *)(void *)(at_end ? opts.end - sizeof *options : opts.begin);
    size_t *written = (size_t *)(void *)(at_end ? sizes.end - sizeof *written : sizes.begin);
    char *out = at_end ? outs.end - one->written : outs.begin;
    int status;
    memcpy(text, one->facts, one->length);
    *options = options_at(one->as_of);
    status = every_kind_decide_json(text, one->length + beyond, options, out, one->written, written, memory.begin,
                                    (size_t)(memory.end - memory.begin));
    different += !same(one, status, out, *written);
  }
  return different;
}

int main(int argc, char **argv) {
  pthread_t threads[kThreads];
  size_t wrong = 0;
  int passed = 0, failed = 0;
  if (argc < 2) return 2;
  read_cases(argv[1]);
  if (count == 0) return 2;
  decide_alone();
  if (argc > 2) return decide_cornered(1, 1) == 0;
  for (size_t i = 0; i < kThreads; ++i)
    if (pthread_create(&threads[i], NULL, decide_all, (void *)(i * count / kThreads)) != 0) return 2;
  for (size_t i = 0; i < kThreads; ++i) {
    void *different;
    pthread_join(threads[i], &different);
    wrong += (size_t)different;
  }
  if (wrong != 0) printf("%zu answers of %d threads differ\n", wrong, kThreads);
  wrong == 0 ? ++passed : ++failed;
  for (int at_end = 0; at_end < 2; ++at_end) {
    wrong = decide_cornered(at_end, 0);
    if (wrong != 0) printf("%zu answers differ at the %s of memory\n", wrong, at_end ? "end" : "beginning");
    wrong == 0 ? ++passed : ++failed;
  }
  printf("%d passed, %d failed\n", passed, failed);
  return failed != 0;
}
