// Of a policy none of whose facts a person determines.
#include "compiler/runtime/determination.h"

namespace phep::runtime {

bool is_determination(Reader&, const Slot&) {
  return false;
}
bool read_determination(Reader&, const Slot&, const Subject&, char*, uint64_t*, uint64_t,
                        Determined*) {
  return false;
}

}  // namespace phep::runtime
