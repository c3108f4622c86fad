# The syntax room: ANTLR's generated code in a library of its own, since it is not ours to warn about.
if(NOT WIN32)
  find_package(antlr4-runtime REQUIRED)
endif()
find_program(ANTLR4 antlr4 REQUIRED)

set(PHEP_GRAMMAR ${CMAKE_SOURCE_DIR}/grammar)
set(PHEP_GENERATED ${CMAKE_BINARY_DIR}/generated/grammar)
add_custom_command(
  OUTPUT ${PHEP_GENERATED}/PhepLexer.cpp ${PHEP_GENERATED}/PhepLexer.h ${PHEP_GENERATED}/PhepLexer.tokens
  COMMAND ${ANTLR4} -encoding UTF-8 -Dlanguage=Cpp -no-visitor -no-listener -Xexact-output-dir -o ${PHEP_GENERATED}
          ${PHEP_GRAMMAR}/PhepLexer.g4
  DEPENDS ${PHEP_GRAMMAR}/PhepLexer.g4
  COMMENT "Generating the lexer" VERBATIM)
add_custom_command(
  OUTPUT ${PHEP_GENERATED}/PhepParser.cpp ${PHEP_GENERATED}/PhepParser.h
  COMMAND ${ANTLR4} -encoding UTF-8 -Dlanguage=Cpp -no-visitor -no-listener -Xexact-output-dir -lib ${PHEP_GENERATED}
          -o ${PHEP_GENERATED} ${PHEP_GRAMMAR}/PhepParser.g4
  DEPENDS ${PHEP_GRAMMAR}/PhepParser.g4 ${PHEP_GENERATED}/PhepLexer.tokens
  COMMENT "Generating the parser" VERBATIM)

# The parser, and apart from it the lexer that specifies our own: only the tests link the latter.
# char8_t is off since ANTLR 4.7 writes the names of tokens as u8 literals.
add_library(phep_grammar STATIC ${PHEP_GENERATED}/PhepParser.cpp)
target_include_directories(phep_grammar SYSTEM PUBLIC ${PHEP_GENERATED} ${ANTLR4_INCLUDE_DIR})
target_compile_options(phep_grammar PRIVATE -w -fno-char8_t)
target_link_libraries(phep_grammar PUBLIC antlr4_static)
if(PHEP_OPTIMISE_CORE)
  target_compile_options(phep_grammar PRIVATE -O1)
endif()
add_library(phep_grammar_lexer STATIC EXCLUDE_FROM_ALL ${PHEP_GENERATED}/PhepLexer.cpp)
target_compile_options(phep_grammar_lexer PRIVATE -w -fno-char8_t)
target_link_libraries(phep_grammar_lexer PUBLIC phep_grammar)

phep_room(NAME syntax
  SOURCES build_decls.cpp build_exprs.cpp build_law.cpp build_literals.cpp build_norms.cpp build_parts.cpp build_rules.cpp build_tests.cpp
          cst.cpp format.cpp layout.cpp live_text.cpp moved.cpp parse.cpp pieces.cpp prepare.cpp print.cpp print_law.cpp print_exprs.cpp print_norms.cpp recovery.cpp respell.cpp scan.cpp sift.cpp surface.cpp words_of.cpp names_in.cpp leave_out.cpp word_roles.cpp
  LINKS phep_base phep_diagnostics
  PRIVATE_LINKS phep_grammar utf8proc)
