// argv → command; the wall where a defect of our own stops.
#include "compiler/base/out_of_memory.h"
#include "compiler/cli/parse_args.h"

#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <system_error>

// Before anything that LLVM makes of its options, which needs memory.
[[gnu::constructor(101)]] static void begin() {
  phep::end_where_nobody_catches();
}

int main(int argc, char** argv) {
  // A reader that closes our pipe is no error: writes then fail with EPIPE and we stop quietly.
  std::signal(SIGPIPE, SIG_IGN);
  // What has been worked out can be said without memory.
  static char out[BUFSIZ];
  std::setvbuf(stdout, out, _IOFBF, sizeof out);
  try {
    return phep::cli::run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fputs("phep: out of memory\n", stderr);
    return phep::cli::kLimit;
  } catch (const std::system_error& refused) {
    std::fprintf(stderr, "phep: the system refuses: %s\n", refused.what());
    return phep::cli::kLimit;
  } catch (const std::exception& bug) {
    std::fprintf(stderr,
                 "phep: internal error / lỗi nội bộ: %s\n"
                 "This is a defect of phep. Please report it with the input that shows it.\n"
                 "Đây là lỗi của phep. Xin báo lại kèm dữ liệu đầu vào gây ra lỗi.\n",
                 bug.what());
    return phep::cli::kInternal;
  }
}
