# Runs decisions on every engine. The only room that has met dlopen and wabt.
find_library(PHEP_WABT NAMES libwabt.a REQUIRED)
phep_room(NAME engines
  SOURCES engines.cpp in_process.cpp interpreter.cpp jit.cpp native.cpp wasm.cpp wasm_instance.cpp
  LINKS phep_base phep_decision phep_runtime phep_codegen
  PRIVATE_LINKS ${PHEP_WABT} ${CMAKE_DL_LIBS})
# wabt's headers are not C++20 for g++ 12.
set_source_files_properties(engines/wasm_instance.cpp PROPERTIES COMPILE_OPTIONS "-std=c++17;-w")
