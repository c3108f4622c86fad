# The freestanding runtime. The same files make the native and wasm bitcode that policies embed
# (PHEP_RUNTIME_SOURCES, full paths): no libc, no heap, no exceptions in any of them.
set(PHEP_RUNTIME_FILES "")
foreach(file IN ITEMS
    arena.cpp date.cpp deadline.cpp decimal.cpp wide.cpp
    json_print.cpp json_read.cpp json_scan.cpp json_values.cpp json_write.cpp
    choose.cpp decide.cpp interpret.cpp norm.cpp verify_image.cpp worlds.cpp)
  if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/runtime/${file})
    list(APPEND PHEP_RUNTIME_FILES ${file})
  endif()
endforeach()

phep_room(NAME runtime SOURCES ${PHEP_RUNTIME_FILES})
list(TRANSFORM PHEP_RUNTIME_FILES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/runtime/
  OUTPUT_VARIABLE PHEP_RUNTIME_SOURCES)
