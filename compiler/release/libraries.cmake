# Programs that are handed out: archives in place of Debian's shared libraries, so that they need of a machine glibc, and
# the Z3 that lies beside them. Archives of the packages that are installed, nothing compiled anew but Z3 (z3.sh).
find_library(PHEP_UTF8PROC_ARCHIVE NAMES libutf8proc.a REQUIRED)
add_library(utf8proc STATIC IMPORTED GLOBAL)
set_target_properties(utf8proc PROPERTIES IMPORTED_LOCATION ${PHEP_UTF8PROC_ARCHIVE})

# phep_map(TARGET): which members of which archives are in a program; components.py reads it.
function(phep_map target)
  target_link_options(${target} PRIVATE -Wl,-Map=${CMAKE_BINARY_DIR}/${target}.map)
endfunction()

# phep_portable(TARGET): the program stands in bin/, what it carries in lib/phep/.
function(phep_portable target)
  set_target_properties(${target} PROPERTIES PHEP_NO_SHARED ON BUILD_WITH_INSTALL_RPATH ON INSTALL_RPATH "$ORIGIN/../lib/phep")
  target_link_options(${target} PRIVATE -static-libstdc++ -static-libgcc -Wl,--gc-sections -Wl,-z,relro,-z,now)
  phep_map(${target})
endfunction()

# LLVM and LLD as archives that ask for each other. LLD sets up every target that LLVM has; those that phep makes no code
# for are set up by functions that do nothing, and stay out of the program.
function(phep_portable_llvm target)
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
  target_link_libraries(${target} PRIVATE
    "$<LINK_GROUP:RESCAN,${lld},phep_no_other_targets,${llvm},${PHEP_Z_ARCHIVE},${PHEP_ZSTD_ARCHIVE}>")
endfunction()
