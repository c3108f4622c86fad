#include "compiler/base/check.h"
#include "compiler/base/file_name.h"
#include "compiler/base/hex.h"
#include "compiler/bundle/bundle.h"
#include "compiler/bundle/manifest.h"
#include "compiler/bundle/ustar.h"
#include "compiler/diagnostics/kinds/bundle.h"
#include "compiler/runtime/sha256.h"

namespace phep::bundle {
namespace {

Manifest manifest_of(const Bundle& bundle) {
  Manifest out{{bundle.name, bundle.sequence, bundle.language, bundle.law, bundle.tool, {}}, {}};
  for (const File& file : bundle.files)
    out.files.push_back({file.path, file.bytes.size(), digest(file.bytes)});
  return out;
}

std::size_t size_of(const Bundle& bundle) {
  std::size_t size =
      kEndBlocks * kBlock + kBlock + padded(manifest_text(manifest_of(bundle)).size());
  for (const File& file : bundle.files) size += kBlock + padded(file.bytes.size());
  return size;
}

}  // namespace

std::string digest(std::string_view bytes) {
  std::uint8_t sum[runtime::kDigestBytes];
  runtime::sha256(bytes.data(), bytes.size(), sum);
  return hex(sum);
}

DiagnosticList faults(const Bundle& bundle) {
  DiagnosticList problems;
  if (bundle.name.contains('/') || fault_of_path(bundle.name) != PathFault::None) {
    problems.report(diag::BundleManifest, {},
                    Argument("`name` của phep.json không dùng làm tên được",
                             "`name` of phep.json cannot name a bundle"));
    return problems;
  }
  std::vector<std::string_view> paths;
  for (const File& file : bundle.files) paths.push_back(file.path);
  check_paths(paths, 0, problems);
  if (problems.empty() && size_of(bundle) > kMaxBytes)
    problems.report(diag::BundleTooLarge, {}, Argument("16 MiB", "16 MiB"));
  return problems;
}

std::string write(const Bundle& bundle) {
  std::string out;
  const auto put = [&](std::string_view path, std::string_view bytes) {
    PHEP_CHECK(out.empty() || path != kManifest, "the manifest is written once");
    out += header(path, bytes.size());
    out += bytes;
    out.append(padded(bytes.size()) - bytes.size(), '\0');
  };
  put(kManifest, manifest_text(manifest_of(bundle)));
  for (const File& file : bundle.files) put(file.path, file.bytes);
  out.append(kEndBlocks * kBlock, '\0');
  return out;
}

}  // namespace phep::bundle
