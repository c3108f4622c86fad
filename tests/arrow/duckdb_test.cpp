// A round trip through DuckDB: its query as columns, shop.phep's answers as a table of it.
//   duckdb_test LIBDUCKDB LIBRARY
#include "compiler/runtime/phep_abi.h"

#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <string>
#include <vector>

namespace {

int passed = 0, failed = 0;
void is(bool good, const std::string& what) {
  ++(good ? passed : failed);
  if (!good) std::printf("%s\n", what.c_str());
}

// The part of duckdb.h that is used; its handles are pointers.
using Handle = void*;
struct DuckDb {
  void* library;
  template <class F>
  F* call(const char* name) const {
    auto* const found = reinterpret_cast<F*>(dlsym(library, name));
    if (found == nullptr) {
      std::printf("no %s\n", name);
      std::exit(1);
    }
    return found;
  }
};

struct Session {
  const DuckDb& duck;
  Handle connection;

  // The first piece of a query's answer.
  bool ask(const char* sql, ArrowSchema* schema, ArrowArray* array) const {
    Handle result = nullptr;
    if (duck.call<int(Handle, const char*, Handle*)>("duckdb_query_arrow")(connection, sql,
                                                                           &result) != 0) {
      std::printf("%s: %s\n", sql,
                  duck.call<const char*(Handle)>("duckdb_query_arrow_error")(result));
      return false;
    }
    *schema = {};
    *array = {};
    Handle schema_at = schema, array_at = array;
    duck.call<int(Handle, Handle*)>("duckdb_query_arrow_schema")(result, &schema_at);
    duck.call<int(Handle, Handle*)>("duckdb_query_arrow_array")(result, &array_at);
    duck.call<void(Handle*)>("duckdb_destroy_arrow")(&result);
    return true;
  }
  long number(const char* sql) const {
    ArrowSchema schema;
    ArrowArray array;
    if (!ask(sql, &schema, &array) || array.release == nullptr) return -1;
    const ArrowArray& column = *array.children[0];
    const long value = static_cast<const std::int64_t*>(column.buffers[1])[column.offset];
    array.release(&array);
    schema.release(&schema);
    return value;
  }
  void tell(const char* sql) const {
    ArrowSchema schema;
    ArrowArray array;
    if (!ask(sql, &schema, &array)) std::exit(1);
    if (array.release != nullptr) array.release(&array);
    if (schema.release != nullptr) schema.release(&schema);
  }
};

long live = 0;

}  // namespace

