# cmake -DVI=a.md -DEN=b.md -DOUT=file.cpp -P embed_text.cmake: the explanations as string literals.
set(rows "")
foreach(language Vi En)
  string(TOUPPER ${language} variable)
  file(READ ${${variable}} hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR bytes "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" escaped "${hex}")
  string(APPEND rows "extern const std::string_view kExplain${language};\n"
                     "const std::string_view kExplain${language}(\"${escaped}\", ${bytes});\n")
endforeach()
file(WRITE ${OUT} "#include <string_view>\n\nnamespace phep {\n${rows}}  // namespace phep\n")
