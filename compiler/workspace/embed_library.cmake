# cmake -DROOT=stdlib -DOUT=file.cpp -P embed_library.cmake: writes the library as C++ string literals.
include(${CMAKE_CURRENT_LIST_DIR}/../embed.cmake)
# Cases about the law are no law: what they read are files beside them, which no program carries.
set(EMBED_EXCEPT "^(blind|cases)/")
embed_rows(rows ${ROOT} *.phep *.phep.md)
file(WRITE ${OUT} "#include <span>
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
