/* Tables that describe a decision to PostgreSQL, and what is looked up in its catalogue once a
 * query. */
#ifndef PHEP_POSTGRES_H
#define PHEP_POSTGRES_H

/* The server's own header comes first. */
/* clang-format off */
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
/* clang-format on */

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
  const char* path;   /* JSON pointer from its struct */
  const char* column; /* attribute of the composite type; of an optional also column_absent */
  const char* absent;
  phep_pg_kind kind;
  uint32 offset, bit;
  uint32 slot;                /* its number in missing[] */
  const char* const* members; /* labels of an enum or a set */
  int member_count;
  bool ranged;
  int64 least, most;                  /* of a list `most` is how long it may be */
  const struct phep_pg_struct* items; /* of a list */
} phep_pg_fact;

typedef struct phep_pg_struct {
  const phep_pg_fact* facts;
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
  const char* column;
  phep_pg_source source;
  uint32 offset; /* of a phep_value, a phep_norm or a phep_norm_array */
  phep_pg_kind kind;
  const char* const* members;
  int member_count;
  bool repeated; /* an array: a norm for each element, or for each time it came up */
} phep_pg_column;

typedef struct phep_pg_reading {
  const char* column;
  const char* const* members;
  int member_count;
} phep_pg_reading;

typedef int (*phep_pg_decide)(const void*, const phep_options*, void*, void*, size_t);
typedef int (*phep_pg_decide_json)(const char*, size_t, const phep_options*, char*, size_t, size_t*,
                                   void*, size_t);

typedef struct phep_pg_decision {
  const phep_pg_struct* facts;
  const phep_pg_column* columns;
  int column_count;
  const phep_pg_reading* readings;
  int reading_count;
  uint32 result_size, result_layout;
  int (*decide)(const void*, const phep_options*, void*, void*, size_t);
  phep_pg_decide_json decide_json;
} phep_pg_decision;

/* ---- what is looked up once a query ---- */

#define PHEP_PG_MOST_ARENA ((Size)64 << 20)
#define PHEP_PG_EPOCH_DAYS (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE)

typedef struct phep_pg_labels {
  Oid type;
  int count;
  Oid* oids; /* by member */
} phep_pg_labels;

typedef struct phep_pg_shape {
  const phep_pg_struct* structure;
  TupleDesc tuple;
  int *value, *absent; /* attribute of each fact, or -1 */
  phep_pg_labels* labels;
  struct phep_pg_shape** items;
  Oid* element; /* type of a list's elements */
} phep_pg_shape;

typedef struct phep_pg_cache {
  phep_pg_shape* facts;
  TupleDesc readings;
  int* reading_attribute;
  phep_pg_labels* reading_labels;
  TupleDesc answer;
  int* answer_attribute;
  phep_pg_labels* answer_labels;
  Size arena_size;
  char* arena;
} phep_pg_cache;

static phep_pg_labels phep_pg_find_labels(Oid type, const char* const* members, int count) {
  phep_pg_labels labels = {type, count, palloc(sizeof(Oid) * (count + 1))};
  for (int i = 0; i < count; ++i) {
    const HeapTuple row =
        SearchSysCache2(ENUMTYPOIDNAME, ObjectIdGetDatum(type), CStringGetDatum(members[i]));
    labels.oids[i] = InvalidOid;
    if (!HeapTupleIsValid(row)) continue;
    labels.oids[i] = ((Form_pg_enum)GETSTRUCT(row))->oid;
    ReleaseSysCache(row);
  }
  return labels;
}

static int phep_pg_member(const phep_pg_labels* labels, Oid oid) {
  for (int i = 0; i < labels->count; ++i)
    if (labels->oids[i] == oid) return i;
  return -1;
}

static int phep_pg_attribute(TupleDesc tuple, const char* name) {
  for (int i = 0; name != NULL && i < tuple->natts; ++i)
    if (!TupleDescAttr(tuple, i)->attisdropped &&
        strcmp(NameStr(TupleDescAttr(tuple, i)->attname), name) == 0)
      return i;
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

/* The types are made by the extension's own script; a foreign type of the same name is told at
 * once. */
static void phep_pg_expect(Oid found, Oid wanted, const char* column) {
  if (wanted != InvalidOid && found != wanted)
    ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                    errmsg("column \"%s\" has type %s instead of %s", column, format_type_be(found),
                           format_type_be(wanted))));
}

