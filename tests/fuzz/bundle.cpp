// Bundles: what is taken is to the byte what would be written of it; everything else is refused at
// a place. Bytes are a bundle; or a project's name and its files, a line each, a zero byte, and
// changes to the bundle that is made of them. All are also read as a signature and a key, which
// vouch for nothing.
#include "compiler/bundle/bundle.h"

#include "compiler/bundle/signature.h"
#include "tests/fuzz/shared/target.h"

#include <algorithm>

namespace {

using phep::bundle::Bundle;
using phep::fuzz::holds;

// "name\npath=bytes\n…"
Bundle described(std::string_view text) {
  Bundle out{std::string(text.substr(0, text.find('\n'))), 1, "2026", "law", "tool", {}};
  while (text.contains('\n')) {
    text.remove_prefix(text.find('\n') + 1);
    const std::string_view line = text.substr(0, text.find('\n'));
    const std::size_t sign = std::min(line.find('='), line.size());
    out.files.push_back({std::string(line.substr(0, sign)), std::string(line.substr(sign))});
  }
  std::ranges::sort(out.files, {}, &phep::bundle::File::path);
  return out;
}

// Bytes turned, and blocks dropped or doubled.
std::string changed(std::string bytes, phep::fuzz::Bytes changes) {
  constexpr std::size_t kBlock = 512;
  while (!changes.empty() && !bytes.empty()) {
    const auto what = changes.take<std::uint8_t>();
    const std::size_t at = changes.take<std::uint16_t>() % bytes.size();
    const std::size_t block = at / kBlock * kBlock;
    if (what == 1)
      bytes.erase(block, kBlock);
    else if (what == 2)
      bytes.insert(block, bytes.substr(block, kBlock));
    else if (what == 3)
      bytes.resize(at);
    else
      bytes[at] = static_cast<char>(changes.take<std::uint8_t>());
  }
  return bytes;
}

void judge(std::string_view bytes) {
  const auto read = phep::bundle::read(bytes);
  for (const phep::Diagnostic& problem : read.problems.items()) {
    holds(problem.span.begin <= bytes.size(), "a problem stands in the bundle");
    for (const auto language : {phep::Language::Vietnamese, phep::Language::English})
      holds(!phep::message(*problem.row, problem.arguments, language).empty(), "it is said");
    phep::fuzz::plant(2, problem.row->name == "BundleClash");
  }
  if (!read.problems.empty()) return;
  holds(phep::bundle::faults(read.bundle).empty(), "what is taken may be written");
  holds(phep::bundle::write(read.bundle) == bytes, "what is taken is what would be written");
  phep::fuzz::plant(1, read.bundle.files.size() > 2);
}

}  // namespace

PHEP_FUZZ_TARGET {
  const std::string_view text = phep::fuzz::text_of(data, size);
  holds(!phep::bundle::verify_signature("x", text, {}).problems.empty(), "nobody signed it");
  if (const auto key = phep::bundle::read_public_key(text))
    holds(phep::bundle::key_name(*key).size() == 16, "a key has a name");
  if (text.starts_with(phep::bundle::kManifest)) {
    judge(text);
    return 0;
  }
  const std::size_t end = std::min(text.find('\0'), text.size());
  const Bundle given = described(text.substr(0, end));
  if (!phep::bundle::faults(given).empty()) return 0;
  const std::string bytes = phep::bundle::write(given);
  const auto back = phep::bundle::read(bytes);
  holds(back.problems.empty() && back.bundle.name == given.name &&
            std::ranges::equal(back.bundle.files, given.files, {}, &phep::bundle::File::path,
                               &phep::bundle::File::path) &&
            std::ranges::equal(back.bundle.files, given.files, {}, &phep::bundle::File::bytes,
                               &phep::bundle::File::bytes),
        "what was written is read back");
  const std::size_t rest = std::min(end + 1, size);
  const std::string other = changed(bytes, {data + rest, size - rest});
  judge(other);
  phep::fuzz::plant(3, other != bytes && phep::bundle::read(other).problems.empty());
  return 0;
}
