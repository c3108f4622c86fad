#include "lsp/server/wall.h"

#include "compiler/base/out_of_memory.h"
#include "lsp/server/platform.h"

#include <cstdlib>
#include <exception>
#include <new>
#include <string_view>
#include <system_error>

namespace phep::server {
namespace {

// Nothing here allocates, and no destructor runs.
[[noreturn]] void end(std::string_view sentence, int code) {
  constexpr int kStandardError = 2;
  write_all(kStandardError, sentence);
  std::_Exit(code);
}

[[noreturn]] void uncaught() {
  try {
    if (const std::exception_ptr thrown = std::current_exception()) std::rethrow_exception(thrown);
  } catch (const std::bad_alloc&) {
    end_without_memory();
  } catch (const std::system_error&) {
    end("phep-lsp: the system refuses a thread\n", kRefused);
  } catch (...) {
  }
  end("phep-lsp: internal error / lỗi nội bộ\n", kInternal);
}

}  // namespace

void put_up_wall() {
  std::set_new_handler(end_without_memory);
  std::set_terminate(uncaught);
}

}  // namespace phep::server
