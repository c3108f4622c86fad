// Bundles: the sources of a policy as one file that can be signed, handed on and refused.
//
// A bundle is a ustar archive without compression: first `bundle.json`, which lists every other
// file with its size and SHA-256, then those files by path. Equal contents are equal bytes, and
// nothing else is read: an entry that the writer would have written otherwise is refused, whatever
// a more forgiving reader of archives would make of it.
#pragma once

#include "compiler/diagnostics/diagnostic.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace phep::bundle {

inline constexpr std::size_t kMaxBytes = std::size_t{16} << 20U;      // of a bundle
inline constexpr std::size_t kMaxFiles = 4096;                        // … without its manifest
inline constexpr std::size_t kMaxManifest = std::size_t{1} << 20U;    // bytes of `bundle.json`
inline constexpr std::uint64_t kMaxSequence = 9'007'199'254'740'991;  // what every JSON reads
inline constexpr std::string_view kManifest = "bundle.json";

struct File {
  std::string path;  // with `/`, from the project's folder; portable (base/file_name.h)
  std::string bytes;
};

struct Bundle {
  std::string name;            // the project's
  std::uint64_t sequence = 0;  // grows with each bundle that is handed on; from 1
  std::string language;        // edition of the language
  std::string law;             // SHA-256 of the library of law that it was checked with, in hex
  std::string tool;            // version of phep that wrote it
  std::vector<File> files;     // sorted by path
};

// What keeps a bundle from being written; places are none. Empty: `write` may be called.
DiagnosticList faults(const Bundle& bundle);

// The bytes of a bundle without faults.
std::string write(const Bundle& bundle);

// What is in the bytes, or why they are refused: the first problem of their form, or each file
// whose bytes are not those that the manifest states. Spans are byte offsets into the bundle. With
// a problem nothing of the bundle is to be used.
struct ReadBundle {
  Bundle bundle;
  DiagnosticList problems;
};
ReadBundle read(std::string_view bytes);

// SHA-256 as 64 hex digits.
std::string digest(std::string_view bytes);

}  // namespace phep::bundle
