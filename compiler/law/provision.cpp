#include "compiler/law/provision.h"

#include <algorithm>
#include <array>

namespace phep::law {
namespace {

// The points of Vietnamese law in their order; other letters follow in theirs.
constexpr std::string_view kPoints =
    "abcd\x01"
    "eghiklmnopqrstuvxy";

// đ is two bytes; one that no label holds stands for it here.
std::string comparable(std::string_view label) {
  std::string out;
  for (std::size_t at = 0; at < label.size(); ++at) {
    const bool dd = label.substr(at).starts_with("đ");
    const char c = dd ? '\x01' : label[at];
    if (dd) ++at;
    const auto place = kPoints.find(c);
    out += place == std::string_view::npos ? c : static_cast<char>('a' + place);
  }
  return out;
}

std::size_t digits(std::string_view label) {
  return std::min(label.find_first_not_of("0123456789"), label.size());
}

}  // namespace

bool label_less(std::string_view a, std::string_view b) {
  const std::size_t m = digits(a);
  const std::size_t n = digits(b);
  if (m != 0 && n != 0) {
    if (m != n) return m < n;
    if (const int order = a.substr(0, m).compare(b.substr(0, n)); order != 0) return order < 0;
    return comparable(a.substr(m)) < comparable(b.substr(n));
  }
  if ((m != 0) != (n != 0)) return m != 0;
  return comparable(a) < comparable(b);
}

bool path_less(const Path& a, const Path& b) {
  return std::ranges::lexicographical_compare(
      a, b, [](const std::string& x, const std::string& y) { return label_less(x, y); });
}

bool begins_with(const Path& path, const Path& prefix) {
  return prefix.size() <= path.size() && std::equal(prefix.begin(), prefix.end(), path.begin());
}

Path unit_of(const Path& path) {
  const std::size_t length = !path.empty() && path.front() == kAnnex ? 2 : 1;
  return {path.begin(), path.begin() + static_cast<std::ptrdiff_t>(std::min(length, path.size()))};
}

Overlap overlap(const Citation& cite, const Path& provision) {
  if (cite.last.empty()) {
    if (cite.path == provision) return Overlap::Same;
    if (begins_with(cite.path, provision)) return Overlap::Part;
    return begins_with(provision, cite.path) ? Overlap::Whole : Overlap::None;
  }
  if (provision.size() < cite.path.size() && begins_with(cite.path, provision))
    return Overlap::Part;
  Path head = provision;
  head.resize(std::min(head.size(), cite.path.size()));
  const bool inside = !path_less(head, cite.path) && !path_less(cite.last, head);
  return inside ? Overlap::Whole : Overlap::None;
}

std::string dotted(const Path& path) {
  std::string out;
  for (const std::string& label : path) out += (out.empty() ? "" : ".") + label;
  return out;
}

}  // namespace phep::law
