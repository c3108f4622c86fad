if(TARGET {{package}}::{{package}})
  return()
endif()
get_filename_component(_{{package}}_root "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

add_library({{package}}::{{package}} SHARED IMPORTED)
set_target_properties({{package}}::{{package}} PROPERTIES
  IMPORTED_LOCATION "${_{{package}}_root}/lib/lib{{package}}.so.{{minor}}"
  IMPORTED_SONAME "lib{{package}}.so.{{major}}"
  INTERFACE_INCLUDE_DIRECTORIES "${_{{package}}_root}/include")

add_library({{package}}::{{package}}_static STATIC IMPORTED)
set_target_properties({{package}}::{{package}}_static PROPERTIES
  IMPORTED_LOCATION "${_{{package}}_root}/lib/lib{{package}}.a"
  INTERFACE_INCLUDE_DIRECTORIES "${_{{package}}_root}/include")

unset(_{{package}}_root)
