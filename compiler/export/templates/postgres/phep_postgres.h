/* Facts from composite types of PostgreSQL, answers into them, for any decision that tables describe. Nothing of one row
 * ends a query: what is wrong with it stands in its answer's error column. */
#ifndef PHEP_POSTGRES_H
#define PHEP_POSTGRES_H

#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_enum.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/lsyscache.h"
#include "utils/numeric.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"

#include "phep_abi.h"

/* ---- what the tables say ---- */

typedef enum phep_pg_kind {
  PHEP_K_BOOL,
  PHEP_K_INT,      /* bigint; also minor units of money */
  PHEP_K_DECIMAL,  /* numeric: a count of 10^-9 in 128 bits */
  PHEP_K_DATE,     /* date */
  PHEP_K_INSTANT,  /* timestamptz */
  PHEP_K_DURATION, /* text: "3 working_days" */
  PHEP_K_TEXT,     /* text */
  PHEP_K_ENUM,     /* a native enum */
  PHEP_K_SET,      /* an array of one */
  PHEP_K_LIST      /* an array, of composites where elements have fields */
} phep_pg_kind;

typedef struct phep_pg_fact {
  const char *path;   /* JSON pointer from its struct */
  const char *column; /* attribute of the composite type; of an optional also column_absent */
  const char *absent;
  phep_pg_kind kind;
  uint32 offset, bit;
  uint32 slot; /* its number in missing[] */
  const char *const *members; /* labels of an enum or a set */
  int member_count;
  bool ranged;
  int64 least, most;             /* of a list `most` is how long it may be */
  const struct phep_pg_struct *items; /* of a list */
} phep_pg_fact;

typedef struct phep_pg_struct {
  const phep_pg_fact *facts;
  int count;
  uint32 size, words, layout;
  bool root, plain; /* plain: elements are values, not composites */
} phep_pg_struct;

typedef enum phep_pg_source {
  PHEP_A_VALUE,
  PHEP_A_ABSENT,
  PHEP_A_ERROR,
  PHEP_A_STATUS,
  PHEP_A_BINDS,
  PHEP_A_DUE,
  PHEP_A_MISSING,
  PHEP_A_ROW_ERROR
} phep_pg_source;

typedef struct phep_pg_column {
  const char *column;
  phep_pg_source source;
  uint32 offset; /* of a phep_value, a phep_norm or a phep_norm_array */
  phep_pg_kind kind;
  const char *const *members;
  int member_count;
  bool repeated; /* an array: a norm for each element, or for each time it came up */
} phep_pg_column;

typedef struct phep_pg_reading {
  const char *column;
  const char *const *members;
  int member_count;
} phep_pg_reading;

typedef int (*phep_pg_decide)(const void *, const phep_options *, void *, void *, size_t);
typedef int (*phep_pg_decide_json)(const char *, size_t, const phep_options *, char *, size_t, size_t *, void *, size_t);

typedef struct phep_pg_decision {
  const phep_pg_struct *facts;
  const phep_pg_column *columns;
  int column_count;
  const phep_pg_reading *readings;
  int reading_count;
  uint32 result_size, result_layout;
  int (*decide)(const void *, const phep_options *, void *, void *, size_t);
  phep_pg_decide_json decide_json;
} phep_pg_decision;

/* ---- what is looked up once a query ---- */

#define PHEP_PG_MOST_ARENA ((Size)64 << 20)
#define PHEP_PG_EPOCH_DAYS (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE)

typedef struct phep_pg_labels {
  Oid type;
  int count;
  Oid *oids; /* by member */
} phep_pg_labels;

typedef struct phep_pg_shape {
  const phep_pg_struct *structure;
  TupleDesc tuple;
  int *value, *absent; /* attribute of each fact, or -1 */
  phep_pg_labels *labels;
  struct phep_pg_shape **items;
  Oid *element; /* type of a list's elements */
} phep_pg_shape;

typedef struct phep_pg_cache {
  phep_pg_shape *facts;
  TupleDesc readings;
  int *reading_attribute;
  phep_pg_labels *reading_labels;
  TupleDesc answer;
  int *answer_attribute;
  phep_pg_labels *answer_labels;
  Size arena_size;
  char *arena;
} phep_pg_cache;

