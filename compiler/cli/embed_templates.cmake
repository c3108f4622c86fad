# cmake -DROOT=templates -DOUT=file.cpp -P embed_templates.cmake: writes the templates as C++ string literals.
file(GLOB_RECURSE paths RELATIVE ${ROOT} ${ROOT}/*)
list(SORT paths)
set(rows "")
foreach(path IN LISTS paths)
  # Read as hex: a text would lose its semicolons and brackets to CMake's lists.
  file(READ ${ROOT}/${path} hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR bytes "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" escaped "${hex}")
  string(APPEND rows "    {\"${path}\", std::string_view(\"${escaped}\", ${bytes})},\n")
endforeach()
file(WRITE ${OUT}.new "#include \"compiler/cli/templates.h\"

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
file(COPY_FILE ${OUT}.new ${OUT} ONLY_IF_DIFFERENT)
