// Names that are the same in every repository: of provisions and of declarations.
#pragma once

#include "compiler/workspace/workspace.h"

#include <cstdint>
#include <optional>
#include <string>

namespace phep::ide {

enum class IdentityKind : std::uint8_t { Import, Export, Local };

struct Identity {
  std::string scheme;  // "law", "phep"
  std::string
      identifier;  // "law:VN/ND/13/2023/d12/k2/b@2023-07-01..2026-01-01", "vn.pdpl.breach.x"
  IdentityKind kind;
  bool everywhere;  // unique in the world, not only in its scheme
};

std::optional<Identity> identity_at(workspace::Workspace& workspace, FileId file,
                                    std::uint32_t offset);

}  // namespace phep::ide
