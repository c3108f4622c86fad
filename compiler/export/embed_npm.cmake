# cmake -DROOT=npm -DOUT=file.cpp -P embed_npm.cmake: writes the templates of npm packages as C++ string literals.
include(${CMAKE_CURRENT_LIST_DIR}/../embed.cmake)
embed_rows(rows ${ROOT} *)
file(WRITE ${OUT} "#include \"compiler/export/npm_templates.h\"

namespace phep::exports {
namespace {
constexpr NpmTemplate kFiles[] = {
${rows}};
}
std::span<const NpmTemplate> npm_templates() {
  return kFiles;
}
}  // namespace phep::exports
")
