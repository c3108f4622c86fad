# cmake -S examples -B build -DCMAKE_PREFIX_PATH=<this package> && cmake --build build
cmake_minimum_required(VERSION 3.16)
project({{package}}_examples C CXX)
set(CMAKE_CXX_STANDARD 17)
find_package({{package}} {{version}} CONFIG REQUIRED HINTS "${CMAKE_CURRENT_SOURCE_DIR}/..")
{{#decisions}}
add_executable({{name}}_c {{name}}_c.c)
target_link_libraries({{name}}_c PRIVATE {{package}}::{{package}})
add_executable({{name}}_cpp {{name}}_cpp.cpp)
target_link_libraries({{name}}_cpp PRIVATE {{package}}::{{package}}_static)
add_executable({{name}}_conformance {{name}}_conformance.c)
target_link_libraries({{name}}_conformance PRIVATE {{package}}::{{package}})
{{/decisions}}
