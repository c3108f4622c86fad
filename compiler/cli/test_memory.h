// Which files' tests passed last time, and from what: for `phep test --changed`.
#pragma once

#include "compiler/cli/options.h"
#include "compiler/cli/session.h"

#include <map>
#include <string>
#include <vector>

namespace phep::cli {

// Kept in the user's cache folder: for each file a hash of all that its tests rest on, its own
// text, what it imports, its case files, and how it was asked.
class TestMemory {
 public:
  TestMemory(Session& session, const TestOptions& options);

  // The files whose tests rest on something else than when they last passed.
  std::vector<FileId> changed(const std::vector<FileId>& files);
  // These passed.
  void remember(const std::vector<FileId>& files);

 private:
  std::string hash_of(FileId file);
  std::string key_of(FileId file) const;

  Session& session_;
  const TestOptions& options_;
  std::string path_;                          // "": there is no cache folder
  std::map<std::string, std::string> known_;  // by absolute path
};

}  // namespace phep::cli
