// The command line of `phep bundle`.
#include "compiler/bundle/bundle.h"
#include "compiler/cli/bundle_options.h"
#include "compiler/cli/shell.h"

namespace phep::cli {
namespace {

void add_make(Shell& shell, CLI::App* under, BundleMakeOptions& options) {
  CLI::App* command =
      add_command(shell, "make", "đóng gói một dự án đã kiểm tra, để ký và giao",
                  "a checked project as one file, to be signed and handed on", under);
  command
      ->add_option("folder", options.folder,
                   shell.say("thư mục có phep.json", "the folder with phep.json"))
      ->required()
      ->type_name(value::kFolder);
  command
      ->add_option("--sequence", options.sequence,
                   shell.say("số thứ tự, lớn hơn mọi gói đã giao",
                             "its number, above that of every bundle handed on"))
      ->required()
      ->check(CLI::Range(std::uint64_t{1}, bundle::kMaxSequence));
  command->add_option("--out", options.out, shell.say("tệp cần ghi", "the file to write"))
      ->required()
      ->type_name(value::kFile);
  command->callback([&] { shell.chosen = [&] { return run_bundle_make(shell.common, options); }; });
}

// What both ways to open a bundle take. Whoever gives no key says so.
CLI::App* add_open(Shell& shell, CLI::App* under, const char* name, const char* vi, const char* en,
                   BundleOpenOptions& options) {
  CLI::App* command = add_command(shell, name, vi, en, under);
  command->add_option("file", options.file, shell.say("gói", "the bundle"))
      ->required()
      ->type_name(value::kFile);
  CLI::Option* const key =
      command
          ->add_option("--key", options.key,
                       shell.say("khóa công khai của minisign", "a public key of minisign"))
          ->type_name(value::kFile);
  command
      ->add_flag("--unsigned", options.any_maker,
                 shell.say("không xét ai đã làm ra gói", "do not ask who made the bundle"))
      ->excludes(key);
  command
      ->add_option("--signature", options.signature,
                   shell.say("chữ ký; nếu không nêu: tên gói thêm .minisig",
                             "the signature; else the bundle's name with .minisig"))
      ->needs(key)
      ->type_name(value::kFile);
  command->add_option("--name", options.name,
                      shell.say("chỉ nhận gói có tên này", "only a bundle of this name"));
  command
      ->add_option(
          "--not-below", options.not_below,
          shell.say("không nhận gói có số thứ tự thấp hơn", "no bundle of a lower sequence"))
      ->check(CLI::Range(std::uint64_t{0}, bundle::kMaxSequence));
  command
      ->add_option(
          "--taken", options.taken,
          shell.say("tệp ghi các gói đã nhận: không nhận gói cũ hơn; unpack ghi thêm vào đó",
                    "a file of bundles taken before: none older is taken; unpack adds to it"))
      ->type_name(value::kFile);
  command->add_flag("--any-law", options.any_law,
                    shell.say("nhận cả gói kiểm tra với thư viện luật khác",
                              "also a bundle that was checked with another library of law"));
  return command;
}

}  // namespace

void add_bundle(Shell& shell, BundleOptions& options) {
  CLI::App* group = shell.app.add_subcommand(
      "bundle", shell.say("chính sách trong một tệp: đóng gói, kiểm tra, mở",
                          "a policy as one file: made, verified, unpacked"));
  group->group(shell.say("Lệnh", "Commands"));
  group->require_subcommand(1);
  add_make(shell, group, options.make);
  add_open(shell, group, "verify", "kiểm tra một gói: chữ ký, từng tệp, số thứ tự",
           "whether a bundle is whole, signed, and not older than wanted", options.verify)
      ->callback(
          [&] { shell.chosen = [&] { return run_bundle_verify(shell.common, options.verify); }; });
  CLI::App* unpack = add_open(shell, group, "unpack", "kiểm tra một gói rồi ghi các tệp của nó",
                              "verify a bundle, then write its files", options.unpack);
  unpack->add_option("--out", options.unpack.out, shell.say("thư mục mới", "a new folder"))
      ->required()
      ->type_name(value::kFolder);
  unpack->callback(
      [&] { shell.chosen = [&] { return run_bundle_unpack(shell.common, options.unpack); }; });
}

}  // namespace phep::cli
