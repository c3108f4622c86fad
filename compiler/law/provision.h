// Provisions as paths of labels: how labels are ordered, and how two provisions lie to each other.
#pragma once

#include "compiler/base/citation.h"

#include <string>
#include <string_view>
#include <vector>

namespace phep::law {

using Path = std::vector<std::string>;  // {"23", "1", "a"}; empty: the whole instrument

// 9 before 10, 37 before 37a, d before đ before e.
bool label_less(std::string_view a, std::string_view b);
bool path_less(const Path& a, const Path& b);

// Whether every label of `prefix` stands first in `path`.
bool begins_with(const Path& path, const Path& prefix);

// An annex is cited as a provision of its own: `PL.VI.6`.
inline constexpr std::string_view kAnnex = "PL";
// The article that a provision is a part of; of annexes the part.
Path unit_of(const Path& path);

enum class Overlap {
  None,
  Same,
  Part,   // the citation names a part of the provision
  Whole,  // the citation names something that the provision is a part of
};
Overlap overlap(const Citation& cite, const Path& provision);

// "23.1.a"; "" for a whole instrument.
std::string dotted(const Path& path);

}  // namespace phep::law
