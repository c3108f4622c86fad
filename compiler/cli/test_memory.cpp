#include "compiler/cli/test_memory.h"

#include "compiler/cli/case_files.h"
#include "compiler/cli/digest.h"
#include "compiler/cli/json_text.h"
#include "compiler/cli/user_cache.h"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace phep::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

}  // namespace

TestMemory::TestMemory(Session& session, const TestOptions& options)
    : session_(session), options_(options), path_(cache_path("passed.json")) {
  std::error_code error;
  if (path_.empty() || !fs::is_regular_file(path_, error)) return;
  const auto text = read_input(path_);
  if (!text) return;
  const Json json = Json::parse(*text, nullptr, false);
  if (!json.is_object()) return;
  for (const auto& [path, hash] : json.items())
    if (hash.is_string()) known_[path] = hash.get<std::string>();
}

std::string TestMemory::key_of(FileId file) const {
  std::error_code error;
  const std::string& path = session_.sources().file(file).path;
  return fs::absolute(path, error).lexically_normal().generic_string();
}

std::string TestMemory::hash_of(FileId file) {
  std::string all = PHEP_VERSION;
  const auto add = [&](std::string_view text) {
    all += std::to_string(text.size()) + ":";
    all += text;
  };
  add(options_.engine);
  add(options_.filter);
  add(options_.shard);
  for (const FileId one : session_.workspace().closure(file)) {
    add(session_.sources().file(one).path);
    add(session_.sources().file(one).text);
  }
  DiagnosticList problems;
  for (const testing::CaseText& cases : case_texts(session_.workspace(), file, problems)) {
    add(cases.path);
    add(cases.text);
  }
  return hex_digest(all);
}

std::vector<FileId> TestMemory::changed(const std::vector<FileId>& files) {
  std::vector<FileId> out;
  for (const FileId file : files) {
    const auto known = known_.find(key_of(file));
    if (known == known_.end() || known->second != hash_of(file)) out.push_back(file);
  }
  return out;
}

void TestMemory::remember(const std::vector<FileId>& files) {
  if (path_.empty()) return;
  for (const FileId file : files) known_[key_of(file)] = hash_of(file);
  std::error_code error;
  fs::create_directories(fs::path(path_).parent_path(), error);
  if (const auto written = write_file(path_, json_text(Json(known_))); !written)
    session_.fail("không ghi được " + path_,
                  "cannot write " + path_ + ": " + written.error().message);
}

}  // namespace phep::cli
