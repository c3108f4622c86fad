/* Decides {{qualified}}: typed facts, then JSON. */
#include "{{name}}.h"

#include <stdio.h>
#include <string.h>

/* Memory that the decision may use while it runs; what it writes leads into it. */
static uint64_t arena[1 << 17];
static char answer[1 << 16];

static void set(uint64_t *words, int bit) { words[bit / 64] |= (uint64_t)1 << (bit % 64); }

int main(void) {
  {{name}}_facts facts;
  {{name}}_result result;
  phep_options options;
  const char *json = "{}"; /* nothing is known: the answer says what it hangs on */
  size_t written = 0;
  int status;

  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.as_of = 1773108000000; /* 2026-03-10T09:00+07:00 */
  options.law_date = PHEP_NO_DATE;

  /* A fact whose bit is not set in known[] is unknown. */
  memset(&facts, 0, sizeof facts);
  facts.size = sizeof facts;
  facts.layout = {{name}}_facts_LAYOUT;
  (void)set;
{{#samples}}
{{#absent}}
  set(facts.known, {{c_bit}}); /* {{pointer}}: known not to exist */
{{/absent}}
{{#c_sample}}
  facts.{{name}} = {{c_sample}};
  set(facts.known, {{c_bit}});
  set(facts.present, {{c_bit}});
{{/c_sample}}
{{/samples}}

  memset(&result, 0, sizeof result);
  result.head.size = sizeof result;
  result.head.layout = {{name}}_result_LAYOUT;
  status = {{name}}_decide(&facts, &options, &result, arena, sizeof arena);
  if (status != PHEP_OK) return fprintf(stderr, "status %d\n", status), 1;
{{#outputs}}
  printf("%-32s tag %d\n", {{key_q}}, (int)result.{{c}}.tag);
{{/outputs}}
{{#norms}}
{{^repeated}}
  printf("%-32s status %d\n", {{key_q}}, (int)result.{{c}}.status);
{{/repeated}}
{{/norms}}
  printf("%u facts are missing\n", (unsigned)result.head.missing_count);

  status = {{name}}_decide_json(json, strlen(json), &options, answer, sizeof answer, &written, arena, sizeof arena);
  if (status != PHEP_OK) return fprintf(stderr, "status %d\n", status), 1;
  printf("%.*s\n", (int)written, answer);
  return 0;
}
