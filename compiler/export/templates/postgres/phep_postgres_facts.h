/* Facts and options from composite types, for any decision that tables describe. */
#ifndef PHEP_POSTGRES_FACTS_H
#define PHEP_POSTGRES_FACTS_H

#include "phep_postgres.h"

/* ---- facts ---- */

/* What is wrong with a row, or code == NULL. */
typedef struct phep_pg_problem {
  const char* code;
  char* at;
} phep_pg_problem;

static bool phep_pg_refuse(phep_pg_problem* problem, const char* code, const char* around,
                           const char* path) {
  problem->code = code;
  problem->at = psprintf("%s%s", around, path);
  return false;
}

/* A numeric as a count of 10^-9: low, high. Null, or the code of what is wrong. */
static const char* phep_pg_decimal(Datum value, char* out) {
  const char* at = DatumGetCString(DirectFunctionCall1(numeric_out, value));
  const bool negative = *at == '-';
  int whole = 0, places = -1;
  unsigned __int128 count = 0;
  if (negative) ++at;
  for (; *at != 0; ++at) {
    if (*at == '.' && places < 0) {
      places = 0;
      continue;
    }
    if (*at < '0' || *at > '9') return "bad_decimal"; /* NaN, Infinity */
    if (places >= 9) {
      if (*at != '0') return "bad_decimal"; /* more places than there are */
      continue;
    }
    if (places >= 0)
      ++places;
    else if (whole != 0 || *at != '0')
      ++whole;
    if (whole > 29) return "out_of_range";
    count = count * 10 + (unsigned)(*at - '0');
  }
  for (places = places < 0 ? 0 : places; places < 9; ++places) count *= 10;
  if (negative) count = -count;
  memcpy(out, &count, sizeof count);
  return NULL;
}

static const char* phep_pg_instant(TimestampTz moment, int64* out) {
  const int64 shift = (int64)PHEP_PG_EPOCH_DAYS * 86400000;
  if (TIMESTAMP_NOT_FINITE(moment)) return "bad_instant";
  if (moment % 1000 != 0) return "bad_instant"; /* finer than milliseconds */
  *out = moment / 1000 + shift;
  return NULL;
}

static const char* phep_pg_duration(Datum value, char* out) {
  static const char* const kUnits[] = {"hours",  "days",     "working_days", "weeks",
                                       "months", "quarters", "years"};
  char *said = TextDatumGetCString(value), *end;
  int64 parts[2];
  errno = 0;
  parts[0] = strtoll(said, &end, 10);
  if (errno != 0 || end == said || *end != ' ') return "wrong_type";
  for (parts[1] = 0; parts[1] < 7; ++parts[1])
    if (strcmp(end + 1, kUnits[parts[1]]) == 0) break;
  if (parts[1] == 7) return "wrong_type";
  memcpy(out, parts, sizeof parts);
  return NULL;
}

static const char* phep_pg_set(const phep_pg_shape* shape, int i, Datum value, char* out) {
  Datum* items;
  bool* nulls;
  int count;
  uint64 bits = 0;
  deconstruct_array(DatumGetArrayTypeP(value), shape->element[i], 4, true, TYPALIGN_INT, &items,
                    &nulls, &count);
  for (int n = 0; n < count; ++n) {
    const int member =
        nulls[n] ? -1 : phep_pg_member(&shape->labels[i], DatumGetObjectId(items[n]));
    if (member < 0) return nulls[n] ? "null_not_allowed" : "not_a_member";
    if ((bits >> member & 1) != 0) return "duplicate_key";
    bits |= UINT64CONST(1) << member;
  }
  memcpy(out, &bits, sizeof bits);
  return NULL;
}

static bool phep_pg_read(const phep_pg_shape* shape, HeapTupleHeader row, Datum alone, char* base,
                         const char* around, phep_pg_problem* problem);

