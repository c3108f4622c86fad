# The libraries of the server for Windows, instead of the packages that are found on Linux: what is compiled comes from
# Debian's sources (compiler/release/sources.sh), headers from Debian's -dev packages.
set(PHEP_SOURCES ${CMAKE_BINARY_DIR}/sources)
set(PHEP_HEADERS ${CMAKE_BINARY_DIR}/include)  # no other header of Linux may be seen
file(MAKE_DIRECTORY ${PHEP_HEADERS})
set(ANTLR4_INCLUDE_DIR ${PHEP_SOURCES}/antlr4-cpp-runtime/runtime/src)
foreach(name fmt nlohmann)
  file(CREATE_LINK /usr/include/${name} ${PHEP_HEADERS}/${name} SYMBOLIC)
endforeach()
file(CREATE_LINK ${ANTLR4_INCLUDE_DIR} ${PHEP_HEADERS}/antlr4-runtime SYMBOLIC)

add_library(fmt::fmt INTERFACE IMPORTED GLOBAL)
target_include_directories(fmt::fmt INTERFACE ${PHEP_HEADERS})
target_compile_definitions(fmt::fmt INTERFACE FMT_HEADER_ONLY)
add_library(nlohmann_json::nlohmann_json INTERFACE IMPORTED GLOBAL)
target_include_directories(nlohmann_json::nlohmann_json INTERFACE ${PHEP_HEADERS})

add_library(utf8proc STATIC ${PHEP_SOURCES}/utf8proc/utf8proc.c)
target_compile_definitions(utf8proc PUBLIC UTF8PROC_STATIC)
target_compile_options(utf8proc PRIVATE -w)
target_include_directories(utf8proc SYSTEM PUBLIC ${PHEP_SOURCES}/utf8proc)

file(GLOB_RECURSE PHEP_ANTLR4 ${ANTLR4_INCLUDE_DIR}/*.cpp)
add_library(antlr4_static STATIC ${PHEP_ANTLR4})
set_target_properties(antlr4_static PROPERTIES CXX_STANDARD 11 UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 20)
target_compile_definitions(antlr4_static PUBLIC ANTLR4CPP_STATIC)
target_compile_options(antlr4_static PRIVATE -w)
target_include_directories(antlr4_static SYSTEM PUBLIC ${ANTLR4_INCLUDE_DIR} ${PHEP_HEADERS})
