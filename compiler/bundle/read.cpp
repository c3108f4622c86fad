#include "compiler/base/file_name.h"
#include "compiler/bundle/bundle.h"
#include "compiler/bundle/manifest.h"
#include "compiler/bundle/ustar.h"
#include "compiler/diagnostics/kinds/bundle.h"

#include <algorithm>
#include <optional>
#include <set>

namespace phep::bundle {
namespace {

struct Entry {
  std::string path;
  std::string_view bytes;
  std::uint32_t at = 0;
};

bool all_zero(std::string_view bytes) {
  return std::ranges::all_of(bytes, [](char c) { return c == '\0'; });
}

// The name of what is not a file, by the letter of its header.
Argument kind_text(char kind) {
  switch (kind) {
    case '1': return {"liên kết cứng", "a hard link"};
    case '2': return {"liên kết tượng trưng", "a symbolic link"};
    case '3':
    case '4': return {"thiết bị", "a device"};
    case '5': return {"thư mục", "a folder"};
    case '6': return {"ống dẫn", "a pipe"};
    default: return {"phần mở rộng của định dạng", "an extension of the format"};
  }
}

// Walks the archive from its first byte to its last.
class Walk {
 public:
  Walk(std::string_view bytes, DiagnosticList& problems) : bytes_(bytes), problems_(problems) {}

  std::vector<Entry> entries() {
    std::vector<Entry> out;
    while (problems_.empty() && !ends()) {
      auto entry = next();
      if (!entry) break;
      if (out.size() > kMaxFiles) {
        problems_.report(diag::BundleTooLarge, here(), Argument("4.096 tệp", "4,096 files"));
        break;
      }
      out.push_back(std::move(*entry));
    }
    return out;
  }

 private:
  [[nodiscard]] Span here() const {
    return {{}, static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(at_)};
  }
  [[nodiscard]] std::string_view rest() const { return bytes_.substr(at_); }

  // Whether the archive ends here, as it must: two blocks of zeros and not a byte more.
  bool ends() {
    if (rest().size() < kBlock) {
      problems_.report(diag::BundleCut, here());
      return true;
    }
    if (!all_zero(rest().substr(0, kBlock))) return false;
    const std::size_t end = kEndBlocks * kBlock;
    if (rest().size() < end)
      problems_.report(diag::BundleCut, here());
    else if (rest().size() > end || !all_zero(rest()))
      problems_.report(diag::BundleTrailing, here());
    return true;
  }

  std::optional<Entry> next() {
    const std::string_view block = rest().substr(0, kBlock);
    const Claim claimed = claim(block);
    if (claimed.kind != '0' && claimed.kind != '\0') {
      problems_.report(diag::BundleKind, here(), claimed.path, kind_text(claimed.kind));
      return std::nullopt;
    }
    // A path that would do harm is told of as one, before anything else that is wrong with its
    // header.
    check_paths(
        {claimed.path == kManifest ? std::string_view("x") : std::string_view(claimed.path)},
        static_cast<std::uint32_t>(at_), problems_);
    if (!problems_.empty()) return std::nullopt;
    if (claimed.size && *claimed.size > kMaxBytes) {
      problems_.report(diag::BundleTooLarge, here(), Argument("16 MiB", "16 MiB"));
      return std::nullopt;
    }
    if (!claimed.size || header(claimed.path, *claimed.size) != block)
      return refuse_form(claimed.path);
    const std::size_t size = *claimed.size;
    if (rest().size() - kBlock < padded(size)) {
      problems_.report(diag::BundleCut, here());
      return std::nullopt;
    }
    const std::string_view bytes = rest().substr(kBlock, size);
    if (!all_zero(rest().substr(kBlock + size, padded(size) - size)))
      return refuse_form(claimed.path);
    Entry entry{claimed.path, bytes, static_cast<std::uint32_t>(at_)};
    at_ += kBlock + padded(size);
    return entry;
  }

  std::optional<Entry> refuse_form(const std::string& path) {
    problems_.report(diag::BundleForm, here(), path);
    return std::nullopt;
  }

  std::string_view bytes_;
  DiagnosticList& problems_;
  std::size_t at_ = 0;
};

Span place(const Entry& entry) {
  return {{}, entry.at, entry.at};
}

// Every file is listed and every listed file is there, in the manifest's order, once. Paths of the
// manifest are known to be portable and apart.
void hold_together(const std::vector<Entry>& files, const Manifest& manifest,
                   DiagnosticList& problems) {
  std::set<std::string_view> listed, there;
  for (const Listed& file : manifest.files) listed.insert(file.path);
  for (const Entry& file : files) {
    if (!listed.contains(file.path))
      problems.report(diag::BundleUnlisted, place(file), file.path);
    else if (!there.insert(file.path).second)
      problems.report(diag::BundleClash, place(file), file.path, file.path);
  }
  for (const Listed& file : manifest.files)
    if (!there.contains(file.path)) problems.report(diag::BundleMissing, {}, file.path);
  if (!problems.empty()) return;
  for (std::size_t i = 0; i < files.size(); ++i)
    if (files[i].path != manifest.files[i].path || (i > 0 && files[i].path <= files[i - 1].path)) {
      problems.report(diag::BundleForm, place(files[i]), files[i].path);
      return;
    }
}

}  // namespace

ReadBundle read(std::string_view bytes) {
  ReadBundle out;
  if (bytes.size() > kMaxBytes) {
    out.problems.report(diag::BundleTooLarge, {}, Argument("16 MiB", "16 MiB"));
    return out;
  }
  const std::vector<Entry> entries = Walk(bytes, out.problems).entries();
  if (!out.problems.empty()) return out;
  if (entries.empty() || entries.front().path != kManifest) {
    out.problems.report(diag::BundleManifest, {},
                        Argument("không đứng đầu tệp", "it does not stand first"));
    return out;
  }
  const Manifest manifest = read_manifest(entries.front().bytes, kBlock, out.problems);
  if (!out.problems.empty()) return out;
  const std::vector<Entry> files(entries.begin() + 1, entries.end());
  hold_together(files, manifest, out.problems);
  if (!out.problems.empty()) return out;
  out.bundle = manifest.about;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const Listed& listed = manifest.files[i];
    if (files[i].bytes.size() != listed.size || digest(files[i].bytes) != listed.sha256)
      out.problems.report(diag::BundleDiffers, place(files[i]), files[i].path);
    else
      out.bundle.files.push_back({files[i].path, std::string(files[i].bytes)});
  }
  return out;
}

}  // namespace phep::bundle
