#include "compiler/base/out_of_memory.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <new>
#include <system_error>

namespace phep {

namespace {

// As the commands' exit codes have it.
constexpr int kLimit = 4;
constexpr int kInternal = 70;

[[noreturn]] void end(const char* sentence, int code) {
  std::fputs(sentence, stderr);  // without a buffer
  std::_Exit(code);
}

constexpr char kDefect[] = "phep: internal error / lỗi nội bộ\n";

[[noreturn]] void uncaught() {
  try {
    if (const std::exception_ptr thrown = std::current_exception()) std::rethrow_exception(thrown);
  } catch (const std::bad_alloc&) {
    end_without_memory();
  } catch (const std::system_error&) {
    end_without_thread();
  } catch (...) {
  }
  end(kDefect, kInternal);
}

// An index beside a container, a stack that was written over, an abort of LLVM's or Z3's.
extern "C" [[noreturn]] void aborted(int) {
  end(kDefect, kInternal);
}

// How many live, and what they stand in for.
struct Living {
  std::mutex mutex;
  int count = 0;
  std::new_handler before = nullptr;
};
Living& living() {
  static Living all;
  return all;
}

}  // namespace

void end_without_memory() {
  end("phep: out of memory\n", kLimit);
}

void end_where_nobody_catches() {
  std::set_terminate(uncaught);
  std::signal(SIGABRT, aborted);
}

void end_without_thread() {
  end("phep: the system refuses a thread\n", kLimit);
}

EndsWithoutMemory::EndsWithoutMemory() {
  Living& all = living();
  const std::scoped_lock lock(all.mutex);
  if (all.count++ == 0) all.before = std::set_new_handler(end_without_memory);
}

EndsWithoutMemory::~EndsWithoutMemory() {
  Living& all = living();
  const std::scoped_lock lock(all.mutex);
  if (--all.count == 0) std::set_new_handler(all.before);
}

}  // namespace phep
