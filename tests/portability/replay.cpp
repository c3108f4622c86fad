// Decides the cases of a recording by this machine's interpreter and compares the answers' bytes.
#include "compiler/runtime/byte_order.h"
#include "compiler/runtime/runtime.h"
#include "compiler/runtime/sha256.h"
#include "tests/portability/portable.h"

#include <cinttypes>
#include <cstring>
#include <string>
#include <vector>

namespace phep::portability {
namespace {

using namespace phep::runtime;

// One case as it was recorded.
struct Case {
  std::uint32_t decision = 0;
  phep_options options{};
  std::vector<std::int32_t> readings;
  std::string facts;
  int status = 0;
  std::string answer;
};

struct Table {
  std::vector<std::uint64_t> words;
  [[nodiscard]] const Header* header() const {
    return reinterpret_cast<const Header*>(words.data());
  }
};

bool read_bytes(std::FILE* file, void* to, std::size_t count) {
  return count == 0 || std::fread(to, 1, count, file) == count;
}

bool read_text(std::FILE* file, std::string& text, std::size_t count) {
  text.resize(count);
  return read_bytes(file, text.data(), count);
}

// "image BYTES\n" has been read up to the number.
bool read_table(std::FILE* file, Table& table) {
  std::size_t size = 0;
  if (std::fscanf(file, "%zu", &size) != 1 || std::fgetc(file) != '\n') return false;
  table.words.assign(size / 8 + 1, 0);
  if (!read_bytes(file, table.words.data(), size)) return false;
#ifndef PHEP_PLANT_TABLE_AS_IT_IS
  if (!to_machine_order(table.words.data(), size)) return false;
#endif
  return verify_image(table.words.data(), size);
}

// "case DECISION AS_OF LAW_DATE FLAGS READINGS… FACTS STATUS ANSWER\n", then facts and answer.
bool read_case(std::FILE* file, Case& one) {
  std::size_t readings = 0, facts = 0, answer = 0;
  one.options = {};
  one.options.size = sizeof one.options;
  if (std::fscanf(file, "%" SCNu32 " %" SCNd64 " %" SCNd32 " %" SCNu32 " %zu", &one.decision,
                  &one.options.as_of, &one.options.law_date, &one.options.flags, &readings) != 5)
    return false;
  one.readings.resize(readings);
  for (std::int32_t& reading : one.readings)
    if (std::fscanf(file, "%" SCNd32, &reading) != 1) return false;
  one.options.reading_count = static_cast<std::uint32_t>(readings);
  one.options.readings.slot = reinterpret_cast<std::uintptr_t>(one.readings.data());
  if (readings == 0) one.options.readings.slot = 0;
  return std::fscanf(file, "%zu %d %zu", &facts, &one.status, &answer) == 3 &&
         std::fgetc(file) == '\n' && read_text(file, one.facts, facts) &&
         read_text(file, one.answer, answer);
}

// Memory that grows until a case has enough of it.
class Memory {
 public:
  int decide(const Header* image, const Case& one, std::string& answer) {
    for (;;) {
      Arena arena{reinterpret_cast<char*>(arena_.data()),
                  reinterpret_cast<char*>(arena_.data() + arena_.size()), false};
      FactsProblem problem{};
      std::size_t written = 0;
      const int status =
          decide_json(image, one.decision, nullptr, one.facts.data(), one.facts.size(),
                      &one.options, out_.data(), out_.size(), &written, arena, &problem);
      if (status != PHEP_SMALL_ARENA) {
        answer.assign(out_.data(), written <= out_.size() ? written : 0);
        return status;
      }
      if (written > out_.size())
        out_.resize(written);
      else
        arena_.resize(arena_.size() * 2);
    }
  }

 private:
  std::vector<char> out_ = std::vector<char>(std::size_t{1} << 16U);
  std::vector<std::uint64_t> arena_ = std::vector<std::uint64_t>(std::size_t{1} << 17U);
};

// A digest of all answers so far and one more.
void add(std::uint8_t (&digest)[kDigestBytes], int status, const std::string& answer) {
  std::string all(reinterpret_cast<const char*>(digest), sizeof digest);
  all += std::to_string(status) + "\n" + answer;
  sha256(all.data(), all.size(), digest);
}

void tell(const Case& one, int status, const std::string& answer) {
  std::fprintf(stderr, "decision %" PRIu32 ", as of %" PRId64 "\n  facts %s\n  recorded %d %s\n  here %d %s\n",
               one.decision, one.options.as_of, one.facts.c_str(), one.status, one.answer.c_str(),
               status, answer.c_str());
}

}  // namespace

int replay(std::FILE* recording, std::uint64_t share, std::uint64_t of) {
  Table table;
  Case one;
  Memory memory;
  std::string answer;
  std::uint8_t digest[kDigestBytes] = {};
  std::uint64_t tables = 0, number = 0, cases = 0, differ = 0;
  char word[8] = {};
  while (std::fscanf(recording, " %5s", word) == 1) {
    if (std::strcmp(word, "image") == 0) {
      ++tables;
      if (read_table(recording, table)) continue;
      std::fprintf(stderr, "table %" PRIu64 " is not one for this machine\n", tables);
      return 2;
    }
    if (std::strcmp(word, "case") != 0 || tables == 0 || !read_case(recording, one)) {
      std::fprintf(stderr, "this is no recording, at case %" PRIu64 "\n", number);
      return 2;
    }
    if (number++ % of != share) continue;
    ++cases;
    const int status = memory.decide(table.header(), one, answer);
    add(digest, status, answer);
    if (status == one.status && answer == one.answer) continue;
    if (++differ <= 5) tell(one, status, answer);
  }
  std::printf("{\"tables\":%" PRIu64 ",\"cases\":%" PRIu64 ",\"differ\":%" PRIu64 ",\"digest\":\"",
              tables, cases, differ);
  for (const std::uint8_t byte : digest) std::printf("%02x", byte);
  std::puts("\"}");
  return differ == 0 ? 0 : 1;
}

}  // namespace phep::portability
