// Verdicts that `phep verify` gave before, in the user's cache folder.
#pragma once

#include "compiler/verify/verify.h"

#include <map>
#include <set>
#include <string>

namespace phep::cli {

// $XDG_CACHE_HOME/phep/proofs.json. What cannot be read is forgotten; what cannot be written costs
// only time.
class ProofMemory {
 public:
  ProofMemory();

  [[nodiscard]] const verify::Memory& memory() const { return memory_; }
  // Writes what this run learnt, and of what was known before as much as has room.
  void save() const;

 private:
  std::string path_;                          // "": there is no cache folder
  std::map<std::string, std::string> known_;  // by key
  std::set<std::string> used_;
  bool learnt_ = false;
  verify::Memory memory_;
};

}  // namespace phep::cli
