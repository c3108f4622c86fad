/* Hosts that get memory, threads and signals wrong. Each region that is given ends at a page that nobody may touch, so that one byte too
 * many is a fault. Prints one line for each promise that is broken; ends with their number. */
#define _GNU_SOURCE
#include "d.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define EVERY 4096u
static int broken;
#define CHECK(holds) \
  do { \
    if (!(holds)) { printf("hosts.c:%d: %s\n", __LINE__, #holds); ++broken; } \
  } while (0)

/* `size` bytes that end where a forbidden page begins. */
static char *fenced(size_t size) {
  const size_t pages = (size + EVERY - 1) / EVERY + 1;
  char *at = mmap(NULL, (pages + 1) * EVERY, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED) exit(99);
  mprotect(at + pages * EVERY, EVERY, PROT_NONE);
  mprotect(at, EVERY, PROT_NONE); /* and one before, for what is a whole number of pages */
  return at + pages * EVERY - size;
}

static phep_options options(void) {
  phep_options out;
  memset(&out, 0, sizeof out);
  out.size = sizeof out;
  out.as_of = 1773108000000;
  out.law_date = PHEP_NO_DATE;
  return out;
}

static const char kFacts[] = "{\"a\":7,\"s\":\"x\",\"rows\":[{\"b\":true},{\"b\":false},{}]}";
static const char kFew[] = "{\"rows\":[{},{}]}";
static const char kWrong[] = "{\"a\":7,\"s\":\"\\ud800\",\"rows\":[{\"b\":tru";

typedef struct answer { int status; size_t written; char text[8192]; } answer;

static answer ask(const char *json, size_t length, char *arena, size_t arena_size) {
  answer out;
  phep_options chosen = options();
  memset(&out, 0, sizeof out);
  out.status = d_decide_json(json, length, &chosen, out.text, sizeof out.text, &out.written, arena, arena_size);
  return out;
}

static answer right(void) {
  static char arena[1 << 18];
  return ask(kFacts, sizeof kFacts - 1, arena, sizeof arena);
}

static int equal(const answer *one, const answer *other) {
  return one->status == other->status && one->written == other->written && memcmp(one->text, other->text, one->written) == 0;
}

/* Every length of text, output and arena, each against its fence; the bytes before are watched. */
static void fences(void) {
  const answer wanted = right();
  const size_t sizes[] = {0, 1, 2, 3, 7, 8, 15, 16, 64, 100, 511, 512, 1000, 4095, 4096, 4097, 20000, 65536, 1 << 18};
  const size_t count = sizeof sizes / sizeof sizes[0];
  size_t i, j, n;
  CHECK(wanted.status == PHEP_OK && wanted.written > 0);
  for (i = 0; i < count; ++i)
    for (j = 0; j < count; ++j) {
      char *facts = fenced(sizeof kFacts - 1), *out = fenced(sizes[j] + 1), *arena = fenced(sizes[i] + 1);
      phep_options *chosen = (phep_options *)(void *)fenced(sizeof *chosen);
      size_t *written = (size_t *)(void *)fenced(sizeof *written);
      int status;
      memcpy(facts, kFacts, sizeof kFacts - 1);
      *chosen = options();
      *out = 'k';
      *arena = 'k';
      status = d_decide_json(facts, sizeof kFacts - 1, chosen, out + 1, sizes[j], written, arena + 1, sizes[i]);
      CHECK(status == PHEP_OK || status == PHEP_SMALL_ARENA);
      CHECK(*out == 'k' && *arena == 'k');
      if (status == PHEP_OK) CHECK(*written == wanted.written && memcmp(out + 1, wanted.text, *written) == 0);
    }
  for (n = 0; n < sizeof kWrong; ++n) { /* a text that ends anywhere */
    char *facts = fenced(n), *arena = fenced(1 << 16);
    answer said;
    memcpy(facts, kWrong, n);
    said = ask(facts, n, arena, 1 << 16);
    CHECK(said.status == PHEP_BAD_FACTS);
  }
}

static void nonsense(void) {
  phep_options chosen = options();
  d_facts facts;
  d_result result;
  char arena[1 << 12], out[64];
  size_t written;
  memset(&facts, 0xff, sizeof facts);
  memset(&result, 0xff, sizeof result);
  CHECK(d_decide(&facts, &chosen, &result, arena, sizeof arena) == PHEP_BAD_ARGUMENT);
  memset(&facts, 0xff, sizeof facts);
  facts.size = sizeof facts;
  facts.layout = d_facts_LAYOUT;
  memset(&result, 0, sizeof result);
  result.head.size = sizeof result;
  result.head.layout = d_result_LAYOUT;
  CHECK(d_decide(&facts, &chosen, &result, arena, sizeof arena) != PHEP_OK); /* lists of 2^32 elements at nowhere */
  CHECK(d_decide(NULL, &chosen, &result, arena, sizeof arena) == PHEP_BAD_ARGUMENT);
  CHECK(d_decide_json(NULL, 5, &chosen, out, sizeof out, &written, arena, sizeof arena) == PHEP_BAD_ARGUMENT);
  CHECK(d_decide_json("{}", 2, NULL, out, sizeof out, &written, arena, sizeof arena) == PHEP_BAD_ARGUMENT);
  CHECK(d_decide_json("{}", 2, &chosen, NULL, sizeof out, &written, arena, sizeof arena) == PHEP_BAD_ARGUMENT);
  CHECK(d_decide_json("{}", (size_t)1 << 40, &chosen, out, sizeof out, &written, arena, sizeof arena) != PHEP_OK);
}

/* A limit, then the same memory again. */
static void after_a_limit(void) {
  static char many[200000], arena[1 << 22], out[1 << 20];
  static char fresh[1 << 18]; /* nobody wrote there before */
  const answer wanted = right(), few = ask(kFew, sizeof kFew - 1, fresh, sizeof fresh);
  answer next;
  phep_options chosen = options();
  size_t at = (size_t)sprintf(many, "{\"a\":1,\"s\":\"y\",\"rows\":["), written = 77;
  int i, status;
  for (i = 0; i < 5000; ++i) at += (size_t)sprintf(many + at, i < 100 ? "{\"b\":true}," : "%s{}", i > 100 ? "," : "");
  at += (size_t)sprintf(many + at, "]}");
  memset(out, 'k', sizeof out);
  status = d_decide_json(many, at, &chosen, out, sizeof out, &written, arena, sizeof arena);
  CHECK(status == PHEP_LIMIT);
  CHECK(written == 0 || written == 77 || out[0] == 'k' || strncmp(out, "{\"as_of\"", 8) != 0); /* no half answer */
  CHECK(few.status == PHEP_OK && !equal(&few, &wanted));
  next = ask(kFew, sizeof kFew - 1, arena, sizeof arena); /* what it does not say is not what was said before */
  CHECK(equal(&next, &few));
  next = ask(kFacts, sizeof kFacts - 1, arena, sizeof arena);
  CHECK(equal(&next, &wanted));
}

static answer shared;
static void *work(void *unused) {
  char *arena = malloc(1 << 18);
  int i, wrong = 0;
  (void)unused;
  for (i = 0; i < 1000; ++i) {
    const answer said = ask(kFacts, sizeof kFacts - 1, arena, 1 << 18);
    wrong += !equal(&said, &shared);
  }
  free(arena);
  return (void *)(size_t)wrong;
}

static volatile sig_atomic_t handled, handled_wrong;
static void handler(int unused) {
  static char arena[1 << 18];
  const answer said = ask(kFacts, sizeof kFacts - 1, arena, sizeof arena);
  (void)unused;
  handled_wrong += !equal(&said, &shared);
  ++handled;
}

static void together(void) {
  pthread_t threads[64];
  int i, status;
  pid_t child;
  shared = right();
  for (i = 0; i < 64; ++i) pthread_create(&threads[i], NULL, work, NULL);
  for (i = 0; i < 64; ++i) {
    void *wrong;
    pthread_join(threads[i], &wrong);
    CHECK(wrong == NULL);
  }
  child = fork();
  if (child == 0) _exit(work(NULL) != NULL);
  waitpid(child, &status, 0);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  signal(SIGALRM, handler);
  for (i = 0; i < 300; ++i) {
    const int before = handled;
    ualarm(20, 0);
    while (handled == before) { /* it comes within a call */
      const answer said = right();
      CHECK(equal(&said, &shared));
    }
  }
  CHECK(handled > 0 && handled_wrong == 0);
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  if (strcmp(what, "fences") == 0) fences();
  if (strcmp(what, "nonsense") == 0) nonsense();
  if (strcmp(what, "limit") == 0) after_a_limit();
  if (strcmp(what, "together") == 0) together();
#ifdef PLANT /* a defect, to show that the fence is one */
  if (strcmp(what, "fences") == 0) fenced(10)[10] = 1;
#endif
  return broken != 0;
}
