// Sessions of random edits on one file, and what must hold after each of them: what was read and
// checked in part is what reading and checking the whole gives.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace phep::tests {

struct Tally {
  std::uint64_t sessions = 0, edits = 0, wrong = 0;
  std::uint64_t whole = 0, part = 0;                  // how often the text was read
  std::uint64_t checked_whole = 0, checked_part = 0;  // … and checked
  std::map<std::string, std::uint64_t, std::less<>> gestures;
};

struct SessionSettings {
  std::uint64_t seed = 1;
  std::uint64_t edits = 30;
  bool skip_one_word = false;         // sabotage: what is read in part lacks a word
  bool skip_one_declaration = false;  // … what is checked in part lacks what a declaration notes
};

// One session on this text, which calls itself by this path. Complaints go to standard error.
void run_session(const std::string& path, std::string text, const SessionSettings& settings,
                 Tally& tally);

}  // namespace phep::tests
