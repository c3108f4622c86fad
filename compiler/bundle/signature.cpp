#include "compiler/bundle/signature.h"

#include "compiler/base/check.h"
#include "compiler/diagnostics/kinds/bundle.h"

#include <algorithm>
#include <ranges>
#include <sodium.h>
#include <tuple>
#include <vector>

namespace phep::bundle {
namespace {

constexpr std::string_view kUntrusted = "untrusted comment: ";
constexpr std::string_view kTrusted = "trusted comment: ";
constexpr std::string_view kKeyAlgorithm = "Ed";
constexpr std::string_view kAlgorithm =
    "ED";  // of a digest; "Ed", of the file itself, is not taken
constexpr std::size_t kAlgorithmBytes = 2;

using Number = std::array<unsigned char, 8>;

// Lines without their ends; a last line may lack its own.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    out.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

template <std::size_t Size>
std::optional<std::array<unsigned char, Size>> bytes_of(std::string_view base64) {
  std::array<unsigned char, Size> out{};
  std::size_t length = 0;
  const char* end = nullptr;
  if (sodium_base642bin(out.data(), out.size(), base64.data(), base64.size(), nullptr, &length,
                        &end, sodium_base64_VARIANT_ORIGINAL) != 0 ||
      length != Size || end != base64.data() + base64.size())
    return std::nullopt;
  return out;
}

template <std::size_t Size>
bool begins(const std::array<unsigned char, Size>& bytes, std::string_view with) {
  return std::ranges::equal(
      with, bytes | std::views::take(with.size()),
      [](char a, unsigned char b) { return static_cast<unsigned char>(a) == b; });
}

struct Signature {
  Number number{};
  std::array<unsigned char, crypto_sign_BYTES> bytes{}, of_comment{};
  std::string_view comment;
};

std::optional<Signature> read_signature(std::string_view text) {
  constexpr std::size_t kBytes = kAlgorithmBytes + std::tuple_size_v<Number> + crypto_sign_BYTES;
  const auto lines = lines_of(text.substr(0, kMaxSignature + 1));
  if (text.size() > kMaxSignature || lines.size() != 4 || !lines[0].starts_with(kUntrusted) ||
      !lines[2].starts_with(kTrusted))
    return std::nullopt;
  const auto first = bytes_of<kBytes>(lines[1]);
  const auto second = bytes_of<crypto_sign_BYTES>(lines[3]);
  if (!first || !second || !begins(*first, kAlgorithm)) return std::nullopt;
  Signature out;
  const auto number = first->begin() + kAlgorithmBytes;
  std::copy_n(number, out.number.size(), out.number.begin());
  std::copy_n(number + out.number.size(), out.bytes.size(), out.bytes.begin());
  out.of_comment = *second;
  out.comment = lines[2].substr(kTrusted.size());
  return out;
}

std::string number_text(const Number& number) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (auto byte = number.rbegin(); byte != number.rend(); ++byte) {
    out += kHex[*byte >> 4U];
    out += kHex[*byte & 15U];
  }
  return out;
}

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::optional<PublicKey> read_public_key(std::string_view text) {
  constexpr std::size_t kBytes =
      kAlgorithmBytes + std::tuple_size_v<Number> + crypto_sign_PUBLICKEYBYTES;
  if (text.size() > kMaxSignature) return std::nullopt;
  auto lines = lines_of(text);
  if (lines.size() == 2 && lines[0].starts_with(kUntrusted)) lines.erase(lines.begin());
  if (lines.size() != 1) return std::nullopt;
  const auto bytes = bytes_of<kBytes>(lines[0]);
  if (!bytes || !begins(*bytes, kKeyAlgorithm)) return std::nullopt;
  PublicKey out;
  const auto number = bytes->begin() + kAlgorithmBytes;
  std::copy_n(number, out.number.size(), out.number.begin());
  std::copy_n(number + out.number.size(), out.key.size(), out.key.begin());
  return out;
}

std::string key_name(const PublicKey& key) {
  return number_text(key.number);
}

Signed verify_signature(std::string_view bytes, std::string_view signature, const PublicKey& key) {
  Signed out;
  PHEP_CHECK(sodium_init() >= 0, "libsodium does not start");
  const auto given = read_signature(signature);
  if (!given) {
    out.problems.report(diag::SignatureUnread, {});
    return out;
  }
  if (given->number != key.number) {
    out.problems.report(diag::SignatureKey, {}, number_text(given->number), key_name(key));
    return out;
  }
  std::array<unsigned char, 64> sum{};
  crypto_generichash(sum.data(), sum.size(), raw(bytes), bytes.size(), nullptr, 0);
  std::vector<unsigned char> vouched(given->bytes.begin(), given->bytes.end());
  vouched.insert(vouched.end(), given->comment.begin(), given->comment.end());
  if (crypto_sign_verify_detached(given->bytes.data(), sum.data(), sum.size(), key.key.data()) != 0)
    out.problems.report(diag::SignatureWrong, {}, Argument("gói", "the bundle"));
  else if (crypto_sign_verify_detached(given->of_comment.data(), vouched.data(), vouched.size(),
                                       key.key.data()) != 0)
    out.problems.report(diag::SignatureWrong, {}, Argument("lời chú của nó", "its comment"));
  else
    out.comment = given->comment;
  return out;
}

}  // namespace phep::bundle
