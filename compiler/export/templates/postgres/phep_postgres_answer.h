/* Answers into composite types, and the two functions of a decision. Nothing of one row ends a
 * query: what is wrong with it stands in its answer's error column. */
#ifndef PHEP_POSTGRES_ANSWER_H
#define PHEP_POSTGRES_ANSWER_H

#include "phep_postgres_facts.h"

/* ---- answers ---- */

static Datum phep_pg_numeric(unsigned __int128 count) {
  const bool negative = (__int128)count < 0;
  char text[64];
  char* at = text + sizeof text - 1;
  *at = 0;
  if (negative) count = -count;
  for (int place = 0; place < 9 || count != 0 || place < 10; ++place) {
    if (place == 9) *--at = '.';
    *--at = (char)('0' + (int)(count % 10));
    count /= 10;
  }
  if (negative) *--at = '-';
  return DirectFunctionCall1(numeric_trim_scale,
                             DirectFunctionCall3(numeric_in, CStringGetDatum(at),
                                                 ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
}

static Datum phep_pg_moment(int64 ms) {
  return TimestampTzGetDatum((ms - (int64)PHEP_PG_EPOCH_DAYS * 86400000) * 1000);
}

static Datum phep_pg_label(const phep_pg_labels* labels, uint64 member, bool* null) {
  *null = member >= (uint64)labels->count || labels->oids[member] == InvalidOid;
  return *null ? (Datum)0 : ObjectIdGetDatum(labels->oids[member]);
}

static Datum phep_pg_known(const phep_pg_column* column, const phep_pg_labels* labels,
                           const phep_value* value, bool* null) {
  static const char* const kUnits[] = {"hours",  "days",     "working_days", "weeks",
                                       "months", "quarters", "years"};
  *null = false;
  switch (column->kind) {
    case PHEP_K_BOOL: return BoolGetDatum(value->a != 0);
    case PHEP_K_INT: return Int64GetDatum((int64)value->a);
    case PHEP_K_DECIMAL: return phep_pg_numeric((unsigned __int128)value->b << 64 | value->a);
    case PHEP_K_DATE: return DateADTGetDatum((DateADT)((int64)value->a - PHEP_PG_EPOCH_DAYS));
    case PHEP_K_INSTANT: return phep_pg_moment((int64)value->a);
    case PHEP_K_DURATION:
      return CStringGetTextDatum(
          psprintf(INT64_FORMAT " %s", (int64)value->a, kUnits[value->b % 7]));
    case PHEP_K_TEXT:
      return PointerGetDatum(
          cstring_to_text_with_len((const char*)(uintptr_t)value->a, (int)value->b));
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

static Datum phep_pg_norm_value(const phep_pg_column* column, const phep_pg_labels* labels,
                                const phep_norm* norm, bool* null) {
  *null = false;
  if (column->source == PHEP_A_STATUS) return phep_pg_label(labels, (uint64)norm->status, null);
  if (column->source == PHEP_A_BINDS) {
    *null = (norm->flags & PHEP_N_BINDS_UNKNOWN) != 0;
    return BoolGetDatum((norm->flags & PHEP_N_BINDS) != 0);
  }
  *null = (norm->flags & PHEP_N_DUE) == 0;
  return *null ? (Datum)0 : phep_pg_moment(norm->due_min);
}

static Datum phep_pg_norms(const phep_pg_column* column, const phep_pg_labels* labels,
                           const phep_norm_array* array, bool* null) {
  const Oid type = column->source == PHEP_A_STATUS  ? labels->type
                   : column->source == PHEP_A_BINDS ? BOOLOID
                                                    : TIMESTAMPTZOID;
  int16 length;
  bool by_value;
  char alignment;
  Datum* values;
  bool* nulls;
  int dims, lower = 1;
  *null = array->length == PHEP_UNKNOWN_LIST;
  if (*null) return (Datum)0;
  dims = (int)array->length;
  values = palloc(sizeof(Datum) * (dims + 1));
  nulls = palloc(sizeof(bool) * (dims + 1));
  for (int i = 0; i < dims; ++i)
    values[i] = phep_pg_norm_value(
        column, labels, (const phep_norm*)((const char*)array->items.ptr + (Size)i * array->stride),
        &nulls[i]);
  get_typlenbyvalalign(type, &length, &by_value, &alignment);
  if (dims == 0) return PointerGetDatum(construct_empty_array(type));
  return PointerGetDatum(
      construct_md_array(values, nulls, 1, &dims, &lower, type, length, by_value, alignment));
}

/* Finds the `left`-th element of the last list of a chain, and writes where it stands. */
static bool phep_pg_find(const phep_pg_struct* at, const char* base, uint32 slot, uint32* left,
                         StringInfo path) {
  for (int i = 0; i < at->count; ++i) {
    const phep_pg_fact* fact = &at->facts[i];
    if (fact->kind != PHEP_K_LIST) continue;
    const phep_list* list = (const phep_list*)(base + fact->offset);
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
      if (phep_pg_find(fact->items, (const char*)list->items.ptr + (Size)n * fact->items->size,
                       slot, left, path))
        return true;
      path->len = before;
      path->data[before] = 0;
    }
  }
  return false;
}

/* One fact's path, if it is the first of its kind in the list. */
typedef struct phep_pg_paths {
  Datum* texts;
  uint32* leaves;
  int count;
} phep_pg_paths;

static void phep_pg_add_missing(const phep_pg_decision* decision, const char* facts, uint32 leaf,
                                phep_pg_paths* paths) {
  const uint32 slot = leaf & 0xFFFF;
  uint32 left = leaf >> 16;
  const char* path = NULL;
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

/* What outputs and statuses hang on; what only the amount of a sanction hangs on is not asked for.
 */
static Datum phep_pg_missing(const phep_pg_decision* decision, const char* facts,
                             const char* result) {
  const phep_result_head* head = (const phep_result_head*)result;
  phep_pg_paths paths = {palloc(sizeof(Datum) * (head->missing_count + 1)),
                         palloc(sizeof(uint32) * (head->missing_count + 1)), 0};
  for (int i = 0; i < decision->column_count; ++i) {
    const phep_pg_column* column = &decision->columns[i];
    const char* at = result + column->offset;
    if (column->source == PHEP_A_VALUE) {
      const phep_value* value = (const phep_value*)at;
      uint64 first = 0, count = 0;
      if (value->tag == PHEP_UNKNOWN) {
        first = value->a;
        count = value->b;
      } else if (value->tag == PHEP_BETWEEN) {
        const phep_bounds* bounds = (const phep_bounds*)(uintptr_t)value->a;
        first = bounds->missing_first;
        count = bounds->missing_count;
      }
      for (uint64 n = 0; n < count; ++n)
        phep_pg_add_missing(decision, facts, head->missing.ptr[first + n], &paths);
    } else if (column->source == PHEP_A_STATUS) {
      const phep_norm_array* array = (const phep_norm_array*)at;
      const uint32 norms = !column->repeated                    ? 1
                           : array->length == PHEP_UNKNOWN_LIST ? 0
                                                                : array->length;
      if (column->repeated && array->length == PHEP_UNKNOWN_LIST)
        phep_pg_add_missing(decision, facts, head->missing.ptr[array->stride], &paths);
      for (uint32 k = 0; k < norms; ++k) {
        const phep_norm* norm =
            (const phep_norm*)(column->repeated
                                   ? (const char*)array->items.ptr + (Size)k * array->stride
                                   : at);
        for (uint32 n = 0; n < norm->missing_count; ++n)
          phep_pg_add_missing(decision, facts, head->missing.ptr[norm->missing_first + n], &paths);
      }
    }
  }
  return PointerGetDatum(
      construct_array(paths.texts, paths.count, TEXTOID, -1, false, TYPALIGN_INT));
}

static Datum phep_pg_column_value(const phep_pg_decision* decision, const phep_pg_column* column,
                                  const phep_pg_labels* labels, const char* facts,
                                  const char* result, bool* null) {
  static const char* const kErrors[] = {
      "calendar_exhausted", "conflict", "date_out_of_range", "division_by_zero", "gap",
      "needs_rounding",     "overflow"};
  const phep_value* value = (const phep_value*)(result + column->offset);
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
        return phep_pg_norms(column, labels, (const phep_norm_array*)(result + column->offset),
                             null);
      return phep_pg_norm_value(column, labels, (const phep_norm*)(result + column->offset), null);
    case PHEP_A_MISSING: return phep_pg_missing(decision, facts, result);
    case PHEP_A_ROW_ERROR: break;
  }
  *null = true;
  return (Datum)0;
}

/* `error` alone is set where it is not null. */
static Datum phep_pg_answer(const phep_pg_decision* decision, const phep_pg_cache* cache,
                            const char* facts, const char* result, const char* error) {
  const int count = cache->answer->natts;
  Datum* values = palloc0(sizeof(Datum) * (count + 1));
  bool* nulls = palloc(sizeof(bool) * (count + 1));
  memset(nulls, 1, (Size)count);
  for (int i = 0; i < decision->column_count; ++i) {
    const phep_pg_column* column = &decision->columns[i];
    const int at = cache->answer_attribute[i];
    if (at < 0) continue;
    if (error == NULL) {
      values[at] = phep_pg_column_value(decision, column, &cache->answer_labels[i], facts, result,
                                        &nulls[at]);
    } else if (column->source == PHEP_A_ROW_ERROR) {
      values[at] = CStringGetTextDatum(error);
      nulls[at] = false;
    }
  }
  return HeapTupleGetDatum(heap_form_tuple(cache->answer, values, nulls));
}

/* ---- the two functions of a decision ---- */

/* NAME(facts, as_of, law_date, readings) */
static Datum phep_pg_call(FunctionCallInfo fcinfo, const phep_pg_decision* decision) {
  phep_pg_cache* cache = phep_pg_cache_of(fcinfo, decision, true, 3);
  char* facts = palloc0(decision->facts->size);
  char* result = palloc0(decision->result_size);
  phep_result_head* head = (phep_result_head*)result;
  phep_pg_problem problem = {0};
  phep_options options;
  int status;
  const char* error;
  CHECK_FOR_INTERRUPTS();
  error = phep_pg_options(fcinfo, decision, cache, &options);
  if (error == NULL && !PG_ARGISNULL(0) &&
      !phep_pg_read(cache->facts, PG_GETARG_HEAPTUPLEHEADER(0), 0, facts, "", &problem))
    error = psprintf("%s at %s", problem.code, problem.at);
  if (error != NULL) PG_RETURN_DATUM(phep_pg_answer(decision, cache, facts, result, error));
  ((uint32*)facts)[0] = decision->facts->size;
  ((uint32*)facts)[1] = decision->facts->layout;
  do {
    head->size = decision->result_size;
    head->layout = decision->result_layout;
    status = decision->decide(facts, &options, result, cache->arena, cache->arena_size);
  } while (status == PHEP_SMALL_ARENA && phep_pg_larger_arena(fcinfo, cache));
  if (status != PHEP_OK) error = phep_pg_status_error(status);
  PG_RETURN_DATUM(phep_pg_answer(decision, cache, facts, result, error));
}

/* NAME_text(facts, as_of, law_date, readings, certificate): JSON in, the canonical answer out */
static Datum phep_pg_call_text(FunctionCallInfo fcinfo, const phep_pg_decision* decision) {
  phep_pg_cache* cache = phep_pg_cache_of(fcinfo, decision, false, 3);
  phep_options options;
  const char* error;
  text* facts;
  Size capacity = (Size)16 << 10, written = 0;
  char* out = palloc(capacity);
  int status;
  CHECK_FOR_INTERRUPTS();
  if (PG_ARGISNULL(0)) PG_RETURN_NULL();
  error = phep_pg_options(fcinfo, decision, cache, &options);
  if (error != NULL)
    PG_RETURN_TEXT_P(cstring_to_text(psprintf("{\"error\":{\"code\":\"%s\"}}", "bad_argument")));
  if (!PG_ARGISNULL(4) && PG_GETARG_BOOL(4)) options.flags = PHEP_WITH_CERTIFICATE;
  facts = PG_GETARG_TEXT_PP(0);
  for (;;) {
    status = decision->decide_json(VARDATA_ANY(facts), VARSIZE_ANY_EXHDR(facts), &options, out,
                                   capacity, &written, cache->arena, cache->arena_size);
    if (status != PHEP_SMALL_ARENA) break;
    if (written > capacity) {
      capacity = written;
      out = palloc(capacity);
    } else if (!phep_pg_larger_arena(fcinfo, cache)) {
      break;
    }
  }
  if (status == PHEP_OK || status == PHEP_BAD_FACTS)
    PG_RETURN_TEXT_P(cstring_to_text_with_len(out, (int)written));
  PG_RETURN_TEXT_P(
      cstring_to_text(psprintf("{\"error\":{\"code\":\"%s\"}}", phep_pg_status_error(status))));
}

#endif
