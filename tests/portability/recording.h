// A recording as it is read back: tables in this machine's byte order, cases, and a way to decide
// them.
#pragma once

#include "compiler/runtime/runtime.h"

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace phep::portability {

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
  [[nodiscard]] const runtime::Header* header() const {
    return reinterpret_cast<const runtime::Header*>(words.data());
  }
};

// The next item of a recording (record.cpp).
enum class Item { Table, Case, End, Broken };
Item read_item(std::FILE* file, Table& table, Case& one);

// Memory that grows until a case has enough of it.
class Memory {
 public:
  // Returns a phep_status.
  int decide(const runtime::Header* image, const Case& one, std::string& answer);

 private:
  using Word = std::uint64_t;
  void need(std::size_t words);

  std::vector<char> out_ = std::vector<char>(std::size_t{1} << 16U);
  std::unique_ptr<Word[]> arena_;  // never written before the interpreter does
  std::size_t words_ = 0;
};

}  // namespace phep::portability
