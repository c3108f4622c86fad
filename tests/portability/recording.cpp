#include "tests/portability/recording.h"

#include "compiler/runtime/byte_order.h"

#include <cinttypes>
#include <cstring>

namespace phep::portability {

using namespace phep::runtime;

namespace {

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

}  // namespace

Item read_item(std::FILE* file, Table& table, Case& one) {
  char word[8] = {};
  if (std::fscanf(file, " %5s", word) != 1) return Item::End;
  if (std::strcmp(word, "image") == 0) return read_table(file, table) ? Item::Table : Item::Broken;
  const bool sound = std::strcmp(word, "case") == 0 && !table.words.empty() && read_case(file, one);
  return sound ? Item::Case : Item::Broken;
}

void Memory::need(std::size_t words) {
  arena_ = std::make_unique_for_overwrite<Word[]>(words);
  words_ = words;
}

int Memory::decide(const Header* image, const Case& one, std::string& answer) {
  constexpr std::size_t kFirst = std::size_t{1} << 17U;
  if (words_ == 0) need(kFirst);
#ifdef PHEP_NEW_MEMORY
  need(words_);
#endif
  for (;;) {
    auto* const begin = reinterpret_cast<char*>(arena_.get());
    Arena arena{begin, begin + words_ * sizeof(Word), false};
    FactsProblem problem{};
    std::size_t written = 0;
    const int status =
        decide_json(image, one.decision, nullptr, one.facts.data(), one.facts.size(), &one.options,
                    out_.data(), out_.size(), &written, arena, &problem);
    if (status != PHEP_SMALL_ARENA) {
      answer.assign(out_.data(), written <= out_.size() ? written : 0);
      return status;
    }
    if (written > out_.size())
      out_.resize(written);
    else
      need(words_ * 2);
  }
}

}  // namespace phep::portability
