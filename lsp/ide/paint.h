// Colours by meaning: what each word of a file is.
#pragma once

#include "compiler/workspace/workspace.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace phep::ide {

// The names of the sorts, as a legend lists them; a Paint's `sort` is a position in it. The last
// ones are ours, editors map them to their own by the extension.
enum class PaintSort : std::uint8_t {
  Keyword,
  Comment,
  String,
  Number,
  Namespace,
  Type,
  Enum,
  EnumMember,
  Property,
  Function,
  Parameter,
  Variable,
  Citation,
  Fact,
  Obligation,
  Amount,
  Deadline
};
inline constexpr std::array<std::string_view, 17> kPaintSorts = {
    "keyword",  "comment",    "string",     "number",   "namespace", "type",
    "enum",     "enumMember", "property",   "function", "parameter", "variable",
    "citation", "fact",       "obligation", "amount",   "deadline"};

// Bits.
enum PaintModifier : std::uint32_t {
  kDeclaration = 1,
  kDocumentation = 2,
  kRepealed = 4,  // no longer in force on the day
  kNotYetInForce = 8,
  kException = 16  // `except`, `exempt` and their labels
};
inline constexpr std::array<std::string_view, 5> kPaintModifiers = {
    "declaration", "documentation", "repealed", "notYetInForce", "exception"};

struct Paint {
  std::uint32_t begin, end;
  PaintSort sort;
  std::uint32_t modifiers = 0;
};

// By place, none over another; marks and brackets have none. Only what overlaps [begin, end). With
// a day, law that is not in force on it says so. Nothing where `stop` was set.
struct Portion {
  std::uint32_t begin = 0, end = UINT32_MAX;
};
std::vector<Paint> paints(workspace::Workspace& workspace, FileId file, Portion portion,
                          std::optional<std::int32_t> as_of, const std::atomic<bool>& stop);

}  // namespace phep::ide
