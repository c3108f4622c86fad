# What an artefact holds and keeps. Reads modules with wabt; links nothing that makes them.
find_library(PHEP_WABT NAMES libwabt.a REQUIRED)
phep_room(NAME inspect
  SOURCES inspect.cpp wasm_module.cpp control.cpp table.cpp proof.cpp
  LINKS phep_base phep_diagnostics phep_runtime
  PRIVATE_LINKS ${PHEP_WABT})
# wabt's headers are not C++20 for g++ 12.
set_source_files_properties(inspect/wasm_module.cpp PROPERTIES COMPILE_OPTIONS "-std=c++17;-w" SKIP_UNITY_BUILD_INCLUSION ON)
