# The freestanding runtime. The same files make the native and wasm bitcode that policies embed
# (PHEP_RUNTIME_SOURCES, full paths): no libc, no heap, no exceptions in any of them.
file(GLOB PHEP_RUNTIME_SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/runtime/*.cpp)
file(GLOB PHEP_RUNTIME_FILES CONFIGURE_DEPENDS
  RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/runtime ${CMAKE_CURRENT_SOURCE_DIR}/runtime/*.cpp)

phep_room(NAME runtime SOURCES ${PHEP_RUNTIME_FILES})
if(PHEP_OPTIMISE_CORE)
  target_compile_options(phep_runtime PRIVATE -O2)
endif()
