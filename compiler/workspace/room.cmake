# The library of law becomes a source file of string literals.
file(GLOB_RECURSE PHEP_STDLIB CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/stdlib/*.phep ${CMAKE_SOURCE_DIR}/stdlib/*.phep.md)
set(PHEP_EMBEDDED ${CMAKE_CURRENT_BINARY_DIR}/embedded_library.cpp)
add_custom_command(
  OUTPUT ${PHEP_EMBEDDED}
  COMMAND ${CMAKE_COMMAND} -DROOT=${CMAKE_SOURCE_DIR}/stdlib -DOUT=${PHEP_EMBEDDED}
          -P ${CMAKE_CURRENT_SOURCE_DIR}/workspace/embed_library.cmake
  DEPENDS ${PHEP_STDLIB} ${CMAKE_CURRENT_SOURCE_DIR}/workspace/embed_library.cmake ${CMAKE_CURRENT_SOURCE_DIR}/embed.cmake
  COMMENT "Embedding the library of law")

phep_room(NAME workspace SOURCES allow.cpp library.cpp manifest.cpp read_ahead.cpp specials.cpp standpoint.cpp today.cpp workspace.cpp trees.cpp cycles.cpp
  LINKS phep_base phep_source phep_diagnostics phep_syntax phep_hir phep_check phep_runtime
  PRIVATE_LINKS nlohmann_json::nlohmann_json Threads::Threads)
phep_embedded_text(phep_workspace ${PHEP_EMBEDDED})
