# What the scripts share that write files into the program.

# embed_literal(OUT FILE): the bytes of a file as a C++ std::string_view.
# Read as hex: a text would lose its semicolons and brackets to CMake's lists.
function(embed_literal out file)
  file(READ ${file} hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR bytes "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" escaped "${hex}")
  set(${out} "std::string_view(\"${escaped}\", ${bytes})" PARENT_SCOPE)
endfunction()

# embed_rows(OUT ROOT PATTERN…): every file below ROOT that matches, as rows {path, text} in the order of their paths; with
# EMBED_EXCEPT set, not those whose path matches this regular expression.
function(embed_rows out root)
  list(TRANSFORM ARGN PREPEND ${root}/ OUTPUT_VARIABLE patterns)
  file(GLOB_RECURSE paths RELATIVE ${root} ${patterns})
  list(SORT paths)
  set(rows "")
  if(EMBED_EXCEPT)
    list(FILTER paths EXCLUDE REGEX "${EMBED_EXCEPT}")
  endif()
  foreach(path IN LISTS paths)
    embed_literal(text ${root}/${path})
    string(APPEND rows "    {\"${path}\", ${text}},\n")
  endforeach()
  set(${out} "${rows}" PARENT_SCOPE)
endfunction()
