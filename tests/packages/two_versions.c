/* Two versions of one policy, loaded in one process: each answers by its own rules. */
#include "every_kind.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

typedef int (*decide_json_fn)(const char *, size_t, const phep_options *, char *, size_t, size_t *, void *, size_t);

static uint64_t arena[1 << 16];
static char out[1 << 14];

static int says(const char *path, const char *words) {
  static const char json[] = "{\"count\":21}";
  phep_options options;
  size_t written = 0;
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL), *symbol;
  decide_json_fn decide_json;
  if (library == NULL) return fprintf(stderr, "%s\n", dlerror()), 0;
  symbol = dlsym(library, "every_kind_decide_json");
  memcpy(&decide_json, &symbol, sizeof decide_json);
  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.as_of = 1773108000000;
  options.law_date = PHEP_NO_DATE;
  if (decide_json(json, sizeof json - 1, &options, out, sizeof out - 1, &written, arena, sizeof arena) != PHEP_OK)
    return 0;
  out[written] = 0;
  return strstr(out, words) != NULL;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  return says(argv[1], "\"doubled\":42") && says(argv[2], "\"doubled\":63") && says(argv[1], "\"doubled\":42") ? 0 : 1;
}