static phep_pg_labels phep_pg_find_labels(Oid type, const char *const *members, int count) {
  phep_pg_labels labels = {type, count, palloc(sizeof(Oid) * (count + 1))};
  for (int i = 0; i < count; ++i) {
    const HeapTuple row = SearchSysCache2(ENUMTYPOIDNAME, ObjectIdGetDatum(type), CStringGetDatum(members[i]));
    labels.oids[i] = InvalidOid;
    if (!HeapTupleIsValid(row)) continue;
    labels.oids[i] = ((Form_pg_enum)GETSTRUCT(row))->oid;
    ReleaseSysCache(row);
  }
  return labels;
}

static int phep_pg_member(const phep_pg_labels *labels, Oid oid) {
  for (int i = 0; i < labels->count; ++i)
    if (labels->oids[i] == oid) return i;
  return -1;
}

static int phep_pg_attribute(TupleDesc tuple, const char *name) {
  for (int i = 0; name != NULL && i < tuple->natts; ++i)
    if (!TupleDescAttr(tuple, i)->attisdropped && strcmp(NameStr(TupleDescAttr(tuple, i)->attname), name) == 0) return i;
  return -1;
}

static Oid phep_pg_scalar_type(phep_pg_kind kind) {
  switch (kind) {
    case PHEP_K_BOOL: return BOOLOID;
    case PHEP_K_INT: return INT8OID;
    case PHEP_K_DECIMAL: return NUMERICOID;
    case PHEP_K_DATE: return DATEOID;
    case PHEP_K_INSTANT: return TIMESTAMPTZOID;
    case PHEP_K_DURATION:
    case PHEP_K_TEXT: return TEXTOID;
    default: return InvalidOid;
  }
}

/* The types are made by the extension's own script; a foreign type of the same name is told at once. */
static void phep_pg_expect(Oid found, Oid wanted, const char *column) {
  if (wanted != InvalidOid && found != wanted)
    ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                    errmsg("column \"%s\" has type %s instead of %s", column, format_type_be(found),
                           format_type_be(wanted))));
}

static phep_pg_shape *phep_pg_shape_of(const phep_pg_struct *structure, Oid type, TupleDesc tuple) {
  const int count = structure->count;
  phep_pg_shape *shape = palloc0(sizeof *shape);
  shape->structure = structure;
  shape->tuple = tuple;
  shape->value = palloc(sizeof(int) * (count + 1));
  shape->absent = palloc(sizeof(int) * (count + 1));
  shape->labels = palloc0(sizeof(phep_pg_labels) * (count + 1));
  shape->items = palloc0(sizeof(phep_pg_shape *) * (count + 1));
  shape->element = palloc0(sizeof(Oid) * (count + 1));
  for (int i = 0; i < count; ++i) {
    const phep_pg_fact *fact = &structure->facts[i];
    Oid own = type;
    shape->value[i] = shape->absent[i] = -1;
    if (!structure->plain) {
      shape->value[i] = phep_pg_attribute(tuple, fact->column);
      shape->absent[i] = phep_pg_attribute(tuple, fact->absent);
      if (shape->absent[i] >= 0) phep_pg_expect(TupleDescAttr(tuple, shape->absent[i])->atttypid, BOOLOID, fact->absent);
      if (shape->value[i] < 0) continue;
      own = TupleDescAttr(tuple, shape->value[i])->atttypid;
    }
    phep_pg_expect(own, phep_pg_scalar_type(fact->kind), fact->column);
    if (fact->kind == PHEP_K_ENUM) shape->labels[i] = phep_pg_find_labels(own, fact->members, fact->member_count);
    if (fact->kind != PHEP_K_SET && fact->kind != PHEP_K_LIST) continue;
    shape->element[i] = get_element_type(own);
    if (shape->element[i] == InvalidOid)
      ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH), errmsg("column \"%s\" is no array", fact->column)));
    if (fact->kind == PHEP_K_SET)
      shape->labels[i] = phep_pg_find_labels(shape->element[i], fact->members, fact->member_count);
    else
      shape->items[i] = phep_pg_shape_of(
          fact->items, shape->element[i],
          fact->items->plain ? NULL : lookup_rowtype_tupdesc_copy(shape->element[i], -1));
  }
  return shape;
}

