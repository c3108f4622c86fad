// `phep bundle verify|unpack FILE`: who vouches for it, whether it is whole, whether it is to be
// taken; then its files.
#include "compiler/base/text.h"
#include "compiler/bundle/accept.h"
#include "compiler/bundle/bundle.h"
#include "compiler/bundle/signature.h"
#include "compiler/cli/bundle_options.h"
#include "compiler/cli/byte_place.h"
#include "compiler/cli/json_text.h"
#include "compiler/cli/session.h"
#include "compiler/cli/undisturbed.h"
#include "compiler/diagnostics/kinds/bundle.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cerrno>
#include <expected>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace phep::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// A bundle that may be used.
struct Opened {
  bundle::Bundle bundle;
  std::string sha256;
  std::string key, comment;  // of its signature; "" when nobody was asked for
  bundle::TakenBundles taken;
};

int refuse(const Session& session, const std::string& file, const DiagnosticList& problems) {
  print_at_bytes(session, file, problems);
  return problems.items().front().row->code == diag::BundleTooLarge.row.code ? kLimit : kIntegrity;
}

template <int N>
int refuse(const Session& session, const std::string& file, const diag::Kind<N>& kind) {
  DiagnosticList problems;
  problems.report(kind, {});
  return refuse(session, file, problems);
}

std::expected<std::string, int> text_of(const Session& session, const std::string& path) {
  auto text = read_input(path);
  if (text) return std::move(*text);
  session.fail("không đọc được " + path, text.error().message);
  return std::unexpected(kIo);
}

// Asked before anything is read out of the bundle. The signature's comment and key go into `out`.
int ask_for_maker(const Session& session, const BundleOpenOptions& options,
                  const std::string& bytes, Opened& out) {
  const auto text = text_of(session, options.key);
  if (!text) return text.error();
  const auto key = bundle::read_public_key(*text);
  if (!key) return refuse(session, options.key, diag::KeyUnread);
  const std::string path =
      options.signature.empty() ? options.file + ".minisig" : options.signature;
  const auto signature = text_of(session, path);
  if (!signature) return signature.error();
  const bundle::Signed vouched = bundle::verify_signature(bytes, *signature, *key);
  if (!vouched.problems.empty()) return refuse(session, path, vouched.problems);
  out.key = bundle::key_name(*key);
  out.comment = vouched.comment;
  return kOk;
}

std::expected<bundle::TakenBundles, int> taken_before(const Session& session,
                                                      const std::string& path) {
  std::error_code error;
  if (path.empty() || !fs::exists(fs::symlink_status(path, error))) return bundle::TakenBundles{};
  const auto text = text_of(session, path);
  if (!text) return std::unexpected(text.error());
  auto taken = bundle::read_taken(*text);
  if (!taken) return std::unexpected(refuse(session, path, diag::TakenUnread));
  return std::move(*taken);
}

std::expected<Opened, int> open(const Session& session, const BundleOpenOptions& options) {
  Opened out;
  if (options.key.empty() && !options.any_maker) {
    session.fail("cần --key với khóa công khai của người làm ra gói, hoặc --unsigned",
                 "needs --key with the public key of who made the bundle, or --unsigned");
    return std::unexpected(kUsage);
  }
  const auto bytes = text_of(session, options.file);
  if (!bytes) return std::unexpected(bytes.error());
  if (!options.any_maker)
    if (const int code = ask_for_maker(session, options, *bytes, out); code != kOk)
      return std::unexpected(code);
  bundle::ReadBundle read = bundle::read(*bytes);
  if (!read.problems.empty()) return std::unexpected(refuse(session, options.file, read.problems));
  auto taken = taken_before(session, options.taken);
  if (!taken) return std::unexpected(taken.error());
  out.sha256 = bundle::digest(*bytes);
  const bundle::Wanted wanted{
      options.name, options.not_below, *taken, PHEP_EDITION,
      options.any_law ? std::nullopt : std::optional(workspace::library_hash(session.library()))};
  if (const DiagnosticList problems = bundle::judge(read.bundle, out.sha256, wanted);
      !problems.empty())
    return std::unexpected(refuse(session, options.file, problems));
  out.bundle = std::move(read.bundle);
  out.taken = std::move(*taken);
  return out;
}

