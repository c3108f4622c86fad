// Phép's batches as a contestant of P4 in object mode: Arrow columns of the workload's documents,
// made before the clock, through p2_batch of libp2.so; the answers' columns are written and
// released within it.
//   columns --policy P4 --data DIR --mode object (--check | --batch N --ms CAP)    [--unknown: 1
//   row in 100 has an unknown]
#include "tests/arrow/column.h"

#include "built.h"
#include "fact_columns.h"
#include "pool.h"
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <fstream>

namespace {

using phep::engines::Kind;
using phep::engines::Place;
using phep::tests::Made;
using Clock = std::chrono::steady_clock;
using Batch = int (*)(const ArrowSchema*, const ArrowArray*, const phep_options*,
                      const phep_allocator*, ArrowSchema*, ArrowArray*, phep_problem*, void*,
                      std::size_t);

constexpr std::size_t kRows = 10'240;  // of a batch

const char* option(int count, char** words, const char* name, const char* otherwise) {
  for (int i = 1; i + 1 < count; ++i)
    if (std::strcmp(words[i], name) == 0) return words[i + 1];
  return otherwise;
}
bool has(int count, char** words, const char* name) {
  for (int i = 1; i < count; ++i)
    if (std::strcmp(words[i], name) == 0) return true;
  return false;
}

// The facts structs of some documents as columns; with `unknown`, of every hundredth row one fact
// is not known.
std::unique_ptr<Made> columns_of(const phep::engines::Built& built,
                                 const std::vector<std::vector<std::uint64_t>>& facts,
                                 std::size_t from, std::size_t to, bool unknown) {
  const auto value = [&facts](const Place& place, std::size_t /*fact*/, std::size_t row) {
    const char* const at = reinterpret_cast<const char*>(facts[row].data()) + place.offset;
    std::int64_t wide = 0;
    std::memcpy(&wide, at, place.kind == Kind::Bool ? 1 : place.kind == Kind::Int ? 8 : 4);
    return wide;
  };
  return phep::engines::fact_columns(built, from, to, unknown, value);
}

const ArrowArray* find(const ArrowSchema& schema, const ArrowArray& array, std::string_view name) {
  for (std::int64_t i = 0; i < schema.n_children; ++i)
    if (schema.children[i]->name == name) return array.children[i];
  std::abort();
}

std::string told(const ArrowSchema& schema, const ArrowArray& array, std::size_t row) {
  const auto words = [&](const ArrowArray& column) {
    const auto index = static_cast<const std::int32_t*>(column.buffers[1])[row];
    const auto* const at = static_cast<const std::int32_t*>(column.dictionary->buffers[1]);
    return std::string(static_cast<const char*>(column.dictionary->buffers[2]) + at[index],
                       static_cast<std::size_t>(at[index + 1] - at[index]));
  };
  const auto days = static_cast<const std::int32_t*>(find(schema, array, "due")->buffers[1])[row];
  const auto set =
      static_cast<const std::uint64_t*>(find(schema, array, "obligations")->buffers[1])[row];
  const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{days}}};
  char date[32];
  std::snprintf(date, sizeof date, " %04d-%02u-%02u ", int(day.year()), unsigned(day.month()),
                unsigned(day.day()));
  std::string out = words(*find(schema, array, "level")) + date;
  for (int i = 0; i < 12; ++i) {
    if ((set >> i & 1) == 0) continue;
    char name[8];
    std::snprintf(name, sizeof name, "O%02d", i + 1);
    out += (out.back() == ' ' ? "" : ",") + std::string(name);
  }
  return out;
}

}  // namespace

int main(int count, char** words) {
  const std::string policy = option(count, words, "--policy", "P4"),
                    data = option(count, words, "--data", "."),
                    mode = option(count, words, "--mode", "object");
  const bool check = has(count, words, "--check"), has_unknown = has(count, words, "--unknown");
  const long wanted = std::atol(option(count, words, "--batch", "0"));
  if (mode != "object" ||
      !(check ? policy == "P2" || policy == "P4" : policy == "P4" && wanted != 0)) {
    std::puts("{\"unavailable\":\"P4 object mode only\"}");
    return 0;
  }
  std::string own = words[0];
  own = own.substr(0, own.rfind('/')) + "/P2";
  const auto built = phep::engines::load_built(own, "p2");
  void* const library = dlopen((own + "/libp2.so").c_str(), RTLD_NOW | RTLD_LOCAL);
  if (built == nullptr || library == nullptr) return 1;
  const auto batch = reinterpret_cast<Batch>(dlsym(library, "p2_batch"));
  std::vector<std::vector<std::uint64_t>> facts;
  std::ifstream documents(data + "/P2.ndjson");
  for (std::string line; std::getline(documents, line);)
    facts.push_back(phep::engines::typed_facts(*built, line));
  std::vector<std::unique_ptr<Made>> batches;
  for (std::size_t at = 0; at < facts.size(); at += kRows)
    batches.push_back(
        columns_of(*built, facts, at, std::min(at + kRows, facts.size()), has_unknown));
  phep_options options{};
  options.size = sizeof options;
  options.as_of = 1'773'108'000'000;
  options.law_date = PHEP_NO_DATE;
  phep::engines::Pool pool;
  const phep_allocator allocator = pool.allocator();
  std::vector<char> arena(std::size_t{4} << 20U);
  const auto run = [&](const Made& rows, ArrowSchema& schema, ArrowArray& array) {
    if (batch(&rows.schema, &rows.array, &options, &allocator, &schema, &array, nullptr,
              arena.data(), arena.size()) != PHEP_OK)
      std::abort();
  };
  ArrowSchema schema;
  ArrowArray array;
  if (check) {
    std::ifstream expected(data + "/P4.expected");
    std::string want;
    std::size_t checked = 0, wrong = 0;
    for (const auto& rows : batches) {
      run(*rows, schema, array);
      for (std::size_t i = 0;
           i < static_cast<std::size_t>(rows->array.length) && std::getline(expected, want);
           ++i, ++checked)
        // The answer of a row with an unknown may differ, and rightly.
        wrong += (has_unknown && checked % 100 == 7) || told(schema, array, i) == want ? 0 : 1;
      array.release(&array);
      schema.release(&schema);
    }
    std::printf("{\"checked\":%zu,\"wrong\":%zu,\"version\":\"%s\"}\n", checked, wrong,
                PHEP_VERSION_TEXT);
    return 0;
  }
  const auto begin = Clock::now();
  long done = 0;
  while (done < wanted) {
    for (std::size_t i = 0; i < batches.size() && done < wanted; ++i) {
      run(*batches[i], schema, array);
      done += batches[i]->array.length;
      array.release(&array);
      schema.release(&schema);
    }
  }
  std::printf("{\"cases\":%ld,\"seconds\":%.6f}\n", done,
              std::chrono::duration<double>(Clock::now() - begin).count());
}