int main(int, char** words) {
  const DuckDb duck{dlopen(words[1], RTLD_NOW | RTLD_LOCAL)};
  void* const policy = dlopen(words[2], RTLD_NOW | RTLD_LOCAL);
  if (duck.library == nullptr || policy == nullptr) {
    std::printf("%s\n0 passed, 1 failed\n", dlerror());
    return 1;
  }
  Handle database = nullptr, connection = nullptr;
  duck.call<int(const char*, Handle*)>("duckdb_open")(nullptr, &database);
  duck.call<int(Handle, Handle*)>("duckdb_connect")(database, &connection);
  const Session session{duck, connection};
  session.tell("create type size as enum ('large', 'medium', 'small')");
  session.tell(R"(create table orders as select
      i,
      i % 2 = 0 as paid,
      case when i % 5 = 0 then null else i::bigint end as pieces,
      (1000 * i)::decimal(18, 0) as price,
      (i % 7)::decimal(9, 2) as rate,
      date '2026-01-01' + (i % 100)::int as "on",
      (array['small', 'medium', 'large'])[1 + i % 3]::size as size,
      case when i % 4 = 0 then null else 'Đỗ ' || i end as "owner.name",
      case when i % 3 = 0 then null else date '2020-01-01' end as "owner.since",
      i % 3 = 0 as "owner.since_absent",
      [{'on': date '2026-01-02', 'people': (i % 11)::int}, {'on': date '2026-01-03', 'people': 1}] as visits,
      ['logs', 'training'] as practices,
      [i::int, 7] as codes
    from range(2000) t(i))");
  ArrowSchema in_schema;
  ArrowArray in;
  if (!session.ask("select * exclude i from orders order by i", &in_schema, &in)) return 1;
  is(in.length > 1000, "rows of the first piece: " + std::to_string(in.length));
  const long rows = static_cast<long>(in.length);

  const phep_allocator allocator{nullptr,
                                 [](void*, std::size_t size) {
                                   ++live;
                                   return std::aligned_alloc(64, (size + 63) / 64 * 64);
                                 },
                                 [](void*, void* memory, std::size_t) {
                                   --live;
                                   std::free(memory);
                                 }};
  phep_options options{};
  options.size = sizeof options;
  options.as_of = 1'773'108'000'000;
  options.law_date = PHEP_NO_DATE;
  std::vector<char> arena(std::size_t{4} << 20U);
  phep_problem problem{};
  ArrowSchema out_schema;
  ArrowArray out;
  using Batch =
      int(const ArrowSchema*, const ArrowArray*, const phep_options*, const phep_allocator*,
          ArrowSchema*, ArrowArray*, phep_problem*, void*, std::size_t);
  auto* const batch = reinterpret_cast<Batch*>(dlsym(policy, "shop_batch"));
  const int status = batch(&in_schema, &in, &options, &allocator, &out_schema, &out, &problem,
                           arena.data(), arena.size());
  is(status == PHEP_OK,
     "status " + std::to_string(status) + ", code " + std::to_string(problem.code) + " at " +
         std::string(problem.at_length == 0 ? "" : problem.at.ptr, problem.at_length));
  is(in.release != nullptr && in_schema.release != nullptr, "the input is still its owner's");
  in.release(&in);
  in_schema.release(&in_schema);
  if (status == PHEP_OK) {
    Handle stream = nullptr;
    const int scanned = duck.call<int(Handle, const char*, Handle, Handle, Handle*)>(
        "duckdb_arrow_array_scan")(connection, "answered", &out_schema, &out, &stream);
    is(scanned == 0, "DuckDB takes the answers");
    session.tell("create table answers as select row_number() over () - 1 as i, * from answered");
    duck.call<void(Handle*)>("duckdb_destroy_arrow_stream")(&stream);
    if (out.release != nullptr) out.release(&out);
    if (out_schema.release != nullptr) out_schema.release(&out_schema);
    const auto agree = [&](const std::string& what, const std::string& condition) {
      const std::string sql =
          "select count(*) from answers join orders using (i) where " + condition;
      const long found = session.number(sql.c_str());
      is(found == rows, what + ": " + std::to_string(found) + " of " + std::to_string(rows));
    };
    agree("sums over lists", "people = i % 11 + 1");
    agree("money", "cost = 1000 * i");
    agree("sets as bits", "(\"owner.name\" is null and seen is null) or seen & 1 = 1");
    agree("enums are words",
          "(pieces is null) or kind::varchar = case when i >= 1000 then 'large' else 'small' end "
          "or kind is null");
    agree("texts",
          "(\"owner.name\" is null and name is null and list_contains(missing, '/owner/name')) or "
          "name = \"owner.name\"");
    agree("absent is not unknown",
          "(i % 3 = 0) = began_absent and (i % 3 = 0 or began = date '2020-01-01')");
    agree("errors",
          "(i % 7 % 3 = 0) = (share_error is null) and (share_error is null or "
          "share_error::varchar = 'needs_rounding')");
    agree("decimals", "share is null or share = (i % 7) / 3");
    agree("no row is refused", "refused is null");
  }
  is(live == 0, "memory is given back: " + std::to_string(live));
  std::printf("%d passed, %d failed\n", passed, failed);
  return failed == 0 ? 0 : 1;
}
