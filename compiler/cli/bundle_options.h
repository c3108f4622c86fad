// What the user typed of `phep bundle …`, and those commands.
#pragma once

#include "compiler/cli/options.h"

#include <cstdint>
#include <optional>
#include <string>

namespace phep::cli {

struct Shell;

struct BundleMakeOptions {
  std::string folder;
  std::uint64_t sequence = 0;
  std::string out;  // a file
};
// Of `verify`; and of `unpack`, which has a folder besides.
struct BundleOpenOptions {
  std::string file;
  std::string key;         // a public key of minisign
  bool any_maker = false;  // one of the two is to be given
  std::string signature;   // "": the file's name with .minisig
  std::optional<std::string> name;
  std::uint64_t not_below = 0;
  std::string taken;  // a file of bundles that were taken; "": none is kept
  bool any_law = false;
  std::string out;  // of `unpack`: a folder
};
struct BundleOptions {
  BundleMakeOptions make;
  BundleOpenOptions verify, unpack;
};

void add_bundle(Shell& shell, BundleOptions& options);

int run_bundle_make(const CommonOptions& common, const BundleMakeOptions& options);
int run_bundle_verify(const CommonOptions& common, const BundleOpenOptions& options);
int run_bundle_unpack(const CommonOptions& common, const BundleOpenOptions& options);

}  // namespace phep::cli
