# LLVM and LLD live here and nowhere else. The runtime is compiled a second and a third time, to bitcode and to
# objects of both targets, and travels inside this library.
find_package(LLVM 19.1 REQUIRED CONFIG)
find_package(LLD REQUIRED CONFIG)
foreach(tool clang++ llvm-link)
  string(MAKE_C_IDENTIFIER ${tool} variable)
  find_program(PHEP_${variable} NAMES ${tool}-19 ${tool} HINTS /usr/lib/llvm-19/bin NO_DEFAULT_PATH PATHS /usr/bin REQUIRED)
endforeach()

set(PHEP_EMBED_DIR ${CMAKE_BINARY_DIR}/embedded)
file(MAKE_DIRECTORY ${PHEP_EMBED_DIR})
set(PHEP_FREESTANDING -O2 -std=c++20 -ffreestanding -fno-exceptions -fno-rtti -fno-builtin -nostdlib -fvisibility=hidden
    -fno-stack-protector -fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections -I${CMAKE_SOURCE_DIR})

# phep_runtime_for(name flags… ): ${name}.bc, the whole runtime as one module; ${name}.o, the same compiled;
# ${name}-ground.bc, the part that is inlined into generated code; ${name}-support.o, what no freestanding module may
# miss (memcpy and its kin); ${name}-without-PART.o, what stands in for a part that a policy has no use for.
set(PHEP_PARTS norms lists numbers times judgments)
# What runs only where a fact is missing, a norm is answered or something is wrong: small rather than fast in WebAssembly,
# which pages load.
set(PHEP_SELDOM answer_words arithmetic bounds choose completions determination evaluation interpret json_exposure
    json_norms law_time norm norm_answer quantify sha256 slice verify_functions verify_image worlds)
set(PHEP_GROUND arena clean date deadline decide decimal entry wide)
function(phep_runtime_for name)
  set(flags ${PHEP_FREESTANDING} ${ARGN})
  set(pieces)
  set(ground)
  foreach(source ${PHEP_RUNTIME_SOURCES})
    get_filename_component(stem ${source} NAME_WE)
    set(piece ${PHEP_EMBED_DIR}/${name}.${stem}.bc)
    set(small)
    if(name STREQUAL wasm AND stem IN_LIST PHEP_SELDOM)
      set(small -Oz)
    endif()
    add_custom_command(OUTPUT ${piece}
      COMMAND ${CCACHE} ${PHEP_clang__} ${flags} ${small} -emit-llvm -c ${source} -o ${piece} -MD -MF ${piece}.d
      DEPENDS ${source} DEPFILE ${piece}.d VERBATIM COMMENT "Bitcode ${name}: ${stem}")
    list(APPEND pieces ${piece})
    if(stem IN_LIST PHEP_GROUND)
      list(APPEND ground ${piece})
    endif()
  endforeach()
  set(module ${PHEP_EMBED_DIR}/${name})
  add_custom_command(OUTPUT ${module}.bc COMMAND ${PHEP_llvm_link} ${pieces} -o ${module}.bc
    DEPENDS ${pieces} VERBATIM)
  add_custom_command(OUTPUT ${module}-ground.bc COMMAND ${PHEP_llvm_link} ${ground} -o ${module}-ground.bc
    DEPENDS ${ground} VERBATIM)
  add_custom_command(OUTPUT ${module}.o COMMAND ${PHEP_clang__} ${flags} -Wno-unused-command-line-argument -c ${module}.bc -o ${module}.o
    DEPENDS ${module}.bc VERBATIM COMMENT "Runtime object ${name}")
  set(memory ${CMAKE_CURRENT_SOURCE_DIR}/codegen/freestanding/memory.cpp)
  add_custom_command(OUTPUT ${module}-support.o COMMAND ${PHEP_clang__} ${flags} -c ${memory} -o ${module}-support.o
    DEPENDS ${memory} VERBATIM COMMENT "Freestanding support ${name}")
  foreach(part ${PHEP_PARTS})
    set(object ${module}-without-${part}.o)
    set(source ${CMAKE_CURRENT_SOURCE_DIR}/codegen/freestanding/without/${part}.cpp)
    add_custom_command(OUTPUT ${object} COMMAND ${CCACHE} ${PHEP_clang__} ${flags} -c ${source} -o ${object} -MD -MF ${object}.d
      DEPENDS ${source} DEPFILE ${object}.d VERBATIM COMMENT "Without ${part} ${name}")
  endforeach()
endfunction()
phep_runtime_for(native --target=x86_64-pc-linux-gnu -march=x86-64-v2 -fPIC)
phep_runtime_for(wasm --target=wasm32-unknown-unknown -mcpu=generic)

# .incbin of these files, each with its end.
set(PHEP_EMBED_ASM ${PHEP_EMBED_DIR}/embedded.S)
set(PHEP_EMBED_TEXT "    .section .rodata\n")
set(PHEP_EMBED_FILES)
set(PHEP_WITHOUT ${PHEP_PARTS})
list(TRANSFORM PHEP_WITHOUT REPLACE "(.+)" "-without-\\1.o")
foreach(name native wasm)
  foreach(part .bc -ground.bc .o -support.o ${PHEP_WITHOUT})
    string(MAKE_C_IDENTIFIER "phep_embedded_${name}${part}" symbol)
    string(APPEND PHEP_EMBED_TEXT "    .balign 16\n    .globl ${symbol}\n${symbol}:\n    .incbin \"${PHEP_EMBED_DIR}/${name}${part}\"\n"
           "    .globl ${symbol}_end\n${symbol}_end:\n    .byte 0\n")
    list(APPEND PHEP_EMBED_FILES ${PHEP_EMBED_DIR}/${name}${part})
  endforeach()
endforeach()
string(APPEND PHEP_EMBED_TEXT "    .section .note.GNU-stack,\"\",@progbits\n")
file(CONFIGURE OUTPUT ${PHEP_EMBED_ASM} CONTENT "${PHEP_EMBED_TEXT}" @ONLY)
enable_language(ASM)
add_custom_target(phep_embedded_files DEPENDS ${PHEP_EMBED_FILES})
add_library(phep_embedded STATIC ${PHEP_EMBED_ASM})
set_source_files_properties(${PHEP_EMBED_ASM} PROPERTIES OBJECT_DEPENDS "${PHEP_EMBED_FILES}")
add_dependencies(phep_embedded phep_embedded_files)

phep_room(NAME codegen
  SOURCES emit.cpp target.cpp link.cpp archive.cpp jit.cpp embedded.cpp module.cpp function.cpp values.cpp scalars.cpp
          numbers.cpp times.cpp day_table.cpp marks.cpp choose.cpp quantify.cpp norms.cpp results.cpp wasm_code.cpp
          meter.cpp parts.cpp debug_lines.cpp slices.cpp slice_values.cpp slice_choose.cpp kernel.cpp
          sanitise.cpp name_of_code.cpp waiting.cpp out_of_memory.cpp
          lanes.cpp lane_code.cpp clean_path.cpp
  LINKS phep_base phep_decision phep_runtime
  PRIVATE_LINKS phep_embedded)
target_include_directories(phep_codegen SYSTEM PRIVATE ${LLVM_INCLUDE_DIRS} ${LLD_INCLUDE_DIRS})
include(codegen/llvm.cmake)
phep_llvm(phep_codegen)