static void phep_pg_readings_of(const phep_pg_decision *decision, Oid type, phep_pg_cache *cache) {
  cache->readings = lookup_rowtype_tupdesc_copy(type, -1);
  cache->reading_attribute = palloc(sizeof(int) * (decision->reading_count + 1));
  cache->reading_labels = palloc0(sizeof(phep_pg_labels) * (decision->reading_count + 1));
  for (int i = 0; i < decision->reading_count; ++i) {
    const phep_pg_reading *reading = &decision->readings[i];
    const int at = cache->reading_attribute[i] = phep_pg_attribute(cache->readings, reading->column);
    if (at >= 0)
      cache->reading_labels[i] = phep_pg_find_labels(TupleDescAttr(cache->readings, at)->atttypid, reading->members,
                                                     reading->member_count);
  }
}

static void phep_pg_answer_of(FunctionCallInfo fcinfo, const phep_pg_decision *decision, phep_pg_cache *cache) {
  TupleDesc tuple;
  if (get_call_result_type(fcinfo, NULL, &tuple) != TYPEFUNC_COMPOSITE)
    ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH), errmsg("the function must return its answer type")));
  cache->answer = BlessTupleDesc(CreateTupleDescCopy(tuple));
  cache->answer_attribute = palloc(sizeof(int) * (decision->column_count + 1));
  cache->answer_labels = palloc0(sizeof(phep_pg_labels) * (decision->column_count + 1));
  for (int i = 0; i < decision->column_count; ++i) {
    const phep_pg_column *column = &decision->columns[i];
    const int at = cache->answer_attribute[i] = phep_pg_attribute(cache->answer, column->column);
    if (at < 0 || column->members == NULL) continue;
    Oid type = TupleDescAttr(cache->answer, at)->atttypid;
    if (get_element_type(type) != InvalidOid) type = get_element_type(type);
    cache->answer_labels[i] = phep_pg_find_labels(type, column->members, column->member_count);
  }
}

/* Kept for as long as the query runs. `readings_at` is that argument. */
static phep_pg_cache *phep_pg_cache_of(FunctionCallInfo fcinfo, const phep_pg_decision *decision, bool typed,
                                       int readings_at) {
  phep_pg_cache *cache = fcinfo->flinfo->fn_extra;
  if (cache == NULL) {
    const MemoryContext before = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
    cache = palloc0(sizeof *cache);
    if (typed) {
      const Oid type = get_fn_expr_argtype(fcinfo->flinfo, 0);
      cache->facts = phep_pg_shape_of(decision->facts, type, lookup_rowtype_tupdesc_copy(type, -1));
      phep_pg_answer_of(fcinfo, decision, cache);
    }
    phep_pg_readings_of(decision, get_fn_expr_argtype(fcinfo->flinfo, readings_at), cache);
    cache->arena_size = (Size)256 << 10;
    cache->arena = palloc(cache->arena_size);
    fcinfo->flinfo->fn_extra = cache;
    MemoryContextSwitchTo(before);
  }
  return cache;
}

static bool phep_pg_larger_arena(FunctionCallInfo fcinfo, phep_pg_cache *cache) {
  if (cache->arena_size >= PHEP_PG_MOST_ARENA) return false;
  pfree(cache->arena);
  cache->arena_size *= 4;
  cache->arena = MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, cache->arena_size);
  return true;
}

/* ---- facts ---- */

/* What is wrong with a row, or code == NULL. */
typedef struct phep_pg_problem {
  const char *code;
  char *at;
} phep_pg_problem;

static bool phep_pg_refuse(phep_pg_problem *problem, const char *code, const char *around, const char *path) {
  problem->code = code;
  problem->at = psprintf("%s%s", around, path);
  return false;
}

/* A numeric as a count of 10^-9: low, high. Null, or the code of what is wrong. */
static const char *phep_pg_decimal(Datum value, char *out) {
  const char *at = DatumGetCString(DirectFunctionCall1(numeric_out, value));
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
    if (places >= 0) ++places;
    else if (whole != 0 || *at != '0') ++whole;
    if (whole > 29) return "out_of_range";
    count = count * 10 + (unsigned)(*at - '0');
  }
  for (places = places < 0 ? 0 : places; places < 9; ++places) count *= 10;
  if (negative) count = -count;
  memcpy(out, &count, sizeof count);
  return NULL;
}

