/* Callers that get everything wrong: each call ends with a status. Prints "N passed, N failed". */
#include "breach_report.h"

#include <stdio.h>
#include <string.h>

static int passed, failed;
static uint64_t arena[1 << 15];
static char out[1 << 14];
static size_t written;

static void expect(int line, int got, int wanted) {
  if (got == wanted) {
    ++passed;
  } else {
    ++failed;
    printf("hostile.c:%d: status %d, wanted %d\n", line, got, wanted);
  }
}
#define EXPECT(call, wanted) expect(__LINE__, (call), (wanted))

static phep_options options;
static breach_report_facts facts;
static breach_report_result result;

static void fresh(void) {
  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.as_of = 1773108000000;
  options.law_date = PHEP_NO_DATE;
  memset(&facts, 0, sizeof facts);
  facts.size = sizeof facts;
  facts.layout = breach_report_facts_LAYOUT;
  memset(&result, 0, sizeof result);
  result.head.size = sizeof result;
  result.head.layout = breach_report_result_LAYOUT;
}

static int decide(void) { return breach_report_decide(&facts, &options, &result, arena, sizeof arena); }
static int decide_json(const char *json, size_t length) {
  return breach_report_decide_json(json, length, &options, out, sizeof out, &written, arena, sizeof arena);
}

static void null_pointers(void) {
  fresh();
  EXPECT(breach_report_decide(NULL, &options, &result, arena, sizeof arena), PHEP_BAD_ARGUMENT);
  EXPECT(breach_report_decide(&facts, NULL, &result, arena, sizeof arena), PHEP_BAD_ARGUMENT);
  EXPECT(breach_report_decide(&facts, &options, NULL, arena, sizeof arena), PHEP_BAD_ARGUMENT);
  EXPECT(breach_report_decide(&facts, &options, &result, NULL, sizeof arena), PHEP_BAD_ARGUMENT);
  EXPECT(breach_report_decide(&facts, &options, &result, NULL, 0), PHEP_SMALL_ARENA);
  EXPECT(breach_report_decide_json(NULL, 2, &options, out, sizeof out, &written, arena, sizeof arena),
         PHEP_BAD_ARGUMENT);
  EXPECT(breach_report_decide_json("{}", 2, NULL, out, sizeof out, &written, arena, sizeof arena),
         PHEP_BAD_ARGUMENT);
  EXPECT(breach_report_decide_json("{}", 2, &options, NULL, sizeof out, &written, arena, sizeof arena),
         PHEP_BAD_ARGUMENT);
  EXPECT(breach_report_decide_json("{}", 2, &options, out, sizeof out, NULL, arena, sizeof arena),
         PHEP_BAD_ARGUMENT);
  EXPECT(breach_report_read("{}", 2, &options, NULL, NULL, arena, sizeof arena), PHEP_BAD_ARGUMENT);
  EXPECT(breach_report_read(NULL, 2, &options, &facts, NULL, arena, sizeof arena), PHEP_BAD_ARGUMENT);
}

static void wrong_sizes_and_layouts(void) {
  fresh();
  facts.size = 4;
  EXPECT(decide(), PHEP_BAD_ARGUMENT);
  fresh();
  facts.size = UINT32_MAX;
  EXPECT(decide(), PHEP_BAD_ARGUMENT);
  fresh();
  ++facts.layout;
  EXPECT(decide(), PHEP_BAD_ARGUMENT);
  EXPECT(breach_report_read("{}", 2, &options, &facts, NULL, arena, sizeof arena), PHEP_BAD_ARGUMENT);
  fresh();
  result.head.size -= 8;
  EXPECT(decide(), PHEP_BAD_ARGUMENT);
  fresh();
  result.head.layout = 0;
  EXPECT(decide(), PHEP_BAD_ARGUMENT);
  fresh();
  options.size = 8;
  EXPECT(decide(), PHEP_BAD_ARGUMENT);
  fresh();
  options.flags = 1u << 30;
  EXPECT(decide(), PHEP_BAD_ARGUMENT);
  fresh();
  options.reading_count = 1; /* and no readings */
  EXPECT(decide(), PHEP_BAD_ARGUMENT);
  fresh();
  options.as_of = INT64_MAX;
  EXPECT(decide(), PHEP_BAD_ARGUMENT);
}

static void values_out_of_range(void) {
  fresh();
  facts.may_harm = 2;
  facts.known[0] = 1u << breach_report_facts_BIT_may_harm;
  EXPECT(decide(), PHEP_BAD_FACTS);
  fresh();
  facts.role = 99;
  facts.known[0] = 1u << breach_report_facts_BIT_role;
  facts.present[0] = facts.known[0];
  EXPECT(decide(), PHEP_BAD_FACTS);
  fresh();
  EXPECT(decide_json("[", 1), PHEP_BAD_FACTS);
  EXPECT(decide_json("", 0), PHEP_BAD_FACTS);
  EXPECT(decide_json("\xff", 1), PHEP_BAD_FACTS);
}

/* Facts, options, result and arena at odd addresses decide as well as elsewhere. */
static void unaligned(void) {
  static char space[sizeof facts + sizeof options + sizeof result + 64];
  char *odd_facts = space + 1, *odd_options = odd_facts + sizeof facts + 2, *odd_result = odd_options + sizeof options + 4;
  breach_report_result copy;
  fresh();
  EXPECT(decide(), PHEP_OK);
  memcpy(odd_facts, &facts, sizeof facts);
  memcpy(odd_options, &options, sizeof options);
  memcpy(odd_result, &result, sizeof result);
  EXPECT(breach_report_decide((const breach_report_facts *)(void *)odd_facts, (const phep_options *)(void *)odd_options,
                              (breach_report_result *)(void *)odd_result, (char *)arena + 3, sizeof arena - 3),
         PHEP_OK);
  memcpy(&copy, odd_result, sizeof copy);
  EXPECT(copy.notify_authority.status, result.notify_authority.status);
  EXPECT((int)copy.head.missing_count, (int)result.head.missing_count);
}

static void little_memory(void) {
  size_t size;
  int status = PHEP_SMALL_ARENA;
  fresh();
  for (size = 0; size < sizeof arena && status == PHEP_SMALL_ARENA; size += 997)
    status = breach_report_decide(&facts, &options, &result, arena, size);
  EXPECT(status, PHEP_OK);
  EXPECT(breach_report_decide_json("{}", 2, &options, out, 10, &written, arena, sizeof arena), PHEP_SMALL_ARENA);
  EXPECT(written > 10, 1);
}

int main(void) {
  null_pointers();
  wrong_sizes_and_layouts();
  values_out_of_range();
  unaligned();
  little_memory();
  EXPECT((int)breach_report_abi_version(), PHEP_ABI_VERSION);
  EXPECT(memcmp(breach_report_image(), "PHEPIMG", 7), 0);
  printf("%d passed, %d failed\n", passed, failed);
  return failed != 0;
}
