// Code that `phep test` had made before, in the user's cache folder.
#pragma once

#include "compiler/codegen/kept_code.h"

#include <memory>
#include <string>

namespace phep::cli {

// $XDG_CACHE_HOME/phep/code, one file a piece, for this very Phép: another build of it makes its
// own. Null where there is no cache folder, others may write to it, or this program does not say
// which build it is. What is damaged is made again; what cannot be written costs only time.
std::shared_ptr<codegen::KeptCode> code_memory();

}  // namespace phep::cli
