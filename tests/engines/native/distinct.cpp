// Ten million different rows of P2 as Arrow columns in memory, once through p2_batch: rows and
// bytes a second. Every 997th answer is compared with p2_decide's before the clock.
//   distinct P2DIR [--rows N] [--unknown]    prints JSON
#include "tests/arrow/column.h"

#include "built.h"
#include "fact_columns.h"
#include "pool.h"
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>

namespace {

using phep::engines::Kind;
using phep::engines::Place;
using phep::tests::Made;
using Clock = std::chrono::steady_clock;
using Batch = int (*)(const ArrowSchema*, const ArrowArray*, const phep_options*,
                      const phep_allocator*, ArrowSchema*, ArrowArray*, phep_problem*, void*,
                      std::size_t);

constexpr std::size_t kRows = 65'536;  // of a batch

std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

// The value of a fact in a row. No two rows have the same number of users.
std::int64_t value_of(const Place& place, std::size_t fact, std::size_t row) {
  if (place.name.ends_with("user_scale"))
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(row) * 2'654'435'761U);
  const std::uint64_t drawn = mixed(row * 64 + fact);
  switch (place.kind) {
    case Kind::Bool: return static_cast<std::int64_t>(drawn & 1);
    case Kind::Enum: return static_cast<std::int64_t>(drawn % place.members.size());
    case Kind::Date: return 20'400 + static_cast<std::int64_t>(drawn % 400);
    default: return static_cast<std::int64_t>(drawn % 2'000);
  }
}

std::unique_ptr<Made> batch_of(const phep::engines::Built& built, std::size_t from, std::size_t to,
                               bool unknown) {
  return phep::engines::fact_columns(built, from, to, unknown, value_of);
}

std::size_t bytes_of(const ArrowSchema& schema, const ArrowArray& array) {
  const std::string_view format = schema.format;
  const auto rows = static_cast<std::size_t>(array.length);
  std::size_t bytes = array.buffers[0] == nullptr ? 0 : (rows + 7) / 8;
  if (format == "b") return bytes + (rows + 7) / 8;
  if (format == "c") return bytes + rows;
  if (format == "+l") return bytes + rows * 4 + bytes_of(*schema.children[0], *array.children[0]);
  if (format == "L" || format == "l" || format == "tsm:UTC") return bytes + rows * 8;
  return bytes + rows * 4;
}
std::size_t bytes_of_all(const ArrowSchema& schema, const ArrowArray& array) {
  std::size_t bytes = 0;
  for (std::int64_t i = 0; i < array.n_children; ++i)
    bytes += bytes_of(*schema.children[i], *array.children[i]);
  return bytes;
}

// An output's number in a row of the answers.
std::int64_t answered(const ArrowSchema& schema, const ArrowArray& array, const std::string& name,
                      std::size_t row) {
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    if (name != schema.children[i]->name) continue;
    const void* const data = array.children[i]->buffers[1];
    if (std::string_view(schema.children[i]->format) == "L")
      return static_cast<const std::int64_t*>(data)[row];
    return static_cast<const std::int32_t*>(data)[row];
  }
  std::abort();
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) return 2;
  const std::string folder = words[1];
  std::size_t rows = 10'000'000;
  bool unknown = false;
  for (int i = 2; i < count; ++i) {
    if (std::strcmp(words[i], "--unknown") == 0) unknown = true;
    if (std::strcmp(words[i], "--rows") == 0 && i + 1 < count)
      rows = std::strtoul(words[i + 1], nullptr, 10);
  }
  const auto built = phep::engines::load_built(folder, "p2");
  void* const library = dlopen((folder + "/libp2.so").c_str(), RTLD_NOW | RTLD_LOCAL);
  if (built == nullptr || library == nullptr) return 1;
  const auto batch = reinterpret_cast<Batch>(dlsym(library, "p2_batch"));
  std::vector<std::unique_ptr<Made>> batches;
  std::size_t bytes_in = 0;
  std::size_t bytes_out = 0;
  for (std::size_t at = 0; at < rows; at += kRows) {
    batches.push_back(batch_of(*built, at, std::min(at + kRows, rows), unknown));
    bytes_in += bytes_of_all(batches.back()->schema, batches.back()->array);
  }
  phep_options options{};
  options.size = sizeof options;
  options.as_of = 1'773'108'000'000;
  options.law_date = PHEP_NO_DATE;
  phep::engines::Pool pool;
  const phep_allocator allocator = pool.allocator();
  std::vector<char> arena(std::size_t{4} << 20U);
  ArrowSchema schema;
  ArrowArray array;
  const auto run = [&](const Made& made) {
    if (batch(&made.schema, &made.array, &options, &allocator, &schema, &array, nullptr,
              arena.data(), arena.size()) != PHEP_OK)
      std::abort();
  };
  const auto release = [&] {
    array.release(&array);
    schema.release(&schema);
  };

