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