static bool phep_pg_list(const phep_pg_shape* shape, int i, Datum value, char* out,
                         const char* around, phep_pg_problem* problem) {
  const phep_pg_fact* fact = &shape->structure->facts[i];
  const phep_pg_shape* items_shape = shape->items[i];
  phep_list list = {0};
  Datum* items;
  bool* nulls;
  int count;
  int16 length;
  bool by_value;
  char alignment;
  get_typlenbyvalalign(shape->element[i], &length, &by_value, &alignment);
  deconstruct_array(DatumGetArrayTypeP(value), shape->element[i], length, by_value, alignment,
                    &items, &nulls, &count);
  if (count > fact->most) return phep_pg_refuse(problem, "too_long", around, fact->path);
  list.length = (uint32)count;
  list.items.ptr = palloc0((Size)items_shape->structure->size * (count + 1));
  for (int n = 0; n < count; ++n) {
    char* inside = psprintf("%s%s/%d", around, fact->path, n);
    char* element = (char*)list.items.ptr + (Size)n * items_shape->structure->size;
    if (nulls[n]) return phep_pg_refuse(problem, "null_not_allowed", inside, "");
    if (!phep_pg_read(items_shape,
                      items_shape->structure->plain ? NULL : DatumGetHeapTupleHeader(items[n]),
                      items[n], element, inside, problem))
      return false;
  }
  memcpy(out, &list, sizeof list);
  return true;
}

/* One fact that is there. */
static bool phep_pg_value(const phep_pg_shape* shape, int i, Datum value, char* out,
                          const char* around, phep_pg_problem* problem) {
  const phep_pg_fact* fact = &shape->structure->facts[i];
  const char* wrong = NULL;
  int64 number = 0;
  int32 small;
  switch (fact->kind) {
    case PHEP_K_BOOL: *out = DatumGetBool(value) ? 1 : 0; break;
    case PHEP_K_INT:
      number = DatumGetInt64(value);
      memcpy(out, &number, sizeof number);
      break;
    case PHEP_K_DECIMAL: wrong = phep_pg_decimal(value, out); break;
    case PHEP_K_DATE:
      if (DATE_NOT_FINITE(DatumGetDateADT(value))) {
        wrong = "bad_date";
        break;
      }
      number = (int64)DatumGetDateADT(value) + PHEP_PG_EPOCH_DAYS;
      if (number < -719162 || number > 2932896) wrong = "out_of_range"; /* years 1..9999 */
      small = (int32)number;
      memcpy(out, &small, sizeof small);
      break;
    case PHEP_K_INSTANT:
      wrong = phep_pg_instant(DatumGetTimestampTz(value), &number);
      memcpy(out, &number, sizeof number);
      break;
    case PHEP_K_DURATION: wrong = phep_pg_duration(value, out); break;
    case PHEP_K_TEXT: {
      phep_text word = {0};
      char* copy = TextDatumGetCString(value);
      word.data.ptr = copy;
      word.length = (uint32)strlen(copy);
      memcpy(out, &word, sizeof word);
      break;
    }
    case PHEP_K_ENUM:
      small = phep_pg_member(&shape->labels[i], DatumGetObjectId(value));
      if (small < 0) wrong = "not_a_member";
      memcpy(out, &small, sizeof small);
      break;
    case PHEP_K_SET: wrong = phep_pg_set(shape, i, value, out); break;
    case PHEP_K_LIST: return phep_pg_list(shape, i, value, out, around, problem);
  }
  if (wrong == NULL && fact->ranged && (number < fact->least || number > fact->most))
    wrong = "out_of_range";
  return wrong == NULL || phep_pg_refuse(problem, wrong, around, fact->path);
}

static void phep_pg_mark(uint64* words, uint32 bit) {
  words[bit / 64] |= UINT64CONST(1) << (bit % 64);
}