static const char *phep_pg_instant(TimestampTz moment, int64 *out) {
  const int64 shift = (int64)PHEP_PG_EPOCH_DAYS * 86400000;
  if (TIMESTAMP_NOT_FINITE(moment)) return "bad_instant";
  if (moment % 1000 != 0) return "bad_instant"; /* finer than milliseconds */
  *out = moment / 1000 + shift;
  return NULL;
}

static const char *phep_pg_duration(Datum value, char *out) {
  static const char *const kUnits[] = {"hours", "days", "working_days", "weeks", "months", "quarters", "years"};
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

static const char *phep_pg_set(const phep_pg_shape *shape, int i, Datum value, char *out) {
  Datum *items;
  bool *nulls;
  int count;
  uint64 bits = 0;
  deconstruct_array(DatumGetArrayTypeP(value), shape->element[i], 4, true, TYPALIGN_INT, &items, &nulls, &count);
  for (int n = 0; n < count; ++n) {
    const int member = nulls[n] ? -1 : phep_pg_member(&shape->labels[i], DatumGetObjectId(items[n]));
    if (member < 0) return nulls[n] ? "null_not_allowed" : "not_a_member";
    if ((bits >> member & 1) != 0) return "duplicate_key";
    bits |= UINT64CONST(1) << member;
  }
  memcpy(out, &bits, sizeof bits);
  return NULL;
}

static bool phep_pg_read(const phep_pg_shape *shape, HeapTupleHeader row, Datum alone, char *base, const char *around,
                         phep_pg_problem *problem);

static bool phep_pg_list(const phep_pg_shape *shape, int i, Datum value, char *out, const char *around,
                         phep_pg_problem *problem) {
  const phep_pg_fact *fact = &shape->structure->facts[i];
  const phep_pg_shape *items_shape = shape->items[i];
  phep_list list = {0};
  Datum *items;
  bool *nulls;
  int count;
  int16 length;
  bool by_value;
  char alignment;
  get_typlenbyvalalign(shape->element[i], &length, &by_value, &alignment);
  deconstruct_array(DatumGetArrayTypeP(value), shape->element[i], length, by_value, alignment, &items, &nulls, &count);
  if (count > fact->most) return phep_pg_refuse(problem, "too_long", around, fact->path);
  list.length = (uint32)count;
  list.items.ptr = palloc0((Size)items_shape->structure->size * (count + 1));
  for (int n = 0; n < count; ++n) {
    char *inside = psprintf("%s%s/%d", around, fact->path, n);
    char *element = (char *)list.items.ptr + (Size)n * items_shape->structure->size;
    if (nulls[n]) return phep_pg_refuse(problem, "null_not_allowed", inside, "");
    if (!phep_pg_read(items_shape, items_shape->structure->plain ? NULL : DatumGetHeapTupleHeader(items[n]), items[n],
                      element, inside, problem))
      return false;
  }
  memcpy(out, &list, sizeof list);
  return true;
}

/* One fact that is there. */
static bool phep_pg_value(const phep_pg_shape *shape, int i, Datum value, char *out, const char *around,
                          phep_pg_problem *problem) {
  const phep_pg_fact *fact = &shape->structure->facts[i];
  const char *wrong = NULL;
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
      char *copy = TextDatumGetCString(value);
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
  if (wrong == NULL && fact->ranged && (number < fact->least || number > fact->most)) wrong = "out_of_range";
  return wrong == NULL || phep_pg_refuse(problem, wrong, around, fact->path);
}

static void phep_pg_mark(uint64 *words, uint32 bit) { words[bit / 64] |= UINT64CONST(1) << (bit % 64); }

/* A row, or one value, into the struct at `base`, which is zero. NULL is unknown. */
static bool phep_pg_read(const phep_pg_shape *shape, HeapTupleHeader row, Datum alone, char *base, const char *around,
                         phep_pg_problem *problem) {
  const phep_pg_struct *structure = shape->structure;
  uint64 *known = (uint64 *)(base + (structure->root ? 8 : 0));
  uint64 *present = known + structure->words;
  Datum *values = NULL;
  bool *nulls = NULL;
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
    const phep_pg_fact *fact = &structure->facts[i];
    const int at = shape->value[i], none = shape->absent[i];
    const bool given = row == NULL || (at >= 0 && !nulls[at]);
    const bool absent = row != NULL && none >= 0 && !nulls[none] && DatumGetBool(values[none]);
    if (absent && given) return phep_pg_refuse(problem, "absent_with_value", around, fact->path);
    if (!absent && !given) continue;
    phep_pg_mark(known, fact->bit);
    if (absent) continue;
    phep_pg_mark(present, fact->bit);
    if (!phep_pg_value(shape, i, row == NULL ? alone : values[at], base + fact->offset, around, problem)) return false;
  }
  return true;
}

