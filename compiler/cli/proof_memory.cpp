#include "compiler/cli/proof_memory.h"

#include "compiler/cli/session.h"
#include "compiler/cli/user_cache.h"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace phep::cli {
namespace {

constexpr std::size_t kMostKept = 20'000;

}  // namespace

ProofMemory::ProofMemory() : path_(cache_path("proofs.json")) {
  memory_.recall = [this](const std::string& key) -> std::optional<std::string> {
    const auto found = known_.find(key);
    if (found == known_.end()) return std::nullopt;
    used_.insert(key);
    return found->second;
  };
  memory_.keep = [this](const std::string& key, std::string text) {
    known_[key] = std::move(text);
    used_.insert(key);
    learnt_ = true;
  };
  std::error_code error;
  if (path_.empty() || !std::filesystem::is_regular_file(path_, error)) return;
  const auto text = read_input(path_);
  if (!text) return;
  const auto json = nlohmann::json::parse(*text, nullptr, false);
  if (!json.is_object()) return;
  for (const auto& [key, value] : json.items())
    if (value.is_string()) known_[key] = value.get<std::string>();
}

void ProofMemory::save() const {
  if (path_.empty() || !learnt_) return;
  nlohmann::json out = nlohmann::json::object();
  for (const auto& [key, text] : known_)
    if (used_.contains(key)) out[key] = text;
  for (const auto& [key, text] : known_) {
    if (out.size() >= kMostKept) break;
    out[key] = text;
  }
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(path_).parent_path(), error);
  (void)write_file(path_, out.dump(1) + "\n");
}

}  // namespace phep::cli
