# cmake -DROOT=stdlib -DOUT=file.cpp -P embed_library.cmake: writes the library as C++ string literals.
file(GLOB_RECURSE paths RELATIVE ${ROOT} ${ROOT}/*.phep ${ROOT}/*.phep.md)
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
file(WRITE ${OUT}.new "#include <span>
#include <string_view>

namespace phep::workspace {
struct EmbeddedFile {
  std::string_view path, text;
};
extern const std::span<const EmbeddedFile> kEmbeddedFiles;
namespace {
constexpr EmbeddedFile kFiles[] = {
${rows}    {\"\", \"\"}};
}
const std::span<const EmbeddedFile> kEmbeddedFiles(kFiles, sizeof kFiles / sizeof kFiles[0] - 1);
}  // namespace phep::workspace
")
file(COPY_FILE ${OUT}.new ${OUT} ONLY_IF_DIFFERENT)
