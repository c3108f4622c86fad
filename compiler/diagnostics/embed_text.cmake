# cmake -DVI=a.md -DEN=b.md -DOUT=file.cpp -P embed_text.cmake: the explanations as string literals.
include(${CMAKE_CURRENT_LIST_DIR}/../embed.cmake)
set(rows "")
foreach(language Vi En)
  string(TOUPPER ${language} variable)
  embed_literal(text ${${variable}})
  string(APPEND rows "extern const std::string_view kExplain${language};\n"
                     "const std::string_view kExplain${language} = ${text};\n")
endforeach()
file(WRITE ${OUT} "#include <string_view>\n\nnamespace phep {\n${rows}}  // namespace phep\n")
