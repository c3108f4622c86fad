// Files that will be asked for soon, read on other threads up to where names are needed.
#pragma once

#include "compiler/syntax/parse.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace phep::workspace {

// What it gives out equals what would be read without it: it changes when work is done and by whom,
// nothing else. One owner; where there is one processor, or no thread can be begun, it does
// nothing.
class ReadAhead {
 public:
  ReadAhead();
  ~ReadAhead();
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  // The text of a file that is likely to be asked for, in the order of being asked for.
  void want(FileId file, std::string text, syntax::SourceForm form, syntax::Extent extent);

  // It is asked for before those that are wanted already, unless it was begun or taken.
  void hurry(FileId file);

  // What became of it; none if nobody has begun it, or it was not wanted. Waits for one that was
  // begun. Nothing of the file is kept afterwards.
  std::optional<syntax::Draft> take(FileId file);

  // The text of a file is another now: nothing is waited for.
  void drop(FileId file);

 private:
  struct Task {
    FileId file;
    std::string text;
    syntax::SourceForm form;
    syntax::Extent extent;
    bool begun = false, done = false, dropped = false;
    std::optional<syntax::Draft> draft;  // none when done: memory ran out
  };

  void work();
  Task* next();
  Task* begin(FileId file);

  std::size_t most_ = 0;  // threads
  std::mutex mutex_;
  std::condition_variable more_, done_;
  std::map<FileId, Task> tasks_;
  std::deque<FileId> waiting_;   // some of them may have been taken meanwhile
  std::vector<FileId> hurried_;  // likewise; the last comes first
  std::size_t drafts_ = 0;       // begun and not taken
  bool stop_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace phep::workspace
