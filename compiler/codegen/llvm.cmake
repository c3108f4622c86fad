# phep_llvm(TARGET): LLVM and LLD as archives that ask for each other. As the shared library, which is relocated whole at
# every start, LLVM would be most of a short command's time and memory. LLD sets up every target that LLVM has; those that
# phep makes no code for are set up by functions that do nothing, and stay out of the program.
function(phep_llvm target)
  set(others ${LLVM_TARGETS_TO_BUILD})
  list(REMOVE_ITEM others X86 WebAssembly)
  # Its linking of bitcode, which phep never asks for, would also run Polly, of which Debian has no archive here.
  set(text "// Targets that no code is made for, and passes that nothing asks for.
#include <llvm/Passes/PassPlugin.h>
llvm::PassPluginLibraryInfo getPollyPluginInfo() {
  return {LLVM_PLUGIN_API_VERSION, \"none\", \"\", [](llvm::PassBuilder&) {}};
}
")
  foreach(other ${others})
    foreach(part TargetInfo Target TargetMC AsmPrinter AsmParser)
      string(APPEND text "extern \"C\" void LLVMInitialize${other}${part}() {}\n")
    endforeach()
  endforeach()
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/no_other_targets.cpp CONTENT "${text}" @ONLY)
  add_library(phep_no_other_targets STATIC ${CMAKE_BINARY_DIR}/no_other_targets.cpp)
  target_include_directories(phep_no_other_targets SYSTEM PRIVATE ${LLVM_INCLUDE_DIRS})
  file(GLOB llvm ${LLVM_LIBRARY_DIR}/libLLVM*.a)
  set(lld ${LLVM_LIBRARY_DIR}/liblldELF.a ${LLVM_LIBRARY_DIR}/liblldWasm.a ${LLVM_LIBRARY_DIR}/liblldCommon.a)
  find_library(PHEP_Z_ARCHIVE NAMES libz.a REQUIRED)
  find_library(PHEP_ZSTD_ARCHIVE NAMES libzstd.a REQUIRED)
  list(JOIN lld "," lld)
  list(JOIN llvm "," llvm)
  target_link_options(${target} INTERFACE -Wl,--gc-sections)
  if(NOT PHEP_PORTABLE)  # components.py reads what ld says
    target_link_options(${target} INTERFACE -fuse-ld=lld -B${LLVM_TOOLS_BINARY_DIR})
  endif()
  target_link_libraries(${target} PRIVATE
    "$<LINK_GROUP:RESCAN,${lld},phep_no_other_targets,${llvm},${PHEP_Z_ARCHIVE},${PHEP_ZSTD_ARCHIVE}>")
endfunction()