static phep_pg_shape* phep_pg_shape_of(const phep_pg_struct* structure, Oid type, TupleDesc tuple) {
  const int count = structure->count;
  phep_pg_shape* shape = palloc0(sizeof *shape);
  shape->structure = structure;
  shape->tuple = tuple;
  shape->value = palloc(sizeof(int) * (count + 1));
  shape->absent = palloc(sizeof(int) * (count + 1));
  shape->labels = palloc0(sizeof(phep_pg_labels) * (count + 1));
  shape->items = palloc0(sizeof(phep_pg_shape*) * (count + 1));
  shape->element = palloc0(sizeof(Oid) * (count + 1));
  for (int i = 0; i < count; ++i) {
    const phep_pg_fact* fact = &structure->facts[i];
    Oid own = type;
    shape->value[i] = shape->absent[i] = -1;
    if (!structure->plain) {
      shape->value[i] = phep_pg_attribute(tuple, fact->column);
      shape->absent[i] = phep_pg_attribute(tuple, fact->absent);
      if (shape->absent[i] >= 0)
        phep_pg_expect(TupleDescAttr(tuple, shape->absent[i])->atttypid, BOOLOID, fact->absent);
      if (shape->value[i] < 0) continue;
      own = TupleDescAttr(tuple, shape->value[i])->atttypid;
    }
    phep_pg_expect(own, phep_pg_scalar_type(fact->kind), fact->column);
    if (fact->kind == PHEP_K_ENUM)
      shape->labels[i] = phep_pg_find_labels(own, fact->members, fact->member_count);
    if (fact->kind != PHEP_K_SET && fact->kind != PHEP_K_LIST) continue;
    shape->element[i] = get_element_type(own);
    if (shape->element[i] == InvalidOid)
      ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                      errmsg("column \"%s\" is no array", fact->column)));
    if (fact->kind == PHEP_K_SET)
      shape->labels[i] = phep_pg_find_labels(shape->element[i], fact->members, fact->member_count);
    else
      shape->items[i] = phep_pg_shape_of(
          fact->items, shape->element[i],
          fact->items->plain ? NULL : lookup_rowtype_tupdesc_copy(shape->element[i], -1));
  }
  return shape;
}

static void phep_pg_readings_of(const phep_pg_decision* decision, Oid type, phep_pg_cache* cache) {
  cache->readings = lookup_rowtype_tupdesc_copy(type, -1);
  cache->reading_attribute = palloc(sizeof(int) * (decision->reading_count + 1));
  cache->reading_labels = palloc0(sizeof(phep_pg_labels) * (decision->reading_count + 1));
  for (int i = 0; i < decision->reading_count; ++i) {
    const phep_pg_reading* reading = &decision->readings[i];
    const int at = cache->reading_attribute[i] =
        phep_pg_attribute(cache->readings, reading->column);
    if (at >= 0)
      cache->reading_labels[i] = phep_pg_find_labels(TupleDescAttr(cache->readings, at)->atttypid,
                                                     reading->members, reading->member_count);
  }
}

static void phep_pg_answer_of(FunctionCallInfo fcinfo, const phep_pg_decision* decision,
                              phep_pg_cache* cache) {
  TupleDesc tuple;
  if (get_call_result_type(fcinfo, NULL, &tuple) != TYPEFUNC_COMPOSITE)
    ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                    errmsg("the function must return its answer type")));
  cache->answer = BlessTupleDesc(CreateTupleDescCopy(tuple));
  cache->answer_attribute = palloc(sizeof(int) * (decision->column_count + 1));
  cache->answer_labels = palloc0(sizeof(phep_pg_labels) * (decision->column_count + 1));
  for (int i = 0; i < decision->column_count; ++i) {
    const phep_pg_column* column = &decision->columns[i];
    const int at = cache->answer_attribute[i] = phep_pg_attribute(cache->answer, column->column);
    if (at < 0 || column->members == NULL) continue;
    Oid type = TupleDescAttr(cache->answer, at)->atttypid;
    if (get_element_type(type) != InvalidOid) type = get_element_type(type);
    cache->answer_labels[i] = phep_pg_find_labels(type, column->members, column->member_count);
  }
}

/* Kept for as long as the query runs. `readings_at` is that argument. */
static phep_pg_cache* phep_pg_cache_of(FunctionCallInfo fcinfo, const phep_pg_decision* decision,
                                       bool typed, int readings_at) {
  phep_pg_cache* cache = fcinfo->flinfo->fn_extra;
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

static bool phep_pg_larger_arena(FunctionCallInfo fcinfo, phep_pg_cache* cache) {
  if (cache->arena_size >= PHEP_PG_MOST_ARENA) return false;
  pfree(cache->arena);
  cache->arena_size *= 4;
  cache->arena = MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, cache->arena_size);
  return true;
}

#endif
