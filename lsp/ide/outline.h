// A file's declarations as a tree, from its syntax alone: it is there while the text is broken.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/workspace/workspace.h"

#include <cstdint>
#include <string>
#include <vector>

namespace phep::ide {

enum class RowKind : std::uint8_t {
  Instrument,
  Source,
  Party,
  Action,
  Enum,
  Member,
  Record,
  Field,
  Calendar,
  Rule,
  Case,
  Norm,
  Exemption,
  Sanction,
  Decision,
  Reading,
  Test,
  Other
};

struct Row {
  RowKind kind;
  std::string name, detail;
  Span whole, own;  // the declaration, and its name in it
  std::vector<Row> inner;
};

std::vector<Row> outline(workspace::Workspace& workspace, FileId file, Language language);

}  // namespace phep::ide
