# cmake -DFILE=outputs.json -DOUT=file.cpp -P embed_schemas.cmake: writes the schemas as a C++ string literal.
include(${CMAKE_CURRENT_LIST_DIR}/../embed.cmake)
embed_literal(text ${FILE})
file(WRITE ${OUT} "#include \"compiler/cli/output_schemas.h\"

namespace phep::cli {
std::string_view output_schemas_text() {
  return ${text};
}
}  // namespace phep::cli
")