/* ---- options ---- */

static const char *phep_pg_options(FunctionCallInfo fcinfo, const phep_pg_decision *decision, const phep_pg_cache *cache,
                                   phep_options *options) {
  memset(options, 0, sizeof *options);
  options->size = sizeof *options;
  options->law_date = PHEP_NO_DATE;
  if (PG_ARGISNULL(1) || TIMESTAMP_NOT_FINITE(PG_GETARG_TIMESTAMPTZ(1))) return "bad_argument at /as_of";
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
    int32 *chosen = palloc(sizeof(int32) * decision->reading_count);
    for (int i = 0; i < decision->reading_count; ++i) {
      bool null = true;
      Datum value = 0;
      if (cache->reading_attribute[i] >= 0) value = GetAttributeByNum(row, cache->reading_attribute[i] + 1, &null);
      chosen[i] = null ? -1 : phep_pg_member(&cache->reading_labels[i], DatumGetObjectId(value));
    }
    options->reading_count = (uint32)decision->reading_count;
    options->readings.ptr = chosen;
  }
  return NULL;
}

static const char *phep_pg_status_error(int status) {
  switch (status) {
    case PHEP_BAD_ARGUMENT: return "bad_argument";
    case PHEP_BAD_FACTS: return "out_of_range";
    case PHEP_SMALL_ARENA: return "out_of_memory";
    default: return "limit";
  }
}

/* ---- answers ---- */

