// Which files a command asked for and what it found there: enough to tell, later, whether it would
// find the same.
#pragma once

#include <nlohmann/json.hpp>

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace phep::cli {

class Reads {
 public:
  // From now on what is found is noted, so that it can be told.
  void note() { noting_ = true; }

  // The text of a file, or nothing if there is none that can be read. From any thread.
  std::optional<std::string> source(const std::string& path);

  // Whether a file lies in a folder ("" is the one that the command runs in) also when links are
  // followed; what is not there lies nowhere else.
  bool lies_in(const std::string& path, const std::string& folder);

  // All of the above since it is noted, with digests in place of texts.
  [[nodiscard]] nlohmann::ordered_json told() const;

 private:
  bool noting_ = false;
  mutable std::mutex mutex_;
  std::map<std::string, std::optional<std::string>> digests_;  // of texts; nothing: there was none
  std::map<std::pair<std::string, std::string>, bool> inside_;
};

// As Reads says it.
bool is_inside(const std::string& path, const std::string& folder);

// Whether all of it would be found again as it was told. False for what was never told so.
bool found_again(const nlohmann::ordered_json& told);

}  // namespace phep::cli
