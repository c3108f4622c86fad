// Colours by meaning: what each word of a file is.
#pragma once

#include "compiler/workspace/workspace.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace phep::ide {

// The names of the sorts, as a legend lists them; a Paint's `sort` is a position in it. The last
// ones are ours, editors map them to their own by the extension.
enum class PaintSort : std::uint8_t {
  Keyword, Comment, String, Number, Namespace, Type, Enum, EnumMember, Property, Function, Parameter,
  Variable, Citation, Obligation, Amount, Deadline
};
inline constexpr std::array<std::string_view, 16> kPaintSorts = {
    "keyword",   "comment",  "string",   "number",     "namespace", "type",
    "enum",      "enumMember", "property", "function", "parameter", "variable",
    "citation",  "obligation", "amount",   "deadline"};

// Bits.
enum PaintModifier : std::uint32_t { kDeclaration = 1, kDocumentation = 2 };
inline constexpr std::array<std::string_view, 2> kPaintModifiers = {"declaration",
                                                                    "documentation"};

struct Paint {
  std::uint32_t begin, end;
  PaintSort sort;
  std::uint32_t modifiers = 0;
};

// By place, none over another; marks and brackets have none.
std::vector<Paint> paints(workspace::Workspace& workspace, FileId file);

}  // namespace phep::ide
