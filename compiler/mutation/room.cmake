phep_room(NAME mutation
  SOURCES maker.cpp make_declaration.cpp make_expression.cpp make_force.cpp run.cpp show.cpp witness.cpp score.cpp cuts.cpp
  LINKS phep_base phep_source phep_diagnostics phep_syntax phep_hir phep_decision phep_runtime phep_testing nlohmann_json::nlohmann_json)
