/* Allocations that fail, preloaded: gcc -shared -fPIC -O1 -o fail.so fail.c -ldl
 *
 * FAIL_AT=N [FAIL_ONCE=1]        the N-th fails, and with it all that follow, or it alone
 * FAIL_EVERY=K FAIL_SHARE=S      at each N with N % K == S the process splits in two: one in which it alone fails, one in
 *   FAIL_LOG=FILE                which all from it on do; how both ended is a line of the log each: "N once|on exit|signal
 *   FAIL_OUT=FILE                CODE OUT SAID KEPT". OUT: its output was "whole" (FAIL_OUT), "none", or "part" of it. SAID:
 *   [FAIL_FILE=F FAIL_NEW=FILE]  bytes on its standard error. KEPT: F holds what it did or what FAIL_NEW does. F is put back.
 *   FAIL_SCRATCH=FOLDER          Files that are compared have at most 64 KB.
 *   [FAIL_ALIKE=M]               of allocations that the same 48 calls led to, the first M are tried; N counts those
 * FAIL_COUNT=FILE                at the end the number of allocations is written there, and of the ways of calls to them
 *
 * Counted from the first thing that main does: before it, libraries set themselves up and nobody could tell of it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <execinfo.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { kMost = 1 << 16, kSeconds = 20 };

typedef struct Text {
  long length;
  char bytes[kMost];
} Text;

/* How often allocations were tried that the same calls led to. */
enum { kCalls = 48, kPlaces = 1 << 20 };
static unsigned long places[kPlaces];
static unsigned char seen[kPlaces];
static long distinct, alike;

static long count, from = -1, every, share;
static int once, begun, busy, split, failed;
static const char *log_path, *out_path, *file_path, *new_path, *scratch, *count_path;
static Text wanted, fresh, before, after, got;

extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);

__attribute__((constructor)) static void begin(void) {
  const char *n = getenv("FAIL_AT"), *k = getenv("FAIL_EVERY"), *s = getenv("FAIL_SHARE");
  once = getenv("FAIL_ONCE") != NULL;
  from = n ? atol(n) : -1;
  every = k ? atol(k) : 0;
  share = s ? atol(s) : 0;
  alike = getenv("FAIL_ALIKE") ? atol(getenv("FAIL_ALIKE")) : 0;
  log_path = getenv("FAIL_LOG");
  out_path = getenv("FAIL_OUT");
  file_path = getenv("FAIL_FILE");
  new_path = getenv("FAIL_NEW");
  scratch = getenv("FAIL_SCRATCH");
  count_path = getenv("FAIL_COUNT");
}

static void read_text(const char *path, Text *text) {
  const int file = path ? open(path, O_RDONLY) : -1;
  text->length = file < 0 ? -1 : read(file, text->bytes, kMost);
  if (file >= 0) close(file);
}

static int same(const Text *a, const Text *b) { return a->length == b->length && (a->length <= 0 || memcmp(a->bytes, b->bytes, (size_t)a->length) == 0); }

static void write_text(const char *path, const Text *text) {
  const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file < 0 || write(file, text->bytes, (size_t)text->length) != text->length) _exit(99);
  close(file);
}

__attribute__((destructor)) static void end(void) {
  if (split || count_path == NULL) return;
  Text *text = &got;
  text->length = snprintf(text->bytes, kMost, "%ld %ld\n", count, distinct);
  write_text(count_path, text);
}

/* The first thing that main does. */
typedef void (*handler)(int);
handler signal(int number, handler h) {
  handler (*real)(int, handler) = (handler(*)(int, handler))dlsym(RTLD_NEXT, "signal");
  handler was = real(number, h);
  if (every > 0 && !begun) {
    read_text(out_path, &wanted);
    read_text(new_path, &fresh);
  }
  begun = 1;
  return was;
}

static void put(int to, const char *path) {
  const int file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
  if (file < 0 || dup2(file, to) < 0) _exit(98);
  close(file);
}

/* Threads are not split with their process: then there are none. */
int get_nprocs(void) { return every > 0 ? 1 : (int)sysconf(_SC_NPROCESSORS_ONLN); }

/* 1 in the process in which it fails. */
static int splits(int only_once) {
  char out[4096], err[4096], line[256];
  const long written = lseek(1, 0, SEEK_CUR);
  int status = 0, log;
  const char *how;
  snprintf(out, sizeof out, "%s/out", scratch);
  snprintf(err, sizeof err, "%s/err", scratch);
  if (file_path) read_text(file_path, &before);
  const pid_t child = fork();
  if (child < 0) _exit(97);
  if (child == 0) {
    put(1, out);
    put(2, err);
    split = 1;
    once = only_once;
    alarm(kSeconds);
    return 1;
  }
  waitpid(child, &status, 0);
  read_text(out, &got);
  /* What the whole process had written before is not written again. */
  how = got.length == wanted.length - written && memcmp(got.bytes, wanted.bytes + written, (size_t)got.length) == 0 ? "whole"
        : got.length == 0                                                                                         ? "none"
                                                                                                                  : "part";
  read_text(err, &got);
  if (file_path) read_text(file_path, &after);
  const int kept = !file_path || same(&after, &before) || same(&after, &fresh);
  if (file_path && !same(&after, &before)) write_text(file_path, &before);
  const int length = snprintf(line, sizeof line, "%ld %s %s %d %s %ld %d\n", count, only_once ? "once" : "on", WIFEXITED(status) ? "exit" : "signal",
                              WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status), how, got.length, kept);
  log = open(log_path, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (log < 0 || write(log, line, (size_t)length) != length) _exit(96);
  close(log);
  return 0;
}

/* Whether the calls that led here led to fewer allocations so far than are tried of such. */
static int is_new(void) {
  void *calls[kCalls];
  unsigned long hash = 1469598103934665603UL;
  const int depth = backtrace(calls, kCalls);
  for (int i = 0; i < depth; ++i) hash = (hash ^ (unsigned long)calls[i]) * 1099511628211UL;
  if (hash == 0) hash = 1;
  unsigned long at = hash % kPlaces;
  while (places[at] != 0 && places[at] != hash) at = (at + 1) % kPlaces;
  if (places[at] == 0) {
    places[at] = hash;
    if (++distinct > kPlaces / 2) _exit(95);
  }
  if (seen[at] >= alike) return 0;
  ++seen[at];
  return 1;
}

static int fails(void) {
  if (!begun || busy) return 0;
  if (split) return once ? !__atomic_exchange_n(&failed, 1, __ATOMIC_RELAXED) : 1;
  const long now = __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);
  if (from >= 0) return once ? now == from : now >= from;
  if (every <= 0 || (alike == 0 && now % every != share)) return 0;
  busy = 1;
  /* Of those that are alike the share is drawn by the number of the new ones. */
  static long fresh_ones;
  const int wanted_now = alike == 0 || (is_new() && fresh_ones++ % every == share);
  const int fail = wanted_now && (splits(1) || splits(0));
  busy = 0;
  if (fail) failed = 1;
  return fail;
}

void *malloc(size_t n) { if (fails()) { errno = ENOMEM; return NULL; } return __libc_malloc(n); }
void *calloc(size_t a, size_t b) { if (fails()) { errno = ENOMEM; return NULL; } return __libc_calloc(a, b); }
void *realloc(void *p, size_t n) { if (fails()) { errno = ENOMEM; return NULL; } return __libc_realloc(p, n); }