static Datum phep_pg_numeric(unsigned __int128 count) {
  const bool negative = (__int128)count < 0;
  char text[64];
  char *at = text + sizeof text - 1;
  *at = 0;
  if (negative) count = -count;
  for (int place = 0; place < 9 || count != 0 || place < 10; ++place) {
    if (place == 9) *--at = '.';
    *--at = (char)('0' + (int)(count % 10));
    count /= 10;
  }
  if (negative) *--at = '-';
  return DirectFunctionCall1(
      numeric_trim_scale, DirectFunctionCall3(numeric_in, CStringGetDatum(at), ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
}

static Datum phep_pg_moment(int64 ms) {
  return TimestampTzGetDatum((ms - (int64)PHEP_PG_EPOCH_DAYS * 86400000) * 1000);
}

static Datum phep_pg_label(const phep_pg_labels *labels, uint64 member, bool *null) {
  *null = member >= (uint64)labels->count || labels->oids[member] == InvalidOid;
  return *null ? (Datum)0 : ObjectIdGetDatum(labels->oids[member]);
}

static Datum phep_pg_known(const phep_pg_column *column, const phep_pg_labels *labels, const phep_value *value,
                           bool *null) {
  static const char *const kUnits[] = {"hours", "days", "working_days", "weeks", "months", "quarters", "years"};
  *null = false;
  switch (column->kind) {
    case PHEP_K_BOOL: return BoolGetDatum(value->a != 0);
    case PHEP_K_INT: return Int64GetDatum((int64)value->a);
    case PHEP_K_DECIMAL: return phep_pg_numeric((unsigned __int128)value->b << 64 | value->a);
    case PHEP_K_DATE: return DateADTGetDatum((DateADT)((int64)value->a - PHEP_PG_EPOCH_DAYS));
    case PHEP_K_INSTANT: return phep_pg_moment((int64)value->a);
    case PHEP_K_DURATION:
      return CStringGetTextDatum(psprintf(INT64_FORMAT " %s", (int64)value->a, kUnits[value->b % 7]));
    case PHEP_K_TEXT:
      return PointerGetDatum(cstring_to_text_with_len((const char *)(uintptr_t)value->a, (int)value->b));
    case PHEP_K_ENUM: return phep_pg_label(labels, value->a, null);
    case PHEP_K_SET: {
      Datum items[64];
      int count = 0;
      for (int i = 0; i < labels->count; ++i)
        if ((value->a >> i & 1) != 0) items[count++] = ObjectIdGetDatum(labels->oids[i]);
      return PointerGetDatum(construct_array(items, count, labels->type, 4, true, TYPALIGN_INT));
    }
    case PHEP_K_LIST: break;
  }
  *null = true;
  return (Datum)0;
}

static Datum phep_pg_norm_value(const phep_pg_column *column, const phep_pg_labels *labels, const phep_norm *norm,
                                bool *null) {
  *null = false;
  if (column->source == PHEP_A_STATUS) return phep_pg_label(labels, (uint64)norm->status, null);
  if (column->source == PHEP_A_BINDS) {
    *null = (norm->flags & PHEP_N_BINDS_UNKNOWN) != 0;
    return BoolGetDatum((norm->flags & PHEP_N_BINDS) != 0);
  }
  *null = (norm->flags & PHEP_N_DUE) == 0;
  return *null ? (Datum)0 : phep_pg_moment(norm->due_min);
}

static Datum phep_pg_norms(const phep_pg_column *column, const phep_pg_labels *labels, const phep_norm_array *array,
                           bool *null) {
  const Oid type = column->source == PHEP_A_STATUS ? labels->type : column->source == PHEP_A_BINDS ? BOOLOID : TIMESTAMPTZOID;
  int16 length;
  bool by_value;
  char alignment;
  Datum *values;
  bool *nulls;
  int dims, lower = 1;
  *null = array->length == PHEP_UNKNOWN_LIST;
  if (*null) return (Datum)0;
  dims = (int)array->length;
  values = palloc(sizeof(Datum) * (dims + 1));
  nulls = palloc(sizeof(bool) * (dims + 1));
  for (int i = 0; i < dims; ++i)
    values[i] = phep_pg_norm_value(column, labels,
                                   (const phep_norm *)((const char *)array->items.ptr + (Size)i * array->stride), &nulls[i]);
  get_typlenbyvalalign(type, &length, &by_value, &alignment);
  if (dims == 0) return PointerGetDatum(construct_empty_array(type));
  return PointerGetDatum(construct_md_array(values, nulls, 1, &dims, &lower, type, length, by_value, alignment));
}

/* Finds the `left`-th element of the last list of a chain, and writes where it stands. */
static bool phep_pg_find(const phep_pg_struct *at, const char *base, uint32 slot, uint32 *left, StringInfo path) {
  for (int i = 0; i < at->count; ++i) {
    const phep_pg_fact *fact = &at->facts[i];
    if (fact->kind != PHEP_K_LIST) continue;
    const phep_list *list = (const phep_list *)(base + fact->offset);
    for (int n = 0; n < fact->items->count; ++n) {
      if (fact->items->facts[n].slot != slot) continue;
      if (*left >= list->length) {
        *left -= list->length;
        return false;
      }
      appendStringInfo(path, "%s/%u%s", fact->path, *left, fact->items->facts[n].path);
      return true;
    }
    for (uint32 n = 0; n < list->length; ++n) {
      const int before = path->len;
      appendStringInfo(path, "%s/%u", fact->path, n);
      if (phep_pg_find(fact->items, (const char *)list->items.ptr + (Size)n * fact->items->size, slot, left, path)) return true;
      path->len = before;
      path->data[before] = 0;
    }
  }
  return false;
}

/* One fact's path, if it is the first of its kind in the list. */
typedef struct phep_pg_paths {
  Datum *texts;
  uint32 *leaves;
  int count;
} phep_pg_paths;

static void phep_pg_add_missing(const phep_pg_decision *decision, const char *facts, uint32 leaf, phep_pg_paths *paths) {
  const uint32 slot = leaf & 0xFFFF;
  uint32 left = leaf >> 16;
  const char *path = NULL;
  for (int i = 0; i < paths->count; ++i)
    if (paths->leaves[i] == leaf) return;
  for (int i = 0; i < decision->facts->count; ++i)
    if (decision->facts->facts[i].slot == slot) path = decision->facts->facts[i].path;
  if (path == NULL) {
    StringInfoData found;
    initStringInfo(&found);
    phep_pg_find(decision->facts, facts, slot, &left, &found);
    path = found.data;
  }
  paths->leaves[paths->count] = leaf;
  paths->texts[paths->count++] = CStringGetTextDatum(path);
}

/* What outputs and statuses hang on; what only the amount of a sanction hangs on is not asked for. */
static Datum phep_pg_missing(const phep_pg_decision *decision, const char *facts, const char *result) {
  const phep_result_head *head = (const phep_result_head *)result;
  phep_pg_paths paths = {palloc(sizeof(Datum) * (head->missing_count + 1)), palloc(sizeof(uint32) * (head->missing_count + 1)),
                         0};
  for (int i = 0; i < decision->column_count; ++i) {
    const phep_pg_column *column = &decision->columns[i];
    const char *at = result + column->offset;
    if (column->source == PHEP_A_VALUE) {
      const phep_value *value = (const phep_value *)at;
      uint64 first = 0, count = 0;
      if (value->tag == PHEP_UNKNOWN) {
        first = value->a;
        count = value->b;
      } else if (value->tag == PHEP_BETWEEN) {
        const phep_bounds *bounds = (const phep_bounds *)(uintptr_t)value->a;
        first = bounds->missing_first;
        count = bounds->missing_count;
      }
      for (uint64 n = 0; n < count; ++n) phep_pg_add_missing(decision, facts, head->missing.ptr[first + n], &paths);
    } else if (column->source == PHEP_A_STATUS) {
      const phep_norm_array *array = (const phep_norm_array *)at;
      const uint32 norms = !column->repeated ? 1 : array->length == PHEP_UNKNOWN_LIST ? 0 : array->length;
      if (column->repeated && array->length == PHEP_UNKNOWN_LIST)
        phep_pg_add_missing(decision, facts, head->missing.ptr[array->stride], &paths);
      for (uint32 k = 0; k < norms; ++k) {
        const phep_norm *norm =
            (const phep_norm *)(column->repeated ? (const char *)array->items.ptr + (Size)k * array->stride : at);
        for (uint32 n = 0; n < norm->missing_count; ++n)
          phep_pg_add_missing(decision, facts, head->missing.ptr[norm->missing_first + n], &paths);
      }
    }
  }
  return PointerGetDatum(construct_array(paths.texts, paths.count, TEXTOID, -1, false, TYPALIGN_INT));
}

static Datum phep_pg_column_value(const phep_pg_decision *decision, const phep_pg_column *column,
                                  const phep_pg_labels *labels, const char *facts, const char *result, bool *null) {
  static const char *const kErrors[] = {"calendar_exhausted", "conflict",       "date_out_of_range", "division_by_zero",
                                        "gap",                "needs_rounding", "overflow"};
  const phep_value *value = (const phep_value *)(result + column->offset);
  *null = false;
  switch (column->source) {
    case PHEP_A_VALUE:
      *null = value->tag != PHEP_KNOWN;
      return *null ? (Datum)0 : phep_pg_known(column, labels, value, null);
    case PHEP_A_ABSENT:
      *null = value->tag != PHEP_KNOWN && value->tag != PHEP_ABSENT;
      return BoolGetDatum(value->tag == PHEP_ABSENT);
    case PHEP_A_ERROR:
      *null = value->tag != PHEP_ERROR && value->tag != PHEP_ONE_OF;
      if (*null) return (Datum)0;
      return CStringGetTextDatum(value->tag == PHEP_ONE_OF ? "undecided" : kErrors[value->a % 7]);
    case PHEP_A_STATUS:
    case PHEP_A_BINDS:
    case PHEP_A_DUE:
      if (column->repeated)
        return phep_pg_norms(column, labels, (const phep_norm_array *)(result + column->offset), null);
      return phep_pg_norm_value(column, labels, (const phep_norm *)(result + column->offset), null);
    case PHEP_A_MISSING: return phep_pg_missing(decision, facts, result);
    case PHEP_A_ROW_ERROR: break;
  }
  *null = true;
  return (Datum)0;
}

/* `error` alone is set where it is not null. */
static Datum phep_pg_answer(const phep_pg_decision *decision, const phep_pg_cache *cache, const char *facts,
                            const char *result, const char *error) {
  const int count = cache->answer->natts;
  Datum *values = palloc0(sizeof(Datum) * (count + 1));
  bool *nulls = palloc(sizeof(bool) * (count + 1));
  memset(nulls, 1, (Size)count);
  for (int i = 0; i < decision->column_count; ++i) {
    const phep_pg_column *column = &decision->columns[i];
    const int at = cache->answer_attribute[i];
    if (at < 0) continue;
    if (error == NULL) {
      values[at] = phep_pg_column_value(decision, column, &cache->answer_labels[i], facts, result, &nulls[at]);
    } else if (column->source == PHEP_A_ROW_ERROR) {
      values[at] = CStringGetTextDatum(error);
      nulls[at] = false;
    }
  }
  return HeapTupleGetDatum(heap_form_tuple(cache->answer, values, nulls));
}

/* ---- the two functions of a decision ---- */

/* NAME(facts, as_of, law_date, readings) */
static Datum phep_pg_call(FunctionCallInfo fcinfo, const phep_pg_decision *decision) {
  phep_pg_cache *cache = phep_pg_cache_of(fcinfo, decision, true, 3);
  char *facts = palloc0(decision->facts->size);
  char *result = palloc0(decision->result_size);
  phep_result_head *head = (phep_result_head *)result;
  phep_pg_problem problem = {0};
  phep_options options;
  int status;
  const char *error;
  CHECK_FOR_INTERRUPTS();
  error = phep_pg_options(fcinfo, decision, cache, &options);
  if (error == NULL && !PG_ARGISNULL(0) &&
      !phep_pg_read(cache->facts, PG_GETARG_HEAPTUPLEHEADER(0), 0, facts, "", &problem))
    error = psprintf("%s at %s", problem.code, problem.at);
  if (error != NULL) PG_RETURN_DATUM(phep_pg_answer(decision, cache, facts, result, error));
  ((uint32 *)facts)[0] = decision->facts->size;
  ((uint32 *)facts)[1] = decision->facts->layout;
  do {
    head->size = decision->result_size;
    head->layout = decision->result_layout;
    status = decision->decide(facts, &options, result, cache->arena, cache->arena_size);
  } while (status == PHEP_SMALL_ARENA && phep_pg_larger_arena(fcinfo, cache));
  if (status != PHEP_OK) error = phep_pg_status_error(status);
  PG_RETURN_DATUM(phep_pg_answer(decision, cache, facts, result, error));
}

/* NAME_text(facts, as_of, law_date, readings, certificate): JSON in, the canonical answer out */
static Datum phep_pg_call_text(FunctionCallInfo fcinfo, const phep_pg_decision *decision) {
  phep_pg_cache *cache = phep_pg_cache_of(fcinfo, decision, false, 3);
  phep_options options;
  const char *error;
  text *facts;
  Size capacity = (Size)16 << 10, written = 0;
  char *out = palloc(capacity);
  int status;
  CHECK_FOR_INTERRUPTS();
  if (PG_ARGISNULL(0)) PG_RETURN_NULL();
  error = phep_pg_options(fcinfo, decision, cache, &options);
  if (error != NULL) PG_RETURN_TEXT_P(cstring_to_text(psprintf("{\"error\":{\"code\":\"%s\"}}", "bad_argument")));
  if (!PG_ARGISNULL(4) && PG_GETARG_BOOL(4)) options.flags = PHEP_WITH_CERTIFICATE;
  facts = PG_GETARG_TEXT_PP(0);
  for (;;) {
    status = decision->decide_json(VARDATA_ANY(facts), VARSIZE_ANY_EXHDR(facts), &options, out, capacity, &written,
                                   cache->arena, cache->arena_size);
    if (status != PHEP_SMALL_ARENA) break;
    if (written > capacity) {
      capacity = written;
      out = palloc(capacity);
    } else if (!phep_pg_larger_arena(fcinfo, cache)) {
      break;
    }
  }
  if (status == PHEP_OK || status == PHEP_BAD_FACTS) PG_RETURN_TEXT_P(cstring_to_text_with_len(out, (int)written));
  PG_RETURN_TEXT_P(cstring_to_text(psprintf("{\"error\":{\"code\":\"%s\"}}", phep_pg_status_error(status))));
}

#endif
