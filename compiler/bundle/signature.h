// Signatures of minisign (https://jedisct1.github.io/minisign/): Ed25519 over the BLAKE2b-512 of a
// file, and over that signature with its trusted comment. What `minisign -S` writes is believed
// here, and by `minisign -V`.
//
// One algorithm alone is taken, so that no file chooses a weaker one; keys that sign are never
// read.
#pragma once

#include "compiler/diagnostics/diagnostic.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace phep::bundle {

inline constexpr std::size_t kMaxSignature =
    std::size_t{16} << 10U;  // bytes of a signature or a public key as files

struct PublicKey {
  std::array<unsigned char, 8> number{};
  std::array<unsigned char, 32> key{};
};

// The text of a `.pub` file: a comment and a line of base64, or that line alone.
std::optional<PublicKey> read_public_key(std::string_view text);

// The key's number as minisign shows it, "E7620F1842B4E81F".
std::string key_name(const PublicKey& key);

// Whether the text of a `.minisig` file is the key's signature of these bytes; if so, the comment
// that it vouches for.
struct Signed {
  std::string comment;
  DiagnosticList problems;  // at most one
};
Signed verify_signature(std::string_view bytes, std::string_view signature, const PublicKey& key);

}  // namespace phep::bundle
