// Parts of the runtime that a policy has no use for. They are weak there; an artefact is linked
// with what stands in for them, and the linker leaves them out together with all that only they
// call. Private to this room.
#pragma once

#include "compiler/codegen/embedded.h"
#include "compiler/codegen/link.h"
#include "compiler/runtime/image.h"

namespace phep::codegen {

// The objects that stand in for what nothing in this image can reach.
std::vector<LinkInput> stand_ins(const EmbeddedRuntime& runtime, const runtime::Header* image);

}  // namespace phep::codegen
