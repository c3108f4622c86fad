# cmake -DROOT=templates -DLICENSE=file -DOUT=file.cpp -P embed_templates.cmake: writes the templates of packages, and
# the licence that goes with them, as C++ string literals.
include(${CMAKE_CURRENT_LIST_DIR}/../embed.cmake)
embed_rows(rows ${ROOT} *)
embed_literal(licence ${LICENSE})
file(WRITE ${OUT} "#include \"compiler/export/template_files.h\"

namespace phep::exports {
namespace {
constexpr TemplateFile kFiles[] = {
${rows}    {\"LICENSE\", ${licence}},
};
}
std::span<const TemplateFile> template_files() {
  return kFiles;
}
}  // namespace phep::exports
")