  std::size_t wrong = 0;
  std::size_t checked = 0;
  std::vector<std::uint64_t> facts(built->facts_size / 8 + 1), result(built->result_size / 8 + 1);
  for (std::size_t b = 0; b < batches.size(); ++b) {
    run(*batches[b]);
    bytes_out += bytes_of_all(schema, array);
    for (std::size_t row = b * kRows; row < std::min((b + 1) * kRows, rows); ++row) {
      if (row % 997 != 0 || (unknown && row % 100 == 7)) continue;
      std::memset(facts.data(), 0, built->facts_size);
      const std::uint32_t facts_head[] = {built->facts_size, built->facts_layout};
      const std::uint32_t result_head[] = {built->result_size, built->result_layout};
      std::memcpy(facts.data(), facts_head, sizeof facts_head);
      std::memcpy(result.data(), result_head, sizeof result_head);
      auto* const bytes = reinterpret_cast<char*>(facts.data());
      for (std::size_t f = 0; f < built->facts.size(); ++f) {
        const Place& place = built->facts[f];
        const std::int64_t value = value_of(place, f, row);
        std::memcpy(bytes + place.offset, &value,
                    place.kind == Kind::Bool  ? 1
                    : place.kind == Kind::Int ? 8
                                              : 4);
        for (const std::uint32_t words_at : {built->known, built->present})
          bytes[words_at + place.bit / 8] =
              static_cast<char>(bytes[words_at + place.bit / 8] | 1 << (place.bit % 8));
      }
      if (built->decide(facts.data(), &options, result.data(), arena.data(), arena.size()) !=
          PHEP_OK)
        std::abort();
      for (const Place& output : built->outputs) {
        phep_value value;
        std::memcpy(&value, reinterpret_cast<const char*>(result.data()) + output.offset,
                    sizeof value);
        ++checked;
        wrong +=
            value.tag != PHEP_KNOWN || static_cast<std::int64_t>(value.a) !=
                                           answered(schema, array, output.name, row - b * kRows);
      }
    }
    release();
  }
  double best = 1e9;
  for (int round = 0; round < 5; ++round) {
    const auto begin = Clock::now();
    for (const auto& made : batches) {
      run(*made);
      release();
    }
    best = std::min(best, std::chrono::duration<double>(Clock::now() - begin).count());
  }
  const double in = static_cast<double>(bytes_in) / 1e9;
  const double out = static_cast<double>(bytes_out) / 1e9;
  std::printf(
      "{\"rows\":%zu,\"checked\":%zu,\"wrong\":%zu,\"seconds\":%.6f,\"rows_per_second\":%.0f,"
      "\"gb_in\":%.4f,\"gb_out\":%.4f,\"gb_in_per_second\":%.3f,\"gb_per_second\":%.3f}\n",
      rows, checked, wrong, best, static_cast<double>(rows) / best, in, out, in / best,
      (in + out) / best);
  return wrong == 0 ? 0 : 1;
}
