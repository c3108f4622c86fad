// Which bundles are taken: of this name, this language, this law, and none older than one that was
// taken before.
#pragma once

#include "compiler/bundle/bundle.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace phep::bundle {

// The newest bundle that was taken, by name.
struct Taken {
  std::uint64_t sequence = 0;
  std::string sha256;  // of the whole bundle
};
using TakenBundles = std::map<std::string, Taken>;

// The text of the file in which they are kept; none when it is not such a text.
std::optional<TakenBundles> read_taken(std::string_view text);
std::string taken_text(const TakenBundles& taken);

struct Wanted {
  std::optional<std::string> name;
  std::uint64_t not_below = 0;  // sequence
  TakenBundles taken;
  std::string language;
  std::optional<std::string> law;  // none: any
};

// Why a bundle of this digest is not taken. A bundle of the sequence that was taken last is taken
// again, and another one of that sequence is not: the number is given once.
DiagnosticList judge(const Bundle& bundle, std::string_view sha256, const Wanted& wanted);

}  // namespace phep::bundle
