# Z3 lives here and nowhere else; the language server does not link this room.
find_path(PHEP_Z3_INCLUDE z3++.h REQUIRED)
find_library(PHEP_Z3_LIBRARY z3 REQUIRED)
phep_room(NAME verify
  SOURCES logic.cpp day_functions.cpp encoder.cpp function.cpp arithmetic.cpp times.cpp quantifiers.cpp choices.cpp
          norms.cpp case.cpp prove.cpp inquiry.cpp test_text.cpp remembered.cpp declarations.cpp properties.cpp between.cpp pairing.cpp joined.cpp changes.cpp
  LINKS phep_base phep_diagnostics phep_hir phep_decision phep_runtime phep_testing
  PRIVATE_LINKS nlohmann_json::nlohmann_json phep_fmt)
target_include_directories(phep_verify SYSTEM PUBLIC ${PHEP_Z3_INCLUDE})
target_link_libraries(phep_verify PUBLIC ${PHEP_Z3_LIBRARY})
