#include "compiler/workspace/read_ahead.h"

#include <algorithm>
#include <system_error>
#include <tuple>
#include <utility>

namespace phep::workspace {
namespace {

// Threads beside the one that asks; more would wait for it.
constexpr std::size_t kMostThreads = 3;
// Drafts that nobody has taken yet: trees of ANTLR's, some 100 bytes for each byte of text.
constexpr std::size_t kMostDrafts = 8;
// … of which so many may be of files that are not known to be next.
constexpr std::size_t kMostEarly = 4;

}  // namespace

ReadAhead::ReadAhead() {
  const std::size_t processors = std::max(1U, std::thread::hardware_concurrency());
  most_ = std::min(processors - 1, kMostThreads);
}

ReadAhead::~ReadAhead() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  more_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void ReadAhead::want(FileId file, std::string text, syntax::SourceForm form,
                     syntax::Extent extent) {
  if (most_ == 0) return;
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = tasks_.find(file); known != tasks_.end() && known->second.begun) return;
    tasks_.erase(file);
    tasks_.emplace(std::piecewise_construct, std::tuple(file),
                   std::forward_as_tuple(file, std::move(text), form, extent));
    waiting_.push_back(file);
  }
  // The first file alone is read by whoever asks for it.
  if (threads_.size() < most_ && waiting_.size() > threads_.size() + 1) {
    try {
      threads_.emplace_back([this] { work(); });
    } catch (const std::system_error&) {
      most_ = threads_.size();
    }
  }
  more_.notify_one();
}

void ReadAhead::hurry(FileId file) {
  if (most_ == 0) return;
  {
    const std::lock_guard lock(mutex_);
    const auto found = tasks_.find(file);
    if (found == tasks_.end() || found->second.begun) return;
    hurried_.push_back(file);
  }
  more_.notify_one();
}

std::optional<syntax::Draft> ReadAhead::take(FileId file) {
  std::unique_lock lock(mutex_);
  const auto found = tasks_.find(file);
  if (found == tasks_.end() || found->second.dropped) return std::nullopt;
  if (found->second.begun) {
    done_.wait(lock, [&] { return found->second.done; });
    --drafts_;
    more_.notify_one();
  }
  std::optional<syntax::Draft> draft = std::move(found->second.draft);
  tasks_.erase(found);
  return draft;
}

void ReadAhead::drop(FileId file) {
  const std::lock_guard lock(mutex_);
  const auto found = tasks_.find(file);
  if (found == tasks_.end()) return;
  if (found->second.begun && !found->second.done) {
    found->second.dropped = true;  // whoever reads it clears it away
    return;
  }
  if (found->second.done) --drafts_;
  tasks_.erase(found);
  more_.notify_one();
}

ReadAhead::Task* ReadAhead::begin(FileId file) {
  const auto found = tasks_.find(file);
  if (found == tasks_.end() || found->second.begun) return nullptr;
  found->second.begun = true;
  ++drafts_;
  return &found->second;
}

ReadAhead::Task* ReadAhead::next() {
  while (!hurried_.empty() && drafts_ < kMostDrafts) {
    const FileId file = hurried_.back();
    hurried_.pop_back();
    if (Task* task = begin(file)) return task;
  }
  while (!waiting_.empty() && drafts_ < kMostEarly) {
    const FileId file = waiting_.front();
    waiting_.pop_front();
    if (Task* task = begin(file)) return task;
  }
  return nullptr;
}

void ReadAhead::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    Task* task = nullptr;
    more_.wait(lock, [&] { return stop_ || (task = next()) != nullptr; });
    if (stop_) return;
    lock.unlock();
    std::optional<syntax::Draft> draft;
    try {
      draft.emplace(task->file, task->text, task->form, task->extent);
    } catch (...) {
      draft.reset();  // whoever asks for it tries again, and fails where it is told
    }
    lock.lock();
    if (task->dropped) {
      --drafts_;
      tasks_.erase(task->file);
      continue;
    }
    if (draft) task->draft.emplace(std::move(*draft));
    task->done = true;
    done_.notify_all();
  }
}

}  // namespace phep::workspace
