// Certificates: what a decision that was taken elsewhere says of itself, and whether a replay
// reproduces it.
#pragma once

#include "compiler/decision/decision.h"
#include "compiler/diagnostics/diagnostic.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace phep::explain {

struct Certificate {
  std::int64_t as_of = 0;
  std::optional<std::int32_t> law_date;
  std::map<std::string, std::string> readings;  // qualified name → option
  std::string release, bits;                    // lower-case hexadecimal
};

// From a JSON text: the certificate itself, or an answer that carries one. None if it is neither.
std::optional<Certificate> read_certificate(std::string_view text);

// Why a replay (its answer's certificate) is not the decision that the certificate is of; empty
// where it reproduces every bit. Other release, moment, law date, readings; else other facts, with
// the first bits that differ named.
std::vector<std::string> mismatches(const Certificate& certificate, const nlohmann::json& replayed,
                                    const decision::Program& program, Language language);

// The reason where the release is another one.
std::vector<std::string> other_release(const Certificate& certificate, const std::string& here,
                                       Language language);

}  // namespace phep::explain