/* A row, or one value, into the struct at `base`, which is zero. NULL is unknown. */
static bool phep_pg_read(const phep_pg_shape* shape, HeapTupleHeader row, Datum alone, char* base,
                         const char* around, phep_pg_problem* problem) {
  const phep_pg_struct* structure = shape->structure;
  uint64* known = (uint64*)(base + (structure->root ? 8 : 0));
  uint64* present = known + structure->words;
  Datum* values = NULL;
  bool* nulls = NULL;
  if (row != NULL) {
    HeapTupleData tuple;
    tuple.t_len = HeapTupleHeaderGetDatumLength(row);
    ItemPointerSetInvalid(&tuple.t_self);
    tuple.t_tableOid = InvalidOid;
    tuple.t_data = row;
    values = palloc(sizeof(Datum) * (shape->tuple->natts + 1));
    nulls = palloc(sizeof(bool) * (shape->tuple->natts + 1));
    heap_deform_tuple(&tuple, shape->tuple, values, nulls);
  }
  for (int i = 0; i < structure->count; ++i) {
    const phep_pg_fact* fact = &structure->facts[i];
    const int at = shape->value[i], none = shape->absent[i];
    const bool given = row == NULL || (at >= 0 && !nulls[at]);
    const bool absent = row != NULL && none >= 0 && !nulls[none] && DatumGetBool(values[none]);
    if (absent && given) return phep_pg_refuse(problem, "absent_with_value", around, fact->path);
    if (!absent && !given) continue;
    phep_pg_mark(known, fact->bit);
    if (absent) continue;
    phep_pg_mark(present, fact->bit);
    if (!phep_pg_value(shape, i, row == NULL ? alone : values[at], base + fact->offset, around,
                       problem))
      return false;
  }
  return true;
}

/* ---- options ---- */

static const char* phep_pg_options(FunctionCallInfo fcinfo, const phep_pg_decision* decision,
                                   const phep_pg_cache* cache, phep_options* options) {
  memset(options, 0, sizeof *options);
  options->size = sizeof *options;
  options->law_date = PHEP_NO_DATE;
  if (PG_ARGISNULL(1) || TIMESTAMP_NOT_FINITE(PG_GETARG_TIMESTAMPTZ(1)))
    return "bad_argument at /as_of";
  {
    /* The moment is the last whole millisecond. */
    const TimestampTz moment = PG_GETARG_TIMESTAMPTZ(1);
    const int64 rest = (moment % 1000 + 1000) % 1000;
    options->as_of = (moment - rest) / 1000 + (int64)PHEP_PG_EPOCH_DAYS * 86400000;
  }
  if (!PG_ARGISNULL(2)) {
    if (DATE_NOT_FINITE(PG_GETARG_DATEADT(2))) return "bad_argument at /law_date";
    options->law_date = PG_GETARG_DATEADT(2) + PHEP_PG_EPOCH_DAYS;
  }
  if (!PG_ARGISNULL(3) && decision->reading_count != 0) {
    HeapTupleHeader row = PG_GETARG_HEAPTUPLEHEADER(3);
    int32* chosen = palloc(sizeof(int32) * decision->reading_count);
    for (int i = 0; i < decision->reading_count; ++i) {
      bool null = true;
      Datum value = 0;
      if (cache->reading_attribute[i] >= 0)
        value = GetAttributeByNum(row, cache->reading_attribute[i] + 1, &null);
      chosen[i] = null ? -1 : phep_pg_member(&cache->reading_labels[i], DatumGetObjectId(value));
    }
    options->reading_count = (uint32)decision->reading_count;
    options->readings.ptr = chosen;
  }
  return NULL;
}

static const char* phep_pg_status_error(int status) {
  switch (status) {
    case PHEP_BAD_ARGUMENT: return "bad_argument";
    case PHEP_BAD_FACTS: return "out_of_range";
    case PHEP_SMALL_ARENA: return "out_of_memory";
    default: return "limit";
  }
}

#endif