void tell(const Session& session, const BundleOpenOptions& options, const Opened& opened) {
  const bundle::Bundle& is = opened.bundle;
  if (session.json()) {
    Json files = Json::array();
    for (const bundle::File& file : is.files)
      files.push_back({{"path", file.path}, {"bytes", file.bytes.size()}});
    Json out = {{"file", options.file},    {"verified", true},        {"name", is.name},
                {"sequence", is.sequence}, {"sha256", opened.sha256}, {"language", is.language},
                {"law", is.law},           {"tool", is.tool}};
    if (!opened.key.empty()) out["signed"] = {{"key", opened.key}, {"comment", opened.comment}};
    out["files"] = std::move(files);
    write_out(json_text(out));
    return;
  }
  const auto row = [](std::string_view what, const std::string& value) {
    return fmt::format("{:<14}{}\n", what, visible(value));
  };
  std::string out = row(session.say("gói", "bundle"), is.name);
  out += row(session.say("số thứ tự", "sequence"), std::to_string(is.sequence));
  out += row("SHA-256", opened.sha256);
  out += row(session.say("ngôn ngữ", "language"), is.language + " (phep " + is.tool + ")");
  out += row(session.say("thư viện luật", "law"), is.law.substr(0, 12));
  out += row(session.say("chữ ký", "signed"),
             opened.key.empty() ? std::string(session.say("không xét", "nobody was asked"))
                                : opened.key + " " + opened.comment);
  for (const bundle::File& file : is.files)
    out += fmt::format("{:>12}  {}\n", file.bytes.size(), visible(file.path));
  write_out(out);
}

// Writes all files below a folder that is ours alone.
Result<void> fill(const fs::path& folder, const std::vector<bundle::File>& files) {
  for (const bundle::File& file : files) {
    const fs::path path = folder / file.path;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (error)
      return std::unexpected(Failure{"cannot write " + path.string() + ": " + error.message()});
    if (auto written = write_file(path.string(), file.bytes); !written) return written;
  }
  return {};
}

// A folder with all files, or none: it is filled beside its place and then takes it, where nothing
// is or an empty folder.
Result<void> unpack(const std::string& out, const std::vector<bundle::File>& files) {
  fs::path target = fs::path(out).lexically_normal();
  if (!target.has_filename()) target = target.parent_path();
  const Undisturbed undisturbed;
  const std::string part = target.string() + "." + std::to_string(::getpid()) + ".part";
  const auto failed = [&](int why) {
    return std::unexpected(
        Failure{"cannot write " + out + ": " + std::generic_category().message(why)});
  };
  if (::mkdir(part.c_str(), 0777) != 0) return failed(errno);
  Result<void> done = fill(part, files);
  if (done && ::rename(part.c_str(), target.c_str()) != 0) done = failed(errno);
  std::error_code error;
  if (!done) fs::remove_all(part, error);
  return done;
}

}  // namespace

int run_bundle_verify(const CommonOptions& common, const BundleOpenOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  const auto opened = open(*session, options);
  if (!opened) return opened.error();
  tell(*session, options, *opened);
  return kOk;
}

int run_bundle_unpack(const CommonOptions& common, const BundleOpenOptions& options) {
  auto session = Session::start(common);
  if (!session) {
    complain(session.error());
    return kIo;
  }
  auto opened = open(*session, options);
  if (!opened) return opened.error();
  // Kept before the files are there: whatever happens between, no older bundle is taken, and this
  // one is taken again.
  if (!options.taken.empty()) {
    opened->taken[opened->bundle.name] = {opened->bundle.sequence, opened->sha256};
    if (const auto written = write_file(options.taken, bundle::taken_text(opened->taken));
        !written) {
      session->fail("không ghi được " + options.taken, written.error().message);
      return kIo;
    }
  }
  if (const auto done = unpack(options.out, opened->bundle.files); !done) {
    session->fail("không ghi được " + options.out, done.error().message);
    return kIo;
  }
  tell(*session, options, *opened);
  return kOk;
}

}  // namespace phep::cli
