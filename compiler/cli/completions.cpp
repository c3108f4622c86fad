#include "compiler/cli/completions.h"

#include "compiler/base/check.h"

namespace phep::cli {

std::vector<std::string_view> file_patterns(Takes takes) {
  switch (takes) {
    case Takes::Sources:
    case Takes::Module:
    case Takes::Topic: return {"*.phep", "*.phep.md"};
    case Takes::Facts: return {"*.json", "*.jsonl", "*.ndjson", "*.csv"};
    case Takes::Artefact: return {"*.wasm", "*.so", "*.o", "*.a"};
    case Takes::Nothing:
    case Takes::Text:
    case Takes::Choice:
    case Takes::Choices:
    case Takes::File:
    case Takes::Folder:
    case Takes::Command: return {};
  }
  PHEP_UNREACHABLE();
}

}  // namespace phep::cli
