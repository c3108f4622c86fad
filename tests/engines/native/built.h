// A policy as `phep build --target native` left it in a folder: its library and its NAME.abi.json.
#pragma once

#include "phep_abi.h"
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace phep::engines {

enum class Kind { Bool, Int, Enum, Date, Set };

// A fact of the facts struct, or an output of the result struct.
struct Place {
  std::string name;
  Kind kind;
  std::uint32_t offset;
  std::uint32_t bit;                 // of a fact
  std::vector<std::string> members;  // of an enum, by number
  std::vector<std::uint32_t> order;  // members by their bytes
};

struct Built {
  using Decide = int (*)(const void* facts, const phep_options*, void* result, void* arena,
                         std::size_t arena_size);
  using Read = int (*)(const char* json, std::size_t length, const phep_options*, void* facts,
                       phep_problem*, void* arena, std::size_t arena_size);
  Decide decide = nullptr;
  Read read = nullptr;
  std::uint32_t facts_layout = 0, facts_size = 0, known = 0, present = 0;
  std::uint32_t result_layout = 0, result_size = 0;
  std::vector<Place> facts;
  std::vector<Place> outputs;  // by name, as an answer in JSON has them
  std::size_t bytes = 0;       // of the library
};

// The policy NAME of a folder; null when there is none, or when its library cannot be loaded.
std::unique_ptr<Built> load_built(const std::string& folder, const std::string& name);

// The facts struct of a flat JSON document of which every fact is known.
std::vector<std::uint64_t> typed_facts(const Built& built, std::string_view json);

// The member with this name, or -1.
int member_of(const Place& place, std::string_view name);

// Days from 1970-01-01 to YYYY-MM-DD.
std::int32_t days_of(std::string_view date);

}  // namespace phep::engines
