/* A function of a decision's row types that decides nothing: what PostgreSQL itself takes for a row. */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/date.h"
#include "utils/lsyscache.h"

PG_MODULE_MAGIC;

typedef struct Constant {
  TupleDesc type;
  Datum *values;
  bool *nulls;
} Constant;

/* Empty arrays, zeros; texts are null. */
static Datum value_of(Oid type, bool *null) {
  const Oid element = get_element_type(type);
  *null = false;
  if (OidIsValid(element)) return PointerGetDatum(construct_empty_array(element));
  if (type == BOOLOID || type == INT8OID || type == INT4OID || type == DATEOID || type == TIMESTAMPTZOID) return (Datum)0;
  *null = true;
  return (Datum)0;
}

static Constant *constant_of(FunctionCallInfo fcinfo) {
  MemoryContext before;
  Constant *made;
  if (fcinfo->flinfo->fn_extra != NULL) return fcinfo->flinfo->fn_extra;
  before = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
  made = palloc(sizeof *made);
  if (get_call_result_type(fcinfo, NULL, &made->type) != TYPEFUNC_COMPOSITE) elog(ERROR, "no row type");
  made->type = BlessTupleDesc(CreateTupleDescCopy(made->type));
  made->values = palloc(sizeof(Datum) * made->type->natts);
  made->nulls = palloc(sizeof(bool) * made->type->natts);
  for (int i = 0; i < made->type->natts; ++i)
    made->values[i] = value_of(TupleDescAttr(made->type, i)->atttypid, &made->nulls[i]);
  MemoryContextSwitchTo(before);
  fcinfo->flinfo->fn_extra = made;
  return made;
}

PG_FUNCTION_INFO_V1(constant_pg);
Datum constant_pg(PG_FUNCTION_ARGS) {
  const Constant *constant = constant_of(fcinfo);
  (void)PG_GETARG_HEAPTUPLEHEADER(0);
  PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(constant->type, constant->values, constant->nulls)));
}
