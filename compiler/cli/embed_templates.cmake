# cmake -DROOT=templates -DOUT=file.cpp -P embed_templates.cmake: writes the templates as C++ string literals.
include(${CMAKE_CURRENT_LIST_DIR}/../embed.cmake)
embed_rows(rows ${ROOT} *)
file(WRITE ${OUT} "#include \"compiler/cli/templates.h\"

namespace phep::cli {
namespace {
constexpr TemplateFile kFiles[] = {
${rows}};
}
std::span<const TemplateFile> template_files() {
  return kFiles;
}
}  // namespace phep::cli
")
